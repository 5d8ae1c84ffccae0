//! What of a relay's token answer is believed.

use docgate::core::error::Code;
use docgate::core::http::Failure;
use docgate::core::session::Exchange;

use super::*;

#[test]
fn the_relay_says_whether_it_can_renew() {
    for renews in [true, false] {
        let session = session(&oauth(), renews);
        assert_eq!(session.exchange, Exchange::Relay { renews });
        assert_eq!(session.is_renewable(), renews);
        assert!(session.refresh_token.is_none());
    }
    for value in [
        "",
        r#","renewable":null"#,
        r#","renewable":"true""#,
        r#","renewable":1"#,
    ] {
        let played = finished(&oauth(), scene::tokens("at-1", value), None);
        assert_eq!(
            played.failed(),
            (Code::ResponseInvalid, Some("renewable")),
            "{value}"
        );
        assert_eq!(played.recorded, 0);
    }
    // Elsewhere the word means nothing.
    let script = [
        answers(scene::tokens("at-1", r#","renewable":true"#)),
        Reply::Recorded(Ok(())),
    ];
    let direct = play::exchange(&scene::oauth(), script).session.unwrap();
    assert_eq!(direct.exchange, Exchange::Direct);
    assert!(!direct.is_renewable());
    serves(
        "R-150",
        "what can be renewed is the relay's word, of the right type; from a provider it means nothing",
    );
}

#[test]
fn a_refresh_token_that_comes_all_the_same_is_not_kept() {
    for settings in [oauth(), docspace()] {
        let token = match settings.provider.id {
            "docspace" => scene::docspace_token(),
            _ => String::from("at-1"),
        };
        for renewable in [true, false] {
            let more = format!(r#","renewable":{renewable},"refresh_token":"rt-stray""#);
            let answer = scene::tokens(&token, &more);
            let session = finished(&settings, answer, None).session.unwrap();
            assert!(session.refresh_token.is_none());
            assert!(!session.encode().contains("rt-stray"));
            assert_eq!(session.is_renewable(), renewable);
        }
    }
    serves(
        "R-150",
        "the refresh token stays at the relay: one that is in its answer is not kept",
    );
}

#[test]
fn docspace_goes_on_through_the_relay() {
    let answer = scene::tokens(
        &scene::docspace_token(),
        r#","expires_in":3599,"renewable":true,"refresh_token_expires_in":7200"#,
    );
    let session = finished(&docspace(), answer, None).session.unwrap();
    assert!(session.is_renewable() && session.refresh_token.is_none());
    assert_eq!(session.renewable_until, Some(NOW.plus_seconds(7200)));
    assert_eq!(session.user.as_ref().unwrap().id, "user-guid");
    // Not renewable: the time it could be renewed until is nobody's business.
    let answer = scene::tokens(
        &scene::docspace_token(),
        r#","renewable":false,"refresh_token_expires_in":7200"#,
    );
    let session = finished(&docspace(), answer, None).session.unwrap();
    assert!(!session.is_renewable() && session.renewable_until.is_none());
    serves(
        "R-176",
        "a DocSpace session goes on where the relay can renew it, else it ends once",
    );
}

#[test]
fn an_api_base_is_an_address_and_only_where_each_login_learns_it() {
    for value in [
        "7",
        "true",
        r#""""#,
        r#""acme.example""#,
        r#""//acme.example/""#,
        r#""http://acme.example/""#,
        r#""http://localhost/""#,
        r#""http://127.0.0.1:9400/""#,
        r#""ftp://acme.example/""#,
        r#""javascript:alert(1)""#,
        r#""https://u@acme.example/""#,
        r#""https://acme.example/?q=1""#,
        r##""https://acme.example/#f""##,
        r#""https://acme.example\\@evil.example/""#,
    ] {
        let answer = tokens(&format!(r#","api_base":{value}"#));
        let played = finished(&oauth(), answer, None);
        assert_eq!(
            played.failed(),
            (Code::ResponseInvalid, Some("api_base")),
            "{value}"
        );
        assert_eq!(played.recorded, 0);
    }
    // A good one changes nothing where the config says where the API is, or that nobody knows.
    let config = scene::oidc_config(r#""scopes":["api"],"apiBase":"https://api.example/v1""#);
    for (settings, base) in [
        (oauth(), None),
        (through(&config, RELAY), Some("https://api.example/v1")),
    ] {
        let answer = tokens(r#","api_base":"https://evil.example/""#);
        let session = finished(&settings, answer, None).session.unwrap();
        assert_eq!(session.api_base.as_ref().map(|url| url.as_str()), base);
    }
    serves(
        "R-106",
        "no answer of a relay moves an API base that the config names",
    );
    serves(
        "R-002",
        "an API base of plain http, loopback included, is refused to an https page",
    );
}

#[test]
fn errors_of_the_provider_and_of_the_relay_are_told_apart() {
    for (status, error, code) in [
        (400, "invalid_grant", Code::GrantRefused),
        (400, "invalid_client", Code::ClientRefused),
        (400, "invalid_scope", Code::ScopeRefused),
        (400, "interaction_required", Code::InteractionRequired),
        (400, "invalid_request", Code::TokenRefused),
        (400, "unsupported_grant_type", Code::TokenRefused),
        (403, "origin_not_allowed", Code::RelayRefused),
        (403, "cross_site", Code::RelayRefused),
        (403, "header_missing", Code::RelayRefused),
        (421, "host_not_allowed", Code::RelayRefused),
        (502, "upstream_unreachable", Code::RelayRefused),
        (504, "upstream_timeout", Code::RelayRefused),
        (503, "overloaded", Code::RelayRefused),
        (500, "internal_error", Code::RelayRefused),
        (429, "too_many_requests", Code::RateLimited),
    ] {
        let body = format!(r#"{{"error":"{error}","error_description":"In a sentence."}}"#);
        let played = finished(&oauth(), scene::json(status, &body), None);
        let failure = played.failure.as_ref().unwrap();
        assert_eq!(failure.code(), code, "{error}");
        assert_eq!(failure.evidence().status, Some(status));
        assert_eq!(played.recorded, 0);
        if code == Code::RelayRefused {
            assert_eq!(failure.evidence().error.as_deref(), Some(error));
            // The same words of a provider are the provider's.
            let direct = play::exchange(&scene::oauth(), [answers(scene::json(status, &body))]);
            assert_eq!(direct.code(), Some(Code::TokenRefused), "{error}");
        }
    }
    serves(
        "R-045",
        "an error of the relay's own is told as the relay's",
    );
}

#[test]
fn a_relay_that_does_not_answer_is_not_taken_for_a_wrong_registration() {
    // At Entra itself, keys without a token answer mean that the redirect URI is not of the type `spa`.
    let unanswered = || Err(Failure::Network);
    let played = finished(&entra(), unanswered(), Some(scene::keys()));
    let failure = played.failure.unwrap();
    assert_eq!(failure.code(), Code::Network);
    assert!(failure.evidence().field.is_none());
    assert!(failure.evidence().hint.unwrap().contains("relay"));
    for settings in [docspace(), oauth()] {
        let failure = finished(&settings, unanswered(), None).failure.unwrap();
        assert_eq!(failure.code(), Code::Network);
        assert!(failure.evidence().hint.unwrap().contains("relay"));
    }
}
