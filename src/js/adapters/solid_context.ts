/** The provider and the signals of the Solid adapter. */
import {
  type Accessor,
  createComponent,
  createContext,
  createMemo,
  createRoot,
  createSignal,
  type JSX,
  useContext,
} from 'solid-js';
import type { Auth, Session } from '../types.js';
import { inBrowser } from './begin.js';
import { type AuthCalls, callsOf } from './calls.js';
import { beginRouted } from './look_again.js';
import { shared } from './shared.js';
import { type AuthState, sessionOf, stateOf } from './state.js';

/** What {@link useAuth} gives: each part a signal of its own. */
export interface AuthAccessors extends AuthCalls {
  /** As {@link AuthState.status}. */
  readonly status: Accessor<AuthState['status']>;
  /** As {@link AuthState.user}. A renewal of the token does not change it. */
  readonly user: Accessor<AuthState['user']>;
  /** As {@link AuthState.error}. */
  readonly error: Accessor<AuthState['error']>;
  /** As {@link AuthState.outcome}. */
  readonly outcome: Accessor<AuthState['outcome']>;
  /** Changes with every renewal, since `expiresAt` does. */
  readonly session: Accessor<Session | null>;
}

/** What `<AuthProvider>` takes. */
export interface AuthProviderProps {
  /** What `createAuth` gave. Make it outside of components, once. */
  readonly auth: Auth;
  readonly children?: JSX.Element;
}

const AuthContext = createContext<Auth>();

/** Gives `auth` to everything below. Put it around the router: a callback's parameters are gone before that reads the address. */
export function AuthProvider(props: AuthProviderProps): JSX.Element {
  if (inBrowser()) beginRouted(props.auth);
  return createComponent(AuthContext.Provider, {
    value: props.auth,
    get children() {
      return props.children;
    },
  });
}

/**
 * Who is signed in, and the calls to sign in and out.
 *
 * `given`: another instance than the nearest provider's, where a page has several.
 */
export function useAuth(given?: Auth): AuthAccessors {
  const auth = given ?? useContext(AuthContext);
  if (auth === undefined) throw new Error('docgate/solid: there is no <AuthProvider auth={…}> above');
  return accessorsOf(auth);
}

const accessorsOf = shared((auth) => {
  const [state, setState] = createSignal(stateOf(auth));
  const [session, setSession] = createSignal(sessionOf(auth));
  // In a root of their own: with the first component that asks, the signals of all others would end.
  const signals = createRoot(
    (): AuthAccessors => ({
      ...callsOf(auth),
      status: createMemo(() => state().status),
      user: createMemo(() => state().user),
      error: createMemo(() => state().error),
      outcome: createMemo(() => state().outcome),
      session,
    }),
  );
  const update = (): void => {
    setState(stateOf(auth));
    setSession(sessionOf(auth));
  };
  return { signals, update };
});
