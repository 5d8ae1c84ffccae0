//! Judges `core::keys` by `serde_json` and by the rules written a second time (RFC 7517; RFC 7518,
//! section 6; RFC 8037): the same keys may have made a signature, and none shows more than its public
//! members.

use docgate::core::http::Response;
use docgate::core::json;
use docgate::core::keys::{self, KeySet};
use docgate::core::provider::STANDARD;
use serde_json::{Map, Value};

const ALGORITHMS: [&str; 8] = [
    "RS256", "PS256", "ES256", "ES384", "EdDSA", "HS256", "none", "Ed25519",
];
const P_256: &str = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
const P_384: &str = "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff";

/// Both verdicts on a document, and on every question that may be asked of it.
pub(crate) fn judge(text: &[u8]) -> Result<(), String> {
    let theirs = serde_json::from_slice::<Value>(text).ok();
    let listed = theirs.as_ref().and_then(|it| it.get("keys")?.as_array());
    let response = Response {
        status: 200,
        content_type: Some("application/json".to_owned()),
        body: text.to_vec(),
        ..Response::default()
    };
    match (keys::judge(Ok(response), &STANDARD), listed) {
        (Ok(set), Some(list)) => compare(&set, list.get(..64).unwrap_or(list)),
        (Ok(_), None) => Err("accepted, though it is no key set".to_owned()),
        (Err(_), Some(_)) if json::parse(text).is_ok() => Err("refused".to_owned()),
        (Err(_), _) => Ok(()),
    }
}

fn compare(set: &KeySet, list: &[Value]) -> Result<(), String> {
    let ids = list.iter().filter_map(|key| key.get("kid")?.as_str());
    let ids: Vec<Option<&str>> = [None, Some(""), Some("1")]
        .into_iter()
        .chain(ids.map(Some))
        .collect();
    for algorithm in ALGORITHMS {
        for id in &ids {
            let found: Vec<Value> = set
                .candidates(algorithm, *id)
                .iter()
                .map(|key| serde_json::from_str(key.jwk()).unwrap())
                .collect();
            let expected: Vec<Value> = list
                .iter()
                .filter_map(|key| expected(key.as_object()?, algorithm, *id))
                .take(4)
                .collect();
            if found != expected {
                return Err(format!("{algorithm}, {id:?}: {found:?}, not {expected:?}"));
            }
        }
    }
    Ok(())
}

/// The public members of a key that may have made the signature.
fn expected(key: &Map<String, Value>, algorithm: &str, id: Option<&str>) -> Option<Value> {
    let text = |name: &str| key.get(name)?.as_str();
    let absent_or = |name: &str, good: &dyn Fn(&Value) -> bool| key.get(name).is_none_or(good);
    let own_algorithm = if algorithm == "EdDSA" {
        ["EdDSA", "Ed25519"]
    } else {
        [algorithm; 2]
    };
    let private = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
    let common = !private.iter().any(|name| key.contains_key(*name))
        && absent_or("use", &|it| it == "sig")
        && absent_or("kid", &Value::is_string)
        && absent_or("crv", &Value::is_string)
        && absent_or("alg", &|it| {
            it.as_str().is_some_and(|own| own_algorithm.contains(&own))
        })
        && absent_or("key_ops", &|it| {
            it.as_array().is_some_and(|all| {
                all.iter().all(Value::is_string) && all.iter().any(|it| it == "verify")
            })
        })
        && (id.is_none() || text("kid") == id);
    let (kind, names): (_, &[&str]) = match algorithm {
        "RS256" | "PS256" => (["RSA", ""], &["kty", "n", "e"]),
        "ES256" => (["EC", "P-256"], &["kty", "crv", "x", "y"]),
        "ES384" => (["EC", "P-384"], &["kty", "crv", "x", "y"]),
        "EdDSA" => (["OKP", "Ed25519"], &["kty", "crv", "x"]),
        _ => return None,
    };
    let kinds = text("kty")? == kind[0] && (kind[1].is_empty() || text("crv")? == kind[1]);
    if !common || !kinds {
        return None;
    }
    let sound = match algorithm {
        "RS256" | "PS256" => is_modulus(text("n")?) && is_exponent(text("e")?),
        "ES256" => is_below(text("x")?, P_256) && is_below(text("y")?, P_256),
        "ES384" => is_below(text("x")?, P_384) && is_below(text("y")?, P_384),
        _ => hex(text("x")?)?.len() == 64,
    };
    let public = names
        .iter()
        .map(|name| Some(((*name).to_owned(), key.get(*name)?.clone())));
    sound.then_some(Value::Object(public.collect::<Option<_>>()?))
}

fn is_modulus(text: &str) -> bool {
    let Some(digits) = hex(text).filter(|it| it.len() >= 512 && !it.starts_with("00")) else {
        return false;
    };
    // 2048 bits are 512 digits of which the first is at least 8.
    let fits = digits.len() > 512 || digits.starts_with(|first| first >= '8');
    fits && digits.len() <= 2048 && is_odd(&digits) && !is_roca(&digits)
}

fn is_exponent(text: &str) -> bool {
    hex(text).is_some_and(|digits| {
        !digits.starts_with("00")
            && u64::from_str_radix(&digits, 16)
                .is_ok_and(|it| it % 2 == 1 && (3..=1 << 32).contains(&it))
    })
}

fn is_below(text: &str, prime: &str) -> bool {
    hex(text).is_some_and(|digits| digits.len() == prime.len() && *digits < *prime)
}

fn is_odd(digits: &str) -> bool {
    digits.ends_with(['1', '3', '5', '7', '9', 'b', 'd', 'f'])
}

/// Nemec and others, "The Return of Coppersmith's Attack", section 3: a power of 65537 by each prime.
fn is_roca(digits: &str) -> bool {
    let primes = (11..158u64).filter(|it| (2..*it).all(|divisor| it % divisor != 0));
    let narrow = primes.filter_map(|prime| {
        let mut powers = std::collections::BTreeSet::new();
        let mut power = 1;
        while powers.insert(power) {
            power = power * 65_537 % prime;
        }
        // By the other primes every number is a power.
        (powers.len() as u64 + 1 < prime).then_some((prime, powers))
    });
    narrow.into_iter().all(|(prime, powers)| {
        let digit = |it: char| u64::from(it.to_digit(16).unwrap());
        let rest = digits
            .chars()
            .fold(0, |rest, it| (rest * 16 + digit(it)) % prime);
        powers.contains(&rest)
    })
}

/// The bytes of a base64url text, as hexadecimal digits.
fn hex(text: &str) -> Option<String> {
    let alphabet = ['A'..='Z', 'a'..='z', '0'..='9', '-'..='-', '_'..='_'];
    let value = |wanted: char| {
        alphabet
            .clone()
            .into_iter()
            .flatten()
            .position(|it| it == wanted)
    };
    let bits: String = text
        .chars()
        .map(|it| value(it).map(|it| format!("{it:06b}")))
        .collect::<Option<_>>()?;
    let (whole, rest) = bits.split_at(bits.len() / 8 * 8);
    let nibble = |four: &[u8]| {
        let four = std::str::from_utf8(four).unwrap();
        char::from_digit(u32::from_str_radix(four, 2).unwrap(), 16).unwrap()
    };
    (rest.len() < 6 && !rest.contains('1'))
        .then(|| whole.as_bytes().chunks(4).map(nibble).collect())
}
