//! Signatures whose numbers are out of range: engines differ on them, so they are refused before.

use super::*;

#[test]
fn an_rsa_signature_is_a_number_below_the_modulus_and_as_long() {
    let modulus = odd(2048);
    let keys = set(&[rsa_of(&modulus, &[1, 0, 1])]).candidates("RS256", None);
    let (mut below, mut above) = (modulus.clone(), modulus.clone());
    *below.last_mut().unwrap() -= 1;
    *above.last_mut().unwrap() += 1;
    let longer = [&[0], below.as_slice()].concat();
    for (name, signature, good) in [
        ("below", below.as_slice(), true),
        ("zero", &[0; 256], true),
        ("the modulus", modulus.as_slice(), false),
        ("above", above.as_slice(), false),
        ("a byte more", longer.as_slice(), false),
        ("a byte less", &below[1..], false),
        ("empty", &[], false),
    ] {
        assert_eq!(keys[0].is_in_range(signature), good, "{name}");
    }
    serves(
        "R-061",
        "an RSA signature that is no number below the modulus vouches for nothing",
    );
}

#[test]
fn the_number_in_an_ed25519_signature_is_below_the_order_of_the_group() {
    // Little-endian: 2^252 + 27742317777372353535851937790883648493.
    let mut order = [0; 32];
    order[31] = 0x10;
    order[..16]
        .copy_from_slice(&27_742_317_777_372_353_535_851_937_790_883_648_493_u128.to_le_bytes());
    let keys = set(&[edwards()]).candidates("EdDSA", None);
    let signature = |number: &[u8]| [&[0xff; 32], number].concat();
    let changed = |at: usize, by: i8| {
        let mut number = order;
        number[at] = number[at].wrapping_add_signed(by);
        signature(&number)
    };
    for (name, signature, good) in [
        ("zero", signature(&[0; 32]), true),
        ("one below", changed(0, -1), true),
        ("far below", changed(31, -1), true),
        ("the order", signature(&order), false),
        ("one above", changed(0, 1), false),
        ("a bit above", changed(31, 1), false),
        ("all ones", signature(&[0xff; 32]), false),
        ("short", vec![0; 31], false),
    ] {
        assert_eq!(keys[0].is_in_range(&signature), good, "{name}");
    }
    serves(
        "R-061",
        "an Ed25519 signature whose number is not below the order of the group vouches for nothing",
    );
}

#[test]
fn signatures_on_the_nist_curves_have_their_full_length() {
    for (key, algorithm, full) in [(p256(), "ES256", 64), (p384(), "ES384", 96)] {
        let keys = set(&[key]).candidates(algorithm, None);
        for length in [0, 2, full / 2, full - 1, full, full + 1, 2 * full] {
            let good = keys[0].is_in_range(&vec![1; length]);
            assert_eq!(good, length == full, "{algorithm}: {length}");
        }
    }
    serves(
        "R-061",
        "an ECDSA signature that is shorter or longer than its curve says vouches for nothing",
    );
}
