//! What a token answer says about the person, judged before anything of it is used.

use super::access::Access;
use super::callback::ValidatedCallback;
use super::date::Clock;
use super::error::{Code, Error};
use super::id_token::{self, Expected, Jwt, Question};
use super::json::{self, Object, Value};
use super::names::{self, Scopes, Timestamp};
use super::pending::PendingLogin;
use super::portals;
use super::provider::{ApiBase, Identity, Renewal, Subject};
use super::resources;
use super::secret::{Secret, redacted};
use super::session::{Exchange, Session, User};
use super::settings::Settings;
use super::token::Tokens;
use super::url::Url;
use super::vouching::Proof;

/// What was said, and what still has to be vouched for.
pub struct Claimed {
    /// Who signed in, where the provider tells.
    pub user: Option<User>,
    /// JSON text of the claims; `{}` where there are none.
    pub claims: String,
    /// The ID token's signature.
    pub proof: Option<Proof>,
    /// Where the API is, where the access token says it.
    pub api: Option<Url>,
}

redacted!("Claimed" for Claimed);

/// Judges the ID token where one is due, and the access token where the provider's data says so.
fn claims(
    tokens: &Tokens,
    granted: &Scopes,
    login: &PendingLogin,
    settings: &Settings,
    clock: Clock,
) -> Result<Claimed, Error> {
    let access = match settings.provider.identity {
        Identity::AccessToken => {
            let known = login.portal(settings);
            Some(access_claims(
                &tokens.access_token,
                settings,
                known.as_ref(),
            )?)
        }
        Identity::IdToken | Identity::Profile { .. } => None,
    };
    let (access, api) = access.unzip();
    let api = api.flatten();
    // An ID token that nobody asked for is not looked at; one that is due must be there, and one
    // that came is judged even if the granted scopes do not name it.
    let came = tokens.id_token.is_some();
    let only = settings.provider.identity == Identity::IdToken;
    if login.scopes.contains("openid") && (only || granted.contains("openid") || came) {
        let token = tokens
            .id_token
            .as_ref()
            .ok_or_else(|| Error::at(Code::IdTokenInvalid, "id_token"))?;
        let question = Question::Login {
            nonce: login.nonce.as_deref(),
            max_age: login.max_age,
            acr_values: login.acr_values.as_deref(),
        };
        let jwt = checked(token, question, settings, clock)?;
        return Ok(Claimed {
            user: Some(user(&jwt.claims, settings)),
            claims: json::write(&Value::Object(jwt.claims.clone().without("nonce"))),
            proof: Some(Proof::of(jwt, &tokens.access_token)?),
            api,
        });
    }
    Ok(match access {
        Some(claims) => Claimed {
            user: Some(user(&claims, settings)),
            claims: json::write(&Value::Object(claims)),
            proof: None,
            api,
        },
        None => Claimed {
            user: None,
            claims: String::from("{}"),
            proof: None,
            api,
        },
    })
}

/// What a session begins with, beside what the server says.
pub struct Beginning {
    /// Its random id.
    pub id: String,
    /// What the relay knows it by, where there is one.
    pub relay_session: Option<Secret>,
    /// The sign-outs seen so far.
    pub epoch: u64,
    /// Now.
    pub now: Timestamp,
    /// For the claims.
    pub clock: Clock,
}

redacted!("Beginning" for Beginning);

/// The session that a token answer makes of a login; not to be used before its proof holds.
pub fn began(
    tokens: Tokens,
    callback: &ValidatedCallback,
    beginning: Beginning,
    settings: &Settings,
) -> Result<(Box<Session>, Option<Proof>), Error> {
    let login = callback.login();
    let requested = login.token_scopes(settings);
    let granted = granted(&tokens, &requested, settings);
    let claimed = claims(&tokens, &granted, login, settings, beginning.clock)?;
    let now = beginning.now;
    let after = |seconds: Option<u64>| seconds.map(|seconds| now.plus_seconds(seconds));
    let refresh_token = usable(tokens.refresh_token, settings);
    let session = Session {
        id: beginning.id,
        generation: 1,
        epoch: beginning.epoch,
        client: settings.key(),
        metadata: login.metadata.clone(),
        access: Access {
            token: tokens.access_token,
            since: 1,
            issued: now,
            expires: after(tokens.expires_in),
            stale: after(tokens.refresh_in),
            requested,
            granted,
            resource: login.resource.clone(),
            claims: login.claims.clone(),
        },
        others: Vec::new(),
        renewable_until: after(tokens.refresh_expires_in)
            .filter(|_| refresh_token.is_some() || tokens.renewable),
        refresh_token,
        // What is judged is kept, and nothing else.
        id_token: tokens.id_token.filter(|_| claimed.proof.is_some()),
        nonce: login.nonce.clone(),
        user: claimed.user,
        claims: claimed.claims,
        api_base: match settings.provider.api_base {
            ApiBase::Told => Some(told_base(tokens.api_base)?),
            _ => settings.api_base().cloned().or(claimed.api),
        },
        relay_session: beginning.relay_session,
        exchange: if settings.redeems_by_relay() {
            Exchange::Relay {
                renews: tokens.renewable,
            }
        } else {
            Exchange::Direct
        },
        dead: false,
    };
    Ok((Box::new(session), claimed.proof))
}

