/** The hooks and the provider of the React adapter. */
import {
  createContext,
  createElement,
  Fragment,
  type ReactElement,
  type ReactNode,
  useCallback,
  useContext,
  useMemo,
  useSyncExternalStore,
} from 'react';
import type { Auth, Session, User } from '../types.js';
import { inBrowser } from './begin.js';
import { type AuthCalls, callsOf } from './calls.js';
import { beginRouted } from './look_again.js';
import { tellUnlessNext } from './next_router.js';
import { type AuthState, LOADING, sessionOf, stateOf, watch } from './state.js';

const AuthContext = createContext<Auth | null>(null);

/** What `<AuthProvider>` takes. */
export interface AuthProviderProps {
  /** What `createAuth` gave. Make it outside of components, once. */
  readonly auth: Auth;
  readonly children?: ReactNode;
}

/** Gives `auth` to everything below. Put it around the router: a callback's parameters are gone before that reads the address. */
export function AuthProvider({ auth, children }: AuthProviderProps): ReactElement {
  // While it renders, and not after that, for the sake of the routers below. It is one promise however often it is asked for.
  if (inBrowser()) beginRouted(auth, tellUnlessNext);
  return createElement(AuthContext.Provider, { value: auth }, children);
}

/** The nearest provider's, or the one that is given. */
function useInstance(given: Auth | undefined): Auth {
  const near = useContext(AuthContext);
  const auth = given ?? near;
  if (auth === null) throw new Error('docgate/react: there is no <AuthProvider auth={…}> above');
  return auth;
}

function useWatched<T>(auth: Auth, read: (auth: Auth) => T, loading: T): T {
  const subscribe = useCallback((listener: () => void) => watch(auth, listener), [auth]);
  return useSyncExternalStore(
    subscribe,
    () => read(auth),
    () => loading,
  );
}

/**
 * Who is signed in, and the calls to sign in and out. Renders again when that changes, and not when a token is renewed.
 *
 * `given`: another instance than the nearest provider's, where a page has several.
 */
export function useAuth(given?: Auth): AuthState & AuthCalls {
  const auth = useInstance(given);
  const state = useWatched(auth, stateOf, LOADING);
  return useMemo(() => ({ ...state, ...callsOf(auth) }), [auth, state]);
}

/** The session, `null` where there is none. Renders again with every renewal, since `expiresAt` changes. */
export function useSession(given?: Auth): Session | null {
  return useWatched(useInstance(given), sessionOf, null);
}

/** The person; `null` where nobody is signed in, or the provider tells no identity. */
export function useUser(given?: Auth): User | null {
  return useWatched(useInstance(given), userOf, null);
}

const userOf = (auth: Auth): User | null => stateOf(auth).user;

/** Shows its children while somebody is signed in, and once their session has expired: what they have typed is theirs to save. */
export function SignedIn({ children }: { readonly children?: ReactNode }): ReactElement {
  const { status } = useAuth();
  return createElement(Fragment, null, status === 'signed-in' || status === 'expired' ? children : null);
}

/** Shows its children when it is known that nobody is signed in. */
export function SignedOut({ children }: { readonly children?: ReactNode }): ReactElement {
  return createElement(Fragment, null, useAuth().status === 'signed-out' ? children : null);
}
