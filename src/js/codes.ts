/** The codes of an `AuthError`, generated from the table in `src/core/error.rs`. */
export type AuthErrorCode =
  | 'config_unknown_key'
  | 'config_invalid'
  | 'config_secret'
  | 'config_conflict'
  | 'not_supported'
  | 'not_in_browser'
  | 'insecure_context'
  | 'framed'
  | 'embedded_browser'
  | 'storage_unavailable'
  | 'storage_full'
  | 'entropy_unavailable'
  | 'callback_invalid'
  | 'callback_already_used'
  | 'issuer_mismatch'
  | 'pending_login_missing'
  | 'pending_login_expired'
  | 'pending_login_foreign'
  | 'authorization_denied'
  | 'authorization_failed'
  | 'scope_refused'
  | 'login_required'
  | 'interaction_required'
  | 'network'
  | 'timeout'
  | 'response_too_large'
  | 'response_invalid'
  | 'http_status'
  | 'rate_limited'
  | 'grant_refused'
  | 'client_refused'
  | 'registration_invalid'
  | 'token_refused'
  | 'token_type_unsupported'
  | 'id_token_invalid'
  | 'clock_skewed'
  | 'api_base_mismatch'
  | 'metadata_invalid'
  | 'keys_invalid'
  | 'pkce_unsupported'
  | 'relay_refused'
  | 'user_not_confirmed'
  | 'origin_not_allowed'
  | 'token_unusable'
  | 'login_loop'
  | 'navigation_abandoned'
  | 'popup_blocked'
  | 'popup_closed'
  | 'popup_window'
  | 'disposed'
  | 'wasm_refused'
  | 'wasm_not_loaded'
  | 'internal_error';

