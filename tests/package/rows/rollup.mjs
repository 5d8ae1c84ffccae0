import { driveBuilt } from '../support/built.mjs';
import { pinned } from '../support/project.mjs';

export const name = 'rollup';
export const toolchain = pinned('rollup', 'rollup');
export const run = () =>
  driveBuilt('rollup', ['rollup', ['app/main.js', '--plugin', 'node-resolve', '--format', 'es', '--dir', 'dist']], {
    page: true,
  });
