/** A part of the package that needs no browser and no wasm, bundled from its source and loaded here. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { apart } from '../../tools/build/testing.mjs';
import { at } from '../../tools/paths.mjs';

/** The module `src/js/<name>.ts`, as an app would import it. */
export async function bundled(name) {
  const folder = await mkdtemp(join(tmpdir(), 'docgate-module-'));
  try {
    const outfile = join(folder, `${name}.mjs`);
    const entryPoints = [at('src', 'js', `${name}.ts`)];
    await build({
      entryPoints,
      outfile,
      bundle: true,
      format: 'esm',
      target: 'es2022',
      tsconfigRaw: {},
      plugins: [apart()],
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}
