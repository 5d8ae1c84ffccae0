//! Response bodies as the pacing wants them: at once, slowly, cut off, or without end.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::{sync::mpsc, time::sleep};

use crate::http::Pacing;

/// The connection was cut on purpose.
#[derive(Debug)]
pub(super) struct Cut;

impl std::fmt::Display for Cut {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("cut on purpose")
    }
}

impl std::error::Error for Cut {}

/// A body whose pieces another task provides.
#[derive(Debug)]
pub(super) struct PacedBody {
    pieces: mpsc::Receiver<Result<Bytes, Cut>>,
    /// What is still promised by `Content-Length`; `None`: no promise.
    promised: Option<u64>,
}

impl PacedBody {
    pub(super) fn new(body: Vec<u8>, pacing: Pacing) -> Self {
        let promised = (!pacing.endless).then_some(body.len() as u64);
        let (sender, pieces) = mpsc::channel(1);
        let body = Bytes::from(body);
        if body.is_empty() && !pacing.endless {
            return Self { pieces, promised };
        }
        tokio::spawn(provide(sender, body, pacing));
        Self { pieces, promised }
    }
}

/// Hands out the body; ends as soon as nobody takes it any more.
async fn provide(sender: mpsc::Sender<Result<Bytes, Cut>>, mut body: Bytes, pacing: Pacing) {
    if pacing.endless {
        // Some 16 MB a second: fast enough to fill any memory, slow enough for this process.
        while sender.send(Ok(body.clone())).await.is_ok() {
            sleep(Duration::from_millis(1)).await;
        }
        return;
    }
    let cut = pacing.cut_after.filter(|after| *after < body.len() as u64);
    if let Some(after) = cut {
        body.truncate(usize::try_from(after).unwrap_or(usize::MAX));
    }
    match pacing.bytes_per_second {
        None => {
            if !body.is_empty() && sender.send(Ok(body)).await.is_err() {
                return;
            }
        }
        Some(rate) => {
            // Up to ten pieces a second, each at least one byte.
            let pieces = rate.clamp(1, 10);
            let size = usize::try_from(rate.div_ceil(pieces)).unwrap_or(1).max(1);
            while !body.is_empty() {
                let piece = body.split_to(size.min(body.len()));
                if sender.send(Ok(piece)).await.is_err() {
                    return;
                }
                sleep(Duration::from_secs(1) / pieces).await;
            }
        }
    }
    if cut.is_some() {
        let _ = sender.send(Err(Cut)).await;
    }
}

impl Body for PacedBody {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        let piece = std::task::ready!(self.pieces.poll_recv(context));
        Poll::Ready(piece.map(|piece| {
            let piece = piece?;
            if let Some(promised) = &mut self.promised {
                *promised = promised.saturating_sub(piece.len() as u64);
            }
            Ok(Frame::data(piece))
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.promised == Some(0)
    }

    fn size_hint(&self) -> SizeHint {
        self.promised
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
