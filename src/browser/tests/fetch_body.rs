//! `send`: reading the body, within deadline and cap (R-042, A-28).

use std::time::Duration;

use wasm_bindgen_test::wasm_bindgen_test;

use super::super::{clock, fetch};
use super::fetch::{get, hurried, outcome};
use super::{Page, breathe, rejections};
use crate::core::http::Failure;

/// The function body of a `fetch` that answers with a stream of these methods.
fn stream(methods: &str) -> String {
    [
        "return new Response(new ReadableStream({ cancel(reason) { seen.cancelled = true }, ",
        methods,
        " }))",
    ]
    .concat()
}

/// The function body of a `fetch` whose reader answers with this value.
pub(super) fn step(value: &str) -> String {
    ["return { status: 200, body: { getReader: () => ({ cancel() { seen.cancelled = true }, read: async () => (", value, ") }) } }"].concat()
}

#[wasm_bindgen_test]
async fn the_cap_is_exact() {
    let page = Page::fresh();
    let cap = get().cap;
    for (chunk, over) in [
        (1024, 0),
        (1024, 1),
        (1000, 0),
        (1000, 1),
        (cap, 0),
        (cap + 1, 0),
    ] {
        page.value(
            &[
                "seen.size = ",
                &(cap + over).to_string(),
                ", seen.chunk = ",
                &chunk.to_string(),
            ]
            .concat(),
        );
        let code = stream("start(c) { let left = seen.size; while (left > 0) {
            const n = Math.min(left, seen.chunk); c.enqueue(new Uint8Array(n)); left -= n } c.close() }");
        let found = outcome(&page, &code).await.map(|answer| answer.body.len());
        let expected = if over == 0 {
            Ok(cap)
        } else {
            Err(Failure::TooLarge)
        };
        assert_eq!(found, expected, "{chunk} {over}");
    }
}

#[wasm_bindgen_test]
async fn an_endless_body_is_cut_at_the_cap_and_cancelled() {
    let page = Page::fresh();
    let code = stream(
        "pull(c) { seen.sent = (seen.sent ?? 0) + 65536; c.enqueue(new Uint8Array(65536)) }",
    );
    let begin = clock::monotonic();
    assert_eq!(outcome(&page, &code).await, Err(Failure::TooLarge));
    assert!(clock::monotonic() - begin < 1000);
    assert!(page.holds("seen.cancelled"));
    assert!(page.number("seen.sent") <= 1024.0 * 1024.0 + 3.0 * 65536.0);
}

#[wasm_bindgen_test]
async fn ten_megabytes_at_once_are_too_large() {
    let page = Page::fresh();
    let code = stream("start(c) { c.enqueue(new Uint8Array(10_000_000)); c.close() }");
    assert_eq!(outcome(&page, &code).await, Err(Failure::TooLarge));
    let code = "return new Response(new Uint8Array(10_000_000))";
    assert_eq!(outcome(&page, code).await, Err(Failure::TooLarge));
}

#[wasm_bindgen_test]
async fn a_byte_now_and_then_meets_the_deadline() {
    let page = Page::fresh();
    let code = stream(
        "async pull(c) { await new Promise(r => setTimeout(r, 10)); c.enqueue(new Uint8Array(1)) }",
    );
    let begin = clock::monotonic();
    assert_eq!(hurried(&page, &code).await, Err(Failure::Timeout));
    let took = clock::monotonic() - begin;
    assert!((150..5000).contains(&took), "{took}");
    assert!(page.holds("seen.cancelled"));
}

#[wasm_bindgen_test]
async fn a_body_that_stops_meets_the_deadline() {
    let page = Page::fresh();
    let code = stream("start(c) { c.enqueue(new Uint8Array(5)) }");
    assert_eq!(hurried(&page, &code).await, Err(Failure::Timeout));
    assert!(page.holds("seen.cancelled"));
    // One that does not let itself be cancelled either.
    let code = step("new Promise(() => {})").replace("seen.cancelled = true", "throw 1");
    assert_eq!(hurried(&page, &code).await, Err(Failure::Timeout));
    let code = step("new Promise(() => {})")
        .replace("seen.cancelled = true", "return Promise.reject('no')");
    assert_eq!(hurried(&page, &code).await, Err(Failure::Timeout));
    breathe().await;
    assert_eq!(rejections(), 0);
}

