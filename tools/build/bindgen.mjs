// The wasm-bindgen program of this workspace (tools/bindgen).

import { run } from '../process/run.mjs';

/** Writes `docgate.js` and `docgate_bg.wasm` into `folder`. */
export function bindgen(input, folder) {
  return bindgenInto(folder, input, 'docgate');
}

/** Writes `<name>.js` and `<name>_bg.wasm` into `folder`. */
export function bindgenInto(folder, input, name, more = []) {
  return run(
    'cargo',
    [
      'run',
      '--quiet',
      '--locked',
      '--package',
      'docgate-bindgen',
      '--bin',
      'bindgen',
      '--',
      input,
      '--target',
      'web',
      '--omit-default-module-path',
      '--no-typescript',
      ...more,
      '--out-dir',
      folder,
      '--out-name',
      name,
    ],
    { title: 'wasm-bindgen' },
  );
}
