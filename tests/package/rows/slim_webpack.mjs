import { driveBuilt } from '../support/built.mjs';
import { pinned } from '../support/project.mjs';
import { loadsWasm } from '../support/wasm_seen.mjs';

export const name = 'slim-webpack';
export const toolchain = pinned('webpack', 'webpack');

export async function run() {
  await driveBuilt('webpack', ['webpack', ['--mode', 'production', '--entry', './slim.js']], {
    page: true,
    ...loadsWasm(),
  });
  return "new URL('docgate/wasm', import.meta.url)";
}
