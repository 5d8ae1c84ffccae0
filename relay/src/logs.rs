//! The log: JSON, one object a line.
//!
//! Only what this crate writes. Libraries log addresses and headers when they are asked to, and a log must never hold a token,
//! so no environment variable turns them on.

use std::io;

use tracing::{Subscriber, level_filters::LevelFilter};
use tracing_subscriber::{
    Layer, filter::Targets, fmt, fmt::MakeWriter, layer::SubscriberExt, registry,
    util::SubscriberInitExt,
};

/// Starts the log on standard error.
///
/// # Errors
/// There is one already.
pub fn start() -> Result<(), String> {
    subscriber(io::stderr)
        .try_init()
        .map_err(|error| error.to_string())
}

/// The log on a writer.
pub fn subscriber<W>(writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let lines = fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_target(false)
        .with_writer(writer)
        .with_filter(Targets::new().with_target(env!("CARGO_CRATE_NAME"), LevelFilter::INFO));
    registry().with(lines)
}
