//! Which keys are tried: by `kid` where there is one, and never more than four (R-063, R-064).

use super::*;

fn named(id: &str, filling: u8) -> String {
    format!("{},\"kid\":\"{id}\"", edwards_of(&[filling; 32]))
}

/// The fillings of the keys that were found, in order.
fn found(set: &KeySet, id: Option<&str>) -> Vec<u8> {
    set.candidates("EdDSA", id)
        .iter()
        .map(|key| {
            let (_, x) = key.jwk().split_once("\"x\":\"").unwrap();
            base64url::decode(x.trim_end_matches("\"}")).unwrap()[0]
        })
        .collect()
}

#[test]
fn a_name_chooses_among_the_keys() {
    let set = set(&[
        named("a", 1),
        named("b", 2),
        format!("{},\"kid\":\"b\"", rsa()),
        edwards_of(&[4; 32]),
        named("", 5),
    ]);
    assert_eq!(found(&set, Some("a")), [1]);
    assert_eq!(found(&set, Some("b")), [2]);
    // A name that is empty is one; a key without a name has none.
    assert_eq!(found(&set, Some("")), [5]);
    for id in [
        "c",
        "A",
        "a ",
        "a\0",
        "null",
        "undefined",
        "0",
        "../a",
        "a' OR '1'='1",
        "__proto__",
        "kid",
        "*",
    ] {
        assert!(found(&set, Some(id)).is_empty(), "{id:?}");
    }
    // The name is no way around the algorithm.
    assert!(set.candidates("ES256", Some("b")).is_empty());
    assert_eq!(set.candidates("RS256", Some("b")).len(), 1);
    serves(
        "R-064",
        "kid chooses code point by code point, and alg among those of one kid",
    );
    serves("A-24", "a kid of path or SQL text is only ever compared");
}

#[test]
fn without_a_name_all_that_fit_are_tried() {
    let only = set(&[rsa(), named("a", 1), p256()]);
    assert_eq!(found(&only, None), [1]);
    let several = set(&[named("a", 1), edwards_of(&[2; 32]), named("c", 3)]);
    assert_eq!(found(&several, None), [1, 2, 3]);
    assert!(found(&set(&[rsa(), p256()]), None).is_empty());
    serves("R-064", "no kid: every key that fits, be it one or several");
}

#[test]
fn a_name_twice_is_two_keys() {
    let twice = set(&[named("a", 1), named("b", 2), named("a", 3)]);
    assert_eq!(found(&twice, Some("a")), [1, 3]);
    serves("R-064", "a kid of two keys: both are tried");
    serves(
        "A-24",
        "duplicate kids: the first one does not win silently",
    );
}

#[test]
fn never_more_than_four_are_tried() {
    let many: Vec<String> = (1..=20).map(|filling| named("a", filling)).collect();
    let many = set(&many);
    assert_eq!(found(&many, Some("a")), [1, 2, 3, 4]);
    assert_eq!(found(&many, None), [1, 2, 3, 4]);
    // Those that do not fit are not among the four.
    let mut mixed: Vec<String> = vec![rsa(); 10];
    mixed.extend((1..=5).map(|filling| named("a", filling)));
    assert_eq!(found(&set(&mixed), None), [1, 2, 3, 4]);
    serves(
        "R-064",
        "20 keys of one kid, or without one asked for: four are tried",
    );
}

#[test]
fn a_key_is_its_public_members_and_nothing_else() {
    let more = r#""kid":"k","alg":"ALG","use":"sig","key_ops":["verify"],"ext":true,"x5c":["MIIB"],
        "x5u":"https://evil.example/x","x5t":"AA","jku":"https://evil.example/j","jwk":{"kty":"oct"},
        "url":"file:///etc/passwd","__proto__":{"d":"AA"},"nbf":1,"iss":"https://evil.example""#;
    for (key, algorithm) in [
        (rsa(), "RS256"),
        (p256(), "ES256"),
        (p384(), "ES384"),
        (edwards(), "EdDSA"),
    ] {
        let set = set(&[format!("{key},{}", more.replace("ALG", algorithm))]);
        let found = set.candidates(algorithm, Some("k"));
        assert_eq!(jwks(&found), [format!("{{{key}}}")]);
    }
    serves(
        "R-063",
        "jku, x5u, x5c, x5t and jwk of a served key are left behind: public members only",
    );
}

#[test]
fn a_bad_key_spoils_no_other() {
    let bodies = [
        "null",
        "1",
        "\"RSA\"",
        "[]",
        "{}",
        "true",
        r#"{"kty":1}"#,
        r#"{"kty":"RSA"}"#,
        r#"{"kty":"RSA","n":{},"e":[]}"#,
        r#"{"kty":"EC","crv":"P-256"}"#,
    ];
    let body = format!("{{\"keys\":[{},{{{}}}]}}", bodies.join(","), rsa());
    let set = judged(&body).unwrap();
    assert_eq!(
        jwks(&set.candidates("RS256", None)),
        [format!("{{{}}}", rsa())]
    );
    // None at all is a set too: the signature then finds no key.
    for body in ["{\"keys\":[]}", "{\"keys\":[null]}"] {
        assert!(judged(body).unwrap().candidates("RS256", None).is_empty());
    }
}
