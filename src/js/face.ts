/**
 * One `Auth`, as the app holds it. It outlives the wasm: after a trap the next call makes a fresh
 * client from the same config, and what is stored brings the session back.
 */
import type { Answer, Client } from 'docgate:core';
import { apiCall } from './api_call.js';
import { authError, report } from './errors.js';
import { forward } from './forward.js';
import { type Instance, instance } from './instance.js';
import { plain, withAppState } from './plain.js';
import { LOADING, nextSnapshot, outcome, type SnapshotView } from './snapshot.js';
import type { Auth, AuthConfig, AuthError, AuthEvent, LogEntry, Outcome, Session, Snapshot } from './types.js';
import { makeWindows } from './windows.js';

/** The functions of a config; the newest win. */
export type Hooks = Pick<AuthConfig, 'onLog' | 'navigate'>;

/** An `Auth`, and what its owner needs to know of it. */
export interface Face {
  readonly auth: Auth;
  readonly key: string;
  readonly redirect: string;
  use(hooks: Hooks): void;
  /** Held again, after the last holder had let go. */
  revive(): void;
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
  const listeners = new Set<(event: AuthEvent) => void>();
  const told: AuthEvent[] = [];

  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (thrown) {
      report(thrown);
    }
  };

  const host = {
    show(view: SnapshotView, error: AuthError | null) {
      const next = nextSnapshot(view, error, { text, snapshot });
      ({ snapshot, text } = next);
    },
    tell(type: AuthEvent['type'], reason: string | undefined, remaining: number | undefined) {
      if (type === 'signed-in') windows.signedIn();
      if (type === 'signed-out') windows.forget();
      const event = {
        type,
        snapshot,
        ...(reason !== undefined && { reason }),
        ...(remaining !== undefined && { remaining }),
      } as AuthEvent;
      // A listener may cause the next event: every listener hears them in their order.
      told.push(event);
      if (told.length > 1) return;
      for (const next of told) {
        for (const listener of [...listeners]) guarded(() => listener(next));
      }
      told.length = 0;
    },
    get logs() {
      return hooks.onLog !== undefined;
    },
    log(entry: LogEntry) {
      guarded(() => hooks.onLog?.(entry));
    },
    forward,
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

  const auth: Auth = {
    ready() {
      if (ready === undefined || run?.dead) ready = answered((client) => client.ready());
      return ready;
    },
    async login(options) {
      const wanted = withAppState(options ?? {});
      const { display, ...more } = JSON.parse(wanted);
      live();
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
    subscribe(listener) {
      // Each subscription is its own, also of the same function twice.
      const own = (event: AuthEvent) => listener(event);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    async getAccessToken(options) {
      if (options === undefined) {
        const fresh = live().freshToken();
        if (fresh !== undefined) return fresh;
      }
      const wanted = plain(options ?? {}, 'options');
      return call((client) => client.accessToken(wanted));
    },
    async fetch(input, init) {
      const { url, init: options, replayable } = await apiCall(input, init);
      return call((client) => client.fetch(url, options, replayable));
    },
    async fetchProfile() {
      return Object.freeze(JSON.parse(await call((client) => client.profile())));
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

  if (typeof window === 'undefined' && typeof WebAssembly === 'undefined') {
    // A server that compiles nothing: the config is checked in the browser.
    return { auth, key: '', redirect: '', use, revive };
  }
  const { key, redirect } = live();
  return { auth, key, redirect, use, revive };
}

/** Whether a session that exists may not be all that is wanted. */
function asksMore(options: object): boolean {
  return Object.keys(options).some((key) => !['returnTo', 'appState', 'retry'].includes(key));
}

/** The running wasm, or the reason why there is none. */
function started(): Instance {
  try {
    return instance();
  } catch (cause) {
    throw authError('wasm_refused', { cause });
  }
}
