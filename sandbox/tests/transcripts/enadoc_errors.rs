//! Enadoc: where the number of an error stands, CORS, and faults.

use serde_json::{Value, json};

use crate::{browser::*, enadoc_app::*};

#[test]
fn the_number_stands_in_seven_places() {
    let mut browser = browser(json!({}));
    for (envelope, pointer) in [
        ("error_code", "/error_code"),
        ("errorCode", "/errorCode"),
        ("ErrorCode", "/ErrorCode"),
        ("code", "/code"),
        ("object", "/error/code"),
        ("array", "/0/errorCode"),
        ("errors", "/errors/0/error_code"),
    ] {
        switch(&mut browser, json!({"error_envelope": envelope}));
        let first = ask(&mut browser, &[("clientid", "")]).body_json().unwrap();
        assert_eq!(first.pointer(pointer), Some(&json!("000.001")), "{first}");
        let token = redeem(&mut browser, "made-up").body_json().unwrap();
        assert_eq!(token.pointer(pointer), Some(&json!("000.506")), "{token}");
        let api = call(&mut browser, "GET", "me", "made-up");
        let body: Value = api.body_json().unwrap();
        assert_eq!(body.pointer(pointer), Some(&json!("000.511")), "{body}");
        assert_eq!(body.to_string().matches("000.511").count(), 1);
    }
}

#[test]
fn the_status_can_be_any() {
    let mut browser = browser(json!({"error_status": 200}));
    assert_eq!(
        refused(&redeem(&mut browser, "x")),
        numbered(200, "000.506")
    );
    assert_eq!(
        refused(&call(&mut browser, "GET", "me", "x")),
        numbered(200, "000.511")
    );
    switch(&mut browser, json!({"error_status": 500}));
    assert_eq!(
        refused(&redeem(&mut browser, "x")),
        numbered(500, "000.506")
    );
}

#[test]
fn no_page_may_read_anything_unless_a_switch_says_so() {
    let mut browser = browser(json!({}));
    let first = format!("{EIP}/api/v3/authorization/url");
    let me = format!("{API}api/v3/me");
    let headers = [
        FORM,
        ("clientid", "demo-enadoc"),
        ("redirecturi", RETURN),
        ("origin", APP),
        ("authorization", "bearer x"),
    ];
    let asked = |method: &'static str| {
        [
            ("origin", APP),
            ("access-control-request-method", method),
            ("access-control-request-headers", "clientid,redirecturi"),
        ]
    };
    let allowed = |browser: &mut Browser| -> [(u16, bool); 4] {
        [
            browser.send("OPTIONS", &first, &asked("POST"), ""),
            browser.send("POST", &first, &headers, ""),
            browser.send("OPTIONS", &me, &asked("GET"), ""),
            browser.send("GET", &me, &headers, ""),
        ]
        .map(|answer| {
            let origin = answer.header("access-control-allow-origin");
            (answer.status, origin == Some("*"))
        })
    };
    let (shut, open) = ((405, false), (204, true));
    assert_eq!(
        allowed(&mut browser),
        [shut, (200, false), shut, (401, false)]
    );
    switch(&mut browser, json!({"cors": true}));
    assert_eq!(
        allowed(&mut browser),
        [open, (200, true), shut, (401, false)]
    );
    switch(&mut browser, json!({"cors": false, "api_cors": true}));
    assert_eq!(
        allowed(&mut browser),
        [shut, (200, false), open, (401, true)]
    );
}

#[test]
fn every_endpoint_can_fail() {
    for (switch_name, path, method) in [
        (
            "authorization_url_fault",
            "/api/v3/authorization/url",
            "POST",
        ),
        ("login_fault", "/login", "GET"),
        ("discovery_fault", "/enadoc/discovery/api", "GET"),
        ("token_fault", "/api/v3/token", "POST"),
    ] {
        let mut browser = browser(json!({switch_name: {"kind": "html", "status": 502}}));
        let answer = browser.send(method, &format!("{EIP}{path}"), &[], "");
        assert_eq!((answer.status, answer.fault), (502, Some("html")), "{path}");
    }
    let mut browser = browser(json!({"api_fault": {"kind": "empty", "status": 503}}));
    assert_eq!(call(&mut browser, "GET", "me", "x").status, 503);
    // A code that is spent though the answer is lost.
    let fault = json!({"kind": "close", "execute": true, "times": 1});
    switch(&mut browser, json!({"token_fault": fault}));
    let code = code(&mut browser);
    assert_eq!(redeem(&mut browser, &code).status, 0);
    assert_eq!(
        refused(&redeem(&mut browser, &code)),
        numbered(400, "000.507")
    );
}
