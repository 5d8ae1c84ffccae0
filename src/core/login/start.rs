//! The first half: until the page is left.

use std::rc::Rc;

use super::announcement;
use crate::core::authorize::{self, Wishes};
use crate::core::base64url;
use crate::core::error::{Code, Error};
use crate::core::metadata::{self, Metadata};
use crate::core::names::{Entropy, Scopes, Timestamp};
use crate::core::pending::{Flow, PendingLogin};
use crate::core::pkce::Verifier;
use crate::core::portals;
use crate::core::provider::{RelayRole, Resources};
use crate::core::resources;
use crate::core::secret::redacted;
use crate::core::settings::Settings;
use crate::core::steps::{Answer, Machine, Step, Turn, out_of_step, single};

/// From the app's call to leaving the page.
#[derive(Debug)]
pub struct Start {
    settings: Rc<Settings>,
    at: StartAt,
}

enum StartAt {
    Metadata(Box<(Wishes, Entropy, Timestamp)>),
    /// The relay is told, or somebody is asked for the authorization URL.
    Announcing(Box<(PendingLogin, String)>),
    Remembering {
        url: String,
    },
}

redacted!("StartAt" for StartAt);

impl Start {
    /// Begins. Asks for the metadata only where the endpoints are not known (design: one request
    /// for generic OpenID Connect, none for a preset).
    pub fn begin(
        settings: Rc<Settings>,
        mut wishes: Wishes,
        entropy: Entropy,
        now: Timestamp,
    ) -> Result<Turn, Error> {
        authorize::check_extra(&wishes.extra)?;
        // Its people sign in at the guard.
        if settings.provider.relay == RelayRole::Guarded {
            return Err(Error::at(Code::NotSupported, "login"));
        }
        if !settings.provider.scoped && !wishes.scopes.is_empty() {
            return Err(Error::at(Code::ConfigInvalid, "scopes"));
        }
        // A window of its own knows by its `state` what it is.
        if wishes.flow != Flow::Redirect && !settings.provider.way_back.state {
            return Err(Error::at(Code::NotSupported, "display"));
        }
        if wishes.flow == Flow::Frame {
            if !settings.provider.frames {
                return Err(Error::at(Code::NotSupported, "display"));
            }
            // Nobody sees the frame, so nobody may be asked in it (OpenID Connect Core 1.0, 3.1.2.1).
            wishes.prompt = Some(String::from("none"));
        }
        if !settings.secure && wishes.scopes.contains("openid") {
            return Err(Code::InsecureContext.into());
        }
        if let Some(metadata) = metadata::derived(&settings, wishes.portal.as_ref()) {
            return Start::remember(settings, metadata, wishes, &entropy, now);
        }
        let request = metadata::request(&settings);
        let at = StartAt::Metadata(Box::new((wishes, entropy, now)));
        Ok(Turn::then(
            Step::Fetch(vec![request]),
            Machine::Start(Start { settings, at }),
        ))
    }

