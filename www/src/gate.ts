/**
 * One provider and its `Auth`. Keeps what went wrong last, and tells the page whenever anything visible changed.
 * A refused config is kept like any other problem, so that the page still comes up and can say so.
 */
import {
  type Account,
  type Auth,
  type AuthError,
  createAuth,
  isAuthError,
  type LogEntry,
  type LoginOptions,
  type LogoutOptions,
  type Outcome,
  type Snapshot,
} from 'docgate';
import { SIGNING_IN } from './condition.js';
import { noticeOf } from './notice.js';
import { chosenOf } from './place.js';
import type { Chosen, DemoProvider, SetUp } from './providers/provider.js';

/** What went wrong, and while doing what. */
export interface Problem {
  readonly doing: string;
  readonly error: AuthError | Error;
  /** A click on "Try again" does this; `null` where trying again cannot help. */
  readonly retry: (() => Promise<void>) | null;
}

/** Where a sign-in is that has begun and not ended: before the redirect, in a window, or back from the provider. */
export type Stage = 'leaving' | 'window' | 'returning';

/** What the provider's own record says of a person, where the token tells no name. */
export interface Introduced {
  readonly name?: string;
  readonly email?: string;
  /** Address of a picture. */
  readonly picture?: string;
}

const LOADING: Snapshot = Object.freeze({ status: 'loading', session: null, error: null });

/** The same call again would fail again. */
const HOPELESS: readonly string[] = ['origin_not_allowed', 'not_supported', 'config_invalid'];

/** Only a login can cure it. */
const NEEDS_LOGIN: readonly string[] = ['login_required', 'interaction_required'];

export class Gate {
  readonly provider: DemoProvider;
  chosen: Chosen;
  setUp: SetUp;
  auth: Auth | null = null;
  stage: Stage | null = null;
  /** Where people sign in for `auth`, if that is somewhere else. */
  #guard: Auth | null = null;
  problem: Problem | null = null;
  /** What the last event says beside the snapshot; empty where the snapshot says it all. */
  notice = '';
  /** How the session came here: by a callback, from the store, from another tab. */
  outcome: Outcome | null = null;
  /** Tells the timeline. */
  readonly log: (entry: LogEntry) => void;
  readonly #changed: () => void;
  #introduced: { readonly owner: string; readonly who: Introduced } | null = null;

  constructor(provider: DemoProvider, log: (entry: LogEntry) => void, changed: () => void) {
    this.provider = provider;
    this.log = log;
    this.#changed = changed;
    this.chosen = chosenOf(provider);
    this.setUp = provider.setUp(this.chosen);
    this.#make();
    const back = location.pathname === this.setUp.config.redirectUri && location.search !== '';
    if (back && this.auth !== null) this.stage = 'returning';
  }

  /** Another variant is another client; the one before lets go of the redirect URI that they share. */
  async choose(chosen: Chosen): Promise<void> {
    this.auth?.dispose();
    this.#guard?.dispose();
    this.chosen = chosen;
    this.setUp = this.provider.setUp(chosen);
    this.problem = null;
    this.outcome = null;
    this.notice = '';
    this.stage = null;
    this.#make();
    this.#changed();
    await this.start();
  }

