import { driveBuilt } from '../support/built.mjs';
import { pinned } from '../support/project.mjs';

export const name = 'vite-build';
export const toolchain = pinned('vite', 'vite');
export const run = () => driveBuilt('vite', ['vite', ['build', 'app', '--outDir', '../dist']]);
