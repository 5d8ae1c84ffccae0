//! Docplanner's integration API: media types, 401 and 429, bookings that happen as often as they are asked for.

use docgate_sandbox::Response;
use serde_json::{Value, json};

use crate::{
    browser::*,
    docplanner_token::{AGENT, HOST, browser, switch, token},
};

const ADDRESS: &str = "facilities/1/doctors/10/addresses/100";
const ERROR: &str = "application/vnd.error+docplanner+json";

fn call(browser: &mut Browser, method: &str, route: &str, token: &str, body: &str) -> Response {
    let authorization = format!("Bearer {token}");
    let url = format!("{HOST}/api/v3/integration/{route}");
    browser.send(
        method,
        &url,
        &[AGENT, ("authorization", &authorization)],
        body,
    )
}

fn signed_in(switches: Value) -> (Browser, String) {
    let mut browser = browser(switches);
    let token = token(&mut browser);
    (browser, token)
}

#[test]
fn media_types_are_the_vendors() {
    let (mut browser, token) = signed_in(json!({}));
    let answer = call(&mut browser, "GET", "facilities", &token, "");
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, Some("application/vnd.docplanner+json; charset=UTF-8"))
    );
    let body = answer.body_json().unwrap();
    assert_eq!(body["_items"][0]["id"], json!("1"));
    let mut items = |route: &str| {
        let answer = call(&mut browser, "GET", route, &token, "");
        assert_eq!(answer.status, 200, "{route}");
        answer.body_json().unwrap()
    };
    assert_eq!(items("facilities/2")["name"], json!("Hopper Practice"));
    assert_eq!(
        items("facilities/1/doctors")["_items"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        items("facilities/2/doctors")["_items"][0]["id"],
        json!("20")
    );
    assert_eq!(items("facilities/1/doctors/11")["surname"], json!("Nowak"));
    assert_eq!(
        items("facilities/1/doctors/10/addresses")["_items"][0]["id"],
        json!("100")
    );
    assert!(items(&format!("{ADDRESS}/slots"))["_items"][0]["start"].is_string());
    for missing in [
        "facilities/9/doctors",
        "facilities/2/doctors/10",
        "nothing",
        "facilities/1/doctors/10/addresses/7/bookings",
    ] {
        let answer = call(&mut browser, "GET", missing, &token, "");
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (404, Some(ERROR)),
            "{missing}"
        );
        let body = answer.body_json().unwrap();
        assert!(body["errors"][0].is_string() && body["message"].is_string());
    }
}

#[test]
fn no_good_token_is_one_401() {
    let (mut browser, token) = signed_in(json!({"access_token_lifetime": 60}));
    let url = format!("{HOST}/api/v3/integration/facilities");
    let basic = ("authorization", "Basic abc");
    let mut refusals = vec![
        browser.send("GET", &url, &[AGENT], ""),
        browser.send("GET", &url, &[AGENT, basic], ""),
        call(&mut browser, "GET", "facilities", "made-up", ""),
    ];
    assert_eq!(
        call(&mut browser, "GET", "facilities", &token, "").status,
        200
    );
    browser.control("POST", "time", json!({"advance_seconds": 60}));
    refusals.push(call(&mut browser, "GET", "facilities", &token, ""));
    for refusal in refusals {
        assert_eq!(
            (refusal.status, refusal.header("content-type")),
            (401, Some(ERROR))
        );
        assert_eq!(
            refusal.body_text(),
            "{\"message\":\"Authentication credentials could not be found.\"}"
        );
    }
}

#[test]
fn older_tokens_stay_good_and_all_can_be_expired() {
    let (mut browser, old) = signed_in(json!({}));
    let new = token(&mut browser);
    for token in [&old, &new] {
        assert_eq!(
            call(&mut browser, "GET", "facilities", token, "").status,
            200
        );
    }
    browser.control("POST", "expire", json!({"what": "access", "user": "ada"}));
    assert_eq!(
        call(&mut browser, "GET", "facilities", &new, "").status,
        200,
        "it is nobody's"
    );
    browser.control(
        "POST",
        "expire",
        json!({"what": "access", "client": "demo-docplanner"}),
    );
    for token in [&old, &new] {
        assert_eq!(
            call(&mut browser, "GET", "facilities", token, "").status,
            401
        );
    }
}

