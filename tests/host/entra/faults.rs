//! Numbers in error answers (docs/providers/entra.md).

use super::*;
use docgate::core::token;

const REGISTRATION: Code = Code::RegistrationInvalid;

/// What each number comes to: written down a second time, from the facts.
const TABLE: &[(i64, Code, Option<&str>)] = &[
    (9_002_326, REGISTRATION, Some("redirectUri")),
    (90_023, REGISTRATION, Some("redirectUri")),
    (50_011, REGISTRATION, Some("redirectUri")),
    (9_002_325, REGISTRATION, Some("clientId")),
    (9_002_327, REGISTRATION, Some("clientId")),
    (7_000_218, REGISTRATION, Some("clientId")),
    (700_025, REGISTRATION, Some("clientId")),
    (700_016, REGISTRATION, Some("clientId")),
    (90_038, REGISTRATION, Some("cloud")),
    (90_002, REGISTRATION, Some("tenant")),
    (50_194, REGISTRATION, Some("tenant")),
    (50_020, REGISTRATION, Some("tenant")),
    (700_005, REGISTRATION, Some("tenant")),
    (500_011, REGISTRATION, Some("scopes")),
    (650_057, REGISTRATION, Some("scopes")),
    (700_023, REGISTRATION, Some("scopes")),
    (901_002, REGISTRATION, Some("scopes")),
    (70_011, REGISTRATION, Some("scopes")),
    (28_002, REGISTRATION, Some("scopes")),
    (700_022, REGISTRATION, Some("scopes")),
    (90_094, REGISTRATION, Some("scopes")),
    (65_001, Code::InteractionRequired, Some("scopes")),
    (65_004, Code::AuthorizationDenied, None),
    (50_058, Code::InteractionRequired, None),
    (16_000, Code::InteractionRequired, None),
    (160_021, Code::InteractionRequired, None),
    (50_076, Code::InteractionRequired, None),
    (50_079, Code::InteractionRequired, None),
    (50_072, Code::InteractionRequired, None),
    (50_078, Code::InteractionRequired, None),
    (53_000, Code::InteractionRequired, None),
    (53_003, Code::AuthorizationDenied, None),
];

/// The envelope of the token endpoint.
fn envelope(error: &str, codes: &str, more: &str) -> Received {
    let text = format!(
        r#"{{"error":"{error}","error_description":"AADSTS1: a text\r\nTrace ID: t","error_codes":{codes},"timestamp":"2025-06-15 15:06:40Z","trace_id":"t","correlation_id":"c-1"{more}}}"#
    );
    scene::json(400, &text)
}

fn judged(settings: &Settings, answer: Received) -> Error {
    token::judge(answer, settings.provider).unwrap_err()
}

#[test]
fn each_number_has_its_meaning() {
    for (number, code, field) in TABLE {
        let error = judged(
            &entra(),
            envelope("invalid_request", &format!("[{number}]"), ""),
        );
        assert_eq!(described(&error), (*code, *field), "{number}");
        let evidence = error.evidence();
        assert_eq!(evidence.error_codes, [*number]);
        assert_eq!(evidence.correlation_id.as_deref(), Some("c-1"));
        assert_eq!(
            (evidence.error.as_deref(), evidence.status),
            (Some("invalid_request"), Some(400))
        );
        assert_eq!(
            evidence.hint.is_some(),
            *code == REGISTRATION || *number == 53_003,
            "{number}"
        );
        assert!(error.message().ends_with(evidence.hint.unwrap_or_default()));
        // No other provider's numbers say anything.
        for settings in [oidc(), docspace_openid()] {
            let error = judged(
                &settings,
                envelope("invalid_request", &format!("[{number}]"), ""),
            );
            assert_eq!(described(&error), (Code::TokenRefused, None), "{number}");
            let evidence = error.evidence();
            assert!(evidence.error_codes.is_empty() && evidence.correlation_id.is_none());
        }
    }
    serves(
        "R-170",
        "thirty-two numbers are understood at Entra, and none of them at another server",
    );
}

#[test]
fn the_same_in_a_callback() {
    let refused = |settings: &Rc<Settings>, text: &str| {
        let (login, _) = begun(settings, Wishes::default());
        let mut form = docgate::core::form::Form::new();
        form.push("error", "invalid_request");
        form.push("error_description", text);
        form.push("state", &login.state);
        let address = format!("{}?{}", scene::CALLBACK, form.encode());
        let callback = crate::play::callback_at(&address, settings);
        callback.validate(login, settings, NOW).unwrap_err()
    };
    for (number, code, field) in TABLE {
        let text = format!("AADSTS{number}: a text Trace ID: t");
        let error = refused(&entra(), &text);
        assert_eq!(described(&error), (*code, *field), "{number}");
        assert_eq!(error.evidence().error_codes, [*number]);
        assert_eq!(
            error.evidence().error_description.as_deref(),
            Some(text.as_str())
        );
        let elsewhere = refused(&oidc(), &text);
        assert_eq!(described(&elsewhere), (Code::AuthorizationFailed, None));
        assert!(elsewhere.evidence().error_codes.is_empty());
    }
    for text in [
        "",
        "AADSTS",
        "AADSTS: 50011",
        "AADSTS 50011",
        "aadsts50011: x",
        "50011",
        "AADSTS-50011",
        "AADSTS50011000000000",
        "AADSTS99999999999999999999999",
        "AADSTS1: and AADSTS50011: too",
    ] {
        let error = refused(&entra(), text);
        assert_eq!(
            described(&error),
            (Code::AuthorizationFailed, None),
            "{text}"
        );
    }
    assert_eq!(
        described(&refused(&entra(), "x AADSTS50011")),
        (REGISTRATION, Some("redirectUri"))
    );
    serves(
        "R-170",
        "the number in a callback's text is looked at for Entra only",
    );
    serves("R-030", "a number in a text is read as one, or not at all");
}

