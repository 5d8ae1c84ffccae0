/**
 * The core of the default entry: the wasm, embedded as a text and compiled synchronously. Where the engine
 * refuses that, `load` finds another way: the same bytes compiled off the main thread, and where WebAssembly is refused
 * altogether (a page's policy, Lockdown Mode), the JavaScript translation of the same core, fetched only then.
 */
import { type Core, type Guard, glue, packed } from 'docgate:core';
import { inTime } from '../patience.js';
import { unpack } from '../unpack.js';

const PATIENCE = 30_000;

let compiled: WebAssembly.Module | undefined;
let translation: typeof import('docgate:translation') | undefined;

/** A fresh instance. Throws what the engine throws where it refuses; nothing is remembered of that. */
export function make(guard: Guard): Core {
  if (translation !== undefined) return translation.make(guard);
  const module = compiled ?? new WebAssembly.Module(unpack(packed));
  const core = glue((imports) => new WebAssembly.Instance(module, imports), guard);
  compiled = module;
  return core;
}

/** Finds the next way after `make` has thrown `refused`. */
export async function load(refused: unknown): Promise<void> {
  // A refusal by policy would be one more report of the same; an older engine only wants the compiling elsewhere.
  if (typeof WebAssembly === 'object' && compiled === undefined && !(refused instanceof WebAssembly.CompileError)) {
    try {
      compiled = await WebAssembly.compile(unpack(packed));
      return;
    } catch {
      // What follows needs no WebAssembly.
    }
  }
  translation = await inTime(import('docgate:translation'), PATIENCE);
}
