//! What one renewal is for, and what an answer says of that (RFC 6749, section 5.2; OpenID Connect Core 1.0,
//! section 3.1.2.6).

use super::Tab;
use crate::core::error::{Code, Error};
use crate::core::resources::{self, Aim};

/// One token that is to be renewed, or got for the first time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Job {
    pub(super) aim: Aim,
    /// Only one that came later than this generation will do.
    pub(super) force: Option<u64>,
}

impl Job {
    /// Any token will do.
    pub(super) fn relax(&mut self) {
        self.force = None;
    }

    /// Whether it is after more than the session has: another resource's token, or claims in its own.
    pub(super) fn asks_for_more(&self) -> bool {
        !self.aim.is_own() || self.aim.claims.is_some()
    }

    /// With what a login has to ask for.
    pub(super) fn explain(&self, mut error: Error) -> Error {
        if error.code() == Code::InteractionRequired {
            let evidence = error.evidence_mut();
            evidence.scopes.clone_from(&self.aim.scopes);
            let told = evidence.claims.take();
            evidence.claims = told.or_else(|| self.aim.claims.clone());
        }
        error
    }
}

/// A token that nothing can bring without the person.
pub(super) fn cannot(aim: &Aim) -> Error {
    if aim.is_own() && aim.claims.is_none() {
        return Tab::nobody();
    }
    let mut error = resources::missing(aim.asked());
    error.evidence_mut().claims.clone_from(&aim.claims);
    error
}

/// Answers that say something of what was asked for beyond the session.
pub(super) fn concerns_the_wish(code: Code) -> bool {
    matches!(
        code,
        Code::InteractionRequired
            | Code::ScopeRefused
            | Code::RegistrationInvalid
            | Code::AuthorizationDenied
            | Code::TokenRefused
            | Code::ClientRefused
            | Code::TokenTypeUnsupported
    )
}

/// Answers that were seen, and after which the same token must not be sent again.
pub(super) fn is_final(code: Code) -> bool {
    matches!(
        code,
        Code::GrantRefused
            | Code::InteractionRequired
            | Code::IdTokenInvalid
            | Code::ClockSkewed
            | Code::TokenTypeUnsupported
    )
}
