//! What the service remembers: browsers with their accounts, consents, and grants with their tokens.

use serde_json::{Value, json};

use crate::{control::What, encoding::hash, grants, signing::KeyRing};

use super::{
    challenge::Satisfied, cloud::Cloud, registration::RedirectType, scopes::Scopes,
    tenant::Authority,
};

/// One account that is signed in in one browser; a browser can have several.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    /// The browser's cookie.
    pub(crate) browser: String,
    pub(crate) user: String,
    /// The `sid` claim.
    pub(crate) id: String,
    pub(crate) authenticated: u64,
}

/// What a user, or an administrator for this user, allowed an app.
#[derive(Debug, Clone)]
pub(crate) struct Consent {
    pub(crate) client: String,
    pub(crate) user: String,
    /// OpenID Connect's scopes as they are, others as `<resource>/<name>`.
    pub(crate) scopes: Vec<String>,
}

/// An access token: opaque to the app, good at one resource.
#[derive(Debug, Clone)]
pub(crate) struct Access {
    pub(crate) value: String,
    pub(crate) expires: u64,
    pub(crate) resource: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) satisfied: Satisfied,
}

/// A refresh token: good for every resource, and not used up by being used.
#[derive(Debug, Clone)]
pub(crate) struct Refresh {
    pub(crate) value: String,
    pub(crate) expires: u64,
}

/// One authorization: its code, and every token that came of it.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    pub(crate) cloud: Cloud,
    pub(crate) client: String,
    pub(crate) user: String,
    pub(crate) authority: Authority,
    pub(crate) redirect_uri: String,
    pub(crate) redirect_type: RedirectType,
    pub(crate) scopes: Scopes,
    pub(crate) nonce: Option<String>,
    /// ID tokens say when the user signed in: `max_age` was asked for.
    pub(crate) tells_time: bool,
    pub(crate) challenge: Option<(String, bool)>,
    pub(crate) code: String,
    pub(crate) code_expires: u64,
    pub(crate) code_spent: bool,
    pub(crate) created: u64,
    pub(crate) session: Session,
    pub(crate) satisfied: Satisfied,
    pub(crate) access: Vec<Access>,
    pub(crate) refresh: Vec<Refresh>,
    pub(crate) revoked: bool,
}

/// All of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    pub(crate) sessions: Vec<Session>,
    pub(crate) consents: Vec<Consent>,
    pub(crate) grants: Vec<Grant>,
    pub(crate) keys: KeyRing,
}

grants::grant!(Grant);

impl State {
    /// A live access token, and whose it is.
    pub(crate) fn live_access(
        &self,
        token: &str,
        cloud: Cloud,
        now: u64,
    ) -> Option<(&Grant, &Access)> {
        let grants = self
            .grants
            .iter()
            .filter(|grant| !grant.revoked && grant.cloud == cloud);
        grants
            .flat_map(|grant| grant.access.iter().map(move |access| (grant, access)))
            .find(|(_, access)| access.value == token && now < access.expires)
    }

    /// All that a user allowed an app.
    pub(crate) fn consented(&self, client: &str, user: &str) -> Vec<String> {
        self.consents
            .iter()
            .filter(|consent| consent.client == client && consent.user == user)
            .flat_map(|consent| consent.scopes.iter().cloned())
            .collect()
    }

    /// Adds to what a user allowed an app.
    pub(crate) fn remember_consent(&mut self, client: &str, user: &str, scopes: Vec<String>) {
        let known = self.consented(client, user);
        let scopes: Vec<String> = scopes
            .into_iter()
            .filter(|scope| !known.contains(scope))
            .collect();
        self.consents.push(Consent {
            client: client.to_string(),
            user: user.to_string(),
            scopes,
        });
    }

    /// Revokes every grant of a client and a user. Says whether there was one. Consents stay.
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
        let access = |token: &Access| json!({"hash": hash(&token.value), "live": now < token.expires, "expires": token.expires, "resource": token.resource, "scopes": token.scopes});
        let refresh = |token: &Refresh| json!({"hash": hash(&token.value), "live": now < token.expires, "expires": token.expires});
        let grant = |grant: &Grant| {
            json!({
                "cloud": grant.cloud,
                "client": grant.client,
                "user": grant.user,
                "revoked": grant.revoked,
                "code": {"hash": hash(&grant.code), "spent": grant.code_spent, "expires": grant.code_expires},
                "access_tokens": grant.access.iter().map(access).collect::<Vec<_>>(),
                "refresh_tokens": grant.refresh.iter().map(refresh).collect::<Vec<_>>(),
            })
        };
        let consent = |consent: &Consent| json!({"client": consent.client, "user": consent.user, "scopes": consent.scopes});
        json!({
            "grants": self.grants.iter().map(grant).collect::<Vec<_>>(),
            "consents": self.consents.iter().map(consent).collect::<Vec<_>>(),
            "sessions": self.sessions.iter().map(|session| json!({"user": session.user})).collect::<Vec<_>>(),
        })
    }
}
