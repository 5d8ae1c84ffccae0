//! The sandbox on real sockets: it binds loopback and nothing else, and carries out the pacing of each response.
//!
//! On hyper itself and not on a framework over it: a response that cuts the connection has to be an error of the service, which
//! frameworks turn into a proper answer.

mod body;
mod connection;
mod options;
mod sockets;

use std::{
    io::Write,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{net::TcpStream, task::JoinSet, time::timeout};

use crate::{config::Config, sandbox::Sandbox};

pub use options::{Options, USAGE};
pub use sockets::Sockets;

/// Binds, says so in one line on standard output, and serves until it is told to stop.
///
/// # Errors
///
/// One line about what is wrong: a port in use, an output that is closed.
pub async fn run(options: Options) -> Result<(), String> {
    let sockets = Sockets::bind(options.port).await?;
    let line = format!(
        "docgate-sandbox listening on 127.0.0.1:{}\n",
        sockets.port()
    );
    let mut output = std::io::stdout();
    output
        .write_all(line.as_bytes())
        .and_then(|()| output.flush())
        .map_err(|error| format!("standard output: {error}"))?;
    serve(sockets, options.config, stopped()).await;
    Ok(())
}

/// Serves until a future ends, then gives open connections a moment.
pub async fn serve(sockets: Sockets, config: Config, until: impl Future<Output = ()>) {
    let sandbox = Arc::new(Mutex::new(Sandbox::new(config)));
    let mut connections = JoinSet::new();
    let mut until = std::pin::pin!(until);
    loop {
        tokio::select! {
            accepted = sockets.accept() => {
                // An error here is of one connection that has gone again.
                if let Ok((stream, address)) = accepted {
                    connections.spawn(connection::serve(prepared(stream), address.ip().to_string(), Arc::clone(&sandbox)));
                }
            }
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
            () = &mut until => break,
        }
    }
    drop(sockets);
    let finished = async { while connections.join_next().await.is_some() {} };
    // What is left is answers that never end.
    let _ = timeout(Duration::from_millis(300), finished).await;
}

/// Small pieces are sent at once: a slow answer is slow byte by byte.
fn prepared(stream: TcpStream) -> TcpStream {
    let _ = stream.set_nodelay(true);
    stream
}

/// Ctrl-C or SIGTERM.
async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupt.await;
}
