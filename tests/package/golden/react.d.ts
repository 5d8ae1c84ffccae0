/**
 * docgate/react: an `Auth` as React 18 and 19 want it. Give yours to `<AuthProvider auth={…}>` once; below it, `useAuth()`
 * says who is signed in, and `<RequireAuth>` keeps a part of the page for them. Safe under StrictMode and on a server.
 */

import type { Auth, AuthError, LoginOptions, Outcome, Session, Snapshot, User } from 'docgate';
import type { ReactElement, ReactNode } from 'react';

/** Gives `auth` to everything below. Put it around the router: a callback's parameters are gone before that reads the address. */
export declare function AuthProvider({ auth, children }: AuthProviderProps): ReactElement;

/**
 * Shows its children to who is signed in, and sends everybody else to sign in and back here. They stay when a token is
 * renewed, and also when the session expires, so that nothing typed is lost; they go when somebody signs out.
 */
export declare function RequireAuth({ children, fallback, stopped, login, auth: given }: RequireAuthProps): ReactElement;

/** Shows its children while somebody is signed in, and once their session has expired: what they have typed is theirs to save. */
export declare function SignedIn({ children }: {
    readonly children?: ReactNode;
}): ReactElement;

/** Shows its children when it is known that nobody is signed in. */
export declare function SignedOut({ children }: {
    readonly children?: ReactNode;
}): ReactElement;

/**
 * Who is signed in, and the calls to sign in and out. Renders again when that changes, and not when a token is renewed.
 *
 * `given`: another instance than the nearest provider's, where a page has several.
 */
export declare function useAuth(given?: Auth): AuthState & AuthCalls;

/** The session, `null` where there is none. Renders again with every renewal, since `expiresAt` changes. */
export declare function useSession(given?: Auth): Session | null;

/** The person; `null` where nobody is signed in, or the provider tells no identity. */
export declare function useUser(given?: Auth): User | null;

/** The calls of {@link Auth} that a component makes most, to be taken apart. */
export interface AuthCalls extends Pick<Auth, 'login' | 'logout' | 'fetch' | 'getAccessToken'> {
    /** The instance that the app made, for everything else. */
    readonly auth: Auth;
}

/** What `<AuthProvider>` takes. */
export interface AuthProviderProps {
    /** What `createAuth` gave. Make it outside of components, once. */
    readonly auth: Auth;
    readonly children?: ReactNode;
}

/** Who is signed in, and how that came about. A renewal of the token does not change it. */
export interface AuthState {
    /**
     * `loading` until it is known whether somebody is signed in: on a server always, and in the window of a popup
     * sign-in, which shows nothing of its own. `expired`: the session is over, and `user` is still who it was.
     */
    readonly status: Snapshot['status'];
    /** `null` where nobody is signed in, or the provider tells no identity. */
    readonly user: User | null;
    /**
     * What the last `ready()`, `complete()` or finished popup failed with. What keeps `login()` from leaving the page is not in
     * here: its promise rejects with that.
     */
    readonly error: AuthError | null;
    /** What `ready()` found on this page, with the `returnTo` and `appState` of a sign-in that came back; `null` until then. */
    readonly outcome: Outcome | null;
}

/**
 * What a guard asks {@link Auth.login} for. Who is signed in passes whatever is in here. Without `display`, since a window
 * opens in a click alone, and without `retry`, since a guard that tries again after a failure goes round in circles.
 */
export type GuardOptions = Omit<LoginOptions, 'display' | 'retry'>;

/** What `<RequireAuth>` takes. */
export interface RequireAuthProps {
    readonly children?: ReactNode;
    /** What is shown while it is not known who is signed in, and while the page is left. Default: nothing. */
    readonly fallback?: ReactNode;
    /** What is shown after a failed sign-in and after a sign-out: the guard does not go on by itself then. Default: `fallback`. */
    readonly stopped?: (stopped: StoppedSignIn) => ReactNode;
    /** What {@link Auth.login} is asked for. By default it comes back to this very address. */
    readonly login?: GuardOptions;
    /** Another instance than the nearest provider's. */
    readonly auth?: Auth;
}

/** Why a guard shows nothing and does not go on by itself. */
export interface StoppedSignIn {
    /** Why the sign-in failed; `null` where somebody has signed out while they were inside. */
    readonly error: AuthError | null;
    /** Signs in. For a click: after a failure nothing else starts another sign-in. */
    readonly login: (options?: LoginOptions) => void;
}

export {};
