//! Tests in a browser, mostly against a hostile page: what `fetch`, storage, locks and the rest do is
//! patched, and each outcome must be typed, in time, and without a trap.
//!
//! A panic in wasm runs no destructors, so a failed test leaves its patches behind. Each test therefore
//! begins with [`Page::fresh`], which takes away whatever is left.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod channel;
mod entropy;
mod fetch;
mod fetch_body;
mod fetch_time;
mod foreign;
mod location;
mod locks;
mod page;
// Each part of the tests includes it where it is needed.
#[allow(clippy::duplicate_mod)]
#[path = "../../../tests/support/rows.rs"]
mod rows;
mod send_raw;
mod storage;
mod timer;
mod vectors;
mod verify;
mod verify_hostile;

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(inline_js = r#"
const saved = [];
const frames = [];
// Runs a function body.
export function run(code) { return new Function(code)(); }
// Puts a value, made by a function body, or an accessor with that body, in place of a property.
// A key `@@name` is the well-known symbol of that name.
export function patch(owner, key, code, getter) {
  const target = run('return ' + owner);
  if (key.startsWith('@@')) key = Symbol[key.slice(2)];
  const before = Object.getOwnPropertyDescriptor(target, key);
  const after = getter
    ? { configurable: true, get: new Function(code) }
    : { configurable: true, writable: true, value: run(code) };
  // Compiled code of WebKitGTK may go on with the platform's own property where it is only redefined.
  if (before) delete target[key];
  saved.push(() => before ? Object.defineProperty(target, key, before) : delete target[key]);
  Object.defineProperty(target, key, after);
}
export function frame(sandbox, html) {
  const element = document.createElement('iframe');
  if (sandbox !== undefined) element.setAttribute('sandbox', sandbox);
  if (html !== undefined) element.srcdoc = html;
  const loaded = new Promise((resolve) => { element.onload = () => resolve(element); });
  frames.push(element);
  document.body.append(element);
  return loaded;
}
export function restore() {
  while (saved.length) saved.pop()();
  while (frames.length) frames.pop().remove();
  sessionStorage.clear();
  localStorage.clear();
  globalThis.seen = {};
}
let unhandled = 0;
addEventListener('unhandledrejection', () => { unhandled += 1; });
export function rejections() { const count = unhandled; unhandled = 0; return count; }
let uncaught = [];
addEventListener('error', (event) => { uncaught.push(String(event.message)); });
export function errors() { const all = uncaught.join(); uncaught = []; return all; }
"#)]
extern "C" {
    #[wasm_bindgen(catch)]
    fn run(code: &str) -> Result<JsValue, JsValue>;
    fn patch(owner: &str, key: &str, code: &str, getter: bool);
    fn frame(sandbox: Option<&str>, html: Option<&str>) -> js_sys::Promise;
    fn restore();
    /// How many rejections went unhandled since the last call.
    fn rejections() -> u32;
    /// What nobody caught since the last call: a trap in a callback shows here and nowhere else.
    fn errors() -> String;
}

/// The page as it was, and its patches; everything is put back on drop and before the next test. A
/// test in which something went uncaught fails at its end.
struct Page;

impl Page {
    fn fresh() -> Self {
        restore();
        super::fetch::forget();
        super::verify::forget();
        rejections();
        errors();
        Self
    }

    /// Replaces `owner[key]` by what the function body `code` returns.
    fn patch(&self, owner: &str, key: &str, code: &str) {
        patch(owner, key, code, false);
    }

    /// Makes `owner[key]` a getter with the function body `code`.
    fn trap(&self, owner: &str, key: &str, code: &str) {
        patch(owner, key, code, true);
    }

    /// Replaces `fetch`; the function body sees the arguments as `request` and `init`.
    fn fetch(&self, code: &str) {
        let mut function = String::from("return function (request, init) {");
        function.push_str(code);
        function.push('}');
        self.patch("globalThis", "fetch", &function);
    }

    /// The value of an expression.
    fn value(&self, expression: &str) -> JsValue {
        let mut code = String::from("return ");
        code.push_str(expression);
        run(&code).unwrap()
    }

    /// The value of an expression, as text.
    fn text(&self, expression: &str) -> String {
        self.value(expression).as_string().unwrap()
    }

    /// The value of an expression, as a number.
    fn number(&self, expression: &str) -> f64 {
        self.value(expression).as_f64().unwrap()
    }

    /// Whether an expression is true.
    fn holds(&self, expression: &str) -> bool {
        self.value(expression).is_truthy()
    }

    /// Adds a frame and waits for it; it is `frames[index]` for the page.
    async fn frame(&self, sandbox: Option<&str>, html: Option<&str>) -> JsValue {
        wasm_bindgen_futures::JsFuture::from(frame(sandbox, html))
            .await
            .unwrap()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        restore();
        super::fetch::forget();
        super::verify::forget();
        assert_eq!(errors(), "");
    }
}

/// Lets everything run that is due now: microtasks, and tasks of the last moment. For what must not
/// happen; what must happen is waited for with [`eventually`].
async fn breathe() {
    super::timer::sleep(30).await;
}

/// Waits until it is so, for some seconds at most; whether it is, is for the test to assert.
async fn eventually(mut so: impl FnMut() -> bool) {
    for _ in 0..500 {
        if so() {
            return;
        }
        super::timer::sleep(10).await;
    }
}
