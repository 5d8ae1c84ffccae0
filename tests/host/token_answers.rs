//! What becomes of a token endpoint's answers: the table of `tests/fixtures/token/answers.tsv`,
//! each played through a whole login, and the errors of DocSpace.

use std::time::{Duration, Instant};

use docgate::core::error::Code;
use docgate::core::http::{Failure, Response};

use crate::play::{Played, Reply, answers, exchange};
use crate::rows::serves;
use crate::scene::{self, NOW, docspace, oauth, oidc, tokens};
use crate::table;

/// What a run came to, in the table's words.
fn outcome(played: &Played) -> String {
    if let Some(session) = &played.session {
        let life = session.access.expires.map(|ends| ends.since(NOW) / 1000);
        let life = life.map_or(String::from("-"), |seconds| seconds.to_string());
        return format!(
            "ok expires={life} scopes={}",
            session.access.granted.to_parameter()
        );
    }
    let (code, field) = played.failed();
    format!("{}:{}", code.as_str(), field.unwrap_or("-"))
}

/// Whether the run came to what the row says; `-` in `scopes=` is "as requested".
fn fits(found: &str, expected: &str) -> bool {
    if expected == "ok" {
        return found.starts_with("ok ");
    }
    if expected.starts_with("ok ") {
        let expected = expected.replace("scopes=-", "scopes=api");
        return found == expected
            || (!expected.contains("scopes=") && found.starts_with(&format!("{expected} ")))
            || (!expected.contains("expires=")
                && found.ends_with(expected.trim_start_matches("ok")));
    }
    found == expected
}

