/**
 * docgate/solid: an `Auth` as Solid wants it. `<AuthProvider auth={…}>` once; below it, `useAuth()` has who is signed in as
 * signals, and `<RequireAuth>` keeps a part of the page for them. Safe on a server.
 */

import type { Accessor, JSX } from 'solid-js';
import type { Auth, AuthError, LoginOptions, Outcome, Session, Snapshot, User } from 'docgate';

/** Gives `auth` to everything below. Put it around the router: a callback's parameters are gone before that reads the address. */
export declare function AuthProvider(props: AuthProviderProps): JSX.Element;

/**
 * Shows its children to who is signed in, and sends everybody else to sign in and back here. They stay when a token is
 * renewed, and also when the session expires, so that nothing typed is lost; they go when somebody signs out.
 */
export declare function RequireAuth(props: RequireAuthProps): JSX.Element;

/**
 * Who is signed in, and the calls to sign in and out.
 *
 * `given`: another instance than the nearest provider's, where a page has several.
 */
export declare function useAuth(given?: Auth): AuthAccessors;

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

/** The calls of {@link Auth} that a component makes most, to be taken apart. */
export interface AuthCalls extends Pick<Auth, 'login' | 'logout' | 'fetch' | 'getAccessToken'> {
    /** The instance that the app made, for everything else. */
    readonly auth: Auth;
}

/** What `<AuthProvider>` takes. */
export interface AuthProviderProps {
    /** What `createAuth` gave. Make it outside of components, once. */
    readonly auth: Auth;
    readonly children?: JSX.Element;
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
    readonly children?: JSX.Element;
    /** What is shown while it is not known who is signed in, and while the page is left. Default: nothing. */
    readonly fallback?: JSX.Element;
    /** What is shown after a failed sign-in and after a sign-out: the guard does not go on by itself then. Default: `fallback`. */
    readonly stopped?: (stopped: StoppedSignIn) => JSX.Element;
    /** What `login()` is asked for. By default it comes back to this very address. */
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
