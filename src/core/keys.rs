//! The issuer's key set (RFC 7517; RFC 7518, section 6; RFC 8037), and which of its keys may have made
//! a signature (OpenID Connect Core 1.0, section 10.1; A-24).
//!
//! A set is somebody else's list, so one bad key spoils no other: what is too weak, too large, of
//! another kind or malformed is skipped, and only public members are kept of the rest. Nothing that
//! a token carries along (`jwk`, `jku`, `x5u`, `x5c`) is ever a key.

use super::error::{Code, Error};
use super::http::{Failure, Purpose, Request, Response};
use super::json::{self, Field, Object, Value};
use super::provider::Chosen;
use super::{answer, base64url};

/// How many keys of a set are looked at.
const MAX_KEYS: usize = 64;
/// How many keys are tried on one signature.
const MAX_CANDIDATES: usize = 4;

/// The members of which one means that the key is no public one (RFC 7518, section 6).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// The primes of the fields under P-256 and P-384 (FIPS 186-4, D.1.2): coordinates are smaller.
const P_256: &[u8] = b"\xff\xff\xff\xff\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\
    \xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff";
const P_384: &[u8] = b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\
    \xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xfe\
    \xff\xff\xff\xff\0\0\0\0\0\0\0\0\xff\xff\xff\xff";

/// The order of Ed25519's group, 2^252 + 27742317777372353535851937790883648493 (RFC 8032, section 5.1).
const ORDER: &[u8] = b"\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\
    \x14\xde\xf9\xde\xa2\xf7\x9c\xd6\x58\x12\x63\x1a\x5c\xf5\xd3\xed";

/// Small primes to which the keys of one maker's chips stand in a relation that gives their factors
/// away (ROCA, CVE-2017-15361): the modulus is a power of 65537 by every one of them. So is that of one
/// sound key in 2^27.
const ROCA: [u32; 17] = [
    11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157,
];

/// What kind of key it is, as far as signatures need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Rsa,
    P256,
    P384,
    Ed25519,
}

impl Kind {
    /// Whether keys of this kind make signatures of an algorithm (RFC 7518, section 3.1; RFC 8037).
    fn makes(self, algorithm: &str) -> bool {
        match self {
            Kind::Rsa => matches!(algorithm, "RS256" | "PS256"),
            Kind::P256 => algorithm == "ES256",
            Kind::P384 => algorithm == "ES384",
            Kind::Ed25519 => algorithm == "EdDSA",
        }
    }
}

/// A public key that may vouch for a signature: checked, public members only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    id: Option<String>,
    kind: Kind,
    /// The one algorithm that it is meant for, where it says so.
    algorithm: Option<String>,
    /// Of RSA; else empty.
    modulus: Vec<u8>,
    jwk: String,
}

impl Key {
    /// The key as JSON: exactly `kty`, `n`, `e`, or `kty`, `crv`, `x` and, on the NIST curves, `y`.
    #[must_use]
    pub fn jwk(&self) -> &str {
        &self.jwk
    }

    /// Whether the numbers of a signature are in their range, else one signature has several forms: of RSA
    /// as long as the modulus and below it (RFC 8017, sections 5.2.2 and 8.2.2), of Ed25519 below the
    /// order of the group (RFC 8032, section 5.1.7); on the NIST curves of full length (RFC 7518, section
    /// 3.4). WebKitGTK does not look at the first two, Firefox not at the third.
    #[must_use]
    pub fn is_in_range(&self, signature: &[u8]) -> bool {
        match self.kind {
            Kind::Rsa => {
                signature.len() == self.modulus.len() && signature < self.modulus.as_slice()
            }
            Kind::Ed25519 => signature
                .split_at_checked(32)
                .is_some_and(|(_, number)| number.len() == 32 && number.iter().rev().lt(ORDER)),
            Kind::P256 => signature.len() == 64,
            Kind::P384 => signature.len() == 96,
        }
    }

    fn fits(&self, algorithm: &str) -> bool {
        self.kind.makes(algorithm)
            && match self.algorithm.as_deref() {
                None => true,
                // RFC 9864, section 2.2: the same algorithm under its newer name.
                Some("Ed25519") => algorithm == "EdDSA",
                Some(own) => own == algorithm,
            }
    }
}

/// The issuer's keys that can be used at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySet(Vec<Key>);

/// The request for them.
#[must_use]
pub fn request(jwks_uri: &str) -> Request {
    Request::get(Purpose::Keys, String::from(jwks_uri))
}

/// Judges the answer.
///
/// # Errors
/// There is none, or it is no key set. A set without one usable key is a set.
pub fn judge(
    answer: Result<Response, Failure>,
    provider: impl Into<Chosen>,
) -> Result<KeySet, Error> {
    let response = answer::received(answer, provider.into())?;
    if response.status != 200 {
        return Err(answer::http_error(&response));
    }
    answer::json_object(&response)
        .and_then(|document| read(&document))
        .map_err(|error| error.coded(Code::KeysInvalid))
}

