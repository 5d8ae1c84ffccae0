//! Calls to the provider's APIs with an access token, and what a 401 means.

use std::rc::Rc;
use std::sync::Arc;

use wasm_bindgen::JsValue;

use super::calls::Clerk;
use super::desk::Desk;
use super::guarded;
use super::host::Unanswered;
use crate::browser::driver::{self, Keeper};
use crate::browser::{fetch, foreign};
use crate::core::challenge::{self, Demand};
use crate::core::error::{Code, Error};
use crate::core::provider::RelayRole;
use crate::core::session::Session;
use crate::core::url::Url;
use crate::core::{introspection, options, policy, profile};

/// One call of the app's, and at most one more after a 401 from the provider's own API.
pub(crate) async fn fetch(
    desk: &Rc<Desk>,
    url: &str,
    init: &JsValue,
    options: &str,
    replayable: bool,
) -> Result<JsValue, Unanswered> {
    let call = options::call(options)?;
    if desk.settings.provider.relay == RelayRole::Guarded {
        return guarded::fetch(desk, url, init, &call, replayable).await;
    }
    let base = desk.settings.api(call.api.as_deref())?;
    // Where each login learns it, it is that of the very session whose token goes there.
    let learns = base.is_none() && desk.settings.learns_api();
    let judged = |base: Option<&Url>| policy::destination(url, base, &desk.settings);
    let known = if learns { None } else { Some(judged(base)?) };
    let mut again = replayable;
    let mut first: Option<(Arc<Session>, JsValue)> = None;
    loop {
        let (session, aim) = desk.usable(&call.token).await?;
        // Somebody else may be signed in by now: nobody's call is repeated as another person.
        if let Some((before, response)) = &first
            && !session.is_same_person(before)
        {
            return Ok(response.clone());
        }
        let told;
        let destination = match &known {
            Some(known) => known,
            None => {
                told = judged(session.api_base.as_ref())?;
                &told
            }
        };
        let Some(access) = session.access_for(&aim) else {
            return Err(desk.nobody().into());
        };
        let authorization = profile::bearer(&access.token);
        let sent = fetch::send_raw(
            &destination.url,
            init,
            &authorization,
            destination.relayed,
            session.relay_session.as_ref(),
        );
        let sent = sent.await;
        let response = sent.map_err(|failure| unsent(desk, failure, destination.own))?;
        let status = foreign::property(&response, "status").and_then(|status| status.as_f64());
        if !destination.own || status != Some(401.0) {
            return Ok(response);
        }
        let claims = match demanded(desk, &response) {
            // The same wish after a token that was made for it, or one that no token fulfils.
            Some(Demand::Claims { claims, .. }) if !again && replayable => {
                return Err(asked(Some(claims), None, None).into());
            }
            Some(Demand::Claims { claims, .. }) => Some(claims),
            // Another token would have no more of them.
            Some(Demand::Scope(_)) => return Ok(response),
            Some(Demand::StepUp {
                acr_values,
                max_age,
            }) => return Err(asked(None, acr_values, max_age).into()),
            _ => None,
        };
        let another = desk.refused(&session, &aim, claims, replayable && !again);
        let another = another.await?;
        if !another || !again {
            return Ok(response);
        }
        again = false;
        first = Some((session, response));
    }
}

/// Why there is no response, as the app is told. `own`: of the provider's own API.
pub(crate) fn unsent(desk: &Desk, failure: fetch::RawFailure, own: bool) -> Unanswered {
    match failure {
        fetch::RawFailure::Unanswered(reason) => {
            let Some(hint) = desk.settings.provider.unanswered.filter(|_| own) else {
                return Unanswered::Foreign(reason);
            };
            let mut error = Error::new(Code::Network);
            error.evidence_mut().hint = Some(hint);
            Unanswered::Caused(error, reason)
        }
        fetch::RawFailure::UnusableToken => Error::new(Code::TokenUnusable).into(),
        fetch::RawFailure::HeaderRefused => Error::at(Code::ConfigInvalid, "mode").into(),
        fetch::RawFailure::Rejected(reason) => Unanswered::Foreign(reason),
    }
}

/// What the API says that it wants, where the page may read that (docs/providers/entra.md; RFC 9470).
fn demanded(desk: &Desk, response: &JsValue) -> Option<Demand> {
    let headers = foreign::property(response, "headers")?;
    let name = JsValue::from_str("www-authenticate");
    let header = foreign::invoke(&headers, "get", &[&name]).ok()?;
    challenge::demand(&header.as_string()?).filter(|demand| match demand {
        // A loosening of its own: only where the provider's data knows such challenges, and only of it.
        Demand::Claims {
            authorization_uri, ..
        } => {
            let settings = &desk.settings;
            let meant = |address: &String| settings.is_meant(address);
            settings.provider.capabilities.is_some() && authorization_uri.as_ref().is_none_or(meant)
        }
        _ => true,
    })
}

/// The person has to be asked: what `login()` takes.
fn asked(claims: Option<String>, acr_values: Option<String>, max_age: Option<u64>) -> Error {
    let mut error = Error::new(Code::InteractionRequired);
    let evidence = error.evidence_mut();
    evidence.claims = claims;
    evidence.acr_values = acr_values;
    evidence.max_age = max_age;
    error
}

/// What a page asks about the person or the token, by the same rules.
#[derive(Clone, Copy)]
pub(crate) enum About {
    /// The person's own record.
    Person,
    /// Whether the session's own access token is still good; one that is not was refused.
    Token,
}

/// Asks, and gives the answer as JSON text.
pub(crate) async fn ask(desk: &Rc<Desk>, about: About) -> Result<String, Error> {
    let keeper: Rc<dyn Keeper> = Rc::new(Clerk(desk.clone()));
    let settings = &desk.settings;
    let mut again = true;
    loop {
        let (session, aim) = desk.usable(&options::Token::default()).await?;
        let request = match about {
            About::Person => profile::request(settings, &session)?,
            About::Token => introspection::request(settings, &session)?,
        };
        let answer = driver::send(request, &keeper).await;
        let (refused, text) = match about {
            About::Person => (
                matches!(&answer, Ok(response) if response.status == 401),
                profile::judge(answer, settings, &session),
            ),
            About::Token => match introspection::judge(answer, settings) {
                Ok((active, text)) => (!active, Ok(text)),
                Err(error) => (false, Err(error)),
            },
        };
        if !refused || !desk.refused(&session, &aim, None, !again).await? || !again {
            return text;
        }
        again = false;
    }
}
