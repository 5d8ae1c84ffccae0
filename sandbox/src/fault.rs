//! Faults: what an endpoint answers in place of, or makes of, its genuine answer.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::http::{Pacing, Response};

/// The kinds of fault. Those of the second group start from the genuine answer, so the request has its effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An HTML page, status 200 unless told.
    Html,
    /// An empty body, status 200 unless told. An error status keeps `Content-Type: application/json`.
    Empty,
    /// `application/problem+json`, status 500 unless told.
    Problem,
    /// A redirect to `to`, status 302 unless told.
    Redirect,
    /// `status`, `headers` and `body` (a text, or JSON) as given.
    Custom,
    /// A body without end.
    Endless,
    /// No answer, ever.
    Hang,
    /// The connection is cut without an answer.
    Close,

    /// The genuine answer with some 10 MB more (`bytes`), in the member `member`: a list of texts if it is a list, else a text.
    Large,
    /// The genuine answer at 1 byte a second (`bytes_per_second`).
    Slow,
    /// The genuine answer after 1000 `milliseconds`.
    Delay,
    /// The genuine answer, cut after `after` bytes of the body (half of it unless told).
    Cut,
    /// The genuine JSON answer with members `set` and `remove`d, and another `status` or `headers` if given.
    Merge,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Empty => "empty",
            Self::Problem => "problem",
            Self::Redirect => "redirect",
            Self::Custom => "custom",
            Self::Endless => "endless",
            Self::Hang => "hang",
            Self::Close => "close",
            Self::Large => "large",
            Self::Slow => "slow",
            Self::Delay => "delay",
            Self::Cut => "cut",
            Self::Merge => "merge",
        }
    }

    fn starts_from_the_genuine_answer(self) -> bool {
        matches!(
            self,
            Self::Large | Self::Slow | Self::Delay | Self::Cut | Self::Merge
        )
    }
}

/// A fault at one endpoint. Preflights are never hit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What happens.
    pub kind: Kind,
    /// How many requests it hits; all of them if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// How many requests it lets pass first.
    #[serde(default)]
    pub skip: u32,
    /// Hits only paths that start with this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Let the request have its effect (code spent, tokens rotated) though the answer is lost.
    #[serde(default)]
    pub execute: bool,
    /// Whether the answer carries the CORS headers of the genuine one.
    #[serde(default = "yes")]
    pub cors: bool,
    /// The status, where the kind has a choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// `custom`, `merge`: response headers.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub headers: Map<String, Value>,
    /// `custom`, `html`: the body, a text or JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// `redirect`: the target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// `large`: how many bytes more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<usize>,
    /// `large`: the JSON member that grows; `padding` unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// `slow`: the rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes_per_second: Option<u32>,
    /// `delay`: how long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milliseconds: Option<u64>,
    /// `cut`: after how many bytes of the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<u64>,
    /// `merge`: members to add or to replace.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub set: Map<String, Value>,
    /// `merge`: members to leave out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remove: Vec<String>,
}

fn yes() -> bool {
    true
}

