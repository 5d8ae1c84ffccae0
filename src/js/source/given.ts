/** The core of `docgate/slim`: the wasm comes from the app. */
import type { Core, Guard } from 'docgate:core';
import { exported, glue } from 'docgate:glue';
import { authError, isAuthError } from '../errors.js';
import { givenModule, moduleGiven } from '../given_wasm.js';

/** A fresh instance, once there is a module. */
export function make(guard: Guard): Core {
  const module = givenModule();
  if (module === undefined) throw authError('wasm_not_loaded');
  if (String(WebAssembly.Module.exports(module).map(({ name }) => name)) !== exported) {
    throw new TypeError('the module is not that of this version');
  }
  return glue((imports) => new WebAssembly.Instance(module, imports), guard);
}

/** Waits for the module, if that is what was missing; one that does not fit will not fit later. */
export async function load(refused: unknown): Promise<void> {
  if (!isAuthError(refused)) throw authError('wasm_not_loaded', { cause: refused });
  await moduleGiven();
}
