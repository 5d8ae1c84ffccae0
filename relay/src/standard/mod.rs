//! Providers that speak OAuth 2.0: the calls that need the secret (RFC 6749, sections 4.1.3 and 6; RFC 7009).
//!
//! Each gets what the standard asks for and nothing else: no cookie, no origin, no header of the page's.

mod metadata;

use std::sync::Arc;

use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Method};
use docgate::core::form::Form;
use docgate::core::http::CAP;
use docgate::core::provider::Resources;
use docgate::core::secret::Secret;

pub use metadata::Documents;

use crate::config::{ClientAuthentication, Entry, Kind, SignIn, Standard};
use crate::error::{Code, Refusal};
use crate::form::Parameters;
use crate::granted::Granted;
use crate::judgement::{self, Sent};
use crate::outward::Purpose;
use crate::replays::Spent;
use crate::state::AppState;
use crate::token::Redemption;
use crate::upstream::Call;

/// What a page may add to a token request, as far as the provider takes it.
#[derive(Debug, Default)]
pub(crate) struct Extras(Vec<(&'static str, String)>);

impl Extras {
    /// Reads them; one that the provider does not take is refused.
    pub(crate) fn read(parameters: &Parameters, sign_in: &SignIn) -> Result<Extras, Refusal> {
        let provider = match &sign_in.kind {
            Kind::Standard(standard) => Some(standard.settings.provider.provider()),
            Kind::Enadoc(_) => None,
        };
        let in_scopes = |it: Resources| matches!(it, Resources::InScopes(_));
        let mut extras = Vec::new();
        for (name, taken) in [
            ("scope", provider.is_some_and(|it| in_scopes(it.resources))),
            (
                "resource",
                provider.is_some_and(|it| !in_scopes(it.resources)),
            ),
            (
                "claims",
                provider.is_some_and(|it| it.capabilities.is_some()),
            ),
        ] {
            match parameters.optional(name)? {
                Some(value) if taken => extras.push((name, value.to_owned())),
                Some(_) => return Err(Refusal::at(Code::InvalidRequest, name)),
                None => {}
            }
        }
        Ok(Extras(extras))
    }

    fn add_to(&self, form: &mut Form) {
        for (name, value) in &self.0 {
            form.push(name, value);
        }
    }
}

/// Exchanges a code. Sent once, unless the provider says that it did not look at it (429).
pub(crate) async fn exchange(
    state: &Arc<AppState>,
    entry: &Entry,
    sign_in: &SignIn,
    standard: &Standard,
    redemption: &Redemption<'_>,
    extras: &Extras,
) -> Result<Granted, Refusal> {
    // The token request is what the code and the verifier are for.
    let (code, verifier) = (redemption.code.expose(), redemption.verifier.expose());
    let mut form = Form::new();
    form.push("grant_type", "authorization_code");
    form.push("code", code);
    form.push("redirect_uri", &redemption.redirect_uri);
    form.push("code_verifier", verifier);
    extras.add_to(&mut form);
    let sent = [code, verifier];
    let spent = Some(&redemption.spent);
    let what = (Purpose::Code, &form);
    ask(state, entry, sign_in, standard, what, &sent, spent).await
}

/// Renews.
pub(crate) async fn refresh(
    state: &Arc<AppState>,
    entry: &Entry,
    sign_in: &SignIn,
    standard: &Standard,
    refresh_token: &Secret,
    extras: &Extras,
) -> Result<Granted, Refusal> {
    // The token endpoint of its provider is the only place that a refresh token is sent to.
    let refresh_token = refresh_token.expose();
    let mut form = Form::new();
    form.push("grant_type", "refresh_token");
    form.push("refresh_token", refresh_token);
    extras.add_to(&mut form);
    let sent = [refresh_token];
    let what = (Purpose::Refresh, &form);
    ask(state, entry, sign_in, standard, what, &sent, None).await
}

async fn ask(
    state: &Arc<AppState>,
    entry: &Entry,
    sign_in: &SignIn,
    standard: &Standard,
    (purpose, form): (Purpose, &Form),
    sent: &[&str],
    spent: Option<&Spent<'_>>,
) -> Result<Granted, Refusal> {
    let metadata = state.documents.of(state, entry, standard).await?;
    let call = call(sign_in, standard, metadata.token_endpoint.clone(), form)?;
    let sent = Sent {
        secret: &sign_in.client_secret,
        texts: sent,
    };
    let answer = match spent {
        Some(spent) => state.send_for(spent, entry, purpose, call).await?,
        None => state.send(entry, purpose, call, CAP).await?,
    };
    let tokens = judgement::tokens(answer, standard.settings.provider.provider(), &sent)?;
    Ok(Granted {
        tokens,
        api_base: None,
    })
}

/// Gives a refresh token back, where the provider takes it. What it answers changes nothing for the page.
pub(crate) async fn revoke(
    state: &Arc<AppState>,
    entry: &Entry,
    sign_in: &SignIn,
    standard: &Standard,
    refresh_token: &Secret,
) -> Result<(), Refusal> {
    let metadata = state.documents.of(state, entry, standard).await?;
    let own = standard.revocation_endpoint.clone();
    let Some(endpoint) = own.or_else(|| metadata.revocation_endpoint.clone()) else {
        return Ok(());
    };
    let mut form = Form::new();
    // Its own provider is where a token is given back.
    form.push("token", refresh_token.expose());
    form.push("token_type_hint", "refresh_token");
    let call = call(sign_in, standard, endpoint, &form)?;
    let answer = state.send(entry, Purpose::Revocation, call, CAP).await?;
    match answer {
        Ok(answer) if answer.status == 200 => Ok(()),
        Ok(_) => Err(Code::UpstreamRefused.into()),
        Err(_) => Err(Code::UpstreamUnreachable.into()),
    }
}

/// A form with the client's proof.
fn call(sign_in: &SignIn, standard: &Standard, url: String, form: &Form) -> Result<Call, Refusal> {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/x-www-form-urlencoded"),
    );
    let body = match standard.authentication {
        ClientAuthentication::Post => sign_in.client_secret.body(&sign_in.client_id, form),
        ClientAuthentication::Basic => {
            let basic = sign_in.client_secret.basic(&sign_in.client_id);
            // The header of a token request over TLS is where it belongs.
            let mut value =
                HeaderValue::from_str(basic.expose()).map_err(|_| Code::InternalError)?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
            Secret::new(form.encode())
        }
    };
    Ok(Call {
        method: Method::POST,
        url,
        headers,
        // It goes to the provider that it is for.
        body: Some(body.expose().to_owned().into()),
        deadline: None,
    })
}
