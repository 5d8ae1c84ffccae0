//! Where the page is, what holds it, and leaving it.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::Window;

use super::foreign;
use crate::core::url::Url;

#[wasm_bindgen]
extern "C" {
    // Not `web_sys::window()`, which asks `instanceof Window`: test environments and driver scripts
    // have a perfectly good `window` that fails it.
    #[wasm_bindgen(thread_local_v2, js_name = window)]
    static WINDOW: Option<Window>;
}

/// How the page is embedded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// It is the top document.
    Top,
    /// It is in a frame, and every document above it is of its own origin.
    SameOrigin,
    /// Some document above it is of another origin.
    CrossOrigin,
}

/// The window, where there is one.
pub(super) fn window() -> Option<Window> {
    WINDOW.with(Clone::clone)
}

/// The page's address; empty where there is no page.
#[must_use]
pub fn href() -> String {
    window()
        .and_then(|window| window.location().href().ok())
        .unwrap_or_default()
}

/// The page's origin; empty where there is no page, `null` for an opaque one.
#[must_use]
pub fn origin() -> String {
    window()
        .and_then(|window| window.location().origin().ok())
        .unwrap_or_default()
}

/// Path, query and fragment of the page.
#[must_use]
pub fn here() -> String {
    let href = href();
    String::from(href.strip_prefix(&origin()).unwrap_or_default())
}

/// Puts another address of this origin into the address bar without a load, keeping `history.state`.
/// Never throws; a browser that refuses (rate limit, foreign origin) leaves the address as it is, and
/// the answer says so.
pub fn replace_address(url: &str) -> bool {
    let replace = || -> Result<(), JsValue> {
        let history = window().ok_or(JsValue::UNDEFINED)?.history()?;
        history.replace_state_with_url(&history.state()?, "", Some(url))
    };
    replace().is_ok()
}

/// Leaves the page. The answer says only whether the browser took the address; the page lives on for
/// a while in any case.
pub fn assign(url: &str) -> bool {
    window().is_some_and(|window| window.location().assign(url).is_ok())
}

/// Whether this document is in no frame. Compares references, which works across origins.
#[must_use]
pub fn is_top_level() -> bool {
    window().is_some_and(|window| is_top(&window))
}

/// How the page is embedded, looking at each document above it and not only at the topmost.
#[must_use]
pub fn framing() -> Framing {
    window().map_or(Framing::Top, framing_of)
}

fn is_top(window: &Window) -> bool {
    matches!(window.top(), Ok(Some(top)) if top == *window)
}

pub(super) fn framing_of(window: Window) -> Framing {
    if is_top(&window) {
        return Framing::Top;
    }
    let mut frame = window;
    // Browsers limit the depth of frames far below this.
    for _ in 0..256 {
        match frame.parent() {
            Ok(Some(parent)) if parent == frame => return Framing::SameOrigin,
            // Another origin's window throws when its document is asked for.
            Ok(Some(parent)) if foreign::property(&parent, "document").is_some() => frame = parent,
            _ => break,
        }
    }
    Framing::CrossOrigin
}

/// Whether the browser calls this a secure context (https, or loopback). Documents outside of
/// browsers (jsdom) do not tell; there the origin says as much.
#[must_use]
pub fn is_secure_context() -> bool {
    let name = "isSecureContext";
    match Reflect::has(&js_sys::global(), &JsValue::from_str(name)) {
        Ok(false) => Url::endpoint(&origin(), true).is_ok(),
        _ => foreign::global(name).is_some_and(|secure| secure.is_truthy()),
    }
}

/// Whether the user clicked or pressed a key a moment ago; `false` where the browser does not tell.
#[must_use]
pub fn has_user_activation() -> bool {
    foreign::global("navigator")
        .and_then(|navigator| foreign::property(&navigator, "userActivation"))
        .and_then(|activation| foreign::property(&activation, "isActive"))
        .is_some_and(|active| active.is_truthy())
}

/// Whether there is a page: window, document, address and an accessor for storage, which is not
/// touched.
#[must_use]
pub fn in_browser() -> bool {
    window().is_some_and(|window| {
        let has = |name: &str| Reflect::has(&window, &JsValue::from_str(name));
        foreign::property(&window, "document").is_some()
            && foreign::property(&window, "location").is_some()
            && has("sessionStorage").unwrap_or(false)
    })
}

/// Whether this is a worker of any kind.
#[must_use]
pub fn in_worker() -> bool {
    window().is_none() && foreign::global("WorkerGlobalScope").is_some()
}