impl Fault {
    /// Says what is missing or out of range.
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.kind == Kind::Redirect && self.to.is_none() {
            return Err("a fault of kind redirect needs `to`".to_string());
        }
        if self
            .status
            .is_some_and(|status| !(200..=599).contains(&status))
        {
            return Err("a fault's `status` is 200 to 599".to_string());
        }
        if self.bytes_per_second == Some(0) {
            return Err("a fault's `bytes_per_second` is at least 1; use kind hang".to_string());
        }
        Ok(())
    }

    /// Whether this request is hit; counts it. `None` in the slot once it is used up.
    pub(crate) fn take(slot: &mut Option<Self>, path: &str) -> Option<Self> {
        let fault = slot.as_mut()?;
        if fault
            .path
            .as_ref()
            .is_some_and(|prefix| !path.starts_with(prefix.as_str()))
        {
            return None;
        }
        if fault.skip > 0 {
            fault.skip -= 1;
            return None;
        }
        let hit = fault.clone();
        match &mut fault.times {
            None => {}
            Some(0) => {
                *slot = None;
                return None;
            }
            Some(1) => *slot = None,
            Some(times) => *times -= 1,
        }
        Some(hit)
    }

    /// The answer to a request that is hit.
    pub(crate) fn carry_out(&self, genuine: impl FnOnce() -> Response) -> Response {
        let genuine = (self.execute || self.kind.starts_from_the_genuine_answer())
            .then(genuine)
            .unwrap_or_default();
        let mut response = self.answer(genuine);
        response.fault = Some(self.kind.name());
        response.without_cors = !self.cors;
        response
    }

    fn answer(&self, genuine: Response) -> Response {
        let status = |default: u16| self.status.unwrap_or(default);
        let paced = |pacing: Pacing| Response {
            pacing,
            ..genuine.clone()
        };
        match self.kind {
            Kind::Html => {
                let page = "<!DOCTYPE html><html><body><h1>It works</h1></body></html>";
                Response::html(status(200), self.body_text().unwrap_or_else(|| page.to_string()))
            }
            Kind::Empty => match status(200) {
                status @ ..=399 => Response::empty(status),
                status => Response::empty(status).with("Content-Type", "application/json"),
            },
            Kind::Problem => Response::text(
                status(500),
                "application/problem+json",
                json!({"type": "about:blank", "title": "Internal Server Error", "status": status(500), "detail": "Something went wrong", "instance": "/oauth2"})
                    .to_string(),
            ),
            Kind::Redirect => Response::redirect(status(302), self.to.as_deref().unwrap_or_default()),
            Kind::Custom => {
                let kind = if self.body.as_ref().is_some_and(|body| !body.is_string()) { Some("application/json") } else { None };
                let response = Response { body: self.body_text().unwrap_or_default().into_bytes(), ..Response::empty(status(200)) };
                let response = match kind {
                    Some(kind) if !self.headers.keys().any(|name| name.eq_ignore_ascii_case("content-type")) => {
                        response.with("Content-Type", kind)
                    }
                    _ => response,
                };
                self.add_headers(response)
            }
            Kind::Endless => {
                let response = Response::text(status(200), "application/json", vec![b' '; 16 * 1024]);
                Response { pacing: Pacing { endless: true, ..Pacing::default() }, ..response }
            }
            Kind::Hang => Response { pacing: Pacing { hang: true, ..Pacing::default() }, ..Response::default() },
            Kind::Close => Response { pacing: Pacing { close: true, ..Pacing::default() }, ..Response::default() },
            Kind::Large => self.large(genuine),
            Kind::Slow => paced(Pacing { bytes_per_second: Some(self.bytes_per_second.unwrap_or(1)), ..Pacing::default() }),
            Kind::Delay => paced(Pacing { delay_milliseconds: self.milliseconds.unwrap_or(1000), ..Pacing::default() }),
            Kind::Cut => {
                let half = genuine.body.len() as u64 / 2;
                paced(Pacing { cut_after: Some(self.after.unwrap_or(half)), ..Pacing::default() })
            }
            Kind::Merge => self.merge(genuine),
        }
    }

    fn body_text(&self) -> Option<String> {
        self.body.as_ref().map(|body| {
            body.as_str()
                .map_or_else(|| body.to_string(), str::to_string)
        })
    }

    fn add_headers(&self, mut response: Response) -> Response {
        for (name, value) in &self.headers {
            response
                .headers
                .retain(|(key, _)| !key.eq_ignore_ascii_case(name));
            if let Some(value) = value.as_str() {
                response = response.with(name, value);
            }
        }
        response
    }

    fn large(&self, genuine: Response) -> Response {
        let bytes = self.bytes.unwrap_or(10_000_000);
        let member = self.member.as_deref().unwrap_or("padding");
        let mut object = genuine
            .body_json()
            .and_then(|body| body.as_object().cloned())
            .unwrap_or_default();
        let padding = match object.get(member) {
            Some(Value::Array(values)) => {
                let more = (0..bytes / 16).map(|number| Value::String(format!("x{number:012}")));
                Value::Array(values.iter().cloned().chain(more).collect())
            }
            _ => Value::String("a".repeat(bytes)),
        };
        object.insert(member.to_string(), padding);
        Response {
            body: Value::Object(object).to_string().into_bytes(),
            ..genuine
        }
    }

    fn merge(&self, genuine: Response) -> Response {
        let mut object = genuine
            .body_json()
            .and_then(|body| body.as_object().cloned())
            .unwrap_or_default();
        object.extend(self.set.clone());
        object.retain(|name, _| !self.remove.contains(name));
        let status = self.status.unwrap_or(genuine.status);
        self.add_headers(Response {
            status,
            body: Value::Object(object).to_string().into_bytes(),
            ..genuine
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn fault(text: Value) -> Fault {
        serde_json::from_value(text).unwrap()
    }

    #[test]
    fn times_skip_and_path_choose_the_requests() {
        let mut slot = Some(fault(
            json!({"kind": "html", "times": 2, "skip": 1, "path": "/a"}),
        ));
        let hits: Vec<bool> = ["/b", "/a", "/b", "/a/x", "/a", "/a"]
            .iter()
            .map(|path| Fault::take(&mut slot, path).is_some())
            .collect();
        assert_eq!(hits, [false, false, false, true, true, false]);
        assert_eq!(slot, None);
    }

    #[test]
    fn a_lost_answer_has_its_effect_only_when_told() {
        let run = |text: Value| {
            let mut executed = false;
            let response = fault(text).carry_out(|| {
                executed = true;
                Response::json(200, &json!({"a": 1, "b": 2}))
            });
            (executed, response)
        };
        let (executed, response) = run(json!({"kind": "close"}));
        assert!(!executed && response.pacing.close);
        let (executed, response) = run(json!({"kind": "close", "execute": true}));
        assert!(executed && response.pacing.close && response.body.is_empty());
        let (executed, response) =
            run(json!({"kind": "merge", "set": {"a": "x"}, "remove": ["b"], "status": 201}));
        assert!(executed);
        assert_eq!(
            (response.status, response.body_json()),
            (201, Some(json!({"a": "x"})))
        );
        let (_, response) = run(json!({"kind": "large"}));
        assert!(response.body.len() > 10_000_000);
        assert_eq!(response.body_json().unwrap().get("a"), Some(&json!(1)));
    }
}
