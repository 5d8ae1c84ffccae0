//! What a provider may start by itself: a login (R-126), and a sign-out by a hidden frame (R-125).

use docgate::core::error::Code;
use docgate::core::initiated;
use docgate::core::options;
use docgate::core::session::Session;
use docgate::core::shared::Shared;

use crate::rows::serves;
use crate::scene::{APP, LOGIN, TENANT, entra, oidc};
use crate::siblings;

/// The options of the login that this query asks for, or why there are none.
fn login(query: &str) -> Result<(String, Option<String>), Code> {
    let address = format!("{APP}/start?{query}");
    let text = initiated::login(&address, &oidc(), APP).map_err(|error| error.code())?;
    let login = options::login(&text, APP, "/here").expect("options of a login");
    assert!(!login.retry && login.wishes.extra.is_empty());
    Ok((login.wishes.return_to, login.wishes.login_hint))
}

const ISS: &str = "iss=https%3A%2F%2Fid.example";

#[test]
fn a_login_at_the_providers_wish_returns_to_our_own_pages() {
    let to = |target: &str| login(&format!("{ISS}&target_link_uri={target}"));
    let goes = |place: &str| Ok((String::from(place), None));
    assert_eq!(login(ISS), goes("/"));
    assert_eq!(to("%2Frooms%2F42%3Fa%3D1%23b"), goes("/rooms/42?a=1#b"));
    assert_eq!(to("https%3A%2F%2Fapp.example%2Frooms"), goes("/rooms"));
    for target in [
        "https%3A%2F%2Fevil.example%2F",
        "%2F%2Fevil.example",
        "%2F%5Cevil.example",
        "javascript%3Aalert(1)",
        "https%3A%2F%2Fapp.example%40evil.example",
        "https%3A%2F%2Fapp.example.evil.example",
        "http%3A%2F%2Fapp.example%2F",
        "",
    ] {
        assert_eq!(to(target), goes("/"), "{target}");
    }
    let list = include_str!("../../fixtures/return_to/places.json");
    let list = docgate::core::json::parse(list.as_bytes()).unwrap();
    let list = list.into_object().unwrap();
    let own = list.string("own_origin").unwrap();
    for place in list.array("refused").unwrap() {
        let mut form = docgate::core::form::Form::new();
        form.push("iss", "https://id.example");
        form.push("target_link_uri", place.as_str().unwrap());
        let address = format!("{APP}/start?{}", form.encode());
        let text = match initiated::login(&address, &oidc(), own) {
            Ok(text) => text,
            Err(error) => {
                // No address of anybody's is that long, or has a NUL in it.
                let place = place.as_str().unwrap();
                assert_eq!(error.code(), Code::CallbackInvalid);
                assert!(place.contains('\0') || place.len() > 65_000, "{place:?}");
                continue;
            }
        };
        let login = options::login(&text, own, "/here").unwrap();
        assert_eq!(login.wishes.return_to, "/", "{place:?}");
    }
    serves(
        "R-126",
        "target_link_uri: 300 foreign targets fall back to the start page",
    );
    serves(
        "A-10",
        "no open redirect through a login that somebody else starts",
    );
}

#[test]
fn a_hint_comes_along() {
    let hinted = |hint: &str| login(&format!("{ISS}&login_hint={hint}")).map(|(_, hint)| hint);
    assert_eq!(
        hinted("ada%40example.org"),
        Ok(Some(String::from("ada@example.org")))
    );
    assert_eq!(
        hinted("a%26prompt%3Dnone"),
        Ok(Some(String::from("a&prompt=none")))
    );
    assert_eq!(login(ISS).unwrap().1, None);
    // What no option may be is refused as one.
    let address = format!("{APP}/start?{ISS}&login_hint=a%0Ab");
    let text = initiated::login(&address, &oidc(), APP).unwrap();
    assert!(options::login(&text, APP, "/").is_err());
}

