/**
 * docgate/svelte: an `Auth` as a Svelte store, for Svelte 4 and 5: `const auth = authStore(…)`, then `$auth.user` in a
 * component. {@link authGuard} is the `load` function of what in SvelteKit is for people who are signed in. Safe on a server.
 */
import { getContext, setContext } from 'svelte';
import { begin, inBrowser } from './adapters/begin.js';
import { type AuthCalls, callsOf } from './adapters/calls.js';
import { type AuthState, sessionOf, stateOf, watch } from './adapters/state.js';
import type { Auth, Session } from './types.js';

export type { AuthCalls } from './adapters/calls.js';
export type { GuardOptions } from './adapters/enter.js';
export type { AuthState } from './adapters/state.js';
export { authGuard, type LoadGuard, type LoadGuardOptions } from './adapters/svelte_guard.js';

/** What `$auth` is. */
export interface AuthValue extends AuthState {
  /** `null` where there is none. Changes with every renewal, since `expiresAt` does. */
  readonly session: Session | null;
}

/** A readable store, and the calls to sign in and out. */
export interface AuthStore extends AuthCalls {
  /** The contract of Svelte's stores: `run` is called at once, and then with every change. */
  subscribe(run: (value: AuthValue) => void): () => void;
}

/** Makes a store of what `createAuth` gave. */
export function authStore(auth: Auth): AuthStore {
  // At once: a router that reads the address after this line finds no callback's parameters in it.
  if (inBrowser()) begin(auth);
  let state: AuthState | undefined;
  let value: AuthValue | undefined;
  const read = (): AuthValue => {
    const now = stateOf(auth);
    const session = sessionOf(auth);
    if (value === undefined || now !== state || session !== value.session) value = Object.freeze({ ...now, session });
    state = now;
    return value;
  };
  return {
    ...callsOf(auth),
    subscribe(run) {
      let told = read();
      run(told);
      return watch(auth, () => {
        const now = read();
        if (now === told) return;
        told = now;
        run(now);
      });
    },
  };
}

const KEY = Symbol('docgate');

/** Gives `auth` to this component and all below it; call it while the component is made. Gives the store. */
export function setAuth(auth: Auth): AuthStore {
  return setContext(KEY, authStore(auth));
}

/** The store that a component above has given. */
export function getAuth(): AuthStore {
  const store = getContext<AuthStore | undefined>(KEY);
  if (store === undefined) throw new Error('docgate/svelte: no component above has called setAuth(auth)');
  return store;
}
