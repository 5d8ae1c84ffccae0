/**
 * An `Auth` whose core is not there yet: WebAssembly was refused or arrives later. Its calls wait for the core, and the
 * face that then stands behind it answers them; until then the snapshot says `loading`.
 */
import { capture } from './capture.js';
import { authError, isAuthError, isUnloaded } from './errors.js';
import type { Face, Hooks } from './face.js';
import { INSPECTION, type Inspection } from './inspection.js';
import { loaded } from './instance.js';
import { makeListeners } from './listeners.js';
import { LOADING } from './snapshot.js';
import type { Auth, AuthError, Snapshot } from './types.js';

/** All that answer by a promise, beside `ready()`. */
const CALLS = [
  'login',
  'loginUrl',
  'complete',
  'getAccessToken',
  'getIdToken',
  'fetch',
  'switchAccount',
  'fetchProfile',
  'introspect',
  'logout',
] as const;

type Real = Auth & { readonly [INSPECTION]: Inspection };

/**
 * Makes one. `refused`: what the engine threw. `make` makes the face; what it throws for a config that cannot be used rejects
 * the first call. `released` and `gone` are as for any face.
 */
export function deferredFace(
  config: string,
  first: Hooks,
  refused: unknown,
  make: (hooks: Hooks) => Face,
  released: () => boolean,
  gone: () => void,
): Face {
  let hooks = first;
  let face: Face | undefined;
  let disposed = false;
  let coming: Promise<Real> | undefined;
  let outcome: ReturnType<Auth['ready']> | undefined;
  let before: Snapshot = LOADING;
  /** Those who came before the face; they hear of its events from here. */
  const listeners = makeListeners();
  const address = capture(config);

  const real = (): Real => {
    if (face === undefined) throw authError('wasm_not_loaded');
    return face.auth as Real;
  };

  const bring = async (): Promise<Real> => {
    // `coming` has to hold this before it can be given up.
    await undefined;
    try {
      if (disposed) throw authError('disposed');
      if (typeof window === 'undefined') throw authError('not_in_browser', { cause: refused });
      await loaded(refused);
      if (disposed) throw authError('disposed');
      const made = make(hooks);
      // The core judges what was taken before anything else can ask it. `ready()` is one promise for all who ask.
      address.during(() => void made.auth.ready().catch(() => undefined));
      face = made;
      made.auth.subscribe(listeners.tell);
      return real();
    } catch (thrown) {
      coming = undefined;
      const error = isAuthError(thrown) ? thrown : authError('wasm_refused', { cause: thrown });
      // Without a core the address stays taken for the next try; with a config that cannot be used it is not docgate's.
      if (!isUnloaded(error)) address.give();
      throw error;
    }
  };

  const brought = (): Promise<Real> => {
    coming ??= bring();
    return coming;
  };

  const arrive = async (): ReturnType<Auth['ready']> => {
    address.take();
    let auth: Real;
    try {
      auth = await brought();
    } catch (thrown) {
      // Whoever asks again has the core loaded again; the address stays taken until then.
      outcome = undefined;
      const error = thrown as AuthError;
      if (!isUnloaded(error)) throw error;
      before = Object.freeze({ status: 'signed-out', session: null, error });
      return Object.freeze({ status: 'failed', error, returnTo: null, appState: undefined });
    }
    return auth.ready();
  };

  const calls = Object.fromEntries(
    CALLS.map((name) => [
      name,
      (...given: unknown[]) => {
        const call = (auth: Real): unknown => (auth[name] as (...given: unknown[]) => unknown)(...given);
        // Once it is there, nothing comes between a click and its window.
        if (face !== undefined) return call(face.auth as Real);
        address.take();
        return brought().then(call);
      },
    ]),
  ) as Pick<Auth, (typeof CALLS)[number]>;

  const auth: Real = {
    ...calls,
    [INSPECTION]: {
      load: async () => void (await brought()),
      key: () => real()[INSPECTION].key(),
      describe: () => real()[INSPECTION].describe(),
      probe: async () => (await brought())[INSPECTION].probe(),
      get insecure() {
        return real()[INSPECTION].insecure;
      },
      get clockSkew() {
        return real()[INSPECTION].clockSkew;
      },
    },
    ready() {
      if (face !== undefined) return face.auth.ready();
      outcome ??= arrive();
      return outcome;
    },
    snapshot: () => face?.auth.snapshot() ?? before,
    get session() {
      return auth.snapshot().session;
    },
    subscribe: (listener) => (face?.auth ?? listeners).subscribe(listener),
    accounts: () => face?.auth.accounts() ?? [],
    initiatedLogin: (url) => real().initiatedLogin(url),
    frontChannelLogout: (url) => real().frontChannelLogout(url),
    dispose() {
      if (face !== undefined) {
        face.auth.dispose();
        return;
      }
      if (disposed || !released()) return;
      disposed = true;
      listeners.clear();
      // As with any face, whoever comes within the next task finds it (StrictMode).
      setTimeout(() => {
        if (!disposed) return;
        address.give();
        gone();
      });
    },
  };

  return {
    auth,
    get redirect() {
      return face?.redirect ?? '';
    },
    use(newest) {
      hooks = newest;
      face?.use(newest);
    },
    revive() {
      disposed = false;
      face?.revive();
    },
    stop: () => face?.stop(),
  };
}
