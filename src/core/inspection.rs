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
    let provider = settings.provider;
    let signs_in = provider.relay != RelayRole::Guarded;
    let derived = metadata::derived(settings, None);
    let document = derived.is_none() && signs_in;
    let document = document.then(|| metadata::request(settings).url);
    let [mut authorization, mut token, mut jwks, mut end_session] = [None, None, None, None];
    if let Some(own) = derived {
        authorization = Some(own.authorization_endpoint);
        token = Some(own.token_endpoint).filter(|url| !url.is_empty());
        jwks = own.jwks_uri;
        end_session = own.end_session_endpoint;
    }
    let base = settings.base.as_str().trim_end_matches('/');
    let preflight = provider.preflight.filter(|_| settings.portals.is_none());
    let text = |text: &str| Some(String::from(text));
    let texts = [
        ("provider", text(provider.id)),
        ("clientId", text(&settings.client_id)),
        ("issuer", text(&settings.issuer)),
        ("redirectUri", text(&settings.redirect_uri)),
        ("metadata", document),
        ("authorization", authorization),
        ("token", token),
        ("jwks", jwks),
        ("endSession", end_session),
        ("relay", settings.relay.as_ref().map(|relay| relay.entry())),
        ("capabilities", preflight.map(|path| [base, path].concat())),
        ("crossOrigin", provider.network_hint.map(String::from)),
    ];
    let mut object = Object::new();
    for (name, text) in texts {
        object.push(name, text.map_or(Value::Null, Value::String));
    }
    let (mut scopes, mut apis) = (Vec::new(), Vec::new());
    for scope in settings.scopes.iter() {
        scopes.push(Value::from(scope));
    }
    for (name, base) in &settings.apis {
        let mut api = Object::new();
        api.push("name", Value::from(*name));
        api.push("base", Value::from(base.as_str()));
        apis.push(Value::Object(api));
    }
    object.push("scopes", Value::Array(scopes));
    object.push("apis", Value::Array(apis));
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
