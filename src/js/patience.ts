/** Nothing is waited for for ever. */

/** What stands in place of an answer that did not come in time. */
export const LATE: unique symbol = Symbol('late');

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** What `work` gives, or {@link LATE}. Rejects as it does; a promise that never settles is left behind. */
export async function within<T>(work: PromiseLike<T> | T, milliseconds: number): Promise<T | typeof LATE> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What `work` gives; rejects also where that does not come in time. */
export async function inTime<T>(work: PromiseLike<T>, milliseconds: number): Promise<T> {
  const found = await within(work, milliseconds);
  if (found === LATE) throw new Error('nothing came in time');
  return found;
}
