//! The REST API under `/api/2.0/`: it introspects every token, then looks at the scopes. 401 and 403 have empty bodies.

use serde_json::{Value, json};

use crate::{clients::User, http::Response, jwt};

use super::{Place, Portal, scopes, state::Authorization};

/// Seconds that the API's own look at `exp` and `nbf` forgives; introspection forgives none.
const SKEW: u64 = 120;

impl Portal<'_> {
    /// Answers `/api/2.0/{route}`.
    pub(super) fn rest(&mut self, route: &str) -> Response {
        if Self::is_registration(route) {
            return self.registration(route);
        }
        if self.request.is_preflight() {
            return self.api_preflight();
        }
        let response = match route {
            "capabilities" => self.endpoint(
                |switches| &mut switches.capabilities_fault,
                |portal| portal.capabilities(),
            ),
            "security/oauth2/token" => self.signature_for_session(),
            _ => self.endpoint(
                |switches| &mut switches.api_fault,
                |portal| portal.guarded(route),
            ),
        };
        self.api_headers(response)
    }

    /// Open to everybody: a cheap look whether there is an identity server at all.
    fn capabilities(&self) -> Response {
        let capabilities = json!({
            "ldapEnabled": false,
            "providers": [],
            "ssoLabel": "",
            "ssoUrl": "",
            "oauthEnabled": true,
            "identityServerEnabled": self.switches.identity_server,
        });
        self.envelope(capabilities, 1)
    }

    /// What the login pages ask for with the portal session.
    fn signature_for_session(&mut self) -> Response {
        match self.session_user() {
            None => Response::empty(401),
            Some(user) => {
                let signature = self.issue_signature(user);
                self.envelope(json!(signature), 1)
            }
        }
    }

    fn guarded(&mut self, route: &str) -> Response {
        let Some(row) = self.accepted() else {
            return Response::empty(401);
        };
        if !scopes::open(
            &self.request.method,
            route,
            &row.granted,
            self.switches.version,
        ) {
            return Response::empty(403);
        }
        let Some(user) = self.user(&row.user) else {
            return Response::empty(401);
        };
        match (self.request.method.as_str(), route) {
            ("GET", "people/@self") => self.envelope(profile(user), 1),
            ("GET", "people") => {
                self.envelope(self.users.iter().map(profile).collect(), self.users.len())
            }
            ("GET", "group") => self.envelope(json!([]), 0),
            ("GET", "keys/@self") => self.envelope(json!({}), 1),
            ("GET", "files/rooms") => self.envelope(rooms(user), 2),
            ("GET", "files/@root" | "files/@my") => self.envelope(folder(user), 1),
            ("GET", _) => {
                let error = json!({"error": {"message": "The requested resource was not found"}, "status": 1, "statusCode": 404});
                Response::json(404, &error)
            }
            (method, route) => self.envelope(
                json!({"method": method, "route": route, "received": self.received()}),
                1,
            ),
        }
    }

    /// The row of the request's token, if it passes: a JWT, issued for the host that the request was sent to, live.
    fn accepted(&self) -> Option<Authorization> {
        let token = self.bearer().filter(|_| self.switches.identity_server)?;
        let claims = jwt::claims(token)?;
        let is =
            |name: &str, wanted: &str| claims.get(name).and_then(Value::as_str) == Some(wanted);
        let expires = claims.get("exp").and_then(Value::as_u64)?;
        let begins = claims
            .get("nbf")
            .and_then(Value::as_u64)
            .unwrap_or_default();
        let in_time = self.now < expires + SKEW && begins <= self.now + SKEW;
        // At the cloud's authorization host there is no portal, so no token is for it.
        let here = self.place != Place::CloudLogin;
        let region = self.region();
        let (issuer, audience) = (self.token_issuer(region), self.audience(region));
        if !here || !is("iss", &issuer) || !is("aud", &audience) || !in_time {
            return None;
        }
        // Introspection. The signature gets no look: whatever is in a row was issued here, bent or not.
        let row = self.state.live_access(token, self.now, self.reach())?;
        self.client(&row.client).filter(|client| !client.disabled)?;
        Some(row.clone())
    }

    /// A write's body, for the echo: JSON if it is that, else its text, else its length.
    fn received(&self) -> Value {
        let body = &self.request.body;
        serde_json::from_slice(body).unwrap_or_else(|_| match String::from_utf8(body.clone()) {
            Ok(text) => Value::String(text),
            Err(_) => json!({"bytes": body.len()}),
        })
    }

    /// The envelope of every good answer.
    fn envelope(&self, response: Value, count: usize) -> Response {
        let body = json!({
            "response": response,
            "count": count,
            "total": count,
            "links": [{"href": self.request.url(), "action": self.request.method}],
            "status": 0,
            "statusCode": 200,
        });
        Response::text(200, "application/json; charset=utf-8", body.to_string())
    }
}

fn profile(user: &User) -> Value {
    let picture = format!("/storage/userPhotos/{}.svg", user.login);
    json!({
        "id": user.id,
        "displayName": user.display_name(),
        "firstName": user.first_name,
        "lastName": user.last_name,
        "userName": user.login,
        "email": user.email,
        "title": "",
        "status": 1,
        "activationStatus": 1,
        "department": "",
        "cultureName": "en-GB",
        "isAdmin": user.login == "ada",
        "isRoomAdmin": false,
        "isOwner": user.login == "ada",
        "isVisitor": false,
        "isCollaborator": false,
        "isLDAP": false,
        "isSSO": false,
        "hasAvatar": true,
        "avatar": picture,
        "avatarSmall": picture,
        "avatarMedium": picture,
        "avatarMax": picture,
        "avatarOriginal": picture,
        "profileUrl": format!("/accounts/view/{}", user.login),
        "registrationDate": "2026-01-01T00:00:00.0000000Z",
    })
}

fn rooms(user: &User) -> Value {
    let room = |id: u32, title: &str, kind: u32| json!({"id": id, "title": title, "roomType": kind, "filesCount": 3, "foldersCount": 1, "createdBy": {"id": user.id, "displayName": user.display_name()}});
    json!({
        "folders": [room(42, "Contracts", 2), room(43, "Minutes", 5)],
        "files": [],
        "current": {"id": 1, "title": "Rooms"},
        "startIndex": 0,
        "count": 2,
        "total": 2,
    })
}

fn folder(user: &User) -> Value {
    json!({
        "files": [{"id": 7, "title": "Notes.docx", "fileExst": ".docx", "contentLength": "12 KB", "createdBy": {"id": user.id}}],
        "folders": [{"id": 8, "title": "Drafts", "filesCount": 0, "foldersCount": 0}],
        "current": {"id": 2, "title": "My documents"},
        "startIndex": 0,
        "count": 2,
        "total": 2,
    })
}
