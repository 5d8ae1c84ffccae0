//! What each version of DocSpace lacks, as an app meets it (facts, section 10).

use serde_json::{Value, json};

use crate::browser::*;

const ALL: [&str; 6] = ["3.0", "3.1", "3.2", "3.6", "3.7", "3.8"];

/// A portal of this version that ada signs in to without a page.
fn portal(version: &str) -> Browser {
    Browser::switched(json!({"version": version, "auto_login": "ada", "auto_consent": true}))
}

/// What each version answers, in the order of `ALL`.
fn each<T: std::fmt::Debug + PartialEq>(ask: impl Fn(&mut Browser) -> T) -> Vec<T> {
    ALL.iter()
        .map(|version| ask(&mut portal(version)))
        .collect()
}

#[test]
fn pages_may_read_the_identity_server_from_3_2_on() {
    for (method, path) in [
        ("POST", "/oauth2/token"),
        ("POST", "/oauth2/introspect"),
        ("GET", "/oauth2/jwks"),
        ("GET", "/.well-known/openid-configuration"),
    ] {
        let readable = each(|browser| {
            let url = format!("{PORTAL}{path}");
            let preflight = [("origin", APP), ("access-control-request-method", method)];
            let asked = browser.send("OPTIONS", &url, &preflight, "");
            let answered = browser.send(method, &url, &[("origin", APP)], "");
            let open = |response: &docgate_sandbox::Response| {
                response.header("access-control-allow-origin") == Some("*")
            };
            assert_eq!(open(&asked), open(&answered), "{path}");
            (open(&answered), asked.status)
        });
        let (no, yes) = ((false, 403), (true, 200));
        assert_eq!(readable, [no, no, yes, yes, yes, yes], "{path}");
    }
}

#[test]
fn the_switch_can_only_take_cors_away() {
    for version in ALL {
        let mut browser = portal(version);
        browser.control("PUT", "switches", json!({"docspace": {"cors": false}}));
        let answer = browser.post(&format!("{PORTAL}/oauth2/token"), &[]);
        assert_eq!(
            answer.header("access-control-allow-origin"),
            None,
            "{version}"
        );
    }
}

#[test]
fn a_version_without_cors_executes_what_it_hides() {
    let mut browser = portal("3.1");
    let code = browser.login("ada", "files:read");
    let answer = browser.exchange(&code);
    assert_eq!(
        (answer.status, answer.header("access-control-allow-origin")),
        (200, None)
    );
    // The REST API has its own rules, and is open to an app's allowed origins in every version.
    let token = answer.body_json().unwrap()["access_token"]
        .as_str()
        .unwrap()
        .to_string();
    let answer = browser.api("GET", "files/@root", &token);
    assert_eq!(
        (answer.status, answer.header("access-control-allow-origin")),
        (200, Some(APP))
    );
}

#[test]
fn scope_may_be_left_out_from_3_1_on() {
    let error = format!("{PORTAL}/login/error?oauthMessageKey=something_went_wrong_error");
    for scope in ["", "&scope=", "&scope=%20"] {
        let stuck = each(|browser| {
            // Signed in before, so that no hop adds the scopes of an earlier login.
            browser.login("ada", "files:read");
            browser
                .cookies
                .retain(|(name, ..), _| name == "x-signature");
            let url = authorize_url("x").replace("&scope=x", scope);
            browser.leave_app(&url).url == error
        });
        assert_eq!(stuck, [true, false, false, false, false, false], "{scope}");
    }
}

#[test]
fn the_scope_rules_of_3_0() {
    for (scope, method, route, expected) in [
        ("accounts.self:write", "GET", "people/@self", [403, 200]),
        (
            "accounts.self:write",
            "PUT",
            "people/@self/photo",
            [403, 200],
        ),
        ("accounts.self:read", "PUT", "people/@self", [403, 403]),
        ("accounts:read", "GET", "people/@self", [403, 403]),
        ("accounts:write", "GET", "people/@self", [403, 403]),
        ("accounts:write", "PUT", "people/@self", [403, 403]),
        ("accounts:write", "PUT", "people/42", [200, 200]),
        ("accounts:write", "GET", "people", [403, 200]),
        ("rooms:write", "GET", "files/rooms", [403, 200]),
        ("accounts:read", "GET", "group", [403, 200]),
        ("accounts:write", "POST", "group", [403, 200]),
        ("files:write", "GET", "files/@root", [200, 200]),
        ("accounts.self:read", "GET", "people/@self", [200, 200]),
        ("rooms:read", "GET", "files/rooms", [200, 200]),
    ] {
        let seen = ["3.0", "3.1"].map(|version| {
            let mut browser = portal(version);
            let token = browser.access_token("ada", scope);
            browser.api(method, route, &token).status
        });
        assert_eq!(seen, expected, "{method} {route} with {scope}");
    }
}

