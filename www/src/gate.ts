/**
 * One provider and its `Auth`. Keeps what went wrong last, and tells the page whenever anything visible changed.
 * A refused config is kept like any other problem, so that the page still comes up and can say so.
 */
import {
  type Auth,
  type AuthError,
  type AuthEvent,
  createAuth,
  isAuthError,
  type LogEntry,
  type LoginOptions,
  type Outcome,
  type Snapshot,
} from 'docgate';
import type { DemoProvider } from './providers.js';

/** What went wrong, and while doing what. */
export interface Problem {
  readonly doing: string;
  readonly error: AuthError | Error;
  /** A click on "Try again" does this; `null` where trying again cannot help. */
  readonly retry: (() => Promise<void>) | null;
}

const LOADING: Snapshot = Object.freeze({ status: 'loading', session: null, error: null });

/** The same call again would fail again. */
const HOPELESS: readonly string[] = ['origin_not_allowed', 'not_supported', 'config_invalid'];

export class Gate {
  readonly provider: DemoProvider;
  readonly auth: Auth | null;
  problem: Problem | null = null;
  /** What the last event says beside the snapshot; empty where the snapshot says it all. */
  notice = '';
  /** How the session came here: by a callback, from the store, from another tab. */
  outcome: Outcome | null = null;
  readonly #changed: () => void;

  constructor(provider: DemoProvider, log: (entry: LogEntry) => void, changed: () => void) {
    this.provider = provider;
    this.#changed = changed;
    try {
      this.auth = createAuth({ ...provider.config, onLog: log });
    } catch (error) {
      this.auth = null;
      this.problem = { doing: 'reading the config', error: asError(error), retry: null };
    }
  }

  snapshot(): Snapshot {
    return this.auth?.snapshot() ?? LOADING;
  }

  /** Finishes a callback, or restores a session, or learns that nobody is signed in. */
  async start(): Promise<void> {
    if (this.auth === null) return;
    this.auth.subscribe((event) => {
      this.notice = noticeOf(event);
      this.#changed();
    });
    this.outcome = await this.auth.ready();
    if (this.outcome.status === 'failed') {
      this.problem = { doing: 'signing in', error: this.outcome.error, retry: () => this.login() };
    }
    this.#changed();
  }

  /** Leaves the page, unless someone is signed in already. Called from clicks only, so a failure before does not bar it. */
  async login(options: LoginOptions = {}): Promise<void> {
    await this.attempt('signing in', (auth) => auth.login({ retry: true, ...options }));
  }

  async logout(): Promise<void> {
    await this.attempt('signing out', (auth) => auth.logout());
  }

  /** Runs `work`; a failure becomes the problem that the page shows. */
  async attempt<Result>(doing: string, work: (auth: Auth) => Promise<Result>): Promise<Result | null> {
    if (this.auth === null) return null;
    this.problem = null;
    this.#changed();
    try {
      return await work(this.auth);
    } catch (error) {
      const hopeless = isAuthError(error) && HOPELESS.includes(error.code);
      const retry = hopeless ? null : () => this.#again(doing, work, error);
      this.problem = { doing, error: asError(error), retry };
      return null;
    } finally {
      this.#changed();
    }
  }

  dismiss(): void {
    this.problem = null;
    this.#changed();
  }

  /** What only a login can cure starts one; everything else is done again. */
  async #again<Result>(doing: string, work: (auth: Auth) => Promise<Result>, error: unknown): Promise<void> {
    if (isAuthError(error) && (error.code === 'login_required' || error.code === 'interaction_required')) {
      await this.login(error.scopes === undefined ? {} : { scopes: error.scopes });
    } else {
      await this.attempt(doing, work);
    }
  }
}

function noticeOf(event: AuthEvent): string {
  switch (event.type) {
    case 'expiring': {
      const minutes = Math.max(1, Math.round(event.remaining / 60_000));
      const why = event.reason === 'idle' ? ' because nobody does anything' : '';
      return `The session ends in ${minutes} min${why}.`;
    }
    case 'degraded':
      return event.reason === 'network'
        ? 'The token has ended, and the server cannot be reached. It is tried again.'
        : 'The session cannot be stored: a reload signs out.';
    case 'renewed':
      return 'The token was renewed.';
    default:
      return '';
  }
}

function asError(error: unknown): AuthError | Error {
  return error instanceof Error ? error : new Error(String(error));
}
