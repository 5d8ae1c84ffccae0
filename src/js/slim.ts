/** docgate without its wasm: the app brings it, as `docgate/wasm`. The same API beside that. */

export { loadCore, type WasmSource, wasmIntegrity } from './given_wasm.js';
export * from './index.js';
