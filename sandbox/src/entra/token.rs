//! `/token`: codes and refresh tokens, for one resource at a time.

use serde_json::{Map, Value};

use crate::{encoding, form::Parameters, http::Response};

use super::{
    Directory, Registration, Version, Wanted,
    problem::Problem,
    redemption,
    scopes::{self, Scopes},
    state::Grant,
    tenant::{Authority, Tenant},
};

/// The parameters that may be there once only.
const SINGLE: [&str; 9] = [
    "grant_type",
    "client_id",
    "client_secret",
    "code",
    "redirect_uri",
    "code_verifier",
    "refresh_token",
    "scope",
    "resource",
];

/// What a good token request comes to.
pub(super) struct Redeemed {
    pub(super) grant: Grant,
    /// OpenID Connect's scopes, and those of one resource.
    pub(super) scopes: Scopes,
    pub(super) resource: String,
    pub(super) refreshed: bool,
    pub(super) with_client_info: bool,
    pub(super) version: Version,
}

impl Directory<'_> {
    pub(super) fn token(&mut self, segment: &str, version: Version) -> Response {
        let form = self.request.form_parameters();
        match self.redeem(segment, version, &form) {
            Ok(redeemed) => self.answer(redeemed),
            Err(problem) => self.json_problem(&problem),
        }
    }

    /// A refusal as JSON; without CORS headers where a switch says so.
    pub(super) fn json_problem(&mut self, problem: &Problem) -> Response {
        let form = self.request.form_parameters();
        let members = problem.members(
            &self.request.origin(),
            self.now,
            form.text("client-request-id"),
            self.entropy,
        );
        let body: Map<String, Value> = members
            .into_iter()
            .map(|(name, value)| (name.to_string(), value))
            .collect();
        let mut response = Response::json(problem.status(), &Value::Object(body));
        response.without_cors = redemption::is_hidden(problem, self.switches.spa_error);
        response
    }

    fn redeem(
        &mut self,
        segment: &str,
        version: Version,
        form: &Parameters,
    ) -> Result<Redeemed, Problem> {
        if let Some(name) = form.repeated(&SINGLE) {
            return Err(Problem::new(9_000_411, name));
        }
        let authority = self.authority(segment)?;
        let required = |name: &str| {
            form.text(name)
                .map(str::to_string)
                .ok_or_else(|| Problem::new(900_144, name))
        };
        let (kind, id) = (required("grant_type")?, required("client_id")?);
        let registration = self.registration(&id)?;
        match kind.as_str() {
            "authorization_code" => {
                let code = required("code")?;
                self.exchange(authority, version, registration, form, &code)
            }
            "refresh_token" => {
                let token = required("refresh_token")?;
                self.refresh(authority, version, registration, form, &token)
            }
            other => Err(Problem::new(70003, other)),
        }
    }

    fn exchange(
        &mut self,
        authority: Authority,
        version: Version,
        registration: &Registration,
        form: &Parameters,
        code: &str,
    ) -> Result<Redeemed, Problem> {
        let is_it = |grant: &&Grant| {
            grant.code == code && grant.client == registration.id && grant.cloud == self.cloud
        };
        let grant = self.state.grants.iter().find(is_it).cloned();
        let grant = grant.ok_or_else(|| Problem::new(70000, ""))?;
        redemption::allowed(registration, grant.redirect_type, self.request, form)?;
        if grant.authority != authority {
            return Err(Problem::new(700_005, authority.issuer_part()));
        }
        if grant.code_spent {
            return Err(Problem::new(54005, ""));
        }
        if grant.revoked {
            return Err(Problem::new(50173, ""));
        }
        if self.now >= grant.code_expires {
            return Err(Problem::new(70008, ""));
        }
        if form.first("redirect_uri") != Some(grant.redirect_uri.as_str()) {
            return Err(Problem::new(500_112, ""));
        }
        redemption::verify(
            &grant,
            form.text("code_verifier")
                .map(|verifier| (verifier.to_string(), encoding::challenge(verifier))),
        )?;
        let asked = self.asked_scopes(version, registration, form, &grant)?;
        if version == Version::V2 && asked.resources().len() > 1 && form.text("scope").is_some() {
            let scope = form.first("scope").unwrap_or_default();
            return Err(Problem::new(28000, scope));
        }
        let mut redeemed = self.for_one_resource(grant, asked, form, version, false)?;
        // What was asked at the authorization endpoint counts here as well.
        redeemed.scopes.openid =
            [redeemed.scopes.openid, redeemed.grant.scopes.openid.clone()].concat();
        if let Some(spent) = self
            .state
            .grants
            .iter_mut()
            .find(|grant| grant.code == code)
        {
            spent.code_spent = true;
        }
        Ok(redeemed)
    }

    /// The old token stays good, whatever comes of it.
    fn refresh(
        &mut self,
        authority: Authority,
        version: Version,
        registration: &Registration,
        form: &Parameters,
        token: &str,
    ) -> Result<Redeemed, Problem> {
        let is_it = |grant: &&Grant| {
            grant.client == registration.id
                && grant.cloud == self.cloud
                && grant.refresh.iter().any(|held| held.value == token)
        };
        let grant = self.state.grants.iter().find(is_it).cloned();
        let grant = grant.ok_or_else(|| Problem::new(70000, ""))?;
        redemption::allowed(registration, grant.redirect_type, self.request, form)?;
        let admitted = self
            .user(&grant.user)
            .is_some_and(|user| authority.admits(Tenant::of(user)));
        if !admitted {
            return Err(Problem::new(700_005, authority.issuer_part()));
        }
        if grant.revoked {
            return Err(Problem::new(50173, ""));
        }
        let held = grant.refresh.iter().find(|held| held.value == token);
        if held.is_none_or(|held| self.now >= held.expires) {
            return Err(redemption::expired(grant.redirect_type));
        }
        let asked = self.asked_scopes(version, registration, form, &grant)?;
        self.for_one_resource(grant, asked, form, version, true)
    }

    /// The scopes of the token request, or else of the authorization request.
    fn asked_scopes(
        &self,
        version: Version,
        registration: &Registration,
        form: &Parameters,
        grant: &Grant,
    ) -> Result<Scopes, Problem> {
        let (v1, named) = match version {
            Version::V1 => (true, form.text("resource")),
            Version::V2 if form.first("resource").is_some() => {
                return Err(Problem::new(901_002, ""));
            }
            Version::V2 => (false, form.text("scope")),
        };
        if named.is_none() {
            return Ok(grant.scopes.clone());
        }
        scopes::requested(form, v1, self.cloud, registration, self.registrations)
    }

    /// Takes the first resource, and asks whether the user consented to what is wanted of it.
    fn for_one_resource(
        &self,
        mut grant: Grant,
        asked: Scopes,
        form: &Parameters,
        version: Version,
        refreshed: bool,
    ) -> Result<Redeemed, Problem> {
        let resource = asked.resources().first().map(ToString::to_string);
        let resource = resource.unwrap_or_else(|| self.cloud.graph().to_string());
        let scopes = asked.only(&resource);
        let consented = self.state.consented(&grant.client, &grant.user);
        let allowed = |(resource, name): &(String, String)| {
            let prefix = format!("{resource}/");
            match name.as_str() {
                scopes::DEFAULT => consented.iter().any(|scope| scope.starts_with(&prefix)),
                name => consented
                    .iter()
                    .any(|scope| scope.strip_prefix(&prefix) == Some(name)),
            }
        };
        if !self.switches.admin_consent && !scopes.named.iter().all(allowed) {
            return Err(Problem::new(65001, &grant.client));
        }
        grant.satisfied = self.satisfied(&grant, form)?;
        Ok(Redeemed {
            grant,
            scopes,
            resource,
            refreshed,
            with_client_info: form.first("client_info") == Some("1"),
            version,
        })
    }

    /// What the new token carries: what the sign-in showed, and what the request asks for, if the session will do for that.
    fn satisfied(&self, grant: &Grant, form: &Parameters) -> Result<super::Satisfied, Problem> {
        let mut satisfied = grant.satisfied.clone();
        satisfied.nbf = self.now;
        let Some(claims) = form.text("claims") else {
            return Ok(satisfied);
        };
        let wanted = Wanted::parse(claims).ok_or_else(|| Problem::new(9_000_410, "claims"))?;
        let shown = |acr: &String| grant.satisfied.acrs.contains(acr);
        let too_much = wanted.nbf > self.now || !wanted.acrs.iter().all(shown);
        if self.switches.claims_need_interaction && too_much {
            return Err(Problem {
                suberror: Some("basic_action"),
                claims: Some(claims.to_string()),
                ..Problem::new(50076, &grant.client)
            });
        }
        let more = |held: &mut Vec<String>, wanted: Vec<String>| {
            let new: Vec<String> = wanted
                .into_iter()
                .filter(|one| !held.contains(one))
                .collect();
            held.extend(new);
        };
        more(&mut satisfied.xms_cc, wanted.xms_cc);
        more(&mut satisfied.acrs, wanted.acrs);
        Ok(satisfied)
    }
}
