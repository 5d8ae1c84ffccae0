/** A shuffle that a seed repeats: a failure that depends on the order can be looked at again. */

/** Numbers from 0 up to 1, the same ones for the same seed (the generator is mulberry32). */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The same things in another order (Fisher and Yates). */
export function shuffled(things, seed) {
  const next = numbers(seed);
  const order = [...things];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(next() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

/** All orders in which the steps of two can follow each other, each one's own in order: texts like `aabbab`. */
export function merges(a, b) {
  if (a === 0) return ['b'.repeat(b)];
  if (b === 0) return ['a'.repeat(a)];
  return [...merges(a - 1, b).map((rest) => `a${rest}`), ...merges(a, b - 1).map((rest) => `b${rest}`)];
}
