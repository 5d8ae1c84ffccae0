/** The core of `docgate/slim`: the wasm comes from the app. */
import type { Core, Guard } from 'docgate:core';
import { exported, glue } from 'docgate:glue';
import { authError } from '../errors.js';
import { givenModule, moduleGiven } from '../given_wasm.js';

/** One that is not this version's. */
let unfit: WebAssembly.Module | undefined;

/** A fresh instance, once there is a module. */
export function make(guard: Guard): Core {
  const module = givenModule();
  if (module === undefined) throw authError('wasm_not_loaded');
  try {
    if (String(WebAssembly.Module.exports(module).map(({ name }) => name)) !== exported) {
      throw new TypeError('the module is not that of this version');
    }
    return glue((imports) => new WebAssembly.Instance(module, imports), guard);
  } catch (cause) {
    unfit = module;
    throw authError('wasm_not_loaded', { cause });
  }
}

/** Waits for the module, if that is what was missing; one that does not fit will not fit later. */
export async function load(refused: unknown): Promise<void> {
  const module = givenModule();
  if (module !== undefined && module === unfit) throw refused;
  await moduleGiven();
}
