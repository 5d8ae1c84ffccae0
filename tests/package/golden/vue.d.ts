/**
 * docgate/vue: an `Auth` as Vue 3 wants it. `app.use(createDocgate(auth))` once, then {@link useAuth} in any component,
 * and {@link authGuard} for the routes of vue-router that are for people who are signed in. Safe on a server.
 */

import type { App, ComputedRef } from 'vue';
import type { Auth, AuthError, LoginOptions, Outcome, Session, Snapshot, User } from 'docgate';

/**
 * A guard for `beforeEnter` of a route, or for `router.beforeEach`. It lets in who is signed in, and sends everybody else
 * to sign in and back to the route. It never does that twice for one failure. On a server it lets everybody in: nobody's
 * session is there.
 */
export declare function authGuard<Route extends GuardedRoute = GuardedRoute>(auth: Auth, { when, failed, ...wishes }?: RouteGuardOptions<Route>): RouteGuard<Route>;

/** The plugin: gives `auth`, which `createAuth` made, to every component of the app. */
export declare function createDocgate(auth: Auth): {
    install(app: App): void;
};

/**
 * Who is signed in, and the calls to sign in and out. In `setup()`, or wherever else Vue's `inject()` works.
 *
 * `given`: another instance than the app's, where a page has several.
 */
export declare function useAuth(given?: Auth): AuthRefs;

/** The calls of {@link Auth} that a component makes most, to be taken apart. */
export interface AuthCalls extends Pick<Auth, 'login' | 'logout' | 'fetch' | 'getAccessToken'> {
    /** The instance that the app made, for everything else. */
    readonly auth: Auth;
}

/** What {@link useAuth} gives: each part a ref of its own, so that a component renders again for what it shows alone. */
export interface AuthRefs extends AuthCalls {
    /** As {@link AuthState.status}. */
    readonly status: ComputedRef<AuthState['status']>;
    /** As {@link AuthState.user}. A renewal of the token does not change it. */
    readonly user: ComputedRef<AuthState['user']>;
    /** As {@link AuthState.error}. */
    readonly error: ComputedRef<AuthState['error']>;
    /** As {@link AuthState.outcome}. */
    readonly outcome: ComputedRef<AuthState['outcome']>;
    /** Changes with every renewal, since `expiresAt` does. */
    readonly session: ComputedRef<Session | null>;
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

/** What the guard reads of a route of vue-router's. */
export interface GuardedRoute {
    readonly fullPath: string;
    readonly href?: string;
}

/** A navigation guard: `true` to go on, `false` to stay, a path to go elsewhere. */
export type RouteGuard<Route extends GuardedRoute> = (to: Route) => Promise<boolean | string>;

/** How a guarded route sends people to sign in. */
export interface RouteGuardOptions<Route extends GuardedRoute> extends Omit<GuardOptions, 'returnTo'> {
    /** Which routes it guards, for `router.beforeEach`; for example `(to) => to.meta.requiresAuth === true`. Default: each. */
    readonly when?: (to: Route) => boolean;
    /** Where to go after a failed sign-in; the reason is in `useAuth().error` too. Default: the navigation fails with the error (`router.onError`). */
    readonly failed?: (error: AuthError, to: Route) => string;
}

export {};
