// Text replacement that never misses silently.

/**
 * Replaces `find` (a text, or an expression that is matched in every line), which must occur
 * exactly `times`: a newer generator may have changed it.
 */
export function replaceExactly(text, find, replace, times = 1) {
  const pattern = find instanceof RegExp ? new RegExp(find, 'gm') : new RegExp(literal(find), 'g');
  const found = text.match(pattern)?.length ?? 0;
  if (found !== times) throw new Error(`expected ${times} times, found ${found} times: ${find}`);
  return text.replace(pattern, replace);
}

/** The expression that matches exactly `text`. */
export const literal = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
