//! Stored records: what was written is read again; anything else is as if absent (R-102, A-31).

use docgate::core::authorize::Wishes;
use docgate::core::metadata::Metadata;
use docgate::core::names::{Scopes, Timestamp};
use docgate::core::pending::{self, PendingLogin};
use docgate::core::pkce::Verifier;
use docgate::core::secret::Secret;
use docgate::core::session::{self, Session, User};
use docgate::core::shared::{self, Shared};
use docgate::core::tombstone::{self, Tombstone};
use docgate::core::url::Url;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::strategy::ValueTree;

use crate::play::begun;
use crate::rows::serves;
use crate::scene::{NOW, docspace, oidc};

/// Any text that a person, an app or a server could have put there.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,12}",
        "[a-z\"\\\\<>&é\u{2028}\u{7f}]{0,12}",
        Just(String::new())
    ]
}

fn any_scopes() -> impl Strategy<Value = Scopes> {
    vec("[!#-\\[\\]-~]{1,6}", 0..4).prop_map(|list| Scopes::parse(&list.join(" ")).unwrap())
}

fn any_metadata() -> impl Strategy<Value = Metadata> {
    let url = || "https://[a-z]{1,8}\\.example/[a-z]{0,5}";
    (
        url(),
        url(),
        option::of(url()),
        option::of(url()),
        any::<bool>(),
    )
        .prop_map(
            |(
                authorization_endpoint,
                token_endpoint,
                jwks_uri,
                userinfo_endpoint,
                promises_iss,
            )| {
                Metadata {
                    authorization_endpoint,
                    token_endpoint,
                    jwks_uri,
                    userinfo_endpoint,
                    promises_iss,
                }
            },
        )
}

/// A safe number of milliseconds: what a clock can say.
fn any_time() -> impl Strategy<Value = Timestamp> {
    (0i64..9_000_000_000_000).prop_map(Timestamp)
}

fn any_login() -> impl Strategy<Value = PendingLogin> {
    let names = (
        any_text(),
        any_text(),
        any_text(),
        any_text(),
        any_text(),
        any_text(),
    );
    let verifier = option::of("[A-Za-z0-9._~-]{43,128}");
    let rest = (
        any_scopes(),
        any_metadata(),
        option::of(any_text()),
        verifier,
        option::of(any_text()),
    );
    let numbers = (any_time(), option::of(0u64..1 << 53), any::<bool>());
    (names, rest, numbers).prop_map(|(names, rest, (created, max_age, quiet))| {
        let (provider, issuer, client_id, redirect_uri, state, return_to) = names;
        let (scopes, metadata, nonce, verifier, app_state) = rest;
        PendingLogin {
            provider,
            issuer,
            client_id,
            redirect_uri,
            scopes,
            metadata,
            state,
            nonce,
            verifier: verifier.map(|text| Verifier::from_stored(text).unwrap()),
            return_to,
            app_state,
            created,
            max_age,
            quiet,
        }
    })
}

