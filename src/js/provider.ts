/** What is no data in a config's `provider`: a function that confirms, and an `Auth` that guards. */
import { isRecord, own } from './plain.js';
import type { Auth, User } from './types.js';

/** The provider as data, and beside it what is none. */
export interface Taken {
  readonly provider: unknown;
  readonly confirm?: (user: User) => unknown;
  readonly token?: (fresh: boolean) => Promise<string>;
  readonly guard?: Auth;
}

/** Takes them out; `true` stands in their place, and nothing else of the app's can. `auths`: those that can guard. */
export function takenProvider(given: unknown, auths: WeakSet<object>): Taken {
  if (!isRecord(given)) return { provider: given };
  const provider = own(given, 'provider');
  const { confirm, guard, audience } = provider;
  if (typeof confirm === 'function') {
    provider.confirm = true;
    return { provider, confirm: confirm as (user: User) => unknown };
  }
  if (confirm === true) provider.confirm = 'not a function';
  if (guard === undefined) return { provider };
  if (!isRecord(guard) || !auths.has(guard)) {
    provider.guard = false;
    return { provider };
  }
  provider.guard = true;
  const signedIn = guard as Auth;
  const resource = typeof audience === 'string' ? { resource: audience } : {};
  return { provider, guard: signedIn, token: (fresh) => signedIn.getAccessToken({ fresh, ...resource }) };
}

/** An `Auth` whose calls are its own, and whose people are the guard's. */
export function guarded({ fetch, dispose }: Auth, guard: Auth): Auth {
  const own = { fetch, dispose };
  return Object.defineProperties(
    {},
    {
      ...Object.getOwnPropertyDescriptors(guard),
      ...Object.getOwnPropertyDescriptors(own),
    },
  ) as Auth;
}
