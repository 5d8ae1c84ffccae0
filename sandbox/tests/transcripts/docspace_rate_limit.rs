//! Check-list 10: ten POSTs a minute, then the odd 429.

use serde_json::json;

use crate::browser::*;

const TOKEN: &str = "http://docspace.localhost:9400/oauth2/token";

#[test]
fn the_eleventh_post_of_a_minute_is_an_odd_429() {
    let mut browser = Browser::switched(json!({"rate_limit": true}));
    for number in 0..10 {
        // All the endpoints count together.
        let url = if number % 2 == 0 {
            TOKEN
        } else {
            "http://docspace.localhost:9400/oauth2/introspect"
        };
        let response = browser.post(url, &[("token", "x")]);
        assert_ne!(response.status, 429);
        assert_eq!(
            response.header("x-ratelimit-remaining"),
            Some((9 - number).to_string().as_str())
        );
        assert!(
            response
                .header("x-ratelimit-reset")
                .unwrap()
                .parse::<u64>()
                .unwrap()
                <= 60,
            "seconds"
        );
    }
    let response = browser.post(TOKEN, &[]);
    assert_eq!(
        (response.status, response.body_text()),
        (429, String::new())
    );
    assert_eq!(response.header("content-type"), Some("application/json"));
    assert_eq!(response.header("retry-after"), None);
    assert!(
        response
            .header("x-ratelimit-reset")
            .unwrap()
            .parse::<u64>()
            .unwrap()
            > 1_000_000_000,
        "nanoseconds"
    );
    // GETs are not counted, and the minute ends.
    assert_eq!(browser.get(&format!("{PORTAL}/oauth2/jwks")).status, 200);
    browser.control("POST", "time", json!({"advance_seconds": 60}));
    assert_ne!(browser.post(TOKEN, &[]).status, 429);
}

#[test]
fn off_by_default_and_the_number_is_a_switch() {
    let mut browser = Browser::new();
    for _ in 0..30 {
        assert_eq!(browser.post(TOKEN, &[]).status, 401);
    }
    browser.control(
        "PUT",
        "switches",
        json!({"docspace": {"rate_limit": true, "rate_limit_posts": 2}}),
    );
    let statuses: Vec<u16> = (0..3).map(|_| browser.post(TOKEN, &[]).status).collect();
    assert_eq!(statuses, [401, 401, 429]);
}
