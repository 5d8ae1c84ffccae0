//! Numbered errors. The numbers and their names are the vendor's; where the number stands in the answer is a switch.

use serde_json::{Value, json};

use crate::{
    http::Response,
    switches::{EnadocSwitches, ErrorEnvelope},
};

/// An error by its number: 507 is written `000.507`, 2001 is `002.001`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbered(pub(super) u32);

impl Numbered {
    pub(super) fn answer(self, switches: &EnadocSwitches) -> Response {
        let number = format!("{:03}.{:03}", self.0 / 1000, self.0 % 1000);
        let (error, description) = self.words();
        let status = switches.error_status.unwrap_or(self.status());
        Response::json(
            status,
            &envelope(switches.error_envelope, &number, error, description),
        )
    }

    fn status(self) -> u16 {
        match self.0 {
            510..=512 => 401,
            10..=16 => 403,
            _ => 400,
        }
    }

    /// The vendor's columns "Error" and "Error description".
    fn words(self) -> (&'static str, &'static str) {
        let permission = "Scope does not contain current application";
        match self.0 {
            1 => (
                "Client_id is empty",
                "Request does not contain the client id",
            ),
            2 => ("Invalid client_id", "There is no application with this id"),
            3 => ("Inactive client", "The application is switched off"),
            4 => (
                "Client_secret is empty",
                "Request does not contain the client secret",
            ),
            10 => (permission, "The application may not see libraries"),
            11 => (permission, "The application may not see tag profiles"),
            12 => (permission, "The application may not see indexes"),
            13 => (permission, "The application may not see users"),
            14 => (permission, "The application may not upload"),
            15 => (permission, "The application may not search"),
            16 => (permission, "The application may not see comments and flags"),
            501 => ("Invalid content type", "The request is not form-urlencoded"),
            502 => (
                "Invalid grant type",
                "The grant type is authorization_code or refresh_token",
            ),
            504 => (
                "Authorization code is empty",
                "Request body does not contain authorization code",
            ),
            506 => (
                "Invalid authorization code",
                "The authorization code is unknown or too old",
            ),
            507 => (
                "Authorization code is discarded",
                "The authorization code has been used",
            ),
            508 => (
                "Refresh token is empty",
                "Request body does not contain refresh token",
            ),
            509 => (
                "Invalid refresh token",
                "The refresh token is unknown, replaced or too old",
            ),
            510 => (
                "Authorization token not found",
                "Request header does not contain authorization token",
            ),
            511 => (
                "Invalid authorization token",
                "The authorization token is unknown",
            ),
            512 => (
                "Authorization token is expired",
                "Ask for a new authorization token",
            ),
            2001 => ("No tag profiles", "The library has no tag profiles"),
            _ => ("Invalid id", "There is nothing with this id"),
        }
    }
}

fn envelope(kind: ErrorEnvelope, number: &str, error: &str, description: &str) -> Value {
    match kind {
        ErrorEnvelope::Snake => {
            json!({"error_code": number, "error": error, "error_description": description})
        }
        ErrorEnvelope::Camel => {
            json!({"errorCode": number, "error": error, "errorDescription": description})
        }
        ErrorEnvelope::Pascal => {
            json!({"ErrorCode": number, "Error": error, "ErrorDescription": description})
        }
        ErrorEnvelope::Code => json!({"code": number, "message": error, "reason": description}),
        ErrorEnvelope::Object => {
            json!({"error": {"code": number, "message": error, "description": description}})
        }
        ErrorEnvelope::Array => {
            json!([{"errorCode": number, "error": error, "errorDescription": description}])
        }
        ErrorEnvelope::Errors => {
            json!({"errors": [{"error_code": number, "error": error, "error_description": description}]})
        }
    }
}
