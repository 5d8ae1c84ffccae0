/**
 * For routers that have no guard of docgate's. Where the core arrives late, they have read the redirect path by the time the
 * address stands there that the person wanted, and nobody tells them of that.
 */
import { isUnloaded } from '../errors.js';
import type { Auth } from '../types.js';
import { begin, here } from './begin.js';

/** As `begin()`, and has the page's router look at the address once more where that changes after the call. */
export function beginRouted(auth: Auth, tell = tellRouter): void {
  const own = begin(auth);
  const { to } = own;
  // With a core the person's own place is there at once; without one the callback's parameters are taken off, no more.
  if (own.routed || own.from === to || path(own.from) !== path(to)) return;
  own.routed = true;
  void own.known.then(() => {
    const { outcome } = own;
    // The window of a popup stays where it is, and a router that went on by itself needs nobody.
    if (outcome?.status === 'popup') return;
    if (outcome?.status !== 'failed' || !isUnloaded(outcome.error)) {
      const { href } = location;
      if (here() !== to && new URL(outcome?.returnTo ?? to, href).href === href) tell();
      return;
    }
    // There was no core: then somebody asks again.
    const end = auth.subscribe(() => {
      if (here() !== to) tell();
      else if (auth.snapshot().status !== 'signed-in') return;
      end();
    });
  });
}

/** What a browser says when somebody goes back or forth. */
export function tellRouter(): void {
  dispatchEvent(new PopStateEvent('popstate', { state: history.state }));
}

const path = (address: string): string | undefined => address.split(/[?#]/)[0];
