// Turns wasm-bindgen's glue into a factory, one fresh scope for each instance:
//
//   export function glue(instantiate, guard) { …; return { Client } }
//
// `instantiate` makes an instance for the imports: of the wasm, or of its translation.
// `guard.exports` wraps what the wasm exports, so that a trap is noticed; `guard.late` wraps what
// timers, promises and finalisation call later, so that a dead instance ignores it
// (src/js/instance.ts). Every replaced line must occur as often as expected, or the build fails.

import { replaceExactly } from './exactly.mjs';

// Jest's jsdom has neither of the two. What the wasm gives is UTF-8, and what it gets has to be.
const TEXT = `const TextDecoder = globalThis.TextDecoder ?? class {
    decode(bytes = []) {
        let text = '';
        for (const byte of bytes) text += '%' + (byte + 256).toString(16).slice(1);
        return decodeURIComponent(text);
    }
};
const TextEncoder = globalThis.TextEncoder ?? class {
    encodeInto(text, view) {
        const escaped = encodeURIComponent(text.toWellFormed());
        const bytes = escaped.replace(/%(..)/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
        for (let at = 0; at < bytes.length; at += 1) view[at] = bytes.charCodeAt(at);
        return { read: text.length, written: bytes.length };
    }
};`;

/** The glue of `--target web`, as a factory. */
export function factory(glue) {
  if (/^import /m.test(glue)) throw new Error('the glue imports something');
  const names = exported(glue);
  let text = replaceExactly(glue, /^export (?=class |function |const )/, () => '', names.length);
  text = replaceExactly(text, 'wasm = instance.exports;', () => 'wasm = guard.exports(instance.exports);');
  text = lateCallbacks(text);
  return `export function glue(instantiate, guard) {
${TEXT}
${withoutLoaders(text)}
__wbg_finalize_init(instantiate(__wbg_get_imports()));
return { ${names.join(', ')} };
}
`;
}

function exported(glue) {
  return [...glue.matchAll(/^export (?:class|function|const) (\w+)/gm)].map((match) => match[1]);
}

// A Rust closure is the function `real` in `makeClosure` and `makeMutClosure`.
function lateCallbacks(glue) {
  const makers = glue.match(/^function make(?:Mut)?Closure\(/gm)?.length ?? 0;
  let text = replaceExactly(
    glue,
    /^ {4}const real = \(\.\.\.args\) => \{$/,
    () => '    const real = guard.late((...args) => {',
    makers,
  );
  text = replaceExactly(
    text,
    /^ {4}\};\n {4}real\._wbg_cb_unref = /,
    () => '    });\n    real._wbg_cb_unref = ',
    makers,
  );
  const registries = text.match(/\bnew FinalizationRegistry\(/g)?.length ?? 0;
  text = replaceExactly(
    text,
    /\bnew FinalizationRegistry\((\w+ => wasm\..*)\);$/,
    (_, call) => `new FinalizationRegistry(guard.late(${call}));`,
    registries,
  );
  const frees = text.match(/^ {4}free\(\) \{$/gm)?.length ?? 0;
  return replaceExactly(
    text,
    /^ {8}(wasm\.__wbg_\w+_free\(ptr, 0\));$/,
    (_, call) => `        guard.late(() => ${call})();`,
    frees,
  );
}

// The asynchronous loader, `initSync` and the default export stand at the end.
function withoutLoaders(text) {
  const start = /^async function __wbg_load\(/m;
  replaceExactly(text, start, () => '');
  replaceExactly(text, 'export { initSync, __wbg_init as default };', () => '');
  const kept = text.slice(0, text.search(start));
  replaceExactly(kept, /^function __wbg_finalize_init\(instance, module\) \{$/, () => '');
  if (/^export /m.test(kept)) throw new Error('the glue exports something unexpected');
  return kept;
}
