//! Enadoc: codes, refresh tokens, and how an answer looks.

use serde_json::{Value, json};

use crate::{browser::*, enadoc_app::*};

fn keys(answer: &Value) -> Vec<&str> {
    answer
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn tokens_are_opaque_and_their_time_is_told_or_not() {
    let mut browser = browser(json!({}));
    let answer = login(&mut browser);
    assert_eq!(
        keys(&answer),
        ["access_token", "expires_in", "refresh_token", "token_type"]
    );
    assert_eq!(
        (&answer["expires_in"], &answer["token_type"]),
        (&json!(3600), &json!("bearer"))
    );
    for name in ["access_token", "refresh_token"] {
        let token = answer[name].as_str().unwrap();
        assert_eq!(token.len(), 128);
        assert!(
            token
                .bytes()
                .all(|byte| b"0123456789ABCDEF".contains(&byte)),
            "{token}"
        );
    }
    switch(
        &mut browser,
        json!({"expires_in": false, "token_type": false}),
    );
    assert_eq!(
        keys(&login(&mut browser)),
        ["access_token", "refresh_token"]
    );
    switch(&mut browser, json!({"token_shape": "camel-authToken"}));
    assert_eq!(keys(&login(&mut browser)), ["authToken", "refreshToken"]);
    switch(
        &mut browser,
        json!({"expires_in": true, "token_type": true}),
    );
    assert_eq!(
        keys(&login(&mut browser)),
        ["authToken", "expiresIn", "refreshToken", "tokenType"]
    );
    let mutation = json!({"set": {"access_token": "{refresh_token}"}, "remove": ["expiresIn"]});
    switch(&mut browser, json!({"token_answer": mutation}));
    let bent = login(&mut browser);
    assert_eq!(bent["access_token"], bent["refreshToken"]);
    assert_eq!(bent.get("expiresIn"), None);
}

#[test]
fn an_app_can_have_a_time_of_its_own() {
    let mut browser = browser(json!({"access_token_lifetime": 100}));
    assert_eq!(login(&mut browser)["expires_in"], json!(100));
    let app = json!({"id": "demo-enadoc", "redirect_uris": [RETURN], "secret": "sandbox-secret", "access_token_lifetime": 7});
    browser.control("PUT", "clients", json!({"double": "enadoc", "client": app}));
    let answer = login(&mut browser);
    assert_eq!(answer["expires_in"], json!(7));
    let access = answer["access_token"].as_str().unwrap();
    assert_eq!(call(&mut browser, "GET", "me", access).status, 200);
    browser.control("POST", "time", json!({"advance_seconds": 7}));
    let late = call(&mut browser, "GET", "me", access);
    assert_eq!(refused(&late), numbered(401, "000.512"));
}

#[test]
fn the_numbers_of_the_token_endpoint() {
    let mut browser = browser(json!({}));
    let fresh = code(&mut browser);
    let grant = ("grant_type", "authorization_code");
    for (fields, number) in [
        (vec![("client_id", ""), grant], "000.001"),
        (vec![("client_id", "nobody"), grant], "000.002"),
        (
            vec![("client_id", "demo-enadoc-inactive"), grant],
            "000.003",
        ),
        (vec![("client_secret", ""), grant], "000.004"),
        (vec![("client_secret", "wrong"), grant], "000.002"),
        (vec![], "000.502"),
        (vec![("grant_type", "client_credentials")], "000.502"),
        (vec![grant], "000.504"),
        (vec![grant, ("code", "made-up")], "000.506"),
        (vec![("grant_type", "refresh_token")], "000.508"),
        (
            vec![
                ("grant_type", "refresh_token"),
                ("refresh_token", "made-up"),
            ],
            "000.509",
        ),
    ] {
        let answer = token(&mut browser, &fields);
        assert_eq!(refused(&answer), numbered(400, number), "{fields:?}");
    }
    let url = format!("{EIP}/api/v3/token");
    let json_body = [("content-type", "application/json")];
    let answer = browser.send("POST", &url, &json_body, "{}");
    assert_eq!(refused(&answer), numbered(400, "000.501"));
    // Basic authentication is not looked at: id and secret are in the form, or nowhere.
    let basic = [
        FORM,
        (
            "authorization",
            "Basic ZGVtby1lbmFkb2M6c2FuZGJveC1zZWNyZXQ=",
        ),
    ];
    let fields = form(&[grant, ("code", &fresh)]);
    let answer = browser.send("POST", &url, &basic, &fields);
    assert_eq!(refused(&answer), numbered(400, "000.001"));
    assert_eq!(
        redeem(&mut browser, &fresh).status,
        200,
        "no refusal spent it"
    );
}

#[test]
fn a_code_is_single_use_short_lived_and_the_apps_own() {
    let mut browser = browser(json!({"code_lifetime": 10}));
    let spent = code(&mut browser);
    let first = redeem(&mut browser, &spent).body_json().unwrap();
    let again = redeem(&mut browser, &spent);
    assert_eq!(refused(&again), numbered(400, "000.507"));
    let access = first["access_token"].as_str().unwrap();
    assert_eq!(
        call(&mut browser, "GET", "me", access).status,
        200,
        "the first answer stays good"
    );
    let late = code(&mut browser);
    browser.control("POST", "time", json!({"advance_seconds": 10}));
    assert_eq!(
        refused(&redeem(&mut browser, &late)),
        numbered(400, "000.506")
    );
    let expired = code(&mut browser);
    browser.control(
        "POST",
        "expire",
        json!({"what": "code", "client": "demo-enadoc"}),
    );
    assert_eq!(
        refused(&redeem(&mut browser, &expired)),
        numbered(400, "000.506")
    );
    let other = json!({"id": "other", "redirect_uris": [RETURN], "secret": "s"});
    browser.control(
        "PUT",
        "clients",
        json!({"double": "enadoc", "client": other}),
    );
    let mine = code(&mut browser);
    let fields = [
        ("client_id", "other"),
        ("client_secret", "s"),
        ("grant_type", "authorization_code"),
        ("code", mine.as_str()),
    ];
    let theirs = token(&mut browser, &fields);
    assert_eq!(refused(&theirs), numbered(400, "000.506"));
}

#[test]
fn refresh_tokens_rotate_or_stay() {
    let mut browser = browser(json!({}));
    let first = login(&mut browser);
    let old = first["refresh_token"].as_str().unwrap();
    let second = refresh(&mut browser, old).body_json().unwrap();
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert_ne!(second["access_token"], first["access_token"]);
    assert_eq!(
        refused(&refresh(&mut browser, old)),
        numbered(400, "000.509")
    );
    switch(&mut browser, json!({"rotate": false}));
    let kept = second["refresh_token"].as_str().unwrap();
    for _ in 0..2 {
        let answer = refresh(&mut browser, kept);
        assert_eq!(answer.status, 200);
        assert_eq!(answer.body_json().unwrap().get("refresh_token"), None);
    }
    browser.control("POST", "expire", json!({"what": "refresh", "user": "ada"}));
    assert_eq!(
        refused(&refresh(&mut browser, kept)),
        numbered(400, "000.509")
    );
    switch(&mut browser, json!({"refresh_token_lifetime": 5}));
    let short = login(&mut browser);
    browser.control("POST", "time", json!({"advance_seconds": 5}));
    let late = refresh(&mut browser, short["refresh_token"].as_str().unwrap());
    assert_eq!(refused(&late), numbered(400, "000.509"));
}

#[test]
fn an_evicted_user_has_no_token_left() {
    let mut browser = browser(json!({}));
    let answer = login(&mut browser);
    let body = json!({"client": "demo-enadoc", "user": "ada"});
    assert_eq!(
        browser.control("POST", "evict", body.clone())["evicted"],
        json!(true)
    );
    assert_eq!(
        browser.control("POST", "evict", body)["evicted"],
        json!(false)
    );
    let refreshed = refresh(&mut browser, answer["refresh_token"].as_str().unwrap());
    assert_eq!(refused(&refreshed), numbered(400, "000.509"));
    let called = call(
        &mut browser,
        "GET",
        "me",
        answer["access_token"].as_str().unwrap(),
    );
    assert_eq!(refused(&called), numbered(401, "000.511"));
}

#[test]
fn the_state_and_a_reset() {
    let mut browser = browser(json!({}));
    let answer = login(&mut browser);
    let state = browser.control("GET", "state", json!({}));
    let grant = &state["enadoc"]["state"]["grants"][0];
    assert_eq!(
        (
            &grant["client"],
            &grant["code"]["spent"],
            &grant["access_tokens"][0]["live"]
        ),
        (&json!("demo-enadoc"), &json!(true), &json!(true))
    );
    let text = state.to_string();
    for name in ["access_token", "refresh_token"] {
        assert!(!text.contains(answer[name].as_str().unwrap()));
    }
    browser.control("POST", "reset", json!({}));
    let state = browser.control("GET", "state", json!({}));
    assert_eq!(state["enadoc"]["state"]["grants"], json!([]));
}
