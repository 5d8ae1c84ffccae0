//! What Docplanner remembers: tokens of machines, bookings, and who has called how often.

use serde_json::{Value, json};

use crate::{control::What, encoding::hash};

use super::{firewall::Visitors, rate_limit::Hours};

/// An access token. Older ones stay good when a new one is given out.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(super) value: String,
    pub(super) client: String,
    pub(super) expires: u64,
}

/// A patient's appointment.
#[derive(Debug, Clone)]
pub(crate) struct Booking {
    pub(super) id: u32,
    pub(super) facility: String,
    pub(super) doctor: String,
    pub(super) address: String,
    pub(super) body: Value,
}

/// All of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    pub(super) tokens: Vec<Token>,
    pub(super) bookings: Vec<Booking>,
    /// How many there ever were: numbers are not given twice.
    pub(super) booked: u32,
    pub(super) visitors: Visitors,
    pub(super) hours: Hours,
}

impl State {
    /// The client of a token that is good.
    pub(super) fn client(&self, token: &str, now: u64) -> Option<&str> {
        let is_it = |held: &&Token| held.value == token && now < held.expires;
        self.tokens
            .iter()
            .find(is_it)
            .map(|token| token.client.as_str())
    }

    /// Lets access tokens expire at this moment. They are nobody's, so none is meant where a user is named.
    pub(crate) fn expire(
        &mut self,
        what: What,
        client: Option<&str>,
        user: Option<&str>,
        now: u64,
    ) {
        if !what.means(What::Access) || user.is_some() {
            return;
        }
        let is_meant = |token: &&mut Token| client.is_none_or(|client| client == token.client);
        for token in self.tokens.iter_mut().filter(is_meant) {
            token.expires = token.expires.min(now);
        }
    }

    /// For the control API: no secret in the clear.
    pub(crate) fn describe(&self, now: u64) -> Value {
        let token = |token: &Token| json!({"client": token.client, "hash": hash(&token.value), "live": now < token.expires, "expires": token.expires});
        let booking = |booking: &Booking| json!({"id": booking.id.to_string(), "facility": booking.facility, "doctor": booking.doctor, "address": booking.address});
        json!({
            "access_tokens": self.tokens.iter().map(token).collect::<Vec<_>>(),
            "bookings": self.bookings.iter().map(booking).collect::<Vec<_>>(),
            "booked": self.booked,
        })
    }
}
