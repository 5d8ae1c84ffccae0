/**
 * `docgate:core`: what the build puts in place of this name (tools/build/bundle.mjs). It is the
 * wasm that Rust became and the JavaScript that wasm-bindgen wrote for it.
 */
declare module 'docgate:core' {
  /** What the Rust side exports: `src/api`. */
  export interface Core {
    readonly Client: ClientClass;
    /** Panics on purpose; only in the build for the trap test. */
    readonly trap?: () => void;
  }

  /** The class that `src/api` exports. */
  export interface ClientClass {
    new (config: string, host: object): Client;
  }

  /** One client of the Rust side. */
  export interface Client {
    free(): void;
  }

  /** How an instance is watched. */
  export interface Guard {
    /** Wraps every exported function, so that a trap is noticed. */
    exports(raw: WebAssembly.Exports): WebAssembly.Exports;
    /** Wraps what timers, promises and finalisation call later. */
    late<Args extends unknown[], Result>(callback: (...args: Args) => Result): (...args: Args) => Result | undefined;
  }

  /** Makes an instance, synchronously, in a scope of its own. */
  export function glue(module: WebAssembly.Module, guard: Guard): Core;

  /** The module, in hexadecimal digits. */
  export const hex: string;
}
