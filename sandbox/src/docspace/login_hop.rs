//! The login hop: the signature that stands between portal session and authorization server, and the restart of an
//! authorization request from cookies, which loses what followed `&scope=`.

use serde_json::json;

use crate::{
    clients::User,
    cookies::Cookie,
    encoding::{from_base64url, hash},
    entropy::token,
    form::{decode, encode},
    http::Response,
    jwt,
};

use super::{
    Portal, scopes,
    state::{Session, Signature},
};

/// What the login pages keep of an authorization request: all before `&scope=`, and the scope names they recognise after it.
pub(super) struct Restart {
    address: String,
    scopes: Vec<String>,
}

impl<'a> Portal<'a> {
    /// The user whom a live signature names. `authorizes`: this is an authorization request, which counts as a use.
    pub(super) fn signed(&mut self, authorizes: bool) -> Option<String> {
        let value = self
            .request
            .header("x-signature")
            .map(str::to_string)
            .or_else(|| self.request.cookie("x-signature"))?;
        let used_up = self.switches.signature_expired && authorizes;
        let now = self.now;
        let signature = self
            .state
            .signatures
            .iter_mut()
            .find(|signature| signature.value == value && now < signature.expires)?;
        if used_up && signature.uses > 0 {
            return None;
        }
        if authorizes {
            signature.uses += 1;
        }
        Some(signature.user.clone())
    }

    /// The user of the portal session; with `auto_login` there always is one.
    pub(super) fn session_user(&self) -> Option<&'a User> {
        let by_switch = self
            .switches
            .auto_login
            .as_deref()
            .and_then(|name| self.user(name));
        by_switch.or_else(|| {
            let value = self.request.cookie("asc_auth_key")?;
            let session = self
                .state
                .sessions
                .iter()
                .find(|session| session.value == value)?;
            self.user(&session.user)
        })
    }

    /// Starts a portal session: a cookie out of reach of scripts, sent on same-site navigations only.
    pub(super) fn start_session(&mut self, user: &User, response: Response) -> Response {
        let value = token(self.entropy, 32);
        self.state.sessions.push(Session {
            value: value.clone(),
            user: user.id.clone(),
        });
        Cookie {
            http_only: true,
            strict: true,
            ..Cookie::plain("asc_auth_key", &value)
        }
        .set(response)
    }

    /// A new signature for a user.
    pub(super) fn issue_signature(&mut self, user: &User) -> String {
        let expires = self.now + self.switches.signature_lifetime;
        let claims = json!({
            "user_id": user.id,
            "user_name": user.display_name(),
            "user_email": user.email,
            "tenant_id": 1,
            "tenant_url": self.request.origin(),
            "iss": self.request.origin(),
            "exp": expires,
            "jti": token(self.entropy, 8),
        });
        let value = jwt::issue_symmetric(hash(&self.request.host).as_bytes(), &claims);
        self.state.signatures.push(Signature {
            value: value.clone(),
            user: user.id.clone(),
            expires,
            uses: 0,
        });
        value
    }

    /// What the pages keep of the authorization request; from the address that the filter left, or else from an earlier look.
    pub(super) fn restart(&self) -> Option<Restart> {
        let kept = |name: &str| self.request.cookie(name).map(|value| decode(&value));
        let stale = recognised(&kept("x-scopes").unwrap_or_default());
        let restart = match self.request.cookie("x-redirect-authorization-uri") {
            None => Restart {
                address: kept("x-url")?,
                scopes: stale,
            },
            Some(encoded) => {
                let address = String::from_utf8(from_base64url(&encoded)?).ok()?;
                match address.split_once("&scope=") {
                    Some((before, after)) => Restart {
                        address: before.to_string(),
                        scopes: recognised(&decode(after)),
                    },
                    // No `&scope=`: the scopes of an earlier login, if any, are appended.
                    None => Restart {
                        address,
                        scopes: stale,
                    },
                }
            }
        };
        restart
            .address
            .starts_with(&format!("{}/", self.request.origin()))
            .then_some(restart)
    }
}

impl Restart {
    /// The authorization request as the pages start it again.
    pub(super) fn url(&self) -> String {
        format!("{}&scope={}", self.address, self.scopes.join("%20"))
    }

    /// Moves the memory from the filter's cookie to the pages' own two.
    pub(super) fn keep(&self, response: Response) -> Response {
        let response = Cookie::gone("x-redirect-authorization-uri", "/").set(response);
        let response = Cookie::plain("x-url", &encode(&self.address)).set(response);
        Cookie::plain("x-scopes", &encode(&self.scopes.join(" "))).set(response)
    }
}

/// The scope names that occur anywhere in a text, in the order of the text.
fn recognised(text: &str) -> Vec<String> {
    let mut found: Vec<(usize, &str)> = scopes::ALL
        .into_iter()
        .filter_map(|scope| Some((text.find(scope)?, scope)))
        .collect();
    found.sort_unstable();
    found
        .into_iter()
        .map(|(_, scope)| scope.to_string())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::recognised;

    #[test]
    fn scope_names_are_found_by_substring() {
        assert_eq!(
            recognised("files:read+accounts.self:read&state=rooms:write"),
            ["files:read", "accounts.self:read", "rooms:write"]
        );
        assert_eq!(recognised("nothing"), Vec::<String>::new());
    }
}
