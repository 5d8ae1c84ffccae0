//! Events of the page.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_test::wasm_bindgen_test;

use super::super::page::{PageEvent, PageEvents, listen};
use super::Page;

fn watch() -> (PageEvents, Rc<RefCell<Vec<PageEvent>>>) {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let into = seen.clone();
    (
        listen(Box::new(move |event| into.borrow_mut().push(event))),
        seen,
    )
}

#[wasm_bindgen_test]
fn each_event_is_told_once() {
    let page = Page::fresh();
    let (_events, seen) = watch();
    page.value("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");
    page.value("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
    page.value("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }))");
    page.value("dispatchEvent(new Event('focus'))");
    page.value("dispatchEvent(new Event('offline'))");
    page.value("dispatchEvent(new Event('online'))");
    page.trap("document", "hidden", "return true");
    page.value("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))");
    page.trap("document", "hidden", "return false");
    page.value("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))");
    page.value("dispatchEvent(new Event('blur'))");
    assert_eq!(
        *seen.borrow(),
        [
            PageEvent::Left { persisted: true },
            PageEvent::Shown { persisted: true },
            PageEvent::Shown { persisted: false },
            PageEvent::Focused,
            PageEvent::Offline,
            PageEvent::Online,
            PageEvent::Hidden,
            PageEvent::Visible,
        ]
    );
}

#[wasm_bindgen_test]
fn dropped_listeners_hear_nothing() {
    let page = Page::fresh();
    let (events, seen) = watch();
    drop(events);
    page.value("dispatchEvent(new Event('focus'))");
    page.value("document.dispatchEvent(new Event('visibilitychange'))");
    assert!(seen.borrow().is_empty());
}

#[wasm_bindgen_test]
fn forged_events_do_not_trap() {
    let page = Page::fresh();
    let (_events, seen) = watch();
    page.value(
        "dispatchEvent(Object.defineProperty(new Event('focus'), 'type', { get() { throw 1 } }))",
    );
    page.value("dispatchEvent(Object.defineProperty(new Event('focus'), 'type', { value: 7 }))");
    page.value("dispatchEvent(Object.defineProperty(new Event('pageshow'), 'persisted', { get() { throw 1 } }))");
    assert_eq!(*seen.borrow(), [PageEvent::Shown { persisted: false }]);
}

#[wasm_bindgen_test]
fn a_listener_can_be_dropped_by_what_it_hears() {
    let page = Page::fresh();
    let place: Rc<RefCell<Option<PageEvents>>> = Rc::default();
    let inside = place.clone();
    let events = listen(Box::new(move |_| drop(inside.borrow_mut().take())));
    *place.borrow_mut() = Some(events);
    page.value("dispatchEvent(new Event('focus'))");
    page.value("dispatchEvent(new Event('focus'))");
    assert!(place.borrow().is_none());
}

#[wasm_bindgen_test]
fn listeners_leave_nothing_behind() {
    let _page = Page::fresh();
    drop(watch());
    let before = wasm_bindgen::externref_heap_live_count();
    for _ in 0..50 {
        drop(watch());
    }
    let after = wasm_bindgen::externref_heap_live_count();
    assert!(after <= before, "{before} {after}");
}

#[wasm_bindgen_test]
fn an_event_inside_of_an_event_does_not_trap() {
    let page = Page::fresh();
    let seen = Rc::new(RefCell::new(Vec::new()));
    let into = seen.clone();
    let _events = listen(Box::new(move |event| {
        into.borrow_mut().push(event);
        if event == PageEvent::Focused {
            super::run("dispatchEvent(new Event('online'))").unwrap();
        }
    }));
    page.value("dispatchEvent(new Event('focus'))");
    assert_eq!(*seen.borrow(), [PageEvent::Focused, PageEvent::Online]);
}
