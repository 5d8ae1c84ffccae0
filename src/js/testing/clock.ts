/** Time as the fakes see it: the page's own clock and timers, patched or not, or one that a test moves by hand. */

/** What a fake `Auth` and the scripted provider ask for the time. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `work` once, so many milliseconds from now; returns the function that prevents it. */
  after(milliseconds: number, work: () => void): () => void;
}

/** A clock that stands still until a test moves it. */
export interface VirtualClock extends Clock {
  /** Lets this much time pass. What falls due on the way is done in its order, each at its own moment. */
  advance(milliseconds: number): void;
  /** The same, and lets promises settle after each step: for code that awaits between two timers. */
  advanceAsync(milliseconds: number): Promise<void>;
  /** How many timers are waited for. */
  readonly pending: number;
}

/** The longest wait that timers take; a longer one would fire at once. */
const LONGEST = 2 ** 31 - 1;

/**
 * `Date.now` and `setTimeout` as they are when they are called. So it follows `vi.useFakeTimers()` and
 * `jest.useFakeTimers()`, whenever these are switched on, and Playwright's `page.clock`.
 */
export const pageClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, work) {
    let timer: ReturnType<typeof setTimeout>;
    const wait = (left: number): void => {
      const part = Math.min(left, LONGEST);
      timer = setTimeout(() => (left > part ? wait(left - part) : work()), part);
      // A test that is done is not kept alive by a session that has an hour to live.
      (timer as unknown as { unref?(): void }).unref?.();
    };
    wait(Math.max(0, milliseconds));
    return () => clearTimeout(timer);
  },
};

/** A clock of the test's own, which begins at `start` (milliseconds since 1970, or a date; default: now). */
export function virtualClock(start: number | Date = Date.now()): VirtualClock {
  let time = Number(start);
  let last = 0;
  const timers = new Map<number, { readonly at: number; readonly work: () => void }>();

  /** Does what is due first, if anything is due by then. */
  const step = (until: number): boolean => {
    const [next] = [...timers].sort(([first, a], [second, b]) => a.at - b.at || first - second);
    if (next === undefined || next[1].at > until) {
      time = until;
      return false;
    }
    const [number, { at, work }] = next;
    timers.delete(number);
    time = Math.max(time, at);
    work();
    return true;
  };
  const ahead = (milliseconds: number): number => {
    if (!(milliseconds >= 0)) throw new RangeError('A virtual clock only goes forward.');
    return time + milliseconds;
  };

  return {
    now: () => time,
    after(milliseconds, work) {
      last += 1;
      const number = last;
      timers.set(number, { at: time + Math.max(0, milliseconds), work });
      return () => void timers.delete(number);
    },
    advance(milliseconds) {
      const until = ahead(milliseconds);
      while (step(until));
    },
    async advanceAsync(milliseconds) {
      const until = ahead(milliseconds);
      do await settled();
      while (step(until));
      await settled();
    },
    get pending() {
      return timers.size;
    },
  };
}

/** Lets promises that can settle do so. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await undefined;
}
