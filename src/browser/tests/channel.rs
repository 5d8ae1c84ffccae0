//! Messages and storage events between tabs.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_test::wasm_bindgen_test;

use super::super::channel::{Channel, shared_changes};
use super::{Page, breathe, eventually};

type Received = Rc<RefCell<Vec<String>>>;

fn open(name: &str) -> (Channel, Received) {
    let received = Received::default();
    let into = received.clone();
    let channel = Channel::open(name, Box::new(move |text| into.borrow_mut().push(text)));
    (channel.unwrap(), received)
}

#[wasm_bindgen_test]
async fn texts_reach_the_others_and_not_oneself() {
    let _page = Page::fresh();
    let ((first, heard_first), (second, heard_second)) = (open("talk"), open("talk"));
    let (_third, heard_third) = open("talk.other");
    first.post("one");
    first.post("\u{1f511}\0");
    second.post("two");
    eventually(|| heard_second.borrow().len() == 2 && heard_first.borrow().len() == 1).await;
    breathe().await;
    assert_eq!(*heard_second.borrow(), ["one", "\u{1f511}\0"]);
    assert_eq!(*heard_first.borrow(), ["two"]);
    assert!(heard_third.borrow().is_empty());
}

#[wasm_bindgen_test]
async fn a_frame_of_this_origin_is_heard() {
    let page = Page::fresh();
    let (_channel, heard) = open("frames");
    page.frame(None, None).await;
    page.value("new frames[0].BroadcastChannel('frames').postMessage('from the frame')");
    eventually(|| !heard.borrow().is_empty()).await;
    assert_eq!(*heard.borrow(), ["from the frame"]);
}

#[wasm_bindgen_test]
async fn only_texts_of_a_limited_length_are_heard() {
    let page = Page::fresh();
    let (_channel, heard) = open("limits");
    page.value("(() => { const c = new BroadcastChannel('limits'); for (const m of [7, null, undefined, true, {}, ['a'],
        new String('boxed'), new Uint8Array(3), 'x'.repeat(65537), 'x'.repeat(65536), '']) c.postMessage(m);
        c.postMessage('last') })()");
    eventually(|| heard.borrow().len() >= 3).await;
    let lengths: Vec<usize> = heard.borrow().iter().map(String::len).collect();
    assert_eq!(lengths, [65536, 0, 4]);
}

#[wasm_bindgen_test]
async fn too_long_a_text_is_not_sent() {
    let page = Page::fresh();
    page.value("(seen.got = [], new BroadcastChannel('long').onmessage = e => seen.got.push(e.data.length))");
    let (channel, _) = open("long");
    channel.post(&"\u{e4}".repeat(65536));
    channel.post(&"\u{e4}".repeat(65537));
    eventually(|| page.holds("seen.got.length")).await;
    breathe().await;
    assert_eq!(page.text("seen.got.join()"), "65536");
}

#[wasm_bindgen_test]
async fn a_dropped_channel_is_closed() {
    let page = Page::fresh();
    page.value("seen.close = BroadcastChannel.prototype.close");
    page.patch(
        "BroadcastChannel.prototype",
        "close",
        "return function () { seen.closed = this.name; return seen.close.call(this) }",
    );
    let (channel, heard) = open("closing");
    page.value(
        "(seen.other = new BroadcastChannel('closing'), seen.other.postMessage('on its way'))",
    );
    assert!(!page.holds("seen.closed"));
    drop(channel);
    assert_eq!(page.text("seen.closed"), "closing");
    page.value("seen.other.postMessage('after')");
    breathe().await;
    assert!(heard.borrow().is_empty());
}

