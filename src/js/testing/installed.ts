/**
 * What stands in place of `globalThis.fetch`. It is one function for all providers of a test file: docgate keeps the `fetch` that
 * it finds first, and has to reach whoever is there later.
 */

/** Those that were installed and not taken away; the last one answers. */
let installed: (typeof fetch)[] = [];
let before: typeof fetch | undefined;

const standing: typeof fetch = (input, init) => (installed.at(-1) ?? beyond())(input, init);

/** The `fetch` that was there before. */
export function beyond(): typeof fetch {
  const found = globalThis.fetch === standing ? before : (globalThis.fetch ?? before);
  return found ?? (() => Promise.reject(new TypeError('Failed to fetch')));
}

/** Puts it in place; returns the function that takes it away. */
export function install(own: typeof fetch): () => void {
  if (globalThis.fetch !== standing) {
    before = globalThis.fetch;
    globalThis.fetch = standing;
  }
  installed.push(own);
  return () => {
    installed = installed.filter((other) => other !== own);
    if (installed.length > 0 || globalThis.fetch !== standing) return;
    if (before === undefined) Reflect.deleteProperty(globalThis, 'fetch');
    else globalThis.fetch = before;
  };
}
