//! Sessions and records of one client, as its tabs have them; and, for any message at all, what a
//! tab must never do with it.

use docgate::core::access::Access;
use docgate::core::metadata;
use docgate::core::names::Scopes;
use docgate::core::secret::Secret;
use docgate::core::session::{Exchange, Session, User};
use docgate::core::shared::Shared;
use docgate::core::tabs::{Act, Heard, Known, Tabs};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::rows::serves;
use crate::scene::{NOW, docspace, later};

pub(crate) fn client() -> String {
    docspace().key()
}

/// An hour's access token, asked for and granted with these scopes.
pub(crate) fn access(token: &str, scopes: &str) -> Access {
    let scopes = Scopes::parse(scopes).unwrap();
    Access {
        token: Secret::new(String::from(token)),
        since: 1,
        issued: NOW,
        expires: Some(later(3600)),
        stale: None,
        requested: scopes.clone(),
        granted: scopes,
        resource: None,
        claims: None,
    }
}

/// A state of a session of [`docspace`].
pub(crate) fn session(id: &str, generation: u64, epoch: u64) -> Session {
    let settings = docspace();
    Session {
        id: String::from(id),
        generation,
        epoch,
        client: settings.key(),
        metadata: metadata::derived(&settings, None).unwrap(),
        access: access("at-1", "files:read"),
        others: Vec::new(),
        refresh_token: None,
        renewable_until: None,
        id_token: None,
        nonce: None,
        user: Some(User {
            id: String::from("ada"),
            name: None,
            email: None,
        }),
        claims: String::from("{}"),
        api_base: settings.api_base().cloned(),
        exchange: Exchange::Direct,
        relay_session: None,
        dead: false,
    }
}

pub(crate) fn shared(session: Option<&str>, generation: u64, sign_outs: u64) -> Shared {
    let mut shared = Shared::default();
    shared.session = session.map(String::from);
    (shared.generation, shared.sign_outs) = (generation, sign_outs);
    shared
}

pub(crate) fn kinds(acts: &[Act]) -> Vec<&'static str> {
    acts.iter()
        .map(|act| match act {
            Act::Post(_) => "post",
            Act::Adopt(..) => "adopt",
            Act::Settle => "settle",
            Act::SignOut => "sign-out",
            Act::Part(_) => "part",
            Act::Expire => "expire",
            Act::Catch => "catch",
            Act::Over => "over",
            Act::Restore => "restore",
        })
        .collect()
}

