//! Token answers: one resource's access token, a `scope` that is more than was asked, and numbers that are text at v1.

use serde_json::{Map, Value, json};

use crate::{entropy::token, http::Response};

use super::{
    Directory, Version,
    registration::RedirectType,
    scopes,
    state::{Access, Grant, Refresh},
    token::Redeemed,
};

impl Directory<'_> {
    /// Makes the tokens and adds them to the grant.
    pub(super) fn answer(&mut self, redeemed: Redeemed) -> Response {
        let grant = &redeemed.grant;
        let names = self.names(grant, &redeemed);
        let claims = grant.satisfied.claims();
        let access = self.access_token(grant, &redeemed.resource, &names, claims);
        let lifetime = self.switches.access_token_lifetime;
        let v1 = redeemed.version == Version::V1;
        let number = |number: u64| {
            if v1 {
                json!(number.to_string())
            } else {
                json!(number)
            }
        };
        let mut body = Map::new();
        let mut put = |name: &str, value: Value| drop(body.insert(name.to_string(), value));
        put("token_type", json!("Bearer"));
        put("scope", json!(self.scope_text(&redeemed, &names)));
        put("expires_in", number(lifetime));
        put("ext_expires_in", number(lifetime));
        if v1 {
            put("expires_on", number(self.now + lifetime));
            put("not_before", number(self.now));
            put("resource", json!(redeemed.resource));
        }
        if let Some(seconds) = self.switches.refresh_in {
            put("refresh_in", number(seconds));
        }
        put("access_token", json!(access));
        let refresh = redeemed
            .scopes
            .has("offline_access")
            .then(|| self.refresh_token(grant));
        if let Some(refresh) = &refresh {
            put("refresh_token", json!(refresh.value));
            if grant.redirect_type == RedirectType::Spa {
                put(
                    "refresh_token_expires_in",
                    number(refresh.expires.saturating_sub(self.now)),
                );
            }
        }
        if redeemed.scopes.has("openid") {
            let token = self.id_token(
                grant,
                &redeemed.scopes,
                redeemed.version,
                redeemed.refreshed,
            );
            put("id_token", json!(token));
        }
        if redeemed.with_client_info {
            put("client_info", json!(self.client_info(&grant.user)));
        }
        let expires = self.now + lifetime;
        let code = &grant.code;
        if let Some(known) = self
            .state
            .grants
            .iter_mut()
            .find(|known| known.code == *code)
        {
            known.access.push(Access {
                value: access,
                expires,
                resource: redeemed.resource.clone(),
                scopes: names,
                satisfied: grant.satisfied.clone(),
            });
            known.refresh.extend(refresh);
        }
        Response::json(200, &Value::Object(body))
    }

    /// A page's refresh token has what is left of the 24 hours since the sign-in; a server's starts anew.
    fn refresh_token(&mut self, grant: &Grant) -> Refresh {
        let expires = match grant.redirect_type {
            RedirectType::Spa => grant.created + self.switches.refresh_token_lifetime,
            RedirectType::Web => self.now + 90 * 24 * 60 * 60,
        };
        Refresh {
            value: format!("1.{}", token(self.entropy, 96)),
            expires,
        }
    }

    /// Every scope of the resource that was ever consented to.
    fn names(&self, grant: &Grant, redeemed: &Redeemed) -> Vec<String> {
        let prefix = format!("{}/", redeemed.resource);
        let consented = self.state.consented(&grant.client, &grant.user);
        let consented = consented
            .iter()
            .filter_map(|scope| scope.strip_prefix(&prefix));
        let asked = redeemed.scopes.named.iter().map(|(_, name)| name.as_str());
        let mut names: Vec<String> = consented
            .chain(asked.filter(|name| *name != scopes::DEFAULT))
            .map(str::to_string)
            .collect();
        names.sort_by(|one, other| other.cmp(one));
        names.dedup();
        names
    }

    /// `scope`: all consents of the resource in the service's own order, never `offline_access`.
    fn scope_text(&self, redeemed: &Redeemed, names: &[String]) -> String {
        if redeemed.version == Version::V1 {
            return names.join(" ");
        }
        let grant = &redeemed.grant;
        let consented = self.state.consented(&grant.client, &grant.user);
        let own = ["profile", "openid", "email"];
        let own = own
            .into_iter()
            .filter(|own| redeemed.scopes.has(own) || consented.iter().any(|scope| scope == own));
        let short = redeemed.resource == self.cloud.graph() && !self.switches.graph_scope_prefix;
        let full = |name: &str| {
            if short && name != scopes::DEFAULT {
                name.to_string()
            } else {
                format!("{}/{name}", redeemed.resource)
            }
        };
        let by_default = redeemed
            .scopes
            .named
            .iter()
            .any(|(_, name)| name == scopes::DEFAULT);
        let mut all: Vec<String> = own.map(str::to_string).collect();
        all.extend(names.iter().map(|name| full(name)));
        all.extend(by_default.then(|| full(scopes::DEFAULT)));
        all.join(" ")
    }
}
