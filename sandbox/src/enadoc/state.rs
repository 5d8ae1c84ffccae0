//! What Enadoc remembers: logins that were asked for, sessions, and grants with their tokens.

use serde_json::{Value, json};

use crate::{control::What, encoding::hash, grants};

use super::error::Numbered;

/// A login that an app asked an address for.
#[derive(Debug, Clone)]
pub(crate) struct Pending {
    pub(crate) request: String,
    pub(crate) client: String,
    pub(crate) redirect_uri: String,
}

/// A signed-in browser.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) value: String,
    pub(crate) user: String,
}

/// An access or refresh token.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) value: String,
    pub(crate) expires: u64,
}

/// One login: its code, and every token that came of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grant {
    pub(crate) client: String,
    pub(crate) user: String,
    pub(crate) code: String,
    pub(crate) code_expires: u64,
    pub(crate) code_spent: bool,
    pub(crate) access: Vec<Token>,
    /// Those that are good, or too old; a replaced one is gone.
    pub(crate) refresh: Vec<Token>,
    pub(crate) revoked: bool,
}

/// All of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    pub(super) pending: Vec<Pending>,
    pub(super) sessions: Vec<Session>,
    pub(super) grants: Vec<Grant>,
}

grants::grant!(Grant);

impl State {
    /// The grant of a code that an app may still redeem.
    pub(super) fn unspent(
        &mut self,
        code: &str,
        client: &str,
        now: u64,
    ) -> Result<&mut Grant, Numbered> {
        let is_it = |grant: &&mut Grant| grant.code == code && grant.client == client;
        let grant = self.grants.iter_mut().find(is_it).ok_or(Numbered(506))?;
        if grant.code_spent {
            return Err(Numbered(507));
        }
        if now >= grant.code_expires || grant.revoked {
            return Err(Numbered(506));
        }
        Ok(grant)
    }

    /// The grant of an access token that is good.
    pub(super) fn granted(&self, token: &str, now: u64) -> Result<&Grant, Numbered> {
        let live = self.grants.iter().filter(|grant| !grant.revoked);
        let mut held = live.filter_map(|grant| {
            let token = grant.access.iter().find(|held| held.value == token)?;
            Some((grant, token))
        });
        let (grant, token) = held.next().ok_or(Numbered(511))?;
        if now < token.expires {
            Ok(grant)
        } else {
            Err(Numbered(512))
        }
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
            let token = |token: &Token| json!({"hash": hash(&token.value), "live": now < token.expires, "expires": token.expires});
            tokens.iter().map(token).collect()
        };
        let grant = |grant: &Grant| {
            json!({
                "client": grant.client,
                "user": grant.user,
                "revoked": grant.revoked,
                "code": {"hash": hash(&grant.code), "spent": grant.code_spent, "expires": grant.code_expires},
                "access_tokens": tokens(&grant.access),
                "refresh_tokens": tokens(&grant.refresh),
            })
        };
        json!({
            "pending": self.pending.iter().map(|pending| json!({"client": pending.client, "redirect_uri": pending.redirect_uri})).collect::<Vec<_>>(),
            "grants": self.grants.iter().map(grant).collect::<Vec<_>>(),
            "sessions": self.sessions.iter().map(|session| json!({"user": session.user})).collect::<Vec<_>>(),
        })
    }
}
