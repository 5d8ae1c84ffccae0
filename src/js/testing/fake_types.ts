/** What a test says to a fake `Auth`, and what it can ask it afterwards. */
import type { AuthErrorCode } from '../codes.js';
import type { Auth, AuthError, LoginOptions, LogoutOptions, Outcome, Session } from '../types.js';
import type { Clock } from './clock.js';
import type { Evidence } from './failure.js';
import type { FakeSession } from './person.js';

/**
 * How a login ends: somebody signs in; it fails with this code; or the page is left, and the promise of `login()` stays
 * pending, as it does in a page that goes away.
 */
export type LoginAnswer = FakeSession | AuthErrorCode | 'leaves';

/** What {@link fakeAuth} takes. Everything has a default: `fakeAuth()` is signed in as Ada Lovelace. */
export interface FakeOptions {
  /**
   * What the page finds. `signed-in` (default), `signed-out`, `expired` and `failed`: as if `ready()` had been awaited
   * before. `loading`: `ready()` is pending until {@link FakeControl.settle}.
   */
  readonly start?: 'signed-in' | 'signed-out' | 'expired' | 'failed' | 'loading';
  /** Who is signed in, and who signs in where a login says nothing else. */
  readonly session?: FakeSession;
  /** Other people who are signed in beside: {@link Auth.accounts}. */
  readonly others?: readonly FakeSession[];
  /** What `start: 'failed'` failed with. Default: `authorization_denied`. */
  readonly error?: AuthErrorCode;
  /** How every `login()` ends. Default: {@link FakeOptions.session} signs in. */
  readonly login?: LoginAnswer;
  /** Whether an access token that has ended can be renewed without the person. Default: no, as at DocSpace. */
  readonly renewable?: boolean;
  /** As in the config. Default: `on-demand`. */
  readonly renew?: 'on-demand' | 'ahead';
  /** As in the config: seconds. {@link FakeControl.stir} says that somebody did something. */
  readonly idleTimeout?: number;
  /** As in the config. */
  readonly allowedOrigins?: readonly string[];
  /** Answers {@link Auth.fetch}. The request has the access token in its `Authorization`. Default: status 404. */
  readonly fetch?: (request: Request) => Response | Promise<Response>;
  /** The access token with this number, which each renewal raises. Default: `fake-access-token-1`, `-2`… */
  readonly accessToken?: (number: number) => string;
  /** The ID token. Without one `getIdToken()` rejects with `not_supported`. */
  readonly idToken?: string;
  /** What `fetchProfile()` gives. Default: the user. */
  readonly profile?: Readonly<Record<string, unknown>>;
  /** What `ready()` says beside who is signed in. */
  readonly outcome?: Partial<Pick<Extract<Outcome, { status: 'signed-in' }>, 'via' | 'returnTo' | 'appState'>>;
  /** What it is at. Default: {@link pageClock}, which follows faked timers. */
  readonly clock?: Clock;
}

/** The test's side of a fake: makes things happen, and tells what the app did. */
export interface FakeControl {
  readonly clock: Clock;
  /** With `start: 'loading'`: `ready()` has its answer now. Default: `signed-in`. */
  settle(found?: 'signed-in' | 'signed-out' | 'failed'): void;
  /** Somebody signs in, as in another tab or by a window: event `signed-in`. */
  signIn(session?: FakeSession): Session;
  /** The session is signed out: event `signed-out`. Default: `other-tab`. */
  signOut(reason?: 'logout' | 'other-tab' | 'expired' | 'idle'): void;
  /** The session is over: event `expired`, or `login-required` where it could be renewed. The snapshot says `expired`. */
  expire(): void;
  /** The session goes on with a new token: event `renewed`. */
  renew(): void;
  /** An outcome of this code: event `failed`, and the error is in the snapshot. A session that exists is kept. */
  fail(code: AuthErrorCode, evidence?: Evidence): AuthError;
  /** From now on renewals fail with this code, which ends the session where it is one like `grant_refused`; `null`: they work again. */
  failRenewals(code: AuthErrorCode | null): void;
  /** The next call of this method rejects with this code. */
  rejectNext(method: RejectedMethod, code: AuthErrorCode, evidence?: Evidence): AuthError;
  /** How the next `login()` ends, once; they queue up. */
  nextLogin(answer: LoginAnswer): void;
  /** Somebody did something: begins the idle time anew. */
  stir(): void;
  /** The options of each `login()` and `loginUrl()` so far. */
  readonly logins: readonly LoginOptions[];
  /** The options of each `logout()` so far. */
  readonly logouts: readonly LogoutOptions[];
  /** Each request that `auth.fetch` made so far. */
  readonly requests: readonly Request[];
}

/** The methods that can be made to reject. */
export type RejectedMethod =
  | 'login'
  | 'loginUrl'
  | 'complete'
  | 'getAccessToken'
  | 'getIdToken'
  | 'fetch'
  | 'fetchProfile'
  | 'introspect'
  | 'switchAccount'
  | 'logout';

/** An `Auth` for the app, and beside it what only the test may have. */
export interface Fake {
  readonly auth: Auth;
  readonly control: FakeControl;
}
