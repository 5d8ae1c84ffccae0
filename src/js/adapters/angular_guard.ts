/** Guards for the routes of an Angular app. */
import { Location } from '@angular/common';
import { inject } from '@angular/core';
import { type CanActivateFn, Router } from '@angular/router';
import type { AuthError } from '../types.js';
import { AUTH } from './angular_token.js';
import { begin, inBrowser } from './begin.js';
import { enter, type GuardOptions, placeOf, sentBack } from './enter.js';

/** How a guarded route sends people to sign in. */
export interface RouteGuardOptions extends Omit<GuardOptions, 'returnTo'> {
  /** The path to go to after a failed sign-in; the reason is in `injectAuth().error` too. Default: the navigation fails with the error. */
  readonly failed?: (error: AuthError) => string;
}

/** As {@link authGuard}, with wishes of its own: what the sign-in asks for, where a failed one leads. */
export function authGuardWith({ failed, ...wishes }: RouteGuardOptions): CanActivateFn {
  return async (_route, { url }) => {
    if (!inBrowser()) return true;
    const auth = inject(AUTH);
    const router = inject(Router);
    const location = inject(Location);
    const place = placeOf(location.prepareExternalUrl(url));
    begin(auth);
    const back = await sentBack(auth, place);
    if (back !== null) return router.parseUrl(location.normalize(back));
    try {
      return (await enter(auth, { ...wishes, returnTo: place })) !== null;
    } catch (error) {
      if (failed === undefined) throw error;
      return router.parseUrl(failed(error as AuthError));
    }
  };
}

/**
 * For `canActivate` and `canActivateChild` of a route: lets in who is signed in, and sends everybody else to sign in and
 * back to the route. It never does that twice for one failure. On a server it lets everybody in: nobody's session is there.
 */
export const authGuard: CanActivateFn = authGuardWith({});
