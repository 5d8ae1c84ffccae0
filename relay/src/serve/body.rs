//! A request's body that must be there in time, however slowly it comes.

use std::{
    error::Error,
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use http_body_util::LengthLimitError;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::time::{Sleep, sleep};

use crate::error::Code;

/// The body was not there in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyLate;

impl fmt::Display for BodyLate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the body of the request was not there in time")
    }
}

impl Error for BodyLate {}

/// Which refusal a body deserves that could not be read.
pub fn judge(error: &(dyn Error + 'static)) -> Code {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.is::<BodyLate>() {
            return Code::RequestTimeout;
        }
        if error.is::<LengthLimitError>() {
            return Code::BodyTooLarge;
        }
        cause = error.source();
    }
    Code::InvalidRequest
}

/// A body with one deadline for all of it. A deadline for each piece would let a byte a minute go on for ever.
pub(super) struct Timed {
    body: Incoming,
    deadline: Duration,
    /// Begins with the first look, so that a request without a body needs no timer.
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Timed {
    pub(super) fn new(body: Incoming, deadline: Duration) -> Self {
        Self {
            body,
            deadline,
            sleep: None,
        }
    }
}

impl Body for Timed {
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = self.get_mut();
        let deadline = this.deadline;
        let sleep = this.sleep.get_or_insert_with(|| Box::pin(sleep(deadline)));
        if sleep.as_mut().poll(context).is_ready() {
            return Poll::Ready(Some(Err(Box::new(BodyLate))));
        }
        let frame = ready!(Pin::new(&mut this.body).poll_frame(context));
        Poll::Ready(frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
