//! What the relay answers when it refuses: ONE table of codes, statuses and sentences.

use std::fmt;

macro_rules! errors {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $status:literal, $sentence:literal;)+) => {
        /// Every way in which the relay refuses. The text form is stable.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Code { $($(#[doc = $doc])+ $variant,)+ }

        impl Code {
            /// All codes, in the order of the table.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)+];

            /// The stable code, as the page sees it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $code,)+ }
            }

            /// The HTTP status.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Code::$variant => $status,)+ }
            }

            /// What happened and what to change, for people.
            #[must_use]
            pub const fn sentence(self) -> &'static str {
                match self { $(Code::$variant => $sentence,)+ }
            }
        }
    };
}

errors! {
    /// A parameter is missing, repeated or malformed.
    InvalidRequest = "invalid_request", 400, "A parameter is missing, repeated or malformed.";
    /// The client id is not the entry's, or the provider refuses the client.
    InvalidClient = "invalid_client", 400, "The client is not the one of this entry, or the provider refuses it.";
    /// No login of this browser fits, or its session has ended.
    InvalidGrant = "invalid_grant", 400, "No login or session of this browser fits, or it has ended. Sign in again.";
    /// The provider refuses a scope.
    InvalidScope = "invalid_scope", 400, "The provider refuses a scope that was asked for.";
    /// The provider wants to ask the person.
    InteractionRequired = "interaction_required", 400, "The provider wants to ask the person. Sign in again.";
    /// Another grant than the two.
    UnsupportedGrantType = "unsupported_grant_type", 400, "The grant is authorization_code or refresh_token, and this entry must have it.";
    /// The page's origin is not on the entry's list.
    OriginNotAllowed = "origin_not_allowed", 403, "This origin is not one of the entry's `origins`.";
    /// The page is of another site.
    CrossSite = "cross_site", 403, "The relay answers pages of its own site only. Give it a host name below the app's domain.";
    /// The header `Docgate-Relay` is missing.
    HeaderMissing = "header_missing", 403, "The header `Docgate-Relay: 1` is missing.";
    /// The request is for another host.
    HostNotAllowed = "host_not_allowed", 421, "This host name is not one of the relay's `hosts`.";
    /// There is no such entry, or nothing at this address of it.
    EntryUnknown = "entry_unknown", 404, "The relay has nothing at this address. Check the entry's name.";
    /// The path of the API is not on the entry's list.
    PathNotAllowed = "path_not_allowed", 403, "This path is not one of the entry's `api.allow`.";
    /// The method is not allowed here.
    MethodNotAllowed = "method_not_allowed", 405, "This method is not allowed here.";
    /// The body is too large.
    BodyTooLarge = "body_too_large", 413, "The body of the request is too large.";
    /// The request did not come in time.
    RequestTimeout = "request_timeout", 408, "The request did not arrive completely in time.";
    /// The relay's cookies are too large.
    CookiesTooLarge = "cookies_too_large", 431, "The relay's cookies in this browser are too large together. Sign out of something.";
    /// Too many requests.
    TooManyRequests = "too_many_requests", 429, "Too many requests. Wait as long as Retry-After says.";
    /// The relay has too much to do.
    Overloaded = "overloaded", 503, "The relay has too much to do at the moment.";
    /// No connection to the service.
    UpstreamUnreachable = "upstream_unreachable", 502, "The service behind the relay cannot be reached.";
    /// The service did not answer in time.
    UpstreamTimeout = "upstream_timeout", 504, "The service behind the relay did not answer in time.";
    /// The service's answer is not what it must be.
    UpstreamInvalid = "upstream_invalid", 502, "The service behind the relay answered with something that cannot be used.";
    /// The service refused: a status that tells of a failure, or a redirect.
    UpstreamRefused = "upstream_refused", 502, "The service behind the relay refused the request.";
    /// The guard found no access token.
    TokenMissing = "token_missing", 401, "An access token for this relay is missing.";
    /// The guard refuses the access token.
    TokenInvalid = "token_invalid", 401, "The access token is not valid for this relay, or has ended.";
    /// The person is not one of those that the entry lets in.
    UserNotAllowed = "user_not_allowed", 403, "This person is not one of the entry's `guard.allow`.";
    /// A defect in the relay.
    InternalError = "internal_error", 500, "The relay failed internally.";
}

/// What a provider said when it refused, as far as a page may see it: untrusted text, made safe.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The OAuth error code: one of those that the standards know.
    pub error: Option<String>,
    /// The provider's sentence.
    pub description: Option<String>,
    /// The provider's own numbers.
    pub error_codes: Vec<i64>,
    /// The provider's own refinement of `error`.
    pub suberror: Option<String>,
    /// What the provider's support asks for.
    pub correlation_id: Option<String>,
    /// Claims that a login has to ask for, as JSON text.
    pub claims: Option<String>,
}

/// A refusal: the code, and what is known about it. Never holds a token, code or secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The code.
    pub code: Code,
    /// The parameter, header or member that is meant.
    pub field: Option<&'static str>,
    /// Seconds to wait.
    pub retry_after: Option<u64>,
    /// What the provider said.
    pub told: Option<Box<Told>>,
}

impl Refusal {
    /// A refusal of which only the code is known.
    #[must_use]
    pub fn new(code: Code) -> Refusal {
        Refusal {
            code,
            field: None,
            retry_after: None,
            told: None,
        }
    }

    /// A refusal for a parameter, header or member.
    #[must_use]
    pub fn at(code: Code, field: &'static str) -> Refusal {
        Refusal {
            field: Some(field),
            ..Refusal::new(code)
        }
    }

    /// A refusal that says how many seconds to wait.
    #[must_use]
    pub fn wait(code: Code, seconds: u64) -> Refusal {
        Refusal {
            retry_after: Some(seconds),
            ..Refusal::new(code)
        }
    }
}

impl From<Code> for Refusal {
    fn from(code: Code) -> Refusal {
        Refusal::new(code)
    }
}

/// The code and the field: what a log may have.
impl fmt::Debug for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code.as_str())?;
        match self.field {
            Some(field) => write!(formatter, " [{field}]"),
            None => Ok(()),
        }
    }
}
