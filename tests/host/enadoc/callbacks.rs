//! What comes back: a code under either name, and no `state`, at Enadoc alone.

use docgate::core::callback;
use docgate::core::names::Timestamp;

use super::*;
use crate::scene::{CALLBACK, later};

fn read(query: &str, settings: &Settings) -> bool {
    callback::read(&format!("{CALLBACK}{query}"), settings).is_some()
}

fn judged(query: &str, now: Timestamp) -> Result<(), (Code, Option<String>)> {
    let callback = callback_at(&format!("{CALLBACK}{query}"), &enadoc());
    let judged = callback.validate(login(), &enadoc(), now);
    judged
        .map(|_| ())
        .map_err(|error| (error.code(), error.evidence().field.clone()))
}

#[test]
fn the_code_has_one_of_two_names() {
    for (query, code) in [
        ("?code=c-1", "c-1"),
        ("?oauth_code=c-2", "c-2"),
        ("?x=1&oauth_code=c%2B3", "c+3"),
    ] {
        let callback = callback_at(&format!("{CALLBACK}{query}"), &enadoc());
        let callback = callback.validate(login(), &enadoc(), NOW).unwrap();
        let turn = Finish::begin(enadoc(), callback, &entropy(9), 0, true);
        let script = [answers(scene::json(400, r#"{"error":"invalid_grant"}"#))];
        let played = play(Ok(turn), script);
        assert_eq!(
            played.asked,
            ["POST token https://relay.example/v1/enadoc/token"]
        );
        let body = played.requests[0].body.as_ref().unwrap().expose();
        assert_eq!(field(body, "code").as_deref(), Some(code));
        assert_eq!(field(body, "oauth_code"), None);
        assert_eq!(field(body, "redirect_uri").as_deref(), Some(CALLBACK));
        assert!(field(body, "code_verifier").is_some_and(|it| it.len() == 43));
        assert!(field(body, "state").is_some() && field(body, "session").is_some());
        assert!(field(body, "scope").is_none());
    }
    serves(
        "R-141",
        "Enadoc knows no PKCE: the relay gets the verifier all the same, to check it",
    );
}

#[test]
fn two_codes_are_none() {
    for query in [
        "?code=a&oauth_code=b",
        "?oauth_code=b&code=a",
        "?code=a&oauth_code=a",
        "?code=a&code=b",
        "?oauth_code=a&oauth_code=b",
        "?code=&oauth_code=b",
        "?code=a&oauth_code=",
        "?code=",
        "?oauth_code=",
        "?code=a&error=x",
        "?oauth_code=a&error=x",
        "?code=a&error=x&error=y",
        "?code=a&state=x&state=y",
        "?code=%zz",
        "?oauth_code=%ff",
    ] {
        let (code, _) = judged(query, NOW).unwrap_err();
        assert_eq!(code, Code::CallbackInvalid, "{query}");
    }
    assert_eq!(
        judged("?error=access_denied", NOW).unwrap_err().0,
        Code::AuthorizationDenied
    );
    serves(
        "R-022",
        "Enadoc: both names of the code, one twice, or a code beside an error: refused",
    );
}

#[test]
fn a_state_says_nothing_there() {
    let own = login().state;
    for query in [
        "?code=c",
        "?code=c&state=",
        "?code=c&state=anything",
        "?state=dg1pAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&code=c",
        "?state=dg1fAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&code=c",
        &format!("?code=c&state={own}"),
        &format!("?code=c&state={own}x"),
    ] {
        let callback = callback_at(&format!("{CALLBACK}{query}"), &enadoc());
        // Neither does it make the page take itself for a window or a frame of somebody's login.
        assert_eq!(callback.state(), None, "{query}");
        assert_eq!(judged(query, NOW), Ok(()), "{query}");
    }
    // On its own it is no callback: nothing is taken for it.
    for query in ["?state=x", &format!("?state={own}"), "?x=1", "", "#code=c"] {
        assert!(!read(query, &enadoc()), "{query}");
    }
    serves(
        "R-174",
        "no state comes back: one that does is neither needed nor believed",
    );
}

#[test]
fn without_state_nothing_is_finished_anywhere_else() {
    for settings in [
        scene::docspace(),
        scene::oidc(),
        scene::oauth(),
        scene::entra(),
        scene::business_central(),
    ] {
        let id = settings.provider.id;
        assert!(
            !read("?oauth_code=c", &settings),
            "{id}: another's name of a code"
        );
        for query in ["?code=c", "?code=c&state=", "?code=c&state=anything"] {
            let callback = callback_at(&format!("{CALLBACK}{query}"), &settings);
            let (login, _) = crate::play::begun(&settings, Wishes::default());
            let error = callback.validate(login, &settings, NOW).unwrap_err();
            assert_eq!(
                described(&error),
                (Code::CallbackInvalid, Some("state")),
                "{id}"
            );
        }
        // And a code under the other name is none.
        let (login, _) = crate::play::begun(&settings, Wishes::default());
        let query = format!("?oauth_code=c&state={}", login.state);
        let callback = callback_at(&format!("{CALLBACK}{query}"), &settings);
        let error = callback.validate(login, &settings, NOW).unwrap_err();
        assert_eq!(
            described(&error),
            (Code::CallbackInvalid, Some("code")),
            "{id}"
        );
        // Beside the code it is a parameter like any other.
        let (login, _) = crate::play::begun(&settings, Wishes::default());
        let query = format!("?code=c&oauth_code=d&state={}", login.state);
        let callback = callback_at(&format!("{CALLBACK}{query}"), &settings);
        assert!(callback.validate(login, &settings, NOW).is_ok(), "{id}");
    }
    serves(
        "R-170",
        "a callback without state, or with oauth_code, is refused at every other provider",
    );
    serves(
        "R-021",
        "no state, no request: at every provider whose state comes back",
    );
}

#[test]
fn a_callback_is_waited_for_a_quarter_of_an_hour() {
    for (seconds, good) in [
        (0, true),
        (899, true),
        (900, true),
        (901, false),
        (3600, false),
    ] {
        let found = judged("?code=c", later(seconds));
        assert_eq!(found.is_ok(), good, "{seconds}");
        if let Err((code, _)) = found {
            assert_eq!(code, Code::PendingLoginExpired);
        }
    }
    // Elsewhere an hour.
    let settings = scene::docspace();
    let (login, _) = crate::play::begun(&settings, Wishes::default());
    let address = format!("{CALLBACK}?code=c&state={}", login.state);
    let callback = callback_at(&address, &settings);
    assert!(callback.validate(login, &settings, later(3600)).is_ok());
    serves(
        "R-174",
        "a login at Enadoc is waited for 15 minutes, elsewhere 60",
    );
    serves("R-018", "the lifetime of a pending login is its provider's");
}

#[test]
fn a_login_of_other_settings_is_not_finished() {
    let other = enadoc_with(r#","identityProvider":"https://eip.customer.example""#);
    let callback = callback_at(&format!("{CALLBACK}?code=c"), &other);
    let error = callback.validate(login(), &other, NOW).unwrap_err();
    assert_eq!(error.code(), Code::PendingLoginForeign);
}
