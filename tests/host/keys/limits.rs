//! Keys that are too weak, too large or malformed, and sets that are too long.

use std::time::{Duration, Instant};

use super::*;

const F4: &[u8] = &[1, 0, 1];

#[test]
fn rsa_keys_have_2048_to_8192_bits() {
    for (bits, good) in [
        (8, false),
        (512, false),
        (1024, false),
        (2040, false),
        (2047, false),
        (2048, true),
        (2049, true),
        (3072, true),
        (4096, true),
        (8191, true),
        (8192, true),
        (8193, false),
        (16_384, false),
        (100_000, false),
    ] {
        assert_eq!(
            fits(&rsa_of(&odd(bits), F4)).len(),
            if good { 2 } else { 0 },
            "{bits}"
        );
    }
    serves(
        "R-066",
        "RSA moduli of 14 sizes: 2048 to 8192 bits, and no bit more or less",
    );
    serves("A-24", "a modulus of 16384 bits is skipped");
}

#[test]
fn rsa_exponents_are_odd_and_of_3_to_2_to_the_32() {
    for (exponent, good) in [
        (&[][..], false),
        (&[0], false),
        (&[1], false),
        (&[2], false),
        (&[3], true),
        (&[4], false),
        (&[17], true),
        (&[1, 0, 0], false),
        (&[1, 0, 1], true),
        (&[0xff, 0xff, 0xff, 0xff], true),
        (&[1, 0, 0, 0, 0], false),
        (&[1, 0, 0, 0, 1], false),
        (&[0, 1, 0, 1], false),
        (&[0, 3], false),
    ] {
        let key = rsa_of(&odd(2048), exponent);
        assert_eq!(fits(&key).len(), if good { 2 } else { 0 }, "{exponent:?}");
    }
    serves(
        "R-066",
        "exponents 1, even, beyond 2^32 or with leading zeros are skipped",
    );
    serves("A-24", "an exponent of 1 is skipped");
}

#[test]
fn a_number_has_one_spelling() {
    let mut even = odd(2048);
    *even.last_mut().unwrap() &= 0xfe;
    let padded = [&[0], &odd(2048)[..]].concat();
    // A leading zero does not make a short modulus long enough either.
    let lifted = [&[0], &odd(2040)[..]].concat();
    for modulus in [even, padded, lifted, vec![0; 256], Vec::new()] {
        assert!(fits(&rsa_of(&modulus, F4)).is_empty());
    }
    let good = rsa();
    for (from, to) in [
        ("AQAB", "AQAB="),
        ("AQAB", "AQ AB"),
        ("AQAB", "AQAB\\n"),
        ("AQAB", "AQA"),
        ("AQAB", "AQABA"),
        ("AQAB", "65537"),
        ("\"AQAB\"", "65537"),
        ("\"AQAB\"", "null"),
        ("\"AQAB\"", "[\"AQAB\"]"),
        (",\"e\":\"AQAB\"", ""),
        ("\"n\":\"", "\"n\":\"="),
        ("\"n\":\"", "\"n\":\"+"),
        ("\"n\":\"", "\"N\":\""),
    ] {
        let key = good.replacen(from, to, 1);
        assert_ne!(key, good);
        assert!(fits(&key).is_empty(), "{to}");
    }
    // Trailing bits that are not zero: `Aw` is 3, and so it would be as `Ax`.
    let three = rsa_of(&odd(2048), &[3]);
    assert_eq!(fits(&three).len(), 2);
    assert!(fits(&three.replace("\"Aw\"", "\"Ax\"")).is_empty());
    serves(
        "R-066",
        "numbers that are even, padded or not in strict base64url are skipped",
    );
}

#[test]
fn the_keys_of_broken_chips_are_none() {
    // Powers of 65537 by all of the small primes at once: 65537 itself, and what is added is a
    // multiple of them all.
    let product: u128 = [
        11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157,
    ]
    .iter()
    .product();
    let mut modulus = vec![0; 256];
    modulus[0] = 0x80;
    let rest = |bytes: &[u8]| {
        bytes.iter().fold(0u128, |rest, byte| {
            ((rest << 8) + u128::from(*byte)) % product
        })
    };
    let missing = (product - rest(&modulus) + 65_537) % product;
    let missing = if missing.is_multiple_of(2) {
        missing + product
    } else {
        missing
    };
    modulus[240..].copy_from_slice(&missing.to_be_bytes());
    assert_eq!((rest(&modulus), modulus[255] & 1), (65_537, 1));
    assert!(fits(&rsa_of(&modulus, F4)).is_empty());
    // The next odd number is no such power.
    modulus[255] = modulus[255].wrapping_add(2);
    assert_eq!(fits(&rsa_of(&modulus, F4)).len(), 2);
    serves(
        "R-066",
        "a modulus with the mark of ROCA (CVE-2017-15361) is skipped",
    );
}

