/** docgate for DocSpace alone: the same API, a smaller module. */
export * from './index.js';
