//! Who made an ID token: its signature under the issuer's keys, and the access token that it names
//! (OpenID Connect Core 1.0, sections 3.1.3.6, 3.1.3.7 and 10.1; ).
//!
//! The key set is fetched together with the token. A key that is not in it may have been made just now,
//! so the set is fetched once more, if that was not done a moment ago. Nothing of an ID token is used
//! before this has ended well; what a renewal is without one says [`super::renew`].

use super::base64url;
use super::error::{Code, Error};
use super::http::{Failure, Purpose, Request, Response};
use super::id_token::Jwt;
use super::keys::{self, Key};
use super::provider::Chosen;
use super::secret::{Secret, redacted, same};
use super::session::Session;
use super::steps::{Answer, Step, out_of_step, single};

/// What an ID token says of its making.
pub struct Proof {
    algorithm: String,
    key_id: Option<String>,
    signing_input: String,
    signature: Vec<u8>,
    /// The claim, and the access token that it must be of.
    at_hash: Option<(String, Secret)>,
}

/// For the host: whether one of the keys made this signature, and the digest of a text by the hash of
/// the algorithm.
pub struct SignatureCheck {
    /// The header's `alg`; one that the provider's data allows.
    pub algorithm: String,
    /// One to four.
    pub keys: Vec<Key>,
    /// What was signed.
    pub signing_input: String,
    /// The signature's bytes.
    pub signature: Vec<u8>,
    /// The text whose digest is wanted.
    pub text: Option<Secret>,
}

/// What the host found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// `None`: the engine does not know the algorithm.
    pub signature: Option<bool>,
    /// The digest that was wanted.
    pub digest: Option<Vec<u8>>,
}

redacted!("Proof" for Proof, "SignatureCheck" for SignatureCheck, "Vouching" for Vouching, "Vouched" for Vouched);

impl Proof {
    /// Of a token whose claims were checked.
    pub fn of(jwt: Jwt, access_token: &Secret) -> Result<Proof, Error> {
        let invalid = |name: &'static str| move |_| Error::at(Code::IdTokenInvalid, name);
        let at_hash = jwt
            .claims
            .optional_string("at_hash")
            .map_err(invalid("at_hash"))?;
        // Hashed by the host, kept nowhere.
        let copy = || Secret::new(String::from(access_token.expose()));
        Ok(Proof {
            algorithm: String::from(jwt.header.string("alg").map_err(invalid("alg"))?),
            key_id: jwt
                .header
                .optional_string("kid")
                .map_err(invalid("kid"))?
                .map(String::from),
            at_hash: at_hash.map(|hash| (String::from(hash), copy())),
            signing_input: jwt.signing_input,
            signature: jwt.signature,
        })
    }

    fn check(&mut self, keys: Vec<Key>) -> Step {
        Step::Verify(Box::new(SignatureCheck {
            algorithm: self.algorithm.clone(),
            keys,
            signing_input: std::mem::take(&mut self.signing_input),
            signature: std::mem::take(&mut self.signature),
            text: self
                .at_hash
                .as_mut()
                .map(|(_, token)| std::mem::replace(token, Secret::new(String::new()))),
        }))
    }

    fn judge(&self, verdict: &Verdict) -> Result<(), Error> {
        let invalid = |name| Err(Error::at(Code::IdTokenInvalid, name));
        match verdict.signature {
            Some(true) => {}
            Some(false) => return invalid("signature"),
            None => return Err(Error::at(Code::NotSupported, "alg")),
        }
        let Some((said, _)) = &self.at_hash else {
            return Ok(());
        };
        let half = verdict
            .digest
            .as_ref()
            .and_then(|digest| digest.get(..digest.len() / 2));
        match half {
            Some(half) if same(base64url::encode(half).as_bytes(), said.as_bytes()) => Ok(()),
            _ => invalid("at_hash"),
        }
    }
}

/// On the way from a judged answer to a session that may be used.
pub struct Vouching {
    session: Box<Session>,
    proof: Proof,
    provider: Chosen,
    /// The keys are found, and the host is asked about the signature.
    verifying: bool,
}

/// How it goes on.
pub enum Vouched {
    /// Another step, and who goes on after it.
    Step(Step, Box<Vouching>),
    /// The session is genuine.
    Genuine(Box<Session>),
}

/// The request for the keys, where an ID token may come.
pub fn request(jwks_uri: Option<&String>, wanted: bool) -> Option<Request> {
    jwks_uri.filter(|_| wanted).map(|uri| keys::request(uri))
}

impl Vouching {
    /// Begins with the answer to [`request`]. `refetch`: the set may be fetched once more.
    pub fn begin(
        session: Box<Session>,
        proof: Option<Proof>,
        keys: Option<Result<Response, Failure>>,
        provider: Chosen,
        refetch: bool,
    ) -> Result<Vouched, Error> {
        let Some(proof) = proof else {
            return Ok(Vouched::Genuine(session));
        };
        let vouching = Box::new(Vouching {
            session,
            proof,
            provider,
            verifying: false,
        });
        let found = match keys {
            Some(answer) => vouching.choose(answer),
            None => Err(Error::at(Code::MetadataInvalid, "jwks_uri")),
        };
        let jwks_uri = vouching.session.metadata.jwks_uri.clone();
        match (found, jwks_uri) {
            (Ok(keys), _) => Ok(vouching.verify(keys)),
            (Err(_), Some(uri)) if refetch => {
                let request = Request {
                    purpose: Purpose::KeysAgain,
                    ..keys::request(&uri)
                };
                Ok(Vouched::Step(Step::Fetch(vec![request]), vouching))
            }
            (Err(error), _) => Err(error),
        }
    }

    /// The next step.
    pub fn resume(self: Box<Vouching>, answer: Answer) -> Result<Vouched, Error> {
        match (answer, self.verifying) {
            (Answer::Responses(responses), false) => {
                let keys = self.choose(single(responses)?)?;
                Ok(self.verify(keys))
            }
            (Answer::Verified(verdict), true) => {
                self.proof.judge(&verdict)?;
                Ok(Vouched::Genuine(self.session))
            }
            _ => Err(out_of_step()),
        }
    }

    fn verify(mut self: Box<Vouching>, keys: Vec<Key>) -> Vouched {
        self.verifying = true;
        Vouched::Step(self.proof.check(keys), self)
    }

    fn choose(&self, answer: Result<Response, Failure>) -> Result<Vec<Key>, Error> {
        let keys = keys::judge(answer, self.provider)?
            .candidates(&self.proof.algorithm, self.proof.key_id.as_deref());
        if keys.is_empty() {
            return Err(Error::at(Code::IdTokenInvalid, "kid"));
        }
        Ok(keys)
    }
}
