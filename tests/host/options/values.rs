//! The options themselves, and where a login returns to (R-108, A-10).

use docgate::core::session::Session;

use super::*;

#[test]
fn wrong_options_are_named() {
    for (text, expected) in [
        ("[]", invalid("options")),
        ("null", invalid("options")),
        ("{", invalid("options")),
        ("", invalid("options")),
        (r#"{"returnTo":1}"#, invalid("returnTo")),
        (r#"{"returnTo":null}"#, invalid("returnTo")),
        (r#"{"appState":{}}"#, invalid("appState")),
        (r#"{"scopes":"a"}"#, invalid("scopes")),
        (r#"{"scopes":["a b"]}"#, invalid("scopes")),
        (r#"{"scopes":[1]}"#, invalid("scopes")),
        (r#"{"prompt":1}"#, invalid("prompt")),
        (r#"{"prompt":"a\nb"}"#, invalid("prompt")),
        (r#"{"loginHint":"a\u0000"}"#, invalid("loginHint")),
        (r#"{"loginHint":[]}"#, invalid("loginHint")),
        (r#"{"maxAge":"60"}"#, invalid("maxAge")),
        (r#"{"maxAge":-1}"#, invalid("maxAge")),
        (r#"{"maxAge":1e300}"#, invalid("maxAge")),
        (r#"{"acrValues":{}}"#, invalid("acrValues")),
        (r#"{"uiLocales":7}"#, invalid("uiLocales")),
        (r#"{"resource":7}"#, invalid("resource")),
        (r#"{"resource":"api"}"#, invalid("resource")),
        (
            r#"{"resource":"https://a.example/#x"}"#,
            invalid("resource"),
        ),
        (
            r#"{"resource":"https://a.example/ b"}"#,
            invalid("resource"),
        ),
        (r#"{"claims":{}}"#, invalid("claims")),
        (r#"{"claims":"x"}"#, invalid("claims")),
        (r#"{"claims":"{\"id_token\":[]}"}"#, invalid("claims")),
        (r#"{"retry":"yes"}"#, invalid("retry")),
        (r#"{"retry":1}"#, invalid("retry")),
        (r#"{"display":1}"#, invalid("display")),
        (r#"{"display":"window"}"#, invalid("display")),
        (
            r#"{"display":"iframe","prompt":"login"}"#,
            invalid("prompt"),
        ),
    ] {
        assert_eq!(login(text).unwrap_err(), expected, "{text}");
    }
    for (text, key) in [
        (r#"{"return_to":"/"}"#, "return_to"),
        (r#"{"login_hint":"x"}"#, "login_hint"),
        (r#"{"state":"x"}"#, "state"),
        (r#"{"__proto__":{}}"#, "__proto__"),
    ] {
        let expected = (Code::ConfigUnknownKey, Some(String::from(key)));
        assert_eq!(login(text).unwrap_err(), expected, "{text}");
    }
    assert_eq!(
        login(r#"{"clientSecret":"x"}"#).unwrap_err().0,
        Code::ConfigSecret
    );
    let unknown = options::token(r#"{"audience":"x"}"#).unwrap_err();
    assert_eq!(unknown.code(), Code::ConfigUnknownKey);
    assert!(options::token(r#"{"fresh":"yes"}"#).is_err());
    assert!(options::logout(r#"{"returnTo":1}"#, APP).is_err());
    serves("R-006", "wrong options are typed errors that name the key");
    serves(
        "R-004",
        "a client secret among the options of a call is refused",
    );
}

#[test]
fn good_options_come_through() {
    let found = login(
        r#"{"returnTo":"/x?y#z","appState":"{\"a\":1}","scopes":["a","a","b"],"prompt":"login","loginHint":"ada@example.org","maxAge":60,"acrValues":"x y","uiLocales":"de en","resource":"https://api.example/","claims":"{ \"id_token\":{\"acr\":null}}","extraParams":{"k":"v"},"retry":true,"display":"popup"}"#,
    )
    .unwrap();
    assert!(found.retry);
    let expected = Wishes {
        return_to: String::from("/x?y#z"),
        app_state: Some(String::from("{\"a\":1}")),
        scopes: Scopes::parse("a b").unwrap(),
        prompt: Some(String::from("login")),
        login_hint: Some(String::from("ada@example.org")),
        max_age: Some(60),
        acr_values: Some(String::from("x y")),
        ui_locales: Some(String::from("de en")),
        resource: Some(String::from("https://api.example/")),
        claims: Some(String::from(r#"{"id_token":{"acr":null}}"#)),
        extra: vec![(String::from("k"), String::from("v"))],
        flow: Flow::Popup,
        portal: None,
    };
    assert_eq!(found.wishes, expected);
    assert_eq!(
        login(r#"{"display":"iframe","prompt":"none"}"#)
            .unwrap()
            .wishes
            .flow,
        Flow::Frame
    );
    let redirect = login(r#"{"display":"redirect"}"#).unwrap();
    let nothing = login("{}").unwrap();
    assert_eq!(redirect.wishes, nothing.wishes);
    assert_eq!(nothing.wishes.flow, Flow::Redirect);
    assert_eq!(nothing.wishes.return_to, "/here?a=1#b");
    assert!(!nothing.retry && !nothing.wishes.want_more_than(&granted(""), None));
    assert!(expected.want_more_than(&granted("a b"), None));
    let token = options::token(r#"{"scopes":["a"],"fresh":true}"#).unwrap();
    assert!(token.fresh && token.scopes.contains("a"));
}

/// A session with these scopes.
fn granted(scopes: &str) -> Session {
    let mut session = crate::siblings::session("s-1", 1, 0);
    session.access.granted = Scopes::parse(scopes).unwrap();
    session
}

#[test]
fn a_session_that_exists_is_enough_unless_more_is_asked_for() {
    let mut own = granted("a b");
    own.access.resource = Some(String::from("a:own"));
    let more = |change: fn(&mut Wishes)| {
        let mut wishes = Wishes::default();
        change(&mut wishes);
        wishes.want_more_than(&own, None)
    };
    assert!(!more(|_| ()));
    assert!(!more(|wishes| wishes.flow = Flow::Frame));
    assert!(!more(|wishes| wishes.scopes = Scopes::parse("b a").unwrap()));
    assert!(!more(|wishes| wishes.login_hint = Some(String::from("a"))));
    assert!(more(|wishes| wishes.scopes = Scopes::parse("a c").unwrap()));
    assert!(more(|wishes| wishes.prompt = Some(String::from("login"))));
    assert!(more(|wishes| wishes.max_age = Some(0)));
    assert!(more(|wishes| wishes.acr_values = Some(String::from("x"))));
    assert!(more(|wishes| wishes.resource = Some(String::from("a:b"))));
    assert!(!more(|wishes| wishes.resource = Some(String::from("a:own"))));
    assert!(more(|wishes| wishes.claims = Some(String::from("{}"))));
}

#[test]
fn the_apps_state_has_an_end() {
    let of = |length: usize| {
        json::write(&Value::Object(
            Object::new().with("appState", "a".repeat(length)),
        ))
    };
    assert!(login(&of(4096)).is_ok());
    assert_eq!(login(&of(4097)).unwrap_err(), invalid("appState"));
}

#[test]
fn return_to_is_a_place_of_our_own_or_the_start_page() {
    let list = include_str!("../../fixtures/return_to/places.json");
    let list = json::parse(list.as_bytes()).unwrap().into_object().unwrap();
    let refused = list.array("refused").unwrap();
    let accepted = list.object("accepted").unwrap();
    let origin = list.string("own_origin").unwrap();
    let target = |place: &str| {
        let text = json::write(&Value::Object(Object::new().with("returnTo", place)));
        let login = options::login(&text, origin, "/here")
            .unwrap()
            .wishes
            .return_to;
        let logout = options::logout(&text, origin).unwrap().return_to.unwrap();
        assert_eq!(login, logout);
        login
    };
    assert!(refused.len() >= 300);
    for place in refused {
        let place = place.as_str().unwrap();
        assert_eq!(target(place), "/", "{place:?}");
    }
    for (place, expected) in accepted.iter() {
        // A control character that an address would escape is none that a place needs.
        let odd = place.chars().any(char::is_control);
        let expected = if odd { "/" } else { expected.as_str().unwrap() };
        assert_eq!(target(place), expected, "{place:?}");
    }
    assert_eq!(options::logout("{}", origin).unwrap().return_to, None);
    serves(
        "R-108",
        "returnTo of login and logout: 300 foreign targets fall back to the start page",
    );
    serves(
        "A-10",
        "an open redirect through returnTo falls back to the start page",
    );
    serves("A-45", "returnTo is stored, never sent");
}

#[test]
fn return_to_never_reaches_the_provider() {
    let wishes = Wishes {
        return_to: String::from("/secret-place?state=evil"),
        app_state: Some(String::from("\"app-state\"")),
        ..Wishes::default()
    };
    let (login, url) = begun(&oidc(), wishes);
    assert!(!url.contains("secret-place") && !url.contains("app-state"));
    assert_eq!(login.return_to, "/secret-place?state=evil");
    serves(
        "A-45",
        "returnTo and appState are not in the authorization URL",
    );
}
