//! The log that tests count in.

use serde_json::json;

use crate::browser::*;

#[test]
fn an_entry_as_the_readme_shows_it() {
    let mut browser = Browser::new();
    let headers = [
        ("origin", APP),
        ("content-type", "application/x-www-form-urlencoded"),
        ("cookie", "a=secret; b=c"),
        ("accept-language", "en"),
        ("authorization", "Bearer abc"),
    ];
    browser.send(
        "POST",
        &format!("{PORTAL}/oauth2/token?a=1&b=2&a=3"),
        &headers,
        "code=x%20y&code=z&grant_type=g",
    );
    let mut entry = browser.log().pop().unwrap();
    let time = entry.as_object_mut().unwrap().remove("time").unwrap();
    assert_eq!(time, json!(browser.now - 1));
    assert_eq!(
        entry,
        json!({
            "number": 1,
            "scenario": "default",
            "double": "docspace",
            "host": "docspace.localhost:9400",
            "method": "POST",
            "path": "/oauth2/token",
            "query": {"a": ["1", "3"], "b": "2"},
            "preflight": false,
            "headers": {"origin": APP, "content-type": "application/x-www-form-urlencoded"},
            "cookies": ["a", "b"],
            "authorization": {"scheme": "Bearer", "token_hash": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
            "form": {"code": ["x y", "z"], "grant_type": "g"},
            "json": null,
            "body_length": 30,
            "status": 401,
            "location": null,
            "fault": null
        })
    );
}

#[test]
fn filters_and_numbers() {
    let mut browser = Browser::new();
    browser.get(&format!("{PORTAL}/oauth2/jwks"));
    browser.send(
        "OPTIONS",
        &format!("{PORTAL}/oauth2/jwks"),
        &[("origin", APP), ("access-control-request-method", "GET")],
        "",
    );
    browser.get("http://x.docspace.localhost:9400/oauth2/jwks");
    browser.get("http://evil.localhost:9400/a");
    let numbers = |browser: &mut Browser, query: &str| -> Vec<u64> {
        let answer = browser.control("GET", &format!("log?{query}"), json!({}));
        assert_eq!(answer["last"], json!(4));
        answer["entries"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["number"].as_u64().unwrap())
            .collect()
    };
    assert_eq!(numbers(&mut browser, ""), [1, 2, 3, 4]);
    assert_eq!(numbers(&mut browser, "preflight=false"), [1, 3, 4]);
    assert_eq!(numbers(&mut browser, "since=2"), [3, 4]);
    assert_eq!(numbers(&mut browser, "scenario=x"), [3]);
    assert_eq!(numbers(&mut browser, "double=evil"), [4]);
    assert_eq!(
        numbers(&mut browser, "path=/oauth2/jwks&method=GET"),
        [1, 3]
    );
    assert_eq!(numbers(&mut browser, "host=evil.localhost:9400"), [4]);
    browser.control("DELETE", "log?scenario=x", json!({}));
    assert_eq!(numbers(&mut browser, ""), [1, 2, 4]);
    browser.control("DELETE", "log", json!({}));
    assert_eq!(numbers(&mut browser, ""), Vec::<u64>::new());
    browser.get(&format!("{PORTAL}/oauth2/jwks"));
    assert_eq!(browser.log()[0]["number"], json!(5), "numbers go on");
}

#[test]
fn control_requests_and_unknown_hosts_are_not_logged() {
    let mut browser = Browser::new();
    browser.control("GET", "state", json!({}));
    assert_eq!(browser.get("http://localhost:9400/x").status, 404);
    assert_eq!(browser.get("http://docspace.example.com/x").status, 421);
    assert_eq!(browser.log(), Vec::<serde_json::Value>::new());
}

#[test]
fn what_was_not_answered_has_status_0() {
    let mut browser = Browser::switched(json!({"jwks_fault": {"kind": "close"}}));
    browser.get(&format!("{PORTAL}/oauth2/jwks"));
    let entry = browser.log().pop().unwrap();
    assert_eq!(
        (&entry["status"], &entry["fault"]),
        (&json!(0), &json!("close"))
    );
}
