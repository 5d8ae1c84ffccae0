//! Errors: ONE table of codes and messages.
//!
//! The table below is expanded into the Rust enum, its text, and the TypeScript union
//! (`src/js/codes.ts`, kept equal by a test). Messages are constants; what varies is in [`Evidence`].

use std::{error, fmt};

use super::json::Field;

macro_rules! errors {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $message:literal;)+) => {
        /// Every way in which docgate can fail. The text form is stable; branch on it.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Code { $($(#[doc = $doc])+ $variant,)+ }

        impl Code {
            /// All codes, in the order of the table.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)+];

            /// The stable code, as JavaScript sees it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $code,)+ }
            }

            /// What happened and what to change, for people.
            pub const fn message(self) -> &'static str {
                match self { $(Code::$variant => $message,)+ }
            }

            /// When it happens, for the generated documentation.
            pub const fn explanation(self) -> &'static str {
                match self { $(Code::$variant => concat!($($doc),+),)+ }
            }
        }
    };
}

errors! {
    /// A key of the config or of the options that docgate does not know; `field` names it.
    ConfigUnknownKey = "config_unknown_key", "This key is not one of docgate's. Remove it or correct its spelling.";
    /// A value of the config or of the options has a wrong type or form; `field` names it.
    ConfigInvalid = "config_invalid", "This value of the configuration or of the options cannot be used.";
    /// A client secret was found in the configuration.
    ConfigSecret = "config_secret", "A client secret must never be in a page. Register a public client, or let docgate-relay hold the secret.";
    /// Two configs for the same issuer, client and redirect URI differ, or two issuers share one redirect URI.
    ConfigConflict = "config_conflict", "Another instance on this page has the same redirect URI but other settings. Use one config per client, and one redirect URI per provider.";
    /// What was asked for is not in this build or not possible with this provider.
    NotSupported = "not_supported", "This is not supported by this build or this provider.";
    /// A call that needs a browser was made elsewhere, for example on a server.
    NotInBrowser = "not_in_browser", "This call needs a browser page.";
    /// The page is plain http and not on loopback.
    InsecureContext = "insecure_context", "This page was not loaded over https. Serve it over https, or from localhost while developing.";
    /// The page is framed by another site.
    Framed = "framed", "Sign-in does not run in a frame of another site.";
    /// The page is in the web view of an app, which could read what people type at the provider (RFC 8252, section 8.12).
    EmbeddedBrowser = "embedded_browser", "This page is inside an app, which could read what is typed at the provider. Sign in with the system's browser; docs/wrapped-apps.md says how.";
    /// The browser refuses `sessionStorage`.
    StorageUnavailable = "storage_unavailable", "The browser blocks storage for this page, so a login could not come back. Allow site data, or open the page outside of a sandboxed frame.";
    /// `sessionStorage` is full.
    StorageFull = "storage_full", "The storage of this page is full, so the login could not be stored. Remove data of the app from sessionStorage.";
    /// The browser gave no random numbers.
    EntropyUnavailable = "entropy_unavailable", "crypto.getRandomValues is missing or fails, so no safe login can be started.";
    /// A callback with repeated or contradictory parameters, or without a code.
    CallbackInvalid = "callback_invalid", "The address that the provider sent back is malformed. Start the sign-in again.";
    /// The same callback a second time (reload, Back, bookmark), with no session left.
    CallbackAlreadyUsed = "callback_already_used", "This sign-in address was used before. Start the sign-in again.";
    /// `iss` of the callback, or the issuer in the metadata, is not the one that was configured.
    IssuerMismatch = "issuer_mismatch", "The answer does not come from the configured issuer.";
    /// A callback whose `state` belongs to no login of this tab.
    PendingLoginMissing = "pending_login_missing", "No sign-in that was started in this tab fits this address. Start the sign-in again, in one tab.";
    /// A callback of a login that was started too long ago.
    PendingLoginExpired = "pending_login_expired", "This sign-in was started too long ago. Start it again.";
    /// A callback of a login that was started under another config.
    PendingLoginForeign = "pending_login_foreign", "This sign-in was started under other settings. Start it again.";
    /// The person, or a rule of the provider, said no (`access_denied`).
    AuthorizationDenied = "authorization_denied", "Access was denied at the provider.";
    /// The provider's authorization endpoint answered with another error; `error` holds it.
    AuthorizationFailed = "authorization_failed", "The provider refused the sign-in. See `error`.";
    /// A scope is unknown to the provider or not registered for this app (`invalid_scope`).
    ScopeRefused = "scope_refused", "The provider refuses a scope that was asked for. Register it for this app, or ask for less.";
    /// The session cannot go on without a person: call `login()`.
    LoginRequired = "login_required", "Nobody is signed in, or the session has ended. Call login().";
    /// A person has to consent, choose or prove something: call `login()` with the given scopes.
    InteractionRequired = "interaction_required", "The provider wants to ask the person. Call login() with `scopes`, `claims`, `acrValues` and `maxAge` of this error, as far as it has them.";
    /// No answer: offline, blocked by CORS or by the page's policy, or the connection broke.
    Network = "network", "No readable answer from the provider. Either the network failed, or the server sent no CORS header for this page's origin, or the page's connect-src forbids it.";
    /// No complete answer within the deadline, body included.
    Timeout = "timeout", "The provider did not answer completely within the deadline.";
    /// An answer beyond the byte cap.
    ResponseTooLarge = "response_too_large", "The provider's answer is larger than any honest one.";
    /// An answer that is not what the standard says: no JSON, wrong types, missing members; `field` names it.
    ResponseInvalid = "response_invalid", "The provider's answer does not follow the standard.";
    /// An HTTP status that tells of a failure, without an OAuth error in it.
    HttpStatus = "http_status", "The provider answered with an HTTP error. See `status`.";
    /// Too many requests (429).
    RateLimited = "rate_limited", "The provider's limit of requests is reached. Wait, for `retryAfter` seconds where given, then try again.";
    /// The code or refresh token was refused (`invalid_grant`).
    GrantRefused = "grant_refused", "The provider refused the code: used before, too old, or it was issued for another login. Start the sign-in again.";
    /// The client was refused (`invalid_client`, `unauthorized_client`).
    ClientRefused = "client_refused", "The provider refuses this client. Check the client id, and that the app is registered as a public client (PKCE, no secret).";
    /// The app is registered or configured in a way that the provider refuses; `field` says what, `errorCodes` holds the provider's own numbers.
    RegistrationInvalid = "registration_invalid", "The app's registration at the provider, or its configuration here, does not fit.";
    /// The token endpoint answered with another OAuth error; `error` holds it.
    TokenRefused = "token_refused", "The provider refused to issue a token. See `error`.";
    /// A token of a type that docgate does not use.
    TokenTypeUnsupported = "token_type_unsupported", "The provider issued a token of a type other than Bearer.";
    /// The ID token failed a check; `field` names the claim.
    IdTokenInvalid = "id_token_invalid", "The ID token failed a check, so nothing of the answer was kept.";
    /// A token that was issued just now lies far off this device's clock; `field` names the claim.
    ClockSkewed = "clock_skewed", "The clock of this device differs from the provider's by more than five minutes, so the ID token cannot be judged. Set the device's date and time.";
    /// The access token is for another API than the configured one.
    ApiBaseMismatch = "api_base_mismatch", "The access token was issued for another address than the configured portal. Open the portal at the address that is in the config.";
    /// The provider's metadata is missing, malformed, or points to addresses that are not allowed; `field` names the member.
    MetadataInvalid = "metadata_invalid", "The provider's metadata cannot be used.";
    /// The provider's key set is no key set; `field` names the member.
    KeysInvalid = "keys_invalid", "The provider's key set cannot be read, so no signature of its ID tokens can be checked.";
    /// The provider says that it does not support PKCE with S256.
    PkceUnsupported = "pkce_unsupported", "The provider does not support PKCE with S256, without which a public client is not safe.";
    /// docgate-relay refused the request; `error` says why, `errorDescription` in a sentence.
    RelayRefused = "relay_refused", "docgate-relay refused the request. See `error` and `errorDescription`; docs/relay.md explains each.";
    /// The app said no to the person who came back, or its `confirm` failed; nothing of the sign-in was kept.
    UserNotConfirmed = "user_not_confirmed", "The person who signed in was not confirmed, so the sign-in was dropped.";
    /// `fetch` was asked to send the token to an address that is not allow-listed; nothing was sent.
    OriginNotAllowed = "origin_not_allowed", "The access token is not sent to this address. Use a path of the API, or add the exact origin to allowedOrigins.";
    /// The access token has characters that cannot be sent in a header.
    TokenUnusable = "token_unusable", "The access token has characters that cannot be sent.";
    /// Five logins within a minute that nobody clicked for.
    LoginLoop = "login_loop", "The app starts one sign-in after the other. Check that ready() or login() runs on the redirect path before anything changes the address; a click or { retry: true } goes on.";
    /// The page was left for a login, and came back without one.
    NavigationAbandoned = "navigation_abandoned", "The page was left for the sign-in, and restored without it.";
    /// The browser opened no window for a login with `display: 'popup'`.
    PopupBlocked = "popup_blocked", "The browser opened no window. Call login() directly in the click, before anything is awaited, or use display 'redirect'.";
    /// The window of a login with `display: 'popup'` was closed before it came back.
    PopupClosed = "popup_closed", "The window was closed before the sign-in was finished.";
    /// A call in the window or frame that the provider came back to; only `ready()` answers there.
    PopupWindow = "popup_window", "This window only hands its address to the page that opened it. Call nothing but ready() here, and show nothing.";
    /// A call on an instance after `dispose()`.
    Disposed = "disposed", "This instance was disposed of.";
    /// The engine has no WebAssembly, or the page's policy forbids it, and the translation to JavaScript could not be loaded either.
    WasmRefused = "wasm_refused", "This browser or page does not allow WebAssembly. Add 'wasm-unsafe-eval' to script-src of the page's Content-Security-Policy.";
    /// The wasm of `docgate/slim` did not arrive, or is not the file of this version; `cause` has the reason.
    WasmNotLoaded = "wasm_not_loaded", "The WebAssembly file could not be used. Pass the file docgate/wasm of this version to loadCore(), served unchanged as application/wasm from an address that connect-src allows, with 'wasm-unsafe-eval' in script-src.";
    /// A defect in docgate itself. The session is kept where it was stored; the next call works.
    InternalError = "internal_error", "docgate failed internally. Please report it with its version. The next call works again.";
}

