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
  DocplannerProvider,
  DocSpaceProvider,
  EnadocProvider,
  EntraCloud,
  EntraProvider,
  FetchOptions,
  GuardedConfig,
  Introspection,
  LogEntry,
  LoginOptions,
  LogoutOptions,
  OidcProvider,
  Outcome,
  ProviderConfig,
  RelayAddress,
  Session,
  Snapshot,
  TokenOptions,
  User,
} from './types.js';
