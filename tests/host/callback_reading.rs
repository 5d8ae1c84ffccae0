//! Which address is an authorization response for us at all.

use std::time::{Duration, Instant};

use docgate::core::authorize::Wishes;
use docgate::core::callback;
use docgate::core::error::Code;
use docgate::core::settings::Settings;

use crate::play::begun;
use crate::rows::serves;
use crate::scene::{self, NOW, docspace, oidc, settings_of};

const STATE: &str = "dg1rAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Whether the address is taken for a callback, with which `state`.
fn read(address: &str, settings: &Settings) -> Option<Option<String>> {
    callback::read(address, settings).map(|found| found.state().map(String::from))
}

fn with_redirect(uri: &str) -> std::rc::Rc<Settings> {
    settings_of(&scene::oidc_config("\"scopes\":[\"openid\"]").replace("/callback", uri))
}

#[test]
fn only_the_redirect_path_is_a_callback() {
    let settings = docspace();
    let query = format!("code=c&state={STATE}");
    let good = format!("{}?{query}", scene::CALLBACK);
    assert_eq!(read(&good, &settings), Some(Some(String::from(STATE))));
    for place in [
        "https://app.example/any",
        "https://app.example/",
        "https://app.example",
        "https://app.example/callback/",
        "https://app.example/callback2",
        "https://app.example/Callback",
        "https://app.example/x/callback",
        "https://app.example//callback",
        "https://app.example:8443/callback",
        "http://app.example/callback",
        "https://evil.example/callback",
        "https://app.example.evil/callback",
        "/callback",
        "",
    ] {
        assert_eq!(
            read(&format!("{place}?{query}"), &settings),
            None,
            "{place}"
        );
    }
    serves(
        "R-028",
        "code and state on any other path, origin or scheme are not ours",
    );
}

#[test]
fn without_a_telling_parameter_it_is_no_callback() {
    let settings = docspace();
    for rest in [
        "",
        "?",
        "?x=1",
        "?iss=https%3A%2F%2Fid.example",
        "?error_description=x",
        "?session_state=x",
        "?Code=c&STATE=s&ERROR=e",
        "?xcode=c&statex=s",
        "#",
        "#/route",
        "#code=c",
        "#code=c&state=other",
        "#section?code=c&state=x",
    ] {
        let address = format!("{}{rest}", scene::CALLBACK);
        assert_eq!(read(&address, &settings), None, "{rest}");
    }
    for rest in [
        "?code=",
        "?state=",
        "?error=",
        "?code",
        "?state",
        "?c%6fde=c",
        "?x&&state=s&",
    ] {
        let address = format!("{}{rest}", scene::CALLBACK);
        assert!(read(&address, &settings).is_some(), "{rest}");
    }
    serves(
        "R-023",
        "neither code nor error nor state: not a callback, nothing happens",
    );
}

#[test]
fn an_empty_state_is_none() {
    let settings = docspace();
    for rest in [
        "?code=c",
        "?code=c&state=",
        "?code=c&state",
        "?state=&state=x",
    ] {
        let address = format!("{}{rest}", scene::CALLBACK);
        assert_eq!(read(&address, &settings), Some(None), "{rest}");
    }
    serves("R-021", "an empty or missing state is that of no login");
}

#[test]
fn a_shared_root_path_needs_the_marker() {
    let settings = with_redirect("/");
    let read = |rest: &str| read(&format!("https://app.example/{rest}"), &settings);
    for rest in [
        "?code=promo",
        "?code=x&state=theirs",
        "?error=x",
        "?state=dg",
        "?state=dg1",
        "?state=xdg1r",
        "?state=DG1R",
        "?code=%zz",
        "?code=c&state=%zz",
    ] {
        assert_eq!(read(rest), None, "{rest}");
    }
    assert_eq!(
        read(&format!("?code=c&state={STATE}")),
        Some(Some(String::from(STATE)))
    );
    assert_eq!(
        read(&format!("?error=x&state={STATE}")),
        Some(Some(String::from(STATE)))
    );
    // Ours, and broken: told, not overlooked.
    assert!(read(&format!("?code=%zz&state={STATE}")).is_some());
    assert!(read(&format!("#state={STATE}&code=%zz")).is_some());
    // Two states, one of them ours: that is for us to refuse, not to overlook.
    assert!(read(&format!("?code=c&state=x&state={STATE}")).is_some());
    serves(
        "R-028",
        "on a shared root path only a marked state makes a callback",
    );
}

