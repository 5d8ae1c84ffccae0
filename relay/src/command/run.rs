//! Answering pages until a signal comes.

use std::process::ExitCode;
use std::sync::Arc;

use tokio::net::TcpListener;

use super::complain;
use crate::clock::Clock;
use crate::config::Config;
use crate::router::router;
use crate::state::AppState;

/// Answers pages until the process is told to end.
pub(super) fn run(config: Config) -> ExitCode {
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .and_then(|runtime| runtime.block_on(serve(config)));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("docgate-relay: {error}\n"));
            ExitCode::FAILURE
        }
    }
}

async fn serve(config: Config) -> std::io::Result<()> {
    let listener = TcpListener::bind(config.listen).await?;
    let state = AppState::new(config, Clock::system()).map_err(std::io::Error::other)?;
    axum::serve(listener, router(Arc::new(state)))
        .with_graceful_shutdown(async {
            // Without signals, only killing ends the process.
            let _ = tokio::signal::ctrl_c().await;
        })
        .await
}
