//! What the portal remembers: authorizations (one per client and user), consents, sessions, signatures, keys.

use serde_json::{Value, json};

use crate::{control::What, encoding::hash, signing::KeyRing};

use super::rate_limit::Windows;

/// An authorization code.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    pub(crate) value: String,
    pub(crate) expires: u64,
    pub(crate) spent: bool,
}

/// An access or refresh token.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) value: String,
    pub(crate) issued: u64,
    pub(crate) expires: u64,
    pub(crate) revoked: bool,
}

impl Token {
    pub(crate) fn is_live(&self, now: u64) -> bool {
        !self.revoked && now < self.expires
    }
}

/// The one row of a client and a user. A new authorization replaces it, tokens included, already when the consent page is shown.
#[derive(Debug, Clone, Default)]
pub(crate) struct Authorization {
    pub(crate) client: String,
    pub(crate) user: String,
    pub(crate) redirect_uri: String,
    /// Whether the authorization request named a redirect URI; only then the exchange must repeat it.
    pub(crate) redirect_uri_sent: bool,
    pub(crate) requested: Vec<String>,
    pub(crate) granted: Vec<String>,
    pub(crate) state: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) challenge: Option<String>,
    /// While the consent page is open: the state between page and server.
    pub(crate) consent_state: Option<String>,
    pub(crate) code: Option<Code>,
    pub(crate) access: Option<Token>,
    pub(crate) refresh: Option<Token>,
    pub(crate) session: String,
    pub(crate) authenticated: u64,
}

/// The scopes that a user has allowed a client.
#[derive(Debug, Clone)]
pub(crate) struct Consent {
    pub(crate) client: String,
    pub(crate) user: String,
    pub(crate) scopes: Vec<String>,
}

/// A signed-in browser (`asc_auth_key`).
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) value: String,
    pub(crate) user: String,
}

/// The login hop's proof of who is signed in (`x-signature`).
#[derive(Debug, Clone)]
pub(crate) struct Signature {
    pub(crate) value: String,
    pub(crate) user: String,
    pub(crate) expires: u64,
    /// Authorization requests that it has served.
    pub(crate) uses: u32,
}

/// All of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    pub(crate) authorizations: Vec<Authorization>,
    pub(crate) consents: Vec<Consent>,
    pub(crate) sessions: Vec<Session>,
    pub(crate) signatures: Vec<Signature>,
    pub(crate) keys: KeyRing,
    pub(crate) windows: Windows,
}

impl State {
    /// Puts a row in the place of the one that the same client and user had.
    pub(crate) fn replace(&mut self, authorization: Authorization) {
        self.evict(&authorization.client, &authorization.user);
        self.authorizations.push(authorization);
    }

    /// Removes the row of a client and a user. Says whether there was one.
    pub(crate) fn evict(&mut self, client: &str, user: &str) -> bool {
        let before = self.authorizations.len();
        self.authorizations
            .retain(|row| row.client != client || row.user != user);
        self.authorizations.len() < before
    }

    /// The scopes that a user has allowed a client so far.
    pub(crate) fn consented(&self, client: &str, user: &str) -> Vec<String> {
        let consent = self
            .consents
            .iter()
            .find(|consent| consent.client == client && consent.user == user);
        consent
            .map(|consent| consent.scopes.clone())
            .unwrap_or_default()
    }

    /// Adds to the scopes that a user has allowed a client.
    pub(crate) fn remember_consent(&mut self, client: &str, user: &str, scopes: &[String]) {
        let mut all = self.consented(client, user);
        all.extend(
            scopes
                .iter()
                .filter(|scope| !all.contains(scope))
                .cloned()
                .collect::<Vec<_>>(),
        );
        self.forget_consent(client, user);
        self.consents.push(Consent {
            client: client.to_string(),
            user: user.to_string(),
            scopes: all,
        });
    }

    /// Removes a consent.
    pub(crate) fn forget_consent(&mut self, client: &str, user: &str) {
        self.consents
            .retain(|consent| consent.client != client || consent.user != user);
    }

    /// The row that an access token belongs to, if the token is good at this moment.
    pub(crate) fn live_access(&self, token: &str, now: u64) -> Option<&Authorization> {
        let is_it = |held: &Token| held.value == token && held.is_live(now);
        self.authorizations
            .iter()
            .find(|row| row.access.as_ref().is_some_and(is_it))
    }

    /// Lets values expire at this moment.
    pub(crate) fn expire(
        &mut self,
        what: What,
        client: Option<&str>,
        user: Option<&str>,
        now: u64,
    ) {
        let theirs = |name: &str| user.is_none_or(|user| user == name);
        let rows = self
            .authorizations
            .iter_mut()
            .filter(|row| client.is_none_or(|client| client == row.client) && theirs(&row.user));
        for row in rows {
            if let Some(code) = row.code.as_mut().filter(|_| what.means(What::Code)) {
                code.expires = now;
            }
            if let Some(token) = row.access.as_mut().filter(|_| what.means(What::Access)) {
                token.expires = now;
            }
            if let Some(token) = row.refresh.as_mut().filter(|_| what.means(What::Refresh)) {
                token.expires = now;
            }
        }
        if what.means(What::Signature) {
            self.signatures
                .iter_mut()
                .filter(|signature| theirs(&signature.user))
                .for_each(|signature| signature.expires = now);
        }
        if what.means(What::Session) {
            self.sessions.retain(|session| !theirs(&session.user));
        }
    }

    /// For the control API: no secret in the clear.
    pub(crate) fn describe(&self, now: u64) -> Value {
        let token = |token: &Option<Token>| {
            token.as_ref().map(|token| {
                json!({"hash": hash(&token.value), "live": token.is_live(now), "issued": token.issued, "expires": token.expires, "revoked": token.revoked})
            })
        };
        let rows: Vec<Value> = self.authorizations.iter().map(|row| {
            let code = row.code.as_ref().map(|code| {
                json!({"hash": hash(&code.value), "live": !code.spent && now < code.expires, "expires": code.expires, "spent": code.spent})
            });
            json!({
                "client": row.client,
                "user": row.user,
                "requested": row.requested,
                "granted": row.granted,
                "waits_for_consent": row.consent_state.is_some(),
                "code": code,
                "access_token": token(&row.access),
                "refresh_token": token(&row.refresh),
            })
        }).collect();
        let consents: Vec<Value> = self
            .consents
            .iter()
            .map(|consent| json!({"client": consent.client, "user": consent.user, "scopes": consent.scopes}))
            .collect();
        let sessions: Vec<Value> = self
            .sessions
            .iter()
            .map(|session| json!({"user": session.user}))
            .collect();
        json!({"authorizations": rows, "consents": consents, "sessions": sessions})
    }
}
