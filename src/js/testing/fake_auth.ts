/**
 * `fakeAuth`: an `Auth` without wasm, network or storage, for tests of what an app shows and does. It is a fake and not a
 * mock: it has a session that begins, is renewed and ends, and tells of that as the real one does.
 */
import { apiCall } from '../api_call.js';
import { isAuthError } from '../errors.js';
import type { Account, Auth, AuthError, LoginOptions, Outcome, Session } from '../types.js';
import { pageClock } from './clock.js';
import { type Evidence, failure } from './failure.js';
import type { Fake, FakeControl, FakeOptions, LoginAnswer, RejectedMethod } from './fake_types.js';
import { makeLife } from './life.js';
import { placeOf } from './place.js';
import { makeStage } from './stage.js';

/** Where {@link Auth.loginUrl} of a fake leads: nowhere. */
const AUTHORIZE = 'https://sign-in.test/authorize';

/** Makes a fake `Auth`, and the controls that go with it. */
export function fakeAuth(options: FakeOptions = {}): Fake {
  const { start = 'signed-in', clock = pageClock, allowedOrigins = [] } = options;
  const stage = makeStage();
  const life = makeLife(options, stage, clock);
  const logins: LoginOptions[] = [];
  const logouts: object[] = [];
  const requests: Request[] = [];
  const answers: LoginAnswer[] = [];
  const rejections = new Map<RejectedMethod, AuthError>();
  const begun = new Map<string, LoginOptions>();
  let running: Promise<Session> | undefined;
  let disposed = false;
  let people: { readonly names: string; readonly list: readonly Account[] } = { names: '', list: [] };

  let answer: (outcome: Outcome) => void = () => undefined;
  const first = new Promise<Outcome>((resolve) => {
    answer = resolve;
  });
  let settled = false;

  const found = (status: 'signed-in' | 'expired' | 'signed-out' | 'failed', tell: boolean): void => {
    if (settled) return;
    settled = true;
    const { via = 'stored', returnTo = null, appState } = options.outcome ?? {};
    const left = { returnTo, appState };
    if (status === 'signed-in' || status === 'expired') life.begin(options.session ?? {}, false);
    if (status === 'failed') life.error = failure(options.error ?? 'authorization_denied');
    life.show();
    const { snapshot } = stage;
    if (status === 'expired') life.end();
    if (tell) stage.tell(status === 'failed' ? 'failed' : status === 'signed-out' ? 'ready' : 'signed-in');
    if (snapshot.error !== null) answer(Object.freeze({ status: 'failed', error: snapshot.error, ...left }));
    else if (snapshot.session !== null) {
      answer(Object.freeze({ status: 'signed-in', session: snapshot.session, via, ...left }));
    } else answer(Object.freeze({ status: 'signed-out', reason: null, via: null, confirmed: null, ...left }));
  };
  if (start !== 'loading') found(start, false);

  /** Before each call: what the test wants of it, and whether anybody may still call. */
  const called = (method: RejectedMethod): void => {
    if (disposed) throw failure('disposed');
    const rejection = rejections.get(method);
    rejections.delete(method);
    if (rejection !== undefined) throw rejection;
  };
  const signedIn = (): Session => {
    const { snapshot } = stage;
    if (snapshot.status === 'signed-in') return snapshot.session;
    throw failure('login_required');
  };
  /** The token, renewed where that is due; `fresh`: another one than now. */
  const usable = (fresh: boolean): string => {
    signedIn();
    if (fresh || !life.fresh()) {
      if (options.renewable === true) life.renew();
      else if (!life.fresh()) life.end();
    }
    signedIn();
    const number = life.held?.number ?? 1;
    return options.accessToken?.(number) ?? `fake-access-token-${number}`;
  };
  const granted = (scopes: readonly string[] = []): void => {
    const missing = scopes.filter((scope) => !signedIn().scopes.includes(scope));
    if (missing.length > 0) throw failure('interaction_required', { scopes: missing });
  };

  /** Goes to the provider, and comes back with what the test wants. */
  const visit = async (wanted: LoginOptions): Promise<Session> => {
    const last = answers.shift() ?? options.login ?? options.session ?? {};
    if (last === 'leaves') return new Promise<Session>(() => undefined);
    await undefined;
    if (typeof last === 'string') {
      const error = failure(last);
      life.fail(error);
      throw error;
    }
    const scopes = wanted.scopes === undefined || last.scopes !== undefined ? {} : { scopes: together(last, wanted) };
    life.begin({ ...last, ...scopes });
    return signedIn();
  };
  const together = (last: Exclude<LoginAnswer, string>, wanted: LoginOptions): string[] => {
    const before = last.scopes ?? options.session?.scopes ?? stage.snapshot.session?.scopes ?? [];
    return [...new Set([...before, ...(wanted.scopes ?? [])])];
  };

  const auth: Auth = {
    // One promise, as of the real one: React's `use()` wants the same one each time.
    ready: () => (disposed && !settled ? Promise.reject(failure('disposed')) : first),
    async login(wanted = {}) {
      logins.push(wanted);
      called('login');
      await first;
      const { snapshot } = stage;
      if (snapshot.status === 'signed-in' && !asksMore(wanted)) return snapshot.session;
      running ??= visit(wanted).finally(() => {
        running = undefined;
      });
      return running;
    },
    async loginUrl(wanted = {}) {
      logins.push(wanted);
      called('loginUrl');
      await first;
      const state = `fake-state-${logins.length}`;
      begun.set(state, wanted);
      return `${AUTHORIZE}?response_type=code&state=${state}`;
    },
    async complete(url): Promise<Outcome> {
      called('complete');
      const { searchParams } = new URL(String(url));
      const state = searchParams.get('state') ?? '';
      const wanted = begun.get(state);
      begun.delete(state);
      const left = { returnTo: wanted?.returnTo ?? null, appState: wanted?.appState };
      const denied = searchParams.get('error');
      try {
        if (wanted === undefined) throw failure('pending_login_missing');
        if (denied !== null) {
          const code = denied === 'access_denied' ? 'authorization_denied' : 'authorization_failed';
          throw failure(code, { error: denied });
        }
        const session = await visit(wanted);
        const outcome: Outcome = { status: 'signed-in', session, via: 'callback', ...left };
        return Object.freeze(outcome);
      } catch (thrown) {
        if (!isAuthError(thrown)) throw thrown;
        if (life.error !== thrown) life.fail(thrown);
        const outcome: Outcome = { status: 'failed', error: thrown, ...left };
        return Object.freeze(outcome);
      }
    },
    snapshot: () => stage.snapshot,
    get session() {
      return stage.snapshot.session;
    },
    subscribe: (listener) => stage.subscribe(listener),
    async getAccessToken(wanted = {}) {
      called('getAccessToken');
      await first;
      granted(wanted.scopes);
      return usable(wanted.fresh === true);
    },
    async getIdToken() {
      called('getIdToken');
      await first;
      signedIn();
      if (options.idToken === undefined) throw failure('not_supported');
      return options.idToken;
    },
    async fetch(input, init, wanted = {}) {
      called('fetch');
      const { url: address, init: own, replayable } = await apiCall(input, init);
      await first;
      granted(wanted.scopes);
      usable(false);
      const place = placeOf(address, stage.snapshot.session?.apiBase ?? null, allowedOrigins);
      const send = async (): Promise<Response> => {
        const request = new Request(place.url, own);
        request.headers.set('authorization', `Bearer ${usable(false)}`);
        requests.push(request);
        return (await options.fetch?.(request.clone())) ?? new Response(null, { status: 404 });
      };
      const response = await send();
      if (!place.own || response.status !== 401) return response;
      if (options.renewable !== true) {
        life.end();
        return response;
      }
      usable(true);
      return replayable ? send() : response;
    },
    async fetchProfile() {
      called('fetchProfile');
      await first;
      const { user } = signedIn();
      return Object.freeze({ ...(options.profile ?? user) });
    },
    async introspect() {
      called('introspect');
      await first;
      signedIn();
      return Object.freeze({ active: true });
    },
    accounts() {
      if (disposed) throw failure('disposed');
      const current = stage.snapshot.status === 'signed-in' ? [stage.snapshot.session] : [];
      const all = [...current, ...life.others].flatMap(({ user }, at) =>
        user === null ? [] : [{ ...user, current: at < current.length }],
      );
      const names = JSON.stringify(all);
      if (names !== people.names) people = { names, list: Object.freeze(all.map((one) => Object.freeze(one))) };
      return people.list;
    },
    async switchAccount(id) {
      called('switchAccount');
      await first;
      if (stage.snapshot.session?.user?.id !== id) life.change(String(id));
      return signedIn();
    },
    initiatedLogin(url = '') {
      const query = URL.canParse(url) ? new URL(url).searchParams : new URLSearchParams();
      const loginHint = query.get('login_hint');
      const target = query.get('target_link_uri');
      const returnTo = target !== null && URL.canParse(target) ? new URL(target).pathname : null;
      return { ...(loginHint !== null && { loginHint }), ...(returnTo !== null && { returnTo }) };
    },
    frontChannelLogout(url = '') {
      const sid = URL.canParse(url) ? new URL(url).searchParams.get('sid') : null;
      const ends = sid !== null && stage.snapshot.session?.claims.sid === sid;
      if (ends) life.forget('logout');
      return ends;
    },
    async logout(wanted = {}) {
      logouts.push(wanted);
      called('logout');
      if (wanted.account === undefined) {
        life.forget('logout');
        return;
      }
      const known = auth.accounts().some(({ id }) => id === wanted.account);
      if (!known) throw failure('config_invalid', { field: 'account' });
      life.part(wanted.account);
    },
    dispose() {
      disposed = true;
      life.stop();
      stage.close();
    },
  };

  const control: FakeControl = {
    clock,
    logins,
    logouts,
    requests,
    settle: (status = 'signed-in') => found(status, true),
    signIn(session = options.session ?? {}) {
      life.begin(session);
      return signedIn();
    },
    signOut: (reason = 'other-tab') => life.forget(reason),
    expire: () => life.end(),
    renew: () => life.renew(),
    fail(code, evidence) {
      const error = failure(code, evidence);
      life.fail(error);
      return error;
    },
    failRenewals(code) {
      life.refusal = code === null ? null : failure(code);
    },
    rejectNext(method: RejectedMethod, code, evidence?: Evidence) {
      const error = failure(code, evidence);
      rejections.set(method, error);
      return error;
    },
    nextLogin: (next) => void answers.push(next),
    stir: () => life.stir(),
  };
  return { auth, control };
}

/** Whether a session that exists may not be all that is wanted. */
function asksMore(options: LoginOptions): boolean {
  const enough = ['returnTo', 'appState', 'retry', 'loginHint', 'uiLocales', 'extraParams', 'display'];
  // What is left undefined asks for nothing, as in JSON.
  return Object.entries(options).some(([key, value]) => value !== undefined && !enough.includes(key));
}
