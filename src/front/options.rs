//! The options of single calls. They go through the same reader as those of the npm package.

use std::time::Duration;

use crate::core::json::{self, Object, Value};

/// A list of texts as JSON has it.
pub(super) fn list<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Value {
    let items = items.into_iter();
    Value::Array(items.map(|item| Value::String(item.into())).collect())
}

/// Whole seconds as JSON has them.
pub(super) fn seconds(time: Duration) -> Value {
    Value::Integer(i64::try_from(time.as_secs()).unwrap_or(i64::MAX))
}

/// The JSON text of what was set.
pub(super) fn text(options: &Object) -> String {
    json::write(&Value::Object(options.clone()))
}

/// Sets a member, also a second time.
pub(super) fn set(options: &mut Object, name: &str, value: impl Into<Value>) {
    options.push(name, value.into());
}

/// What [`Auth::login`](super::Auth::login) and [`Auth::login_url`](super::Auth::login_url) are to do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoginOptions(pub(super) Object);

impl LoginOptions {
    /// As configured, and back to where the page is now.
    #[must_use]
    pub fn new() -> LoginOptions {
        LoginOptions::default()
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> LoginOptions {
        set(&mut self.0, name, value);
        self
    }

    /// Where to come back to: a path on this origin.
    #[must_use]
    pub fn return_to(self, path: &str) -> LoginOptions {
        self.with("returnTo", path)
    }

    /// The app's own text, JSON for example, of up to 4 kB; given back in the outcome.
    #[must_use]
    pub fn app_state(self, text: &str) -> LoginOptions {
        self.with("appState", text)
    }

    /// Further scopes; the session is asked for anew with the configured ones and these.
    #[must_use]
    pub fn scopes<T: Into<String>>(self, scopes: impl IntoIterator<Item = T>) -> LoginOptions {
        self.with("scopes", list(scopes))
    }

    /// The resource that the access token is to be for (RFC 8707).
    #[must_use]
    pub fn resource(self, uri: &str) -> LoginOptions {
        self.with("resource", uri)
    }

    /// `none`, `login`, `consent`, `select_account`, `create`, as far as the provider knows them.
    #[must_use]
    pub fn prompt(self, prompt: &str) -> LoginOptions {
        self.with("prompt", prompt)
    }

    /// Whom the provider shall expect.
    #[must_use]
    pub fn login_hint(self, hint: &str) -> LoginOptions {
        self.with("loginHint", hint)
    }

    /// How long ago the person may have proved who they are; checked in the ID token.
    #[must_use]
    pub fn max_age(self, age: Duration) -> LoginOptions {
        self.with("maxAge", seconds(age))
    }

    /// Separated by blanks; the ID token must tell one of them in `acr`.
    #[must_use]
    pub fn acr_values(self, values: &str) -> LoginOptions {
        self.with("acrValues", values)
    }

    /// Claims to ask for, as JSON text, for example of an `interaction_required` error.
    #[must_use]
    pub fn claims(self, text: &str) -> LoginOptions {
        self.with("claims", text)
    }

    /// The languages of the provider's pages.
    #[must_use]
    pub fn ui_locales(self, locales: &str) -> LoginOptions {
        self.with("uiLocales", locales)
    }

    /// A further parameter of the authorization request; can never replace one of docgate's own.
    #[must_use]
    pub fn extra_parameter(self, name: &str, value: &str) -> LoginOptions {
        let before = self
            .0
            .value("extraParams")
            .and_then(Value::as_object)
            .cloned();
        let mut extra = before.unwrap_or_default();
        set(&mut extra, name, value);
        self.with("extraParams", extra)
    }

    /// Try again after a failed outcome although nobody clicked.
    #[must_use]
    pub fn retry(self) -> LoginOptions {
        self.with("retry", true)
    }
}

/// Which access token [`Auth::access_token`](super::Auth::access_token) gives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TokenOptions(pub(super) Object);

impl TokenOptions {
    /// The session's own.
    #[must_use]
    pub fn new() -> TokenOptions {
        TokenOptions::default()
    }

    /// Scopes that it must have; where they begin with their resource, of one resource.
    #[must_use]
    pub fn scopes<T: Into<String>>(mut self, scopes: impl IntoIterator<Item = T>) -> TokenOptions {
        set(&mut self.0, "scopes", list(scopes));
        self
    }

    /// The resource that it must be for: an absolute URI.
    #[must_use]
    pub fn resource(mut self, uri: &str) -> TokenOptions {
        set(&mut self.0, "resource", uri);
        self
    }

    /// Renew even if the present one is fresh.
    #[must_use]
    pub fn fresh(mut self) -> TokenOptions {
        set(&mut self.0, "fresh", true);
        self
    }
}

/// How [`Auth::logout`](super::Auth::logout) signs out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogoutOptions(pub(super) Object);

impl LogoutOptions {
    /// Everybody; tokens are given back where the provider takes them, and its sign-out page is gone to where it has
    /// one and the config says where that comes back to.
    #[must_use]
    pub fn new() -> LogoutOptions {
        LogoutOptions::default()
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> LogoutOptions {
        set(&mut self.0, name, value);
        self
    }

    /// A path on this origin to go to afterwards; without it, and without a page of the provider's, the page stays.
    #[must_use]
    pub fn return_to(self, path: &str) -> LogoutOptions {
        self.with("returnTo", path)
    }

    /// `true`: goes to the provider's page in any case. `false`: the provider is told nothing.
    #[must_use]
    pub fn provider(self, told: bool) -> LogoutOptions {
        self.with("provider", told)
    }

    /// Signs out this account alone, by its `user.id`; the others stay.
    #[must_use]
    pub fn account(self, id: &str) -> LogoutOptions {
        self.with("account", id)
    }

    /// Names the person to the sign-out page by the ID token. It stands in the address then.
    #[must_use]
    pub fn id_token_hint(self) -> LogoutOptions {
        self.with("idTokenHint", true)
    }
}
