//! The document: asked for plainly, read strictly, and no reason to trap or to wait.

use super::*;

#[test]
fn the_request_is_a_plain_one_for_the_keys() {
    let request = keys::request("https://id.example/jwks?a=b");
    assert_eq!(request.url, "https://id.example/jwks?a=b");
    assert_eq!(request.purpose.as_str(), "keys");
    assert_eq!(request.method.as_str(), "GET");
    assert!(request.headers.is_empty() && request.body.is_none());
    assert_eq!(request.cap, 1024 * 1024);
}

#[test]
fn a_document_that_is_no_key_set_is_an_error() {
    for (body, field) in [
        ("", "body"),
        ("null", "body"),
        ("[]", "body"),
        ("\"keys\"", "body"),
        ("{\"keys\":[]", "body"),
        ("{\"keys\":[]}x", "body"),
        ("{\"keys\":[],\"keys\":[]}", "body"),
        ("{\"keys\":[{\"kty\":\"RSA\",\"kty\":\"EC\"}]}", "body"),
        ("{}", "keys"),
        ("{\"KEYS\":[]}", "keys"),
        ("{\"keys\":null}", "keys"),
        ("{\"keys\":{}}", "keys"),
        ("{\"keys\":\"[]\"}", "keys"),
        ("{\"keys\":1}", "keys"),
    ] {
        let expected = (Code::KeysInvalid, Some(String::from(field)));
        assert_eq!(judged(body).unwrap_err(), expected, "{body}");
    }
    for kind in [None, Some("text/html"), Some("application/jose")] {
        let answer = scene::answer(200, kind, b"{\"keys\":[]}");
        let error = keys::judge(answer, &STANDARD).unwrap_err();
        assert_eq!(error.code(), Code::KeysInvalid, "{kind:?}");
        assert_eq!(error.evidence().field.as_deref(), Some("content-type"));
        assert_eq!(error.evidence().status, Some(200));
    }
    serves(
        "A-24",
        "a document that is no key set: keys_invalid, and the member is named",
    );
}

#[test]
fn a_failure_to_answer_keeps_its_own_code() {
    use docgate::core::http::Failure;
    for (answer, code) in [
        (scene::json(404, "{\"keys\":[]}"), Code::HttpStatus),
        (scene::json(500, ""), Code::HttpStatus),
        (scene::json(204, ""), Code::HttpStatus),
        (scene::json(302, ""), Code::HttpStatus),
        (scene::json(429, ""), Code::RateLimited),
        (Err(Failure::Network), Code::Network),
        (Err(Failure::Timeout), Code::Timeout),
        (Err(Failure::TooLarge), Code::ResponseTooLarge),
    ] {
        let error = keys::judge(answer, &STANDARD).unwrap_err();
        assert_eq!(error.code(), code, "{error:?}");
    }
}

#[test]
fn both_media_types_are_key_sets() {
    let body = format!("{{\"keys\":[{{{}}}]}}", rsa());
    for kind in [
        "application/json",
        "application/jwk-set+json",
        "Application/JWK-Set+JSON; charset=utf-8",
    ] {
        let answer = scene::answer(200, Some(kind), body.as_bytes());
        let set = keys::judge(answer, &STANDARD).unwrap();
        assert_eq!(set.candidates("RS256", None).len(), 1, "{kind}");
    }
}
