//! The discovery document and the key set, with the issuer template of the endpoints for several tenants.

use serde_json::{Value, json};

use crate::http::Response;

use super::{Directory, Version};

impl Directory<'_> {
    /// A domain name in the path gives the GUID's issuer; `common` and `organizations` give a literal `{tenantid}`.
    pub(super) fn metadata(&mut self, segment: &str, version: Version) -> Response {
        let authority = match self.authority(segment) {
            Ok(authority) => authority,
            Err(problem) => return self.json_problem(&problem.with_error("invalid_tenant")),
        };
        let origin = self.request.origin();
        let tenant = authority.issuer_part();
        // The endpoints keep the name that was asked for.
        let (issuer, endpoint, keys) = match version {
            Version::V1 => (
                format!("https://sts.windows.net/{tenant}/"),
                "oauth2",
                "discovery/keys",
            ),
            Version::V2 => (
                format!("{origin}/{tenant}/v2.0"),
                "oauth2/v2.0",
                "discovery/v2.0/keys",
            ),
        };
        let at = |name: &str| format!("{origin}/{segment}/{endpoint}/{name}");
        // As recorded: nothing about PKCE, revocation, introspection or grant types.
        let mut document = json!({
            "issuer": issuer,
            "authorization_endpoint": at("authorize"),
            "token_endpoint": at("token"),
            "end_session_endpoint": at("logout"),
            "jwks_uri": format!("{origin}/{segment}/{keys}"),
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
            "response_modes_supported": ["query", "fragment", "form_post"],
            "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": [super::claims::ALGORITHM.name()],
            "request_uri_parameter_supported": false,
            "http_logout_supported": true,
            "frontchannel_logout_supported": true,
            "userinfo_endpoint": self.graph_origin() + "/oidc/userinfo",
            "claims_supported": ["sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid", "ver", "email"],
            "tenant_region_scope": null,
            "cloud_instance_name": self.cloud.instance(),
        });
        if let (Some(members), Some(mutation)) = (document.as_object_mut(), &self.switches.metadata)
        {
            mutation.apply(members, &[("{issuer}", &issuer), ("{origin}", &origin)]);
        }
        Response::json(200, &document)
    }

    /// Every key says which issuer it is for.
    pub(super) fn keys(&mut self) -> Response {
        let issuer = format!("{}/{{tenantid}}/v2.0", self.request.origin());
        let mut keys = self.published_keys();
        for key in keys.iter_mut().filter_map(Value::as_object_mut) {
            key.insert("issuer".to_string(), json!(issuer));
            key.remove("alg");
        }
        Response::json(200, &json!({"keys": keys}))
    }

    /// Where Graph's double answers: the service names another host here, too.
    fn graph_origin(&self) -> String {
        let host = &self.request.host;
        let port = host.rsplit_once(':').map_or("", |(_, port)| port);
        let colon = if port.is_empty() { "" } else { ":" };
        let label = host
            .split_once(".entra")
            .map_or(String::new(), |(label, _)| format!("{label}."));
        format!(
            "{}://{label}graph{}.localhost{colon}{port}",
            self.request.scheme,
            self.cloud.suffix()
        )
    }
}
