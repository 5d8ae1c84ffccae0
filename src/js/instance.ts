/**
 * The running core: made by the entry's source (src/js/source), watched for traps, replaced after one.
 *
 * A trap (a panic, a stack overflow, no memory) leaves a heap that nobody vouches for, and promises
 * that would stay pending for ever. So every exported function is guarded: **whatever escapes a raw
 * wasm export is a trap**, because wasm-bindgen throws an `Err` only after the export has returned.
 * After a trap the instance is dead, all calls in flight are rejected, what timers and promises
 * still call on it is ignored, and the next call starts afresh.
 */
import type { Core, Guard } from 'docgate:core';
import { load, make } from 'docgate:source';

/** One instance of the wasm. After a trap it stays dead; ask {@link instance} again. */
export interface Instance {
  readonly core: Core;
  readonly dead: boolean;
  /** A promise that also rejects when the instance traps. */
  track<T>(promise: Promise<T>): Promise<T>;
}

type Raw = (...args: unknown[]) => unknown;

let live: Instance | undefined;
let makeError = (cause: unknown): Error => new Error('internal_error', { cause });

/** States how the error is made that calls in flight are rejected with. */
export function onTrap(make: (cause: unknown) => Error): void {
  makeError = make;
}

/** The live instance, made when there is none. Throws what the engine throws where it refuses. */
export function instance(): Instance {
  live ??= start();
  return live;
}

/** The same where it takes a while: nothing is remembered of a failed attempt, so a later call tries again. */
export async function loaded(refused: unknown): Promise<void> {
  if (live !== undefined) return;
  // Two ways at most: the same module elsewhere, and another core.
  let reason = refused;
  for (let attempts = 0; attempts < 2; attempts += 1) {
    await load(reason);
    try {
      instance();
      return;
    } catch (thrown) {
      reason = thrown;
    }
  }
  throw reason;
}

function start(): Instance {
  let failure: Error | undefined;
  let self: Instance | undefined;
  const pending = new Set<(reason: Error) => void>();

  const trap = (cause: unknown): Error => {
    if (failure === undefined) {
      failure = makeError(cause);
      if (self !== undefined && live === self) live = undefined;
      for (const reject of pending) reject(failure);
      pending.clear();
    }
    return failure;
  };

  const track: Instance['track'] = (promise) =>
    new Promise((resolve, reject) => {
      if (failure !== undefined) {
        reject(failure);
        return;
      }
      pending.add(reject);
      promise.then(resolve, reject).finally(() => pending.delete(reject));
    });

  const guard: Guard = {
    exports: (raw) => {
      const guarded: WebAssembly.Exports = {};
      for (const [name, value] of Object.entries(raw)) {
        guarded[name] = typeof value === 'function' ? watch(value as Raw) : value;
      }
      return guarded;
    },
    // Called by timers, promises and finalisation. It never passes a trap on: the page's error
    // reporting would see it a second time.
    late:
      (callback) =>
      (...args) => {
        if (failure !== undefined) return undefined;
        try {
          const result = callback(...args);
          // What a lock is held for: it is not held for a dead instance.
          return result instanceof Promise ? (track(result) as typeof result) : result;
        } catch (error) {
          if (failure === undefined) throw error;
          return undefined;
        }
      },
  };

  const watch =
    (raw: Raw): Raw =>
    (...args) => {
      if (failure !== undefined) throw failure;
      let result: unknown;
      try {
        result = raw(...args);
      } catch (cause) {
        throw trap(cause);
      }
      // A call from within may have trapped and been kept quiet on its way here.
      if (failure !== undefined) throw failure;
      return result;
    };

  self = {
    core: make(guard),
    get dead() {
      return failure !== undefined;
    },
    track,
  };
  return self;
}
