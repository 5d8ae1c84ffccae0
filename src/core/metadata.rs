//! Authorization server metadata: RFC 8414 and OpenID Connect Discovery 1.0.
//!
//! Read once before a login and then bound to it: the callback uses the endpoints of its own
//! record, whatever the document says by then.

use super::answer;
use super::authorize::is_reserved;
use super::error::{Code, Error};
use super::form::Form;
use super::http::{Failure, Purpose, Request, Response};
use super::json::Object;
use super::provider::Endpoints;
use super::settings::{MetadataKind, Settings};
use super::url::Url;

/// The endpoints of one issuer, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// Where the person is sent.
    pub authorization_endpoint: String,
    /// Where the code is exchanged.
    pub token_endpoint: String,
    /// Where the key set is.
    pub jwks_uri: Option<String>,
    /// Where the claims about the person are.
    pub userinfo_endpoint: Option<String>,
    /// Where tokens are given back (RFC 7009).
    pub revocation_endpoint: Option<String>,
    /// Where people sign out (OpenID Connect RP-Initiated Logout 1.0).
    pub end_session_endpoint: Option<String>,
    /// The server promised `iss` in every authorization response (RFC 9207).
    pub promises_iss: bool,
}

/// The request for the document.
pub fn request(settings: &Settings) -> Request {
    let origin = settings.base.origin();
    let path = settings.base.path().trim_end_matches('/');
    let mut url = String::from(origin);
    match settings.metadata {
        MetadataKind::OpenId => {
            url.push_str(path);
            url.push_str("/.well-known/openid-configuration");
        }
        MetadataKind::OAuth => {
            url.push_str("/.well-known/oauth-authorization-server");
            url.push_str(path);
        }
    }
    Request::get(Purpose::Metadata, url)
}

/// Endpoints that need no document. `portal`: the person's own, where it is known.
pub fn derived(settings: &Settings, portal: Option<&Url>) -> Option<Metadata> {
    let base = settings.home(portal).as_str();
    let at = |path: &str| {
        let mut url = String::from(base.trim_end_matches('/'));
        url.push_str(path);
        url
    };
    let (authorization, token, jwks, end_session) = match settings.provider.endpoints {
        Endpoints::Discovered => return None,
        Endpoints::Derived {
            authorization,
            token,
            jwks,
            end_session,
        } => (authorization, token, Some(jwks), end_session),
        // Its token endpoint is the relay's affair.
        Endpoints::Asked { path } => (path, "", None, None),
    };
    let metadata = Metadata {
        authorization_endpoint: at(authorization),
        token_endpoint: at(token),
        jwks_uri: jwks.map(at),
        userinfo_endpoint: None,
        revocation_endpoint: None,
        end_session_endpoint: end_session.map(at),
        promises_iss: false,
    };
    Some(redeemed(metadata, settings))
}

/// Where the code is redeemed: by the relay, if there is one. It gives tokens back too.
fn redeemed(mut metadata: Metadata, settings: &Settings) -> Metadata {
    if let Some(relay) = settings.token_relay() {
        metadata.token_endpoint = relay.endpoint("token");
        metadata.revocation_endpoint = None;
    }
    metadata
}

/// Judges the answer. Anything odd ends the login; no endpoint is ever guessed.
pub fn judge(answer: Result<Response, Failure>, settings: &Settings) -> Result<Metadata, Error> {
    let response = answer::received(answer, settings.provider)?;
    if response.status != 200 {
        return Err(answer::http_error(&response));
    }
    let read = answer::json_object(&response).and_then(|document| read(&document, settings));
    let read = read.map(|metadata| redeemed(metadata, settings));
    read.map_err(|error| match error.code() {
        Code::ResponseInvalid => error.coded(Code::MetadataInvalid),
        _ => error,
    })
}

fn read(document: &Object, settings: &Settings) -> Result<Metadata, Error> {
    if document.string("issuer")? != settings.issuer {
        return Err(Error::at(Code::IssuerMismatch, "issuer"));
    }
    if let Some(methods) = strings(document, "code_challenge_methods_supported")?
        && !methods.iter().any(|method| method == "S256")
    {
        return Err(Code::PkceUnsupported.into());
    }
    if let Some(types) = strings(document, "response_types_supported")?
        && !types.iter().any(|kind| kind == "code")
    {
        return Err(Error::at(Code::MetadataInvalid, "response_types_supported"));
    }
    let name = "authorization_endpoint";
    let authorization = endpoint(document, name, settings)?
        .filter(|url| has_own_query(url))
        .ok_or_else(|| Error::at(Code::MetadataInvalid, name))?;
    strings(document, "scopes_supported")?;
    strings(document, "id_token_signing_alg_values_supported")?;
    Ok(Metadata {
        authorization_endpoint: authorization,
        token_endpoint: endpoint(document, "token_endpoint", settings)?
            .ok_or_else(|| Error::at(Code::MetadataInvalid, "token_endpoint"))?,
        jwks_uri: endpoint(document, "jwks_uri", settings)?,
        userinfo_endpoint: endpoint(document, "userinfo_endpoint", settings)?,
        revocation_endpoint: endpoint(document, "revocation_endpoint", settings)?,
        end_session_endpoint: endpoint(document, "end_session_endpoint", settings)?
            .filter(|url| has_own_query(url)),
        promises_iss: document
            .optional_boolean("authorization_response_iss_parameter_supported")?
            .unwrap_or(false),
    })
}

/// A query of the endpoint's own is kept, and must not repeat what will be added to it
/// (RFC 6749, section 3.1).
fn has_own_query(url: &str) -> bool {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    Form::parse(query).is_ok_and(|form| !form.iter().any(|(name, _)| is_reserved(name)))
}

/// A list of at most 1,000 strings of at most 256 bytes.
fn strings(document: &Object, name: &'static str) -> Result<Option<Vec<String>>, Error> {
    let Some(list) = document.optional_strings(name)? else {
        return Ok(None);
    };
    if list.len() > 1000 || list.iter().any(|text| text.len() > 256) {
        return Err(Error::at(Code::MetadataInvalid, name));
    }
    Ok(Some(list.into_iter().map(String::from).collect()))
}

/// https, or loopback http when the page is on loopback too; of an allowed origin.
fn endpoint(
    document: &Object,
    name: &'static str,
    settings: &Settings,
) -> Result<Option<String>, Error> {
    let Some(text) = document.optional_string(name)? else {
        return Ok(None);
    };
    let refused = || Error::at(Code::MetadataInvalid, name);
    if text.len() > 2048 {
        return Err(refused());
    }
    let url = Url::endpoint(text, settings.loopback).map_err(|_| refused())?;
    if !settings.allows_endpoint(&url) {
        return Err(refused());
    }
    Ok(Some(String::from(url.as_str())))
}