#[wasm_bindgen_test]
async fn a_channel_can_be_dropped_by_what_it_hears() {
    let page = Page::fresh();
    let place: Rc<RefCell<Option<Channel>>> = Rc::default();
    let inside = place.clone();
    let heard = Rc::new(RefCell::new(0));
    let count = heard.clone();
    *place.borrow_mut() = Channel::open(
        "suicide",
        Box::new(move |_| {
            *count.borrow_mut() += 1;
            inside.borrow_mut().take();
        }),
    );
    page.value(
        "(c => { c.postMessage('1'); c.postMessage('2') })(new BroadcastChannel('suicide'))",
    );
    eventually(|| *heard.borrow() > 0).await;
    breathe().await;
    assert_eq!(*heard.borrow(), 1);
    assert!(place.borrow().is_none());
}

#[wasm_bindgen_test]
fn without_channels_there_is_none() {
    let page = Page::fresh();
    for value in [
        "undefined",
        "null",
        "function () { throw 'no' }",
        "7",
        "{}",
        "() => 1",
    ] {
        page.patch(
            "globalThis",
            "BroadcastChannel",
            &["return ", value].concat(),
        );
        assert!(Channel::open("none", Box::new(|_| {})).is_none(), "{value}");
    }
}

#[wasm_bindgen_test]
async fn shared_storage_of_other_tabs_is_watched() {
    let page = Page::fresh();
    page.frame(None, None).await;
    let heard = Received::default();
    let into = heard.clone();
    let listener = shared_changes(Box::new(move |key| into.borrow_mut().push(key)));
    page.value("frames[0].localStorage.setItem('docgate.k', '1')");
    page.value("frames[0].sessionStorage.setItem('docgate.tab', '1')");
    page.value("localStorage.setItem('docgate.own', '1')");
    page.value("frames[0].localStorage.removeItem('docgate.k')");
    page.value("frames[0].localStorage.clear()");
    eventually(|| heard.borrow().len() >= 3).await;
    assert_eq!(*heard.borrow(), ["docgate.k", "docgate.k", ""]);
    drop(listener);
    page.value("frames[0].localStorage.setItem('docgate.k', '2')");
    breathe().await;
    breathe().await;
    assert_eq!(heard.borrow().len(), 3);
}

#[wasm_bindgen_test]
fn forged_storage_events_do_not_trap() {
    let page = Page::fresh();
    let heard = Received::default();
    let into = heard.clone();
    let _listener = shared_changes(Box::new(move |key| into.borrow_mut().push(key)));
    page.value("dispatchEvent(new Event('storage'))");
    page.value("dispatchEvent(Object.defineProperty(new Event('storage'), 'storageArea', { get() { throw 1 } }))");
    page.value(
        "dispatchEvent(Object.defineProperty(new Event('storage'), 'storageArea', { value: {} }))",
    );
    page.trap("window", "localStorage", "throw 1");
    page.value(
        "dispatchEvent(Object.defineProperty(new Event('storage'), 'storageArea', { value: {} }))",
    );
    assert!(heard.borrow().is_empty());
}

#[wasm_bindgen_test]
async fn a_page_in_the_cache_is_not_there_and_comes_back() {
    let page = Page::fresh();
    let (channel, heard) = open("cached");
    page.value("(seen.got = [], seen.other = new BroadcastChannel('cached')).onmessage = e => seen.got.push(e.data)");
    page.value("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");
    channel.post("nobody");
    page.value("seen.other.postMessage('away')");
    breathe().await;
    page.value("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
    page.value("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
    channel.post("back");
    page.value("seen.other.postMessage('welcome')");
    eventually(|| !heard.borrow().is_empty() && page.holds("seen.got.length")).await;
    breathe().await;
    assert_eq!(*heard.borrow(), ["welcome"]);
    assert_eq!(page.text("seen.got.join()"), "back");
}

#[wasm_bindgen_test]
fn channels_leave_nothing_behind() {
    let _page = Page::fresh();
    drop(open("leak"));
    let before = wasm_bindgen::externref_heap_live_count();
    for _ in 0..50 {
        drop(open("leak"));
    }
    let after = wasm_bindgen::externref_heap_live_count();
    assert!(after <= before, "{before} {after}");
}
