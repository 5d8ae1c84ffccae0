//! What is sealed opens for its cookie and its key alone.

use docgate::core::base64url;
use docgate::core::secret::Secret;

use super::{Login, Purpose, SealKey, Sealer, Session};
use crate::rows::serves;

const NAME: &str = "__Host-dg-s-0123456789abcdef";

fn key(seed: u8) -> SealKey {
    let mut bytes = [seed; 32];
    bytes[0] = !seed;
    SealKey::new(bytes).unwrap()
}

#[test]
fn it_opens_what_it_sealed_and_seals_it_differently_each_time() {
    let keys = [key(1)];
    let sealer = Sealer(&keys);
    let first = sealer.seal(Purpose::Session, NAME, b"token").unwrap();
    let second = sealer.seal(Purpose::Session, NAME, b"token").unwrap();
    assert_ne!(first, second);
    for sealed in [&first, &second] {
        let opened = sealer.open(Purpose::Session, NAME, sealed).unwrap();
        assert_eq!(opened.as_slice(), b"token");
        assert!(!sealed.contains("token") && !sealed.contains(&base64url::encode(b"token")));
    }
}

#[test]
fn every_changed_or_missing_byte_is_refused() {
    let keys = [key(1)];
    let sealer = Sealer(&keys);
    let sealed = sealer.seal(Purpose::Session, NAME, b"token").unwrap();
    let bytes = base64url::decode(&sealed).unwrap();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            let text = base64url::encode(&changed);
            assert!(sealer.open(Purpose::Session, NAME, &text).is_none(), "{at}");
        }
        let cut = base64url::encode(&bytes[..at]);
        assert!(sealer.open(Purpose::Session, NAME, &cut).is_none(), "{at}");
    }
    let longer = base64url::encode(&[bytes.as_slice(), &[0]].concat());
    assert!(sealer.open(Purpose::Session, NAME, &longer).is_none());
    for text in ["", "=", "AAAA", "not base64!", "\u{e9}"] {
        assert!(sealer.open(Purpose::Session, NAME, text).is_none());
    }
    serves("R-144", "a changed or cut cookie does not open");
}

#[test]
fn it_opens_in_no_other_cookie_and_for_no_other_purpose() {
    let keys = [key(1)];
    let sealer = Sealer(&keys);
    let sealed = sealer.seal(Purpose::Session, NAME, b"token").unwrap();
    let other = "__Host-dg-s-0123456789abcdee";
    assert!(sealer.open(Purpose::Session, other, &sealed).is_none());
    assert!(sealer.open(Purpose::Login, NAME, &sealed).is_none());
    serves("R-144", "a swapped cookie does not open");
}

#[test]
fn the_first_key_seals_and_all_open() {
    let old = [key(1)];
    let sealed_before = Sealer(&old).seal(Purpose::Login, NAME, b"a").unwrap();
    let both = [key(2), key(1)];
    let rotated = Sealer(&both);
    assert!(rotated.open(Purpose::Login, NAME, &sealed_before).is_some());
    let sealed_after = rotated.seal(Purpose::Login, NAME, b"a").unwrap();
    let new = [key(2)];
    assert!(
        Sealer(&new)
            .open(Purpose::Login, NAME, &sealed_after)
            .is_some()
    );
    assert!(
        Sealer(&new)
            .open(Purpose::Login, NAME, &sealed_before)
            .is_none()
    );
    assert!(
        Sealer(&old)
            .open(Purpose::Login, NAME, &sealed_after)
            .is_none()
    );
    serves("R-144", "keys rotate: the first seals, all open");
}

#[test]
fn without_a_key_nothing_is_sealed() {
    assert!(Sealer(&[]).seal(Purpose::Login, NAME, b"a").is_err());
}

#[test]
fn keys_are_32_bytes_that_somebody_drew() {
    let text = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";
    assert!(SealKey::from_base64(text).is_some());
    assert!(SealKey::from_base64(&format!(" {text}\n")).is_some());
    for text in [
        "",
        "AQID",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAh",
        "not a key",
    ] {
        assert!(SealKey::from_base64(text).is_none(), "{text}");
    }
    let shown = format!("{:?}", key(7));
    assert!(
        shown.starts_with("SealKey([") && !shown.contains("07, 07, 07, 07"),
        "{shown}"
    );
}

#[test]
fn records_come_back_as_they_were() {
    let login = Login {
        caller: [1; 32],
        request: [2; 32],
        challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".to_owned(),
        started: 5,
        ends: u64::MAX,
    };
    let bytes = login.to_bytes();
    assert_eq!(Login::from_bytes(&bytes), Some(login));
    for length in 0..bytes.len() {
        assert_eq!(Login::from_bytes(&bytes[..length]), None);
    }
    let session = Session {
        caller: [3; 32],
        id: "abcdefghijklmnop".to_owned(),
        refresh_token: Some(Secret::new("rt-1".to_owned())),
        api_base: None,
        began: 1,
        used: 2,
        ends: 3,
    };
    let bytes = session.to_bytes();
    let read = Session::from_bytes(&bytes).unwrap();
    assert_eq!(read.refresh_token.as_ref().unwrap().expose(), "rt-1");
    assert_eq!(
        (read.id.as_str(), read.api_base.as_deref()),
        ("abcdefghijklmnop", None)
    );
    assert_eq!(
        (read.caller, read.began, read.used, read.ends),
        ([3; 32], 1, 2, 3)
    );
    for length in 0..bytes.len() {
        assert!(Session::from_bytes(&bytes[..length]).is_none());
    }
    assert!(Session::from_bytes(&[bytes.as_slice(), &[0, 0]].concat()).is_none());
    assert_eq!(format!("{session:?}"), "Session(redacted)");
}
