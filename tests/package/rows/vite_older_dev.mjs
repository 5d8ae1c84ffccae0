import { pinned } from '../support/project.mjs';
import { developing } from './vite_dev.mjs';

export const name = 'vite-older-dev';
export const toolchain = pinned('vite-6', 'vite');
export const run = () => developing('vite-6');