#[test]
fn every_answer_of_the_table_comes_to_what_it_must() {
    let rows = table::rows("token/answers.tsv", 5);
    assert!(rows.len() >= 150, "{}", rows.len());
    let mut wrong = Vec::new();
    for row in &rows {
        let [name, status, content_type, body, expected] = row.as_slice() else {
            unreachable!();
        };
        let content_type = Some(content_type.as_str()).filter(|text| *text != "-");
        let answer = scene::answer(status.parse().unwrap(), content_type, &table::bytes(body));
        let good = expected.starts_with("ok");
        let begun = Instant::now();
        let mut script = vec![answers(answer)];
        if good {
            script.push(Reply::Recorded(Ok(())));
        }
        let played = exchange(&oauth(), script);
        assert!(
            begun.elapsed() < Duration::from_secs(2),
            "{name} took too long"
        );
        let found = outcome(&played);
        if !fits(&found, expected) {
            wrong.push(format!("{name}: {found}, not {expected}"));
        }
        // One request, whatever comes back; and a session only out of a good answer.
        assert_eq!(played.requests.len(), 1, "{name}");
        assert_eq!(played.recorded, usize::from(good), "{name}");
        assert_eq!(played.session.is_some(), good, "{name}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for row in [
        "R-043", "R-044", "R-045", "R-046", "R-047", "R-048", "R-049", "R-050",
    ] {
        serves(row, "table of token answers, each through a whole login");
    }
    serves(
        "A-28",
        "more than 150 hostile token answers, none of them recorded",
    );
    serves(
        "A-29",
        "errors under 200, redirects and 401 from the token endpoint: no second request",
    );
    serves(
        "R-053",
        "whatever the token endpoint answers, the code is sent once",
    );
}

#[test]
fn a_refusal_tells_its_status_and_never_its_body() {
    for (answer, status) in [
        (
            scene::answer(502, Some("text/html"), b"<b>PRIVATE</b>"),
            502,
        ),
        (
            scene::answer(200, Some("text/html"), b"<b>PRIVATE</b>"),
            200,
        ),
        (scene::json(200, r#"{"PRIVATE":"#), 200),
        (scene::json(400, r#"{"error":"x"}"#), 400),
    ] {
        let played = exchange(&oauth(), [answers(answer)]);
        let error = played.failure.unwrap();
        assert_eq!(error.evidence().status, Some(status));
        let said = format!("{error:?} {}", error.message());
        assert!(!said.contains("PRIVATE"), "{said}");
    }
    serves("R-044", "the error holds the status, not the body");
}

#[test]
fn the_servers_words_are_cut_and_cleaned() {
    let body = format!(
        r#"{{"error":"bad\u0000\u202ecode","error_description":"<b>x</b>\r\n{}","error_uri":"javascript:alert(1)"}}"#,
        "y".repeat(2000)
    );
    let played = exchange(&oauth(), [answers(scene::json(400, &body))]);
    let error = played.failure.unwrap();
    let evidence = error.evidence();
    assert_eq!(evidence.error.as_deref(), Some("badcode"));
    let description = evidence.error_description.as_deref().unwrap();
    assert!(description.starts_with("<b>x</b>yyy"));
    assert_eq!(description.chars().count(), 512);
    assert_eq!(evidence.error_uri.as_deref(), Some("javascript:alert(1)"));
    assert_eq!(error.message(), Code::TokenRefused.message());
    serves(
        "R-030",
        "server texts are data: capped, without control characters, not in the message",
    );
    serves("A-42", "a server's markup is never part of a message");
}

#[test]
fn words_that_are_no_text_are_left_out() {
    let body = r#"{"error":"x","error_description":{"a":1},"error_uri":7}"#;
    let error = exchange(&oauth(), [answers(scene::json(400, body))])
        .failure
        .unwrap();
    let evidence = error.evidence();
    assert_eq!(evidence.error.as_deref(), Some("x"));
    assert!(evidence.error_description.is_none() && evidence.error_uri.is_none());
    serves("R-045", "an error description of another type is left out");
}

#[test]
fn a_limit_of_requests_says_how_long_to_wait_where_it_can() {
    for (header, expected) in [
        (None, None),
        (Some("30"), Some(30)),
        (Some(" 30 "), Some(30)),
        (Some("0"), Some(0)),
        (Some("-1"), None),
        (Some("1.5"), None),
        (Some("99999999999999999999"), None),
        (Some("Wed, 21 Oct 2026 07:28:00 GMT"), None),
        (Some(""), None),
    ] {
        let answer = Ok(Response {
            status: 429,
            content_type: Some(String::from("application/json")),
            retry_after: header.map(String::from),
            ..Response::default()
        });
        let played = exchange(&docspace(), [answers(answer)]);
        assert_eq!(played.code(), Some(Code::RateLimited));
        let error = played.failure.unwrap();
        assert_eq!(error.evidence().retry_after, expected, "{header:?}");
        assert_eq!(played.requests.len(), 1);
    }
    serves(
        "R-054",
        "429 and its Retry-After are told; nothing is sent again",
    );
}

#[test]
fn no_answer_is_told_with_what_it_may_mean_there() {
    for (failure, code) in [
        (Failure::Network, Code::Network),
        (Failure::Blocked, Code::Network),
        (Failure::Cancelled, Code::Network),
        (Failure::Timeout, Code::Timeout),
        (Failure::TooLarge, Code::ResponseTooLarge),
    ] {
        for settings in [docspace(), oidc(), oauth()] {
            // The keys need not have come either.
            let script = if settings.scopes.contains("openid") {
                Reply::Answers(vec![Err(failure), Err(failure)])
            } else {
                answers(Err(failure))
            };
            let played = exchange(&settings, [script]);
            assert_eq!((played.code(), played.asked.len()), (Some(code), 1));
            let message = played.failure.unwrap().message();
            let hinted = message.contains("DocSpace before 3.2");
            let docspace = settings.provider.id == "docspace";
            assert_eq!(hinted, docspace && code == Code::Network, "{message}");
        }
    }
    serves("R-053", "a code is not sent again after a network failure");
    serves(
        "R-042",
        "deadline and byte cap of a token request are typed errors",
    );
}

#[test]
fn docspace_errors_come_to_what_they_mean() {
    // docspace.md, 3.4.
    for (answer, code) in [
        (
            scene::json(400, r#"{"error":"invalid_grant"}"#),
            Code::GrantRefused,
        ),
        (
            scene::json(401, r#"{"error":"invalid_client"}"#),
            Code::ClientRefused,
        ),
        (scene::answer(401, None, b""), Code::ClientRefused),
        (
            scene::json(400, r#"{"error":"invalid_request"}"#),
            Code::TokenRefused,
        ),
        (scene::json(429, ""), Code::RateLimited),
        (
            scene::answer(
                500,
                Some("application/problem+json"),
                br#"{"type":"about:blank","status":500}"#,
            ),
            Code::HttpStatus,
        ),
        // Its tokens are JWTs with a subject; anything else is not DocSpace's.
        (tokens("opaque", ""), Code::ResponseInvalid),
        (tokens(&scene::jwt("{}", "{}"), ""), Code::ResponseInvalid),
        (
            tokens(&scene::jwt("{}", r#"{"sub":""}"#), ""),
            Code::ResponseInvalid,
        ),
        (
            tokens(&scene::jwt("{}", r#"{"sub":7}"#), ""),
            Code::ResponseInvalid,
        ),
        (tokens(&scene::jwt("{}", "[]"), ""), Code::ResponseInvalid),
    ] {
        let played = exchange(&docspace(), [answers(answer)]);
        assert_eq!(played.code(), Some(code));
        assert_eq!(played.recorded, 0);
    }
    serves(
        "R-045",
        "DocSpace's error table, the empty 401 and 429 among them",
    );
}

#[test]
fn fewer_scopes_than_asked_for_are_seen() {
    // docspace.md, 3.5: after a denial with an earlier consent a smaller grant comes back.
    let answer = tokens(&scene::docspace_token(), r#","scope":"files:read""#);
    let played = exchange(&docspace(), [answers(answer), Reply::Recorded(Ok(()))]);
    let session = played.session.unwrap();
    let missing = session
        .access
        .requested
        .missing_from(&session.access.granted);
    assert_eq!(missing.to_parameter(), "accounts.self:read");
    serves(
        "R-050",
        "the granted scopes are those of the answer; what is missing is told",
    );
    serves("R-177", "DocSpace's smaller grant shows as missing scopes");
}
