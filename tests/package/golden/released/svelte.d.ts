import type { Auth, AuthError, LoginOptions, Outcome, Session, Snapshot, User } from 'docgate';

/**
 * The `load` function of a `+layout.ts` or `+page.ts`: who is signed in passes, everybody else is sent to sign in and back.
 * After a failed sign-in it rejects with the `AuthError`, which `+error.svelte` shows, and goes nowhere by itself. On a
 * server it lets everybody in: nobody's session is there.
 */
export declare function authGuard(auth: Auth, { redirect, ...wishes }: LoadGuardOptions): LoadGuard;

/** Makes a store of what `createAuth` gave. */
export declare function authStore(auth: Auth): AuthStore;

/** The store that a component above has given. */
export declare function getAuth(): AuthStore;

/** Gives `auth` to this component and all below it; call it while the component is made. Gives the store. */
export declare function setAuth(auth: Auth): AuthStore;

/** The calls of {@link Auth} that a component makes most, to be taken apart. */
export interface AuthCalls extends Pick<Auth, 'login' | 'logout' | 'fetch' | 'getAccessToken'> {
    /** The instance that the app made, for everything else. */
    readonly auth: Auth;
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

/** A readable store, and the calls to sign in and out. */
export interface AuthStore extends AuthCalls {
    /** The contract of Svelte's stores: `run` is called at once, and then with every change. */
    subscribe(run: (value: AuthValue) => void): () => void;
}

/** What `$auth` is. */
export interface AuthValue extends AuthState {
    /** `null` where there is none. Changes with every renewal, since `expiresAt` does. */
    readonly session: Session | null;
}

/**
 * What a guard asks {@link Auth.login} for. Who is signed in passes whatever is in here. Without `display`, since a window
 * opens in a click alone, and without `retry`, since a guard that tries again after a failure goes round in circles.
 */
export type GuardOptions = Omit<LoginOptions, 'display' | 'retry'>;

/** A `load` function. `session` is `null` on a server alone. */
export type LoadGuard = (event: {
    readonly url: URL;
}) => Promise<{
    session: Session | null;
}>;

/** How a guarded `load` sends people to sign in. */
export interface LoadGuardOptions extends Omit<GuardOptions, 'returnTo'> {
    /** `redirect` of `@sveltejs/kit`: takes the kit from the page that a sign-in came back to, to the one that was asked for. */
    readonly redirect: (status: 307, location: string) => never;
}

export {};
