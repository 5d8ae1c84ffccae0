import { pinned } from '../support/project.mjs';
import { next } from './next_turbopack.mjs';

export const name = 'next-webpack';
export const toolchain = pinned('next', 'next');
export const run = () => next('--webpack');
