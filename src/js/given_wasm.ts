/** The wasm that the app gives to `docgate/slim`: a compiled module, bytes, or an address, compiled while it arrives. */

import { integrity } from 'docgate:glue';
import { authError, isAuthError } from './errors.js';
import { inTime } from './patience.js';

/** What {@link loadCore} takes. */
export type WasmSource = WebAssembly.Module | BufferSource | Response | string | URL;

const PATIENCE = 30_000;

let compiled: WebAssembly.Module | undefined;
/** The last attempt; its failure is told until the next one. */
let loading: Promise<void> | undefined;
let begun: () => void;
const first = new Promise<void>((resolve) => {
  begun = resolve;
});

/** The check of the file that fits this version: `sha384-…`, as `<link rel="preload" integrity>` and `fetch` take it. */
export const wasmIntegrity: string = integrity;

/**
 * Gives docgate its wasm: the file `docgate/wasm` of this very version.
 *
 * A compiled `WebAssembly.Module` is used at once, so that `createAuth()` after it works as in the default entry. Bytes are
 * compiled off the main thread, an address is fetched (no credentials, checked against {@link wasmIntegrity}) and compiled
 * while it arrives. `createAuth()` need not wait for it: its calls do. Rejects with `wasm_not_loaded`, the reason in
 * `cause`; then it may be called again. What an app passes as module or bytes is not checked against the hash.
 */
export function loadCore(source: WasmSource | Promise<WasmSource>): Promise<void> {
  if (isModule(source)) {
    compiled = source;
    loading = Promise.resolve();
  } else {
    loading = compile(source).catch((cause) => {
      throw authError('wasm_not_loaded', { cause });
    });
  }
  begun();
  return loading;
}

/**
 * The module, once it is there.
 * @internal
 */
export const givenModule = (): WebAssembly.Module | undefined => compiled;

/**
 * Waits for what {@link loadCore} was given.
 * @internal
 */
export async function moduleGiven(): Promise<void> {
  const given = first.then(() => loading);
  await inTime(given, PATIENCE).catch((cause) => {
    throw isAuthError(cause) ? cause : authError('wasm_not_loaded', { cause });
  });
}

async function compile(source: Exclude<WasmSource, WebAssembly.Module> | Promise<WasmSource>): Promise<void> {
  const found = await source;
  if (isModule(found)) compiled = found;
  else if (typeof found === 'string' || 'href' in found) compiled = await arriving(await fetched(found));
  else if ('arrayBuffer' in found) compiled = await arriving(found);
  else compiled = await WebAssembly.compile(found);
}

const fetched = (address: string | URL): Promise<Response> =>
  fetch(address, { credentials: 'omit', integrity, signal: AbortSignal.timeout(PATIENCE) });

async function arriving(response: Response): Promise<WebAssembly.Module> {
  if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  // It refuses any other type than application/wasm.
  if ('compileStreaming' in WebAssembly) return WebAssembly.compileStreaming(response);
  return (WebAssembly as typeof globalThis.WebAssembly).compile(await response.arrayBuffer());
}

const isModule = (value: unknown): value is WebAssembly.Module =>
  Object.prototype.toString.call(value) === '[object WebAssembly.Module]';
