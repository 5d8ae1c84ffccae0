//! Enadoc's API: who is signed in, permissions, loose types, and a base with a path.

use serde_json::json;

use crate::{browser::*, enadoc_app::*};

fn signed_in() -> (Browser, String) {
    let mut browser = browser(json!({}));
    let access = login(&mut browser)["access_token"]
        .as_str()
        .unwrap()
        .to_string();
    (browser, access)
}

#[test]
fn me_is_loosely_typed() {
    let (mut browser, access) = signed_in();
    let me = call(&mut browser, "GET", "me", &access)
        .body_json()
        .unwrap();
    assert_eq!(
        me,
        json!({
            "id": "101",
            "organizationId": 7,
            "organizationName": "Acme",
            "userName": "ada",
            "email": "ada@example.test",
            "firstName": "Ada",
            "lastName": "Lovelace",
            "fullName": "Ada Lovelace",
            "isActive": "True"
        })
    );
    let libraries = call(&mut browser, "GET", "libraries", &access);
    let libraries = libraries.body_json().unwrap();
    assert_eq!(libraries[1]["isDefault"], json!("False"));
    switch(&mut browser, json!({"auto_login": "linus"}));
    let other = login(&mut browser);
    let me = call(
        &mut browser,
        "GET",
        "me",
        other["access_token"].as_str().unwrap(),
    );
    assert_eq!(me.body_json().unwrap()["id"], json!("103"));
}

#[test]
fn a_token_is_wanted_and_the_scheme_has_any_capitals() {
    let (mut browser, access) = signed_in();
    let url = format!("{API}api/v3/me");
    let mut at =
        |authorization: &str| browser.send("GET", &url, &[("authorization", authorization)], "");
    assert_eq!(at(&format!("BEARER {access}")).status, 200);
    for nothing in ["", "bearer ", "Basic abc", &access] {
        assert_eq!(refused(&at(nothing)), numbered(401, "000.510"), "{nothing}");
    }
    assert_eq!(refused(&at("bearer abc")), numbered(401, "000.511"));
    assert_eq!(refused(&browser.get(&url)), numbered(401, "000.510"));
    browser.control("POST", "expire", json!({"what": "access"}));
    let late = call(&mut browser, "GET", "me", &access);
    assert_eq!(refused(&late), numbered(401, "000.512"));
}

#[test]
fn each_permission_has_its_number() {
    let (mut browser, access) = signed_in();
    for (permission, number, method, route, status) in [
        ("library", "000.010", "GET", "libraries", 200),
        (
            "tag-profile",
            "000.011",
            "GET",
            "libraries/1/tagprofiles",
            200,
        ),
        ("tag-profile", "000.011", "GET", "tagprofiles", 200),
        ("index", "000.012", "GET", "tagprofiles/1/indexes", 200),
        ("user", "000.013", "GET", "users", 200),
        ("upload", "000.014", "POST", "documents/?type=simple", 201),
        ("search", "000.015", "GET", "documents", 200),
        ("comment", "000.016", "GET", "documents/500/comments", 200),
        ("comment", "000.016", "POST", "documents/500/comments", 201),
    ] {
        switch(&mut browser, json!({"withheld": []}));
        let answer = call(&mut browser, method, route, &access);
        assert_eq!(answer.status, status, "{route}");
        switch(&mut browser, json!({"withheld": [permission]}));
        let answer = call(&mut browser, method, route, &access);
        assert_eq!(refused(&answer), numbered(403, number), "{route}");
        assert_eq!(call(&mut browser, "GET", "me", &access).status, 200);
    }
}

#[test]
fn resources_have_numbers_too_and_the_rest_has_none() {
    let (mut browser, access) = signed_in();
    let mut at = |method: &str, route: &str| call(&mut browser, method, route, &access);
    assert_eq!(
        refused(&at("GET", "libraries/2/tagprofiles")),
        numbered(400, "002.001")
    );
    assert_eq!(
        refused(&at("GET", "libraries/9/tagprofiles")),
        numbered(400, "003.001")
    );
    assert_eq!(at("POST", "hooks/subscribe/document").status, 201);
    let missing = at("GET", "nothing");
    assert_eq!(missing.status, 404);
    assert!(missing.body_json().unwrap()["message"].is_string());
}

#[test]
fn the_base_can_have_a_path() {
    let (mut browser, access) = signed_in();
    switch(&mut browser, json!({"site": "acme"}));
    assert_eq!(call(&mut browser, "GET", "me", &access).status, 404);
    let authorization = format!("bearer {access}");
    let url = format!("{API}acme/api/v3/me");
    let answer = browser.send("GET", &url, &[("authorization", &authorization)], "");
    assert_eq!(answer.status, 200);
    let entry = browser.log().pop().unwrap();
    assert_eq!(
        (&entry["double"], &entry["path"]),
        (&json!("enadoc-api"), &json!("/acme/api/v3/me"))
    );
}
