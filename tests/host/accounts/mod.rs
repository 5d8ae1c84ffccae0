//! Several people's sessions beside each other, where a provider allows that: one is the current one in
//! every tab, the others are kept.

mod parting;
mod siblings;
mod switching;

use std::sync::Arc;

use docgate::core::error::Code;
use docgate::core::parked as kept;
use docgate::core::session::Session;
use docgate::core::shared::Shared;
use docgate::core::tab::{Event, Habits, Restored};
use docgate::core::tabs::Tabs;

use crate::rows::serves;
use crate::scene::oidc;
use crate::tab::{HABITS, HOUR, Life, posted, renewable};

const ACCOUNTS: Habits = Habits {
    accounts: true,
    ..HABITS
};

/// An hour's session of this person, with a refresh token of its own.
fn person(id: &str, user: &str) -> Session {
    let mut session = renewable();
    session.id = String::from(id);
    session.user.as_mut().unwrap().id = String::from(user);
    let token = docgate::core::secret::Secret::new(format!("rt-{user}"));
    session.refresh_token = Some(token);
    session
}

/// One after the other signed in; the last one is the current one.
fn signed_in(people: &[(&str, &str)]) -> Life {
    let mut life = Life::new(ACCOUNTS);
    for (id, user) in people {
        life.on(Event::Began(Box::new(person(id, user))));
    }
    life.told.clear();
    life.messages.clear();
    life
}

const ADA: (&str, &str) = ("s-ada", "ada");
const BOB: (&str, &str) = ("s-bob", "bob");
const EVE: (&str, &str) = ("s-eve", "eve");

fn current(life: &Life) -> Option<&str> {
    let own = life.tab.living()?;
    own.user.as_ref().map(|user| user.id.as_str())
}

/// Who is kept beside the current one; the machine and the storage say the same.
fn parked(life: &Life) -> Vec<String> {
    let all: Vec<String> = life.tab.parked().iter().map(|it| it.encode()).collect();
    assert_eq!(all, life.parked, "what is stored is what is known");
    let name = |it: &Arc<Session>| it.user.as_ref().unwrap().id.clone();
    life.tab.parked().iter().map(name).collect()
}
