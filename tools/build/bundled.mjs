// One source with all that it imports, as one minified module.

import { root } from '../paths.mjs';

/** Writes `output`; `format`: `esm` or `cjs`, `rest`: more of esbuild's options. */
export async function bundled(source, format, output, rest) {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: [source],
    outfile: output,
    bundle: true,
    format,
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'warning',
    tsconfigRaw: {},
    ...rest,
  });
}
