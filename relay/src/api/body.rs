//! Bodies on their way: never whole in memory where they are large, never longer than the cap, never
//! slower than the deadline.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, Stream, StreamExt as _};
use tokio::time::{Instant, timeout, timeout_at};

use super::watch::Watch;
use crate::error::{Code, Refusal};

/// A body that ended before its end. The connection behind it is broken off, so that nobody takes what came
/// for the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut;

impl std::fmt::Display for Cut {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("the body was cut off")
    }
}

impl std::error::Error for Cut {}

/// What bounds a page's body.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// The most bytes.
    pub(super) cap: usize,
    /// When it must be there.
    pub(super) until: Instant,
}

/// Why a page's body was cut, for whoever finds the upstream's request broken.
#[derive(Debug, Clone, Default)]
pub(super) struct Reason(Arc<AtomicU8>);

impl Reason {
    const TOO_LARGE: u8 = 1;
    const TOO_SLOW: u8 = 2;
    const BROKEN: u8 = 3;

    fn set(&self, reason: u8) -> Cut {
        self.0.store(reason, Ordering::Release);
        Cut
    }

    /// The refusal that it means.
    #[must_use]
    pub(super) fn refusal(&self) -> Option<Refusal> {
        match self.0.load(Ordering::Acquire) {
            Reason::TOO_LARGE => Some(Refusal::new(Code::BodyTooLarge)),
            Reason::TOO_SLOW => Some(Refusal::new(Code::RequestTimeout)),
            Reason::BROKEN => Some(Refusal::new(Code::InvalidRequest)),
            _ => None,
        }
    }
}

/// A page's body, piece by piece.
pub(super) fn asked(
    body: Body,
    bounds: Bounds,
    reason: Reason,
) -> impl Stream<Item = Result<Bytes, Cut>> + Send + 'static {
    let start = Some((body.into_data_stream(), 0usize));
    stream::unfold(start, move |state| {
        let reason = reason.clone();
        async move {
            let (mut body, length) = state?;
            let piece = match timeout_at(bounds.until, body.next()).await {
                Ok(None) => return None,
                Ok(Some(Ok(piece))) => piece,
                Ok(Some(Err(_))) => return Some((Err(reason.set(Reason::BROKEN)), None)),
                Err(_) => return Some((Err(reason.set(Reason::TOO_SLOW)), None)),
            };
            let length = length.saturating_add(piece.len());
            if length > bounds.cap {
                return Some((Err(reason.set(Reason::TOO_LARGE)), None));
            }
            Some((Ok(piece), Some((body, length))))
        }
    })
}

/// A page's body as a whole.
///
/// # Errors
/// It is too large, too slow, or it broke off.
pub(super) async fn whole(body: Body, bounds: Bounds) -> Result<Bytes, Refusal> {
    let reason = Reason::default();
    let mut pieces = std::pin::pin!(asked(body, bounds, reason.clone()));
    let mut whole = BytesMut::new();
    while let Some(piece) = pieces.next().await {
        let refusal = || {
            reason
                .refusal()
                .unwrap_or(Refusal::new(Code::InvalidRequest))
        };
        whole.extend_from_slice(&piece.map_err(|_| refusal())?);
    }
    Ok(whole.freeze())
}

/// An API's answer, piece by piece: so many bytes, none later than so long after the one before, and none
/// of the relay's own token.
pub(super) fn answered(
    answer: reqwest::Response,
    cap: usize,
    idle: Duration,
    watch: Option<Watch>,
) -> impl Stream<Item = Result<Bytes, Cut>> + Send + 'static {
    stream::unfold(Some((answer, 0usize, watch)), move |state| async move {
        let (mut answer, length, mut watch) = state?;
        let piece = match timeout(idle, answer.chunk()).await {
            Ok(Ok(Some(piece))) => piece,
            Ok(Ok(None)) => {
                let rest = watch.as_mut().map(Watch::rest).unwrap_or_default();
                return (!rest.is_empty()).then_some((Ok(rest), None));
            }
            Ok(Err(_)) | Err(_) => return Some((Err(Cut), None)),
        };
        let length = length.saturating_add(piece.len());
        if length > cap {
            return Some((Err(Cut), None));
        }
        let piece = match watch.as_mut() {
            None => Ok(piece),
            Some(watch) => watch.pass(&piece),
        };
        match piece {
            Ok(piece) => Some((Ok(piece), Some((answer, length, watch)))),
            Err(_) => {
                tracing::warn!(
                    "an API sent the relay's own token or secret back; its answer was cut off"
                );
                Some((Err(Cut), None))
            }
        }
    })
}
