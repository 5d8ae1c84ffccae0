import { driveBuilt } from '../support/built.mjs';
import { pinned } from '../support/project.mjs';

export const name = 'rspack';
export const toolchain = pinned('rspack', '@rspack/core');
export const run = () =>
  driveBuilt('rspack', ['rspack', ['build', '--mode', 'production', '--entry', './app/main.js']], { page: true });