/// A message as our tabs write it, or one that looks like it, or junk.
fn any_message() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        Just(String::from("1")),
        Just(String::from("null")),
        Just(String::from("\"tab-1\"")),
        Just(String::from("9223372036854775807")),
        Just(format!("\"{}\"", client())),
        "\"[a-z0-9-]{0,8}\"",
    ];
    let kind = prop_oneof!["ask|session|signed-out|expired|parted", "[a-z-]{0,6}"];
    let members = vec(
        ("from|to|id|count|generation|session|client|v|kind", value),
        0..4,
    );
    let forged = (kind, members).prop_map(|(kind, members)| {
        let mut all = vec![
            (String::from("v"), String::from("1")),
            (String::from("client"), format!("\"{}\"", client())),
            (String::from("kind"), format!("\"{kind}\"")),
        ];
        for (name, value) in members {
            all.retain(|(own, _)| *own != name);
            all.push((name, value));
        }
        let all = all
            .iter()
            .map(|(name, value)| format!("\"{name}\":{value}"));
        format!("{{{}}}", all.collect::<Vec<_>>().join(","))
    });
    let offered = (any_session(), option::of("tab-[12]"), any::<bool>()).prop_map(
        |(session, to, foreign)| {
            let mut session = session;
            if foreign {
                session.client = String::from("other");
            }
            let body = session.encode().replace('\\', "\\\\").replace('"', "\\\"");
            let to = to.map_or(String::new(), |to| format!(r#","to":"{to}""#));
            format!(
                r#"{{"v":1,"client":"{}","kind":"session","session":"{body}"{to}}}"#,
                client()
            )
        },
    );
    prop_oneof![offered, forged, ".{0,60}"]
}

fn any_session() -> impl Strategy<Value = Session> {
    ("s-[12]", 0u64..4, 0u64..3, any::<bool>()).prop_map(|(id, generation, epoch, dead)| {
        let mut session = session(&id, generation, epoch);
        session.dead = dead;
        session
    })
}

fn any_shared() -> impl Strategy<Value = Shared> {
    (option::of("s-[12]"), 0u64..4, 0u64..3, any::<bool>()).prop_map(
        |(session, generation, epoch, over)| {
            let mut shared = shared(session.as_deref(), generation, epoch);
            shared.over = over;
            shared
        },
    )
}

#[test]
fn no_message_makes_a_tab_do_what_it_must_not() {
    let adopted = std::cell::Cell::new(0);
    let strategy = (
        vec(any_message(), 1..4),
        option::of(any_session()),
        option::of(any_shared()),
        any::<bool>(),
    );
    proptest!(ProptestConfig::with_cases(600), |((messages, own, record, asks) in strategy)| {
        let settings = docspace();
        let mut tabs = Tabs::new(&client(), "tab-1");
        if asks {
            let _ = tabs.ask();
        }
        for message in &messages {
            let known = Known { settings: &settings, session: own.as_ref(), parked: &[], shared: record.as_ref() };
            for act in tabs.hear(Heard::Message(message), &known) {
                match act {
                    Act::Adopt(session, parked) => {
                        adopted.set(adopted.get() + 1);
                        prop_assert_eq!(&session.client, &settings.key());
                        prop_assert!(!session.dead && session.fits(&settings));
                        prop_assert!(parked.iter().all(|it| it.client == settings.key() && it.fits(&settings)));
                        if let Some(record) = &record {
                            prop_assert!(session.epoch >= record.sign_outs, "signed out");
                            prop_assert!(!record.finished(&session), "over");
                            prop_assert!(record.session.as_ref().is_none_or(|id| *id == session.id), "not the current one");
                            prop_assert!(record.session.is_none() || session.generation >= record.generation, "older than the record");
                        }
                        if let Some(own) = &own {
                            prop_assert!(own.dead || own.id != session.id || own.generation < session.generation);
                        }
                    }
                    // Tokens go out only to answer, and only the current session's.
                    Act::Post(_) => {
                        let own = own.as_ref().unwrap();
                        prop_assert!(!own.dead);
                        if let Some(record) = &record {
                            prop_assert!(!record.ended(own) && !record.overtook(own) && !record.finished(own));
                        }
                    }
                    Act::SignOut | Act::Expire => prop_assert!(own.is_some()),
                    Act::Part(names) => prop_assert!(message.contains("\"parted\"") && names.iter().all(|name| message.contains(name.as_str()))),
                    Act::Settle => prop_assert!(asks),
                    Act::Catch | Act::Restore | Act::Over => prop_assert!(false, "not by a message"),
                }
            }
        }
    });
    assert!(adopted.get() > 20, "{}", adopted.get());
    serves(
        "R-009",
        "property: no message makes a tab adopt another client's session",
    );
    serves(
        "R-052",
        "property: no session from before a sign-out, or older than the record, is adopted",
    );
    serves(
        "A-16",
        "property: any message on the channel: no panic, no foreign, dead or stale session",
    );
}

#[test]
fn whatever_the_record_says_looking_at_it_is_one_act_at_most() {
    proptest!(|(own in option::of(any_session()), record in option::of(any_shared()))| {
        let settings = docspace();
        let known = Known { settings: &settings, session: own.as_ref(), parked: &[], shared: record.as_ref() };
        let acts = Tabs::new(&client(), "tab-1").hear(Heard::Record, &known);
        prop_assert!(acts.len() <= 1);
        let kinds = kinds(&acts);
        let ended = match (&own, &record) {
            (Some(own), Some(record)) => record.sign_outs > own.epoch,
            _ => false,
        };
        prop_assert_eq!(kinds.contains(&"sign-out"), ended);
        prop_assert!(own.is_some() || acts.is_empty());
    });
    serves(
        "R-124",
        "property: the record signs a tab out exactly when its count is higher",
    );
}

#[test]
fn a_sign_out_counts_up_and_ends_what_began_before() {
    proptest!(|(own in any_session(), record in any_shared(), seen in 0u64..4)| {
        let mut record = record;
        let before = record.sign_outs;
        record.sign_out(seen);
        prop_assert_eq!(record.sign_outs, before.max(seen) + 1);
        prop_assert!(record.session.is_none() && record.renewing.is_none());
        let mut own = own;
        own.epoch = before.min(seen);
        prop_assert!(record.ended(&own));
        own.epoch = record.sign_outs;
        prop_assert!(!record.ended(&own) && !record.overtook(&own));
        record.follow(&own);
        prop_assert!(!record.overtook(&own) && !record.ended(&own));
    });
    let mut record = shared(None, 0, u64::MAX);
    record.sign_out(0);
    assert_eq!(record.sign_outs, u64::MAX);
    serves(
        "R-124",
        "property: a sign-out ends every session that began before it",
    );
}
