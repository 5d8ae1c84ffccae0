//! How one world is set up: the provider's habits and the app's.

use std::rc::Rc;

use docgate::core::config::{self, Page};
use docgate::core::provider::{Provider, STANDARD};
use docgate::core::settings::Settings;
use docgate::core::tab::Habits;
use docgate::providers;

/// Milliseconds that a request may take.
pub(crate) const DEADLINE: u64 = 15_000;
/// Messages, events and grants come no later than this, in milliseconds.
pub(crate) const DELAY: u64 = 400;
/// Everybody who waits is answered within this, in milliseconds: the wait for the lock, two
/// questions to siblings, one request.
pub(crate) const PATIENCE: u64 = (2 * DEADLINE + 5000) + 2 * 2000 + DEADLINE + 5 * DELAY;
/// Seconds that the provider says in `Retry-After`.
pub(crate) const RETRY_AFTER: u64 = 40;

/// Once more after a vanished sender is not worth trying.
static ONCE: Provider = Provider {
    id: "oidc",
    resend: false,
    ..STANDARD
};

/// What differs from world to world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rules {
    pub(crate) pages: usize,
    /// Seconds that an access token lives.
    pub(crate) life: u64,
    /// Refresh tokens are issued.
    pub(crate) renewable: bool,
    /// Every renewal gives a new refresh token.
    pub(crate) rotates: bool,
    /// The last spent refresh token is forgiven.
    pub(crate) grace: bool,
    /// Milliseconds after which a login cannot be renewed any more (R-094).
    pub(crate) login_life: Option<i64>,
    /// As the provider's data says.
    pub(crate) resend: bool,
    /// The app has tokens renewed ahead of time.
    pub(crate) ahead: bool,
    /// The shared record may be lost: much less is promised then.
    pub(crate) wipes: bool,
}

impl Rules {
    pub(crate) const STRICT: Rules = Rules {
        pages: 5,
        life: 600,
        renewable: true,
        rotates: true,
        grace: false,
        login_life: None,
        resend: true,
        ahead: false,
        wipes: false,
    };

    pub(crate) fn habits(&self) -> Habits {
        Habits {
            share: true,
            ahead: self.ahead,
            idle: None,
            deadline: DEADLINE,
            accounts: false,
        }
    }

    /// What the ledger calls a refresh token: one that never changes is another one for each renewal.
    pub(crate) fn entry(&self, token: &str, generation: u64) -> String {
        if self.rotates {
            String::from(token)
        } else {
            format!("{token} of generation {generation}")
        }
    }

    pub(crate) fn settings(&self) -> Rc<Settings> {
        thread_local! {
            static BOTH: [Rc<Settings>; 2] = [settings(true), settings(false)];
        }
        BOTH.with(|both| Rc::clone(&both[usize::from(!self.resend)]))
    }
}

fn settings(resend: bool) -> Rc<Settings> {
    let text = r#"{"provider":{"id":"oidc","issuer":"https://id.example"},"clientId":"spa","redirectUri":"/callback","scopes":["api"]}"#;
    let page = Page {
        origin: Some(String::from("https://app.example")),
        secure: true,
    };
    let mut settings = config::read(text, providers::ALL, &page)
        .expect("a good config")
        .settings;
    if !resend {
        settings.provider = (&ONCE).into();
    }
    Rc::new(settings)
}
