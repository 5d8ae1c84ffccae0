//! Writes the vectors as `src/lib.rs` describes them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout
)]

use std::path::Path;

use serde_json::{Value, json};
use wycheproof_ng_ecdsa as ecdsa;
use wycheproof_ng_eddsa as eddsa;
use wycheproof_ng_kdf_jose::json_web;
use wycheproof_ng_rsa_signature::{rsa_pkcs1_verify as pkcs1, rsa_pss_verify as pss};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let folder = std::env::var_os("OUT_DIR").expect("cargo sets it");
    let write = |name: &str, text: String| {
        std::fs::write(Path::new(&folder).join(name), text).expect("OUT_DIR can be written");
    };
    write("jose.tsv", jose());
    write("signatures.tsv", signatures());
}

fn jose() -> String {
    let mut text = String::new();
    for (set, data) in [
        ("json_web_signature", json_web::TestName::JsonWebSignature),
        ("json_web_key", json_web::TestName::JsonWebKey),
        ("json_web_crypto", json_web::TestName::JsonWebCrypto),
    ] {
        for group in groups(data.json_data()) {
            let key = group.get("public").or(group.get("private")).unwrap();
            text += &format!("key\t{set}\t{key}\n");
            for test in group["tests"].as_array().unwrap() {
                let token = test.get("jws").or(test.get("jwe")).unwrap();
                let comment = word(test, "comment");
                text += &format!("test\t{}\t{comment}\t{token}\n", named(test));
            }
        }
    }
    text
}

fn signatures() -> String {
    use ecdsa::TestName::{EcdsaSecp256r1Sha256P1363, EcdsaSecp384r1Sha384P1363};
    use pkcs1::TestName::{Rsa2048Sha256, Rsa3072Sha256, Rsa4096Sha256, Rsa8192Sha256};
    use pss::TestName::{
        RsaPss2048Sha256Mgf1SaltLen32, RsaPss3072Sha256Mgf1SaltLen32, RsaPss4096Sha256Mgf1SaltLen32,
    };
    let mut text = String::new();
    for (algorithm, set, data) in [
        ("RS256", "rsa_signature_2048", Rsa2048Sha256.json_data()),
        ("RS256", "rsa_signature_3072", Rsa3072Sha256.json_data()),
        ("RS256", "rsa_signature_4096", Rsa4096Sha256.json_data()),
        ("RS256", "rsa_signature_8192", Rsa8192Sha256.json_data()),
        (
            "PS256",
            "rsa_pss_2048",
            RsaPss2048Sha256Mgf1SaltLen32.json_data(),
        ),
        (
            "PS256",
            "rsa_pss_3072",
            RsaPss3072Sha256Mgf1SaltLen32.json_data(),
        ),
        (
            "PS256",
            "rsa_pss_4096",
            RsaPss4096Sha256Mgf1SaltLen32.json_data(),
        ),
        (
            "ES256",
            "ecdsa_secp256r1",
            EcdsaSecp256r1Sha256P1363.json_data(),
        ),
        (
            "ES384",
            "ecdsa_secp384r1",
            EcdsaSecp384r1Sha384P1363.json_data(),
        ),
        ("EdDSA", "ed25519", eddsa::TestName::Ed25519.json_data()),
    ] {
        for group in groups(data) {
            let jwk = jwk(algorithm, &group["publicKey"]);
            text += &format!("key\t{algorithm}\t{set}\t{jwk}\n");
            for test in group["tests"].as_array().unwrap() {
                let (message, signature) = (word(test, "msg"), word(test, "sig"));
                text += &format!("test\t{}\t{message}\t{signature}\n", named(test));
            }
        }
    }
    text
}

fn groups(data: &str) -> Vec<Value> {
    let mut data: Value = serde_json::from_str(data).expect("JSON");
    match data["testGroups"].take() {
        Value::Array(groups) => groups,
        _ => panic!("no groups"),
    }
}

/// The vector's number and its expected result.
fn named(test: &Value) -> String {
    format!("{}\t{}", test["tcId"], word(test, "result"))
}

fn word<'a>(object: &'a Value, name: &str) -> &'a str {
    object[name].as_str().expect("a text")
}

/// The JSON Web Key of a key in hexadecimal digits.
fn jwk(algorithm: &str, key: &Value) -> Value {
    match algorithm {
        "RS256" | "PS256" => json!({
            "kty": "RSA",
            "n": base64url(word(key, "modulus").trim_start_matches("00")),
            "e": base64url(word(key, "publicExponent").trim_start_matches("00")),
        }),
        "EdDSA" => json!({ "kty": "OKP", "crv": "Ed25519", "x": base64url(word(key, "pk")) }),
        _ => {
            let points = word(key, "uncompressed")
                .strip_prefix("04")
                .expect("both coordinates");
            let (x, y) = points.split_at(points.len() / 2);
            let curve = if algorithm == "ES256" {
                "P-256"
            } else {
                "P-384"
            };
            json!({ "kty": "EC", "crv": curve, "x": base64url(x), "y": base64url(y) })
        }
    }
}

/// base64url of hexadecimal digits, written here so that no reader of ours makes what it then reads.
fn base64url(digits: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: Vec<u32> = digits
        .chars()
        .flat_map(|digit| {
            let value = digit.to_digit(16).expect("a hexadecimal digit");
            (0..4).rev().map(move |place| value >> place & 1)
        })
        .collect();
    bits.chunks(6)
        .map(|six| {
            let value = six.iter().fold(0, |value, bit| value << 1 | bit);
            let index = (value << (6 - six.len())) as usize;
            char::from(*ALPHABET.get(index).expect("six bits"))
        })
        .collect()
}
