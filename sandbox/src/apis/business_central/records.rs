//! Customers and items: a few records that can be changed, each with an entity tag that a change must name.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::http::{Request, Response};

use super::data::{not_found, problem};

/// The records that there are: entity, id, name.
const RECORDS: [(&str, &str, &str); 3] = [
    (
        "customers",
        "c0000000-0000-4000-8000-000000000001",
        "Adatum Corporation",
    ),
    (
        "customers",
        "c0000000-0000-4000-8000-000000000002",
        "Trey Research",
    ),
    (
        "items",
        "e0000000-0000-4000-8000-000000000001",
        "ATHENS Desk",
    ),
];

/// What changes made of the records, by environment and id.
#[derive(Debug, Clone, Default)]
pub(crate) struct Records(BTreeMap<(String, String), (u32, Map<String, Value>)>);

impl Records {
    /// `customers`, `customers(<id>)` and the same for items.
    pub(super) fn answer(
        &mut self,
        request: &Request,
        environment: &str,
        entity: &str,
        list: impl FnOnce(Vec<Value>) -> Response,
    ) -> Response {
        let environment = environment.to_ascii_lowercase();
        let (name, id) = match entity.split_once('(') {
            None => (entity, None),
            Some((name, id)) => (name, id.strip_suffix(')')),
        };
        let mut known = RECORDS.iter().filter(|(kind, ..)| *kind == name).peekable();
        if known.peek().is_none() {
            return not_found();
        }
        let Some(id) = id else {
            return match request.method.as_str() {
                "GET" => list(
                    known
                        .map(|record| self.record(&environment, record))
                        .collect(),
                ),
                _ => problem(405, "BadRequest_MethodNotAllowed", "Not this method."),
            };
        };
        let Some(record) = known.find(|(_, own, _)| *own == id) else {
            return not_found();
        };
        match request.method.as_str() {
            "GET" => Response::json(200, &self.record(&environment, record)),
            "PATCH" => self.change(request, &environment, record),
            _ => problem(405, "BadRequest_MethodNotAllowed", "Not this method."),
        }
    }

    fn change(
        &mut self,
        request: &Request,
        environment: &str,
        record: &(&str, &str, &str),
    ) -> Response {
        let key = (environment.to_string(), record.1.to_string());
        let revision = self.0.get(&key).map_or(1, |(revision, _)| *revision);
        match request.header("if-match") {
            None => {
                let why = "The request header If-Match is missing.";
                return problem(400, "BadRequest_RequiredParamNotProvided", why);
            }
            Some(tag) if tag != "*" && tag != entity_tag(revision) => {
                let why = "Another user has changed the record.";
                return problem(409, "Request_EntityChanged", why);
            }
            Some(_) => {}
        }
        let Ok(changes) = serde_json::from_slice::<Map<String, Value>>(&request.body) else {
            return problem(
                400,
                "BadRequest_InvalidRequestBody",
                "The body is no JSON object.",
            );
        };
        let (held, values) = self.0.entry(key).or_insert_with(|| (1, Map::new()));
        *held += 1;
        values.extend(changes);
        Response::json(200, &self.record(environment, record))
    }

    fn record(&self, environment: &str, record: &(&str, &str, &str)) -> Value {
        let (_, id, name) = record;
        let changed = self.0.get(&(environment.to_string(), id.to_string()));
        let mut value = json!({
            "@odata.etag": entity_tag(changed.map_or(1, |(revision, _)| *revision)),
            "id": id,
            "displayName": name,
        });
        if let (Some(members), Some((_, changes))) = (value.as_object_mut(), changed) {
            members.extend(changes.clone());
        }
        value
    }
}

fn entity_tag(revision: u32) -> String {
    format!("W/\"{revision}\"")
}