#[test]
fn only_the_configured_issuer_may_ask() {
    for query in [
        "",
        "x=1",
        "iss=",
        "iss=https%3A%2F%2Fevil.example",
        "iss=https%3A%2F%2Fid.example%2F",
        "iss=http%3A%2F%2Fid.example",
        "ISS=https%3A%2F%2Fid.example",
        "target_link_uri=%2Fa",
    ] {
        assert_eq!(login(query), Err(Code::IssuerMismatch), "{query}");
    }
    for query in [
        format!("{ISS}&{ISS}"),
        format!("{ISS}&target_link_uri=%2Fa&target_link_uri=%2Fb"),
        format!("{ISS}&login_hint=a&login_hint=a"),
        format!("{ISS}&x=%zz"),
    ] {
        assert_eq!(login(&query), Err(Code::CallbackInvalid), "{query}");
    }
    // Which that is, the provider's rules say.
    let asks = |issuer: &str| {
        let address = format!("{APP}/start?iss={issuer}");
        initiated::login(&address, &entra(), APP).is_ok()
    };
    assert!(asks(&format!("{LOGIN}/{TENANT}/v2.0")));
    assert!(!asks(&format!("{LOGIN}/{TENANT}")) && !asks(&format!("{LOGIN}/common/v2.0")));
    serves(
        "R-126",
        "an issuer that is missing, repeated or another one: refused",
    );
}

/// A session of this issuer's own name for it.
fn session(id: &str, claims: &str) -> Session {
    let mut session = siblings::session(id, 1, 0);
    session.claims = String::from(claims);
    session
}

const CLAIMS: &str = r#"{"iss":"https://id.example","sub":"ada","sid":"sid-1"}"#;

#[test]
fn a_frame_signs_out_the_very_session_and_no_other() {
    let mut shared = Shared::default();
    shared.follow(&session("s-1", CLAIMS));
    let ends = |query: &str, shared: Option<&Shared>| {
        initiated::is_sign_out(&format!("{APP}/out?{query}"), &oidc(), shared)
    };
    let good = format!("{ISS}&sid=sid-1");
    assert!(ends(&good, Some(&shared)));
    assert!(ends(&format!("{good}&x=1"), Some(&shared)));
    for query in [
        String::new(),
        String::from(ISS),
        String::from("sid=sid-1"),
        format!("{ISS}&sid="),
        format!("{ISS}&sid=sid-2"),
        format!("{ISS}&sid=SID-1"),
        format!("{ISS}&sid=sid-1%20"),
        format!("{good}&sid=sid-1"),
        format!("{good}&{ISS}"),
        String::from("iss=https%3A%2F%2Fevil.example&sid=sid-1"),
        String::from("iss=https%3A%2F%2Fid.example%2F&sid=sid-1"),
        // What runs together is not the same.
        String::from("iss=https%3A%2F%2Fid.example%20sid-1&sid="),
        format!("{ISS}&sid=%zz"),
    ] {
        assert!(!ends(&query, Some(&shared)), "{query}");
    }
    assert!(!ends(&good, None) && !ends(&good, Some(&Shared::default())));
    serves(
        "R-125",
        "a front-channel sign-out acts on its own iss and sid alone",
    );
}

#[test]
fn the_record_knows_the_sessions_name_as_long_as_it_is_the_current_one() {
    let mut shared = Shared::default();
    let own = session("s-1", CLAIMS);
    shared.follow(&own);
    assert!(shared.sid.is_some() && !shared.encode().contains("sid-1"));
    assert_eq!(Shared::decode(&shared.encode()), Some(shared.clone()));
    let known = shared.sid.clone();
    // A renewal need not tell it again.
    let mut renewed = session("s-1", "{}");
    renewed.generation = 2;
    shared.follow(&renewed);
    assert_eq!(shared.sid, known);
    let goes = |change: &dyn Fn(&mut Shared)| {
        let mut shared = shared.clone();
        change(&mut shared);
        shared.sid
    };
    assert_eq!(goes(&|shared| shared.sign_out(0)), None);
    assert_eq!(
        goes(&|shared| shared.part(&own.names())),
        None,
        "that account is gone"
    );
    assert_eq!(
        goes(&|shared| shared.part(&session("s-2", "{}").names())),
        known
    );
    assert_eq!(goes(&|shared| shared.follow(&session("s-2", "{}"))), None);
    let other = CLAIMS.replace("sid-1", "sid-2");
    assert_ne!(
        goes(&|shared| shared.follow(&session("s-2", &other))),
        known
    );
    for claims in [
        "{}",
        "[]",
        "x",
        r#"{"iss":"https://id.example"}"#,
        r#"{"sid":"x"}"#,
        r#"{"iss":1,"sid":"x"}"#,
    ] {
        assert_eq!(initiated::sid(&session("s-1", claims)), None, "{claims}");
    }
    serves(
        "R-125",
        "the shared record keeps a hash of iss and sid, of the current session only",
    );
    serves(
        "R-101",
        "the record in localStorage does not hold the provider's session id",
    );
}
