//! The three calls, in the ways that are documented or seen.

use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use docgate::core::form::Form;

use crate::config::{Enadoc, FirstCall, SignIn};
use crate::error::{Code, Refusal};
use crate::upstream::Call;

const CLIENT_ID: HeaderName = HeaderName::from_static("clientid");
const REDIRECT_URI: HeaderName = HeaderName::from_static("redirecturi");

/// Asks for the authorization URL: in headers, as it is documented, or as a form.
pub(super) fn authorization_url(
    enadoc: &Enadoc,
    client_id: &str,
    redirect_uri: &str,
) -> Result<Call, Refusal> {
    let mut headers = form_headers();
    let mut form = Form::new();
    match enadoc.first_call {
        FirstCall::Headers => {
            let value = |text| HeaderValue::from_str(text).map_err(|_| Code::InternalError);
            headers.insert(CLIENT_ID, value(client_id)?);
            headers.insert(REDIRECT_URI, value(redirect_uri)?);
        }
        FirstCall::Form => {
            form.push("ClientId", client_id);
            form.push("RedirectUri", redirect_uri);
        }
    }
    Ok(Call {
        method: Method::POST,
        url: at(enadoc, "/api/v3/authorization/url"),
        headers,
        body: Some(form.encode().into()),
        deadline: None,
    })
}

/// Asks where the API is: a GET with a body, as it is documented, or with a query.
pub(super) fn discovery(enadoc: &Enadoc, sign_in: &SignIn, code: &str) -> Call {
    let mut form = Form::new();
    form.push("oauth_code", code);
    // It goes to Enadoc, in the body or, where the operator says so, in the query. No address is ever logged.
    let fields = sign_in.client_secret.body(&sign_in.client_id, &form);
    let mut call = Call {
        method: Method::GET,
        url: at(enadoc, "/enadoc/discovery/api"),
        headers: form_headers(),
        body: None,
        deadline: None,
    };
    if enadoc.discovery_in_query {
        call.headers.remove(CONTENT_TYPE);
        call.url.push('?');
        call.url.push_str(fields.expose());
    } else {
        call.body = Some(fields.expose().to_owned().into());
    }
    call
}

/// Asks for a token: the grant, and the one field that it needs.
pub(super) fn token(
    enadoc: &Enadoc,
    sign_in: &SignIn,
    (grant, name, value): (&str, &str, &str),
) -> Call {
    let mut form = Form::new();
    form.push("grant_type", grant);
    form.push(name, value);
    let body = sign_in.client_secret.body(&sign_in.client_id, &form);
    Call {
        method: Method::POST,
        url: at(enadoc, "/api/v3/token"),
        headers: form_headers(),
        // It goes to Enadoc, which it is for.
        body: Some(body.expose().to_owned().into()),
        deadline: None,
    }
}

fn at(enadoc: &Enadoc, path: &str) -> String {
    [enadoc.identity_provider.origin(), path].concat()
}

fn form_headers() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/x-www-form-urlencoded"),
    );
    headers
}
