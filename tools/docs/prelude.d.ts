// What the samples of the documentation take for granted: an element, a function of the app, what stood above them. A
// sample that says one of these itself means its own.

import type * as docgate from 'docgate';

declare global {
  const createAuth: typeof docgate.createAuth;
  const isAuthError: typeof docgate.isAuthError;
  type ProviderConfig = docgate.ProviderConfig;

  /** What the page made before. */
  const auth: docgate.Auth;
  const config: docgate.AuthConfig;
  /** The rest of a config, which says the same as above. */
  const settings: Omit<docgate.AuthConfig, 'provider'>;
  const session: docgate.Session;
  const error: docgate.AuthError;
  const outcome: docgate.Outcome;
  /** Of an account. */
  const id: string;

  const button: HTMLButtonElement;
  /** Shows something to the person. */
  function show(...what: unknown[]): void;
  /** Asks the person. */
  function askWhether(question: string): Promise<boolean>;
  /** Goes to a path of the app, by whatever router it has. */
  function go(path: string): void;
  /** In a service worker: docs/service-workers.md. */
  interface WorkerEvent extends Event {
    readonly request: Request;
    waitUntil(promise: Promise<unknown>): void;
    respondWith(answer: Response | Promise<Response>): void;
  }
  interface WindowEventMap {
    readonly install: WorkerEvent;
    readonly activate: WorkerEvent;
    readonly fetch: WorkerEvent;
  }

  /** Trusted Types, which TypeScript's library does not know: docs/csp.md. */
  const trustedTypes: {
    createPolicy(
      name: string,
      rules: { createScriptURL(url: string): string },
    ): { createScriptURL(url: string): string };
  };

  /** In this repository's own tests: CONTRIBUTING.md. */
  const t: unknown;
  function serves(t: unknown, row: string, how: string): void;

  /** An answer of an API. */
  interface Rooms {
    readonly folders: readonly unknown[];
  }
}
