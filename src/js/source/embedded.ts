/**
 * The core of the default entry: the wasm, embedded as hexadecimal digits and compiled synchronously. Where the engine
 * refuses that, `load` finds another way: the same bytes compiled off the main thread, and where WebAssembly is refused
 * altogether (a page's policy, Lockdown Mode), the JavaScript translation of the same core, fetched only then.
 */
import { type Core, type Guard, glue, hex } from 'docgate:core';

let compiled: WebAssembly.Module | undefined;
let translation: typeof import('docgate:translation') | undefined;

/** A fresh instance. Throws what the engine throws where it refuses; nothing is remembered of that. */
export function make(guard: Guard): Core {
  if (translation !== undefined) return translation.make(guard);
  const module = compiled ?? new WebAssembly.Module(bytes(hex));
  const core = glue((imports) => new WebAssembly.Instance(module, imports), guard);
  compiled = module;
  return core;
}

/** Finds the next way after `make` has thrown `refused`. */
export async function load(refused: unknown): Promise<void> {
  // A refusal by policy would be one more report of the same; an older engine only wants the compiling elsewhere.
  if (typeof WebAssembly === 'object' && compiled === undefined && !(refused instanceof WebAssembly.CompileError)) {
    try {
      compiled = await WebAssembly.compile(bytes(hex));
      return;
    } catch {
      // What follows needs no WebAssembly.
    }
  }
  translation = await import('docgate:translation');
}

function bytes(digits: string): Uint8Array<ArrayBuffer> {
  const native = Uint8Array as unknown as { fromHex?(digits: string): Uint8Array<ArrayBuffer> };
  if (native.fromHex !== undefined) return native.fromHex(digits);
  const result = new Uint8Array(digits.length / 2);
  for (let at = 0; at < result.length; at += 1) {
    result[at] = (nibble(digits.charCodeAt(2 * at)) << 4) | nibble(digits.charCodeAt(2 * at + 1));
  }
  return result;
}

// '0' is 0x30, 'a' is 0x61.
function nibble(code: number): number {
  return (code & 15) + (code >> 6) * 9;
}
