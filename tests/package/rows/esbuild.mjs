import { driveBuilt } from '../support/built.mjs';
import { pinned } from '../support/project.mjs';

export const name = 'esbuild';
export const toolchain = pinned('esbuild', 'esbuild');
export const run = () =>
  driveBuilt(
    'esbuild',
    ['esbuild', ['app/main.js', '--bundle', '--minify', '--format=esm', '--splitting', '--outdir=dist']],
    {
      page: true,
    },
  );
