//! Answering pages until a signal comes.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use super::complain;
use crate::clock::Clock;
use crate::config::Config;
use crate::router::router;
use crate::state::AppState;
use crate::{logs, serve};

/// How long tokens may still be given back, once the last request has ended. With the drain before it less than the
/// service manager's patience (relay/deploy).
const REVOCATIONS: Duration = Duration::from_secs(5);

/// Answers pages until the process is told to end.
pub(super) fn run(config: Config) -> ExitCode {
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())
        .and_then(|runtime| runtime.block_on(relay(config)));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("docgate-relay: {error}\n"));
            ExitCode::FAILURE
        }
    }
}

async fn relay(config: Config) -> Result<(), String> {
    logs::start()?;
    let state = AppState::new(config, Clock::system()).map_err(|error| error.to_string())?;
    let state = Arc::new(state);
    let outcome = serve::relay(&state, router(Arc::clone(&state))).await;
    state.revocations.end(REVOCATIONS).await;
    outcome
}