fn any_session() -> impl Strategy<Value = Session> {
    let token = || "[!-~]{1,40}";
    let user = (any_text(), option::of(any_text()), option::of(any_text()))
        .prop_map(|(id, name, email)| User { id, name, email });
    let texts = (any_text(), token(), option::of(token()), option::of(user));
    let rest = (
        any_metadata(),
        any_scopes(),
        any_scopes(),
        option::of("https://[a-z]{1,5}/[a-z]{0,3}"),
    );
    let numbers = (
        0u64..1 << 62,
        0u64..1 << 62,
        any_time(),
        option::of(any_time()),
        any::<bool>(),
    );
    (texts, rest, numbers).prop_map(|(texts, rest, numbers)| {
        let (id, access_token, refresh_token, user) = texts;
        let (metadata, requested, granted, api_base) = rest;
        let (generation, epoch, issued, expires, dead) = numbers;
        Session {
            id,
            generation,
            epoch,
            client: String::from("client-key"),
            metadata,
            access_token: Secret::new(access_token),
            refresh_token: refresh_token.map(Secret::new),
            issued,
            expires,
            requested,
            granted,
            user,
            claims: String::from(r#"{"sub":"a","n":1.50}"#),
            api_base: api_base.map(|text| Url::parse(&text).unwrap()),
            dead,
        }
    })
}

fn any_shared() -> impl Strategy<Value = Shared> {
    let renewing = option::of((0u64..1 << 62, any_time()));
    let spent = vec("[a-z]{43}", 0..40);
    (
        option::of(any_text()),
        0u64..1 << 62,
        0u64..1 << 62,
        renewing,
        spent,
    )
        .prop_map(|(session, generation, sign_outs, renewing, spent)| {
            let mut shared = Shared::default();
            (shared.session, shared.renewing) = (session, renewing);
            (shared.generation, shared.sign_outs) = (generation, sign_outs);
            for hash in spent {
                shared.spend(&hash, NOW);
            }
            shared
        })
}

#[test]
fn a_pending_login_is_read_as_it_was_written() {
    proptest!(|(login in any_login())| {
        let text = login.encode();
        let read = PendingLogin::decode(&text).unwrap();
        prop_assert_eq!(read.encode(), text);
        prop_assert_eq!(read.verifier.as_ref().map(Verifier::expose), login.verifier.as_ref().map(Verifier::expose));
        prop_assert_eq!(read.scopes, login.scopes);
        prop_assert_eq!(read.metadata, login.metadata);
        prop_assert_eq!(
            (read.provider, read.issuer, read.client_id, read.redirect_uri, read.state, read.return_to),
            (login.provider, login.issuer, login.client_id, login.redirect_uri, login.state, login.return_to)
        );
        prop_assert_eq!(
            (read.nonce, read.app_state, read.created, read.max_age, read.quiet),
            (login.nonce, login.app_state, login.created, login.max_age, login.quiet)
        );
    });
    serves(
        "R-102",
        "property: a pending login is read as it was written",
    );
    serves("R-017", "everything that a callback uses is in the record");
}

#[test]
fn a_tombstone_is_read_as_it_was_written_and_holds_no_secret() {
    proptest!(|(login in any_login())| {
        let left = Tombstone::of(&login);
        prop_assert_eq!(Tombstone::decode(&left.encode()), Some(left));
    });
    let (login, _) = begun(
        &oidc(),
        Wishes {
            return_to: String::from("/here"),
            ..Wishes::default()
        },
    );
    let text = Tombstone::of(&login).encode();
    assert!(text.contains("/here"));
    for secret in [
        login.state.as_str(),
        login.nonce.as_deref().unwrap(),
        login.verifier.as_ref().unwrap().expose(),
    ] {
        assert!(!text.contains(secret));
        assert!(!tombstone::key(&login.state).contains(secret));
        assert!(!pending::key(&login.state).contains(secret));
    }
    serves("R-102", "property: a tombstone is read as it was written");
    serves(
        "R-026",
        "a tombstone cannot finish a login: no verifier, nonce, state or code in it",
    );
}

#[test]
fn a_session_is_read_as_it_was_written() {
    proptest!(|(session in any_session())| {
        let text = session.encode();
        let read = Session::decode(&text, "client-key").unwrap();
        prop_assert_eq!(read.encode(), text);
        prop_assert_eq!(read.access_token.expose(), session.access_token.expose());
        prop_assert_eq!(
            read.refresh_token.as_ref().map(Secret::expose),
            session.refresh_token.as_ref().map(Secret::expose)
        );
        prop_assert_eq!((read.generation, read.epoch, read.dead), (session.generation, session.epoch, session.dead));
        prop_assert_eq!((read.issued, read.expires), (session.issued, session.expires));
        prop_assert_eq!((&read.user, &read.metadata, &read.api_base), (&session.user, &session.metadata, &session.api_base));
        prop_assert_eq!((&read.requested, &read.granted, &read.claims), (&session.requested, &session.granted, &session.claims));
        let over = read.over().unwrap();
        prop_assert!(over.dead && over.id == session.id);
    });
    serves("R-102", "property: a session is read as it was written");
}

#[test]
fn the_shared_record_is_read_as_it_was_written_and_holds_no_secret() {
    proptest!(|(shared in any_shared())| {
        prop_assert_eq!(Shared::decode(&shared.encode()), Some(shared));
    });
    proptest!(|(session in any_session())| {
        let mut shared = Shared::default();
        shared.follow(&session);
        let text = shared.encode();
        let token = session.access_token.expose();
        prop_assert!(token.len() < 8 || !text.contains(token));
        prop_assert_eq!(shared.generation, session.generation);
        prop_assert!(!shared.overtook(&session) && !shared.ended(&session));
    });
    serves(
        "R-102",
        "property: the shared record is read as it was written",
    );
    serves("R-101", "the record in localStorage holds no token");
}

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
    for (key, value) in [("exchange", "\"relay\""), ("flow", "\"popup\"")] {
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
            let token = session.access_token.expose();
            prop_assert!(!token.is_empty() && token.bytes().all(|b| b.is_ascii_graphic()));
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
fn records_have_names_that_tell_nothing() {
    assert!(pending::key("a").starts_with(pending::PREFIX));
    assert!(tombstone::key("a").starts_with(tombstone::PREFIX));
    assert_ne!(pending::key("a"), pending::key("b"));
    assert_eq!(pending::key("").len(), pending::PREFIX.len() + 43);
    assert_ne!(session::key("x"), shared::key("x"));
}
