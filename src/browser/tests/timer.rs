//! Timers, sleeping, and the clocks.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen_test::wasm_bindgen_test;

use super::super::clock;
use super::super::timer::{Timer, after, sleep};
use super::{Page, breathe, eventually};

fn count(milliseconds: u64) -> (Timer, Rc<Cell<u32>>) {
    let count = Rc::new(Cell::new(0));
    let inside = count.clone();
    (
        after(milliseconds, Box::new(move || inside.set(inside.get() + 1))),
        count,
    )
}

#[wasm_bindgen_test]
async fn the_work_is_done_once_and_in_time() {
    let _page = Page::fresh();
    let (_timer, done) = count(50);
    sleep(20).await;
    assert_eq!(done.get(), 0);
    sleep(120).await;
    assert_eq!(done.get(), 1);
}

#[wasm_bindgen_test]
async fn a_dropped_timer_does_nothing_and_keeps_nothing() {
    let _page = Page::fresh();
    let (timer, done) = count(10);
    assert_eq!(Rc::strong_count(&done), 2);
    drop(timer);
    assert_eq!(Rc::strong_count(&done), 1);
    sleep(60).await;
    assert_eq!(done.get(), 0);
}

#[wasm_bindgen_test]
async fn a_timer_can_be_dropped_and_set_anew_by_its_own_work() {
    let _page = Page::fresh();
    let place: Rc<RefCell<Option<Timer>>> = Rc::default();
    let done = Rc::new(Cell::new(0));
    let (inside, counter) = (place.clone(), done.clone());
    *place.borrow_mut() = Some(after(
        5,
        Box::new(move || {
            counter.set(1);
            let again = counter.clone();
            let next = after(5, Box::new(move || again.set(2)));
            *inside.borrow_mut() = Some(next);
        }),
    ));
    eventually(|| done.get() == 2).await;
    assert_eq!(done.get(), 2);
    place.borrow_mut().take();
}

#[wasm_bindgen_test]
async fn long_waits_are_cut_into_parts() {
    let page = Page::fresh();
    page.value("(seen.real = setTimeout, seen.asked = [])");
    page.patch(
        "globalThis",
        "setTimeout",
        "return (work, ms) => { seen.asked.push(ms); return seen.real.call(window, work, 0) }",
    );
    let (timer, done) = count(2 * 2_147_483_647 + 5);
    // By the real timers; a busy machine takes its time.
    for _ in 0..200 {
        let real = super::run("return new Promise(r => seen.real.call(window, r, 20))").unwrap();
        let real = super::super::foreign::settled(&real).unwrap();
        real.await.unwrap();
        if done.get() > 0 {
            break;
        }
    }
    // WebKitGTK's driver waits in the page as well, for the 30 seconds of a script.
    let ours = "seen.asked.filter((ms) => ms !== 30000).join()";
    assert_eq!(page.text(ours), "2147483647,2147483647,5");
    assert_eq!(done.get(), 1);
    drop(timer);
    let (_timer, done) = count(u64::MAX);
    assert_eq!(page.text("String(seen.asked.at(-1))"), "2147483647");
    assert_eq!(done.get(), 0);
}

#[wasm_bindgen_test]
async fn no_time_at_all_is_still_later() {
    let _page = Page::fresh();
    let (_timer, done) = count(0);
    assert_eq!(done.get(), 0);
    breathe().await;
    assert_eq!(done.get(), 1);
}

#[wasm_bindgen_test]
fn a_page_without_working_timers_does_not_trap() {
    let page = Page::fresh();
    page.patch(
        "globalThis",
        "setTimeout",
        "return (work) => { seen.calls = (seen.calls ?? 0) + 1; work(); return 1 }",
    );
    // One that does not wait: the parts of a long wait then follow each other inside of each other.
    let (_timer, done) = count(3 * 2_147_483_647);
    assert_eq!(done.get(), 1);
    assert!(page.holds("seen.calls === 3"));
    for code in [
        "return undefined",
        "return () => { throw 1 }",
        "return () => undefined",
        "return 7",
    ] {
        page.patch("globalThis", "setTimeout", code);
        page.patch("globalThis", "clearTimeout", code);
        let (_timer, done) = count(0);
        assert_eq!(done.get(), 0);
    }
}

#[wasm_bindgen_test]
async fn sleeping_takes_its_time() {
    let _page = Page::fresh();
    let begin = clock::monotonic();
    sleep(80).await;
    let took = clock::monotonic() - begin;
    assert!((78..5000).contains(&took), "{took}");
}

#[wasm_bindgen_test]
async fn sleeping_that_is_dropped_stops_its_timer() {
    let page = Page::fresh();
    page.value("seen.real = clearTimeout");
    page.patch(
        "globalThis",
        "clearTimeout",
        "return id => { seen.cleared = (seen.cleared ?? 0) + 1; return seen.real.call(window, id) }",
    );
    drop(sleep(1_000_000));
    assert!(page.holds("seen.cleared === 1"));
}

#[wasm_bindgen_test]
async fn timers_leave_nothing_behind() {
    let _page = Page::fresh();
    sleep(1).await;
    let before = wasm_bindgen::externref_heap_live_count();
    for _ in 0..50 {
        sleep(0).await;
        drop(sleep(1000));
        drop(after(1000, Box::new(|| {})));
    }
    let after = wasm_bindgen::externref_heap_live_count();
    assert!(after <= before, "{before} {after}");
}

#[wasm_bindgen_test]
async fn the_clocks_go_on() {
    let page = Page::fresh();
    let (wall, monotonic) = (clock::wall(), clock::monotonic());
    assert!((wall - page.number("Date.now()") as i64).abs() < 1000);
    sleep(30).await;
    assert!(clock::wall() >= wall + 20);
    assert!(clock::monotonic() >= monotonic + 20);
}

#[wasm_bindgen_test]
fn a_clock_that_is_set_back_does_not_move_the_other() {
    let page = Page::fresh();
    let monotonic = clock::monotonic();
    page.patch("Date", "now", "return () => -5e12");
    assert_eq!(clock::wall(), -5_000_000_000_000);
    assert!(clock::monotonic() >= monotonic);
    page.patch("globalThis", "performance", "return undefined");
    assert_eq!(clock::monotonic(), 0);
    page.patch("Date", "now", "return () => NaN");
    assert_eq!(clock::wall(), 0);
}

#[wasm_bindgen_test]
fn a_broken_performance_clock_is_replaced() {
    let page = Page::fresh();
    for value in [
        "undefined",
        "{}",
        "{ now() { throw 1 } }",
        "{ now: () => 'x' }",
        "7",
    ] {
        page.patch("globalThis", "performance", &["return ", value].concat());
        assert!(clock::monotonic() > 1_600_000_000_000, "{value}");
    }
}