fn read(document: &Object) -> Result<KeySet, Error> {
    let keys = document.array("keys")?.iter().take(MAX_KEYS);
    Ok(KeySet(
        keys.filter_map(|key| usable(key.as_object()?).ok().flatten())
            .collect(),
    ))
}

impl KeySet {
    /// Those that may have made a signature of this algorithm: of the name that the header says, where
    /// it says one; of the kind, and for no other algorithm or use. At most four, in the set's order.
    #[must_use]
    pub fn candidates(&self, algorithm: &str, key_id: Option<&str>) -> Vec<Key> {
        self.0
            .iter()
            .filter(|key| key_id.is_none() || key.id.as_deref() == key_id)
            .filter(|key| key.fits(algorithm))
            .take(MAX_CANDIDATES)
            .cloned()
            .collect()
    }
}

/// The key, if it is one for signatures that we know; a member of a wrong type makes it malformed.
fn usable(key: &Object) -> Result<Option<Key>, Field> {
    let private = PRIVATE.iter().any(|name| key.value(name).is_some());
    let signs = key.optional_string("use")?.is_none_or(|it| it == "sig");
    let verifies = key
        .optional_strings("key_ops")?
        .is_none_or(|operations| operations.contains(&"verify"));
    if private || !signs || !verifies {
        return Ok(None);
    }
    let (kind, public) = match (key.string("kty")?, key.optional_string("crv")?) {
        ("RSA", _) => (Kind::Rsa, rsa(key)?),
        ("EC", Some(curve @ "P-256")) => (Kind::P256, point(key, curve, P_256)?),
        ("EC", Some(curve @ "P-384")) => (Kind::P384, point(key, curve, P_384)?),
        ("OKP", Some("Ed25519")) => (Kind::Ed25519, edwards(key)?),
        _ => return Ok(None),
    };
    let text = |name| Ok(key.optional_string(name)?.map(String::from));
    let (id, algorithm) = (text("kid")?, text("alg")?);
    let modulus = match kind {
        Kind::Rsa => odd_number(key.string("n")?).unwrap_or_default(),
        _ => Vec::new(),
    };
    Ok(public.map(|public| Key {
        id,
        kind,
        algorithm,
        modulus,
        jwk: json::write(&Value::Object(public)),
    }))
}

/// RFC 7518, section 6.3.1; 2048 to 8192 bits (RFC 8725, section 3.5), and an exponent of 3 to 2^32.
fn rsa(key: &Object) -> Result<Option<Object>, Field> {
    let (modulus, exponent) = (key.string("n")?, key.string("e")?);
    let number = |text: &str| odd_number(text).unwrap_or_default();
    let (n, e) = (number(modulus), number(exponent));
    let sound = matches!(bits(&n), 2048..=8192) && matches!(bits(&e), 2..=32) && !is_roca(&n);
    Ok(sound.then(|| {
        Object::new()
            .with("kty", "RSA")
            .with("n", modulus)
            .with("e", exponent)
    }))
}

/// A number that is odd, as both of RSA are, and written in the fewest bytes (`Base64urlUInt`: RFC 7518,
/// section 2).
fn odd_number(text: &str) -> Option<Vec<u8>> {
    let bytes = base64url::decode(text).ok()?;
    let plain = *bytes.first()? > 0 && bytes.last()? & 1 == 1;
    plain.then_some(bytes)
}

fn bits(number: &[u8]) -> usize {
    let unused = number.first().map_or(0, |first| first.leading_zeros());
    number.len() * 8 - unused as usize
}

fn is_roca(modulus: &[u8]) -> bool {
    ROCA.iter().all(|prime| {
        let rest = modulus
            .iter()
            .fold(0, |rest, byte| (rest * 256 + u32::from(*byte)) % prime);
        // The powers of 65537 begin again at 1 after fewer than `prime` steps.
        (0..*prime)
            .scan(1, |power, _| {
                *power = *power * 65_537 % prime;
                Some(*power)
            })
            .any(|power| power == rest)
    })
}

/// RFC 7518, section 6.2.1: two coordinates of full length, each below the field's prime. Whether they
/// are on the curve is found out when the key is imported.
fn point(key: &Object, curve: &str, prime: &[u8]) -> Result<Option<Object>, Field> {
    let (x, y) = (key.string("x")?, key.string("y")?);
    let inside = |text: &str| {
        base64url::decode(text)
            .is_ok_and(|bytes| bytes.len() == prime.len() && bytes.as_slice() < prime)
    };
    Ok((inside(x) && inside(y)).then(|| {
        Object::new()
            .with("kty", "EC")
            .with("crv", curve)
            .with("x", x)
            .with("y", y)
    }))
}

/// RFC 8037, section 2.
fn edwards(key: &Object) -> Result<Option<Object>, Field> {
    let x = key.string("x")?;
    let full = base64url::decode(x).is_ok_and(|bytes| bytes.len() == 32);
    Ok(full.then(|| {
        Object::new()
            .with("kty", "OKP")
            .with("crv", "Ed25519")
            .with("x", x)
    }))
}
