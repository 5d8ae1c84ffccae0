//! The registered applications and the people who sign in.

use serde::{Deserialize, Serialize};

/// A registered application, at either double.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Client {
    /// The client id. (At a real portal a UUID.)
    pub id: String,
    /// What the consent page calls it.
    #[serde(default)]
    pub name: String,
    /// Compared as exact text; only IP loopback addresses may differ in their port.
    pub redirect_uris: Vec<String>,
    /// OpenID Connect double: where a logout may return to, as exact text.
    #[serde(default)]
    pub post_logout_redirect_uris: Vec<String>,
    /// The scopes it may ask for; all that the double knows if left out.
    #[serde(default)]
    pub scopes: Option<Vec<String>>,
    /// May exchange a code with PKCE and no secret.
    #[serde(default = "yes")]
    pub public: bool,
    /// May exchange a code with this secret.
    #[serde(default)]
    pub secret: Option<String>,
    /// Portal: the origins that may read REST API answers with this client's tokens.
    #[serde(default)]
    pub allowed_origins: Vec<String>,
    /// Switched off by its owner.
    #[serde(default)]
    pub disabled: bool,
    /// Enadoc: seconds that its access tokens live, a setting of the app there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_token_lifetime: Option<u64>,
    /// Portal: usable by anybody at all (what its API calls `is_public`).
    #[serde(default = "yes")]
    pub cross_portal: bool,
}

fn yes() -> bool {
    true
}

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// The short name: what the picker's buttons, `auto_login` and the control API use.
    pub login: String,
    /// The `sub` of tokens and the `id` of profiles.
    pub id: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// E-mail address.
    pub email: String,
    /// Entra: the tenant, by GUID or domain; `contoso.example` if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<String>,
    /// OpenID Connect double: what access tokens, introspection and userinfo say in `groups`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
}

impl User {
    pub(crate) fn display_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }

    pub(crate) fn defaults() -> Vec<Self> {
        let user = |login: &str, id: &str, first_name: &str, last_name: &str| Self {
            login: login.to_string(),
            id: id.to_string(),
            first_name: first_name.to_string(),
            last_name: last_name.to_string(),
            email: format!("{login}@example.test"),
            tenant: None,
            groups: Vec::new(),
        };
        vec![
            Self {
                groups: vec!["doctors".to_string()],
                ..user(
                    "ada",
                    "5c1a8b0e-0f0d-4a53-9c66-0c1d2b9a1101",
                    "Ada",
                    "Lovelace",
                )
            },
            user(
                "grace",
                "5c1a8b0e-0f0d-4a53-9c66-0c1d2b9a1102",
                "Grace",
                "Hopper",
            ),
            Self {
                tenant: Some("fabrikam.example".to_string()),
                ..user(
                    "linus",
                    "5c1a8b0e-0f0d-4a53-9c66-0c1d2b9a1103",
                    "Linus",
                    "Pauling",
                )
            },
        ]
    }
}