fn told_base(base: Option<Url>) -> Result<Url, Error> {
    base.ok_or_else(|| Error::at(Code::ResponseInvalid, "api_base"))
}

/// What was granted, by the answer; without a word on it, what was asked for (RFC 6749, 3.3; R-050).
pub fn granted(tokens: &Tokens, requested: &Scopes, settings: &Settings) -> Scopes {
    let came = [tokens.id_token.is_some(), tokens.refresh_token.is_some()];
    tokens.scopes.clone().map_or_else(
        || requested.clone(),
        |told| resources::granted(requested, told, came, settings),
    )
}

/// On a renewal an ID token need not come; one that does must be of the same sign-in.
pub fn renewed(
    tokens: &Tokens,
    session: &Session,
    settings: &Settings,
    clock: Clock,
) -> Result<Option<Proof>, Error> {
    if settings.provider.identity == Identity::AccessToken {
        access_claims(&tokens.access_token, settings, session.api_base.as_ref())?;
    }
    let (Some(token), true) = (&tokens.id_token, session.id_token.is_some()) else {
        return Ok(None);
    };
    let mut before = session.claim_set();
    if let Some(nonce) = &session.nonce {
        before.push("nonce", Value::from(nonce.as_str()));
    }
    let jwt = checked(token, Question::Renewal(&before), settings, clock)?;
    Proof::of(jwt, &tokens.access_token).map(Some)
}

/// The refresh token, where the provider's data says that it can be used.
fn usable(refresh_token: Option<Secret>, settings: &Settings) -> Option<Secret> {
    // Through the relay none comes; one that did is nobody's.
    let usable = settings.provider.renewal == Renewal::RefreshToken && !settings.redeems_by_relay();
    refresh_token.filter(|_| usable)
}

fn checked(
    token: &Secret,
    question: Question<'_>,
    settings: &Settings,
    clock: Clock,
) -> Result<Jwt, Error> {
    // Read, never sent or shown.
    let jwt = id_token::take_apart(token.expose())
        .ok_or_else(|| Error::at(Code::IdTokenInvalid, "id_token"))?;
    let expected = Expected {
        settings,
        question,
        clock,
    };
    id_token::check(&jwt, &expected)?;
    Ok(jwt)
}

/// The claims of an access token that is a JWT by the provider's own definition. It came over TLS
/// from the token endpoint; its signature is the API's business.
fn access_claims(
    token: &Secret,
    settings: &Settings,
    known: Option<&Url>,
) -> Result<(Object, Option<Url>), Error> {
    let unreadable = || Error::at(Code::ResponseInvalid, "access_token");
    // Read, never shown.
    let jwt = id_token::take_apart(token.expose()).ok_or_else(unreadable)?;
    if jwt
        .claims
        .string("sub")
        .is_ok_and(|subject| !subject.is_empty())
    {
        let api = match settings.provider.api_base {
            ApiBase::Audience { .. } => Some(portals::api(&jwt.claims, settings, known)?),
            _ => None,
        };
        return Ok((jwt.claims, api));
    }
    Err(unreadable())
}

fn user(claims: &Object, settings: &Settings) -> User {
    let text = |name: &'static str| claims.string(name).ok().map(String::from);
    let mut id = text("sub").unwrap_or_default();
    if let (Subject::ObjectAndTenant, Some(object), Some(tenant)) =
        (settings.provider.id_token.subject, text("oid"), text("tid"))
    {
        id = [object, tenant].join(".");
    }
    if settings.portals.is_some() {
        // A GUID is one portal's: the same one may be somebody else's at another.
        let portal = claims
            .integer("tid")
            .ok()
            .and_then(|it| u64::try_from(it).ok());
        let parts = [portal.map(names::digits), text("region")];
        for part in parts.iter().flatten() {
            id.push('.');
            id.push_str(part);
        }
    }
    User {
        id,
        name: text("name"),
        email: text("email"),
    }
}
