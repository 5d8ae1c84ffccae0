//! Who came back: by the person's own record, asked with the first token, before anything is stored.

use docgate::core::profile;
use docgate::core::session::Exchange;

use super::*;

const TOKEN: &str = "POST token https://relay.example/v1/enadoc/token";
const ME: &str = r#"{"id":77,"fullName":"Ada Lovelace","email":"ada@example.org","isActive":"True","organizationId":"5"}"#;

#[test]
fn the_person_is_asked_for_through_the_relay_before_anything_is_stored() {
    let played = finished(&enadoc(), tokens(""), Some(scene::json(200, ME)));
    assert_eq!(
        played.asked,
        [
            TOKEN,
            "GET profile https://relay.example/v1/enadoc/api/api/v3/me",
            "record",
            "finished"
        ]
    );
    let request = &played.requests[1];
    assert!(is_through(request) && request.body.is_none());
    assert_eq!(header(request, "authorization"), Some("Bearer AB12"));
    let session = played.session.unwrap();
    let user = session.user.as_ref().unwrap();
    assert_eq!(user.id, "77");
    assert_eq!(user.name.as_deref(), Some("Ada Lovelace"));
    assert_eq!(user.email.as_deref(), Some("ada@example.org"));
    assert_eq!(session.api_base.as_ref().unwrap().as_str(), BASE);
    assert_eq!(session.exchange, Exchange::Relay { renews: true });
    assert!(session.access.expires.is_none(), "no lifetime was told");
    assert!(session.fits(&enadoc()) && session.id_token.is_none());
    serves(
        "R-174",
        "the person is known before the session is stored, so that the app can confirm",
    );
}

#[test]
fn with_the_api_direct_the_discovered_base_is_asked_without_cookies() {
    let settings = enadoc_with(r#","api":"direct""#);
    for base in [BASE, BASE.trim_end_matches('/')] {
        let answer = scene::tokens(
            "AB12",
            &format!(r#","renewable":false,"api_base":"{base}""#),
        );
        let played = finished(&settings, answer, Some(scene::json(200, ME)));
        assert_eq!(
            played.asked[1],
            "GET profile https://acme.enadocapp.com/site/api/v3/me"
        );
        let request = &played.requests[1];
        assert!(!is_through(request));
        assert_eq!(header(request, "authorization"), Some("Bearer AB12"));
        let session = played.session.unwrap();
        let request = profile::request(&settings, &session).unwrap();
        assert!(request.url.starts_with(BASE) && !is_through(&request));
    }
    serves(
        "R-041",
        "Enadoc's API gets no cookies when it is called directly",
    );
}

#[test]
fn without_a_base_there_is_no_session() {
    for settings in [enadoc(), enadoc_with(r#","api":"direct""#)] {
        for more in [
            "",
            r#","api_base":null"#,
            r#","api_base":"""#,
            r#","api_base":"http://localhost/""#,
        ] {
            let answer = scene::tokens("AB12", &format!(r#","renewable":true{more}"#));
            let played = finished(&settings, answer, None);
            assert_eq!(
                played.failed(),
                (Code::ResponseInvalid, Some("api_base")),
                "{more}"
            );
            assert_eq!((played.requests.len(), played.recorded), (1, 0));
        }
    }
}

#[test]
fn a_base_that_was_stored_is_judged_again() {
    let played = finished(&enadoc(), tokens(""), Some(scene::json(200, ME)));
    let session = played.session.unwrap();
    let moved = |base: &str| {
        let text = session.encode().replace(BASE, base);
        let read = docgate::core::session::Session::decode(&text, &enadoc().key());
        read.is_some_and(|session| session.fits(&enadoc()))
    };
    assert!(moved(BASE) && moved("https://other.enadocapp.com/"));
    for base in [
        "http://localhost/",
        "http://acme.enadocapp.com/",
        "javascript:x",
        "",
    ] {
        assert!(!moved(base), "{base}");
    }
    serves(
        "R-002",
        "a stored API base of plain http is not used by an https page",
    );
}

#[test]
fn the_id_is_a_number_or_a_text_and_must_be_there() {
    for (id, known) in [
        ("77", Some("77")),
        ("0", Some("0")),
        (r#""77""#, Some("77")),
        (r#""a-1""#, Some("a-1")),
        (r#""""#, None),
        ("null", None),
        ("true", None),
        ("-1", None),
        ("1.5", None),
        ("1e30", None),
        ("[77]", None),
        (r#"{"value":77}"#, None),
    ] {
        let me = scene::json(200, &format!(r#"{{"id":{id},"fullName":7,"email":null}}"#));
        let played = finished(&enadoc(), tokens(""), Some(me));
        match known {
            Some(known) => {
                let user = played.session.unwrap().user.unwrap();
                assert_eq!(
                    (user.id.as_str(), user.name, user.email),
                    (known, None, None)
                );
            }
            None => {
                assert_eq!(played.failed(), (Code::ResponseInvalid, Some("id")), "{id}");
                assert_eq!((played.recorded, played.session.is_none()), (0, true));
            }
        }
    }
    for (answer, code) in [
        (
            scene::json(200, r#"{"fullName":"Ada"}"#),
            Code::ResponseInvalid,
        ),
        (scene::json(200, "[]"), Code::ResponseInvalid),
        (
            scene::answer(200, Some("text/html"), b"<html>"),
            Code::ResponseInvalid,
        ),
        (scene::json(401, ""), Code::HttpStatus),
        (
            scene::json(502, r#"{"error":"upstream_refused"}"#),
            Code::HttpStatus,
        ),
        (Err(docgate::core::http::Failure::Network), Code::Network),
    ] {
        let played = finished(&enadoc(), tokens(""), Some(answer));
        assert_eq!((played.code(), played.recorded), (Some(code), 0));
    }
    serves(
        "R-072",
        "Enadoc's people are known by their id, as number or text; without one nobody is signed in",
    );
}
