//! The exported class. Every method converts, calls, and converts back.

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::host::Host;
use super::views;
use crate::browser::location;
use crate::browser::storage::{self, Area};
use crate::client::calling::{self, About};
use crate::client::desk::Desk;
use crate::client::promise::{Call, promise};
use crate::core::error::{Code, Error};
use crate::core::options;
use crate::core::pending::{self, Flow};
use crate::core::provider::RelayRole;

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
        Desk::open(config, Rc::new(host))
            .map(|desk| Client { desk })
            .map_err(|error| views::error(&error, ""))
    }

    /// Names the client everywhere: equal for equal (issuer, client, redirect URI).
    #[wasm_bindgen(getter)]
    pub fn key(&self) -> String {
        self.desk.key.clone()
    }

    /// Where its callbacks arrive, as they are told apart: no two clients of a page may share that.
    #[wasm_bindgen(getter)]
    pub fn redirect(&self) -> String {
        self.desk.redirect()
    }

    /// One promise per document.
    pub fn ready(&self) -> Promise {
        let ready = self.desk.ready();
        ready.unwrap_or_else(|error| Promise::reject(&views::of(&error, &self.desk)))
    }

    /// See the public types. Gives the authorization URL where a window or a frame is to show it;
    /// `blocked`: the browser opened no window.
    pub fn login(&self, options: &str, blocked: bool) -> Promise {
        let clicked = location::has_user_activation();
        let here = location::here();
        let options = options::login(options, &location::origin(), &here);
        let desk = self.desk.clone();
        self.settled(Box::pin(async move {
            let options = options.map_err(|error| views::of(&error, &desk))?;
            match desk.login(options, clicked, blocked).await {
                Ok(Some(url)) => Ok(JsValue::from_str(&url)),
                Ok(None) => Ok(JsValue::UNDEFINED),
                Err(error) => Err(views::of(&error, &desk)),
            }
        }))
    }

    /// See the public types.
    #[wasm_bindgen(js_name = loginUrl)]
    pub fn login_url(&self, options: &str) -> Promise {
        let options = options::login(options, &location::origin(), &location::here());
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
                .map_err(|error| views::of(&error, &desk))
        }))
    }

    /// Nobody waits for the login of this state any more.
    pub fn discard(&self, state: &str) {
        let _ = storage::remove(Area::Tab, &pending::key(state));
    }

    /// See the public types. `state`: of the login whose window or frame came back to `url`; then
    /// no other is finished, and what nobody saw is nobody's failure.
    pub fn complete(&self, url: &str, state: Option<String>) -> Promise {
        let callback = self.desk.read(url, state.as_deref());
        let silent = state.as_deref().and_then(Flow::of) == Some(Flow::Frame);
        let desk = self.desk.clone();
        self.settled(Box::pin(async move {
            let ours = callback.is_some();
            let outcome = desk.finish(callback).await;
            if ours && !silent {
                desk.conclude(&outcome);
            }
            Ok(views::answer(&outcome, desk.settings.provider.id))
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
            token.await.map_err(|error: Error| views::of(&error, &desk))
        }))
    }

    /// Calls an API. `options`: which one, and with which token; `replayable`: `init` can be sent a second time.
    pub fn fetch(&self, url: String, init: JsValue, options: String, replayable: bool) -> Promise {
        let desk = self.desk.clone();
        let guarded = desk.settings.provider.relay == RelayRole::Guarded;
        let call: Call = Box::pin(async move {
            let response = calling::fetch(&desk, &url, &init, &options, replayable).await;
            response.map_err(|reason| views::unanswered(reason, &desk))
        });
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
                .map_err(|error| views::of(&error, &desk))
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
        let ready = self.ready();
        let desk = self.desk.clone();
        promise(Box::pin(async move {
            JsFuture::from(ready).await?;
            desk.goes_on().map_err(|error| views::of(&error, &desk))?;
            call.await
        }))
    }
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