/// What is known about one failure. Never holds a token, code, verifier or secret.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The key of the config, option or answer that is meant.
    pub field: Option<String>,
    /// What to do or what would be right: a constant sentence.
    pub hint: Option<&'static str>,
    /// The server's `error`, `error_description`, `error_uri`: untrusted text, see [`sanitise`].
    pub error: Option<String>,
    /// See `error`.
    pub error_description: Option<String>,
    /// See `error`.
    pub error_uri: Option<String>,
    /// HTTP status.
    pub status: Option<u16>,
    /// Seconds to wait.
    pub retry_after: Option<u64>,
    /// Scopes that a login has to ask for.
    pub scopes: Vec<String>,
    /// Claims that a login has to ask for, as JSON text.
    pub claims: Option<String>,
    /// `acr_values` that a login has to ask for (RFC 9470).
    pub acr_values: Option<String>,
    /// `max_age` that a login has to ask for, in seconds (RFC 9470).
    pub max_age: Option<u64>,
    /// The provider's own numbers for what went wrong.
    pub error_codes: Vec<i64>,
    /// The provider's own refinement of `error`.
    pub suberror: Option<String>,
    /// What the provider's support asks for.
    pub correlation_id: Option<String>,
}

/// A failure: a code, and what is known about it. One word wide, so that `Result` stays small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<(Code, Evidence)>);