#[test]
fn points_have_coordinates_of_full_length_below_the_prime() {
    let p256 = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
    let p384 = "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff";
    for (curve, prime, algorithm) in [("P-256", p256, "ES256"), ("P-384", p384, "ES384")] {
        let prime: Vec<u8> = (0..prime.len() / 2)
            .map(|at| u8::from_str_radix(&prime[2 * at..2 * at + 2], 16).unwrap())
            .collect();
        let length = prime.len();
        let mut largest = prime.clone();
        largest[length - 1] -= 1;
        let good = vec![1; length];
        for coordinate in [vec![0; length], largest, good.clone()] {
            assert_eq!(fits(&point(curve, &coordinate, &good)), [algorithm]);
            assert_eq!(fits(&point(curve, &good, &coordinate)), [algorithm]);
        }
        let bad = [
            prime.clone(),
            vec![0xff; length],
            vec![1; length - 1],
            vec![1; length + 1],
            [&[0], &good[..]].concat(),
            Vec::new(),
        ];
        for coordinate in bad {
            assert!(
                fits(&point(curve, &coordinate, &good)).is_empty(),
                "{coordinate:?}"
            );
            assert!(
                fits(&point(curve, &good, &coordinate)).is_empty(),
                "{coordinate:?}"
            );
        }
        let key = point(curve, &good, &good);
        for without in ["\"y\":", "\"x\":"] {
            assert!(fits(&key.replace(without, "\"z\":")).is_empty());
        }
        // A compressed point is another spelling.
        let y = base64url::encode(&good);
        assert!(fits(&key.replace(&format!("\"y\":\"{y}\""), "\"y\":true")).is_empty());
    }
    for length in [0, 31, 33, 57, 64] {
        assert!(fits(&edwards_of(&vec![3; length])).is_empty(), "{length}");
    }
    assert_eq!(fits(&edwards_of(&[0xff; 32])), ["EdDSA"]);
    serves(
        "R-066",
        "coordinates of another length, or not below the field's prime, are skipped",
    );
}

#[test]
fn a_private_key_is_never_used() {
    for name in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] {
        for value in ["\"AQAB\"", "\"\"", "null", "[]"] {
            for key in [rsa(), p256(), p384(), edwards()] {
                let key = format!("{key},\"{name}\":{value}");
                assert!(fits(&key).is_empty(), "{key}");
            }
        }
    }
    serves("A-24", "a private key that is served vouches for nothing");
}

#[test]
fn no_more_than_64_keys_are_looked_at() {
    let key = |id: usize| format!("{},\"kid\":\"{id}\"", edwards());
    let keys: Vec<String> = (0..65).map(key).collect();
    let set = set(&keys);
    assert_eq!(set.candidates("EdDSA", Some("0")).len(), 1);
    assert_eq!(set.candidates("EdDSA", Some("63")).len(), 1);
    assert!(set.candidates("EdDSA", Some("64")).is_empty());
    // Keys that are none count as looked at.
    let junk = vec!["\"kty\":\"oct\""; 63].join("},{");
    for (more, found) in [(0, 1), (1, 0)] {
        let junk = [&junk[..], &"},{\"a\":1".repeat(more)].concat();
        let body = format!("{{\"keys\":[{{{junk}}},{{{}}}]}}", rsa());
        assert_eq!(
            judged(&body).unwrap().candidates("RS256", None).len(),
            found
        );
    }
}

#[test]
fn ten_thousand_keys_cost_no_time() {
    // Within the reader's number of values: the first 64 are looked at.
    let junk = format!("{{\"keys\":[{}{{}}]}}", "{},".repeat(9999));
    // Beyond it: the document is refused as a whole.
    let keys = format!("{{{}}},", edwards()).repeat(10_000);
    let many = format!("{{\"keys\":[{keys}{{}}]}}");
    // As much as an answer may have, in one number.
    let long = format!("{{\"keys\":[{{{}}}]}}", rsa_of(&odd(6_290_000), F4));
    assert!(long.len() > 1_048_000);
    // 64 keys as large as they may be.
    let keys = format!("{{{}}},", rsa_of(&odd(8192), F4)).repeat(64);
    let large = format!("{{\"keys\":[{keys}{{}}]}}");
    for (body, found) in [
        (junk, Some(0)),
        (many, None),
        (long, Some(0)),
        (large, Some(4)),
    ] {
        let began = Instant::now();
        let judged = judged(&body);
        let took = began.elapsed();
        assert!(took < Duration::from_secs(10), "{took:?}");
        match found {
            Some(found) => {
                assert_eq!(judged.unwrap().candidates("RS256", None).len(), found);
            }
            None => {
                let expected = (Code::KeysInvalid, Some(String::from("body")));
                assert_eq!(judged.unwrap_err(), expected);
            }
        }
    }
    serves(
        "R-066",
        "four sets of up to 10,000 keys or a megabyte: 200 ms each",
    );
    serves("A-24", "10,000 keys: at most 64 are looked at, and in time");
}
