/** The guard for SvelteKit: a `load` function, by the shape of what that is called with; docgate does not import the kit. */
import type { Auth, Session } from '../types.js';
import { begin, here, inBrowser } from './begin.js';
import { enter, type GuardOptions, sentBack } from './enter.js';

/** How a guarded `load` sends people to sign in. */
export interface LoadGuardOptions extends Omit<GuardOptions, 'returnTo'> {
  /** `redirect` of `@sveltejs/kit`: takes the kit from the page that a sign-in came back to, to the one that was asked for. */
  readonly redirect: (status: 307, location: string) => never;
}

/** A `load` function. `session` is `null` on a server alone. */
export type LoadGuard = (event: { readonly url: URL }) => Promise<{ session: Session | null }>;

/**
 * The `load` function of a `+layout.ts` or `+page.ts`: who is signed in passes, everybody else is sent to sign in and back.
 * After a failed sign-in it rejects with the `AuthError`, which `+error.svelte` shows, and goes nowhere by itself. On a
 * server it lets everybody in: nobody's session is there.
 */
export function authGuard(auth: Auth, { redirect, ...wishes }: LoadGuardOptions): LoadGuard {
  return async ({ url }) => {
    if (!inBrowser()) return { session: null };
    begin(auth);
    // The kit keeps fragments from `load`: the one of the page, where this is the page that is open.
    const path = url.pathname + url.search;
    const place = path === location.pathname + location.search ? here() : path;
    const back = await sentBack(auth, place);
    if (back !== null) redirect(307, back);
    const session = await enter(auth, { ...wishes, returnTo: place });
    // The window of a popup sign-in closes: it has nothing to show.
    return session === null ? new Promise(() => undefined) : { session };
  };
}
