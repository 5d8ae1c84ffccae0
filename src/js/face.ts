/**
 * One `Auth`, as the app holds it. It outlives the wasm: after a trap the next call makes a fresh
 * client from the same config, and what is stored brings the session back.
 */
import type { Answer, Client } from 'docgate:core';
import { apiCall } from './api_call.js';
import { authError, isAuthError, report } from './errors.js';
import { forward } from './forward.js';
import { INSPECTION, type Inspection } from './inspection.js';
import { type Instance, instance } from './instance.js';
import { guarded, makeListeners } from './listeners.js';
import { own, plain, withAppState } from './plain.js';
import { LOADING, nextSnapshot, outcome, type SnapshotView } from './snapshot.js';
import type {
  Account,
  Auth,
  AuthConfig,
  AuthError,
  AuthEvent,
  LogEntry,
  LoginOptions,
  Outcome,
  Session,
  Snapshot,
  User,
} from './types.js';
import { inWebView } from './web_view.js';
import { makeWindows } from './windows.js';

/** The functions of a config, and those of its provider; the newest win. */
export interface Hooks extends Pick<AuthConfig, 'onLog' | 'navigate'> {
  readonly confirm?: (user: User) => unknown;
  /** Gives the access token of somebody who is signed in elsewhere. */
  readonly token?: (fresh: boolean) => Promise<string>;
}

/** An `Auth`, and what its owner needs to know of it. */
export interface Face {
  readonly auth: Auth;
  readonly redirect: string;
  use(hooks: Hooks): void;
  /** Held again, after the last holder had let go. */
  revive(): void;
  /** Never handed out after all. */
  stop(): void;
}

/**
 * Makes one; throws for a config that cannot be used. `released` is asked on `dispose()` whether that
 * was the last holder; `gone` is called once nobody can want it back.
 */
