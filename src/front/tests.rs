//! The API for Rust front ends, in a browser, with the page's `fetch` in the place of a server.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::*;

#[wasm_bindgen(inline_js = r#"
export function stored() { return Object.keys(sessionStorage).join(); }
export function here() { return location.href; }
export function go(path) { history.replaceState(null, '', path); }
"#)]
extern "C" {
    fn stored() -> String;
    fn here() -> String;
    fn go(path: &str);
}

/// A config of its own: equal ones share their instance, and one page has one for each redirect URI.
fn config(path: &str) -> Config {
    let provider = Provider::docspace("http://portal.localhost:9");
    Config::new(provider, "rust-app", path).scopes(["files:read"])
}

#[wasm_bindgen_test]
async fn nobody_is_signed_in_on_a_page_of_its_own() {
    let auth = Auth::new(config("/rust-nobody")).unwrap();
    assert_eq!(auth.snapshot().status, Status::Loading);
    let heard = Rc::new(RefCell::new(Vec::new()));
    let subscription = auth.subscribe({
        let heard = heard.clone();
        move |event| heard.borrow_mut().push((event.kind, event.snapshot.status))
    });
    let found = auth.ready().await;
    let Outcome::SignedOut { reason: None, .. } = &found else {
        panic!("{found:?}");
    };
    assert_eq!(auth.ready().await, found);
    assert_eq!(*heard.borrow(), [(EventKind::Ready, Status::SignedOut)]);
    let error = auth.access_token(TokenOptions::new()).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::LoginRequired);
    drop(subscription);
    auth.dispose();
}

#[wasm_bindgen_test]
fn a_wrong_config_names_its_key() {
    let error = |config: Config| {
        let error = Auth::new(config).unwrap_err();
        (
            error.code(),
            error.evidence().field.clone().unwrap_or_default(),
        )
    };
    let unknown = config("/rust-wrong").key("clientSecret", "s");
    assert_eq!(
        error(unknown),
        (ErrorCode::ConfigSecret, "clientSecret".to_owned())
    );
    let provider = Provider::docspace("http://portal.localhost:9").cloud("usgov");
    let foreign = Config::new(provider, "rust-app", "/rust-wrong");
    assert_eq!(
        error(foreign),
        (ErrorCode::ConfigUnknownKey, "cloud".to_owned())
    );
}

#[wasm_bindgen_test]
fn equal_configs_share_their_instance_and_others_their_redirect_uri_with_nobody() {
    let auth = Auth::new(config("/rust-shared")).unwrap();
    assert_eq!(Auth::new(config("/rust-shared")).unwrap(), auth);
    let other = Auth::new(config("/rust-shared").share_tabs(false)).unwrap_err();
    assert_eq!(other.code(), ErrorCode::ConfigConflict);
    auth.dispose();
    // Whoever comes after that begins anew.
    assert!(Auth::new(config("/rust-shared")).unwrap() != auth);
}

#[wasm_bindgen_test]
async fn the_address_of_a_login_carries_what_was_asked_for() {
    let auth = Auth::new(config("/rust-login")).unwrap();
    let options = LoginOptions::new()
        .return_to("/rooms/42")
        .scopes(["rooms:read"])
        .extra_parameter("theme", "dark");
    let url = auth.login_url(options).await.unwrap();
    assert!(
        url.starts_with("http://portal.localhost:9/oauth2/authorize?"),
        "{url}"
    );
    assert!(
        url.contains("theme=dark") && url.contains("rooms%3Aread"),
        "{url}"
    );
    assert!(stored().contains("docgate:login:"), "{}", stored());
    let wrong = auth.login_url(LoginOptions::new().resource("no uri")).await;
    assert_eq!(
        wrong.unwrap_err().evidence().field.as_deref(),
        Some("resource")
    );
    auth.dispose();
}

#[wasm_bindgen_test]
async fn a_callback_is_off_the_address_bar_before_its_future_is_polled() {
    let before = here();
    let auth = Auth::new(config("/rust-callback")).unwrap();
    go("/rust-callback?code=c&state=unknown");
    let ready = auth.ready();
    assert!(here().ends_with("/rust-callback"), "{}", here());
    let found = ready.await;
    go(&before);
    let Outcome::Failed { error, .. } = found else {
        panic!("{found:?}");
    };
    assert_eq!(error.code(), ErrorCode::PendingLoginMissing);
    assert_eq!(auth.snapshot().error, Some(error));
    auth.dispose();
}

#[wasm_bindgen_test]
async fn a_request_that_no_browser_sends_is_refused_by_its_part() {
    let auth = Auth::new(config("/rust-request")).unwrap();
    let request = Request::new("TRACE", "/api");
    assert_eq!(
        request.check().unwrap_err().evidence().field.as_deref(),
        Some("method")
    );
    let request = Request::get("/api").header("x y", "1");
    assert_eq!(
        request.check().unwrap_err().evidence().field.as_deref(),
        Some("headers")
    );
    let request = Request::get("/api").body("text");
    assert_eq!(
        request.check().unwrap_err().evidence().field.as_deref(),
        Some("body")
    );
    assert_eq!(
        Request::post("/api", "text").header("x-y", "1").check(),
        Ok(())
    );
    let nobody = auth.fetch(Request::get("/api")).await.unwrap_err();
    assert_eq!(nobody.code(), ErrorCode::LoginRequired);
    let done = auth.logout(LogoutOptions::new().provider(false)).await;
    assert_eq!(done, Ok(()));
    auth.dispose();
    let late = auth.fetch(Request::get("/api")).await.unwrap_err();
    assert_eq!(late.code(), ErrorCode::Disposed);
}
