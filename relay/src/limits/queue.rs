//! The queue in front of an upstream that counts its calls.
//!
//! Calls are sent by rank and in the order in which they came, as fast as the upstream's limit lets them. A caller whose turn would come too
//! late is told so at once, with a delay that can be read, instead of being held until it gives up. An upstream that says 429 all
//! the same stops the queue for as long as it asks; then the waiting calls go on, the one that it refused first.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::Notify,
    time::{Instant, sleep_until},
};

use super::{Claim, Rank, Source, pace::Pace};

/// How much longer than agreed a call is held when a pause comes between.
const PAUSE_HELD: Duration = Duration::from_secs(65);

/// Nobody is sent away for longer because of others who were sent away.
const APPOINTMENTS: Duration = Duration::from_secs(300);

/// What an upstream bears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// So many calls a minute; `None`: no limit that is known beforehand.
    pub per_minute: Option<u32>,
    /// How long a call may wait for its turn.
    pub wait: Duration,
}

/// The turn would come too late. Nothing was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Busy {
    /// When it is worth another try: what `Retry-After` says.
    pub retry_after: Duration,
}

impl Busy {
    /// The same in whole seconds, at least one.
    pub fn seconds(self) -> u64 {
        let up = u64::from(self.retry_after.subsec_nanos() > 0);
        self.retry_after.as_secs().saturating_add(up).max(1)
    }
}

/// The queue of one upstream.
#[derive(Debug)]
pub struct Queue {
    limit: Limit,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    pace: Pace,
    /// Who waits, in the order in which they will be sent.
    waiting: BTreeMap<Number, Waiting>,
    next: u64,
    /// The relay ends: nobody waits any more.
    closed: bool,
    /// When the last one who was sent away was told to come back.
    appointment: Option<Instant>,
}

/// The rank, and who of it came first.
type Number = (Rank, u64);

#[derive(Debug)]
struct Waiting {
    notify: Arc<Notify>,
    source: Option<Source>,
}

/// The right to send one call now.
#[derive(Debug)]
pub struct Turn {
    queue: Arc<Queue>,
    claim: Claim,
    number: Number,
    held_until: Instant,
}

/// A place among those who wait. Dropped: the caller went away, and the next one moves up.
#[derive(Debug)]
struct Place<'a> {
    queue: &'a Queue,
    number: Number,
    notify: Arc<Notify>,
}

impl Queue {
    /// An empty queue.
    pub fn new(limit: Limit) -> Arc<Self> {
        Arc::new(Self {
            limit,
            state: Mutex::new(State {
                pace: Pace::new(limit.per_minute),
                waiting: BTreeMap::new(),
                next: 0,
                closed: false,
                appointment: None,
            }),
        })
    }

    /// Waits for a turn.
    ///
    /// # Errors
    ///
    /// It would come too late, or too many wait for this source already.
    pub async fn turn(self: &Arc<Self>, claim: Claim) -> Result<Turn, Busy> {
        let now = Instant::now();
        let place = {
            let mut state = self.state();
            let number = (claim.rank, state.next);
            let at = state.slot(number, now);
            let full = state.waiting_for(claim) >= claim.rank.share(self.limit.per_minute);
            if at > now + self.limit.wait || (full && at > now) {
                return Err(state.send_away(at, now));
            }
            state.next += 1;
            state.place(self, claim, number)
        };
        let (number, held_until) = (place.number, now + self.limit.wait + PAUSE_HELD);
        place.reached(held_until).await?;
        Ok(Turn {
            queue: Arc::clone(self),
            claim,
            number,
            held_until,
        })
    }

    /// Sends away all who wait, and from now on all who would have to: the relay ends, and another copy may have time at once.
    pub fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        state.wake_all();
    }

    /// How many wait.
    pub fn waiting(&self) -> usize {
        self.state().waiting.len()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Turn {
    /// The upstream answered 429: stops the queue for so long, and waits for another turn, before all who came later.
    ///
    /// # Errors
    ///
    /// It would come too late. The queue is stopped all the same.
    pub async fn denied(self, pause: Duration) -> Result<Self, Busy> {
        let place = {
            let mut state = self.queue.state();
            state.pace.pause(Instant::now() + pause);
            let place = state.place(&self.queue, self.claim, self.number);
            // Some may wait too long now.
            state.wake_all();
            place
        };
        place.reached(self.held_until).await?;
        Ok(self)
    }

    /// The same without another turn: what the caller is told instead.
    pub fn stop(self, pause: Duration) -> Busy {
        let now = Instant::now();
        let mut state = self.queue.state();
        state.pace.pause(now + pause);
        state.wake_all();
        Busy { retry_after: pause }
    }
}

impl State {
    /// When the call of this number may be sent, whether it waits already or would.
    fn slot(&self, number: Number, now: Instant) -> Instant {
        self.pace.slot(self.waiting.range(..number).count(), now)
    }

    /// How many of this rank wait for this source. Nobody's are as many as they are.
    fn waiting_for(&self, claim: Claim) -> usize {
        let of_rank = self.waiting.iter().filter(|((rank, _), waiting)| {
            *rank == claim.rank && waiting.source.is_some() && waiting.source == claim.source
        });
        of_rank.count()
    }

    fn wake_all(&self) {
        for waiting in self.waiting.values() {
            waiting.notify.notify_one();
        }
    }

    fn place<'a>(&mut self, queue: &'a Queue, claim: Claim, number: Number) -> Place<'a> {
        let notify = Arc::new(Notify::new());
        let waiting = Waiting {
            notify: Arc::clone(&notify),
            source: claim.source,
        };
        self.waiting.insert(number, waiting);
        Place {
            queue,
            number,
            notify,
        }
    }

    /// Tells everybody another time, so that they do not all come back at once.
    fn send_away(&mut self, at: Instant, now: Instant) -> Busy {
        let later = self.appointment.map(|last| last + self.pace.spacing());
        let appointment = match later {
            Some(later) if later > at && later < at + APPOINTMENTS => later,
            _ => at,
        };
        self.appointment = Some(appointment);
        Busy {
            retry_after: appointment.duration_since(now),
        }
    }

    fn is_first(&self, number: Number) -> bool {
        self.waiting.keys().next() == Some(&number)
    }

    fn leave(&mut self, number: Number) {
        let first = self.is_first(number);
        self.waiting.remove(&number);
        if first && let Some(next) = self.waiting.values().next() {
            next.notify.notify_one();
        }
    }
}

impl Place<'_> {
    async fn reached(self, held_until: Instant) -> Result<(), Busy> {
        loop {
            let turn = {
                let mut state = self.queue.state();
                let now = Instant::now();
                let first = state.is_first(self.number);
                let at = state.slot(self.number, now);
                if first && at <= now {
                    state.pace.send(now);
                    return Ok(());
                }
                // Those of a higher rank may have come meanwhile, however early this one was.
                if state.closed || at > held_until || (!first && now >= held_until) {
                    return Err(state.send_away(at, now));
                }
                first.then_some(at)
            };
            match turn {
                Some(at) => tokio::select! {
                    () = self.notify.notified() => {}
                    () = sleep_until(at) => {}
                },
                None => tokio::select! {
                    () = self.notify.notified() => {}
                    () = sleep_until(held_until) => {}
                },
            }
        }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.queue.state().leave(self.number);
    }
}
