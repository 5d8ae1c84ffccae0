//! Enadoc: the first call in every dialect, the sign-in page, the way back, discovery.

use serde_json::{Value, json};

use crate::{browser::*, enadoc_app::*};

#[test]
fn the_picker_signs_in_and_no_state_comes_back() {
    let mut browser = Browser::new();
    let answer = ask(&mut browser, &[]);
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, Some("text/plain;charset=utf-8"))
    );
    let url = answer.body_text();
    assert!(url.starts_with(&format!("{EIP}/login?request=")), "{url}");
    let page = browser.leave_app(&format!("{url}&state=mine"));
    let landing = browser.press(&page, "user-grace");
    let code = landing.parameter("code").unwrap();
    assert_eq!(landing.url, format!("{RETURN}?code={code}"));
    // The browser stays signed in, until a switch, or the control API, says otherwise.
    assert!(landed(&mut browser).url.starts_with(RETURN));
    switch(&mut browser, json!({"remember": false}));
    assert!(landed(&mut browser).url.contains("/login"));
    switch(&mut browser, json!({"remember": true}));
    browser.control("POST", "expire", json!({"what": "session"}));
    assert!(landed(&mut browser).url.contains("/login"));
}

#[test]
fn an_address_is_for_whom_it_was_asked() {
    let mut browser = browser(json!({}));
    let page = browser.leave_app(&format!("{EIP}/login?request=made-up"));
    assert_eq!(page.response.status, 400);
    assert!(page.response.body_text().contains("oauth-error"));
    let (one, two) = (ask(&mut browser, &[]), ask(&mut browser, &[]));
    assert_ne!(one.body, two.body);
    let elsewhere = one.body_text().replace("enadoc.", "x.enadoc.");
    assert_eq!(
        browser.leave_app(&elsewhere).response.status,
        400,
        "another scenario knows nothing of it"
    );
}

#[test]
fn parameters_are_headers_or_fields() {
    let fields = [("ClientId", "demo-enadoc"), ("RedirectUri", RETURN)];
    let url = format!("{EIP}/api/v3/authorization/url");
    let mut browser = browser(json!({}));
    let by_form = |browser: &mut Browser| browser.send("POST", &url, &[FORM], &form(&fields));
    assert_eq!(refused(&by_form(&mut browser)), numbered(400, "000.001"));
    switch(&mut browser, json!({"params": "form"}));
    assert_eq!(by_form(&mut browser).status, 200);
    assert_eq!(refused(&ask(&mut browser, &[])), numbered(400, "000.001"));
    let entries = browser.log();
    let headers = &entries.last().unwrap()["headers"];
    assert_eq!(
        (&headers["clientid"], &headers["redirecturi"]),
        (&json!("demo-enadoc"), &json!(RETURN))
    );
}

#[test]
fn the_first_call_is_checked() {
    let mut browser = browser(json!({}));
    for (name, value, expected) in [
        ("content-type", "", "000.501"),
        ("content-type", "application/json", "000.501"),
        ("clientid", "", "000.001"),
        ("clientid", "nobody", "000.002"),
        ("clientid", "demo-enadoc-inactive", "000.003"),
    ] {
        let answer = ask(&mut browser, &[(name, value)]);
        assert_eq!(refused(&answer), numbered(400, expected), "{name}={value}");
    }
    let unregistered = ask(&mut browser, &[("redirecturi", "http://localhost:5173/")]);
    let body = unregistered.body_json().unwrap();
    assert_eq!(unregistered.status, 400);
    assert!(body["message"].is_string() && body.get("error_code").is_none());
    let utf8 = "application/x-www-form-urlencoded; charset=UTF-8";
    assert_eq!(ask(&mut browser, &[("content-type", utf8)]).status, 200);
}

#[test]
fn the_address_is_told_in_four_dialects() {
    let mut browser = browser(json!({"url_response": "json-string"}));
    let is_page = |url: &str| url.starts_with(&format!("{EIP}/login?request="));
    let url: Value = ask(&mut browser, &[]).body_json().unwrap();
    assert!(is_page(url.as_str().unwrap()));
    switch(&mut browser, json!({"url_response": "json-object"}));
    let told = ask(&mut browser, &[]).body_json().unwrap();
    assert!(is_page(told["url"].as_str().unwrap()));
    switch(&mut browser, json!({"url_member": "AuthorizationUrl"}));
    let told = ask(&mut browser, &[]).body_json().unwrap();
    assert_eq!(told.as_object().unwrap().len(), 1);
    assert!(is_page(told["AuthorizationUrl"].as_str().unwrap()));
    switch(&mut browser, json!({"url_response": "redirect"}));
    let answer = ask(&mut browser, &[]);
    assert_eq!((answer.status, answer.body.len()), (302, 0));
    assert!(is_page(answer.header("location").unwrap()));
}

#[test]
fn the_address_can_be_an_evil_one() {
    let mut browser = browser(json!({"url": "http://evil.localhost:9400/?next={url}"}));
    let url = ask(&mut browser, &[]).body_text();
    let genuine = url
        .strip_prefix("http://evil.localhost:9400/?next=")
        .unwrap();
    assert!(genuine.starts_with(&format!("{EIP}/login")));
    switch(
        &mut browser,
        json!({"url": "javascript:alert(1)", "url_response": "redirect"}),
    );
    let answer = ask(&mut browser, &[]);
    assert_eq!(answer.header("location"), Some("javascript:alert(1)"));
    switch(
        &mut browser,
        json!({"url": "{origin}/other", "url_response": "text"}),
    );
    assert_eq!(ask(&mut browser, &[]).body_text(), format!("{EIP}/other"));
}

