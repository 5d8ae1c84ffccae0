//! `/authorize`: what is asked, what of it ends on a page, and the code at the end.

use crate::{cookies::Cookie, entropy::token, form::Parameters, http::Response};

use super::{
    Directory, Registration, Satisfied, Version, Wanted,
    account::Account,
    problem::Problem,
    registration::{Redirect, RedirectType},
    scopes::{self, Scopes},
    state::{Grant, Session},
    tenant::Authority,
};

/// The parameters that may be there once only.
const SINGLE: [&str; 16] = [
    "client_id",
    "response_type",
    "response_mode",
    "redirect_uri",
    "scope",
    "resource",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "prompt",
    "login_hint",
    "domain_hint",
    "sid",
    "claims",
    "client_info",
];

/// A request whose app, tenant and redirect URI are known to be good.
pub(super) struct Asked<'a> {
    pub(super) registration: &'a Registration,
    pub(super) authority: Authority,
    pub(super) redirect_uri: String,
    pub(super) redirect_type: RedirectType,
    pub(super) scopes: Scopes,
    /// Of the query.
    pub(super) parameters: Parameters,
    /// What the user pressed on one of our pages.
    pub(super) pressed: Parameters,
}

impl Asked<'_> {
    pub(super) fn prompt(&self) -> &str {
        self.parameters.text("prompt").unwrap_or_default()
    }
}

impl<'a> Directory<'a> {
    pub(super) fn authorize(&mut self, segment: &str, version: Version) -> Response {
        let mut asked = match self.asked(segment) {
            Ok(asked) => asked,
            Err(problem) => return self.refusal(&problem),
        };
        match self.check(&asked, version) {
            Ok(scopes) => asked.scopes = scopes,
            Err(problem) => return self.failure(&asked, &problem),
        }
        let mut browser = None;
        let response = match self.account(&asked, &mut browser) {
            Account::Known(session) => self.consented(&asked, session),
            Account::Page(response) => response,
            Account::Refused(problem) => self.failure(&asked, &problem),
            Account::Elsewhere(problem) => self.refusal(&problem),
        };
        match browser {
            None => response,
            Some(browser) => Cookie {
                http_only: true,
                ..Cookie::plain("entra_session", &browser)
            }
            .set(response),
        }
    }

    /// What has to be right before anything may be sent to the app.
    fn asked(&self, segment: &str) -> Result<Asked<'a>, Problem> {
        let parameters = self.request.query_parameters();
        let authority = self.authority(segment)?;
        let id = parameters
            .text("client_id")
            .ok_or_else(|| Problem::new(900144, "client_id"))?;
        let registration = self.registration(id)?;
        if registration.is_too_narrow_for(authority) {
            return Err(Problem::new(50194, id));
        }
        if let Authority::Tenant(tenant) = authority
            && !registration.is_in(tenant)
        {
            return Err(Problem::new(700016, id));
        }
        let redirect_uri = parameters
            .first("redirect_uri")
            .unwrap_or_default()
            .to_string();
        let Redirect { redirect_type, .. } = registration
            .redirect(&redirect_uri)
            .ok_or_else(|| Problem::new(50011, &redirect_uri))?;
        Ok(Asked {
            registration,
            authority,
            redirect_uri,
            redirect_type: *redirect_type,
            scopes: Scopes::default(),
            parameters,
            pressed: self.request.form_parameters(),
        })
    }

    /// What the app is told about.
    fn check(&self, asked: &Asked<'_>, version: Version) -> Result<Scopes, Problem> {
        let parameters = &asked.parameters;
        if let Some(name) = parameters.repeated(&SINGLE) {
            return Err(Problem::new(9_000_411, name));
        }
        match parameters.text("response_type") {
            Some("code") => {}
            None => return Err(Problem::new(900144, "response_type")),
            Some(other) => return Err(Problem::new(700054, other)),
        }
        match parameters.text("response_mode") {
            None | Some("query" | "fragment") => {}
            Some(other) => return Err(Problem::new(70007, other)),
        }
        if version == Version::V2 && parameters.first("resource").is_some() {
            return Err(Problem::new(901002, ""));
        }
        if version == Version::V2 && parameters.text("scope").is_none() {
            return Err(Problem::new(900144, "scope"));
        }
        if let Some(challenge) = parameters.text("code_challenge") {
            let method = parameters.first("code_challenge_method").unwrap_or("plain");
            if !(43..=128).contains(&challenge.len()) || !["S256", "plain"].contains(&method) {
                return Err(Problem::new(501491, ""));
            }
        }
        let prompts = ["", "none", "login", "consent", "select_account", "create"];
        if !prompts.contains(&asked.prompt()) {
            return Err(Problem::new(90023, asked.prompt()));
        }
        if let Some(claims) = parameters.text("claims")
            && Wanted::parse(claims).is_none()
        {
            return Err(Problem::new(9_000_410, "claims"));
        }
        scopes::requested(
            parameters,
            version == Version::V1,
            self.cloud,
            asked.registration,
            self.registrations,
        )
    }

    /// Makes a code and sends the browser back with it.
    pub(super) fn grant(&mut self, asked: &Asked<'_>, session: Session) -> Response {
        let text = |name: &str| asked.parameters.text(name).map(str::to_string);
        let wanted = text("claims").and_then(|claims| Wanted::parse(&claims));
        let wanted = wanted.unwrap_or_default();
        let plain = asked.parameters.first("code_challenge_method") != Some("S256");
        let grant = Grant {
            cloud: self.cloud,
            client: asked.registration.id.clone(),
            user: session.user.clone(),
            authority: asked.authority,
            redirect_uri: asked.redirect_uri.clone(),
            redirect_type: asked.redirect_type,
            scopes: asked.scopes.clone(),
            nonce: text("nonce"),
            tells_time: text("max_age").is_some(),
            challenge: text("code_challenge").map(|challenge| (challenge, plain)),
            code: format!("1.{}", token(self.entropy, 96)),
            code_expires: self.now + self.switches.code_lifetime,
            code_spent: false,
            created: self.now,
            // The user was there: whatever was asked for was shown.
            satisfied: Satisfied {
                xms_cc: wanted.xms_cc,
                acrs: wanted.acrs,
                nbf: self.now,
                acr: text("acr_values")
                    .and_then(|values| Some(values.split(' ').next()?.to_string())),
                authenticated: session.authenticated,
            },
            session,
            access: Vec::new(),
            refresh: Vec::new(),
            revoked: false,
        };
        self.state.grants.push(grant.clone());
        self.success(asked, &grant)
    }
}
