//! The OpenID Connect double's metadata and keys, genuine and bent.

use serde_json::{Value, json};

use crate::browser::*;

fn metadata(browser: &mut Browser, issuer: &str) -> Value {
    browser
        .get(&format!("{issuer}/.well-known/openid-configuration"))
        .body_json()
        .unwrap()
}

#[test]
fn every_issuer_has_its_own_document() {
    let mut browser = Browser::new();
    for issuer in [ISSUER.to_string(), format!("{ISSUER}/t/one")] {
        let document = metadata(&mut browser, &issuer);
        assert_eq!(document["issuer"], json!(issuer));
        for name in [
            "authorization_endpoint",
            "token_endpoint",
            "jwks_uri",
            "userinfo_endpoint",
            "end_session_endpoint",
            "revocation_endpoint",
        ] {
            assert!(
                document[name]
                    .as_str()
                    .unwrap()
                    .starts_with(&format!("{issuer}/")),
                "{name}"
            );
        }
        assert_eq!(
            document["code_challenge_methods_supported"],
            json!(["S256"])
        );
        assert_eq!(
            document["authorization_response_iss_parameter_supported"],
            json!(true)
        );
    }
    let inserted = browser
        .get(&format!(
            "{ISSUER}/.well-known/oauth-authorization-server/t/one"
        ))
        .body_json()
        .unwrap();
    assert_eq!(inserted["issuer"], json!(format!("{ISSUER}/t/one")));
    assert_eq!(
        browser
            .get(&format!("{ISSUER}/.well-known/oauth-authorization-server"))
            .body_json()
            .unwrap()["issuer"],
        json!(ISSUER)
    );
}

#[test]
fn the_document_can_be_bent() {
    let mut browser = Browser::new();
    browser.control("PUT", "switches?scenario=one", json!({"oidc": {"metadata": {
        "set": {"issuer": "{issuer}/", "authorization_endpoint": "javascript:alert(1)", "token_endpoint": 7, "code_challenge_methods_supported": ["plain"]},
        "remove": ["jwks_uri"]
    }}}));
    let document = metadata(&mut browser, &format!("{ISSUER}/t/one"));
    assert_eq!(document["issuer"], json!(format!("{ISSUER}/t/one/")));
    assert_eq!(
        document["authorization_endpoint"],
        json!("javascript:alert(1)")
    );
    assert_eq!(
        (&document["token_endpoint"], document.get("jwks_uri")),
        (&json!(7), None)
    );
    assert_eq!(
        metadata(&mut browser, ISSUER)["issuer"],
        json!(ISSUER),
        "only in that scenario"
    );
    browser.control("PUT", "switches", json!({"oidc": {"callback_iss": false}}));
    assert_eq!(
        metadata(&mut browser, ISSUER).get("authorization_response_iss_parameter_supported"),
        None
    );
}

#[test]
fn keys_can_hide_among_others_and_lose_their_names() {
    let mut browser = Browser::new();
    let keys = |browser: &mut Browser| {
        browser.get(&format!("{ISSUER}/jwks")).body_json().unwrap()["keys"]
            .as_array()
            .unwrap()
            .clone()
    };
    let genuine = keys(&mut browser);
    browser.control("PUT", "switches", json!({"oidc": {"decoy_keys": 3}}));
    let all = keys(&mut browser);
    assert_eq!((all.len(), all.last()), (4, genuine.last()));
    browser.control(
        "PUT",
        "switches",
        json!({"oidc": {"omit_kid": true, "decoy_keys": 0}}),
    );
    assert_eq!(keys(&mut browser)[0].get("kid"), None);
}

#[test]
fn cors_is_a_switch() {
    let mut browser = Browser::new();
    let url = format!("{ISSUER}/.well-known/openid-configuration");
    let preflight = [("origin", APP), ("access-control-request-method", "GET")];
    assert_eq!(
        browser
            .send("GET", &url, &[("origin", APP)], "")
            .header("access-control-allow-origin"),
        Some("*")
    );
    assert_eq!(browser.send("OPTIONS", &url, &preflight, "").status, 204);
    browser.control("PUT", "switches", json!({"oidc": {"cors": false}}));
    assert_eq!(
        browser
            .send("GET", &url, &[("origin", APP)], "")
            .header("access-control-allow-origin"),
        None
    );
    assert_eq!(browser.send("OPTIONS", &url, &preflight, "").status, 403);
}
