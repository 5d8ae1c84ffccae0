//! Storage that is full, blocked, absent, lying or cleared.

use wasm_bindgen_test::wasm_bindgen_test;

use super::super::location;
use super::super::storage::{Area, StorageFailure, keys, read, remove, write};
use super::Page;

const BOTH: [(Area, &str); 2] = [
    (Area::Tab, "sessionStorage"),
    (Area::Shared, "localStorage"),
];

#[wasm_bindgen_test]
fn what_is_written_is_read() {
    let page = Page::fresh();
    for (area, name) in BOTH {
        assert_eq!(read(area, "docgate.a"), Ok(None));
        write(area, "docgate.a", "\u{e4}\0 \u{1f511}").unwrap();
        assert_eq!(
            read(area, "docgate.a").unwrap().as_deref(),
            Some("\u{e4}\0 \u{1f511}")
        );
        assert!(page.holds(&[name, ".length === 1"].concat()));
        write(area, "docgate.a", "").unwrap();
        assert_eq!(read(area, "docgate.a").unwrap().as_deref(), Some(""));
        remove(area, "docgate.a").unwrap();
        remove(area, "docgate.a").unwrap();
        assert_eq!(read(area, "docgate.a"), Ok(None));
    }
}

#[wasm_bindgen_test]
fn the_areas_are_apart() {
    let _page = Page::fresh();
    write(Area::Tab, "k", "tab").unwrap();
    assert_eq!(read(Area::Shared, "k"), Ok(None));
}

#[wasm_bindgen_test]
fn keys_are_found_by_prefix() {
    let page = Page::fresh();
    page.value("['docgate.2', 'docgate.1', 'docgat', 'other', 'xdocgate.', ''].forEach(k => sessionStorage.setItem(k, '1'))");
    let mut found = keys(Area::Tab, "docgate.");
    found.sort();
    assert_eq!(found, ["docgate.1", "docgate.2"]);
    assert_eq!(keys(Area::Tab, "").len(), 6);
    assert!(keys(Area::Shared, "").is_empty());
}

#[wasm_bindgen_test]
fn full_storage_is_told_from_blocked_storage() {
    let _page = Page::fresh();
    for (area, _) in BOTH {
        write(area, "old", "value").unwrap();
        let big = "x".repeat(6_000_000);
        assert_eq!(write(area, "big", &big), Err(StorageFailure::Full));
        assert_eq!(read(area, "big"), Ok(None));
        assert_eq!(write(area, "old", &big), Err(StorageFailure::Full));
        assert_eq!(read(area, "old").unwrap().as_deref(), Some("value"));
    }
}

#[wasm_bindgen_test]
fn full_storage_is_known_in_every_browser_and_realm() {
    let page = Page::fresh();
    for (thrown, expected) in [
        ("{ code: 22 }", StorageFailure::Full),
        ("{ code: 1014 }", StorageFailure::Full),
        ("{ name: 'QuotaExceededError' }", StorageFailure::Full),
        (
            "{ code: 0, name: 'NS_ERROR_DOM_QUOTA_REACHED' }",
            StorageFailure::Full,
        ),
        (
            "{ code: 18, name: 'SecurityError' }",
            StorageFailure::Blocked,
        ),
        ("{ code: '22' }", StorageFailure::Blocked),
        ("'QuotaExceededError'", StorageFailure::Blocked),
        ("null", StorageFailure::Blocked),
        ("undefined", StorageFailure::Blocked),
        (
            "{ get code() { throw 1 }, get name() { throw 2 } }",
            StorageFailure::Blocked,
        ),
        (
            "new Proxy({}, { get() { throw 1 } })",
            StorageFailure::Blocked,
        ),
    ] {
        page.patch(
            "Storage.prototype",
            "setItem",
            &["return () => { throw ", thrown, " }"].concat(),
        );
        assert_eq!(write(Area::Tab, "k", "v"), Err(expected), "{thrown}");
    }
}

