//! The guard of an entry whose calls are made with the relay's own token: it asks who is calling, by an
//! access token of another issuer that is meant for this relay, and whether that person may.

pub mod allow;
pub mod claims;
mod introspection;
mod keys;
pub mod signature;

use std::sync::Arc;

use docgate::core::id_token::take_apart;
use docgate::core::json::Object;
use tracing::info;

use self::claims::Wrong;
use self::introspection::{Introspections, Issuer};
use self::keys::Keys;
use self::signature::Signature;
use crate::behind::Behind;
use crate::config::{self, Proof};
use crate::error::{Code, Refusal};

/// A token of more bytes is none.
const TOKEN_LIMIT: usize = 16 * 1024;

/// A guard at work: what it knows of its issuer. What it asks for is the configuration's.
#[derive(Debug, Default)]
pub struct Guard {
    keys: Arc<Keys>,
    introspections: Introspections,
}

impl Guard {
    /// Lets the owner of a token pass, or not. The caller is told no more than that; what is wrong with a
    /// token is in the log alone.
    ///
    /// # Errors
    /// `token_invalid`, `user_not_allowed`, or what kept the relay from asking the issuer.
    pub async fn pass(
        &self,
        token: &str,
        expected: &config::Guard,
        now: u64,
        behind: &Behind,
    ) -> Result<(), Refusal> {
        if token.len() > TOKEN_LIMIT {
            return Err(invalid(Wrong("length")));
        }
        let claims = match &expected.proof {
            Proof::Keys(address) => {
                let signed = self.signed(token, expected, now, (address, behind));
                Arc::new(signed.await?)
            }
            Proof::Introspection {
                endpoint,
                client_id,
                client_secret,
            } => {
                let issuer = Issuer {
                    endpoint,
                    client_id,
                    client_secret,
                };
                let members = self.introspections.of(token, issuer, behind).await?;
                // A kept answer too: its times are judged on every call.
                claims::introspection(expected, &members, now).map_err(invalid)?;
                members
            }
        };
        if allow::permits(&expected.allow, &claims) {
            Ok(())
        } else {
            info!(wrong = "allow", "the guard refuses a person");
            Err(Refusal::new(Code::UserNotAllowed))
        }
    }

    /// The claims of a signed token. What it says is judged first: a token that would be refused anyhow
    /// makes nobody fetch keys.
    async fn signed(
        &self,
        token: &str,
        expected: &config::Guard,
        now: u64,
        (address, behind): (&str, &Behind),
    ) -> Result<Object, Refusal> {
        let jwt = take_apart(token).ok_or_else(|| invalid(Wrong("form")))?;
        claims::header(expected, &jwt.header).map_err(invalid)?;
        claims::claims(expected, &jwt.claims, now).map_err(invalid)?;
        let set = self.keys.current(address, behind).await?;
        let mut signature = signature::judge(&jwt, &set);
        if signature == Signature::KeyUnknown
            && let Some(newer) = self.keys.newer_than(&set, address, behind).await
        {
            signature = signature::judge(&jwt, &newer);
        }
        match signature {
            Signature::Good => Ok(jwt.claims),
            Signature::Bad => Err(invalid(Wrong("signature"))),
            Signature::KeyUnknown => Err(invalid(Wrong("kid"))),
        }
    }
}

fn invalid(wrong: Wrong) -> Refusal {
    // A word of the code: what the token says is never in the log.
    info!(wrong = wrong.0, "the guard refuses a token");
    Refusal::new(Code::TokenInvalid)
}
