/**
 * Logins that leave the page where it is: in a window of their own, or in a hidden frame. Every one of
 * them settles, and nothing says "a login is under way" after a reload.
 */
import { authError } from './errors.js';
import { listen } from './forward.js';
import { openWindow, watchWindow } from './popup.js';
import type { AuthError } from './types.js';

const WINDOW_PATIENCE = 10 * 60_000;
const FRAME_PATIENCE = 10_000;
/** As long as the pending login is kept (`src/core/pending.rs`). */
const LATE_PATIENCE = 60 * 60_000;

/** What only the wasm can do. */
export interface Core {
  begin(wanted: string, blocked: boolean): Promise<string | undefined>;
  answer(url: string, state: string): Promise<void>;
  discard(state: string): void;
}

/** The logins of one client that are in a window or a frame. */
export interface Windows {
  /** The login that waits for a window; whoever wants another shares it. */
  readonly running: Promise<void> | undefined;
  /** `needless`: most likely someone is signed in, so no window is opened. */
  popup(wanted: string, needless: boolean): Promise<void>;
  frame(wanted: string): Promise<void>;
  /** Someone is signed in, whichever way. */
  signedIn(): void;
  /** Nobody waits any more, not even for a late answer. */
  forget(): void;
  /** The client is disposed of. */
  stop(): void;
}

interface Waiter {
  resolve(): void;
  reject(reason: AuthError): void;
}

/** Begins to watch for a reason to give up; gives back the end. */
type Watch = (reject: (reason: AuthError) => void) => () => void;

/** Makes them. */
export function makeWindows(core: Core): Windows {
  const waiters = new Set<Waiter>();
  let popup: Window | null = null;
  let running: Promise<void> | undefined;
  let silent: Promise<void> | undefined;
  let endLate: (() => void) | undefined;

  /** The address that `source` comes back to; nothing where someone is signed in meanwhile. `watch` may give up. */
  const awaited = async (state: string, source: Window, watch: Watch): Promise<string | undefined> => {
    const ends: (() => void)[] = [];
    try {
      return await new Promise((resolve, reject) => {
        const waiter = { resolve: () => resolve(undefined), reject };
        waiters.add(waiter);
        ends.push(() => waiters.delete(waiter), listen(state, source, resolve), watch(reject));
      });
    } finally {
      for (const end of ends) end();
    }
  };

  const finish = async (url: string | undefined, state: string): Promise<void> => {
    if (url === undefined) core.discard(state);
    else await core.answer(url, state);
  };

  /** Who was told that it is over may still come to an end in that window: the latest one, and not for ever. */
  const listenLate = (state: string, source: Window): void => {
    const end = (): void => {
      endListening();
      endWaiting();
      endLate = undefined;
    };
    const endListening = listen(state, source, (url) => {
      end();
      source.close();
      finish(url, state).catch(() => undefined);
    });
    const endWaiting = after(LATE_PATIENCE, () => endLate?.());
    endLate = () => {
      end();
      core.discard(state);
    };
  };

  const inWindow = async (wanted: string, opened: Window | null): Promise<void> => {
    const address = await core.begin(wanted, opened === null);
    if (address === undefined || opened === null) return;
    endLate?.();
    const state = stateOf(address);
    if (opened.closed) {
      core.discard(state);
      throw authError('popup_closed');
    }
    opened.location.replace(address);
    const watch: Watch = (reject) => {
      const endWatching = watchWindow(opened, () => reject(authError('popup_closed')));
      const endWaiting = after(WINDOW_PATIENCE, () => reject(authError('timeout')));
      return () => {
        endWatching();
        endWaiting();
      };
    };
    const url = await awaited(state, opened, watch).catch((reason: AuthError) => {
      if (reason.code === 'disposed') core.discard(state);
      else listenLate(state, opened);
      throw reason;
    });
    opened.close();
    await finish(url, state);
  };

  const inFrame = async (wanted: string): Promise<void> => {
    const address = await core.begin(wanted, false);
    if (address === undefined) return;
    const state = stateOf(address);
    const frame = document.createElement('iframe');
    frame.hidden = true;
    frame.title = 'docgate';
    document.documentElement.append(frame);
    const inside = frame.contentWindow as Window;
    // Not by `src`: the page's list of what it loaded would keep the address, nonce included.
    inside.location.replace(address);
    const watch: Watch = (reject) => after(FRAME_PATIENCE, () => reject(authError('login_required')));
    try {
      await finish(await awaited(state, inside, watch), state);
    } catch (reason) {
      // Somebody would have to be asked: the same answer as that nobody is signed in.
      throw (reason as AuthError).code === 'interaction_required' ? authError('login_required') : reason;
    } finally {
      frame.remove();
      core.discard(state);
    }
  };

  return {
    get running() {
      return running;
    },
    popup(wanted, needless) {
      if (running !== undefined) {
        popup?.focus();
        return running;
      }
      const opened = needless ? null : openWindow();
      popup = opened;
      running = inWindow(wanted, opened).finally(() => {
        opened?.close();
        running = undefined;
      });
      return running;
    },
    frame(wanted) {
      silent ??= inFrame(wanted).finally(() => {
        silent = undefined;
      });
      return silent;
    },
    signedIn() {
      for (const waiter of [...waiters]) waiter.resolve();
      endLate?.();
    },
    forget: () => endLate?.(),
    stop() {
      for (const waiter of [...waiters]) waiter.reject(authError('disposed'));
      endLate?.();
    },
  };
}

function after(milliseconds: number, work: () => void): () => void {
  const timer = setTimeout(work, milliseconds);
  return () => clearTimeout(timer);
}

function stateOf(address: string): string {
  return new URL(address).searchParams.get('state') ?? '';
}
