/**
 * What stands in place of `globalThis.fetch`. It is one function for all providers of a test file: docgate keeps the `fetch` that
 * it finds first, and has to reach whoever is there later.
 */

/** Those that were installed and not taken away; the last one answers. */
let installed: (typeof fetch)[] = [];
/** Whether it was put in place, where others may have wrapped it since. */
let stands = false;
/** The `fetch` that was there before it. */
let before: typeof fetch | undefined;
/** What it covers: the same, or what others made meanwhile. */
let covered: typeof fetch | undefined;

const standing: typeof fetch = (input, init) => (installed.at(-1) ?? beyond())(input, init);

/** The `fetch` that was there before. Never one that was put over it later: that may lead back here. */
export function beyond(): typeof fetch {
  return (
    (stands || globalThis.fetch === standing ? before : globalThis.fetch) ??
    (() => Promise.reject(new TypeError('Failed to fetch')))
  );
}

/** Puts it in place; returns the function that takes it away. */
export function install(own: typeof fetch): () => void {
  if (globalThis.fetch !== standing) {
    covered = globalThis.fetch;
    if (!stands) before = covered;
    globalThis.fetch = standing;
    stands = true;
  }
  installed.push(own);
  return () => {
    installed = installed.filter((other) => other !== own);
    if (installed.length > 0 || globalThis.fetch !== standing) return;
    if (covered === undefined) Reflect.deleteProperty(globalThis, 'fetch');
    else globalThis.fetch = covered;
    stands = covered !== before;
  };
}
