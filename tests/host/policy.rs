//! Which addresses may get the access token (R-106, A-43), with the lists of look-alikes that the
//! readers of addresses are judged by too.

use std::rc::Rc;

use docgate::core::error::Code;
use docgate::core::json::{self, Object, Value};
use docgate::core::policy::{self, Destination};
use docgate::core::settings::Settings;
use proptest::prelude::*;

use crate::rows::serves;
use crate::scene::{self, docspace, settings_of};

fn list(text: &str) -> Object {
    json::parse(text.as_bytes()).unwrap().into_object().unwrap()
}

fn strings<'a>(object: &'a Object, name: &str) -> Vec<&'a str> {
    let items = object.value(name).and_then(Value::as_array).unwrap();
    items.iter().map(|item| item.as_str().unwrap()).collect()
}

fn look_alikes() -> Object {
    list(include_str!("../fixtures/url/look-alike-hosts.json"))
}

fn outside() -> Object {
    list(include_str!("../fixtures/url/outside-the-base.json"))
}

fn client(more: &str) -> Rc<Settings> {
    settings_of(&scene::oidc_config(&format!(r#""scopes":["a"],{more}"#)))
}

fn reach(settings: &Settings, input: &str) -> Result<Destination, Code> {
    policy::destination(input, settings.api_base(), settings).map_err(|error| error.code())
}

#[test]
fn look_alikes_of_an_allowed_origin_get_nothing() {
    let list = look_alikes();
    let allowed = list.string("allowed").unwrap();
    let names = strings(&list, "look_alikes");
    assert!(names.len() >= 200);
    let listed = client(&format!(r#""allowedOrigins":["{allowed}"]"#));
    let based = client(&format!(r#""apiBase":"{allowed}""#));
    for name in &names {
        let refused = [Err(Code::OriginNotAllowed), Err(Code::ConfigInvalid)];
        let found = reach(&listed, name);
        assert!(refused.contains(&found), "{name}: {found:?}");
        // Without a scheme it may be a path of the base itself, by an independent reader too.
        if let Ok(found) = reach(&based, name) {
            assert!(url::Url::parse(name).is_err(), "{name}");
            let origin = url::Url::parse(&found.url).unwrap().origin();
            assert_eq!(origin.ascii_serialization(), allowed, "{name}");
        }
    }
    for settings in [&listed, &based] {
        assert!(reach(settings, &format!("{allowed}/v1/me")).is_ok());
    }
    serves(
        "A-43",
        "more than 200 look-alike hosts, against a list and against an API base: refused",
    );
    serves("R-106", "origins are compared parsed and exactly");
}

#[test]
fn nothing_leads_out_of_the_api_base() {
    let list = outside();
    let base = list.string("base").unwrap();
    let settings = client(&format!(r#""apiBase":"{base}""#));
    for address in strings(&list, "outside") {
        assert_eq!(
            reach(&settings, address),
            Err(Code::OriginNotAllowed),
            "{address}"
        );
    }
    for address in strings(&list, "inside") {
        let found = reach(&settings, address).unwrap_or_else(|code| panic!("{address}: {code:?}"));
        assert!(found.own && found.url.starts_with(base), "{address}");
    }
    serves(
        "R-106",
        "the path prefix of the API base holds, through any escaping",
    );
}

#[test]
fn a_relative_path_is_joined_below_the_api_base() {
    let settings = client(r#""apiBase":"https://api.example/v1/""#);
    for (input, url) in [
        ("/me", "https://api.example/v1/me"),
        ("me", "https://api.example/v1/me"),
        ("", "https://api.example/v1/"),
        ("?q=1", "https://api.example/v1/?q=1"),
        ("/a/../me", "https://api.example/v1/me"),
        (
            "/x?u=https://evil.example",
            "https://api.example/v1/x?u=https://evil.example",
        ),
        ("/@evil.example", "https://api.example/v1/@evil.example"),
        ("@evil.example", "https://api.example/v1/@evil.example"),
    ] {
        let expected = Destination {
            url: String::from(url),
            own: true,
            relayed: false,
        };
        assert_eq!(reach(&settings, input), Ok(expected), "{input}");
    }
    serves(
        "R-106",
        "relative paths stay below the API base, its path kept",
    );
}

#[test]
fn tricks_in_the_input_lead_nowhere() {
    let listed =
        client(r#""apiBase":"https://api.example/v1","allowedOrigins":["https://b.example"]"#);
    for input in [
        "//evil.example",
        "///evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/../x",
        "../x",
        "/..",
        "/%2e%2e/x",
        "/..%2fx",
        "/a/../../x",
        "https://evil.example/",
        "HTTPS://evil.example/",
        " https://evil.example/",
        "\thttps://evil.example/",
        "\u{1}https://evil.example/",
        "https:evil.example",
        "https:/evil.example",
        "https:\\\\evil.example",
        "http://b.example/",
        "https://b.example:8443/",
        "https://b.example@evil.example/",
        "https://u:p@b.example/",
        "https://b.example\\@evil.example/",
        "https://b.example./",
        "https://b%2eexample/",
        "javascript:alert(1)",
        "data:text/plain,x",
        "blob:https://b.example/x",
        "file:///x",
        "ws://b.example/",
        "x:y",
        "/me\r\nX-Evil: 1",
        "/me\n",
        "/m\0e",
        "/m e",
    ] {
        assert_eq!(
            reach(&listed, input),
            Err(Code::OriginNotAllowed),
            "{input:?}"
        );
    }
    serves(
        "A-43",
        "user information, backslashes, white space, other schemes and ports: refused",
    );
    serves(
        "R-106",
        "tricks in relative and absolute inputs: nothing is sent",
    );
}

#[test]
fn a_listed_origin_is_allowed_but_is_not_the_own_api() {
    let settings =
        client(r#""apiBase":"https://api.example/v1","allowedOrigins":["https://b.example"]"#);
    let found = reach(&settings, "https://B.example:443/x?y#z").unwrap();
    assert_eq!(
        (found.url.as_str(), found.own),
        ("https://b.example/x?y#z", false)
    );
    assert!(reach(&settings, "https://api.example/v1/x").unwrap().own);
    assert_eq!(
        reach(&settings, "https://api.example/v2/x"),
        Err(Code::OriginNotAllowed)
    );
    // A list is not a base: relative paths need one.
    let only_listed = client(r#""allowedOrigins":["https://b.example"]"#);
    assert_eq!(reach(&only_listed, "/x"), Err(Code::ConfigInvalid));
    assert_eq!(
        reach(&only_listed, "https://id.example/x"),
        Err(Code::OriginNotAllowed)
    );
    serves(
        "R-107",
        "only a 401 of the provider's own API says something about the session",
    );
}

#[test]
fn the_provider_and_the_page_are_not_allowed_by_themselves() {
    let settings = docspace();
    for input in [
        scene::ISSUER,
        scene::APP,
        "https://app.example/api",
        "https://docs.example.com:8443/api",
    ] {
        assert_eq!(
            reach(&settings, input),
            Err(Code::OriginNotAllowed),
            "{input}"
        );
    }
    assert!(reach(&settings, scene::PORTAL).unwrap().own);
}

#[test]
fn whatever_is_asked_for_the_token_stays_on_the_list() {
    let settings =
        client(r#""apiBase":"https://api.example/v1","allowedOrigins":["https://b.example"]"#);
    let inputs = prop_oneof![
        ".{0,40}",
        "(https?:)?[/\\\\]{0,3}(api|b|u@b|evil)?\\.example(:443|:80|\\.evil)?/[a-z./%2ef\\\\]{0,12}",
        "[./\\\\%2ef@a-z]{0,20}",
    ];
    proptest!(|(input in inputs)| {
        if let Ok(found) = reach(&settings, &input) {
            // Judged by another reader of addresses.
            let url = url::Url::parse(&found.url).unwrap();
            let origin = url.origin().ascii_serialization();
            let own = origin == "https://api.example" && (url.path() == "/v1" || url.path().starts_with("/v1/"));
            prop_assert!(own || origin == "https://b.example", "{} -> {}", input, found.url);
            prop_assert_eq!(own, found.own);
            prop_assert!(url.username().is_empty() && url.password().is_none());
        }
    });
    serves(
        "A-43",
        "property: what may get the token is on the list, by an independent reader",
    );
}