#[wasm_bindgen_test]
async fn one_deadline_covers_headers_and_body() {
    let page = Page::fresh();
    page.fetch(
        "return new Promise(r => setTimeout(() => r(new Response(new ReadableStream({}))), 1000))",
    );
    let mut request = get();
    request.deadline = Duration::from_millis(1200);
    let begin = clock::monotonic();
    assert_eq!(fetch::send(&request).await, Err(Failure::Timeout));
    let took = clock::monotonic() - begin;
    assert!((1150..2150).contains(&took), "{took}");
}

#[wasm_bindgen_test]
async fn a_flood_of_single_bytes_is_read_in_time() {
    let page = Page::fresh();
    let code = stream(
        "start(c) { for (let i = 0; i < 3000; i++) c.enqueue(new Uint8Array([7])); c.close() }",
    );
    let answer = outcome(&page, &code).await.unwrap();
    assert_eq!(answer.body.len(), 3_000);
    assert!(answer.body.iter().all(|byte| *byte == 7));
}

#[wasm_bindgen_test]
async fn a_body_that_breaks_is_a_network_failure() {
    let page = Page::fresh();
    for reason in [
        "'text'",
        "null",
        "undefined",
        "7",
        "new Proxy({}, { get() { throw 1 } })",
    ] {
        let code = stream(
            &[
                "start(c) { c.enqueue(new Uint8Array(5)); c.error(",
                reason,
                ") }",
            ]
            .concat(),
        );
        assert_eq!(
            outcome(&page, &code).await,
            Err(Failure::Network),
            "{reason}"
        );
    }
    let code = "return { status: 200, body: { getReader: () => ({ read() { throw 'no' } }) } }";
    assert_eq!(outcome(&page, code).await, Err(Failure::Network));
    let code = "return { status: 200, body: { getReader: () => ({}) } }";
    assert_eq!(outcome(&page, code).await, Err(Failure::Network));
    breathe().await;
    assert_eq!(rejections(), 0);
}

#[wasm_bindgen_test]
async fn a_chunk_that_is_none_is_blocked() {
    let page = Page::fresh();
    for value in [
        "{}",
        "{ done: false }",
        "{ value: 'text' }",
        "{ value: 7 }",
        "{ value: [1, 2] }",
        "undefined",
        "null",
        "5",
        "{ value: { byteLength: '5' } }",
        "{ value: { byteLength: -1 } }",
        "{ value: { byteLength: 0.5 } }",
        "{ value: { byteLength: NaN } }",
        "{ value: { get byteLength() { throw 1 } } }",
        "{ get value() { throw 1 } }",
        "{ get done() { throw 1 } }",
        "{ value: { byteLength: 3, get length() { throw 1 } } }",
        "{ value: { byteLength: 3, length: Infinity } }",
        "{ value: { byteLength: 3, get [Symbol.iterator]() { throw 1 } } }",
        "{ value: { byteLength: 3, [Symbol.iterator]() { throw 1 } } }",
        "{ value: { byteLength: 3, length: 3, get 0() { throw 1 } } }",
        "{ value: { byteLength: 3, length: 3, 0: Symbol('x') } }",
        "{ value: new Proxy({}, { get() { throw 1 } }) }",
    ] {
        assert_eq!(
            outcome(&page, &step(value)).await,
            Err(Failure::Blocked),
            "{value}"
        );
        assert!(page.holds("seen.cancelled"), "{value}");
    }
}

