//! Access tokens that someone else made, or changed.

use docgate::core::base64url;
use docgate::core::json::Value;

use super::guard::scene_of;
use super::rows::serves;
use super::tokens::{self, Key, claims, header, signed};

#[tokio::test]
async fn no_forged_token_passes() {
    let scene = scene_of(|_| ()).await;
    let other = Key::p256();
    let good = signed(&scene.ec, &header("ES256", "ec"), &claims());
    let (input, signature) = good.rsplit_once('.').unwrap();
    let none = |name: &str| format!("{}.", tokens::input(&header(name, "ec"), &claims()));
    let public = |key: &Key, member: &'static str, id: &str| {
        base64url::decode(key.jwk(id).string(member).unwrap()).unwrap()
    };
    let shared = |secret: &[u8], id: &str| {
        tokens::with_shared_secret(secret, &header("HS256", id), &claims())
    };
    let ec_header = |name: &str, value: Value| {
        let mut header = header("ES256", "ec");
        header.push(name, value);
        signed(&scene.ec, &header, &claims())
    };
    let jwk = Value::from(other.jwk("ec"));
    let forged: Vec<(&str, String)> = vec![
        ("alg none", none("none")),
        ("alg None", none("None")),
        ("alg NONE", none("NONE")),
        ("alg empty", none("")),
        ("alg ES256 without a signature", none("ES256")),
        (
            "alg none with a signature",
            format!(
                "{}.{signature}",
                tokens::input(&header("none", "ec"), &claims())
            ),
        ),
        (
            "HS256 with the RSA modulus",
            shared(&public(&scene.rsa, "n", "rsa"), "rsa"),
        ),
        (
            "HS256 with the EC coordinate",
            shared(&public(&scene.ec, "x", "ec"), "ec"),
        ),
        (
            "HS256 with the key as JSON",
            shared(
                docgate::core::json::write(&Value::from(scene.rsa.jwk("rsa"))).as_bytes(),
                "rsa",
            ),
        ),
        ("HS256 with nothing", shared(b"", "rsa")),
        (
            "another key under the same name",
            signed(&other, &header("ES256", "ec"), &claims()),
        ),
        (
            "a key in the header",
            signed(&other, &header("ES256", "ec").with("jwk", jwk), &claims()),
        ),
        (
            "a key's address in the header",
            signed(
                &other,
                &header("ES256", "ec").with("jku", "https://evil.example/keys"),
                &claims(),
            ),
        ),
        (
            "the key of another algorithm",
            signed(&scene.ec, &header("RS256", "ec"), &claims()),
        ),
        (
            "an algorithm that is not pinned",
            signed(&scene.ec, &header("ES512", "ec"), &claims()),
        ),
        (
            "alg in small letters",
            signed(&scene.ec, &header("es256", "ec"), &claims()),
        ),
        (
            "crit",
            ec_header("crit", Value::from(vec![Value::from("x")])),
        ),
        ("b64", ec_header("b64", Value::from(false))),
        ("zip", ec_header("zip", Value::from("DEF"))),
        ("kid of a wrong type", ec_header("kid", Value::from(1))),
        (
            "other claims under the signature",
            format!(
                "{}.{signature}",
                tokens::input(&header("ES256", "ec"), &claims().with("sub", "eve"))
            ),
        ),
        ("a cut signature", format!("{input}.{}", &signature[..80])),
        (
            "a zero signature",
            format!("{input}.{}", base64url::encode(&[0; 64])),
        ),
        ("a padded signature", format!("{good}==")),
        ("two parts", input.to_owned()),
        ("four parts", format!("{good}.{signature}")),
        ("no token", String::from("opaque-token")),
        ("a very long one", "a".repeat(20_000)),
    ];
    for (what, token) in &forged {
        let got = scene.call(token).await;
        assert_eq!((got.status, got.code()), (401, "token_invalid"), "{what}");
        assert_eq!(
            got.headers["www-authenticate"], "Bearer error=\"invalid_token\"",
            "{what}"
        );
    }
    assert!(scene.untouched());
    assert_eq!(scene.call("").await.code(), "token_missing");
    assert!(scene.untouched());
    serves(
        "A-44",
        "28 forged access tokens: refused, no machine token asked for, nothing sent",
    );
}
