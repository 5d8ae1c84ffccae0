//! Locks between tabs, and life without them. The other tab is played by a frame of this origin.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;
use std::task::{Context, Waker};

use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;

use super::super::locks::{acquire, hold_shared, holders};
use super::super::timer::sleep;
use super::{Page, breathe, eventually, rejections};

/// Works under the lock, as users of it do.
async fn exclusive<F: Future>(name: &str, work: F) -> F::Output {
    let _claim = acquire(name).await;
    work.await
}

type Diary = Rc<RefCell<Vec<&'static str>>>;

fn worker(name: &'static str, diary: &Diary, begin: &'static str, end: &'static str) {
    let diary = diary.clone();
    spawn_local(async move {
        let value = exclusive(name, async {
            diary.borrow_mut().push(begin);
            sleep(30).await;
            diary.borrow_mut().push(end);
            7
        });
        assert_eq!(value.await, 7);
    });
}

/// Another tab takes an exclusive lock and keeps it until `seen.release()`.
async fn other_tab_holds(page: &Page, name: &str) {
    page.frame(None, None).await;
    page.value(
        &[
            "frames[0].navigator.locks.request('",
            name,
            "', () => new Promise(r => { seen.release = r }))",
        ]
        .concat(),
    );
    eventually(|| page.holds("seen.release")).await;
    assert!(page.holds("seen.release"));
}

/// Waits until that many hold the lock, for some seconds at most.
async fn become_holders(name: &str, number: usize) {
    for _ in 0..500 {
        if holders(name).await == Some(number) {
            return;
        }
        sleep(10).await;
    }
    panic!("{name}: {:?} instead of {number}", holders(name).await);
}

#[wasm_bindgen_test]
async fn two_holders_take_turns() {
    let _page = Page::fresh();
    let diary = Diary::default();
    worker("turns", &diary, "a begins", "a ends");
    worker("turns", &diary, "b begins", "b ends");
    eventually(|| diary.borrow().len() == 4).await;
    assert_eq!(
        *diary.borrow(),
        ["a begins", "a ends", "b begins", "b ends"]
    );
    become_holders("turns", 0).await;
}

#[wasm_bindgen_test]
async fn other_names_do_not_wait() {
    let _page = Page::fresh();
    let diary = Diary::default();
    worker("one", &diary, "a begins", "a ends");
    worker("other", &diary, "b begins", "b ends");
    eventually(|| diary.borrow().len() == 4).await;
    assert_eq!(
        *diary.borrow(),
        ["a begins", "b begins", "a ends", "b ends"]
    );
}

#[wasm_bindgen_test]
async fn another_tab_s_lock_is_waited_for() {
    let page = Page::fresh();
    other_tab_holds(&page, "tabs").await;
    let diary = Diary::default();
    worker("tabs", &diary, "begins", "ends");
    sleep(60).await;
    assert!(diary.borrow().is_empty());
    page.value("seen.release()");
    eventually(|| diary.borrow().len() == 2).await;
    assert_eq!(*diary.borrow(), ["begins", "ends"]);
}

#[wasm_bindgen_test]
async fn a_tab_that_dies_frees_its_lock() {
    let page = Page::fresh();
    other_tab_holds(&page, "dying").await;
    let diary = Diary::default();
    worker("dying", &diary, "begins", "ends");
    sleep(60).await;
    assert!(diary.borrow().is_empty());
    page.value("document.querySelector('iframe').remove()");
    eventually(|| diary.borrow().len() == 2).await;
    assert_eq!(*diary.borrow(), ["begins", "ends"]);
}

#[wasm_bindgen_test]
async fn work_that_is_dropped_gives_the_lock_back() {
    let _page = Page::fresh();
    let mut working = Box::pin(exclusive("dropped", std::future::pending::<()>()));
    let mut context = Context::from_waker(Waker::noop());
    assert!(working.as_mut().poll(&mut context).is_pending());
    breathe().await;
    assert!(working.as_mut().poll(&mut context).is_pending());
    become_holders("dropped", 1).await;
    drop(working);
    breathe().await;
    become_holders("dropped", 0).await;
    assert_eq!(exclusive("dropped", async { 5 }).await, 5);
}

#[wasm_bindgen_test]
async fn waiting_that_is_dropped_leaves_the_queue_and_keeps_nothing() {
    let page = Page::fresh();
    other_tab_holds(&page, "queue").await;
    let captured = Rc::new(());
    let inside = captured.clone();
    let mut waiting = Box::pin(exclusive("queue", async move { drop(inside) }));
    let mut context = Context::from_waker(Waker::noop());
    assert!(waiting.as_mut().poll(&mut context).is_pending());
    breathe().await;
    assert!(waiting.as_mut().poll(&mut context).is_pending());
    assert_eq!(Rc::strong_count(&captured), 2);
    drop(waiting);
    assert_eq!(Rc::strong_count(&captured), 1);
    breathe().await;
    let pending = "navigator.locks.query().then(q => { seen.pending = q.pending.filter(l => l.name === 'queue').length })";
    page.value(pending);
    eventually(|| page.holds("'pending' in seen")).await;
    assert!(page.holds("seen.pending === 0"));
    page.value("seen.release()");
    breathe().await;
    become_holders("queue", 0).await;
    assert_eq!(rejections(), 0);
}