  #make(): void {
    const { config, behind } = this.setUp;
    this.#guard = null;
    try {
      const auth = createAuth({ ...config, onLog: this.log });
      if (behind !== undefined) this.#guard = auth;
      this.auth = behind === undefined ? auth : createAuth({ ...behind(auth), onLog: this.log });
    } catch (error) {
      this.auth = null;
      this.problem = { doing: 'reading the config', error: asError(error), retry: null };
    }
  }

  snapshot(): Snapshot {
    return this.auth?.snapshot() ?? LOADING;
  }

  /** Who is signed in here beside each other, where the provider allows more than one. */
  accounts(): readonly Account[] {
    const listed = this.provider.accounts && this.outcome !== null && this.outcome.status !== 'popup';
    return (listed && this.auth?.accounts()) || [];
  }

  /** Whose answers and tokens may be on the page: everything of another person's is taken away. */
  get owner(): string {
    const { session } = this.snapshot();
    const who = session === null ? 'nobody' : (session.user?.id ?? 'somebody');
    return [this.provider.id, ...Object.values(this.chosen), who].join(' ');
  }

  /** Who is signed in, as far as the session or the provider's record tells. */
  get who(): Introduced {
    const { name, email } = this.snapshot().session?.user ?? {};
    const told = this.#introduced?.owner === this.owner ? this.#introduced.who : {};
    return { ...told, ...(name !== undefined && { name }), ...(email !== undefined && { email }) };
  }

  /** Asks the provider who it is, once for each person, where the session has no name. Whoever does not tell stays nameless. */
  async introduce(): Promise<void> {
    const { auth, owner } = this;
    const { status, session } = this.snapshot();
    const { introduce } = this.provider;
    const known = this.#introduced?.owner === owner || session?.user?.name !== undefined;
    if (auth === null || introduce === null || known || status !== 'signed-in') return;
    this.#introduced = { owner, who: {} };
    try {
      const who = introduce(await auth.fetchProfile(), session.apiBase);
      if (this.owner === owner) this.#introduced = { owner, who };
      this.#changed();
    } catch {
      // It has a page of its own to fail on: the call is in the console, for whoever wants to see why.
    }
  }

  /** What the doctor looks at: the `Auth`, or why there is none. */
  subject(): Auth {
    if (this.auth === null) throw this.problem?.error ?? new Error('no config');
    return this.auth;
  }

  /** Finishes a callback, or restores a session, or learns that nobody is signed in. */
  async start(): Promise<void> {
    const { auth } = this;
    if (auth === null) return;
    auth.subscribe((event) => {
      if (event.type === 'signed-in' || event.type === 'signed-out') this.#outdate();
      this.notice = noticeOf(event);
      this.#changed();
    });
    const outcome = await auth.ready();
    if (auth !== this.auth) return;
    this.outcome = outcome;
    if (this.stage === 'returning') this.stage = null;
    if (outcome.status === 'failed') {
      this.problem = { doing: SIGNING_IN, error: outcome.error, retry: () => this.login() };
    }
    this.#changed();
  }

  /** What `ready()` found is over once somebody else is signed in, or nobody. */
  #outdate(): void {
    const found = this.outcome?.status === 'signed-in' ? this.outcome.session.user?.id : undefined;
    const changed = this.outcome !== null && this.outcome.status !== 'popup' && found !== this.auth?.session?.user?.id;
    if (changed) {
      this.outcome = { status: 'signed-out', reason: null, via: null, confirmed: null, returnTo: null, appState: null };
    }
  }

  /** Leaves the page, unless someone is signed in already. Called from clicks only, so a failure before does not bar it. */
  async login(options: LoginOptions = {}): Promise<void> {
    const stage = options.display === 'popup' ? 'window' : 'leaving';
    this.stage = stage;
    await this.attempt(SIGNING_IN, (auth) => auth.login({ retry: true, ...options }));
    if (this.stage === stage) this.stage = null;
    this.#changed();
  }

  async logout(options: LogoutOptions): Promise<void> {
    await this.attempt('signing out', (auth) => auth.logout(options));
  }

  async renew(): Promise<void> {
    await this.attempt('renewing the token', (auth) => auth.getAccessToken({ fresh: true }));
  }

  async switchTo(account: string): Promise<void> {
    await this.attempt('switching the account', (auth) => auth.switchAccount(account));
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
      if (doing === SIGNING_IN) this.stage = null;
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

  /** What only a login can cure starts one, with what the error says it has to ask for; everything else is done again. */
  async #again<Result>(doing: string, work: (auth: Auth) => Promise<Result>, error: unknown): Promise<void> {
    if (!isAuthError(error) || !NEEDS_LOGIN.includes(error.code)) {
      await this.attempt(doing, work);
      return;
    }
    const { scopes, claims, acrValues, maxAge } = error;
    await this.login({
      ...(scopes !== undefined && { scopes }),
      ...(claims !== undefined && { claims }),
      ...(acrValues !== undefined && { acrValues }),
      ...(maxAge !== undefined && { maxAge }),
    });
  }
}

function asError(error: unknown): AuthError | Error {
  return error instanceof Error ? error : new Error(String(error));
}
