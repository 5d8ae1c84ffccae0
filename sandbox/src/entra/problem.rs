//! What goes wrong, by Microsoft's numbers. The texts are our own: apps are told to branch on `error` alone.

use serde_json::{Value, json};

use crate::entropy::{Entropy, uuid};

/// A refusal, before it is known whether it goes to a page, to the app's address or into a JSON body.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    pub(super) code: u32,
    pub(super) error: &'static str,
    pub(super) suberror: Option<&'static str>,
    /// A claims request, as JSON text, that has to come with the next authorization request.
    pub(super) claims: Option<String>,
    pub(super) text: String,
}

impl Problem {
    /// A refusal; the detail is what the text is about.
    pub(super) fn new(code: u32, detail: &str) -> Self {
        let (error, text) = meaning(code);
        Self {
            code,
            error,
            suberror: (code == 65001).then_some("consent_required"),
            claims: None,
            text: text.replace("{}", detail),
        }
    }

    /// The same number under another `error`: at the token endpoint many are `invalid_grant`.
    pub(super) fn with_error(self, error: &'static str) -> Self {
        Self { error, ..self }
    }

    pub(super) fn status(&self) -> u16 {
        if self.error == "invalid_client" {
            401
        } else {
            400
        }
    }

    /// `error` and what comes with it, in the order of the wire.
    pub(super) fn members(
        &self,
        origin: &str,
        now: u64,
        correlation: Option<&str>,
        entropy: &mut dyn Entropy,
    ) -> Vec<(&'static str, Value)> {
        let trace = uuid(entropy);
        let correlation = correlation.map_or_else(|| uuid(entropy), str::to_string);
        let timestamp = timestamp(now);
        let description = format!(
            "AADSTS{}: {}\r\nTrace ID: {trace}\r\nCorrelation ID: {correlation}\r\nTimestamp: {timestamp}",
            self.code, self.text
        );
        let mut members = vec![
            ("error", json!(self.error)),
            ("error_description", json!(description)),
            ("error_codes", json!([self.code])),
            ("timestamp", json!(timestamp)),
            ("trace_id", json!(trace)),
            ("correlation_id", json!(correlation)),
            (
                "error_uri",
                json!(format!("{origin}/error?code={}", self.code)),
            ),
        ];
        members.extend(self.suberror.map(|suberror| ("suberror", json!(suberror))));
        members.extend(self.claims.as_ref().map(|claims| ("claims", json!(claims))));
        members
    }
}

/// The `error` of a number, and what it says.
fn meaning(code: u32) -> (&'static str, &'static str) {
    match code {
        16000 => (
            "interaction_required",
            "Several accounts are signed in and none was named.",
        ),
        28000 => (
            "invalid_request",
            "The scope belongs to more than one resource: {}.",
        ),
        50011 => (
            "invalid_request",
            "The redirect URI {} is none of those registered for the application.",
        ),
        50058 => ("login_required", "Nobody is signed in."),
        50076 => (
            "interaction_required",
            "A further proof of identity is needed for {}.",
        ),
        50173 => ("invalid_grant", "The grant was revoked."),
        50194 => (
            "invalid_request",
            "The application {} is for one tenant; use that tenant's own endpoint.",
        ),
        54005 => ("invalid_grant", "The code was redeemed before."),
        65001 => (
            "invalid_grant",
            "Nobody has consented to this use of the application {}.",
        ),
        65004 => ("access_denied", "The user declined to consent."),
        70000 => ("invalid_grant", "The grant is unknown or malformed."),
        70003 => (
            "unsupported_grant_type",
            "The grant type {} is not supported.",
        ),
        70007 => ("invalid_request", "The response mode {} is not supported."),
        70008 => ("invalid_grant", "The grant has expired."),
        70011 => ("invalid_scope", "The scope is not valid: {}."),
        90002 => ("invalid_request", "The tenant {} was not found."),
        90023 => ("invalid_request", "The prompt {} is not supported."),
        90038 => ("invalid_request", "The tenant lives in the cloud {}."),
        90094 => (
            "access_denied",
            "An administrator's consent is needed for {}.",
        ),
        160021 => ("interaction_required", "The session asked for is not here."),
        500011 => (
            "invalid_resource",
            "The resource {} was not found in the tenant.",
        ),
        500112 => (
            "invalid_grant",
            "The redirect URI is not the one that the code was sent to.",
        ),
        501481 => (
            "invalid_grant",
            "The code verifier does not fit the code challenge.",
        ),
        501491 => (
            "invalid_request",
            "The code challenge has the wrong length or method.",
        ),
        650053 => (
            "invalid_client",
            "The application asked for a scope that the resource does not have: {}.",
        ),
        650057 => (
            "invalid_resource",
            "The resource {} is not in the application's registration.",
        ),
        700005 => (
            "invalid_grant",
            "The grant was made for another tenant than {}.",
        ),
        700016 => (
            "unauthorized_client",
            "The application {} was not found in the directory.",
        ),
        700025 => (
            "invalid_client",
            "The client is public, so it must not send a secret.",
        ),
        700054 => (
            "unsupported_response_type",
            "The response type {} is not enabled.",
        ),
        700082 => ("invalid_grant", "The refresh token has expired."),
        700084 => (
            "invalid_grant",
            "The refresh token was issued to a single page app, and so had a fixed, limited lifetime of 1.00:00:00.",
        ),
        900144 => ("invalid_request", "The request lacks the parameter {}."),
        901002 => (
            "invalid_request",
            "The request parameter 'resource' is not supported.",
        ),
        7000215 => ("invalid_client", "The client secret is wrong."),
        7000218 => (
            "invalid_client",
            "The request must have a client_secret or a client_assertion.",
        ),
        9000410 => ("invalid_request", "The parameter {} is not JSON."),
        9000411 => ("invalid_request", "The parameter {} is repeated."),
        9002325 => (
            "invalid_request",
            "Proof Key for Code Exchange is required for cross-origin redemption.",
        ),
        9002326 => (
            "invalid_request",
            "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. Request origin: '{}'.",
        ),
        9002327 => (
            "invalid_request",
            "Tokens of the 'Single-Page Application' client-type may be redeemed by cross-origin requests only.",
        ),
        _ => ("invalid_request", "The request is not valid: {}."),
    }
}

/// `2026-01-01 00:00:00Z`.
fn timestamp(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // Days to year, month and day, in years that begin in March (400 years have 146,097 days).
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, wrapped) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    format!(
        "{:04}-{month:02}-{day:02} {:02}:{:02}:{:02}Z",
        year + era * 400 + wrapped,
        rest / 3600,
        rest / 60 % 60,
        rest % 60
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn times_are_written_out() {
        assert_eq!(super::timestamp(0), "1970-01-01 00:00:00Z");
        assert_eq!(super::timestamp(951_827_696), "2000-02-29 12:34:56Z");
        assert_eq!(super::timestamp(1_767_225_599), "2025-12-31 23:59:59Z");
    }
}
