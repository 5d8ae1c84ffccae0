/** Next's routers: at an event `popstate` that is not their own they load the page anew, or go back to what they have noted. */
import { tellRouter } from './look_again.js';

/** Tells every other router, and leaves Next's alone: they mark their entries of the history. */
export function tellUnlessNext(): void {
  const { state } = history;
  if (!state?.__NA && !state?.__N) tellRouter();
}
