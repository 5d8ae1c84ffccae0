//! What `docgate/doctor` looks at: where a client's requests go, and whether its token endpoint answers.
//!
//! Nothing here touches a login or a session. The question to the token endpoint is an exchange like any other
//! (RFC 6749, section 4.1.3), of a code that cannot exist, so that it is judged by the same rules and
//! the provider's own numbers are understood.

use super::error::{Code, Error};
use super::form::Form;
use super::http::{Failure, Purpose, Request, Response};
use super::json::{self, Object, Value};
use super::metadata::{self, Metadata};
use super::provider::{RelayRole, Resources};
use super::relay;
use super::secret::Secret;
use super::settings::Settings;
use super::token;
use super::vouching;

/// No server gave this out: it says what it is to whoever reads the server's log.
const NO_CODE: &str = "docgate-doctor";
/// Of a verifier's shape (RFC 7636, section 4.1), and of no login.
const NO_VERIFIER: &str = "docgate-doctor-asks-whether-anybody-is-there";

/// Where requests go, as JSON text: `Description` of src/js/inspection.ts.
pub fn describe(settings: &Settings) -> String {
    let derived = metadata::derived(settings, None);
    let text = |value: Option<String>| value.map_or(Value::Null, Value::from);
    let of = |pick: fn(&Metadata) -> Option<String>| text(derived.as_ref().and_then(pick));
    let apis = settings.apis.iter().map(|(name, base)| {
        let api = Object::new().with("name", *name);
        Value::Object(api.with("base", base.as_str()))
    });
    let scopes = settings.scopes.iter().map(Value::from);
    let relay = settings.relay.as_ref();
    let base = settings.base.as_str().trim_end_matches('/');
    let preflight = settings
        .provider
        .preflight
        .filter(|_| settings.portals.is_none());
    let document = derived
        .is_none()
        .then(|| metadata::request(settings).url)
        .filter(|_| settings.provider.relay != RelayRole::Guarded);
    let object = Object::new()
        .with("provider", settings.provider.id)
        .with("clientId", settings.client_id.as_str())
        .with("issuer", settings.issuer.as_str())
        .with("redirectUri", settings.redirect_uri.as_str())
        .with("scopes", scopes.collect::<Vec<_>>())
        .with("metadata", text(document))
        .with(
            "authorization",
            of(|it| Some(it.authorization_endpoint.clone())),
        )
        .with(
            "token",
            of(|it| Some(it.token_endpoint.clone()).filter(|url| !url.is_empty())),
        )
        .with("jwks", of(|it| it.jwks_uri.clone()))
        .with("relay", text(relay.map(|relay| relay.entry())))
        .with("apis", apis.collect::<Vec<_>>())
        .with(
            "capabilities",
            text(preflight.map(|path| [base, path].concat())),
        )
        .with(
            "crossOrigin",
            text(settings.provider.network_hint.map(String::from)),
        );
    json::write(&Value::Object(object))
}

/// The question: is anybody there, and would a code be taken? The keys are asked for too, as in a login.
pub fn requests(metadata: &Metadata, settings: &Settings) -> Vec<Request> {
    let mut form = Form::new();
    form.push("grant_type", "authorization_code");
    form.push("client_id", &settings.client_id);
    form.push("code", NO_CODE);
    form.push("redirect_uri", &settings.redirect_uri);
    form.push("code_verifier", NO_VERIFIER);
    if let Resources::InScopes(_) = settings.provider.resources {
        let scopes = super::resources::first(&settings.scopes, settings);
        form.push("scope", &scopes.to_parameter());
    }
    let relayed = settings.redeems_by_relay();
    if relayed {
        form.push("state", NO_CODE);
        form.push("session", NO_VERIFIER);
    }
    let endpoint = metadata.token_endpoint.clone();
    let body = Secret::new(form.encode());
    let request = Request::form(Purpose::Probe, endpoint, body);
    let mut requests = vec![if relayed {
        relay::through(request)
    } else {
        request
    }];
    requests.extend(vouching::request(metadata.jwks_uri.as_ref(), true));
    requests
}

/// What is wrong, by the answers; `None`: the code was refused, and nothing else.
pub fn judge(answers: Vec<Result<Response, Failure>>, settings: &Settings) -> Option<Error> {
    let mut answers = answers.into_iter();
    let answer = answers.next()?;
    match token::redeemed(answer, answers.next().as_ref(), settings) {
        Err(error) if error.code() == Code::GrantRefused => None,
        Err(error) => Some(error),
        // A code that nobody gave out was taken.
        Ok(_) => Some(Error::at(Code::ResponseInvalid, "code")),
    }
}