#[test]
fn no_version_gives_a_public_client_a_refresh_token() {
    let given = each(|browser| {
        let code = browser.login("ada", "files:read");
        browser
            .exchange(&code)
            .body_json()
            .unwrap()
            .get("refresh_token")
            .cloned()
    });
    assert_eq!(given, vec![None::<Value>; 6]);
}

/// Signs in as the confidential client and gives its refresh token.
fn refresh_token(browser: &mut Browser) -> String {
    let id = "demo-docspace-confidential";
    let url =
        authorize_url("files:read").replace("client_id=demo-docspace", &format!("client_id={id}"));
    let code = browser.leave_app(&url).parameter("code").unwrap();
    let mut fields = exchange_fields(&code).to_vec();
    fields[1].1 = id;
    fields.push(("client_secret", "sandbox-secret"));
    let answer = browser.post(&format!("{PORTAL}/oauth2/token"), &fields);
    answer.body_json().unwrap()["refresh_token"]
        .as_str()
        .unwrap()
        .to_string()
}

#[test]
fn a_refresh_token_lives_a_year_in_3_0_and_sixty_days_later() {
    const DAY: u64 = 86_400;
    let after = |days: u64| {
        each(|browser| {
            let token = refresh_token(browser);
            let advance = days * DAY - 60;
            browser.control("POST", "time", json!({"advance_seconds": advance}));
            let fields = [
                ("grant_type", "refresh_token"),
                ("client_id", "demo-docspace-confidential"),
                ("client_secret", "sandbox-secret"),
                ("refresh_token", token.as_str()),
            ];
            browser
                .post(&format!("{PORTAL}/oauth2/token"), &fields)
                .status
        })
    };
    assert_eq!(after(60), [200; 6]);
    assert_eq!(after(61), [200, 400, 400, 400, 400, 400]);
    assert_eq!(after(365), [200, 400, 400, 400, 400, 400]);
    assert_eq!(after(366), [400; 6]);
}

#[test]
fn discovery_is_trimmed_from_3_6_on() {
    let seen = each(|browser| {
        let get = |browser: &mut Browser, name: &str| {
            browser
                .get(&format!("{PORTAL}/.well-known/{name}"))
                .body_json()
                .unwrap()
        };
        let document = get(browser, "openid-configuration");
        let plain = get(browser, "oauth-authorization-server");
        // What no version gets right.
        assert_eq!(
            document["id_token_signing_alg_values_supported"],
            json!(["RS256"])
        );
        let methods = document["token_endpoint_auth_methods_supported"].clone();
        assert!(!methods.as_array().unwrap().contains(&json!("none")));
        let grants = document["grant_types_supported"].as_array().unwrap();
        (
            methods == json!(["client_secret_post"]),
            !grants.contains(&json!("client_credentials")),
            document["scopes_supported"].as_array().map(Vec::len),
            plain["scopes_supported"].as_array().map(Vec::len),
            document.get("device_authorization_endpoint").is_none(),
        )
    });
    let before = (false, false, Some(1), None, false);
    let after = (true, true, Some(9), Some(9), true);
    assert_eq!(seen, [before, before, before, after, after, after]);
}

#[test]
fn allowed_origins_take_wildcards_from_3_7_on() {
    let allowed = |origins: Value| {
        each(|browser| {
            let client =
                json!({"id": CLIENT, "redirect_uris": [CALLBACK], "allowed_origins": origins});
            browser.control(
                "PUT",
                "clients",
                json!({"double": "docspace", "client": client}),
            );
            let token = browser.access_token("ada", "files:read");
            let authorization = format!("Bearer {token}");
            let headers = [
                ("origin", "https://app.example.com"),
                ("authorization", &*authorization),
            ];
            let answer = browser.send(
                "GET",
                &format!("{PORTAL}/api/2.0/files/@root"),
                &headers,
                "",
            );
            assert_eq!(answer.status, 200, "executed in any case");
            answer.header("access-control-allow-origin").is_some()
        })
    };
    assert_eq!(
        allowed(json!(["https://*.example.com"])),
        [false, false, false, false, true, true]
    );
    assert_eq!(allowed(json!(["https://APP.example.com"])), [true; 6]);
    assert_eq!(allowed(json!(["https://app.example.com/"])), [false; 6]);
    assert_eq!(allowed(json!([])), [false; 6]);
}

#[test]
fn a_version_that_there_is_not_is_named() {
    let mut browser = Browser::new();
    let answer = browser.send(
        "PUT",
        &format!("{PORTAL}/_sandbox/switches"),
        &[],
        &json!({"docspace": {"version": "2.9"}}).to_string(),
    );
    assert_eq!(answer.status, 400);
    let error = answer.body_json().unwrap()["error"].to_string();
    assert!(
        error.contains("docspace.version") && error.contains("3.8"),
        "{error}"
    );
}
