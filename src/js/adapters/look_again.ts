/**
 * For routers that have no guard of docgate's. Where the core arrives late, they have read the redirect path by the time the
 * address stands there that the person wanted, and nobody tells them of that.
 */
import type { Auth } from '../types.js';
import { begin, here } from './begin.js';

const looked = new WeakSet<Auth>();

/** As `begin()`, and has the page's router look at the address again where that has changed after the call. */
export function beginRouted(auth: Auth): void {
  const own = begin(auth);
  const { from, to } = own;
  // With a core the person's own place is there at once; without one the callback's parameters are taken off, no more.
  if (looked.has(auth) || from === to || path(from) !== path(to)) return;
  looked.add(auth);
  const look = (): boolean => {
    if (here() === to) return auth.snapshot().status === 'signed-in';
    // Next's routers would load the page anew, or go back to what they have noted for this entry of the history.
    const { state } = history;
    if (!state?.__NA && !state?.__N) dispatchEvent(new PopStateEvent('popstate', { state }));
    return true;
  };
  void own.known.then(() => {
    // The window of a popup sign-in stays where it is. One that failed may have had no core: then somebody asks again.
    if (own.outcome?.status === 'popup' || look() || own.outcome?.status !== 'failed') return;
    const end = auth.subscribe(() => {
      if (look()) end();
    });
  });
}

const path = (address: string): string => address.replace(/[?#].*/s, '');
