//! The switches: every oddity that a run or a test can turn on. `README.md` lists them for readers of no Rust.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    fault::Fault,
    mutation::{CallbackMutation, JsonMutation, JwtMutation},
};

/// All switches of a scenario.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Switches {
    /// Those of the portal.
    pub docspace: DocSpaceSwitches,
    /// Those of the OpenID Connect double.
    pub oidc: OidcSwitches,
}

impl Switches {
    /// Replaces the switches that are named and keeps the rest. Says what is wrong and changes nothing otherwise.
    pub(crate) fn merge(&mut self, changes: &Value) -> Result<(), String> {
        let mut merged = serde_json::to_value(&*self).map_err(|error| error.to_string())?;
        let sections = changes
            .as_object()
            .ok_or("the switches are a JSON object")?;
        for (section, values) in sections {
            let known = merged.get_mut(section).and_then(Value::as_object_mut);
            let known = known.ok_or_else(|| {
                format!("unknown section `{section}`, there are `docspace` and `oidc`")
            })?;
            let values = values
                .as_object()
                .ok_or_else(|| format!("`{section}` is a JSON object"))?;
            for (name, value) in values {
                known.insert(name.clone(), value.clone());
            }
            // Section by section, so that the message says where the key is.
            match section.as_str() {
                "docspace" => drop(parse::<DocSpaceSwitches>(section, known)?),
                _ => drop(parse::<OidcSwitches>(section, known)?),
            }
        }
        let merged: Self = serde_json::from_value(merged).map_err(|error| error.to_string())?;
        merged.check()?;
        *self = merged;
        Ok(())
    }

    /// Says which fault lacks something.
    pub(crate) fn check(&self) -> Result<(), String> {
        let (docspace, oidc) = (&self.docspace, &self.oidc);
        let faults = [
            &docspace.authorize_fault,
            &docspace.token_fault,
            &docspace.jwks_fault,
            &docspace.metadata_fault,
            &docspace.userinfo_fault,
            &docspace.introspection_fault,
            &docspace.revocation_fault,
            &docspace.capabilities_fault,
            &docspace.api_fault,
            &oidc.authorize_fault,
            &oidc.token_fault,
            &oidc.jwks_fault,
            &oidc.metadata_fault,
            &oidc.userinfo_fault,
            &oidc.revocation_fault,
            &oidc.api_fault,
        ];
        faults.into_iter().flatten().try_for_each(Fault::check)
    }
}

fn parse<T: serde::de::DeserializeOwned>(
    section: &str,
    values: &Map<String, Value>,
) -> Result<T, String> {
    // Name by name first: serde's message for a wrong type does not say which switch it was.
    for (name, value) in values {
        let alone = Value::Object(Map::from_iter([(name.clone(), value.clone())]));
        serde_json::from_value::<T>(alone)
            .map_err(|error| format!("`{section}.{name}`: {error}"))?;
    }
    serde_json::from_value(Value::Object(values.clone()))
        .map_err(|error| format!("`{section}`: {error}"))
}

/// The switches of the DocSpace portal. The defaults are DocSpace 3.7, self-hosted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DocSpaceSwitches {
    /// Sign this user in without showing the page. The redirects of the login hop still happen.
    pub auto_login: Option<String>,
    /// Answer Allow without showing the consent page.
    pub auto_consent: bool,
    /// Answer Deny without showing the consent page.
    pub deny_consent: bool,
    /// Allow, by page or by `auto_consent`, gives only these scopes.
    pub partial_consent: Option<Vec<String>>,
    /// Seconds that an access token lives; the answer says one less.
    pub access_token_lifetime: u64,
    /// Seconds that an authorization code lives.
    pub code_lifetime: u64,
    /// Seconds that a refresh token lives (confidential clients only).
    pub refresh_token_lifetime: u64,
    /// Seconds that an ID token lives.
    pub id_token_lifetime: u64,
    /// Seconds that the login hop's signature lives.
    pub signature_lifetime: u64,
    /// A signature serves one authorization request, then counts as expired: every later login makes the hop's restart.
    pub signature_expired: bool,
    /// 10 POSTs a minute and address to token, introspection, revocation and consent together, then the odd 429.
    pub rate_limit: bool,
    /// How many POSTs a minute the rate limit allows.
    pub rate_limit_posts: u32,
    /// CORS at `/oauth2/*` and discovery; `false` is DocSpace before 3.2.
    pub cors: bool,
    /// What tokens say in `aud` instead of the portal's address.
    pub audience: Option<String>,
    /// What tokens say in `iss` instead of the portal's address and `/oauth2`.
    pub issuer: Option<String>,
    /// The identity server runs; `false`: capabilities say so, `/oauth2/*` is 502, no token is good.
    pub identity_server: bool,
    /// Changes the parameters that come back to the app.
    pub callback: Option<CallbackMutation>,
    /// Changes access tokens.
    pub access_token: Option<JwtMutation>,
    /// Changes ID tokens.
    pub id_token: Option<JwtMutation>,
    /// Fault at the authorization endpoint (GET).
    pub authorize_fault: Option<Fault>,
    /// Fault at the token endpoint.
    pub token_fault: Option<Fault>,
    /// Fault at the key set.
    pub jwks_fault: Option<Fault>,
    /// Fault at the discovery documents.
    pub metadata_fault: Option<Fault>,
    /// Fault at userinfo.
    pub userinfo_fault: Option<Fault>,
    /// Fault at introspection.
    pub introspection_fault: Option<Fault>,
    /// Fault at revocation.
    pub revocation_fault: Option<Fault>,
    /// Fault at `/api/2.0/capabilities`.
    pub capabilities_fault: Option<Fault>,
    /// Fault at the rest of the REST API.
    pub api_fault: Option<Fault>,
}

