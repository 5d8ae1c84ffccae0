//! The exported class. Every method converts, calls, and converts back.

use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::arrival::{self, Outcome};
use super::calls::{self, Clerk};
use super::desk::Desk;
use super::host::Host;
use super::records::Records;
use super::siblings::Siblings;
use super::views;
use crate::browser::driver::{self, Keeper};
use crate::browser::{fetch, location};
use crate::core::callback;
use crate::core::config::{self, Page};
use crate::core::error::{Code, Error};
use crate::core::{base64url, options, policy, profile};
use crate::providers;

/// One client of one provider.
#[wasm_bindgen]
#[allow(missing_debug_implementations)] // Holds tokens; nobody prints it.
pub struct Client {
    desk: Rc<Desk>,
}

#[wasm_bindgen]
impl Client {
    /// Checks the config, and touches nothing else.
    #[wasm_bindgen(constructor)]
    pub fn new(config: &str, host: Host) -> Result<Client, JsValue> {
        fetch::init();
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
        let siblings = Siblings::new(&key, &name, config.share_tabs);
        let desk = Desk::new(settings, key, records, siblings, host, config.restore_url);
        Ok(Client {
            desk: Rc::new(desk),
        })
    }

    /// Names the client everywhere: equal for equal (issuer, client, redirect URI).
    #[wasm_bindgen(getter)]
    pub fn key(&self) -> String {
        self.desk.key.clone()
    }

    /// Where its callbacks arrive: no two clients of a page may share that.
    #[wasm_bindgen(getter)]
    pub fn redirect(&self) -> String {
        self.desk.settings.redirect_uri.clone()
    }

    /// One promise per document.
    pub fn ready(&self) -> Promise {
        ready(&self.desk)
    }

    /// See the public types.
    pub fn login(&self, options: &str) -> Promise {
        let clicked = location::has_user_activation();
        let here = here();
        let options = options::login(options, &location::origin(), &here);
        self.settled(move |desk| async move {
            let options = options.map_err(|error| desk.error(&error))?;
            desk.login(options, clicked).await?;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// See the public types.
    #[wasm_bindgen(js_name = loginUrl)]
    pub fn login_url(&self, options: &str) -> Promise {
        let options = options::login(options, &location::origin(), &here());
        self.settled(move |desk| async move {
            let started = match options {
                Ok(options) => desk.start(options).await,
                Err(error) => Err(error),
            };
            started
                .map(|url| JsValue::from_str(&url))
                .map_err(|error| desk.error(&error))
        })
    }

    /// See the public types.
    pub fn complete(&self, url: &str) -> Promise {
        let callback = callback::read(url, &self.desk.settings.redirect);
        self.settled(move |desk| async move {
            let callback =
                callback.ok_or_else(|| desk.error(&Error::at(Code::CallbackInvalid, "url")))?;
            let outcome = desk.finish(callback).await;
            desk.conclude(&outcome);
            Ok(answer(&desk, &outcome))
        })
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
        self.settled(move |desk| async move {
            let session = match options {
                Ok(options) => desk.usable(options).await,
                Err(error) => Err(error),
            };
            // To the app, which is what an access token is for.
            session
                .map(|session| JsValue::from_str(session.access_token.expose()))
                .map_err(|error| desk.error(&error))
        })
    }

    /// Calls an API. `replayable`: `init` can be sent a second time.
    pub fn fetch(&self, url: String, init: JsValue, replayable: bool) -> Promise {
        self.settled(move |desk| async move {
            let call = call(&desk, &url, &init, replayable);
            call.await
        })
    }

    /// The person's own record, as JSON text.
    pub fn profile(&self) -> Promise {
        self.settled(move |desk| async move {
            record(&desk)
                .await
                .map(|text| JsValue::from_str(&text))
                .map_err(|error| desk.error(&error))
        })
    }

    /// See the public types. Never waits for `ready()`.
    pub fn logout(&self, options: &str) -> Promise {
        let done = if self.desk.disposed.get() {
            Err(Code::Disposed.into())
        } else if !location::in_browser() {
            Err(Code::NotInBrowser.into())
        } else {
            self.desk.logout(options)
        };
        match done {
            Ok(()) => Promise::resolve(&JsValue::UNDEFINED),
            Err(error) => Promise::reject(&self.desk.error(&error)),
        }
    }

    /// Cuts every wire; what is stored stays.
    pub fn close(&self) {
        self.desk.disposed.set(true);
        self.desk.siblings.disconnect();
    }
}

impl Client {
    /// Runs a call after `ready()` has its answer.
    fn settled<F>(&self, call: impl FnOnce(Rc<Desk>) -> F + 'static) -> Promise
    where
        F: Future<Output = Result<JsValue, JsValue>> + 'static,
    {
        let ready = ready(&self.desk);
        let desk = self.desk.clone();
        // Boxed: one state machine in the binary for all of them.
        let call: std::pin::Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>> =
            Box::pin(async move { call(desk).await });
        let desk = self.desk.clone();
        future_to_promise(async move {
            JsFuture::from(ready).await?;
            if desk.disposed.get() {
                return Err(desk.error(&Code::Disposed.into()));
            }
            call.await
        })
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
    desk.connect();
    let waiting = desk.clone();
    let promise = future_to_promise(async move {
        let outcome = arrival::settle(waiting.clone(), arrival).await;
        Ok(answer(&waiting, &outcome))
    });
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

/// One call of the app's, and at most one more after a 401 from the provider's own API.
async fn call(
    desk: &Rc<Desk>,
    url: &str,
    init: &JsValue,
    replayable: bool,
) -> Result<JsValue, JsValue> {
    let fail = |error: Error| desk.error(&error);
    let base = desk.settings.api_base();
    let destination = policy::destination(url, base, &desk.settings).map_err(fail)?;
    let mut again = replayable;
    loop {
        let session = desk.usable(options::Token::default()).await.map_err(fail)?;
        let authorization = profile::bearer(&session.access_token);
        let sent = fetch::send_raw(&destination.url, init, &authorization).await;
        let response = sent.map_err(|failure| match failure {
            fetch::RawFailure::UnusableToken => fail(Code::TokenUnusable.into()),
            fetch::RawFailure::HeaderRefused => fail(Error::at(Code::ConfigInvalid, "mode")),
            fetch::RawFailure::Rejected(reason) => reason,
        })?;
        let status = crate::browser::foreign::property(&response, "status")
            .and_then(|status| status.as_f64());
        let refused = destination.own && status == Some(401.0);
        if !refused || !desk.refused(&session).await || !again {
            return Ok(response);
        }
        again = false;
    }
}

/// The profile, by the same rules.
async fn record(desk: &Rc<Desk>) -> Result<String, Error> {
    let keeper: Rc<dyn Keeper> = Rc::new(Clerk(desk.clone()));
    let mut again = true;
    loop {
        let session = desk.usable(options::Token::default()).await?;
        let request = profile::request(&desk.settings, &session)?;
        let answer = driver::send(request, &keeper).await;
        let refused = matches!(&answer, Ok(response) if response.status == 401);
        if !refused || !desk.refused(&session).await || !again {
            return profile::judge(answer, &desk.settings, &session);
        }
        again = false;
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
        future_to_promise(async {
            JsFuture::from(Promise::resolve(&JsValue::UNDEFINED)).await?;
            panic!("on purpose")
        })
    }
}