#[test]
fn several_numbers_and_odd_ones() {
    let code = |codes: &str| {
        let error = judged(&entra(), envelope("invalid_request", codes, ""));
        (error.code(), error.evidence().error_codes.len())
    };
    assert_eq!(code("[1,2,50011]"), (REGISTRATION, 3));
    assert_eq!(code("[50011,1]"), (REGISTRATION, 2));
    assert_eq!(code("[]"), (Code::TokenRefused, 0));
    for odd in [
        "null",
        "50011",
        "\"50011\"",
        "{}",
        "[\"50011\"]",
        "[null,[50011]]",
        "[1.5]",
        "[-50011]",
    ] {
        assert_eq!(code(odd).0, Code::TokenRefused, "{odd}");
    }
    let many = format!("[{}50011]", "1,".repeat(1000));
    assert_eq!(code(&many), (Code::TokenRefused, 8), "so many are nobody's");
    serves("A-46", "a thousand numbers: eight are looked at");
}

#[test]
fn what_ends_a_login_is_the_grants_end() {
    for number in [
        54_005, 501_481, 70_000, 70_008, 700_082, 700_084, 70_043, 50_173,
    ] {
        let error = judged(
            &entra(),
            envelope("invalid_grant", &format!("[{number}]"), ""),
        );
        assert_eq!(described(&error), (Code::GrantRefused, None), "{number}");
        assert_eq!(error.evidence().error_codes, [number]);
    }
    serves(
        "R-094",
        "AADSTS700084, the end of a day's refresh token, is invalid_grant like any other",
    );
}

#[test]
fn the_person_is_asked_for_where_the_answer_says_so() {
    let claims =
        r#","claims":"{\"access_token\":{\"capolids\":{\"essential\":true,\"values\":[\"x\"]}}}""#;
    for suberror in [
        "message_only",
        "additional_action",
        "basic_action",
        "user_password_expired",
        "consent_required",
    ] {
        let more = format!(r#","suberror":"{suberror}"{claims}"#);
        let error = judged(&entra(), envelope("invalid_grant", "[1]", &more));
        assert_eq!(error.code(), Code::InteractionRequired, "{suberror}");
        assert_eq!(error.evidence().suberror.as_deref(), Some(suberror));
        assert!(
            error
                .evidence()
                .claims
                .as_ref()
                .unwrap()
                .contains("capolids")
        );
        let elsewhere = judged(&oidc(), envelope("invalid_grant", "[1]", &more));
        assert_eq!(elsewhere.code(), Code::GrantRefused);
        assert!(elsewhere.evidence().claims.is_none() && elsewhere.evidence().suberror.is_none());
    }
    for (suberror, claims) in [
        ("bad_token", "\"x\""),
        ("protection_policy_required", "{}"),
        ("", "null"),
        ("x", "\"[]\""),
    ] {
        let more = format!(r#","suberror":"{suberror}","claims":{claims}"#);
        let error = judged(&entra(), envelope("invalid_grant", "[1]", &more));
        assert_eq!(
            (error.code(), error.evidence().claims.as_ref()),
            (Code::GrantRefused, None),
            "{suberror}"
        );
    }
    serves(
        "R-170",
        "suberror and claims of an answer are Entra's alone",
    );
}

#[test]
fn an_answer_that_only_the_registration_can_hide() {
    let network = || Err(Failure::Network);
    let named = finished(&entra(), network(), scene::keys());
    assert_eq!(named.failed(), (REGISTRATION, Some("redirectUri")));
    let message = named.failure.unwrap().message();
    assert!(message.contains("Single-page application"), "{message}");
    // The key set need not be a good one: what counts is that it came.
    let odd = finished(&entra(), network(), scene::json(404, ""));
    assert_eq!(odd.code(), Some(REGISTRATION));
    // Nothing comes: the network it is.
    for keys in [Failure::Network, Failure::Timeout] {
        assert_eq!(
            finished(&entra(), network(), Err(keys)).failed(),
            (Code::Network, None)
        );
    }
    for (failure, code) in [
        (Failure::Timeout, Code::Timeout),
        (Failure::TooLarge, Code::ResponseTooLarge),
    ] {
        assert_eq!(
            finished(&entra(), Err(failure), scene::keys()).code(),
            Some(code)
        );
    }
    for settings in [oidc(), docspace_openid()] {
        let played = finished(&settings, network(), scene::keys());
        assert_eq!(played.failed(), (Code::Network, None));
    }
    serves(
        "R-170",
        "an unreadable token answer beside readable keys is a registration fault at Entra only",
    );
}