#[wasm_bindgen_test]
fn a_blocked_accessor_blocks_everything_and_traps_nothing() {
    let page = Page::fresh();
    for code in [
        "throw new DOMException('no', 'SecurityError')",
        "throw 'text'",
        "throw null",
        "return null",
        "return undefined",
        "return 7",
        "return 'text'",
    ] {
        for (area, name) in BOTH {
            page.trap("window", name, code);
            assert_eq!(read(area, "k"), Err(StorageFailure::Blocked), "{code}");
            assert_eq!(
                write(area, "k", "v"),
                Err(StorageFailure::Blocked),
                "{code}"
            );
            assert_eq!(remove(area, "k"), Err(StorageFailure::Blocked), "{code}");
            assert!(keys(area, "").is_empty(), "{code}");
        }
        super::restore();
    }
}

#[wasm_bindgen_test]
fn storage_that_throws_or_lies_is_blocked() {
    let page = Page::fresh();
    for value in [
        "{}",
        "{ getItem: 7, setItem: 7, removeItem: 7, length: 'x' }",
        "{ getItem() { return 7 }, setItem() {}, removeItem() { throw 1 }, length: 2, key() { return {} } }",
        "{ getItem() { return {} }, setItem() {}, removeItem() { throw 1 }, get length() { throw 1 } }",
        "new Proxy({}, { get() { throw 1 } })",
    ] {
        page.patch("window", "sessionStorage", &["return ", value].concat());
        assert_eq!(
            read(Area::Tab, "k"),
            Err(StorageFailure::Blocked),
            "{value}"
        );
        assert_eq!(
            write(Area::Tab, "k", "v"),
            Err(StorageFailure::Blocked),
            "{value}"
        );
        assert_eq!(
            remove(Area::Tab, "k"),
            Err(StorageFailure::Blocked),
            "{value}"
        );
        assert!(keys(Area::Tab, "").is_empty(), "{value}");
    }
}

#[wasm_bindgen_test]
fn storage_that_forgets_at_once_is_blocked() {
    let page = Page::fresh();
    page.patch("Storage.prototype", "setItem", "return () => {}");
    assert_eq!(write(Area::Tab, "k", "v"), Err(StorageFailure::Blocked));
}

#[wasm_bindgen_test]
fn storage_cleared_by_the_user_is_empty_and_works_again() {
    let page = Page::fresh();
    write(Area::Tab, "k", "v").unwrap();
    page.value("sessionStorage.clear()");
    assert_eq!(read(Area::Tab, "k"), Ok(None));
    write(Area::Tab, "k", "w").unwrap();
    assert_eq!(read(Area::Tab, "k").unwrap().as_deref(), Some("w"));
}

#[wasm_bindgen_test]
async fn a_sandboxed_frame_blocks_storage_for_real() {
    let page = Page::fresh();
    // The real exception of a real sandbox, though thrown in the frame and told by message.
    let html = "<script>let told; try { sessionStorage } catch (e) { told = e.name } parent.postMessage(told, '*')</script>";
    page.value("addEventListener('message', e => { seen.told = e.data }, { once: true })");
    page.frame(Some("allow-scripts"), Some(html)).await;
    super::eventually(|| page.holds("seen.told")).await;
    assert_eq!(page.text("seen.told"), "SecurityError");
    page.trap(
        "window",
        "sessionStorage",
        "throw new DOMException('sandboxed', seen.told)",
    );
    assert_eq!(write(Area::Tab, "k", "v"), Err(StorageFailure::Blocked));
}

#[wasm_bindgen_test]
fn looking_at_the_page_does_not_touch_storage() {
    let page = Page::fresh();
    page.trap("window", "sessionStorage", "seen.touched = true");
    page.trap("window", "localStorage", "seen.touched = true");
    assert!(location::in_browser());
    assert!(!page.holds("seen.touched"));
    let _ = read(Area::Tab, "k");
    assert!(page.holds("seen.touched"));
}