#[test]
fn a_redirect_uri_with_a_query_keeps_it() {
    let settings = with_redirect("/cb?tenant=a&x=%C3%A9");
    let read = |rest: &str| read(&format!("https://app.example/cb?{rest}"), &settings);
    assert!(read("tenant=a&x=%C3%A9&code=c&state=s").is_some());
    assert!(read("code=c&x=%c3%a9&state=s&tenant=a").is_some());
    for rest in [
        "code=c&state=s",
        "tenant=b&x=%C3%A9&code=c&state=s",
        "tenant=a&code=c&state=s",
    ] {
        assert_eq!(read(rest), None, "{rest}");
    }
    serves("R-028", "a redirect URI's own query must be there");
}

#[test]
fn a_fragment_is_read_where_the_state_is_ours() {
    let settings = oidc();
    let (login, _) = begun(&settings, Wishes::default());
    let address = format!("{}#code=code-1&state={}", scene::CALLBACK, login.state);
    let found = callback::read(&address, &settings).unwrap();
    assert!(found.validate(login, &settings, NOW).is_ok());
    serves("R-029", "the response may come in the fragment");
}

#[test]
fn what_stands_in_query_and_fragment_stands_twice() {
    let settings = oidc();
    for (query, fragment) in [
        ("code=a", "code=b&"),
        ("state=x", ""),
        ("code=a&iss=x", "iss=x&"),
    ] {
        let (login, _) = begun(&settings, Wishes::default());
        let state = login.state.clone();
        let address = format!("{}?{query}#{fragment}state={state}&code=c", scene::CALLBACK);
        let found = callback::read(&address, &settings).unwrap();
        let failure = found.validate(login, &settings, NOW).unwrap_err();
        assert_eq!(failure.code(), Code::CallbackInvalid, "{query} {fragment}");
    }
    serves("R-022", "a parameter in query and fragment is repeated");
}

#[test]
fn unknown_parameters_and_any_order_are_fine() {
    let settings = docspace();
    for (before, after) in [
        ("", "&session_state=x"),
        ("x=1&x=2&", ""),
        ("scope=a&", "&foo"),
    ] {
        let (login, _) = begun(&settings, Wishes::default());
        let state = &login.state;
        let address = format!("{}?{before}state={state}&code=c{after}", scene::CALLBACK);
        let found = callback::read(&address, &settings).unwrap();
        assert!(found.validate(login, &settings, NOW).is_ok(), "{address}");
    }
    serves("R-029", "unknown parameters are ignored, the order is free");
}

#[test]
fn what_cannot_be_decoded_is_told_and_is_nobodys() {
    let settings = docspace();
    let mut odd = vec![
        String::from("code=%"),
        String::from("code=%zz&state=s"),
        String::from("state=%4"),
        String::from("code=a&state=%ff"),
        String::from("code=%c0%af"),
        String::from("code=%ed%a0%80"),
        String::from("error=%00"),
        String::from("code=\0"),
        format!("code=c&{}", "x&".repeat(300)),
        format!("code={}", "a".repeat(1024 * 1024)),
        format!("code=c&{}", "a=b&".repeat(256 * 1024)),
    ];
    odd.push(format!("state={STATE}&code=%e2%82"));
    for query in &odd {
        let address = format!("{}?{query}", scene::CALLBACK);
        let begun = Instant::now();
        let found = callback::read(&address, &settings).expect("a callback");
        assert_eq!(found.state(), None);
        let failure = found.unmatched(Code::PendingLoginMissing);
        assert_eq!(failure.code(), Code::CallbackInvalid);
        assert!(begun.elapsed() < Duration::from_secs(2), "{}", query.len());
    }
    let address = format!("{}#code=%zz&state={STATE}", scene::CALLBACK);
    assert_eq!(read(&address, &settings), Some(None));
    // Without a telling name it is still not ours.
    let address = format!("{}?x=%zz", scene::CALLBACK);
    assert_eq!(read(&address, &settings), None);
    serves(
        "R-032",
        "bad escapes, invalid UTF-8, NUL, 1 MB: a typed error, quickly",
    );
}

#[test]
fn a_malformed_callback_is_never_exchanged() {
    let settings = docspace();
    let (login, _) = begun(&settings, Wishes::default());
    let address = format!("{}?code=%zz&state={}", scene::CALLBACK, login.state);
    let found = callback::read(&address, &settings).unwrap();
    let failure = found.validate(login, &settings, NOW).unwrap_err();
    assert_eq!(failure.code(), Code::CallbackInvalid);
    serves(
        "R-032",
        "a malformed callback given to a login is refused all the same",
    );
}
