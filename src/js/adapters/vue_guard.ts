/** The guard for vue-router, by the shape of what that hands to guards: docgate does not import it. */
import type { Auth, AuthError } from '../types.js';
import { begin, inBrowser } from './begin.js';
import { enter, type GuardOptions, placeOf, sentBack } from './enter.js';

/** What the guard reads of a route of vue-router's. */
export interface GuardedRoute {
  readonly fullPath: string;
  readonly href?: string;
}

/** How a guarded route sends people to sign in. */
export interface RouteGuardOptions<Route extends GuardedRoute> extends Omit<GuardOptions, 'returnTo'> {
  /** Which routes it guards, for `router.beforeEach`; for example `(to) => to.meta.requiresAuth === true`. Default: each. */
  readonly when?: (to: Route) => boolean;
  /** Where to go after a failed sign-in; the reason is in `useAuth().error` too. Default: the navigation fails with the error (`router.onError`). */
  readonly failed?: (error: AuthError, to: Route) => string;
}

/** A navigation guard: `true` to go on, `false` to stay, a path to go elsewhere. */
export type RouteGuard<Route extends GuardedRoute> = (to: Route) => Promise<boolean | string>;

/**
 * A guard for `beforeEnter` of a route, or for `router.beforeEach`. It lets in who is signed in, and sends everybody else
 * to sign in and back to the route. It never does that twice for one failure. On a server it lets everybody in: nobody's
 * session is there.
 */
export function authGuard<Route extends GuardedRoute = GuardedRoute>(
  auth: Auth,
  { when, failed, ...wishes }: RouteGuardOptions<Route> = {},
): RouteGuard<Route> {
  return async (to) => {
    if (!inBrowser()) return true;
    const place = placeOf(to.href ?? to.fullPath);
    begin(auth);
    const back = await sentBack(auth, place);
    // What the router was told to take off every address.
    if (back !== null) return within(place.slice(0, -to.fullPath.length), back);
    if (when?.(to) === false) return true;
    try {
      return (await enter(auth, { ...wishes, returnTo: place })) !== null;
    } catch (error) {
      if (failed === undefined) throw error;
      return failed(error as AuthError, to);
    }
  };
}

const within = (base: string, place: string): string => (place.startsWith(base) ? place.slice(base.length) : place);
