//! The way back from the provider's page.

use super::*;

/// The state that was sent, and the record that was stored, for this place.
fn gone(return_to: Option<&str>) -> (String, String) {
    let wanted = Logout {
        return_to: return_to.map(String::from),
        ..Logout::default()
    };
    let (pending, url) = planned(&session(), &wanted, &returning()).page.unwrap();
    (field(&url, "state").unwrap(), pending.encode())
}

fn came(query: &str) -> Option<Returned> {
    let (state, stored) = gone(Some("/bye?a=1#b"));
    let address = format!("{GOODBYE}{}", query.replace("{state}", &state));
    logout::returned(&address, Some(&stored), &returning(), NOW)
}

fn back(confirmed: bool) -> Option<Returned> {
    Some(Returned {
        return_to: String::from("/bye?a=1#b"),
        confirmed,
    })
}

#[test]
fn with_its_state_it_is_confirmed_and_without_it_is_not() {
    assert_eq!(came("?state={state}"), back(true));
    assert_eq!(came("?x=1&state={state}&session_state=y"), back(true));
    for query in [
        "",
        "?",
        "?x=1",
        "?state=",
        "?state=other",
        "?state={state}x",
        "?state=x{state}",
        "?state={state}&state={state}",
        "?state=other&state={state}",
        "#state={state}",
    ] {
        assert_eq!(came(query), back(false), "{query}");
    }
    let (state, stored) = gone(None);
    let address = format!("{GOODBYE}?state={state}");
    let start = logout::returned(&address, Some(&stored), &returning(), NOW).unwrap();
    assert_eq!(
        (start.return_to.as_str(), start.confirmed),
        ("/goodbye", true)
    );
    serves(
        "R-123",
        "another state, none, or two: signed out all the same, and told as unconfirmed",
    );
}

#[test]
fn what_is_no_way_back_is_not_ours() {
    // A login's callback on the same page.
    for query in [
        "?code=c&state={state}",
        "?error=access_denied",
        "?code=",
        "?state=dg1rAAAA",
        "?state=dg1pAAAA",
    ] {
        assert_eq!(came(query), None, "{query}");
    }
    let (state, stored) = gone(None);
    let at = |address: &str, stored: Option<&str>, settings: &Settings, now| {
        logout::returned(&address.replace("{state}", &state), stored, settings, now).is_some()
    };
    let address = format!("{GOODBYE}?state={{state}}");
    assert!(at(&address, Some(&stored), &returning(), NOW));
    for other in [
        "https://app.example/?state={state}",
        "https://app.example/goodbye/?state={state}",
        "https://app.example/goodbye2?state={state}",
        "https://app.example/Goodbye?state={state}",
        "http://app.example/goodbye?state={state}",
        "https://evil.example/goodbye?state={state}",
        "https://app.example/x?/goodbye&state={state}",
        "https://app.example/goodbye?%zz&state={state}",
    ] {
        assert!(!at(other, Some(&stored), &returning(), NOW), "{other}");
    }
    // Nobody signed out in this tab, or what is left of it is junk, or too old.
    assert!(!at(&address, None, &returning(), NOW));
    for junk in [
        "",
        "{}",
        "null",
        &stored.replace("\"v\":1", "\"v\":2"),
        &stored[1..],
    ] {
        assert!(!at(&address, Some(junk), &returning(), NOW), "{junk}");
    }
    for (seconds, ours) in [
        (0, true),
        (600, true),
        (601, false),
        (-60, true),
        (-61, false),
    ] {
        assert_eq!(
            at(&address, Some(&stored), &returning(), later(seconds)),
            ours,
            "{seconds}"
        );
    }
    let nowhere = settings_of(&oidc_config(r#""scopes":["openid"]"#));
    assert!(!at(&address, Some(&stored), &nowhere, NOW));
    serves(
        "R-123",
        "no address signs anybody out, or is taken for a way back that this tab did not begin",
    );
    serves(
        "A-31",
        "a stored sign-out that is junk, foreign or old is as if absent",
    );
}

#[test]
fn its_record_holds_no_token() {
    let asking = Logout {
        id_token_hint: true,
        ..Logout::default()
    };
    let (pending, _) = planned(&session(), &asking, &returning()).page.unwrap();
    let text = pending.encode();
    for token in ["rt-1", "at-1", "id-1", "hint-1", "ada"] {
        assert!(!text.contains(token), "{token}");
    }
    assert!(!format!("{pending:?}").contains("dg1o"));
    serves("R-101", "the record of a sign-out under way holds no token");
}