#[wasm_bindgen_test]
async fn a_lock_granted_in_the_moment_of_the_drop_is_given_back() {
    let page = Page::fresh();
    // Keeps the callback and calls it after everything is gone, deaf to the signal.
    page.patch(
        "navigator",
        "locks",
        "return { request(n, o, work) { seen.work = work; return new Promise(() => {}) } }",
    );
    let mut waiting = Box::pin(exclusive("late", async {}));
    let mut context = Context::from_waker(Waker::noop());
    assert!(waiting.as_mut().poll(&mut context).is_pending());
    drop(waiting);
    assert!(page.holds("seen.work({ name: 'late' }) === undefined"));
    assert!(page.holds("seen.work({ name: 'late' }) === undefined"));
}

#[wasm_bindgen_test]
async fn without_locks_the_work_just_runs() {
    let page = Page::fresh();
    for value in ["undefined", "null", "{}", "7", "{ request: 7 }"] {
        page.patch("navigator", "locks", &["return ", value].concat());
        assert_eq!(exclusive("none", async { 3 }).await, 3, "{value}");
        assert_eq!(holders("none").await, None, "{value}");
        drop(hold_shared("none"));
    }
    page.trap("navigator", "locks", "throw 'insecure'");
    assert_eq!(exclusive("none", async { 3 }).await, 3);
    assert_eq!(holders("none").await, None);
}

#[wasm_bindgen_test]
async fn a_manager_that_throws_or_rejects_does_not_stop_the_work() {
    let page = Page::fresh();
    for code in [
        "throw 'no'",
        "throw null",
        "return Promise.reject('no')",
        "return Promise.reject(new DOMException('x', 'SecurityError'))",
        "return undefined",
        "return 7",
        "return { then() { throw 1 } }",
        "return Promise.resolve()",
        "return Promise.resolve().then(() => work({})).then(() => { throw 'after' })",
        "work({}); work({}); return Promise.reject('after')",
    ] {
        page.patch(
            "navigator",
            "locks",
            &["return { request(name, options, work) { ", code, " } }"].concat(),
        );
        assert_eq!(
            exclusive("rude", async {
                sleep(5).await;
                4
            })
            .await,
            4,
            "{code}"
        );
        drop(hold_shared("rude"));
    }
    breathe().await;
    assert_eq!(rejections(), 0);
}

#[wasm_bindgen_test]
async fn shared_holders_are_counted() {
    let page = Page::fresh();
    become_holders("here", 0).await;
    let first = hold_shared("here");
    breathe().await;
    become_holders("here", 1).await;
    let second = hold_shared("here");
    let other = hold_shared("here.not");
    page.frame(None, None).await;
    page.value("frames[0].navigator.locks.request('here', { mode: 'shared' }, () => new Promise(() => {}))");
    breathe().await;
    become_holders("here", 3).await;
    drop((first, other));
    breathe().await;
    become_holders("here", 2).await;
    drop(second);
    page.value("document.querySelector('iframe').remove()");
    sleep(100).await;
    become_holders("here", 0).await;
    assert_eq!(rejections(), 0);
}

#[wasm_bindgen_test]
async fn a_page_in_the_cache_holds_nothing() {
    let page = Page::fresh();
    let held = hold_shared("cached");
    breathe().await;
    page.value("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");
    breathe().await;
    become_holders("cached", 0).await;
    page.value("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
    page.value("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
    breathe().await;
    become_holders("cached", 1).await;
    drop(held);
    breathe().await;
    become_holders("cached", 0).await;
    page.value("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
    breathe().await;
    become_holders("cached", 0).await;
}

#[wasm_bindgen_test]
async fn a_count_that_makes_no_sense_is_unknown() {
    let page = Page::fresh();
    for code in [
        "return Promise.reject('no')",
        "throw 1",
        "return null",
        "return {}",
        "return { held: 7 }",
        "return { held: [7] }",
        "return { held: [{ name: 7 }] }",
        "return { held: [{ get name() { throw 1 } }] }",
        "return { get held() { throw 1 } }",
    ] {
        page.patch(
            "navigator",
            "locks",
            &["return { query() { ", code, " } }"].concat(),
        );
        assert_eq!(holders("x").await, None, "{code}");
    }
    breathe().await;
    assert_eq!(rejections(), 0);
}

#[wasm_bindgen_test]
async fn locks_leave_nothing_behind() {
    let _page = Page::fresh();
    exclusive("leak", async {}).await;
    drop(hold_shared("leak"));
    breathe().await;
    let before = wasm_bindgen::externref_heap_live_count();
    for _ in 0..30 {
        exclusive("leak", async {}).await;
        drop(hold_shared("leak"));
    }
    sleep(100).await;
    let after = wasm_bindgen::externref_heap_live_count();
    // The callbacks belong to JavaScript and go with its next collection; each holds three handles.
    assert!(after <= before + 30 * 2 * 3, "{before} {after}");
}
