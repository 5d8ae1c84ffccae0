//! The API below `api/v3/`: who is signed in, and a few things to read and write. Its JSON is loosely typed, as the vendor's is.

use serde_json::{Value, json};

use crate::{clients::User, http::Response, switches::Permission};

use super::{Enadoc, error::Numbered};

/// Libraries: number, name, how many tag profiles there are.
const LIBRARIES: [(u32, &str, u32); 2] = [(1, "Contracts", 2), (2, "Minutes", 0)];

impl<'a> Enadoc<'a> {
    pub(super) fn api(&mut self) -> Response {
        let path = self.request.path.as_str();
        let route = path.strip_prefix(&format!("{}api/v3/", self.site()));
        let Some(route) = route else {
            return missing();
        };
        self.numbered(|enadoc| {
            let user = enadoc.caller()?;
            enadoc.routed(route.trim_end_matches('/'), user)
        })
    }

    /// Who calls, by a bearer token; the scheme in any capitals.
    fn caller(&self) -> Result<&'a User, Numbered> {
        let header = self.request.header("authorization").ok_or(Numbered(510))?;
        let (scheme, token) = header.split_once(' ').ok_or(Numbered(510))?;
        if !scheme.eq_ignore_ascii_case("bearer") || token.trim().is_empty() {
            return Err(Numbered(510));
        }
        let grant = self.state.granted(token.trim(), self.now)?;
        self.app(&grant.client)?;
        self.user(&grant.user).ok_or(Numbered(511))
    }

    fn routed(&self, route: &str, user: &User) -> Result<Response, Numbered> {
        let parts: Vec<&str> = route.split('/').collect();
        let (status, body) = match (self.request.method.as_str(), parts.as_slice()) {
            ("GET", ["me"]) => (200, self.profile(user)),
            ("GET", ["users"]) => {
                self.need(Permission::User)?;
                let all = self.users.iter().map(|user| self.profile(user));
                (200, all.collect())
            }
            ("GET", ["libraries"]) => {
                self.need(Permission::Library)?;
                let library = |(id, name, _): &(u32, &str, u32)| json!({"id": id.to_string(), "name": name, "isDefault": spoken(*id == 1)});
                (200, LIBRARIES.iter().map(library).collect())
            }
            ("GET", ["libraries", id, "tagprofiles"]) => {
                self.need(Permission::TagProfile)?;
                let library = LIBRARIES
                    .iter()
                    .find(|(known, ..)| known.to_string() == *id);
                let (.., count) = library.ok_or(Numbered(3001))?;
                match count {
                    0 => return Err(Numbered(2001)),
                    count => (200, (1..=*count).map(tag_profile).collect()),
                }
            }
            ("GET", ["tagprofiles"]) => {
                self.need(Permission::TagProfile)?;
                (200, (1..=2).map(tag_profile).collect())
            }
            ("GET", ["tagprofiles", id, "indexes"]) => {
                self.need(Permission::Index)?;
                (
                    200,
                    json!([{"id": "31", "tagProfileId": id, "name": "Customer", "isMandatory": "True"}]),
                )
            }
            ("GET", ["documents"]) => {
                self.need(Permission::Search)?;
                (
                    200,
                    json!([{"id": "500", "name": "Notes.pdf", "libraryId": "1", "size": "12345"}]),
                )
            }
            ("POST", ["documents"]) => {
                self.need(Permission::Upload)?;
                (
                    201,
                    json!({"id": "501", "size": self.request.body.len().to_string(), "isIndexed": "False"}),
                )
            }
            ("GET", ["documents", id, "comments"]) => {
                self.need(Permission::Comment)?;
                (200, json!([{"id": "9", "documentId": id, "text": "Seen."}]))
            }
            ("POST", ["documents", id, "comments"]) => {
                self.need(Permission::Comment)?;
                (201, json!({"id": "10", "documentId": id}))
            }
            ("POST", ["hooks", "subscribe", event]) => (201, json!({"id": "70", "event": event})),
            _ => return Ok(missing()),
        };
        Ok(Response::json(status, &body))
    }

    /// Refuses what the switch takes away.
    fn need(&self, permission: Permission) -> Result<(), Numbered> {
        if !self.switches.withheld.contains(&permission) {
            return Ok(());
        }
        Err(Numbered(match permission {
            Permission::Library => 10,
            Permission::TagProfile => 11,
            Permission::Index => 12,
            Permission::User => 13,
            Permission::Upload => 14,
            Permission::Search => 15,
            Permission::Comment => 16,
        }))
    }

    fn profile(&self, user: &User) -> Value {
        let position = self.users.iter().position(|known| known.id == user.id);
        json!({
            "id": (101 + position.unwrap_or_default()).to_string(),
            "organizationId": 7,
            "organizationName": "Acme",
            "userName": user.login,
            "email": user.email,
            "firstName": user.first_name,
            "lastName": user.last_name,
            "fullName": user.display_name(),
            "isActive": "True",
        })
    }
}

fn tag_profile(id: u32) -> Value {
    json!({"id": id.to_string(), "name": format!("Profile {id}"), "isDefault": spoken(id == 1)})
}

/// How the vendor writes a truth value.
fn spoken(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

fn missing() -> Response {
    Response::json(
        404,
        &json!({"message": "No HTTP resource was found that matches the request URI."}),
    )
}
