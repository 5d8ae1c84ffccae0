//! The authorization response: is this address one, and may its code be exchanged?
//! (RFC 6749, section 4.1.2; RFC 9207; .)

use super::answer;
use super::error::{Code, Error};
use super::fault;
use super::form::Form;
use super::names::Timestamp;
use super::pending::{self, PendingLogin};
use super::provider::WayBack;
use super::secret::{Secret, same};
use super::settings::Settings;

/// Parameters that may stand only once (RFC 6749, section 3.1), beside the code.
const SINGLE: &[&str] = &["state", "iss", "error", "error_description", "error_uri"];

/// An authorization response that was read, not yet judged.
#[derive(Debug)]
pub struct Callback {
    form: Form,
    malformed: bool,
    way_back: WayBack,
}

/// Whether a parameter makes an address on the redirect path an authorization response.
fn is_telling(name: &str, way_back: WayBack) -> bool {
    way_back.codes.contains(&name) || name == "error" || (name == "state" && way_back.state)
}

/// Reads an address. `None`: it is not for us, and nobody touches it.
///
/// On a shared root path only a `state` with docgate's marker counts, since any app may have
/// a `?code=` there.
pub fn read(address: &str, settings: &Settings) -> Option<Callback> {
    let redirect = &settings.redirect;
    let way_back = settings.provider.way_back;
    let (rest, fragment) = split(address, '#');
    let (place, query) = split(rest, '?');
    let own = split(split(redirect.as_str(), '#').0, '?').0;
    if place != own {
        return None;
    }
    // A fragment is often the app's own route: it counts only with a marked `state`.
    let mut pairs = fragment.split('&');
    let marked = pairs.any(|pair| pair.starts_with("state=dg"));
    let fragment = if marked { fragment } else { "" };
    let parsed = match (Form::parse(query), Form::parse(fragment)) {
        (Ok(mut form), Ok(more)) => {
            for (name, value) in more.iter() {
                form.push(name, value);
            }
            Some(form)
        }
        _ => None,
    };
    let shared = redirect.path() == "/";
    match parsed {
        Some(form) => {
            let marked = form.all("state").any(pending::is_marked);
            let telling = form.iter().any(|(name, _)| is_telling(name, way_back));
            let own_query = redirect.query().and_then(|query| Form::parse(query).ok());
            let complete = own_query.is_none_or(|own| {
                own.iter()
                    .all(|(name, value)| form.all(name).any(|v| v == value))
            });
            (complete && telling && (marked || !shared)).then_some(Callback {
                form,
                malformed: false,
                way_back,
            })
        }
        None => {
            // Nothing can be decoded, so the raw text says whether this is for us to refuse.
            let pairs = query.split('&').chain(fragment.split('&'));
            let ours = pairs.map(|pair| split(pair, '=')).any(|(name, value)| {
                let marked = name == "state" && pending::is_marked(value);
                marked || (!shared && is_telling(name, way_back))
            });
            ours.then(|| Callback {
                form: Form::new(),
                malformed: true,
                way_back,
            })
        }
    }
}

/// An address up to the end of its path, and its query.
pub fn place(address: &str) -> (&str, &str) {
    split(split(address, '#').0, '?')
}

fn split(text: &str, at: char) -> (&str, &str) {
    text.split_once(at).unwrap_or((text, ""))
}

impl Callback {
    /// Whose login this claims to finish. Empty is like missing; where a provider sends none back, one that came
    /// says nothing.
    pub fn state(&self) -> Option<&str> {
        let state = self.form.first("state");
        state.filter(|state| !state.is_empty() && self.way_back.state)
    }

    /// The failure when no login fits; a server's `error` goes along as untrusted evidence.
    pub fn unmatched(&self, code: Code) -> Error {
        let code = if self.malformed {
            Code::CallbackInvalid
        } else {
            code
        };
        answer::describe(Error::new(code), |name| {
            self.form.first(name).map(String::from)
        })
    }

    /// Judges the response against the login that it claims to finish. The order is part of the
    /// protection: nothing the server says is looked at before it is known to belong to this login.
    pub fn validate(
        self,
        login: impl Into<Box<PendingLogin>>,
        settings: &Settings,
        now: Timestamp,
    ) -> Result<ValidatedCallback, Error> {
        let login = login.into();
        if login.is_expired(now) {
            return Err(Code::PendingLoginExpired.into());
        }
        if !login.fits(settings) {
            return Err(Code::PendingLoginForeign.into());
        }
        let codes = self.way_back.codes;
        let repeated = |name: &&&str| self.form.count(name) > 1;
        if let Some(name) = SINGLE.iter().chain(codes).find(repeated) {
            return Err(Error::at(Code::CallbackInvalid, name));
        }
        match self.form.first("iss") {
            Some(iss) if !settings.has_issuer(iss) => {
                return Err(Error::at(Code::IssuerMismatch, "iss"));
            }
            None if login.metadata.promises_iss => {
                return Err(Error::at(Code::IssuerMismatch, "iss"));
            }
            _ => {}
        }
        let state = self.state().unwrap_or_default();
        if self.way_back.state && !same(state.as_bytes(), login.state.as_bytes()) {
            return Err(Error::at(Code::CallbackInvalid, "state"));
        }
        let mut given = codes.iter().filter_map(|name| self.form.first(name));
        let code = given.next().filter(|code| !code.is_empty());
        if given.next().is_some() {
            return Err(Error::at(Code::CallbackInvalid, "code"));
        }
        match (self.form.first("error"), code) {
            (Some(_), Some(_)) => Err(Error::at(Code::CallbackInvalid, "error")),
            (Some(error), None) => {
                let error = self.unmatched(refusal(error));
                Err(fault::judge_text(error, settings.provider))
            }
            (None, None) => Err(Error::at(Code::CallbackInvalid, "code")),
            (None, Some(code)) => Ok(ValidatedCallback {
                code: Secret::new(String::from(code)),
                login,
            }),
        }
    }
}

/// The authorization endpoint's error codes (RFC 6749, 4.1.2.1; OpenID Connect Core 1.0, 3.1.2.6).
fn refusal(error: &str) -> Code {
    match error {
        "access_denied" => Code::AuthorizationDenied,
        "login_required" => Code::LoginRequired,
        "interaction_required" | "consent_required" | "account_selection_required" => {
            Code::InteractionRequired
        }
        "invalid_scope" => Code::ScopeRefused,
        "unauthorized_client" => Code::ClientRefused,
        _ => Code::AuthorizationFailed,
    }
}

/// The only thing that can be exchanged: a code that came back to the login that asked for it.
/// Cannot be made but by [`Callback::validate`], nor copied.
#[derive(Debug)]
pub struct ValidatedCallback {
    code: Secret,
    login: Box<PendingLogin>,
}

impl ValidatedCallback {
    /// The code, for the token request.
    pub(in crate::core) fn code(&self) -> &Secret {
        &self.code
    }

    /// The login that asked for it.
    pub fn login(&self) -> &PendingLogin {
        &self.login
    }
}
