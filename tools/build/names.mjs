// The short import and export names of the module, applied to the glue.

import { literal, replaceExactly } from './exactly.mjs';

/** `map` is what wasm-opt printed: `[module, name, short]` and `[name, short]`. */
export function shortNames(glue, map) {
  let text = glue;
  for (const [module, name, short] of map.imports) {
    if (module !== './docgate_bg.js') throw new Error(`the wasm imports from '${module}'`);
    text = replaceExactly(
      text,
      new RegExp(`^        ${literal(name)}: function\\(`),
      () => `        ${short}: function(`,
    );
  }
  text = replaceExactly(text, '"./docgate_bg.js": import0', () => 'a: import0');
  const exports = new Map(map.exports);
  return text.replace(/\bwasm\.([\w$]+)/g, (_whole, name) => {
    const short = exports.get(name);
    if (short === undefined) throw new Error(`the glue uses '${name}', which the wasm does not export`);
    return `wasm.${short}`;
  });
}
