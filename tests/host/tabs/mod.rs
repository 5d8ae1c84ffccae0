//! How tabs act together: what a tab does with what it hears (R-009, R-052, R-124; ).

mod asking;
mod ending;
mod foreign;

use std::rc::Rc;

use docgate::core::session::Session;
use docgate::core::settings::Settings;
use docgate::core::shared::Shared;
use docgate::core::tabs::{Act, Heard, Known, Tabs};

use crate::rows::serves;
use crate::scene::{self, docspace, settings_of};
use crate::siblings::{client, kinds, session, shared};

/// What a tab with this session and this record does.
fn hear(
    tabs: &mut Tabs,
    heard: Heard<'_>,
    own: Option<&Session>,
    record: Option<&Shared>,
) -> Vec<Act> {
    let settings = docspace();
    let known = Known {
        settings: &settings,
        session: own,
        parked: &[],
        shared: record,
    };
    tabs.hear(heard, &known)
}

fn tab() -> Tabs {
    Tabs::new(&client(), "tab-1")
}

fn text(act: &Act) -> &str {
    match act {
        Act::Post(message) => message,
        _ => panic!("no message"),
    }
}