#[wasm_bindgen_test]
async fn a_chunk_that_lies_about_its_length_does_not_pass_the_cap() {
    let page = Page::fresh();
    for value in [
        "Object.defineProperty(new Uint8Array(2_000_000), 'byteLength', { value: 1 })",
        "{ byteLength: 1, length: 2_000_000 }",
    ] {
        // Once only: a second one would be too large also by what it claims.
        page.value("seen = {}");
        let once = [
            "seen.once ? { done: true } : { value: (seen.once = ",
            value,
            ") }",
        ]
        .concat();
        let found = outcome(&page, &step(&once)).await;
        assert_eq!(found, Err(Failure::TooLarge), "{value}");
    }
    let code = step("{ value: { byteLength: 4294967295 } }");
    assert_eq!(outcome(&page, &code).await, Err(Failure::TooLarge));
}

#[wasm_bindgen_test]
async fn a_chunk_whose_buffer_is_gone_does_not_trap() {
    let page = Page::fresh();
    let code = "const a = new Uint8Array(8); structuredClone(a, { transfer: [a.buffer] }); let n = 0;
        return { status: 200, body: { getReader: () => ({ read: async () => n++ ? { done: true } : { value: a } }) } }";
    assert_eq!(outcome(&page, code).await, Err(Failure::Blocked));
}

#[wasm_bindgen_test]
async fn a_chunk_of_another_realm_is_read() {
    let page = Page::fresh();
    page.frame(None, None).await;
    let code = "const a = new frames[0].Uint8Array([1, 2, 3]); if (a instanceof Uint8Array) throw 1; let n = 0;
        return { status: 200, body: { getReader: () => ({ read: async () => n++ ? { done: true } : { value: a } }) } }";
    assert_eq!(outcome(&page, code).await.unwrap().body, [1, 2, 3]);
}

#[wasm_bindgen_test]
async fn without_streams_the_body_is_read_at_once() {
    let page = Page::fresh();
    let plain = |more: &str| {
        ["return { status: 200, headers: new Headers({ 'content-length': seen.length ?? '5' }), ", more, " }"].concat()
    };
    let whole = plain("arrayBuffer: async () => new TextEncoder().encode('hello').buffer");
    assert_eq!(outcome(&page, &whole).await.unwrap().body, b"hello");
    let whole =
        plain("body: null, arrayBuffer: async () => new TextEncoder().encode('hello').buffer");
    assert_eq!(outcome(&page, &whole).await.unwrap().body, b"hello");
    let large = plain("arrayBuffer: async () => new ArrayBuffer(10_000_000)");
    assert_eq!(outcome(&page, &large).await, Err(Failure::TooLarge));
    for wrong in [
        "async () => 'text'",
        "async () => { throw null }",
        "() => { throw 1 }",
        "7",
    ] {
        let found = outcome(&page, &plain(&["arrayBuffer: ", wrong].concat())).await;
        assert!(
            matches!(found, Err(Failure::Blocked | Failure::Network)),
            "{wrong}"
        );
    }
    assert_eq!(
        hurried(&page, &plain("arrayBuffer: () => new Promise(() => {})")).await,
        Err(Failure::Timeout)
    );
    // Announced as too large: not read at all.
    page.value("seen.length = '99999999'");
    let announced = plain("arrayBuffer() { seen.read = true }");
    assert_eq!(outcome(&page, &announced).await, Err(Failure::TooLarge));
    assert!(!page.holds("seen.read"));
}

#[wasm_bindgen_test]
async fn an_empty_answer_has_an_empty_body() {
    let page = Page::fresh();
    let answer = outcome(&page, "return new Response(null, { status: 204 })")
        .await
        .unwrap();
    assert_eq!((answer.status, answer.body.len()), (204, 0));
    assert!(
        outcome(&page, "return new Response('')")
            .await
            .unwrap()
            .body
            .is_empty()
    );
}

#[wasm_bindgen_test]
async fn a_body_that_somebody_reads_already_is_a_failure() {
    let page = Page::fresh();
    let found = outcome(
        &page,
        "const r = new Response('{}'); r.body.getReader(); return r",
    )
    .await;
    assert_eq!(found, Err(Failure::Network));
    let found = outcome(
        &page,
        "const r = new Response('{}'); return r.text().then(() => r)",
    )
    .await;
    assert_eq!(found, Err(Failure::Network));
}
