//! Figures for Prometheus.
//!
//! Labels come from the configuration and from closed lists alone: no path, no address, nothing that a request says, and so
//! nothing that a stranger could multiply.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
    },
    registry::Registry,
};

use crate::limits::Queue;

/// The type of [`Metrics::text`].
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// An entry's name, and empty where a request names none that there is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct EntryLabels {
    entry: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    entry: String,
    endpoint: &'static str,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct DurationLabels {
    entry: String,
    endpoint: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CallLabels {
    entry: String,
    purpose: &'static str,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct PurposeLabels {
    entry: String,
    purpose: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ReasonLabels {
    reason: &'static str,
}

type Durations<Labels> = Family<Labels, Histogram, fn() -> Histogram>;

/// All figures of a relay.
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    request_seconds: Durations<DurationLabels>,
    calls: Family<CallLabels, Counter>,
    call_seconds: Durations<PurposeLabels>,
    refused: Family<ReasonLabels, Counter>,
    waiting: Family<EntryLabels, Gauge>,
    /// Connections that are open.
    pub connections: Gauge,
    queues: Mutex<Vec<(String, Arc<Queue>)>>,
}

/// From five milliseconds to two minutes, which is a full queue and a pause.
fn seconds() -> Histogram {
    Histogram::new(exponential_buckets(0.005, 2.2, 14))
}

impl Default for Metrics {
    fn default() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("docgate_relay"),
            requests: Family::default(),
            request_seconds: Family::new_with_constructor(seconds as fn() -> Histogram),
            calls: Family::default(),
            call_seconds: Family::new_with_constructor(seconds as fn() -> Histogram),
            refused: Family::default(),
            waiting: Family::default(),
            connections: Gauge::default(),
            queues: Mutex::default(),
        };
        metrics.register();
        metrics
    }
}

impl Metrics {
    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register("requests", "Requests of pages", self.requests.clone());
        registry.register(
            "request_seconds",
            "How long requests of pages took, waiting included",
            self.request_seconds.clone(),
        );
        registry.register("upstream_calls", "Calls to upstreams", self.calls.clone());
        registry.register(
            "upstream_seconds",
            "How long calls to upstreams took, waiting not included",
            self.call_seconds.clone(),
        );
        registry.register(
            "refused",
            "Requests and connections that were refused, by error code",
            self.refused.clone(),
        );
        registry.register(
            "queue_waiting",
            "Calls that wait for their turn at an upstream",
            self.waiting.clone(),
        );
        registry.register(
            "connections",
            "Connections that are open",
            self.connections.clone(),
        );
    }

    /// A request was answered. `entry` is the name of one that there is, or empty.
    pub fn request(&self, entry: &str, endpoint: &'static str, status: u16, took: Duration) {
        let entry = entry.to_string();
        self.request_seconds
            .get_or_create(&DurationLabels {
                entry: entry.clone(),
                endpoint,
            })
            .observe(took.as_secs_f64());
        self.requests
            .get_or_create(&RequestLabels {
                entry,
                endpoint,
                status,
            })
            .inc();
    }

    /// A call of an entry to its upstream ended. `purpose` and `outcome` are words of the code.
    pub fn call(&self, entry: &str, purpose: &'static str, outcome: &'static str, took: Duration) {
        let entry = entry.to_string();
        self.call_seconds
            .get_or_create(&PurposeLabels {
                entry: entry.clone(),
                purpose,
            })
            .observe(took.as_secs_f64());
        self.calls
            .get_or_create(&CallLabels {
                entry,
                purpose,
                outcome,
            })
            .inc();
    }

    /// Something was refused, by an error code or a word for what was full.
    pub fn refused(&self, reason: &'static str) {
        self.refused.get_or_create(&ReasonLabels { reason }).inc();
    }

    /// Shows how many wait in the queue of an entry.
    pub fn watch(&self, entry: &str, queue: Arc<Queue>) {
        self.queues
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push((entry.to_string(), queue));
    }

    /// Everything as text, for Prometheus to read.
    pub fn text(&self) -> String {
        for (entry, queue) in self
            .queues
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
        {
            let waiting = i64::try_from(queue.waiting()).unwrap_or(i64::MAX);
            let entry = entry.clone();
            self.waiting
                .get_or_create(&EntryLabels { entry })
                .set(waiting);
        }
        let mut text = String::new();
        // Writing to a `String` does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Metrics").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limit;

    #[test]
    fn everything_is_in_the_text() {
        let metrics = Metrics::default();
        metrics.request("files", "token", 200, Duration::from_millis(20));
        metrics.call("files", "refresh", "ok", Duration::from_millis(10));
        metrics.refused("too_many_requests");
        metrics.connections.inc();
        let limit = Limit {
            per_minute: Some(1),
            wait: Duration::ZERO,
        };
        metrics.watch("files", Queue::new(limit));
        let text = metrics.text();
        for line in [
            r#"docgate_relay_requests_total{entry="files",endpoint="token",status="200"} 1"#,
            r#"docgate_relay_request_seconds_count{entry="files",endpoint="token"} 1"#,
            r#"docgate_relay_upstream_calls_total{entry="files",purpose="refresh",outcome="ok"} 1"#,
            r#"docgate_relay_upstream_seconds_count{entry="files",purpose="refresh"} 1"#,
            r#"docgate_relay_refused_total{reason="too_many_requests"} 1"#,
            r#"docgate_relay_queue_waiting{entry="files"} 0"#,
            "docgate_relay_connections 1",
            "# EOF",
        ] {
            assert!(text.lines().any(|it| it == line), "{line} in {text}");
        }
    }
}