#[test]
fn the_code_comes_back_under_either_name_and_can_be_bent() {
    let mut browser = browser(json!({"code_param": "oauth_code"}));
    let landing = landed(&mut browser);
    let code = landing.parameter("oauth_code").unwrap();
    assert_eq!(landing.url, format!("{RETURN}?oauth_code={code}"));
    let mutation = json!({"set": {"code": "{code}", "state": "forged"}});
    switch(&mut browser, json!({"callback": mutation}));
    let landing = landed(&mut browser);
    assert_eq!(landing.parameter("code"), landing.parameter("oauth_code"));
    assert_eq!(landing.parameter("state").as_deref(), Some("forged"));
    switch(&mut browser, json!({"callback": {"fragment": true}}));
    assert!(
        landed(&mut browser)
            .url
            .contains("/callback/enadoc#oauth_code=")
    );
}

#[test]
fn discovery_comes_before_the_token_and_leaves_the_code_alone() {
    let mut browser = browser(json!({}));
    let code = code(&mut browser);
    let fields = discovery_fields(&code);
    for _ in 0..2 {
        let answer = discover(&mut browser, &fields);
        assert_eq!((answer.status, answer.body_text()), (200, API.to_string()));
    }
    let entry = browser.log().pop().unwrap();
    assert_eq!(
        (&entry["method"], &entry["form"]["oauth_code"]),
        (&json!("GET"), &json!(code))
    );
    assert_eq!(redeem(&mut browser, &code).status, 200);
    assert_eq!(
        refused(&discover(&mut browser, &fields)),
        numbered(400, "000.507")
    );
}

#[test]
fn discovery_reads_the_body_or_the_query() {
    let mut browser = browser(json!({}));
    let code = code(&mut browser);
    let fields = discovery_fields(&code);
    let url = format!("{EIP}/enadoc/discovery/api?{}", form(&fields));
    assert_eq!(refused(&browser.get(&url)), numbered(400, "000.001"));
    switch(&mut browser, json!({"discovery_input": "query"}));
    assert_eq!(browser.get(&url).body_text(), API);
    let in_body = discover(&mut browser, &fields);
    assert_eq!(refused(&in_body), numbered(400, "000.001"));
}

#[test]
fn discovery_is_checked() {
    let mut browser = browser(json!({}));
    let code = code(&mut browser);
    let with = |name: &'static str, value: &'static str| {
        let mut fields = discovery_fields(&code);
        fields.retain(|(key, _)| *key != name);
        fields.push((name, value));
        fields
    };
    for (fields, number) in [
        (with("client_id", ""), "000.001"),
        (with("client_id", "nobody"), "000.002"),
        (with("client_id", "demo-enadoc-inactive"), "000.003"),
        (with("client_secret", ""), "000.004"),
        (with("client_secret", "wrong"), "000.002"),
        (with("oauth_code", ""), "000.504"),
        (with("oauth_code", "made-up"), "000.506"),
    ] {
        assert_eq!(
            refused(&discover(&mut browser, &fields)),
            numbered(400, number)
        );
    }
    let url = format!("{EIP}/enadoc/discovery/api");
    let untyped = browser.send("GET", &url, &[], &form(&discovery_fields(&code)));
    assert_eq!(refused(&untyped), numbered(400, "000.501"));
}

#[test]
fn the_api_base_is_told_in_four_dialects_and_can_have_a_path() {
    let mut browser = browser(json!({"site": "acme", "discovery_response": "json-string"}));
    let code = code(&mut browser);
    let fields = discovery_fields(&code);
    let base = "http://enadoc-api.localhost:9400/acme/";
    let told = discover(&mut browser, &fields).body_json();
    assert_eq!(told, Some(json!(base)));
    switch(
        &mut browser,
        json!({"discovery_response": "json-object", "discovery_member": "apiUrl"}),
    );
    let told = discover(&mut browser, &fields).body_json();
    assert_eq!(told, Some(json!({"apiUrl": base})));
    switch(&mut browser, json!({"discovery_response": "redirect"}));
    assert_eq!(
        discover(&mut browser, &fields).header("location"),
        Some(base)
    );
    let evil = "http://evil.localhost:9400/";
    switch(
        &mut browser,
        json!({"discovery_response": "text", "discovery_url": evil}),
    );
    assert_eq!(discover(&mut browser, &fields).body_text(), evil);
}

#[test]
fn a_scenario_has_hosts_of_its_own() {
    let mut browser = Browser::new();
    browser.control(
        "PUT",
        "switches?scenario=x",
        json!({"enadoc": {"auto_login": "ada"}}),
    );
    let url = "http://x.enadoc.localhost:9400/api/v3/authorization/url";
    let headers = [FORM, ("clientid", "demo-enadoc"), ("redirecturi", RETURN)];
    let page = browser.send("POST", url, &headers, "").body_text();
    let code = browser.leave_app(&page).parameter("code").unwrap();
    let url = "http://x.enadoc.localhost:9400/enadoc/discovery/api";
    let answer = browser.send("GET", url, &[FORM], &form(&discovery_fields(&code)));
    assert_eq!(answer.body_text(), "http://x.enadoc-api.localhost:9400/");
    let default = discover(&mut browser, &discovery_fields(&code));
    assert_eq!(refused(&default), numbered(400, "000.506"));
}
