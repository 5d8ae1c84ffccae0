//! The exported class. Every method converts, calls, and converts back.

use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::arrival::{self, Arrival, Ending, Outcome};
use super::calling::{self, About};
use super::calls;
use super::desk::Desk;
use super::host::Host;
use super::promise::{Call, promise};
use super::records::Records;
use super::siblings::Siblings;
use super::views;
use crate::browser::storage::{self, Area};
use crate::browser::{fetch, location, verify};
use crate::core::callback;
use crate::core::config::{self, Page};
use crate::core::error::{Code, Error};
use crate::core::pending::{self, Flow};
use crate::core::provider::RelayRole;
use crate::core::tab::{Habits, Tab};
use crate::core::{base64url, options};
use crate::providers;

/// One client of one provider.
#[wasm_bindgen]
#[allow(missing_debug_implementations)] // Holds tokens; nobody prints it.
pub struct Client {
    pub(super) desk: Rc<Desk>,
}

#[wasm_bindgen]
impl Client {
    /// Checks the config, and touches nothing else.
    #[wasm_bindgen(constructor)]
    pub fn new(config: &str, host: Host) -> Result<Client, JsValue> {
        fetch::init();
        verify::init();
        let in_browser = location::in_browser();
        let page = Page {
            origin: in_browser.then(location::origin),
            secure: !in_browser || location::is_secure_context(),
        };
        let fail = |error: Error| views::error(&error, "");
        let config = config::read(config, providers::ALL, &page).map_err(fail)?;
        let settings = Rc::new(config.settings);
        let key = settings.key();
        let name = calls::entropy().map_or_else(
            |_| String::new(),
            |entropy| base64url::encode(entropy.session()),
        );
        let records = Records::new(settings.clone(), config.persist);
        let habits = Habits {
            share: config.share_tabs,
            ahead: config.ahead,
            idle: config.idle,
            deadline: u64::from(settings.timeout),
            // A relay keeps one session for each app of a browser.
            accounts: settings.provider.accounts && !settings.redeems_by_relay(),
        };
        let tab = Tab::new(&key, &name, habits);
        let flags = [config.restore_url, config.idle.is_some(), config.share_tabs];
        let desk = Desk::new(settings, records, Siblings::default(), host, tab, flags);
        Ok(Client {
            desk: Rc::new(desk),
        })
    }

    /// Names the client everywhere: equal for equal (issuer, client, redirect URI).
    #[wasm_bindgen(getter)]
    pub fn key(&self) -> String {
        self.desk.key.clone()
    }

    /// Where its callbacks arrive, as they are told apart: no two clients of a page may share that.
    #[wasm_bindgen(getter)]
    pub fn redirect(&self) -> String {
        let redirect = &self.desk.settings.redirect;
        let mut place = String::from(redirect.origin());
        place.push_str(redirect.path());
        place
    }

    /// One promise per document.
    pub fn ready(&self) -> Promise {
        ready(&self.desk)
    }

    /// See the public types. Gives the authorization URL where a window or a frame is to show it;
    /// `blocked`: the browser opened no window.
    pub fn login(&self, options: &str, blocked: bool) -> Promise {
        let clicked = location::has_user_activation();
        let here = here();
        let options = options::login(options, &location::origin(), &here);
        let desk = self.desk.clone();
        self.settled(Box::pin(async move {
            let options = options.map_err(|error| desk.error(&error))?;
            desk.login(options, clicked, blocked).await
        }))
    }

    /// See the public types.
    #[wasm_bindgen(js_name = loginUrl)]
    pub fn login_url(&self, options: &str) -> Promise {
        let options = options::login(options, &location::origin(), &here());
        let desk = self.desk.clone();
        self.settled(Box::pin(async move {
            let started = match options {
                // The page that waits for a window or a frame is the one that opened it.
                Ok(options) if options.wishes.flow != Flow::Redirect => {
                    Err(Error::at(Code::ConfigUnknownKey, "display"))
                }
                Ok(options) => desk.start(options).await,
                Err(error) => Err(error),
            };
            started
                .map(|url| JsValue::from_str(&url))
                .map_err(|error| desk.error(&error))
        }))
    }

    /// Nobody waits for the login of this state any more.
    pub fn discard(&self, state: &str) {
        let _ = storage::remove(Area::Tab, &pending::key(state));
    }

    /// See the public types. `state`: of the login whose window or frame came back to `url`; then
    /// no other is finished, and what nobody saw is nobody's failure.
    pub fn complete(&self, url: &str, state: Option<String>) -> Promise {
        let callback = callback::read(url, &self.desk.settings)
            .filter(|callback| state.is_none() || callback.state() == state.as_deref());
        let silent = state.as_deref().and_then(Flow::of) == Some(Flow::Frame);
        let desk = self.desk.clone();
        self.settled(Box::pin(async move {
            let Some(callback) = callback else {
                // Not an address of ours: nothing changes but this one answer.
                let error = Error::at(Code::CallbackInvalid, "url");
                return Ok(answer(&desk, &Outcome::plain(Ending::Failed(error))));
            };
            let outcome = if arrival::is_foreign_frame() {
                Outcome::plain(Ending::Failed(Code::Framed.into()))
            } else {
                desk.finish(callback).await
            };
            if !silent {
                desk.conclude(&outcome);
            }
            Ok(answer(&desk, &outcome))
        }))
    }

