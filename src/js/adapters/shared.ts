/**
 * One set of signals and one subscription for each `Auth`, however often they are asked for: a guard, a resolver or an
 * interceptor that asks has no end at which its own would be given up.
 */
import type { Auth } from '../types.js';
import { watch } from './state.js';

/** What a framework makes of an `Auth`: its signals, and what reads the state into them again. */
export interface Made<Signals> {
  readonly signals: Signals;
  readonly update: () => void;
}

/** Gives what `make` has made for an `Auth`, the same each time. */
export function shared<Signals>(make: (auth: Auth) => Made<Signals>): (auth: Auth) => Signals {
  const all = new WeakMap<Auth, Made<Signals> & { end: () => void }>();
  return (auth) => {
    const one = all.get(auth) ?? { ...make(auth), end: () => undefined };
    all.set(auth, one);
    // Anew: `dispose()` ends every subscription, and `createAuth` may give the same instance again after that.
    one.end();
    one.end = watch(auth, one.update);
    return one.signals;
  };
}
