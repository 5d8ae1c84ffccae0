//! The OpenID Connect double's userinfo: its formats, and tokens that are in the wrong place.

use serde_json::{Value, json};

use crate::{
    browser::*,
    oidc_signing::keys,
    oidc_token::{browser, login, userinfo},
    signatures::verifies,
};

#[test]
fn it_answers_json_a_signed_token_or_the_wrong_type() {
    for (format, content_type) in [
        ("json", "application/json"),
        ("jwt", "application/jwt"),
        ("text", "text/plain;charset=utf-8"),
    ] {
        let mut browser = browser(json!({"userinfo_format": format, "id_token_alg": "PS256"}));
        let answer = login(&mut browser, "openid email");
        let response = userinfo(&mut browser, &answer);
        let is = response.header("content-type").unwrap();
        assert!(is.starts_with(content_type), "{is}");
        let text = response.body_text();
        let info: Value = if format == "jwt" {
            assert!(verifies(&text, &keys(&mut browser)));
            let info = claims(&text);
            assert_eq!(
                (&info["iss"], &info["aud"]),
                (&json!(ISSUER), &json!("demo-oidc"))
            );
            info
        } else {
            serde_json::from_str(&text).unwrap()
        };
        assert_eq!(info["email"], json!("ada@example.test"), "{format}");
        assert_eq!(
            info["sub"],
            claims(answer["id_token"].as_str().unwrap())["sub"]
        );
    }
}

#[test]
fn another_subject_can_be_signed_too() {
    let mut browser =
        browser(json!({"userinfo_format": "jwt", "userinfo": {"set": {"sub": "somebody"}}}));
    let answer = login(&mut browser, "openid");
    let text = userinfo(&mut browser, &answer).body_text();
    assert_eq!(claims(&text)["sub"], json!("somebody"));
}

#[test]
fn a_token_in_query_or_body_is_none_and_the_log_shows_it() {
    let mut browser = browser(json!({}));
    let token = login(&mut browser, "openid")["access_token"]
        .as_str()
        .unwrap()
        .to_string();
    let by_query = browser.get(&format!("{ISSUER}/userinfo?access_token={token}"));
    let by_body = browser.post(&format!("{ISSUER}/userinfo"), &[("access_token", &token)]);
    for response in [by_query, by_body] {
        assert_eq!(
            (response.status, response.header("www-authenticate")),
            (401, Some("Bearer"))
        );
    }
    let log = browser.log();
    let of = |part: &str| {
        log.iter()
            .filter(|entry| {
                entry["path"] == "/userinfo" && entry[part]["access_token"] == json!(token)
            })
            .count()
    };
    assert_eq!((of("query"), of("form")), (1, 1));
}
