// To which part of the code a function belongs, by its name in the module.

import { plain } from './functions.mjs';

/** What others wrote, by crate. */
const CRATES = {
  serde_wasm_bindgen: 'serde (views)',
  serde: 'serde (views)',
  serde_core: 'serde (views)',
  wasm_bindgen: 'wasm-bindgen',
  wasm_bindgen_futures: 'wasm-bindgen',
  js_sys: 'wasm-bindgen',
  web_sys: 'wasm-bindgen',
  gloo_net: 'gloo-net',
  sha2: 'sha2, base64, zeroize',
  base64: 'sha2, base64, zeroize',
  zeroize: 'sha2, base64, zeroize',
  rlsf: 'allocator',
  std: 'standard library',
  alloc: 'standard library',
  core: 'standard library',
  compiler_builtins: 'standard library',
};

/** `{ area, part }`: the layer or the crate, and the module in it. */
export function area(name) {
  // What JavaScript calls: wasm-bindgen's name of a method, with the method in it.
  const exported = /^client_(\w+)$/.exec(name);
  if (exported !== null) return { area: 'api', part: 'client (exports)' };
  const path = plain(name).replace(/\[[0-9a-f]+\]/g, '');
  const parts = path.split('::');
  if (parts[0] === 'core' && parts[1] === 'ptr' && parts[2]?.startsWith('drop_in_place')) {
    return { area: 'standard library', part: 'dropping of values' };
  }
  if (parts[0] === 'docgate') return { area: parts[1], part: parts[2]?.replace(/\W.*$/, '') ?? '' };
  // A closure, or a generic function of the standard library that was made for ours.
  const crate = parts[0].replace(/^.*[ (]/, '');
  if (crate in CRATES) return { area: CRATES[crate], part: [crate, parts[1]].join('::').replace(/[<{(].*$/, '') };
  if (/^(__wbg|__wbindgen|__externref|__rust|__rdl|memcpy|memmove|memset|memcmp)/.test(name)) {
    return { area: /^__(wbg|wbindgen)/.test(name) ? 'wasm-bindgen' : 'standard library', part: 'shims' };
  }
  return { area: 'other', part: 'not told apart' };
}
