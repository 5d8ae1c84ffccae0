//! What tokens say: ID tokens, and access tokens, which are none of the app's business.

use serde_json::{Map, Value, json};

use crate::{
    encoding::{base64url, sha256},
    entropy::{token, uuid},
    jwt,
    mutation::JwtMutation,
    signing::Algorithm,
};

use super::{Directory, Version, scopes::Scopes, state::Grant, tenant::Tenant};

/// What ID tokens are signed with.
pub(super) const ALGORITHM: Algorithm = Algorithm::Rs256;

impl Directory<'_> {
    /// The ID token of a token answer.
    pub(super) fn id_token(
        &mut self,
        grant: &Grant,
        scopes: &Scopes,
        version: Version,
        refreshed: bool,
    ) -> String {
        let Some(user) = self.user(&grant.user) else {
            return String::new();
        };
        let tenant = Tenant::of(user);
        let issuer = match version {
            Version::V1 => format!("https://sts.windows.net/{}/", tenant.id),
            Version::V2 => self.issuer(tenant),
        };
        let claims = json!({
            "iss": issuer,
            "aud": grant.client,
            "iat": self.now,
            "nbf": self.now,
            "exp": self.now + self.switches.id_token_lifetime,
            // Pairwise: another app sees another subject.
            "sub": base64url(&sha256(format!("{} {}", grant.client, user.id).as_bytes())),
            "tid": tenant.id,
            "uti": token(self.entropy, 16),
            "sid": grant.session.id,
            "ver": if version == Version::V1 { "1.0" } else { "2.0" },
            "login_hint": login_hint(tenant, &user.id),
        });
        let mut claims = claims.as_object().cloned().unwrap_or_default();
        if scopes.has("profile") {
            claims.insert("oid".to_string(), json!(user.id));
            claims.insert("name".to_string(), json!(user.display_name()));
            claims.insert(
                "preferred_username".to_string(),
                json!(tenant.principal_name(user)),
            );
        }
        if scopes.has("email") {
            claims.insert("email".to_string(), json!(user.email));
        }
        if let Some(nonce) = grant.nonce.as_ref().filter(|_| !refreshed) {
            claims.insert("nonce".to_string(), json!(nonce));
        }
        // As OpenID Connect Core wants it where `acr_values` or `max_age` was asked for.
        if let Some(acr) = &grant.satisfied.acr {
            claims.insert("acr".to_string(), json!(acr));
        }
        if grant.tells_time {
            claims.insert("auth_time".to_string(), json!(grant.session.authenticated));
        }
        let mutation = if refreshed {
            &self.switches.refreshed_id_token
        } else {
            &self.switches.id_token
        };
        self.sign(claims, &issuer, mutation.clone())
    }

    /// An access token. Its issuer is that of v1 even at v2 endpoints: no app may look into it.
    pub(super) fn access_token(
        &mut self,
        grant: &Grant,
        resource: &str,
        names: &[String],
        claims: Map<String, Value>,
    ) -> String {
        let tenant = self
            .user(&grant.user)
            .map_or("", |user| Tenant::of(user).id);
        let issuer = format!("https://sts.windows.net/{tenant}/");
        let mut claims = claims;
        let own = json!({
            "iss": issuer,
            "aud": resource,
            "appid": grant.client,
            "iat": self.now,
            "exp": self.now + self.switches.access_token_lifetime,
            "oid": grant.user,
            "tid": tenant,
            "scp": names.join(" "),
            "jti": uuid(self.entropy),
            "ver": "1.0",
        });
        claims.extend(own.as_object().cloned().unwrap_or_default());
        self.sign(claims, &issuer, None)
    }

    /// The keys as they are published.
    pub(super) fn published_keys(&mut self) -> Vec<Value> {
        self.state.keys.current(ALGORITHM, self.entropy);
        self.state.keys.published()
    }

    /// The one place that signs.
    fn sign(
        &mut self,
        claims: Map<String, Value>,
        issuer: &str,
        mutation: Option<JwtMutation>,
    ) -> String {
        let key = self.state.keys.current(ALGORITHM, self.entropy);
        jwt::issue(
            &key,
            claims,
            mutation.as_ref(),
            &[("{issuer}", issuer), ("{origin}", &self.request.origin())],
            self.entropy,
        )
    }
}

/// The claim that names an account to this service and nobody else: not the user principal name.
pub(super) fn login_hint(tenant: &Tenant, user: &str) -> String {
    format!(
        "O.{}",
        base64url(format!("{} {user}", tenant.id).as_bytes())
    )
}
