/** `createAuth`: one instance for equal configs, none for configs that could be mixed up. */
import { authError } from './errors.js';
import { type Face, type Hooks, makeFace } from './face.js';
import { onTrap } from './instance.js';
import { own, plain } from './plain.js';
import { guarded, takenProvider } from './provider.js';
import type { Auth, AuthConfig, GuardedConfig } from './types.js';

interface Entry {
  readonly face: Face;
  auth: Auth;
  guard: Auth | undefined;
  readonly config: string;
  holders: number;
}

const byKey = new Map<string, Entry>();
/** All that were made here: what can guard another. */
const auths = new WeakSet<object>();
const FUNCTIONS = ['onLog', 'navigate'] as const;

onTrap((cause) => authError('internal_error', { cause }));

/**
 * Makes an `Auth` for one client of one provider. Synchronous; touches no storage, no network and
 * no address bar.
 *
 * Equal data for the same (issuer, client, redirect URI) gives the same instance, and the newest
 * functions win; `dispose()` counts. Throws an {@link AuthError} that names the key:
 * `config_invalid`, `config_unknown_key`, `config_secret`, `config_conflict`, `insecure_context`,
 * `wasm_refused`.
 */
export function createAuth(config: AuthConfig | GuardedConfig): Auth {
  const { data, hooks, guard } = taken(config);
  const text = plain(data, 'config');
  const known = [...byKey.values()].find((entry) => entry.config === text);
  if (known !== undefined) {
    if (guard !== undefined && known.guard !== guard) {
      // Nobody's people may change under somebody else's hands; a guard that was let go and made anew is the same one.
      if (known.holders > 0 && isHeld(known.guard)) throw authError('config_conflict', { field: 'provider.guard' });
      known.guard = guard;
      known.auth = guarded(known.face.auth, guard);
      auths.add(known.auth);
    }
    known.holders += 1;
    known.face.revive();
    known.face.use(hooks);
    return known.auth;
  }
  const released = (): boolean => {
    entry.holders -= 1;
    return entry.holders <= 0;
  };
  const gone = (): void => {
    if (byKey.get(entry.face.key) === entry) byKey.delete(entry.face.key);
  };
  const face = makeFace(text, hooks, released, gone);
  const auth = guard === undefined ? face.auth : guarded(face.auth, guard);
  const entry: Entry = { face, auth, guard, config: text, holders: 1 };
  const { key, redirect } = face;
  // One redirect URI, one client: otherwise a callback could reach the wrong one (RFC 9700, 4.4).
  const clash = [...byKey.values()].some((other) => other.holders > 0 && other.face.redirect === redirect);
  if (clash && guard === undefined && typeof window !== 'undefined') {
    auth.dispose();
    throw authError('config_conflict', { field: 'redirectUri' });
  }
  byKey.set(key, entry);
  auths.add(auth);
  return auth;
}

/** Whether somebody still has this one. */
function isHeld(auth: Auth | undefined): boolean {
  return [...byKey.values()].some((entry) => entry.auth === auth && entry.holders > 0);
}

/** Data and functions apart; a function under another name is a wrong value of that key. */
function taken(config: unknown): { readonly data: object; readonly hooks: Hooks; readonly guard: Auth | undefined } {
  if (typeof config !== 'object' || config === null) {
    throw authError('config_invalid', { field: 'config' });
  }
  const data = own(config, 'config');
  const hooks: Record<string, unknown> = Object.create(null);
  for (const name of FUNCTIONS) {
    if (typeof data[name] === 'function') {
      hooks[name] = data[name];
      delete data[name];
    }
  }
  const { provider, confirm, token, guard } = takenProvider(data.provider, auths);
  if (provider !== undefined) data.provider = provider;
  // In objects without a prototype: nothing that an app inherits becomes a function of the config.
  if (confirm !== undefined) hooks.confirm = confirm;
  if (token !== undefined) hooks.token = token;
  return { data, hooks, guard };
}
