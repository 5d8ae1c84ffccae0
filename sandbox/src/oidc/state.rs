//! What the server remembers: sessions, and grants with their families of tokens.

use serde_json::{Value, json};

use crate::{
    control::What,
    encoding::hash,
    grants,
    signing::{Algorithm, Key, KeyRing},
    switches::KeySetMutation,
};

/// A signed-in browser.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) value: String,
    pub(crate) user: String,
    pub(crate) authenticated: u64,
    pub(crate) acr: Option<String>,
}

/// An access or refresh token of a grant.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) value: String,
    pub(crate) expires: u64,
    /// A refresh token: when it was replaced by a newer one. An access token: when it was revoked.
    pub(crate) replaced: Option<u64>,
    pub(crate) scopes: Vec<String>,
    /// The resources that an access token is for (RFC 8707).
    pub(crate) resources: Vec<String>,
}

/// One login's authorization: its code, and every token that came of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grant {
    pub(crate) client: String,
    pub(crate) user: String,
    pub(crate) redirect_uri: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) challenge: Option<String>,
    pub(crate) code: String,
    pub(crate) code_expires: u64,
    pub(crate) code_spent: bool,
    pub(crate) access: Vec<Token>,
    pub(crate) refresh: Vec<Token>,
    /// The whole family is dead.
    pub(crate) revoked: bool,
    pub(crate) session: String,
    pub(crate) authenticated: u64,
    pub(crate) acr: Option<String>,
    /// The `claims` parameter as it came.
    pub(crate) claims: Option<String>,
    pub(crate) resources: Vec<String>,
}

/// All of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    pub(crate) sessions: Vec<Session>,
    pub(crate) grants: Vec<Grant>,
    pub(crate) keys: KeyRing,
    /// The key that `oidc.jwks` adds, and what it was made for.
    pub(crate) odd_key: Option<(KeySetMutation, Algorithm, Key)>,
}

grants::grant!(Grant);

impl State {
    /// A live access token, and its grant.
    pub(crate) fn live_access(&self, token: &str, now: u64) -> Option<(&Grant, &Token)> {
        let is_it =
            |held: &&Token| held.value == token && now < held.expires && held.replaced.is_none();
        let live = self.grants.iter().filter(|grant| !grant.revoked);
        live.filter_map(|grant| Some((grant, grant.access.iter().find(is_it)?)))
            .next()
    }

    /// Kills every grant of a client and a user. Says whether there was one.
    pub(crate) fn evict(&mut self, client: &str, user: &str) -> bool {
        grants::evict(&mut self.grants, client, user)
    }

    /// Lets values expire at this moment.
    pub(crate) fn expire(
        &mut self,
        what: What,
        client: Option<&str>,
        user: Option<&str>,
        now: u64,
    ) {
        grants::expire(&mut self.grants, what, client, user, now);
        if what.means(What::Session) {
            self.sessions
                .retain(|session| user.is_some_and(|user| user != session.user));
        }
    }

    /// For the control API: no secret in the clear.
    pub(crate) fn describe(&self, now: u64) -> Value {
        let tokens = |tokens: &[Token]| -> Vec<Value> {
            let token = |token: &Token| json!({"hash": hash(&token.value), "live": now < token.expires && token.replaced.is_none(), "expires": token.expires, "scopes": token.scopes, "resources": token.resources});
            tokens.iter().map(token).collect()
        };
        let grant = |grant: &Grant| {
            json!({
                "client": grant.client,
                "user": grant.user,
                "scopes": grant.scopes,
                "acr": grant.acr,
                "claims": grant.claims,
                "resources": grant.resources,
                "revoked": grant.revoked,
                "code": {"hash": hash(&grant.code), "spent": grant.code_spent, "expires": grant.code_expires},
                "access_tokens": tokens(&grant.access),
                "refresh_tokens": tokens(&grant.refresh),
            })
        };
        json!({
            "grants": self.grants.iter().map(grant).collect::<Vec<_>>(),
            "sessions": self.sessions.iter().map(|session| json!({"user": session.user})).collect::<Vec<_>>(),
        })
    }
}
