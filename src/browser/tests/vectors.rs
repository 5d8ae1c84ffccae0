//! Project Wycheproof's vectors through the reading of key sets and WebCrypto.
//!
//! What must be refused is refused. What is valid is accepted, but for the stricter verdicts listed here.
//! The JOSE vectors are whole tokens; the bare signatures are those of the algorithms below.

use docgate_vectors::{JOSE, SIGNATURES};
use wasm_bindgen_test::wasm_bindgen_test;

use super::super::verify::signature;
use super::Page;
use super::rows::serves;
use super::verify::{key_set, keys_of};
use crate::core::base64url;
use crate::core::json::{self, Object, Value};

const ALGORITHMS: [&str; 5] = ["RS256", "PS256", "ES256", "ES384", "EdDSA"];

/// The JOSE vectors that are accepted. All of them are of our algorithms.
const ACCEPTED: [(&str, &[u32]); 3] = [
    (
        "json_web_signature",
        &[
            18, 33, 259, 260, 261, 262, 263, 272, 273, 274, 275, 287, 288, 345, 349, 378,
        ],
    ),
    ("json_web_key", &[5]),
    ("json_web_crypto", &[18, 33]),
];

/// The stricter verdicts: valid JOSE vectors that are refused, and how many. They are of algorithms that
/// an ID token may not have here, the last two no signatures at all; and the first one has a character
/// in its header that is none of base64url, which a lenient reader passes over (HS256 beneath).
const STRICTER: [(&str, usize); 11] = [
    ("", 1),
    ("HS256", 13),
    ("HS384", 1),
    ("HS512", 1),
    ("RS384", 4),
    ("RS512", 4),
    ("PS384", 6),
    ("PS512", 4),
    ("ES512", 2),
    ("A256KW", 1),
    ("ECDH-ES+A128KW", 1),
];

fn object(text: &str) -> Option<Object> {
    json::parse(text.as_bytes()).ok()?.into_object()
}

/// Whether a token is a compact JWS that a key of the set made; the rules of RFC 7515 that an ID token
/// is judged by, for any payload.
async fn genuine(token: &str, set: &str) -> bool {
    let segments: Vec<&str> = token.split('.').collect();
    let [header, payload, made] = segments[..] else {
        return false;
    };
    let decode = |segment| base64url::decode(segment).ok();
    let (Some(protected), Some(_), Some(made)) = (decode(header), decode(payload), decode(made))
    else {
        return false;
    };
    let Some(header) = json::parse(&protected).ok().and_then(Value::into_object) else {
        return false;
    };
    let (Ok(algorithm), Ok(key_id)) = (header.string("alg"), header.optional_string("kid")) else {
        return false;
    };
    if !ALGORITHMS.contains(&algorithm) || header.value("crit").is_some() {
        return false;
    }
    let keys = key_set(set).candidates(algorithm, key_id);
    let input = token.rsplit_once('.').unwrap().0;
    signature(algorithm, &keys, input.as_bytes(), &made).await == Some(true)
}

/// What the header says of the algorithm, as far as it can be read.
fn algorithm_of(token: &str) -> String {
    let header = token.split('.').next().unwrap();
    let header = base64url::decode(header).ok();
    let header = header.and_then(|header| object(std::str::from_utf8(&header).ok()?));
    header.map_or_else(String::new, |it| it.string("alg").unwrap().to_owned())
}

#[wasm_bindgen_test]
async fn each_of_the_510_jose_vectors_gets_its_verdict() {
    let _page = Page::fresh();
    let (mut set, mut keys) = ("", String::new());
    let (mut accepted, mut stricter, mut all) = (0, Vec::new(), 0);
    for line in JOSE.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [kind, first, ..] = fields[..] else {
            panic!("{line}");
        };
        if kind == "key" {
            set = first;
            keys = match object(fields[2]).unwrap().value("keys") {
                Some(_) => fields[2].to_owned(),
                None => ["{\"keys\":[", fields[2], "]}"].concat(),
            };
            continue;
        }
        let [_, number, expected, comment, token] = fields[..] else {
            panic!("{line}");
        };
        all += 1;
        let token = json::parse(token.as_bytes()).unwrap();
        let token = token.as_str().unwrap_or_default();
        let found = genuine(token, &keys).await;
        match (expected, found) {
            ("valid", true) => {
                let number: u32 = number.parse().unwrap();
                let listed =
                    |(name, numbers): &(&str, &[u32])| *name == set && numbers.contains(&number);
                assert!(ACCEPTED.iter().any(listed), "{set} {number}: {comment}");
                accepted += 1;
            }
            ("valid", false) => stricter.push(algorithm_of(token)),
            ("invalid", false) => {}
            _ => panic!("{set} {number}: {comment}: {expected}, found {found}"),
        }
    }
    let listed: usize = ACCEPTED.iter().map(|(_, numbers)| numbers.len()).sum();
    assert_eq!((all, accepted), (510, listed));
    for (algorithm, times) in STRICTER {
        let found = stricter.iter().filter(|it| *it == algorithm).count();
        assert_eq!(found, times, "{algorithm}");
    }
    let listed: usize = STRICTER.iter().map(|(_, times)| times).sum();
    assert_eq!(stricter.len(), listed, "{stricter:?}");
    serves(
        "R-061",
        "Wycheproof: 510 of 510 JOSE vectors get their verdict, or the listed stricter one",
    );
    serves(
        "R-062",
        "Wycheproof: keys for another algorithm, curve or use vouch for nothing",
    );
    serves(
        "R-066",
        "Wycheproof: a 1024-bit key, an exponent of 1 and a ROCA key vouch for nothing",
    );
}

#[wasm_bindgen_test]
async fn each_bare_signature_gets_its_verdict() {
    let _page = Page::fresh();
    let hex = |digits: &str| -> Vec<u8> {
        let digits: Vec<char> = digits.chars().collect();
        let value = |digit: char| digit.to_digit(16).unwrap() as u8;
        digits
            .chunks(2)
            .map(|two| value(two[0]) << 4 | value(two[1]))
            .collect()
    };
    let (mut algorithm, mut set, mut keys) = ("", "", Vec::new());
    let mut seen = [0; ALGORITHMS.len()];
    for line in SIGNATURES.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        if let ["key", name, group, jwk] = fields[..] {
            (algorithm, set, keys) = (name, group, keys_of(name, &[jwk]));
            assert_eq!(keys.len(), 1, "{set}: {jwk}");
            continue;
        }
        let ["test", number, expected, message, made] = fields[..] else {
            panic!("{line}");
        };
        let index = ALGORITHMS.iter().position(|name| *name == algorithm);
        seen[index.unwrap()] += 1;
        let found = signature(algorithm, &keys, &hex(message), &hex(made)).await;
        let fits = match expected {
            "valid" => found == Some(true),
            "invalid" => found == Some(false),
            _ => found.is_some(),
        };
        assert!(fits, "{set} {number}: {expected}, found {found:?}");
    }
    // Of the vectors whose signature is sound but spelled otherwise, either verdict is right.
    assert_eq!(seen, [1034, 324, 262, 280, 151]);
    serves(
        "R-061",
        "Wycheproof: every bare signature of the five algorithms gets its verdict",
    );
}
