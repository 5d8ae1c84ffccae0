//! The config. It becomes the JSON text that the npm package writes too, so that there is one set of rules for both.

use std::fmt;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use super::auth::Auth;
use super::event::LogEntry;
use super::options::{list, seconds, set, text};
use super::provider::Provider;
use crate::core::json::{Object, Value};
use crate::core::session::User;

/// Asks the app whether this is the right person.
pub(super) type Confirm = Rc<dyn Fn(Option<User>) -> Pin<Box<dyn Future<Output = bool>>>>;

type Log = Rc<dyn Fn(&LogEntry)>;
type Navigate = Rc<dyn Fn(&str)>;

/// Who gives the token for calls through the relay.
#[derive(Clone)]
pub(super) struct Guard {
    pub(super) auth: Auth,
    pub(super) audience: Option<String>,
}

impl Guard {
    pub(super) fn of(auth: &Auth) -> Guard {
        Guard {
            auth: auth.clone(),
            audience: None,
        }
    }
}

/// The functions of a config; the newest win.
#[derive(Clone, Default)]
pub(super) struct Hooks {
    pub(super) log: Option<Log>,
    pub(super) navigate: Option<Navigate>,
    pub(super) confirm: Option<Confirm>,
    pub(super) guard: Option<Guard>,
}

/// What [`Auth::new`] takes. It is checked there; an error names the key as the documentation spells it (`redirectUri`).
#[derive(Clone)]
pub struct Config {
    data: Object,
    hooks: Hooks,
}

impl fmt::Debug for Config {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&text(&self.data))
    }
}

/// Where tokens are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Persist {
    /// In `sessionStorage`: a reload stays signed in.
    Tab,
    /// Nowhere: a reload signs out.
    Memory,
}

/// What the address bar shows after a callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterCallback {
    /// Where the login wanted to return to.
    RestoreUrl,
    /// The redirect URI, without the callback's parameters.
    Leave,
}

impl Config {
    /// `client_id`: the public client's identifier; there is no place for a client secret. `redirect_uri`: absolute, or a
    /// path on this origin, as it is registered with the provider.
    #[must_use]
    pub fn new(provider: Provider, client_id: &str, redirect_uri: &str) -> Config {
        let config = Config::guarded(provider);
        let config = config.key("clientId", client_id);
        config.key("redirectUri", redirect_uri)
    }

    /// For a provider whose calls somebody else's sign-in guards: [`Provider::docplanner`].
    #[must_use]
    pub fn guarded(provider: Provider) -> Config {
        let hooks = Hooks {
            confirm: provider.confirm,
            guard: provider.guard,
            ..Hooks::default()
        };
        let data = Object::new().with("provider", provider.chosen);
        Config { data, hooks }
    }

    pub(super) fn into_parts(self) -> (String, Hooks) {
        (text(&self.data), self.hooks)
    }

    /// Sets a key by its name in the documentation (`apiBase`).
    #[must_use]
    pub fn key(mut self, name: &str, value: impl Into<Value>) -> Config {
        set(&mut self.data, name, value);
        self
    }

    /// What to ask for.
    #[must_use]
    pub fn scopes<T: Into<String>>(self, scopes: impl IntoIterator<Item = T>) -> Config {
        self.key("scopes", list(scopes))
    }

    /// Where tokens are kept. Default: [`Persist::Tab`].
    #[must_use]
    pub fn persist(self, persist: Persist) -> Config {
        let name = match persist {
            Persist::Tab => "tab",
            Persist::Memory => "memory",
        };
        self.key("persist", name)
    }

    /// Whether the tabs of this origin share one session. Default: they do.
    #[must_use]
    pub fn share_tabs(self, share: bool) -> Config {
        self.key("shareTabs", share)
    }

    /// A token is renewed before it ends, whether or not somebody asks. Default: when somebody asks.
    #[must_use]
    pub fn renew_ahead(self) -> Config {
        self.key("renew", "ahead")
    }

    /// Signs out, in every tab, after so long a time in which nobody did anything in any: 10 seconds to a day.
    #[must_use]
    pub fn idle_timeout(self, time: Duration) -> Config {
        self.key("idleTimeout", seconds(time))
    }

    /// Default: [`AfterCallback::RestoreUrl`].
    #[must_use]
    pub fn after_callback(self, shown: AfterCallback) -> Config {
        let name = match shown {
            AfterCallback::RestoreUrl => "restore-url",
            AfterCallback::Leave => "leave",
        };
        self.key("afterCallback", name)
    }

    /// Base address of the provider's API, where the provider itself does not say it.
    #[must_use]
    pub fn api_base(self, address: &str) -> Config {
        self.key("apiBase", address)
    }

    /// Exact origins, beside the API base, that [`Auth::fetch`] may send the access token to.
    #[must_use]
    pub fn allowed_origins<T: Into<String>>(self, origins: impl IntoIterator<Item = T>) -> Config {
        self.key("allowedOrigins", list(origins))
    }

    /// Deadline of each of docgate's own requests, body included: 1 to 120 seconds. Default: 15 seconds.
    #[must_use]
    pub fn timeout(self, time: Duration) -> Config {
        let milliseconds = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
        self.key("timeout", milliseconds)
    }

    /// Tolerated clock difference: up to 300 seconds. Default: 60.
    #[must_use]
    pub fn clock_skew(self, time: Duration) -> Config {
        self.key("clockSkew", seconds(time))
    }

    /// Insecure pages (plain http off loopback) may use plain OAuth. Default: they are refused.
    #[must_use]
    pub fn allow_insecure_oauth(self) -> Config {
        self.key("insecureContext", "allow-oauth")
    }

    /// Where the provider's sign-out page comes back to: absolute, or a path on this origin.
    #[must_use]
    pub fn post_logout_redirect_uri(self, uri: &str) -> Config {
        self.key("postLogoutRedirectUri", uri)
    }

    /// The app handles claims challenges, which Microsoft Entra ID is told (`cp1`).
    #[must_use]
    pub fn claims_challenges(self) -> Config {
        self.key("claimsChallenges", true)
    }

    /// Test doubles in place of the addresses that a preset pins. Only for pages on loopback, and loopback origins.
    #[must_use]
    pub fn sandbox(self, login: Option<&str>, api: Option<&str>) -> Config {
        let mut doubles = Object::new();
        for (name, address) in [("login", login), ("api", api)] {
            if let Some(address) = address {
                set(&mut doubles, name, address);
            }
        }
        self.key("sandbox", doubles)
    }

    /// Receives redacted entries of what docgate does.
    #[must_use]
    pub fn on_log(mut self, log: impl Fn(&LogEntry) + 'static) -> Config {
        self.hooks.log = Some(Rc::new(log));
        self
    }

    /// Leaves the page, for shells that navigate themselves. Default: `location.assign`.
    #[must_use]
    pub fn navigate(mut self, leave: impl Fn(&str) + 'static) -> Config {
        self.hooks.navigate = Some(Rc::new(leave));
        self
    }
}
