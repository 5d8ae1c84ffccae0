//! What a token answer says about the person, judged before anything of it is used.

use super::date::Clock;
use super::error::{Code, Error};
use super::id_token::{self, Expected, Jwt, Nonce};
use super::json::{self, Object, Value};
use super::names::Scopes;
use super::pending::PendingLogin;
use super::provider::{ApiBase, Identity, Renewal};
use super::secret::{Secret, redacted};
use super::session::{Session, User};
use super::settings::Settings;
use super::steps::SignatureCheck;
use super::token::Tokens;
use super::url::Url;

/// What was said, and what still has to be vouched for.
pub struct Claimed {
    /// Who signed in, where the provider tells.
    pub user: Option<User>,
    /// JSON text of the claims; `{}` where there are none.
    pub claims: String,
    /// The ID token's signature.
    pub signature: Option<Box<SignatureCheck>>,
}

redacted!("Claimed" for Claimed);

/// Judges the ID token where one is due, and the access token where the provider's data says so.
pub fn claims(
    tokens: &Tokens,
    granted: &Scopes,
    login: &PendingLogin,
    settings: &Settings,
    clock: Clock,
) -> Result<Claimed, Error> {
    let access = match settings.provider.identity {
        Identity::AccessToken => Some(access_claims(&tokens.access_token, settings)?),
        Identity::IdToken => None,
    };
    // An ID token that nobody asked for is not looked at; one that is due must be there, and one
    // that came is judged even if the granted scopes do not name it.
    let came = tokens.id_token.is_some();
    if login.scopes.contains("openid") && (granted.contains("openid") || came) {
        let token = tokens
            .id_token
            .as_ref()
            .ok_or_else(|| Error::at(Code::IdTokenInvalid, "id_token"))?;
        let nonce = Nonce::Sent(login.nonce.as_deref());
        let jwt = checked(token, nonce, login.max_age, settings, clock)?;
        return Ok(Claimed {
            user: Some(user(&jwt.claims)),
            claims: json::write(&Value::Object(jwt.claims.without("nonce"))),
            signature: Some(Box::new(SignatureCheck {
                basis: settings.provider.id_token.signature,
                algorithm: text(&jwt.header, "alg").unwrap_or_default(),
                key_id: text(&jwt.header, "kid"),
                signing_input: jwt.signing_input,
                signature: jwt.signature,
            })),
        });
    }
    Ok(match access {
        Some(claims) => Claimed {
            user: Some(user(&claims)),
            claims: json::write(&Value::Object(claims)),
            signature: None,
        },
        None => Claimed {
            user: None,
            claims: String::from("{}"),
            signature: None,
        },
    })
}

/// On a renewal an ID token need not come; one that does must be of the same person (R-088 in part).
pub fn renewed_claims(
    tokens: &Tokens,
    session: &Session,
    settings: &Settings,
    clock: Clock,
) -> Result<(), Error> {
    if settings.provider.identity == Identity::AccessToken {
        access_claims(&tokens.access_token, settings)?;
    }
    let (Some(token), Some(user)) = (&tokens.id_token, &session.user) else {
        return Ok(());
    };
    let jwt = checked(token, Nonce::Renewal, None, settings, clock)?;
    if jwt.claims.string("sub") == Ok(user.id.as_str()) {
        Ok(())
    } else {
        Err(Error::at(Code::IdTokenInvalid, "sub"))
    }
}

/// The refresh token, where the provider's data says that it can be used.
pub fn usable(refresh_token: Option<Secret>, settings: &Settings) -> Option<Secret> {
    refresh_token.filter(|_| settings.provider.renewal == Renewal::RefreshToken)
}

/// The host's word on a signature.
pub fn genuine(genuine: bool) -> Result<(), Error> {
    if genuine {
        Ok(())
    } else {
        Err(Error::at(Code::IdTokenInvalid, "signature"))
    }
}

fn checked(
    token: &Secret,
    nonce: Nonce<'_>,
    max_age: Option<u64>,
    settings: &Settings,
    clock: Clock,
) -> Result<Jwt, Error> {
    let rules = &settings.provider.id_token;
    // Read, never sent or shown.
    let jwt = id_token::take_apart(token.expose())
        .ok_or_else(|| Error::at(Code::IdTokenInvalid, "id_token"))?;
    let mut issuer = settings.issuer.clone();
    issuer.push_str(rules.issuer_suffix);
    let expected = Expected {
        issuer: &issuer,
        client_id: &settings.client_id,
        base: &settings.issuer,
        audience: rules.audience,
        algorithms: rules.algorithms,
        nonce,
        max_age,
        clock_skew: settings.clock_skew,
        clock,
    };
    id_token::check(&jwt, &expected)?;
    Ok(jwt)
}

/// The claims of an access token that is a JWT by the provider's own definition. It came over TLS
/// from the token endpoint; its signature is the API's business.
fn access_claims(token: &Secret, settings: &Settings) -> Result<Object, Error> {
    let unreadable = || Error::at(Code::ResponseInvalid, "access_token");
    // Read, never shown.
    let jwt = id_token::take_apart(token.expose()).ok_or_else(unreadable)?;
    if jwt
        .claims
        .string("sub")
        .is_ok_and(|subject| !subject.is_empty())
    {
        if settings.provider.api_base == ApiBase::Base {
            check_api_base(&jwt.claims, settings)?;
        }
        return Ok(jwt.claims);
    }
    Err(unreadable())
}

/// The token's `aud` must name the configured host. Hosts are compared, not addresses: behind TLS
/// termination a portal may call itself `http:` (docspace.md, 1.3 and 3.6).
fn check_api_base(claims: &Object, settings: &Settings) -> Result<(), Error> {
    let audience = match claims.value("aud") {
        Some(Value::String(text)) => Some(text),
        Some(Value::Array(list)) => match list.as_slice() {
            [Value::String(text)] => Some(text),
            _ => None,
        },
        _ => None,
    };
    let fits = audience
        .and_then(|text| Url::parse(text).ok())
        .is_some_and(|url| url.host() == settings.base.host());
    if fits {
        Ok(())
    } else {
        Err(Error::at(Code::ApiBaseMismatch, "aud"))
    }
}

fn user(claims: &Object) -> User {
    User {
        id: text(claims, "sub").unwrap_or_default(),
        name: text(claims, "name"),
        email: text(claims, "email"),
    }
}

fn text(object: &Object, name: &'static str) -> Option<String> {
    object.string(name).ok().map(String::from)
}
