import { driveBuilt } from '../support/built.mjs';
import { pinned } from '../support/project.mjs';
import { loadsWasm } from '../support/wasm_seen.mjs';
import { developing } from './vite_dev.mjs';

export const name = 'slim-vite';
export const toolchain = pinned('vite', 'vite');

/** `import url from 'docgate/wasm?url'`, built and by the development server. */
export async function run() {
  await driveBuilt('vite', ['vite', ['build', 'slim', '--outDir', '../dist']], loadsWasm());
  await developing('vite', { page: 'slim', ...loadsWasm() });
  return "'docgate/wasm?url', build and dev";
}
