/** What every failure is: a real `Error` with a stable code, and the evidence in fields. */
import type { AuthErrorCode } from './codes.js';

/** Every failure that docgate tells of. Branch on `code`; the message is for people. */
export interface AuthError extends Error {
  readonly name: 'AuthError';
  readonly code: AuthErrorCode;
  /** The key of the config, option, or answer that is meant. */
  readonly field?: string;
  readonly provider?: string;
  /** The server's own words: untrusted, cut to length, control characters removed. */
  readonly error?: string;
  readonly errorDescription?: string;
  readonly errorUri?: string;
  readonly status?: number;
  /** Seconds to wait, where the server said so. */
  readonly retryAfter?: number;
  /** Scopes that a `login()` has to ask for. */
  readonly scopes?: readonly string[];
  /** The same for `claims`: JSON text. */
  readonly claims?: string;
  /** The same for `acrValues`. */
  readonly acrValues?: string;
  /** The same for `maxAge`, in seconds. */
  readonly maxAge?: number;
  /** The provider's own numbers (Microsoft Entra ID: `AADSTS…`). */
  readonly errorCodes?: readonly number[];
  readonly suberror?: string;
  /** What the provider's support asks for. */
  readonly correlationId?: string;
  /** With `internal_error`: which build of docgate it was, for a report. */
  readonly build?: string;
}