impl Error {
    /// A failure of which only the code is known.
    #[inline(never)]
    pub fn new(code: Code) -> Error {
        Error(Box::new((code, Evidence::default())))
    }

    /// A failure at a key, claim or member.
    #[inline(never)]
    pub fn at(code: Code, field: &str) -> Error {
        let mut error = Error::new(code);
        error.0.1.field = Some(sanitise(field, 64));
        error
    }

    /// The same, with what would be right.
    pub fn hinting(code: Code, field: &str, hint: &'static str) -> Error {
        let mut error = Error::at(code, field);
        error.0.1.hint = Some(hint);
        error
    }

    /// The stable code.
    pub fn code(&self) -> Code {
        self.0.0
    }

    /// What is known.
    pub fn evidence(&self) -> &Evidence {
        &self.0.1
    }

    /// To add what is known.
    pub fn evidence_mut(&mut self) -> &mut Evidence {
        &mut self.0.1
    }

    /// The same evidence under another code.
    pub fn coded(mut self, code: Code) -> Error {
        self.0.0 = code;
        self
    }

    /// The message for people: the constant text, the key, and what would be right.
    pub fn message(&self) -> String {
        let mut text = String::from(self.code().message());
        if let Some(field) = &self.evidence().field {
            text.push_str(" [");
            text.push_str(field);
            text.push(']');
        }
        if let Some(hint) = self.evidence().hint {
            text.push(' ');
            text.push_str(hint);
        }
        text
    }
}

/// For Rust callers; nothing of it is in the npm package.
impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message())
    }
}

impl error::Error for Error {}

impl From<Code> for Error {
    fn from(code: Code) -> Error {
        Error::new(code)
    }
}

/// A member of a server's answer that is missing or has a wrong type.
impl From<Field> for Error {
    fn from(field: Field) -> Error {
        Error::at(Code::ResponseInvalid, field.name)
    }
}

/// A server's text as data: at most `limit` characters, no control or format characters.
pub fn sanitise(text: &str, limit: usize) -> String {
    text.chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'))
        .take(limit)
        .collect()
}
