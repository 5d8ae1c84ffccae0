/** docgate without WebAssembly: the same API, the core as JavaScript. */
export * from './index.js';
