/** Who hears of events, and in which order. */
import { report } from './errors.js';
import type { AuthEvent } from './types.js';

export interface Listeners {
  /** Everybody hears of this event, and of those that it causes after it. One that throws is the page's to report. */
  tell(event: AuthEvent): void;
  /** Each subscription is its own, also of the same function twice. Gives back the end. */
  subscribe(listener: (event: AuthEvent) => void): () => void;
  clear(): void;
}

/** Nobody yet. */
export function makeListeners(): Listeners {
  const listeners = new Set<(event: AuthEvent) => void>();
  const told: AuthEvent[] = [];
  return {
    tell(event) {
      // A listener may cause the next event: every listener hears them in their order.
      told.push(event);
      if (told.length > 1) return;
      for (const next of told) {
        for (const listener of [...listeners]) guarded(() => listener(next));
      }
      told.length = 0;
    },
    subscribe(listener) {
      const own = (event: AuthEvent) => listener(event);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    clear: () => listeners.clear(),
  };
}

/** Runs what is the app's; what it throws goes to the page's error reporting. */
export function guarded(work: () => void): void {
  try {
    work();
  } catch (thrown) {
    report(thrown);
  }
}
