//! Signatures and digests by WebCrypto, and by what a page puts in its place (R-061, R-062; A-24).

use wasm_bindgen_test::wasm_bindgen_test;

use super::super::verify::{digest, signature};
use super::Page;
use super::rows::serves;
use crate::core::base64url;
use crate::core::http::Response;
use crate::core::keys::{self, Key, KeySet};
use crate::core::provider::STANDARD;

/// The algorithm, the public key and the compact JWS of RFC 7515, appendices A.2 and A.3, and of
/// RFC 8037, appendix A.
pub(super) const SIGNED: [(&str, &str, &str); 3] = [
    (
        "RS256",
        r#"{"kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"}"#,
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw",
    ),
    (
        "ES256",
        r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#,
        "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
    ),
    (
        "EdDSA",
        r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
    ),
];

/// A set as it is served.
pub(super) fn key_set(document: &str) -> KeySet {
    let answer = Response {
        status: 200,
        content_type: Some(String::from("application/json")),
        body: document.as_bytes().to_vec(),
        ..Response::default()
    };
    keys::judge(Ok(answer), &STANDARD).unwrap()
}

/// The keys of a set that make signatures of an algorithm.
pub(super) fn keys_of(algorithm: &str, jwks: &[&str]) -> Vec<Key> {
    let document = ["{\"keys\":[", &jwks.join(","), "]}"].concat();
    key_set(&document).candidates(algorithm, None)
}

/// What was signed, and the signature.
fn parts(jws: &str) -> (&[u8], Vec<u8>) {
    let (input, signature) = jws.rsplit_once('.').unwrap();
    (input.as_bytes(), base64url::decode(signature).unwrap())
}

pub(super) async fn checked(algorithm: &str, keys: &[Key], jws: &str) -> Option<bool> {
    let (input, made) = parts(jws);
    signature(algorithm, keys, input, &made).await
}

#[wasm_bindgen_test]
async fn the_examples_of_the_standards_are_genuine() {
    let _page = Page::fresh();
    for (algorithm, jwk, jws) in SIGNED {
        let keys = keys_of(algorithm, &[jwk]);
        assert_eq!(keys.len(), 1, "{algorithm}");
        assert_eq!(checked(algorithm, &keys, jws).await, Some(true));
        let (input, made) = parts(jws);
        for at in [0, made.len() / 2, made.len() - 1] {
            let mut other = made.clone();
            other[at] ^= 1;
            let found = signature(algorithm, &keys, input, &other).await;
            assert_eq!(found, Some(false), "{algorithm}: byte {at}");
        }
        for other in [
            &[][..],
            &made[1..],
            &[&made[..], &[0]].concat(),
            &[0; 64],
            &[0; 256],
        ] {
            let found = signature(algorithm, &keys, input, other).await;
            assert_eq!(found, Some(false), "{algorithm}");
        }
        let found = signature(algorithm, &keys, &[input, b"x"].concat(), &made).await;
        assert_eq!(found, Some(false), "{algorithm}");
        assert_eq!(checked(algorithm, &[], jws).await, Some(false));
    }
    serves(
        "R-061",
        "WebCrypto: the signatures of RFC 7515 and RFC 8037, and no changed ones",
    );
}

#[wasm_bindgen_test]
async fn no_other_algorithm_than_the_five_is_known() {
    let page = Page::fresh();
    let (_, jwk, jws) = SIGNED[0];
    let keys = keys_of("RS256", &[jwk]);
    for algorithm in [
        "none",
        "None",
        "",
        "HS256",
        "HS384",
        "HS512",
        "RS1",
        "RS384",
        "RS512",
        "PS384",
        "PS512",
        "ES512",
        "ES256K",
        "Ed25519",
        "Ed448",
        "rs256",
        "RS256 ",
        "__proto__",
        "toString",
    ] {
        assert_eq!(checked(algorithm, &keys, jws).await, None, "{algorithm}");
        assert_eq!(digest(algorithm, b"").await, None, "{algorithm}");
    }
    // A key of another kind fits nothing, and is no reason to call the algorithm unknown.
    for (algorithm, _, jws) in &SIGNED[1..] {
        assert_eq!(checked(algorithm, &keys, jws).await, Some(false));
    }
    assert_eq!(checked("PS256", &keys, jws).await, Some(false));
    assert!(page.holds("crypto.subtle"));
    serves(
        "R-062",
        "WebCrypto: none, HS256 and every other algorithm is refused before a key is looked at",
    );
}

#[wasm_bindgen_test]
async fn every_key_is_tried_until_one_fits() {
    let _page = Page::fresh();
    for (algorithm, jwk, jws) in SIGNED {
        // The last character of a coordinate or modulus but one: still well-formed, another key.
        let stranger = match algorithm {
            "RS256" => jwk.replace("ofgWCuLj", "ofgWCuLk"),
            // Not on the curve, so the import fails.
            "ES256" => jwk.replace("f83OJ3D2", "f83OJ3D3"),
            _ => jwk.replace("11qYAYKx", "11qYAYKy"),
        };
        let keys = keys_of(algorithm, &[&stranger, &stranger, jwk]);
        assert_eq!(keys.len(), 3);
        assert_eq!(checked(algorithm, &keys, jws).await, Some(true));
        assert_eq!(checked(algorithm, &keys[..2], jws).await, Some(false));
    }
}

#[wasm_bindgen_test]
async fn digests_are_those_of_the_standards() {
    let _page = Page::fresh();
    // FIPS 180-2, appendices B.1, C.1 and D.1: the digests of "abc".
    for (algorithms, expected) in [
        (
            &["RS256", "PS256", "ES256"][..],
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        ),
        (
            &["ES384"],
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
        ),
        (
            &["EdDSA"],
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        ),
    ] {
        for algorithm in algorithms {
            let found = digest(algorithm, b"abc").await.unwrap();
            let hex: String = found.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(hex, expected, "{algorithm}");
        }
    }
}
