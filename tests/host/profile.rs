//! The person's own record: asked for with the token in a header only, believed only when it is of
//! the same person (R-071, R-106).

use std::rc::Rc;

use docgate::core::error::Code;
use docgate::core::http::{Failure, Method};
use docgate::core::profile;
use docgate::core::session::Session;
use docgate::core::settings::Settings;

use crate::rows::serves;
use crate::scene::{self, docspace, oidc};
use crate::siblings;

const ME: &str = "https://id.example/me";

/// A session of [`oidc`] of somebody called `ada`.
fn session() -> Session {
    let mut session = siblings::session("s-1", 1, 0);
    session.metadata.userinfo_endpoint = Some(String::from(ME));
    session
}

fn judged(settings: &Rc<Settings>, answer: scene::Received) -> Result<String, Code> {
    profile::judge(answer, settings, &session()).map_err(|error| error.code())
}

#[test]
fn it_is_asked_for_with_the_token_in_a_header() {
    for (settings, url) in [
        (oidc(), ME),
        (docspace(), "https://docs.example.com/api/2.0/people/@self"),
    ] {
        let request = profile::request(&settings, &session()).unwrap();
        assert_eq!(request.url, url);
        assert!(request.method == Method::Get && request.body.is_none());
        assert_eq!(request.headers.len(), 1);
        let (name, value) = &request.headers[0];
        assert_eq!((*name, value.expose()), ("authorization", "Bearer at-1"));
    }
    serves("R-071", "bearer in the header, nothing in address or body");
    serves(
        "R-106",
        "the token of a profile request is in the Authorization header only",
    );
}

#[test]
fn a_server_without_userinfo_has_no_profile() {
    let mut session = session();
    session.metadata.userinfo_endpoint = None;
    let failure = profile::request(&oidc(), &session).unwrap_err();
    assert_eq!(failure.code(), Code::NotSupported);
    serves("R-085", "no UserInfo endpoint is guessed");
}

#[test]
fn userinfo_must_be_of_the_same_person() {
    let good = r#"{"sub":"ada","name":"Ada"}"#;
    assert_eq!(judged(&oidc(), scene::json(200, good)).as_deref(), Ok(good));
    for body in [
        r#"{"sub":"eve","name":"Ada"}"#,
        r#"{"sub":"ada "}"#,
        r#"{"sub":"ADA"}"#,
        r#"{"sub":""}"#,
        r#"{"sub":null}"#,
        r#"{"sub":["ada"]}"#,
        r#"{"name":"Ada"}"#,
        "{}",
    ] {
        let found = judged(&oidc(), scene::json(200, body));
        assert_eq!(found, Err(Code::ResponseInvalid), "{body}");
    }
    serves(
        "R-071",
        "a UserInfo answer of somebody else, or of nobody, is refused",
    );
}

#[test]
fn an_odd_answer_is_refused() {
    let signed = scene::answer(200, Some("application/jwt"), b"e30.e30.e30");
    for settings in [oidc(), docspace()] {
        for (answer, code) in [
            (scene::json(401, ""), Code::HttpStatus),
            (scene::json(403, ""), Code::HttpStatus),
            (scene::json(429, ""), Code::RateLimited),
            (scene::json(500, "{}"), Code::HttpStatus),
            (scene::json(302, ""), Code::HttpStatus),
            (scene::json(204, ""), Code::HttpStatus),
            (scene::json(200, ""), Code::ResponseInvalid),
            (scene::json(200, "[]"), Code::ResponseInvalid),
            (signed.clone(), Code::ResponseInvalid),
            (
                scene::answer(200, Some("text/html"), b"{}"),
                Code::ResponseInvalid,
            ),
            (scene::answer(200, None, b"{}"), Code::ResponseInvalid),
            (Err(Failure::Timeout), Code::Timeout),
            (Err(Failure::TooLarge), Code::ResponseTooLarge),
        ] {
            assert_eq!(judged(&settings, answer), Err(code));
        }
    }
    serves(
        "R-071",
        "a signed or otherwise typed UserInfo answer is refused",
    );
    serves("R-044", "a profile is JSON under a JSON content type");
}

#[test]
fn docspace_keeps_the_record_in_an_envelope() {
    let body =
        r#"{"response":{"id":"x","displayName":"Ada"},"count":1,"status":0,"statusCode":200}"#;
    let found = judged(&docspace(), scene::json(200, body));
    assert_eq!(found.as_deref(), Ok(r#"{"id":"x","displayName":"Ada"}"#));
    for body in [
        r#"{"id":"x"}"#,
        r#"{"response":[]}"#,
        r#"{"response":null}"#,
        r#"{"error":{"message":"Unauthorized"},"status":1,"statusCode":401}"#,
    ] {
        let found = judged(&docspace(), scene::json(200, body));
        assert_eq!(found, Err(Code::ResponseInvalid), "{body}");
    }
}
