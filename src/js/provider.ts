/** What is no data in a config's `provider`: a function that confirms, and an `Auth` that guards. */
import { INSPECTION, type Inspection } from './inspection.js';
import { isRecord, own } from './plain.js';
import type { Auth, User } from './types.js';

/** The provider as data, and beside it what is none. Each member is its own: a polluted prototype adds none. */
export interface Taken {
  readonly provider: unknown;
  readonly confirm: ((user: User) => unknown) | undefined;
  readonly token: ((fresh: boolean) => Promise<string>) | undefined;
  readonly guard: Auth | undefined;
}

/** Takes them out; `true` stands in their place, and nothing else of the app's can. `auths`: those that can guard. */
export function takenProvider(given: unknown, auths: WeakSet<object>): Taken {
  const none = { confirm: undefined, token: undefined, guard: undefined };
  if (!isRecord(given)) return { provider: given, ...none };
  const provider = own(given, 'provider');
  const { confirm, guard, audience } = provider;
  if (typeof confirm === 'function') {
    provider.confirm = true;
    return { provider, ...none, confirm: confirm as (user: User) => unknown };
  }
  if (confirm === true) provider.confirm = 'not a function';
  if (guard === undefined) return { provider, ...none };
  if (!isRecord(guard) || !auths.has(guard)) {
    provider.guard = false;
    return { provider, ...none };
  }
  provider.guard = true;
  const signedIn = guard as Auth;
  const resource = typeof audience === 'string' ? { resource: audience } : {};
  const token = (fresh: boolean) => signedIn.getAccessToken({ fresh, ...resource });
  return { provider, ...none, guard: signedIn, token };
}

/** An `Auth` whose calls are its own, and whose people are the guard's. */
export function guarded(auth: Auth, guard: Auth): Auth {
  const { fetch, dispose, [INSPECTION]: inspection } = auth as Auth & { readonly [INSPECTION]?: Inspection };
  const own = { fetch, dispose, [INSPECTION]: inspection };
  return Object.defineProperties(
    {},
    {
      ...Object.getOwnPropertyDescriptors(guard),
      ...Object.getOwnPropertyDescriptors(own),
    },
  ) as Auth;
}
