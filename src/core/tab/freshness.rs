//! How long tokens serve. A token has ended as soon as either clock says so (R-092; A-32).

use std::sync::Arc;

use super::Tab;
use crate::core::access::Access;
use crate::core::resources::Aim;
use crate::core::session::Session;

impl Tab {
    /// Whether the session's own access token can still be sent; `margin` in seconds is kept from its end.
    pub fn is_fresh(&self, margin: u64) -> bool {
        self.session
            .as_ref()
            .is_some_and(|own| !own.dead && self.is_alive(&own.access, margin))
    }

    /// Whether both clocks say that a token of this session has not ended.
    fn is_alive(&self, access: &Access, margin: u64) -> bool {
        let steady = self.moment.steady.saturating_add(margin * 1000);
        let known = self.ends.iter().find(|(since, _)| *since == access.since);
        access.is_fresh(self.moment.wall, margin) && known.is_none_or(|(_, ends)| steady < *ends)
    }

    /// The own token at another moment, by its own margin, and where its renewal is not due either.
    pub fn is_fresh_at(&mut self, moment: super::Moment) -> bool {
        self.moment = moment;
        self.is_fresh(self.margin()) && !self.is_stale(&Aim::default())
    }

    /// Whether there is a token that does for what is aimed at, with its margin.
    pub(super) fn has(&self, own: &Session, aim: &Aim) -> bool {
        self.serves(own, aim, |access| self.margin_of(own, access))
    }

    /// The same to the very end of the token.
    pub(super) fn lasts(&self, own: &Session, aim: &Aim) -> bool {
        self.serves(own, aim, |_| 0)
    }

    fn serves(&self, own: &Session, aim: &Aim, margin: impl Fn(&Access) -> u64) -> bool {
        own.access_for(aim).is_some_and(|access| {
            let claims = aim.claims.is_none() || aim.claims == access.claims;
            !own.dead && claims && self.is_alive(access, margin(access))
        })
    }

    /// Whether the server would rather see this token renewed, and can be asked.
    pub(super) fn is_stale(&self, aim: &Aim) -> bool {
        let own = self.session.as_ref();
        own.is_some_and(|own| {
            let stale = |access: &Access| access.is_stale(self.moment.wall);
            self.can_renew(own) && own.access_for(aim).is_some_and(stale)
        }) && self.held_back().is_none()
    }

    /// The session, if it can be used or renewed.
    pub fn living(&self) -> Option<&Arc<Session>> {
        self.session.as_ref().filter(|_| !self.is_over())
    }

    /// Whether the token has ended, and nothing can renew it.
    pub fn is_over(&self) -> bool {
        let own = self.session.as_ref();
        own.is_some_and(|own| own.dead || (!self.can_renew(own) && !self.is_fresh(0)))
    }

    /// Whether there is a refresh token that has not ended by what the server said.
    pub fn can_renew(&self, own: &Session) -> bool {
        own.is_renewable() && !own.is_spent(self.moment.wall)
    }

    pub(super) fn margin(&self) -> u64 {
        let own = self.session.as_ref();
        own.map_or(0, |own| self.margin_of(own, &own.access))
    }

    /// None where the refresh token has ended: what nothing can renew is used to its end.
    fn margin_of(&self, own: &Session, access: &Access) -> u64 {
        if self.can_renew(own) {
            own.margin(access)
        } else {
            0
        }
    }
}
