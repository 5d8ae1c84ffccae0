//! Each algorithm with each key: by type, curve, `alg`, `use` and `key_ops` (R-062).

use super::*;

/// What a key of a kind may have signed if it says nothing else.
fn kinds() -> [(String, &'static [&'static str]); 4] {
    [
        (rsa(), &["RS256", "PS256"]),
        (p256(), &["ES256"]),
        (p384(), &["ES384"]),
        (edwards(), &["EdDSA"]),
    ]
}

#[test]
fn a_key_makes_signatures_of_its_kind_only() {
    for (key, algorithms) in kinds() {
        assert_eq!(fits(&key), algorithms, "{key}");
        let set = set(&[key]);
        for algorithm in [
            "none", "None", "", "HS256", "HS384", "HS512", "RS384", "RS512", "PS384", "PS512",
            "ES512", "ES256K", "Ed25519", "rs256", "RS256 ",
        ] {
            assert!(set.candidates(algorithm, None).is_empty(), "{algorithm}");
        }
    }
    serves("R-062", "cross table: 20 algorithms by 4 kinds of key");
    serves(
        "A-24",
        "alg none, and HS256 with a public key: there is no key for them",
    );
}

#[test]
fn a_key_for_one_algorithm_makes_no_other() {
    for (key, algorithms) in kinds() {
        for own in [
            "RS256", "PS256", "ES256", "ES384", "EdDSA", "none", "", "HS256", "RS384", "RS512",
            "RSA-OAEP", "RSA1_5", "ECDH-ES", "ES512", "rs256",
        ] {
            let key = format!(r#"{key},"alg":"{own}""#);
            let expected: Vec<&str> = algorithms.iter().copied().filter(|it| *it == own).collect();
            assert_eq!(fits(&key), expected, "{key}");
        }
    }
    // RFC 9864 gave EdDSA on this curve a name of its own.
    let key = format!(r#"{},"alg":"Ed25519""#, edwards());
    assert_eq!(fits(&key), ["EdDSA"]);
    serves(
        "R-062",
        "cross table: 15 values of a key's alg by 4 kinds by 5 algorithms",
    );
}

#[test]
fn a_key_of_another_type_or_curve_is_none() {
    let good = p256();
    for (from, to) in [
        ("\"EC\"", "\"RSA\""),
        ("\"EC\"", "\"OKP\""),
        ("\"EC\"", "\"oct\""),
        ("\"EC\"", "\"ec\""),
        ("\"EC\"", "null"),
        ("\"kty\":\"EC\",", ""),
        ("P-256", "P-384"),
        ("P-256", "P-521"),
        ("P-256", "secp256k1"),
        ("P-256", "p-256"),
        ("P-256", "Ed25519"),
        ("\"P-256\"", "256"),
        ("\"crv\":\"P-256\",", ""),
    ] {
        let key = good.replacen(from, to, 1);
        assert_ne!(key, good);
        assert!(fits(&key).is_empty(), "{key}");
    }
    for curve in ["Ed448", "X25519", "P-256"] {
        let key = edwards().replace("Ed25519", curve);
        assert!(fits(&key).is_empty(), "{key}");
    }
    let oct = r#""kty":"oct","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","alg":"RS256""#;
    assert!(fits(oct).is_empty());
    serves(
        "R-062",
        "a key of another type or curve, or a symmetric one, is never a candidate",
    );
}

#[test]
fn a_key_for_something_else_is_none() {
    for (key, algorithms) in kinds() {
        for (more, good) in [
            (r#""use":"sig""#, true),
            (r#""use":"enc""#, false),
            (r#""use":"SIG""#, false),
            (r#""use":"""#, false),
            (r#""use":null"#, false),
            (r#""use":["sig"]"#, false),
            (r#""key_ops":["verify"]"#, true),
            (r#""key_ops":["sign","verify"]"#, true),
            (r#""key_ops":["sign"]"#, false),
            (r#""key_ops":["encrypt"]"#, false),
            (r#""key_ops":[]"#, false),
            (r#""key_ops":"verify""#, false),
            (r#""key_ops":["verify",1]"#, false),
            (r#""key_ops":null"#, false),
            (r#""use":"sig","key_ops":["verify"]"#, true),
            (r#""use":"enc","key_ops":["verify"]"#, false),
            (r#""use":"sig","key_ops":["encrypt"]"#, false),
            (r#""alg":null"#, false),
            (r#""alg":["RS256"]"#, false),
            (r#""kid":null"#, false),
            (r#""kid":1"#, false),
        ] {
            let key = format!("{key},{more}");
            let expected = if good { algorithms } else { &[] };
            assert_eq!(fits(&key), expected, "{key}");
        }
    }
    serves(
        "R-062",
        "cross table: use, key_ops and members of wrong types by 4 kinds of key",
    );
}
