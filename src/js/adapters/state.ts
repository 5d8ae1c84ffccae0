/** What every adapter shows of an `Auth`: the same objects while they say the same, so that a renewal redraws nothing. */
import type { Auth, AuthError, Outcome, Session, Snapshot, User } from '../types.js';
import { begin, beginning, inBrowser } from './begin.js';

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

/** Before anything is known, and on a server. */
export const LOADING: AuthState = Object.freeze({ status: 'loading', user: null, error: null, outcome: null });

const last = new WeakMap<Auth, AuthState>();

/** The state now. */
export function stateOf(auth: Auth): AuthState {
  const before = last.get(auth) ?? LOADING;
  const now = read(auth, before.user);
  const { status, user, error, outcome } = before;
  const same = now.status === status && now.user === user && now.error === error && now.outcome === outcome;
  if (same) return before;
  last.set(auth, Object.freeze(now));
  return now;
}

/** The session now. It changes with every renewal, since `expiresAt` does. */
export function sessionOf(auth: Auth): Session | null {
  return isPopup(auth) ? null : auth.snapshot().session;
}

/** Calls `listener` whenever the state or the session may have changed, and sees to it that `ready()` was called. */
export function watch(auth: Auth, listener: () => void): () => void {
  if (!inBrowser()) return () => undefined;
  let live = true;
  const end = auth.subscribe(listener);
  void begin(auth).known.then(() => {
    if (live) listener();
  });
  return () => {
    live = false;
    end();
  };
}

function read(auth: Auth, before: User | null): AuthState {
  const { status, session, error } = auth.snapshot();
  const { outcome = null, failure = null } = beginning(auth) ?? {};
  if (isPopup(auth)) return { ...LOADING, outcome };
  return {
    // A page that cannot even ask has nobody signed in.
    status: status === 'loading' && failure !== null ? 'signed-out' : status,
    user: sameUser(session?.user ?? null, before),
    error: error ?? (status === 'loading' ? (failure as AuthError | null) : null),
    outcome,
  };
}

const isPopup = (auth: Auth): boolean => beginning(auth)?.outcome?.status === 'popup';

function sameUser(now: User | null, before: User | null): User | null {
  const same = now?.id === before?.id && now?.name === before?.name && now?.email === before?.email;
  // Nobody, and somebody without any of these, are two things.
  return same && now !== null && before !== null ? before : now;
}
