//! The options and the answer of a call whose caller knows no JavaScript.

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use super::foreign::{self, invoke, property, settled};

/// What the native constructor of a request takes.
#[must_use]
pub fn init(method: &str, headers: &[(String, String)], body: Option<&[u8]>) -> JsValue {
    let init = Object::new();
    let set = |name: &str, value: &JsValue| {
        let _ = Reflect::set(&init, &JsValue::from_str(name), value);
    };
    let pair = |(name, value): &(String, String)| {
        Array::of2(&JsValue::from_str(name), &JsValue::from_str(value))
    };
    set("method", &JsValue::from_str(method));
    set("headers", &headers.iter().map(pair).collect::<Array>());
    if let Some(body) = body {
        set("body", &Uint8Array::from(body));
    }
    init.into()
}

/// Status, headers and body; `None` where the body broke off, or this is no response.
pub async fn read(response: &JsValue) -> Option<(u16, Vec<(String, String)>, Vec<u8>)> {
    let status = foreign::count(&property(response, "status")?)?;
    let list = property(response, "headers")
        .and_then(|headers| invoke(&foreign::global("Array")?, "from", &[&headers]).ok());
    let mut headers = Vec::new();
    for pair in list.unwrap_or_default().dyn_into::<Array>().ok()? {
        let part = |name: &str| property(&pair, name)?.as_string();
        headers.push((part("0")?, part("1")?));
    }
    let body = settled(&invoke(response, "arrayBuffer", &[]).ok()?).ok()?;
    let body = body.await.ok()?;
    Some((
        u16::try_from(status).ok()?,
        headers,
        Uint8Array::new(&body).to_vec(),
    ))
}
