/** docgate: sign-in for single-page apps. */
export type { AuthErrorCode } from './codes.js';
export { createAuth } from './create.js';
export { isAuthError } from './errors.js';
export type {
  Auth,
  AuthConfig,
  AuthError,
  AuthEvent,
  DocSpaceProvider,
  LogEntry,
  LoginOptions,
  LogoutOptions,
  OidcProvider,
  Outcome,
  ProviderConfig,
  Session,
  Snapshot,
  TokenOptions,
  User,
} from './types.js';
