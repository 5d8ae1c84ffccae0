/** docgate: sign-in for single-page apps. */
export type { AuthErrorCode } from './codes.js';
export { createAuth } from './create.js';
export { isAuthError } from './errors.js';
export type {
  Account,
  Auth,
  AuthConfig,
  AuthError,
  AuthEvent,
  BusinessCentralProvider,
  DocCentrumProvider,
  DocSpaceProvider,
  EntraCloud,
  EntraProvider,
  FetchOptions,
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
