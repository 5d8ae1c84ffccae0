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
  /** In this repository's own tests: CONTRIBUTING.md. */
  const t: unknown;
  function serves(t: unknown, row: string, how: string): void;

  /** An answer of an API. */
  interface Rooms {
    readonly folders: readonly unknown[];
  }
}
