// The face of an entry: what of it is in the bundle, file by file, minified.

import { readFileSync } from 'node:fs';
import { at, root } from '../paths.mjs';

/** `[{ name, text }]` of the TypeScript that the file of `entry` has in it. */
export async function faceFiles(entry) {
  const { build, transform } = await import('esbuild');
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry.source],
    outfile: entry.output,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    tsconfigRaw: {},
    define: { DOCGATE_VERSION: '""', DOCGATE_BUILD: '""' },
    plugins: [withoutCore(entry.from)],
  });
  const [{ inputs }] = Object.values(metafile.outputs);
  const names = Object.keys(inputs).filter((name) => inputs[name].bytesInOutput > 0);
  return Promise.all(
    names.map(async (name) => {
      const { code } = await transform(readFileSync(at(name), 'utf8'), { loader: 'ts', minify: true, format: 'esm' });
      return { name, text: code };
    }),
  );
}

const withoutCore = (from) => ({
  name: 'without-core',
  setup(build) {
    build.onResolve({ filter: /^docgate:/ }, ({ path }) =>
      path === 'docgate:source' ? { path: at('src', 'js', 'source', `${from}.ts`) } : { path, external: true },
    );
  },
});