export function makeFace(config: string, first: Hooks, released: () => boolean, gone: () => void): Face {
  let hooks = first;
  let run: Instance | undefined;
  let client: Client | undefined;
  let ready: Promise<Outcome> | undefined;
  let disposed = false;
  let snapshot: Snapshot = LOADING;
  let text = '';
  /** The same list while it says the same, for `useSyncExternalStore`. */
  let people: { readonly names: string; readonly list: readonly Account[] } = { names: '', list: [] };
  // The config as it was checked: own properties alone.
  const said = (key: string): unknown => Object.entries(JSON.parse(config)).find(([name]) => name === key)?.[1];
  const popups = said('claimsChallenges') === 'popup';
  const listeners = makeListeners();

  const host = {
    show(view: SnapshotView, error: AuthError | null) {
      const next = nextSnapshot(view, error, { text, snapshot });
      ({ snapshot, text } = next);
    },
    tell(type: AuthEvent['type'], reason: string | undefined, remaining: number | undefined) {
      if (type === 'signed-in') windows.signedIn();
      if (type === 'signed-out') windows.forget();
      listeners.tell({
        type,
        snapshot,
        ...(reason !== undefined && { reason }),
        ...(remaining !== undefined && { remaining }),
      } as AuthEvent);
    },
    get logs() {
      return hooks.onLog !== undefined;
    },
    log(entry: LogEntry) {
      guarded(() => hooks.onLog?.(entry));
    },
    forward,
    async confirm(user: User) {
      try {
        return (await hooks.confirm?.(Object.freeze(user))) === true;
      } catch (thrown) {
        report(thrown);
        return false;
      }
    },
    token: async (fresh: boolean) => hooks.token?.(fresh),
    leave(url: string) {
      const { navigate } = hooks;
      if (navigate === undefined) return false;
      guarded(() => navigate(url));
      return true;
    },
  };

  const live = (): Client => {
    if (disposed) throw authError('disposed');
    if (client === undefined || run === undefined || run.dead) {
      run = started();
      client = new run.core.Client(config, host);
      ready = undefined;
    }
    return client;
  };

  const call = async <T>(work: (client: Client) => Promise<T>): Promise<T> => {
    const current = live();
    const promise = work(current);
    return run === undefined ? promise : run.track(promise);
  };

  const answered = async (work: (client: Client) => Promise<Answer>): Promise<Outcome> =>
    outcome(await call(work), snapshot.session);

  const windows = makeWindows({
    begin: (wanted, blocked) => call((client) => client.login(wanted, blocked)),
    async answer(url, state) {
      const found = await answered((client) => client.complete(url, state));
      if (found.status === 'failed') throw found.error;
      if (found.status !== 'signed-in') throw authError('login_required');
    },
    discard(state) {
      if (run !== undefined && !run.dead) client?.discard(state);
    },
  });

  const signedIn = (): Session => {
    if (snapshot.status === 'signed-in') return snapshot.session;
    throw authError('login_required');
  };

  const auth: Auth & { readonly [INSPECTION]: Inspection } = {
    [INSPECTION]: {
      describe: () => JSON.parse(live().describe()),
      key: () => live().key,
      probe: async () => (await call((client) => client.probe())) as AuthError | null,
      insecure: said('insecureContext') === 'allow-oauth' ? 'allow-oauth' : 'refuse',
      clockSkew: (said('clockSkew') as number | undefined) ?? null,
    },
    ready() {
      if (ready === undefined || run?.dead) ready = answered((client) => client.ready());
      return ready;
    },
    async login(options) {
      const wanted = withAppState(options ?? {});
      const { display, ...more } = own(JSON.parse(wanted), 'options');
      live();
      // Nothing is typed where an app could read it: that app navigates itself, or nobody does.
      if (hooks.navigate === undefined && inWebView()) {
        await auth.ready();
        if (snapshot.status !== 'signed-in' || asksMore(more)) throw authError('embedded_browser');
      }
      // The window opens here, in the click, before anything is awaited.
      if (display === 'popup') await windows.popup(wanted, snapshot.status === 'signed-in' && !asksMore(more));
      else if (display === 'iframe') await windows.frame(wanted);
      else await (windows.running ?? call((client) => client.login(wanted, false)));
      return signedIn();
    },
    async loginUrl(options) {
      const wanted = withAppState(options ?? {});
      return call((client) => client.loginUrl(wanted));
    },
    complete: (url) => answered((client) => client.complete(String(url))),
    snapshot: () => snapshot,
    get session() {
      return snapshot.session;
    },
    subscribe: listeners.subscribe,
    async getAccessToken(options) {
      if (options === undefined) {
        const fresh = live().freshToken();
        if (fresh !== undefined) return fresh;
      }
      const wanted = plain(options ?? {}, 'options');
      return call((client) => client.accessToken(wanted));
    },
    getIdToken: () => call((client) => client.idToken()),
    async fetch(input, init, options) {
      const wanted = plain(options ?? {}, 'options');
      const { url, init: given, replayable } = await apiCall(input, init);
      const send = () => call((client) => client.fetch(url, given, wanted, replayable));
      if (popups) await auth.ready();
      const who = () => snapshot.session?.user?.id;
      const caller = who();
      try {
        return await send();
      } catch (thrown) {
        const asked = stepUp(thrown);
        // The challenge stands if there is no window to answer it in, or if somebody else is there, or answers it.
        const mine = popups && replayable && caller !== undefined && caller === who();
        if (asked === undefined || !mine) throw thrown;
        await auth.login({ ...asked, display: 'popup' }).catch(() => {
          throw thrown;
        });
        if (caller !== who()) throw thrown;
        return send();
      }
    },
    accounts() {
      const found = live().accounts();
      const names = JSON.stringify(found);
      if (names !== people.names) people = { names, list: Object.freeze(found.map((one) => Object.freeze(one))) };
      return people.list;
    },
    async switchAccount(id) {
      await call((client) => client.switchAccount(String(id)));
      return signedIn();
    },
    initiatedLogin: (url) => JSON.parse(live().initiated(url ?? here())),
    frontChannelLogout: (url) => live().frontChannelLogout(url ?? here()),
    async fetchProfile() {
      return Object.freeze(JSON.parse(await call((client) => client.profile(false))));
    },
    async introspect() {
      return Object.freeze(JSON.parse(await call((client) => client.profile(true))));
    },
    async logout(options) {
      const wanted = plain(options ?? {}, 'options');
      windows.forget();
      return call((client) => client.logout(wanted));
    },
    dispose() {
      if (disposed || !released()) return;
      disposed = true;
      listeners.clear();
      void retire();
    },
  };

  // React's StrictMode mounts, unmounts and mounts again at once: what is under way is finished,
  // and whoever comes within the next task finds it.
  const retire = async (): Promise<void> => {
    await ready?.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve));
    if (!disposed) return;
    // A refresh token that is under way is waited for, or its answer would be lost to all tabs.
    if (run !== undefined && !run.dead) await client?.rest().catch(() => undefined);
    if (!disposed) return;
    gone();
    windows.stop();
    if (run !== undefined && !run.dead) client?.close();
  };

  const revive = (): void => {
    disposed = false;
  };

  const use = (newest: Hooks): void => {
    hooks = newest;
  };

  const stop = (): void => {
    disposed = true;
    windows.stop();
    client?.close();
  };

  const { redirect } = live();
  return { auth, redirect, use, revive, stop };
}

/** The page's address; on a server there is none. */
function here(): string {
  return typeof location === 'undefined' ? '' : location.href;
}

/** What an API's challenge wants of a login; nothing where it was another failure. */
function stepUp(thrown: unknown): LoginOptions | undefined {
  if (!isAuthError(thrown) || thrown.code !== 'interaction_required') return undefined;
  const { claims, acrValues, maxAge, scopes } = thrown;
  if (claims === undefined && acrValues === undefined && maxAge === undefined) return undefined;
  return {
    ...(scopes !== undefined && { scopes }),
    ...(claims !== undefined && { claims }),
    ...(acrValues !== undefined && { acrValues }),
    ...(maxAge !== undefined && { maxAge }),
  };
}

/** Whether a session that exists may not be all that is wanted. */
function asksMore(options: object): boolean {
  const enough = ['returnTo', 'appState', 'retry', 'loginHint', 'uiLocales', 'extraParams'];
  return Object.keys(options).some((key) => !enough.includes(key));
}

/** The running wasm, or the reason why there is none. */
function started(): Instance {
  try {
    return instance();
  } catch (cause) {
    throw authError('wasm_refused', { cause });
  }
}
