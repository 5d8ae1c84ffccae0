//! Values that came from JavaScript, handled so that none of them can trap.
//!
//! A getter may throw, a promise may be a look-alike whose `then` misbehaves, a function may be
//! missing. These few functions are the only way in which this module reads such values.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    // `Promise.race` calls `then` itself, catches what that throws, and answers with a promise of our
    // own realm that settles once. `JsFuture` relies on exactly that.
    #[wasm_bindgen(js_namespace = Promise, js_name = race, catch)]
    fn race(values: &Array) -> Result<Promise, JsValue>;
}

/// The property of an object; `None` where it is missing, `undefined`, `null`, or its getter throws.
#[must_use]
pub fn property(object: &JsValue, name: &str) -> Option<JsValue> {
    match Reflect::get(object, &JsValue::from_str(name)) {
        Ok(value) if !value.is_undefined() && !value.is_null() => Some(value),
        _ => None,
    }
}

/// A property of the global object.
#[must_use]
pub fn global(name: &str) -> Option<JsValue> {
    property(&js_sys::global(), name)
}

/// Calls a method with any number of arguments; `Err` where there is none or it throws.
pub fn invoke(object: &JsValue, name: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    let method = property(object, name).ok_or(JsValue::UNDEFINED)?;
    call(&method, object, arguments)
}

/// Calls a function with a given `this`; `Err` where it is no function or it throws.
pub fn call(
    function: &JsValue,
    this: &JsValue,
    arguments: &[&JsValue],
) -> Result<JsValue, JsValue> {
    let list = Array::new();
    for argument in arguments {
        list.push(argument);
    }
    Reflect::apply(function.unchecked_ref::<Function>(), this, &list)
}

/// Waits for anything: a promise, a look-alike with a hostile `then`, or a plain value.
///
/// From here on the value counts as handled: a rejection is never reported as unhandled, also when
/// the future is dropped.
pub fn settled(value: &JsValue) -> Result<JsFuture, JsValue> {
    race(&Array::of1(value)).map(JsFuture::from)
}

/// A number that is a whole, non-negative count, as a byte length or an HTTP status is.
#[must_use]
pub fn count(value: &JsValue) -> Option<u32> {
    let number = value.as_f64()?;
    let whole = number as u32;
    (f64::from(whole) == number).then_some(whole)
}
