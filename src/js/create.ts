/** `createAuth`: one instance for equal configs, none for configs that could be mixed up. */

import { deferredFace } from './deferred.js';
import { authError } from './errors.js';
import { type Face, type Hooks, makeFace } from './face.js';
import { instance, onTrap } from './instance.js';
import { own, plain } from './plain.js';
import { guarded, takenProvider } from './provider.js';
import type { Auth, AuthConfig, AuthError, GuardedConfig } from './types.js';

interface Entry {
  readonly face: Face;
  auth: Auth;
  guard: Auth | undefined;
  readonly config: string;
  holders: number;
}

declare const DOCGATE_BUILD: string;

const entries = new Set<Entry>();
/** All that were made here: what can guard another. */
const auths = new WeakSet<object>();
const FUNCTIONS = ['onLog', 'navigate'] as const;

onTrap((cause) => authError('internal_error', { cause, build: DOCGATE_BUILD }));

/**
 * Makes an `Auth` for one client of one provider. Synchronous; touches no storage, no network and
 * no address bar.
 *
 * Equal data for the same (issuer, client, redirect URI) gives the same instance, and the newest
 * functions win; `dispose()` counts. Throws an {@link AuthError} that names the key:
 * `config_invalid`, `config_unknown_key`, `config_secret`, `config_conflict`, `insecure_context`.
 *
 * Where the page refuses WebAssembly, the core's JavaScript translation is fetched: then the snapshot says `loading`
 * meanwhile, and those errors reject the first call instead.
 */
export function createAuth(config: AuthConfig): Auth;
/** The same, also for a provider whose calls somebody else's sign-in guards. */
export function createAuth(config: AuthConfig | GuardedConfig): Auth;
export function createAuth(config: AuthConfig | GuardedConfig): Auth {
  const { data, hooks, guard } = taken(config);
  const text = plain(data, 'config');
  const known = [...entries].find((entry) => entry.config === text);
  if (known !== undefined) {
    if (guard !== undefined && known.guard !== guard) {
      // Nobody's people may change under somebody else's hands; a guard that was let go and made anew is the same one.
      if (known.holders > 0 && isHeld(known.guard)) throw conflict('provider.guard');
      known.guard = guard;
      known.auth = guarded(known.face.auth, guard);
      auths.add(known.auth);
    }
    if (guard === undefined && clashes(known.face, known)) throw conflict('redirectUri');
    known.holders += 1;
    known.face.revive();
    known.face.use(hooks);
    return known.auth;
  }
  let made: Entry | undefined;
  const released = (): boolean => {
    if (made === undefined) return true;
    made.holders -= 1;
    return made.holders <= 0;
  };
  const gone = (): void => {
    if (made !== undefined) entries.delete(made);
  };
  const make = (newest: Hooks): Face => {
    const face = makeFace(text, newest, released, gone);
    if (guard === undefined && clashes(face, made)) {
      face.stop();
      throw conflict('redirectUri');
    }
    return face;
  };
  const refused = refusal();
  const face = refused === undefined ? make(hooks) : deferredFace(text, hooks, refused.cause, make, released, gone);
  const auth = guard === undefined ? face.auth : guarded(face.auth, guard);
  made = { face, auth, guard, config: text, holders: 1 };
  entries.add(made);
  auths.add(auth);
  return auth;
}

/** One redirect URI, one client: otherwise a callback could reach the wrong one (RFC 9700, 4.4). */
function clashes({ redirect }: Face, own: Entry | undefined): boolean {
  // One that waits for its core has none yet, and is looked at when that comes.
  if (redirect === '' || typeof window === 'undefined') return false;
  return [...entries].some((other) => other !== own && other.holders > 0 && other.face.redirect === redirect);
}

const conflict = (field: string): AuthError => authError('config_conflict', { field });

/** Why there is no core at once; nothing where there is one. */
function refusal(): { readonly cause: unknown } | undefined {
  try {
    instance();
    return undefined;
  } catch (cause) {
    return { cause };
  }
}

/** Whether somebody still has this one. */
function isHeld(auth: Auth | undefined): boolean {
  return [...entries].some((entry) => entry.auth === auth && entry.holders > 0);
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
