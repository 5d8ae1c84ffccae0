/** The first call of `ready()` by an adapter, and where that found the page and left it. */
import type { Auth, Outcome } from '../types.js';

/** What is known of an `Auth` beside its snapshot. */
export interface Beginning {
  /** What `ready()` answered; `null` until then, and if it rejected. */
  outcome: Outcome | null;
  /** Why it rejected. */
  failure: unknown;
  /** Settles once one of them is known; never rejects. */
  readonly known: Promise<void>;
  /** The page's address before the call, and after it: a callback's parameters are gone at once. */
  from: string;
  readonly to: string;
  /** A guard has met the failed outcome and stopped. */
  refused: boolean;
  /** The page's router is told of an address that comes later. */
  routed?: boolean;
}

/** Whether there is a page. On a server every adapter says `loading` and starts nothing. */
export const inBrowser = (): boolean => typeof window !== 'undefined';

/** The page's address as `returnTo` takes it. */
export const here = (): string => location.pathname + location.search + location.hash;

const begun = new WeakMap<Auth, Beginning>();

/** What is known of `auth` so far. */
export const beginning = (auth: Auth): Beginning | undefined => begun.get(auth);

/** Calls `ready()`, once for each `auth`. Only in a browser. */
export function begin(auth: Auth): Beginning {
  const known = begun.get(auth);
  if (known !== undefined) return known;
  const from = here();
  const answer = auth.ready();
  const own: Beginning = {
    outcome: null,
    failure: null,
    known: answer.then(
      (outcome) => {
        own.outcome = outcome;
      },
      (error: unknown) => {
        own.failure = error;
      },
    ),
    from,
    to: here(),
    refused: false,
  };
  begun.set(auth, own);
  return own;
}
