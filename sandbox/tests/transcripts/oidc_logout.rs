//! The OpenID Connect double's ends of sessions: its own, by confirmation and back again, and those that it asks of the app.

use serde_json::{Value, json};

use crate::{
    browser::*,
    oidc_authorize::url,
    oidc_token::{browser, login, refresh},
};

const HOME: &str = "http://localhost:5173/";

/// A browser with these switches that is signed in by the page.
fn signed_in(switches: Value) -> Browser {
    let mut browser = Browser::new();
    browser.control("PUT", "switches", json!({"oidc": switches}));
    let landing = browser.leave_app(&url(ISSUER, &[]));
    browser.press(&landing, "user-ada");
    browser
}

fn is_signed_in(browser: &mut Browser) -> bool {
    let landing = browser.leave_app(&url(ISSUER, &[("prompt", "none")]));
    landing.parameter("code").is_some()
}

fn end_session(fields: &[(&str, &str)]) -> String {
    format!("{ISSUER}/end_session?{}", form(fields))
}

const ASKED: [(&str, &str); 4] = [
    ("client_id", "demo-oidc"),
    ("post_logout_redirect_uri", HOME),
    ("state", "x y"),
    ("logout_hint", "ada"),
];

#[test]
fn the_state_comes_back_another_does_or_none() {
    for (switch, url) in [
        ("echo", "http://localhost:5173/?state=x%20y"),
        ("other", "http://localhost:5173/?state=another-state"),
        ("none", HOME),
    ] {
        let mut browser = signed_in(json!({"logout_state": switch}));
        let landing = browser.leave_app(&end_session(&ASKED));
        assert_eq!(landing.url, url, "{switch}");
        assert!(
            !is_signed_in(&mut browser),
            "{switch}: signed out all the same"
        );
    }
}

#[test]
fn it_can_ask_first_and_keeps_what_was_said() {
    let mut browser = signed_in(json!({"logout_confirm": true}));
    let page = browser.leave_app(&end_session(&ASKED));
    assert!(
        page.response
            .body_text()
            .contains("data-testid=\"logout-confirm\"")
    );
    assert!(
        is_signed_in(&mut browser),
        "not before the button is pressed"
    );
    let landing = browser.press(&page, "logout-confirm");
    assert_eq!(landing.url, "http://localhost:5173/?state=x%20y");
    assert!(!is_signed_in(&mut browser));
    let by_query = [("client_id", "demo-oidc"), ("confirmed", "yes")];
    let page = browser.leave_app(&end_session(&by_query));
    assert!(
        page.response.body_text().contains("logout-confirm"),
        "no link confirms"
    );
}

#[test]
fn a_form_is_as_good_as_a_link_and_both_are_logged() {
    let mut browser = browser(json!({"refresh_tokens": "always"}));
    let answer = login(&mut browser, "openid");
    let hint = answer["id_token"].as_str().unwrap();
    let response = browser.post(
        &format!("{ISSUER}/end_session"),
        &[
            ("id_token_hint", hint),
            ("post_logout_redirect_uri", HOME),
            ("state", "s"),
        ],
    );
    assert_eq!(
        (response.status, response.header("location")),
        (303, Some("http://localhost:5173/?state=s"))
    );
    assert_eq!(
        refresh(&mut browser, &answer).status,
        400,
        "the hint's grant is dead"
    );
    browser.leave_app(&end_session(&ASKED));
    let log = browser.log();
    let of = |method: &str| {
        let is_it = |entry: &&Value| entry["path"] == "/end_session" && entry["method"] == method;
        log.iter().find(is_it).unwrap().clone()
    };
    assert_eq!(of("POST")["form"]["id_token_hint"], json!(hint));
    assert_eq!(of("POST")["query"], json!({}), "not in any address");
    assert_eq!(of("GET")["query"]["logout_hint"], json!("ada"));
}

