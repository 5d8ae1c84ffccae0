//! Stored records: what was written is read again; anything else is as if absent (R-102, A-31).

mod damaged;
mod written;

use docgate::core::access::Access;
use docgate::core::authorize::Wishes;
use docgate::core::metadata::Metadata;
use docgate::core::names::{Scopes, Timestamp};
use docgate::core::pending::{self, Flow, PendingLogin};
use docgate::core::pkce::Verifier;
use docgate::core::secret::Secret;
use docgate::core::session::{self, Exchange, Session, User};
use docgate::core::shared::{self, Mark, Shared};
use docgate::core::tombstone::{self, Tombstone};
use docgate::core::url::Url;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;

use crate::play::begun;
use crate::rows::serves;
use crate::scene::{NOW, docspace, oidc};
use crate::siblings::session;

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
                revocation_endpoint,
                end_session_endpoint,
                promises_iss,
            )| {
                Metadata {
                    authorization_endpoint,
                    token_endpoint,
                    jwks_uri,
                    userinfo_endpoint,
                    revocation_endpoint,
                    end_session_endpoint,
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
    let flow = select(&[Flow::Redirect, Flow::Popup, Flow::Frame][..]);
    let asked = (
        option::of(any_text()),
        option::of(any_text()),
        option::of(any_text()),
    );
    (names, rest, numbers, flow, asked).prop_map(|(names, rest, numbers, flow, asked)| {
        let (created, max_age, quiet) = numbers;
        let (acr_values, resource, claims) = asked;
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
            acr_values,
            resource,
            claims,
            quiet,
            flow,
            relayed: quiet,
            lifetime: if quiet { 900 } else { 3600 },
        }
    })
}

fn any_access() -> impl Strategy<Value = Access> {
    let times = (any_time(), option::of(any_time()), option::of(any_time()));
    let texts = (option::of(any_text()), option::of(any_text()));
    let rest = (0u64..1 << 62, any_scopes(), any_scopes());
    ("[!-~]{1,40}", times, texts, rest).prop_map(|(token, times, texts, rest)| {
        let (issued, expires, stale) = times;
        let (resource, claims) = texts;
        let (since, requested, granted) = rest;
        Access {
            token: Secret::new(token),
            since,
            issued,
            expires,
            stale,
            requested,
            granted,
            resource,
            claims,
        }
    })
}

fn any_session() -> impl Strategy<Value = Session> {
    let token = || "[!-~]{1,40}";
    let user = (any_text(), option::of(any_text()), option::of(any_text()))
        .prop_map(|(id, name, email)| User { id, name, email });
    let texts = (
        any_text(),
        option::of(token()),
        option::of(token()),
        option::of(any_text()),
        option::of(user),
    );
    let rest = (
        any_metadata(),
        any_access(),
        vec(any_access(), 0..9),
        option::of("https://[a-z]{1,5}/[a-z]{0,3}"),
    );
    let numbers = (
        0u64..1 << 62,
        0u64..1 << 62,
        option::of(any_time()),
        any::<bool>(),
    );
    (texts, rest, numbers).prop_map(|(texts, rest, numbers)| {
        let (id, refresh_token, id_token, nonce, user) = texts;
        let (metadata, access, others, api_base) = rest;
        let (generation, epoch, renewable_until, dead) = numbers;
        Session {
            id,
            generation,
            epoch,
            client: String::from("client-key"),
            metadata,
            access,
            others,
            refresh_token: refresh_token.map(Secret::new),
            renewable_until,
            id_token: id_token.map(Secret::new),
            nonce,
            user,
            claims: String::from(r#"{"sub":"a","n":1.50}"#),
            api_base: api_base.map(|text| Url::parse(&text).unwrap()),
            relay_session: dead.then(|| Secret::new(String::from("what-the-relay-knows"))),
            exchange: match (dead, epoch % 2) {
                (true, 0) => Exchange::Relay { renews: true },
                (true, _) => Exchange::Relay { renews: false },
                _ => Exchange::Direct,
            },
            dead,
        }
    })
}

fn any_shared() -> impl Strategy<Value = Shared> {
    let renewing = option::of((any::<u8>(), any_time()));
    let more = (any::<bool>(), option::of(any_time()));
    let newer = (
        vec(any_text(), 0..17),
        option::of(any_text()),
        option::of(any_time()),
    );
    let spent = vec("[a-z]{43}", 0..40);
    (
        option::of(any_text()),
        0u64..1 << 62,
        0u64..1 << 62,
        renewing,
        more,
        newer,
        spent,
    )
        .prop_map(
            |(session, generation, sign_outs, renewing, more, newer, spent)| {
                let mut shared = Shared::default();
                shared.session = session;
                shared.renewing = renewing.map(|(senders, at)| Mark { senders, at });
                (shared.over, shared.active) = more;
                let (parted, sid, ends) = newer;
                (shared.parted, shared.sid) = (parted, sid);
                (shared.generation, shared.sign_outs) = (generation, sign_outs);
                shared.open = shared.sid.clone().zip(ends);
                for hash in spent {
                    shared.spend(&hash, NOW);
                }
                shared
            },
        )
}
