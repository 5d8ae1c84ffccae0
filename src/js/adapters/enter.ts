/** What every guard does: lets in who is signed in, and sends everybody else to sign in, once. */
import type { Auth, AuthError, LoginOptions, Session } from '../types.js';
import { begin, here } from './begin.js';

/**
 * What a guard asks {@link Auth.login} for. Who is signed in passes whatever is in here. Without `display`, since a window
 * opens in a click alone, and without `retry`, since a guard that tries again after a failure goes round in circles.
 */
export type GuardOptions = Omit<LoginOptions, 'display' | 'retry'>;

/** Why a guard shows nothing and does not go on by itself. */
export interface StoppedSignIn {
  /** Why the sign-in failed; `null` where somebody has signed out while they were inside. */
  readonly error: AuthError | null;
  /** Signs in. For a click: after a failure nothing else starts another sign-in. */
  readonly login: (options?: LoginOptions) => void;
}

/**
 * The session of who may pass; `null` in the window of a popup sign-in, which is about to close. Leaves the page where
 * nobody is signed in. Rejects where `login()` does: after a failed sign-in that is the reason of the failure, until
 * somebody clicks.
 */
export async function enter(auth: Auth, options: GuardOptions): Promise<Session | null> {
  const own = begin(auth);
  const outcome = await auth.ready();
  // The first answer may have been that there is no core yet.
  own.outcome = outcome;
  if (outcome.status === 'popup') return null;
  const { status, session, error } = auth.snapshot();
  if (status === 'signed-in') return session;
  if (outcome.status === 'failed' && error !== null && !own.refused) {
    // login() would refuse as well, unless somebody clicks just now, wherever that is: a page that is coming up after a
    // failure does not leave again for that. All guards of the same moment are one, so as not to count StrictMode's two.
    setTimeout(() => {
      own.refused = true;
    });
    throw outcome.error;
  }
  // Some routers (Solid's) put an address into the bar only once its page is drawn, and that is what to come back to.
  if (options.returnTo === undefined) await new Promise((resolve) => setTimeout(resolve));
  // Whatever a script without types has put in.
  return auth.login({ ...options, display: 'redirect', retry: false });
}

/** An address of a router's as `returnTo` takes it. */
export function placeOf(href: string): string {
  const { pathname, search, hash } = new URL(href, location.href);
  return pathname + search + hash;
}

/**
 * Where a router has to go instead of to `place`: it has read a callback's address before docgate put the one there that
 * the person wanted. `null` where it may go on.
 */
export async function sentBack(auth: Auth, place: string): Promise<string | null> {
  const own = begin(auth);
  if (own.from === own.to || (!isSame(place, own.from) && !isSame(place, own.to))) return null;
  await own.known;
  // Once: later, these are addresses as others are.
  own.from = own.to;
  const now = here();
  return own.outcome?.status === 'popup' || isSame(now, place) ? null : now;
}

/** Routers write the same query in other ways: Angular's leaves the slashes of an `iss` as they are. */
const isSame = (one: string, other: string): boolean => plainly(one) === plainly(other);

/** With every letter of it escaped or not as forms do it. */
const plainly = (address: string): string => String(new URLSearchParams(address));
