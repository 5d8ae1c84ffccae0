/**
 * The core as JavaScript: what wasm2js makes of the same module. A file of its own in the package, which the default entry
 * imports where WebAssembly is refused, and `docgate/js` always.
 */
import type { Core, Guard } from 'docgate:core';
import { glue, translated } from 'docgate:translated';

/** A fresh instance. */
export const make = (guard: Guard): Core => glue((imports) => ({ exports: translated(imports) }), guard);