#[test]
fn a_repeated_post_books_twice() {
    let (mut browser, token) = signed_in(json!({}));
    let mut at = |method: &str, route: &str, body: &str| {
        let answer = call(
            &mut browser,
            method,
            &format!("{ADDRESS}/{route}"),
            &token,
            body,
        );
        (answer.status, answer.body_json().unwrap_or_default())
    };
    let patient = "{\"patient\": {\"name\": \"Max\"}}";
    let (status, first) = at("POST", "bookings", patient);
    assert_eq!((status, &first["id"]), (201, &json!("1")));
    assert_eq!(first["booking"]["patient"]["name"], json!("Max"));
    let (_, second) = at("POST", "slots/2026-01-02T10:00:00+01:00/book", patient);
    assert_eq!(second["id"], json!("2"));
    assert_eq!(
        second["booking"]["start"],
        json!("2026-01-02T10:00:00+01:00")
    );
    assert_eq!(
        at("GET", "bookings", "").1["_items"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(at("GET", "bookings/2", "").1["id"], json!("2"));
    assert_eq!(at("DELETE", "bookings/2", "").0, 204);
    assert_eq!(at("DELETE", "bookings/2", "").0, 404);
    assert_eq!(at("POST", "bookings", "no JSON").0, 400);
    assert_eq!(at("PUT", "slots", "{}").0, 204);
    assert_eq!(at("POST", "bookings", patient).1["id"], json!("3"));
    let elsewhere = "facilities/1/doctors/11/addresses/100/bookings/1";
    assert_eq!(call(&mut browser, "GET", elsewhere, &token, "").status, 404);
    let state = browser.control("GET", "state", json!({}));
    assert_eq!(state["docplanner"]["state"]["booked"], json!(3));
    let posts = browser.log();
    let posts = posts
        .iter()
        .filter(|entry| entry["method"] == json!("POST") && entry["status"] == json!(201));
    assert_eq!(posts.count(), 3);
}

#[test]
fn the_quota_is_told_and_ends_at_a_date() {
    let (mut browser, token) = signed_in(json!({"hourly_calls": 2}));
    let told = |answer: &Response| -> Vec<String> {
        ["Limit", "Remaining", "Used", "Reset"]
            .iter()
            .map(|name| {
                answer
                    .header(&format!("X-RateLimit-{name}"))
                    .unwrap()
                    .to_string()
            })
            .collect()
    };
    let first = call(&mut browser, "GET", "facilities", &token, "");
    assert_eq!(told(&first), ["2", "1", "1", "2026-01-01T01:00:00+00:00"]);
    browser.control("POST", "time", json!({"advance_seconds": 600}));
    assert_eq!(
        call(&mut browser, "GET", "facilities", &token, "").status,
        200
    );
    let over = call(&mut browser, "GET", "facilities", &token, "");
    assert_eq!(
        (over.status, over.header("content-type")),
        (429, Some(ERROR))
    );
    assert_eq!(told(&over), ["2", "0", "2", "2026-01-01T01:00:00+00:00"]);
    browser.control("POST", "time", json!({"advance_seconds": 2990}));
    let fresh = crate::docplanner_token::token(&mut browser);
    assert_eq!(
        call(&mut browser, "GET", "facilities", &fresh, "").status,
        429
    );
    browser.control("POST", "time", json!({"advance_seconds": 10}));
    assert_eq!(
        call(&mut browser, "GET", "facilities", &fresh, "").status,
        200
    );
}

#[test]
fn no_page_may_call_it() {
    let (mut browser, token) = signed_in(json!({}));
    let authorization = format!("Bearer {token}");
    let url = format!("{HOST}/api/v3/integration/facilities");
    let headers = [
        AGENT,
        ("origin", APP),
        ("authorization", authorization.as_str()),
    ];
    let answer = browser.send("GET", &url, &headers, "");
    assert_eq!(
        (answer.status, answer.header("access-control-allow-origin")),
        (200, None)
    );
    let preflight = [("origin", APP), ("access-control-request-method", "GET")];
    for url in [url, format!("{HOST}/oauth/v2/token")] {
        let answer = browser.send("OPTIONS", &url, &preflight, "");
        assert_eq!(
            (answer.status, answer.header("access-control-allow-origin")),
            (405, None)
        );
    }
}

#[test]
fn the_api_can_fail() {
    let (mut browser, token) = signed_in(json!({}));
    // Booked, and answered as if the token had died: whoever repeats it books twice.
    let lost = json!({"kind": "custom", "status": 401, "execute": true, "times": 1});
    switch(&mut browser, json!({"api_fault": lost}));
    let route = format!("{ADDRESS}/bookings");
    assert_eq!(call(&mut browser, "POST", &route, &token, "{}").status, 401);
    let state = browser.control("GET", "state", json!({}));
    assert_eq!(state["docplanner"]["state"]["booked"], json!(1));
}
