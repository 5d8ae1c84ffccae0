/** What the browser and the page allow. Nothing here is sent anywhere. */
import { isUnloaded } from '../errors.js';
import { finding } from './findings.js';
import { type Examination, found, passed, type Result, type Scene, skipped } from './scene.js';

/** The smallest module there is: its header. */
const EMPTY_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
/** As long as a session with several tokens. */
const SESSION = 16 * 1024;
const KEY = 'docgate:doctor';

export const webassembly: Examination = {
  name: 'webassembly',
  run({ subject }) {
    // An Auth that was there at once is the proof, whichever way it runs.
    if (subject.inspection !== null && subject.inspection.load === undefined) return undefined;
    const { thrown } = subject.inspection === null ? subject : { thrown: null };
    const none = thrown !== null && isUnloaded(thrown) ? [finding('core_not_loaded', { code: thrown.code })] : [];
    return found(...refusal(), ...none);
  },
};

/** The page's or the browser's. */
function refusal(): Result['findings'] {
  if (typeof WebAssembly === 'undefined') return [finding('wasm_missing')];
  try {
    new WebAssembly.Module(EMPTY_MODULE);
    return [];
  } catch (thrown) {
    return [finding('wasm_refused', { thrown: thrown instanceof Error ? thrown.name : typeof thrown })];
  }
}

export const secureContext: Examination = {
  name: 'secure-context',
  run({ subject }) {
    if (isSecureContext) return undefined;
    // createAuth has accepted the page: on loopback, or by the app's explicit choice.
    if (subject.inspection !== null) return passed(`plain http, insecureContext: '${subject.inspection.insecure}'`);
    return found(finding('insecure_context', { page: location.origin }));
  },
};

export const frame: Examination = {
  name: 'frame',
  run() {
    let above: Window = window;
    while (above.parent !== above) {
      above = above.parent;
      try {
        // Another origin's window throws.
        if (above.document === undefined) break;
      } catch {
        return found(finding('framed'));
      }
    }
    return undefined;
  },
};

export const storage: Examination = {
  name: 'storage',
  run: () =>
    found(
      ...area(() => sessionStorage, 'session_storage_blocked', 'session_storage_full'),
      ...area(() => localStorage, 'local_storage_blocked', 'local_storage_full'),
    ),
};

/** Whether an area takes as much as a session; what is written is taken back at once. */
function area(
  open: () => Storage,
  blocked: 'session_storage_blocked' | 'local_storage_blocked',
  full: 'session_storage_full' | 'local_storage_full',
): Result['findings'] {
  let opened: Storage | null;
  try {
    opened = open();
  } catch {
    return [finding(blocked)];
  }
  if (opened === null || opened === undefined) return [finding(blocked)];
  const key = `${KEY}:${Math.random()}`;
  const text = ' '.repeat(SESSION);
  try {
    opened.setItem(key, text);
    return opened.getItem(key) === text ? [] : [finding(blocked)];
  } catch (thrown) {
    const quota = thrown instanceof DOMException && /quota/i.test(thrown.name);
    return [finding(quota ? full : blocked)];
  } finally {
    try {
      opened.removeItem(key);
    } catch {
      // It was blocked in between.
    }
  }
}

export const tabs: Examination = {
  name: 'tabs',
  run(_: Scene) {
    // Browsers give them to secure pages alone.
    if (!isSecureContext) return skipped('not in an insecure context');
    const locks = typeof navigator.locks?.request === 'function';
    const channel = typeof BroadcastChannel === 'function';
    return found(
      ...(locks ? [] : [finding('web_locks_missing')]),
      ...(channel ? [] : [finding('broadcast_channel_missing')]),
    );
  },
};