/** The same codes as values, each with what it means. */
export const codes = {
  /** A key of the config or of the options that docgate does not know; `field` names it. */
  config_unknown_key: 'config_unknown_key',
  /** A value of the config or of the options has a wrong type or form; `field` names it. */
  config_invalid: 'config_invalid',
  /** A client secret was found in the configuration. */
  config_secret: 'config_secret',
  /** Two configs for the same issuer, client and redirect URI differ, or two issuers share one redirect URI. */
  config_conflict: 'config_conflict',
  /** What was asked for is not in this build or not possible with this provider. */
  not_supported: 'not_supported',
  /** A call that needs a browser was made elsewhere, for example on a server. */
  not_in_browser: 'not_in_browser',
  /** The page is plain http and not on loopback. */
  insecure_context: 'insecure_context',
  /** The page is framed by another site. */
  framed: 'framed',
  /** The page is in the web view of an app, which could read what people type at the provider (RFC 8252, section 8.12). */
  embedded_browser: 'embedded_browser',
  /** The browser refuses `sessionStorage`. */
  storage_unavailable: 'storage_unavailable',
  /** `sessionStorage` is full. */
  storage_full: 'storage_full',
  /** The browser gave no random numbers. */
  entropy_unavailable: 'entropy_unavailable',
  /** A callback with repeated or contradictory parameters, or without a code. */
  callback_invalid: 'callback_invalid',
  /** The same callback a second time (reload, Back, bookmark), with no session left. */
  callback_already_used: 'callback_already_used',
  /** `iss` of the callback, or the issuer in the metadata, is not the one that was configured. */
  issuer_mismatch: 'issuer_mismatch',
  /** A callback whose `state` belongs to no login of this tab. */
  pending_login_missing: 'pending_login_missing',
  /** A callback of a login that was started too long ago. */
  pending_login_expired: 'pending_login_expired',
  /** A callback of a login that was started under another config. */
  pending_login_foreign: 'pending_login_foreign',
  /** The person, or a rule of the provider, said no (`access_denied`). */
  authorization_denied: 'authorization_denied',
  /** The provider's authorization endpoint answered with another error; `error` holds it. */
  authorization_failed: 'authorization_failed',
  /** A scope is unknown to the provider or not registered for this app (`invalid_scope`). */
  scope_refused: 'scope_refused',
  /** The session cannot go on without a person: call `login()`. */
  login_required: 'login_required',
  /** A person has to consent, choose or prove something: call `login()` with the given scopes. */
  interaction_required: 'interaction_required',
  /** No answer: offline, blocked by CORS or by the page's policy, or the connection broke. */
  network: 'network',
  /** No complete answer within the deadline, body included. */
  timeout: 'timeout',
  /** An answer beyond the byte cap. */
  response_too_large: 'response_too_large',
  /** An answer that is not what the standard says: no JSON, wrong types, missing members; `field` names it. */
  response_invalid: 'response_invalid',
  /** An HTTP status that tells of a failure, without an OAuth error in it. */
  http_status: 'http_status',
  /** Too many requests (429). */
  rate_limited: 'rate_limited',
  /** The code or refresh token was refused (`invalid_grant`). */
  grant_refused: 'grant_refused',
  /** The client was refused (`invalid_client`, `unauthorized_client`). */
  client_refused: 'client_refused',
  /** The app is registered or configured in a way that the provider refuses; `field` says what, `errorCodes` holds the provider's own numbers. */
  registration_invalid: 'registration_invalid',
  /** The token endpoint answered with another OAuth error; `error` holds it. */
  token_refused: 'token_refused',
  /** A token of a type that docgate does not use. */
  token_type_unsupported: 'token_type_unsupported',
  /** The ID token failed a check; `field` names the claim. */
  id_token_invalid: 'id_token_invalid',
  /** A token that was issued just now lies far off this device's clock; `field` names the claim. */
  clock_skewed: 'clock_skewed',
  /** The access token is for another API than the configured one. */
  api_base_mismatch: 'api_base_mismatch',
  /** The provider's metadata is missing, malformed, or points to addresses that are not allowed; `field` names the member. */
  metadata_invalid: 'metadata_invalid',
  /** The provider's key set is no key set; `field` names the member. */
  keys_invalid: 'keys_invalid',
  /** The provider says that it does not support PKCE with S256. */
  pkce_unsupported: 'pkce_unsupported',
  /** docgate-relay refused the request; `error` says why, `errorDescription` in a sentence. */
  relay_refused: 'relay_refused',
  /** The app said no to the person who came back, or its `confirm` failed; nothing of the sign-in was kept. */
  user_not_confirmed: 'user_not_confirmed',
  /** `fetch` was asked to send the token to an address that is not allow-listed; nothing was sent. */
  origin_not_allowed: 'origin_not_allowed',
  /** The access token has characters that cannot be sent in a header. */
  token_unusable: 'token_unusable',
  /** Five logins within a minute that nobody clicked for. */
  login_loop: 'login_loop',
  /** The page was left for a login, and came back without one. */
  navigation_abandoned: 'navigation_abandoned',
  /** The browser opened no window for a login with `display: 'popup'`. */
  popup_blocked: 'popup_blocked',
  /** The window of a login with `display: 'popup'` was closed before it came back. */
  popup_closed: 'popup_closed',
  /** A call in the window or frame that the provider came back to; only `ready()` answers there. */
  popup_window: 'popup_window',
  /** A call on an instance after `dispose()`. */
  disposed: 'disposed',
  /** The engine has no WebAssembly, or the page's policy forbids it, and the translation to JavaScript could not be loaded either. */
  wasm_refused: 'wasm_refused',
  /** The wasm of `docgate/slim` did not arrive, or is not the file of this version; `cause` has the reason. */
  wasm_not_loaded: 'wasm_not_loaded',
  /** A defect in docgate itself. The session is kept where it was stored; the next call works. */
  internal_error: 'internal_error',
} as const satisfies { readonly [Code in AuthErrorCode]: Code };

/** The messages of those that the face itself makes, where no wasm runs. */
export const messages = {
  config_invalid: 'This value of the configuration or of the options cannot be used.',
  config_conflict:
    'Another instance on this page has the same redirect URI but other settings. Use one config per client, and one redirect URI per provider.',
  not_in_browser: 'This call needs a browser page.',
  embedded_browser:
    "This page is inside an app, which could read what is typed at the provider. Sign in with the system's browser; docs/wrapped-apps.md says how.",
  login_required: 'Nobody is signed in, or the session has ended. Call login().',
  timeout: 'The provider did not answer completely within the deadline.',
  popup_closed: 'The window was closed before the sign-in was finished.',
  disposed: 'This instance was disposed of.',
  wasm_refused:
    "This browser or page does not allow WebAssembly. Add 'wasm-unsafe-eval' to script-src of the page's Content-Security-Policy.",
  wasm_not_loaded:
    "The WebAssembly file could not be used. Pass the file docgate/wasm of this version to loadCore(), served unchanged as application/wasm from an address that connect-src allows, with 'wasm-unsafe-eval' in script-src.",
  internal_error: 'docgate failed internally. Please report it with its version. The next call works again.',
} as const;
