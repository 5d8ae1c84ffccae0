/**
 * docgate/angular: an `Auth` as Angular (17 and later) wants it: {@link provideAuth} in the app's providers,
 * {@link injectAuth} for signals, {@link authGuard} for routes. Nothing here needs a compiler. Safe on a server.
 *
 * There is no HTTP interceptor: which address may get the token is judged by `fetch()` itself (origin, path, redirects, the
 * one repetition after a 401), and an interceptor would have to guess at that from the outside. Call `injectAuth().fetch()`.
 */

import type { Auth, AuthError, LoginOptions, Outcome, Session, Snapshot, User } from 'docgate';
import type { CanActivateFn } from '@angular/router';
import type { EnvironmentProviders, InjectionToken, Signal } from '@angular/core';

/** The app's own instance: `inject(AUTH)`. */
export declare const AUTH: InjectionToken<Auth>;

/**
 * For `canActivate` and `canActivateChild` of a route: lets in who is signed in, and sends everybody else to sign in and
 * back to the route. It never does that twice for one failure. On a server it lets everybody in: nobody's session is there.
 */
export declare const authGuard: CanActivateFn;

/** As {@link authGuard}, with wishes of its own: what the sign-in asks for, where a failed one leads. */
export declare function authGuardWith({ failed, ...wishes }: RouteGuardOptions): CanActivateFn;

/**
 * Who is signed in, and the calls to sign in and out. In a field or a constructor, or wherever else `inject()` works.
 *
 * `given`: another instance than the provided one, where a page has several.
 */
export declare function injectAuth(given?: Auth): AuthSignals;

/** Gives `auth`, which `createAuth` made, to the app: among the providers of `bootstrapApplication`. Those of a route come after the router has read the address. */
export declare function provideAuth(auth: Auth): EnvironmentProviders;

/** The calls of {@link Auth} that a component makes most, to be taken apart. */
export interface AuthCalls extends Pick<Auth, 'login' | 'logout' | 'fetch' | 'getAccessToken'> {
    /** The instance that the app made, for everything else. */
    readonly auth: Auth;
}

/** What {@link injectAuth} gives: each part a signal of its own. */
export interface AuthSignals extends AuthCalls {
    /** As {@link AuthState.status}. */
    readonly status: Signal<AuthState['status']>;
    /** As {@link AuthState.user}. A renewal of the token does not change it. */
    readonly user: Signal<AuthState['user']>;
    /** As {@link AuthState.error}. */
    readonly error: Signal<AuthState['error']>;
    /** As {@link AuthState.outcome}. */
    readonly outcome: Signal<AuthState['outcome']>;
    /** Changes with every renewal, since `expiresAt` does. */
    readonly session: Signal<Session | null>;
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

/** How a guarded route sends people to sign in. */
export interface RouteGuardOptions extends Omit<GuardOptions, 'returnTo'> {
    /** The path to go to after a failed sign-in; the reason is in `injectAuth().error` too. Default: the navigation fails with the error. */
    readonly failed?: (error: AuthError) => string;
}

export {};
