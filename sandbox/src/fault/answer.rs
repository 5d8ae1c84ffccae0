//! What each kind of fault answers.

use serde_json::{Value, json};

use super::{Fault, FaultKind};
use crate::http::{Pacing, Response};

impl Fault {
    /// The answer, made of the genuine one where the kind starts from it.
    pub(super) fn answer(&self, genuine: Response) -> Response {
        let status = |default: u16| self.status.unwrap_or(default);
        let paced = |pacing: Pacing| Response {
            pacing,
            ..genuine.clone()
        };
        match self.kind {
            FaultKind::Html => {
                let page = "<!DOCTYPE html><html><body><h1>It works</h1></body></html>";
                Response::html(status(200), self.body_text().unwrap_or_else(|| page.to_string()))
            }
            FaultKind::Empty => match status(200) {
                status @ ..=399 => Response::empty(status),
                status => Response::empty(status).with("Content-Type", "application/json"),
            },
            FaultKind::Problem => Response::text(
                status(500),
                "application/problem+json",
                json!({"type": "about:blank", "title": "Internal Server Error", "status": status(500), "detail": "Something went wrong", "instance": "/oauth2"})
                    .to_string(),
            ),
            FaultKind::Redirect => Response::redirect(status(302), self.to.as_deref().unwrap_or_default()),
            FaultKind::Custom => {
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
            FaultKind::Endless => {
                let response = Response::text(status(200), "application/json", vec![b' '; 16 * 1024]);
                Response { pacing: Pacing { endless: true, ..Pacing::default() }, ..response }
            }
            FaultKind::Hang => Response { pacing: Pacing { hang: true, ..Pacing::default() }, ..Response::default() },
            FaultKind::Close => Response { pacing: Pacing { close: true, ..Pacing::default() }, ..Response::default() },
            FaultKind::Large => self.large(genuine),
            FaultKind::Slow => paced(Pacing { bytes_per_second: Some(self.bytes_per_second.unwrap_or(1)), ..Pacing::default() }),
            FaultKind::Delay => paced(Pacing { delay_milliseconds: self.milliseconds.unwrap_or(1000), ..Pacing::default() }),
            FaultKind::Cut => {
                let half = genuine.body.len() as u64 / 2;
                paced(Pacing { cut_after: Some(self.after.unwrap_or(half)), ..Pacing::default() })
            }
            FaultKind::Merge => self.merge(genuine),
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
