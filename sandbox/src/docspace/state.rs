//! What the portal remembers: authorizations (one per client and user), consents, sessions, signatures, keys.

use serde_json::{Value, json};

use crate::{control::What, encoding::hash, signing::KeyRing, switches::Region};

use super::{place::Reach, rate_limit::Windows};

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

/// The one row of a client and a user, in a region. A new authorization replaces it, tokens included, already when the consent page is shown.
#[derive(Debug, Clone, Default)]
pub(crate) struct Authorization {
    pub(crate) client: String,
    pub(crate) user: String,
    /// Of the cloud's portal; none at a self-hosted one.
    pub(crate) region: Option<Region>,
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
    pub(crate) region: Option<Region>,
    pub(crate) scopes: Vec<String>,
}

impl Consent {
    fn is_of(&self, client: &str, user: &str, region: Option<Region>) -> bool {
        self.client == client && self.user == user && self.region == region
    }
}

/// Somebody on the way from the cloud's sign-in to a portal.
#[derive(Debug, Clone)]
pub(crate) struct Arrival {
    pub(crate) key: String,
    pub(crate) user: String,
    /// Path and query of the authorization request.
    pub(crate) target: String,
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
    pub(crate) arrivals: Vec<Arrival>,
    pub(crate) sessions: Vec<Session>,
    pub(crate) signatures: Vec<Signature>,
    pub(crate) keys: KeyRing,
    pub(crate) windows: Windows,
}

impl State {
    /// Puts a row in the place of the one that the same client and user had in this region.
    pub(crate) fn replace(&mut self, authorization: Authorization) {
        self.remove(&authorization);
        self.authorizations.push(authorization);
    }

    /// Removes the row that stands where this one would.
    pub(crate) fn remove(&mut self, authorization: &Authorization) {
        self.authorizations.retain(|row| {
            (&row.client, &row.user, row.region)
                != (
                    &authorization.client,
                    &authorization.user,
                    authorization.region,
                )
        });
    }

    /// Removes the rows of a client and a user. Says whether there was one.
    pub(crate) fn evict(&mut self, client: &str, user: &str) -> bool {
        let before = self.authorizations.len();
        self.authorizations
            .retain(|row| row.client != client || row.user != user);
        self.authorizations.len() < before
    }

    /// What a user revokes under "Authorized apps" of their profile: tokens and consent.
    pub(crate) fn forget(&mut self, client: &str, user: &str, region: Option<Region>) -> bool {
        let before = self.authorizations.len() + self.consents.len();
        self.authorizations
            .retain(|row| row.client != client || row.user != user || row.region != region);
        self.consents
            .retain(|consent| !consent.is_of(client, user, region));
        self.authorizations.len() + self.consents.len() < before
    }

    /// Removes what belongs to a client that is no more.
    pub(crate) fn forget_client(&mut self, client: &str) {
        self.authorizations.retain(|row| row.client != client);
        self.consents.retain(|consent| consent.client != client);
    }

    /// The scopes that the row's user has allowed its client so far.
    pub(crate) fn consented(&self, row: &Authorization) -> Vec<String> {
        let consent = self
            .consents
            .iter()
            .find(|consent| consent.is_of(&row.client, &row.user, row.region));
        consent
            .map(|consent| consent.scopes.clone())
            .unwrap_or_default()
    }

    /// Adds to the scopes that the row's user has allowed its client.
    pub(crate) fn remember_consent(&mut self, row: &Authorization, scopes: &[String]) {
        let mut all = self.consented(row);
        all.extend(
            scopes
                .iter()
                .filter(|scope| !all.contains(scope))
                .cloned()
                .collect::<Vec<_>>(),
        );
        self.consents
            .retain(|consent| !consent.is_of(&row.client, &row.user, row.region));
        self.consents.push(Consent {
            client: row.client.clone(),
            user: row.user.clone(),
            region: row.region,
            scopes: all,
        });
    }

    /// The row that an access token belongs to, if the token is good at this moment.
    pub(super) fn live_access(
        &self,
        token: &str,
        now: u64,
        reach: Reach,
    ) -> Option<&Authorization> {
        let is_it = |held: &Token| held.value == token && held.is_live(now);
        self.authorizations
            .iter()
            .find(|row| reach.covers(row) && row.access.as_ref().is_some_and(is_it))
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
                "region": row.region,
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
            .map(|consent| json!({"client": consent.client, "user": consent.user, "region": consent.region, "scopes": consent.scopes}))
            .collect();
        let sessions: Vec<Value> = self
            .sessions
            .iter()
            .map(|session| json!({"user": session.user}))
            .collect();
        json!({"authorizations": rows, "consents": consents, "sessions": sessions})
    }
}
