import { driveBuilt } from '../support/built.mjs';
import { pinned } from '../support/project.mjs';

export const name = 'webpack';
export const toolchain = pinned('webpack', 'webpack');
export const run = () =>
  driveBuilt('webpack', ['webpack', ['--mode', 'production', '--entry', './app/main.js']], { page: true });
