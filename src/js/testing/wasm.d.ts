/**
 * `docgate:provider`: what the build puts in place of this name (tools/build/testing.mjs). It is the sandbox's pure core as
 * wasm, and the JavaScript that wasm-bindgen wrote for it.
 */
declare module 'docgate:provider' {
  /** `sandbox/src/script.rs`. */
  export interface Doubles {
    /** A request as JSON text, its body beside it; gives the head of the answer as JSON text. Throws a text. */
    handle(asked: string, body: Uint8Array, now: number): string;
    /** The body of the last answer; given once. */
    body(): Uint8Array;
    /** Whether a double answers there. */
    knows(host: string, path: string): boolean;
  }

  /** Makes an instance, synchronously, in a scope of its own. */
  export function glue(
    instantiate: (imports: WebAssembly.Imports) => WebAssembly.Instance,
    guard: {
      exports(raw: WebAssembly.Exports): WebAssembly.Exports;
      late<Work>(callback: Work): Work;
    },
  ): { readonly Provider: new (config: string, seed: number) => Doubles };

  /** The module. */
  export const base64: string;
}
