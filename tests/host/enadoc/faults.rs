//! The vendor's numbers, wherever and however they are told.

use super::*;

fn expected(number: i64) -> (Code, Option<&'static str>) {
    match number {
        1..=3 => (Code::ClientRefused, Some("clientId")),
        4 => (Code::ClientRefused, None),
        10..=16 => (Code::ScopeRefused, None),
        501 | 502 | 504 | 508 => (Code::TokenRefused, None),
        506 | 507 | 509 => (Code::GrantRefused, None),
        510..=512 => (Code::LoginRequired, None),
        _ => panic!("no such number"),
    }
}

const NUMBERS: &[i64] = &[
    1, 2, 3, 4, 10, 11, 12, 13, 14, 15, 16, 501, 502, 504, 506, 507, 508, 509, 510, 511, 512,
];

/// Answers of every form that is thought of, each with these words.
fn bodies(number: i64) -> Vec<String> {
    let code = format!("{:03}.{:03}", number / 1000, number % 1000);
    vec![
        format!(r#"{{"error_code":"{code}","error":"Short","error_description":"In words."}}"#),
        format!(r#"{{"errorCode":"{code}","message":"In words."}}"#),
        format!(r#"{{"ErrorCode":"{code}","ErrorDescription":"In words."}}"#),
        format!(r#"{{"code":"{code}","reason":"In words."}}"#),
        format!(r#"{{"error":{{"code":"{code}","description":"In words."}}}}"#),
        format!(r#"{{"errors":[{{"code":"{code}","Error":"In words."}}]}}"#),
        format!(r#"{{"ok":false,"data":{{"errors":[{{"c":"{code}","message":"In words."}}]}}}}"#),
        format!(r#"{{"message":"In words.","codes":["{code}"]}}"#),
        format!(r#"{{"error":"{code}","error_description":"In\nwords."}}"#),
    ]
}

fn is_told(error: &Error, number: i64, status: u16, at: &str) {
    let (code, field) = expected(number);
    assert_eq!(error.code(), code, "{number} {at}");
    let evidence = error.evidence();
    assert_eq!(evidence.error_codes, [number], "{at}");
    assert_eq!(evidence.status, Some(status), "{at}");
    if field.is_some() {
        assert_eq!(evidence.field.as_deref(), field, "{number} {at}");
    }
    let words = evidence.error_description.as_deref().unwrap_or_default();
    assert!(
        words.starts_with("In") && words.ends_with("words."),
        "{at}: {words}"
    );
    assert!(!words.contains('\n'));
}

#[test]
fn every_number_is_a_typed_failure_wherever_it_stands() {
    assert_eq!(NUMBERS.len(), 21);
    for number in NUMBERS.iter().copied() {
        for body in bodies(number) {
            for status in [200, 400, 401, 403, 500] {
                let answer = scene::answer(status, Some("text/plain"), body.as_bytes());
                let played = started(&direct(), vec![sealed(), answer]);
                is_told(played.failure.as_ref().unwrap(), number, status, &body);
                assert!(played.remembered.is_empty() && played.left_for.is_none());
            }
            for status in [400, 401, 403, 500] {
                let me = scene::json(status, &body);
                let played = finished(&enadoc(), tokens(""), Some(me));
                is_told(played.failure.as_ref().unwrap(), number, status, &body);
                assert_eq!(played.recorded, 0);
            }
        }
        let code = format!("000.{number:03}");
        for body in [
            format!(r#""{code}""#),
            format!(r#"["x","{code}"]"#),
            format!(r#"[[{{"a":"{code}"}}]]"#),
        ] {
            let answer = scene::answer(400, None, body.as_bytes());
            let played = started(&direct(), vec![sealed(), answer]);
            let error = played.failure.unwrap();
            assert_eq!(error.evidence().error_codes, [number], "{body}");
            assert_eq!(error.code(), expected(number).0, "{body}");
        }
    }
    serves(
        "R-046",
        "Enadoc's 21 numbers: a typed failure with number and words, whatever the answer around them looks like",
    );
}

#[test]
fn a_person_that_is_a_number_is_nobody() {
    for number in NUMBERS.iter().copied() {
        let me = scene::json(200, &bodies(number)[0]);
        let played = finished(&enadoc(), tokens(""), Some(me));
        let error = played.failure.unwrap();
        assert_eq!(error.code(), expected(number).0);
        assert_eq!(error.evidence().error_codes, [number]);
        assert_eq!(played.recorded, 0);
    }
}

#[test]
fn the_relay_tells_them_as_numbers() {
    for number in NUMBERS.iter().copied() {
        let body = format!(
            r#"{{"error":"invalid_request","error_description":"In words.","error_codes":[{number}]}}"#
        );
        let played = finished(&enadoc(), scene::json(400, &body), None);
        is_told(played.failure.as_ref().unwrap(), number, 400, "token");
        let played = started(&enadoc(), vec![scene::json(400, &body)]);
        is_told(played.failure.as_ref().unwrap(), number, 400, "login");
        assert!(played.left_for.is_none());
    }
    serves("R-046", "the same numbers in the relay's answers");
}

#[test]
fn an_unknown_number_is_evidence_and_no_more() {
    for (told, number) in [
        ("002.014", 2014),
        ("003.001", 3001),
        ("000.999", 999),
        ("000.005", 5),
    ] {
        let body = format!(r#"{{"code":"{told}","message":"In words."}}"#);
        let played = finished(&enadoc(), tokens(""), Some(scene::json(400, &body)));
        let error = played.failure.unwrap();
        assert_eq!(error.code(), Code::HttpStatus, "{told}");
        assert_eq!(error.evidence().error_codes, [number]);
        assert_eq!(
            error.evidence().error_description.as_deref(),
            Some("In words.")
        );
    }
}

#[test]
fn the_numbers_mean_nothing_elsewhere() {
    let body = r#"{"error":"invalid_request","error_code":"000.507","error_codes":[507]}"#;
    for settings in [scene::docspace(), scene::oauth()] {
        let script = [answers(scene::json(400, body))];
        let failure = crate::play::exchange(&settings, script).failure.unwrap();
        assert_eq!(failure.code(), Code::TokenRefused);
        assert!(failure.evidence().error_codes.is_empty());
    }
    let played = crate::play::exchange(
        &scene::entra(),
        [crate::play::with_keys(scene::json(400, body))],
    );
    let failure = played.failure.unwrap();
    assert_eq!(failure.code(), Code::TokenRefused);
    serves(
        "R-170",
        "Enadoc's numbers are texts of no meaning at another server",
    );
}
