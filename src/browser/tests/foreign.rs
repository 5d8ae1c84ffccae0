//! Reading values that nobody vouches for.

use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::super::foreign::{call, count, global, invoke, property, settled};
use super::{Page, breathe, rejections};

#[wasm_bindgen_test]
fn missing_and_throwing_properties_are_none() {
    let page = Page::fresh();
    for object in [
        "({})",
        "({ p: undefined })",
        "({ p: null })",
        "({ get p() { throw 1 } })",
        "null",
        "undefined",
        "7",
        "'text'",
        "new Proxy({}, { get() { throw 1 } })",
        "Symbol('x')",
    ] {
        assert!(property(&page.value(object), "p").is_none(), "{object}");
    }
    let found = property(&page.value("({ p: 0 })"), "p");
    assert_eq!(found, Some(JsValue::from(0)));
    assert!(global("Array").is_some());
    assert!(global("noSuchThing").is_none());
}

#[wasm_bindgen_test]
fn calls_that_cannot_be_made_are_errors() {
    let page = Page::fresh();
    for object in [
        "({})",
        "({ m: 7 })",
        "({ m() { throw 1 } })",
        "({ get m() { throw 1 } })",
        "null",
        "7",
        "({ m: class {} })",
    ] {
        assert!(invoke(&page.value(object), "m", &[]).is_err(), "{object}");
    }
    let object = page.value("({ k: 3, m(a, b) { return this.k + a + b + arguments.length } })");
    let sum = invoke(&object, "m", &[&JsValue::from(10), &JsValue::from(20)]);
    assert_eq!(sum, Ok(JsValue::from(35)));
    assert!(call(&JsValue::NULL, &JsValue::NULL, &[]).is_err());
}

#[wasm_bindgen_test]
async fn anything_can_be_waited_for() {
    let page = Page::fresh();
    for (value, expected) in [
        ("7", Ok(7)),
        ("Promise.resolve(7)", Ok(7)),
        ("({ then(a) { a(7); a(8) } })", Ok(7)),
        ("Promise.reject(7)", Err(7)),
        ("({ then(a, b) { b(7); a(8); throw 9 } })", Err(7)),
        ("({ then() { throw 7 } })", Err(7)),
    ] {
        let found = settled(&page.value(value)).unwrap().await;
        assert_eq!(
            found,
            expected.map(JsValue::from).map_err(JsValue::from),
            "{value}"
        );
    }
    assert!(
        settled(&page.value("undefined"))
            .unwrap()
            .await
            .unwrap()
            .is_undefined()
    );
}

#[wasm_bindgen_test]
async fn what_is_not_waited_for_is_handled_all_the_same() {
    let page = Page::fresh();
    drop(settled(
        &page.value("new Promise((_, no) => setTimeout(no, 5, 'late'))"),
    ));
    drop(settled(&page.value("Promise.reject('now')")));
    breathe().await;
    breathe().await;
    assert_eq!(rejections(), 0);
    // The counter counts.
    page.value("void Promise.reject('seen')");
    breathe().await;
    assert_eq!(rejections(), 1);
}

#[wasm_bindgen_test]
fn only_whole_numbers_count() {
    let page = Page::fresh();
    for (value, expected) in [
        ("0", Some(0)),
        ("200", Some(200)),
        ("-0", Some(0)),
        ("4294967295", Some(u32::MAX)),
        ("4294967296", None),
        ("-1", None),
        ("0.5", None),
        ("NaN", None),
        ("Infinity", None),
        ("'7'", None),
        ("null", None),
        ("7n", None),
        ("new Number(7)", None),
        ("({ valueOf() { throw 1 } })", None),
    ] {
        assert_eq!(count(&page.value(value)), expected, "{value}");
    }
}
