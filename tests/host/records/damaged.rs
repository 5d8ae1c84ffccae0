//! What is damaged, foreign or of another version is as if absent.

use super::*;

#[test]
fn another_clients_session_is_as_if_absent() {
    proptest!(|(session in any_session(), other in ".{0,12}")| {
        prop_assert_eq!(Session::decode(&session.encode(), &other).is_some(), other == "client-key");
    });
    serves(
        "R-009",
        "a session record of another client is as if absent",
    );
    serves(
        "R-093",
        "a record is read only by the client that it belongs to",
    );
}

#[test]
fn another_version_is_as_if_absent() {
    let (login, _) = begun(&docspace(), Wishes::default());
    let session = sample();
    let records = [
        login.encode(),
        Tombstone::of(&login).encode(),
        session.encode(),
        Shared::default().encode(),
    ];
    for (at, record) in records.iter().enumerate() {
        let known = |text: &str| match at {
            0 => PendingLogin::decode(text).is_some(),
            1 => Tombstone::decode(text).is_some(),
            2 => Session::decode(text, "client-key").is_some(),
            _ => Shared::decode(text).is_some(),
        };
        assert!(known(record) && record.contains("\"v\":1"), "{at}");
        for version in ["0", "2", "-1", "1.0", "\"1\"", "null", "true", "[1]"] {
            let other = record.replace("\"v\":1", &format!("\"v\":{version}"));
            assert!(!known(&other), "{at}: {version}");
        }
        assert!(!known(&record.replace("\"v\":1", "\"w\":1")), "{at}");
        // And no kind of record is taken for another.
        for (other, text) in records.iter().enumerate() {
            assert_eq!(
                known(text),
                other == at || (at == 1 && other == 0),
                "{at} {other}"
            );
        }
        let vast = format!("{}{}", record, " ".repeat(5 << 20));
        assert!(!known(&vast), "{at}");
    }
    for (key, value) in [("exchange", "\"proxy\""), ("flow", "\"window\"")] {
        let ours = if key == "exchange" {
            "\"direct\""
        } else {
            "\"redirect\""
        };
        let other = records[0].replace(&format!("\"{key}\":{ours}"), &format!("\"{key}\":{value}"));
        assert!(other != records[0] && PendingLogin::decode(&other).is_none());
    }
    serves(
        "R-102",
        "records of another version, kind or of 5 MB are as if absent",
    );
    serves("A-31", "another version, swapped kinds, 5 MB: as if absent");
}

/// A session as the tests of damage take it.
fn sample() -> Session {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    any_session().new_tree(&mut runner).unwrap().current()
}

#[test]
fn damage_is_never_a_panic_and_never_an_unusable_value() {
    let (login, _) = begun(&oidc(), Wishes::default());
    let shared = {
        let mut shared = Shared::default();
        shared.spend("hash", NOW);
        shared.follow(&sample());
        shared.encode()
    };
    let records = [
        login.encode(),
        Tombstone::of(&login).encode(),
        sample().encode(),
        shared,
    ];
    proptest!(|(which in 0usize..4, at in any::<prop::sample::Index>(), bit in 0u8..7, cut in any::<bool>())| {
        let mut bytes = records[which].clone().into_bytes();
        let at = at.index(bytes.len());
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] ^= 1 << bit;
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some(login) = PendingLogin::decode(&text) {
            prop_assert!(!cut);
            prop_assert!(login.verifier.is_none_or(|verifier| verifier.expose().len() >= 43));
            prop_assert!(Url::endpoint(&login.metadata.token_endpoint, true).is_ok());
        }
        if let Some(session) = Session::decode(&text, "client-key") {
            prop_assert!(!cut);
            let tokens = [Some(&session.access.token), session.refresh_token.as_ref(), session.id_token.as_ref()];
            for token in tokens.into_iter().flatten().chain(session.others.iter().map(|it| &it.token)) {
                let token = token.expose();
                prop_assert!(!token.is_empty() && token.bytes().all(|b| b.is_ascii_graphic()));
            }
            prop_assert!(Session::decode(&session.encode(), "client-key").is_some());
        }
        if let Some(shared) = Shared::decode(&text) {
            prop_assert!(!cut);
            prop_assert_eq!(Shared::decode(&shared.encode()), Some(shared));
        }
        let _ = Tombstone::decode(&text);
    });
    serves(
        "A-31",
        "property: bit flips and truncation: absent, or a record that keeps every rule",
    );
}

#[test]
fn junk_is_as_if_absent() {
    proptest!(|(text in prop_oneof![".{0,80}", "[\\[\\]{}\":,0-9a-z]{0,80}"])| {
        prop_assert!(PendingLogin::decode(&text).is_none());
        prop_assert!(Tombstone::decode(&text).is_none());
        prop_assert!(Session::decode(&text, "client-key").is_none());
        prop_assert!(Shared::decode(&text).is_none());
    });
    serves("R-102", "property: junk is as if absent");
}

#[test]
fn addresses_in_a_record_are_judged_again() {
    let (login, _) = begun(&docspace(), Wishes::default());
    let login = login.encode();
    let session = session("s-1", 1, 0);
    let (client, session) = (session.client.clone(), session.encode());
    let token = "\"https://docs.example.com/oauth2/token\"";
    let base = "\"api_base\":\"https://docs.example.com/\"";
    assert!(login.contains(token) && session.contains(token) && session.contains(base));
    for address in [
        "javascript:alert(1)",
        "http://docs.example.com/oauth2/token",
        "https://u@docs.example.com/",
        "https://docs.example.com/#x",
        "//docs.example.com/",
        "data:text/html,x",
        "",
    ] {
        let other = format!("\"{address}\"");
        assert!(
            PendingLogin::decode(&login.replace(token, &other)).is_none(),
            "{address}"
        );
        assert!(
            Session::decode(&session.replace(token, &other), &client).is_none(),
            "{address}"
        );
        let other = format!("\"api_base\":{other}");
        assert!(
            Session::decode(&session.replace(base, &other), &client).is_none(),
            "{address}"
        );
    }
    serves(
        "A-31",
        "a record whose addresses were changed to forbidden ones is as if absent",
    );
    serves("R-003", "addresses that are read back are judged again");
}

#[test]
fn tokens_in_a_record_are_judged_again() {
    let session = session("s-1", 1, 0);
    let (client, text) = (session.client.clone(), session.encode());
    for token in ["", "a b", "a\\r\\nX-Evil: 1", "é"] {
        let other = text.replace("\"at-1\"", &format!("\"{token}\""));
        assert!(
            other != text && Session::decode(&other, &client).is_none(),
            "{token}"
        );
    }
    serves(
        "R-049",
        "a token that is read back has the characters of one",
    );
}