    fn remember(
        settings: Rc<Settings>,
        metadata: Metadata,
        wishes: Wishes,
        entropy: &Entropy,
        now: Timestamp,
    ) -> Result<Turn, Error> {
        let scopes = scopes(&settings, &wishes)?;
        if !settings.may_ask(&scopes) {
            return Err(portals::no_identity());
        }
        // Without keys no ID token could be accepted: said before the page is left.
        if scopes.contains("openid") && metadata.jwks_uri.is_none() {
            return Err(Error::at(Code::MetadataInvalid, "jwks_uri"));
        }
        let verifier = Verifier::from_entropy(entropy.verifier());
        let challenge = verifier.challenge();
        let mut state = String::from(wishes.flow.marker());
        state.push_str(&base64url::encode(entropy.state()));
        let login = PendingLogin {
            provider: String::from(settings.provider.id),
            issuer: settings.issuer.clone(),
            client_id: settings.client_id.clone(),
            redirect_uri: settings.redirect_uri.clone(),
            metadata,
            state,
            nonce: scopes
                .contains("openid")
                .then(|| base64url::encode(entropy.nonce())),
            scopes,
            verifier: Some(verifier),
            return_to: wishes.return_to.clone(),
            app_state: wishes.app_state.clone(),
            created: now,
            max_age: wishes.max_age,
            acr_values: wishes.acr_values.clone(),
            resource: wishes.resource.clone().filter(|_| indicated(&settings)),
            claims: wishes.claims.clone(),
            quiet: wishes.prompt.as_deref() == Some("none"),
            flow: wishes.flow,
            relayed: settings.redeems_by_relay(),
            lifetime: settings.provider.way_back.seconds,
        };
        let url = match settings.asked {
            Some(_) => String::new(),
            None => authorize::url(&login, &challenge, &wishes, &settings),
        };
        let requests = announcement::requests(&login, &challenge, &settings);
        if requests.is_empty() {
            return Ok(Start::store(settings, login, url));
        }
        let at = StartAt::Announcing(Box::new((login, url)));
        Ok(Turn::then(
            Step::Fetch(requests),
            Machine::Start(Start { settings, at }),
        ))
    }

    fn store(settings: Rc<Settings>, login: PendingLogin, url: String) -> Turn {
        let next = Machine::Start(Start {
            settings,
            at: StartAt::Remembering { url },
        });
        Turn::then(Step::Remember(Box::new(login)), next)
    }

    /// The next step.
    pub fn resume(self, answer: Answer) -> Result<Turn, Error> {
        match (self.at, answer) {
            (StartAt::Metadata(asked), Answer::Responses(responses)) => {
                let (wishes, entropy, now) = *asked;
                let metadata = metadata::judge(single(responses)?, &self.settings)?;
                Start::remember(self.settings, metadata, wishes, &entropy, now)
            }
            (StartAt::Announcing(begun), Answer::Responses(responses)) => {
                let (login, url) = *begun;
                let asked = announcement::judge(responses, &self.settings)?;
                Ok(Start::store(self.settings, login, asked.unwrap_or(url)))
            }
            (StartAt::Remembering { url }, Answer::Remembered(stored)) => {
                stored?;
                Ok(Turn::last(Step::Navigate(url)))
            }
            _ => Err(out_of_step()),
        }
    }
}

fn indicated(settings: &Settings) -> bool {
    matches!(settings.provider.resources, Resources::Indicated)
}

/// What the login asks for: as configured, as wished, and all of a resource that is named where scopes
/// begin with theirs.
fn scopes(settings: &Settings, wishes: &Wishes) -> Result<Scopes, Error> {
    let own = settings.own_resource;
    let wished = wishes
        .scopes
        .each(|scope| resources::full(scope, own))
        .ok_or_else(|| Error::at(Code::ConfigInvalid, "scopes"))?;
    let mut scopes = settings.scopes.and(&wished);
    if indicated(settings) {
        return Ok(scopes);
    }
    if let Some(resource) = &wishes.resource {
        let fits = scopes.insert(&[resource, "/.default"].concat());
        fits.then_some(())
            .ok_or_else(|| Error::at(Code::ConfigInvalid, "resource"))?;
    }
    if resources::go_together(&scopes) {
        Ok(scopes)
    } else {
        Err(Error::hinting(
            Code::ConfigInvalid,
            "scopes",
            "'.default' cannot stand beside other scopes of its resource.",
        ))
    }
}

/// What a login asks for beside the configured scopes, for the warning about unknown ones.
pub fn unknown_scopes(scopes: &Scopes, known: &[&str]) -> Vec<String> {
    if known.is_empty() {
        return Vec::new();
    }
    scopes
        .iter()
        .filter(|scope| !known.contains(&scope.rsplit('/').next().unwrap_or(scope)))
        .map(String::from)
        .collect()
}
