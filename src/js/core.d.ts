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
    /** The same inside of a promise. */
    readonly trapLater?: () => Promise<void>;
  }

  /** The class that `src/api` exports. */
  export interface ClientClass {
    /** Throws an `AuthError` for a config that cannot be used. */
    new (config: string, host: object): Client;
  }

  /** One client of the Rust side. Options are JSON text (`src/js/plain.ts`). */
  export interface Client {
    readonly key: string;
    readonly redirect: string;
    ready(): Promise<Answer>;
    /** Gives the authorization URL where a window or a frame is to show it. */
    login(options: string, blocked: boolean): Promise<string | undefined>;
    loginUrl(options: string): Promise<string>;
    /** Nobody waits for the login of `state` any more. */
    discard(state: string): void;
    /** `state`: of the login whose window or frame came back to `url`. */
    complete(url: string, state?: string): Promise<Answer>;
    freshToken(): string | undefined;
    accessToken(options: string): Promise<string>;
    idToken(): Promise<string>;
    accounts(): { id: string; name?: string; email?: string; current: boolean }[];
    switchAccount(id: string): Promise<void>;
    /** Options of `login()`, as JSON text. */
    initiated(url: string): string;
    frontChannelLogout(url: string): boolean;
    fetch(url: string, init: object, options: string, replayable: boolean): Promise<Response>;
    /** As JSON text; `token`: what the server says of the access token instead. */
    profile(token: boolean): Promise<string>;
    /** `Description`, as JSON text. */
    describe(): string;
    probe(): Promise<Error | null>;
    logout(options: string): Promise<void>;
    /** Settles when no refresh token is under way. */
    rest(): Promise<void>;
    close(): void;
    free(): void;
  }

  /** An outcome and its error, side by side. */
  export type Answer = readonly [OutcomeView, Error | null];

  /** `OutcomeView` of `src/api/views.rs`. */
  export interface OutcomeView {
    readonly status: 'signed-in' | 'signed-out' | 'failed' | 'popup';
    readonly via: 'callback' | 'stored' | 'tab' | 'refresh' | 'logout' | null;
    readonly confirmed: boolean | null;
    readonly reason: 'expired' | 'idle' | 'login-required' | null;
    readonly returnTo: string | null;
    /** JSON text. */
    readonly appState: string | null;
  }

  /** How an instance is watched. */
  export interface Guard {
    /** Wraps every exported function, so that a trap is noticed. */
    exports(raw: WebAssembly.Exports): WebAssembly.Exports;
    /** Wraps what timers, promises and finalisation call later. */
    late<Args extends unknown[], Result>(callback: (...args: Args) => Result): (...args: Args) => Result | undefined;
  }

  /** What an instance imports, and what came of it. */
  export type Instantiate = (imports: WebAssembly.Imports) => { readonly exports: WebAssembly.Exports };

  /** Makes an instance, synchronously, in a scope of its own. */
  export function glue(instantiate: Instantiate, guard: Guard): Core;

  /** The module, as `unpack()` reads it. */
  export const packed: string;
}

/** The same glue without the module, and the check of the file that has the module (`docgate/wasm`). */
declare module 'docgate:glue' {
  export { glue } from 'docgate:core';
  /** `sha384-…` */
  export const integrity: string;
  /** The names of what the module exports, with commas between them. */
  export const exported: string;
}

/** The same glue, and what wasm2js made of the module (tools/build/translate.mjs). */
declare module 'docgate:translated' {
  export { glue } from 'docgate:core';
  /** An instance's exports. */
  export function translated(imports: WebAssembly.Imports): WebAssembly.Exports;
}

/** `src/js/translation.ts`, as the file of its own that it is in the package. */
declare module 'docgate:translation' {
  import type { Core, Guard } from 'docgate:core';
  export function make(guard: Guard): Core;
}

/** Where an entry's core comes from: one of `src/js/source/` (tools/build/entries.mjs). */
declare module 'docgate:source' {
  import type { Core, Guard } from 'docgate:core';
  /** A fresh instance, at once; throws what the engine throws where it refuses. */
  export function make(guard: Guard): Core;
  /** Finds another way after `make` has thrown `refused`, or rejects. */
  export function load(refused: unknown): Promise<void>;
}
