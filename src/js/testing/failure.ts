/** The errors that a test makes docgate fail with. */
import { type AuthErrorCode, messages } from '../codes.js';
import { authError } from '../errors.js';
import type { AuthError } from '../types.js';

/** The evidence that an {@link AuthError} carries in its fields. */
export type Evidence = Partial<Omit<AuthError, 'name' | 'code' | 'message' | 'stack'>>;

/**
 * A real {@link AuthError}: `isAuthError` is true for it. The message is for people and may differ from the one that docgate
 * would write; branch on `code`.
 */
export function failure(code: AuthErrorCode, evidence: Evidence = {}): AuthError {
  const { cause, ...fields } = evidence;
  const own = Object.keys(messages).includes(code) ? (code as keyof typeof messages) : undefined;
  const error = authError(own ?? 'internal_error', cause === undefined ? {} : { cause });
  if (own === undefined) error.message = `The test made docgate fail with '${code}'.`;
  return Object.assign(error, fields, { code });
}
