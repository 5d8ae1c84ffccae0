//! Faults: what an endpoint answers in place of, or makes of, its genuine answer.

mod answer;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::http::Response;

/// The kinds of fault. Those of the second group start from the genuine answer, so the request has its effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
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

impl FaultKind {
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
    pub kind: FaultKind,
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
        if self.kind == FaultKind::Redirect && self.to.is_none() {
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
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

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
