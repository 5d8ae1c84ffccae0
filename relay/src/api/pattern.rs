//! The list of an entry: which methods, on which paths.
//!
//! A pattern is a path whose segments are compared letter by letter, escapes included. `*` stands for one
//! segment, `**` at the end for one or more. What no line allows is refused.

use axum::http::Method;

use super::path::PlainPath;

/// Methods that can be allowed. `CONNECT`, `TRACE` and `OPTIONS` of pages never reach an upstream.
pub const METHODS: [Method; 6] = [
    Method::GET,
    Method::HEAD,
    Method::POST,
    Method::PUT,
    Method::PATCH,
    Method::DELETE,
];

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    methods: Vec<Method>,
    pattern: Pattern,
}

/// What the list says of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// A line allows it.
    Allowed,
    /// Some line has the path, and none the method.
    Method,
    /// No line has the path.
    Path,
}

impl Rule {
    /// A line of the configuration.
    ///
    /// # Errors
    /// What is wrong with it: no method or one that is never forwarded, or no pattern.
    pub fn new(methods: &[Method], path: &str) -> Result<Rule, &'static str> {
        if methods.is_empty() || methods.iter().any(|method| !METHODS.contains(method)) {
            return Err("methods are some of GET, HEAD, POST, PUT, PATCH and DELETE");
        }
        Ok(Rule {
            methods: methods.to_vec(),
            pattern: Pattern::read(path)?,
        })
    }
}

/// Looks a call up.
#[must_use]
pub fn judge(rules: &[Rule], method: &Method, path: PlainPath<'_>) -> Verdict {
    let mut verdict = Verdict::Path;
    for rule in rules.iter().filter(|rule| rule.pattern.matches(path)) {
        if rule.methods.contains(method) {
            return Verdict::Allowed;
        }
        verdict = Verdict::Method;
    }
    verdict
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    segments: Vec<Segment>,
    /// It ended with `**`.
    rest: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Exactly(String),
    Any,
}

impl Pattern {
    fn read(text: &str) -> Result<Pattern, &'static str> {
        // Both marks are characters of a path, so what the judgement refuses in a path it refuses here.
        let Some(path) = PlainPath::judge(text) else {
            return Err(
                "a path begins with / and has no dots, escapes or empty segments to hide behind",
            );
        };
        let mut segments: Vec<&str> = path.segments().collect();
        let rest = segments.last() == Some(&"**");
        if rest {
            segments.pop();
        }
        let mut read = Vec::with_capacity(segments.len());
        for segment in segments {
            read.push(match segment {
                "*" => Segment::Any,
                _ if segment.contains('*') => {
                    return Err("* stands for a whole segment, and ** for the rest, at the end");
                }
                _ => Segment::Exactly(segment.to_owned()),
            });
        }
        Ok(Pattern {
            segments: read,
            rest,
        })
    }

    fn matches(&self, path: PlainPath<'_>) -> bool {
        let mut segments = path.segments();
        for wanted in &self.segments {
            let fits = match (wanted, segments.next()) {
                (Segment::Exactly(wanted), Some(segment)) => wanted == segment,
                (Segment::Any, Some(segment)) => !segment.is_empty(),
                (_, None) => false,
            };
            if !fits {
                return false;
            }
        }
        match segments.next() {
            None => !self.rest,
            Some(segment) => self.rest && !segment.is_empty(),
        }
    }
}