    /// The token, if it can be given at once.
    #[wasm_bindgen(js_name = freshToken)]
    pub fn fresh_token(&self) -> Option<String> {
        self.desk.fresh_token()
    }

    /// See the public types.
    #[wasm_bindgen(js_name = accessToken)]
    pub fn access_token(&self, options: &str) -> Promise {
        let options = options::token(options);
        let desk = self.desk.clone();
        self.settled(Box::pin(async move {
            let token = async {
                let (session, aim) = desk.usable(&options?).await?;
                let access = session.access_for(&aim).ok_or_else(|| desk.nobody())?;
                // To the app, which is what an access token is for.
                Ok(JsValue::from_str(access.token.expose()))
            };
            token.await.map_err(|error: Error| desk.error(&error))
        }))
    }

    /// Calls an API. `options`: which one, and with which token; `replayable`: `init` can be sent a second time.
    pub fn fetch(&self, url: String, init: JsValue, options: String, replayable: bool) -> Promise {
        let desk = self.desk.clone();
        let guarded = desk.settings.provider.relay == RelayRole::Guarded;
        let call: Call =
            Box::pin(async move { calling::fetch(&desk, &url, &init, &options, replayable).await });
        // Whoever signs in elsewhere has no session here to wait for.
        if guarded {
            promise(call)
        } else {
            self.settled(call)
        }
    }

    /// The person's own record, as JSON text; `token`: what the server says of the access token.
    pub fn profile(&self, token: bool) -> Promise {
        let about = if token { About::Token } else { About::Person };
        let desk = self.desk.clone();
        self.settled(Box::pin(async move {
            calling::ask(&desk, about)
                .await
                .map(|text| JsValue::from_str(&text))
                .map_err(|error| desk.error(&error))
        }))
    }

    /// Settles when no refresh token is under way.
    pub fn rest(&self) -> Promise {
        let sending = self.desk.sending.borrow().clone();
        sending.unwrap_or_else(|| Promise::resolve(&JsValue::UNDEFINED))
    }

    /// Cuts every wire; what is stored stays.
    pub fn close(&self) {
        self.desk.close();
    }
}

impl Client {
    /// Runs a call after `ready()` has its answer.
    pub(super) fn settled(&self, call: Call) -> Promise {
        let ready = ready(&self.desk);
        let desk = self.desk.clone();
        promise(Box::pin(async move {
            JsFuture::from(ready).await?;
            if desk.disposed.get() {
                return Err(desk.error(&Code::Disposed.into()));
            }
            if desk.forwards.get() {
                return Err(desk.error(&Code::PopupWindow.into()));
            }
            call.await
        }))
    }
}

fn ready(desk: &Rc<Desk>) -> Promise {
    if desk.disposed.get() {
        return Promise::reject(&desk.error(&Code::Disposed.into()));
    }
    if !location::in_browser() {
        return Promise::reject(&desk.error(&Code::NotInBrowser.into()));
    }
    if let Some(promise) = desk.ready.borrow().as_ref() {
        return promise.clone();
    }
    let arrival = arrival::arrive(desk);
    // A page that another site frames hears nothing and is given nothing.
    if !desk.forwards.get() && !matches!(arrival, Arrival::Refused(_)) {
        desk.connect();
    }
    let waiting = desk.clone();
    let promise = promise(Box::pin(async move {
        let outcome = waiting.settle(arrival).await;
        waiting.conclude(&outcome);
        Ok(answer(&waiting, &outcome))
    }));
    *desk.ready.borrow_mut() = Some(promise.clone());
    promise
}

/// An outcome and its error, side by side: the view is plain data.
fn answer(desk: &Desk, outcome: &Outcome) -> JsValue {
    let (view, error) = outcome.view();
    let error = error.map_or(JsValue::NULL, |error| desk.error(error));
    Array::of2(&views::object(&view), &error).into()
}

/// Path, query and fragment of the page.
fn here() -> String {
    let href = location::href();
    String::from(href.strip_prefix(&location::origin()).unwrap_or_default())
}

#[cfg(feature = "trap")]
mod trap {
    use super::*;

    /// Panics on purpose, for the test of what happens then.
    #[wasm_bindgen]
    #[allow(clippy::panic)]
    pub fn trap() {
        panic!("on purpose");
    }

    /// The same inside of a future.
    #[wasm_bindgen(js_name = trapLater)]
    #[allow(clippy::panic)]
    pub fn trap_later() -> Promise {
        promise(Box::pin(async {
            JsFuture::from(Promise::resolve(&JsValue::UNDEFINED)).await?;
            panic!("on purpose")
        }))
    }
}