impl Default for DocSpaceSwitches {
    fn default() -> Self {
        Self {
            auto_login: None,
            auto_consent: false,
            deny_consent: false,
            partial_consent: None,
            access_token_lifetime: 60 * 60,
            code_lifetime: 60,
            refresh_token_lifetime: 60 * 24 * 60 * 60,
            id_token_lifetime: 30 * 60,
            signature_lifetime: 5 * 60,
            signature_expired: false,
            rate_limit: false,
            rate_limit_posts: 10,
            cors: true,
            audience: None,
            issuer: None,
            identity_server: true,
            callback: None,
            access_token: None,
            id_token: None,
            authorize_fault: None,
            token_fault: None,
            jwks_fault: None,
            metadata_fault: None,
            userinfo_fault: None,
            introspection_fault: None,
            revocation_fault: None,
            capabilities_fault: None,
            api_fault: None,
        }
    }
}

/// When the OpenID Connect double gives refresh tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefreshTokens {
    /// When `offline_access` is granted.
    #[default]
    OfflineAccess,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The switches of the OpenID Connect double. The defaults are a server without faults.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OidcSwitches {
    /// Sign this user in without showing the page.
    pub auto_login: Option<String>,
    /// Answer every authorization request with this error code.
    pub authorize_error: Option<String>,
    /// Seconds that an access token lives.
    pub access_token_lifetime: u64,
    /// Seconds that an authorization code lives.
    pub code_lifetime: u64,
    /// Seconds that a refresh token lives, from each rotation on.
    pub refresh_token_lifetime: u64,
    /// Seconds that an ID token lives.
    pub id_token_lifetime: u64,
    /// When there is a refresh token.
    pub refresh_tokens: RefreshTokens,
    /// A refresh gives a new refresh token; the old one used again kills the whole family.
    pub rotate: bool,
    /// Seconds that a rotated refresh token still works.
    pub rotation_grace: u64,
    /// Scopes that are granted, instead of those asked for.
    pub granted_scopes: Option<Vec<String>>,
    /// CORS at metadata, keys, token, userinfo, revocation and the API.
    pub cors: bool,
    /// `iss` in the callback, and the promise of it in the metadata (change either with `callback` or `metadata`).
    pub callback_iss: bool,
    /// Public clients must send a code challenge.
    pub require_pkce: bool,
    /// The key set leaves `kid` out, and so do tokens.
    pub omit_kid: bool,
    /// So many foreign keys come before the genuine ones in the key set.
    pub decoy_keys: u32,
    /// Changes the metadata.
    pub metadata: Option<JsonMutation>,
    /// Changes the parameters that come back to the app.
    pub callback: Option<CallbackMutation>,
    /// Changes ID tokens.
    pub id_token: Option<JwtMutation>,
    /// Changes the ID tokens of refresh answers, in place of `id_token`.
    pub refreshed_id_token: Option<JwtMutation>,
    /// Changes userinfo answers.
    pub userinfo: Option<JsonMutation>,
    /// Fault at the authorization endpoint.
    pub authorize_fault: Option<Fault>,
    /// Fault at the token endpoint.
    pub token_fault: Option<Fault>,
    /// Fault at the key set.
    pub jwks_fault: Option<Fault>,
    /// Fault at the discovery documents.
    pub metadata_fault: Option<Fault>,
    /// Fault at userinfo.
    pub userinfo_fault: Option<Fault>,
    /// Fault at revocation.
    pub revocation_fault: Option<Fault>,
    /// Fault at `/api/…`.
    pub api_fault: Option<Fault>,
}

impl Default for OidcSwitches {
    fn default() -> Self {
        Self {
            auto_login: None,
            authorize_error: None,
            access_token_lifetime: 60 * 60,
            code_lifetime: 60,
            refresh_token_lifetime: 14 * 24 * 60 * 60,
            id_token_lifetime: 60 * 60,
            refresh_tokens: RefreshTokens::OfflineAccess,
            rotate: true,
            rotation_grace: 0,
            granted_scopes: None,
            cors: true,
            callback_iss: true,
            require_pkce: true,
            omit_kid: false,
            decoy_keys: 0,
            metadata: None,
            callback: None,
            id_token: None,
            refreshed_id_token: None,
            userinfo: None,
            authorize_fault: None,
            token_fault: None,
            jwks_fault: None,
            metadata_fault: None,
            userinfo_fault: None,
            revocation_fault: None,
            api_fault: None,
        }
    }
}