#[test]
fn a_hint_for_another_client_and_a_fault_end_nothing() {
    let mut browser = signed_in(json!({}));
    let code = browser
        .leave_app(&url(ISSUER, &[]))
        .parameter("code")
        .unwrap();
    let answer = crate::oidc_token::exchange(&mut browser, &code)
        .body_json()
        .unwrap();
    let hint = answer["id_token"].as_str().unwrap();
    let mixed = [("id_token_hint", hint), ("client_id", "somebody")];
    assert_eq!(browser.leave_app(&end_session(&mixed)).response.status, 400);
    assert!(is_signed_in(&mut browser));
    let fault = json!({"oidc": {"end_session_fault": {"kind": "html", "status": 502, "times": 1}}});
    browser.control("PUT", "switches", fault);
    assert_eq!(browser.leave_app(&end_session(&ASKED)).response.status, 502);
    assert!(is_signed_in(&mut browser));
    browser.leave_app(&end_session(&ASKED));
    assert!(!is_signed_in(&mut browser), "once only");
}

#[test]
fn a_front_channel_logout_is_a_hidden_frame() {
    let mut browser = Browser::new();
    let mut frame = |fields: &[(&str, &str)]| {
        let url = format!("{ISSUER}/frontchannel?{}", form(fields));
        let html = browser.get(&url).body_text();
        let (_, rest) = html.split_once("<iframe hidden").unwrap();
        let (_, rest) = rest.split_once(" src=\"").unwrap();
        rest.split_once('"').unwrap().0.replace("&amp;", "&")
    };
    let uri = ("uri", "http://localhost:5173/bye?a=1");
    assert_eq!(
        frame(&[uri, ("iss", ISSUER), ("sid", "s<1")]),
        format!(
            "http://localhost:5173/bye?a=1&iss={}&sid=s%3C1",
            encode(ISSUER)
        )
    );
    assert_eq!(frame(&[uri]), "http://localhost:5173/bye?a=1");
    let scripted = browser.get(&format!("{ISSUER}/frontchannel?uri=javascript:alert(1)"));
    assert_eq!(scripted.status, 400);
}

#[test]
fn a_third_party_can_start_a_login() {
    let mut browser = Browser::new();
    let mut landing = |fields: &[(&str, &str)]| {
        let login = ("login_uri", "http://localhost:5173/start");
        let fields = [&[login], fields].concat();
        browser
            .visit(&format!("{ISSUER}/t/one/initiate?{}", form(&fields)))
            .url
    };
    let own = encode(&format!("{ISSUER}/t/one"));
    assert_eq!(
        landing(&[]),
        format!("http://localhost:5173/start?iss={own}")
    );
    assert_eq!(
        landing(&[
            ("iss", "http://evil"),
            ("target_link_uri", "http://evil/x"),
            ("login_hint", "ada")
        ]),
        "http://localhost:5173/start?iss=http%3A%2F%2Fevil&login_hint=ada&target_link_uri=http%3A%2F%2Fevil%2Fx"
    );
    assert_eq!(landing(&[("iss", "")]), "http://localhost:5173/start");
}

#[test]
fn a_logout_that_the_app_asked_for_can_come_to_it_by_frame_too() {
    let told = "http://localhost:5173/bye";
    let mut browser = browser(json!({"frontchannel_logout_uri": told}));
    let answer = login(&mut browser, "openid");
    let hint = answer["id_token"].as_str().unwrap();
    let fields = [
        ("id_token_hint", hint),
        ("post_logout_redirect_uri", HOME),
        ("state", "s"),
    ];
    let html = browser
        .leave_app(&end_session(&fields))
        .response
        .body_text();
    let frame = format!(
        "src=\"{told}?iss={}&amp;sid={}\"",
        encode(ISSUER),
        encode(claims(hint)["sid"].as_str().unwrap())
    );
    assert!(html.contains(&frame), "{html}");
    assert!(
        html.contains("content=\"1; url=http://localhost:5173/?state=s\""),
        "{html}"
    );
}
