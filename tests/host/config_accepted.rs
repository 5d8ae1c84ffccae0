//! What a good config comes to.

use docgate::core::error::Code;
use docgate::core::names::Scopes;
use docgate::core::options;
use docgate::core::settings::MetadataKind;
use proptest::prelude::*;

use crate::play::{begun, field};
use crate::rows::serves;
use crate::scene::{self, local_page, page, read_config, settings_of};

#[test]
fn defaults_are_the_safe_ones() {
    let config = read_config(&scene::oidc_config("\"persist\":\"tab\""), &page()).unwrap();
    assert!(config.persist && config.share_tabs && config.restore_url && !config.allow_insecure);
    assert!(!config.ahead && config.idle.is_none());
    let settings = config.settings;
    assert_eq!(settings.scopes.to_parameter(), "openid");
    assert_eq!((settings.timeout, settings.clock_skew), (15_000, 60));
    assert_eq!(settings.metadata, MetadataKind::OpenId);
    assert!(settings.api_base().is_none() && settings.allowed_origins.is_empty());
    assert!(settings.endpoint_origins.is_empty() && !settings.loopback);
    serves("R-042", "15 s is the default deadline");
    serves("R-057", "60 s is the default clock difference");
}

#[test]
fn every_key_comes_through() {
    let more = r#""scopes":["a","b","a"],"persist":"memory","shareTabs":false,"afterCallback":"leave","apiBase":"https://api.example/v1","allowedOrigins":["https://X.example:443/"],"timeout":1000,"clockSkew":300,"insecureContext":"allow-oauth","renew":"ahead","idleTimeout":900"#;
    let text = scene::oidc_config(more).replace(
        r#""issuer""#,
        r#""metadata":"oauth-authorization-server","endpointOrigins":["https://t.example"],"issuer""#,
    );
    let config = read_config(&text, &page()).unwrap();
    assert!(!config.persist && !config.share_tabs && !config.restore_url && config.allow_insecure);
    assert!(config.ahead && config.idle == Some(900_000));
    let settings = config.settings;
    assert_eq!(settings.scopes.to_parameter(), "a b");
    assert_eq!((settings.timeout, settings.clock_skew), (1000, 300));
    assert_eq!(settings.metadata, MetadataKind::OAuth);
    assert_eq!(
        settings.api_base().unwrap().as_str(),
        "https://api.example/v1"
    );
    assert_eq!(settings.allowed_origins, ["https://x.example"]);
    assert_eq!(settings.endpoint_origins, ["https://t.example"]);
}

#[test]
fn docspace_has_its_api_at_the_portal() {
    let settings = scene::docspace();
    assert_eq!(settings.issuer, scene::PORTAL);
    assert_eq!(settings.api_base().unwrap().origin(), scene::PORTAL);
    let text = scene::docspace_config("\"files:read\"").replace(".com\"", ".com:443/\"");
    assert_eq!(settings_of(&text).issuer, scene::PORTAL);
    assert_eq!(
        settings_of(&text).key(),
        settings_of(&scene::docspace_config("\"a\"")).key()
    );
}

#[test]
fn an_issuer_stays_as_it_was_written() {
    for issuer in [
        "https://id.example",
        "https://id.example/",
        "https://ID.example/Realms/A",
    ] {
        let text = scene::oidc_config("\"scopes\":[\"a\"]").replace(scene::ISSUER, issuer);
        assert_eq!(settings_of(&text).issuer, issuer);
    }
}

#[test]
fn a_redirect_uri_stays_as_it_was_written() {
    for (written, sent) in [
        ("/callback", "https://app.example/callback"),
        ("/", "https://app.example/"),
        (
            "/a/../cb?x=1&y=%c3%a9",
            "https://app.example/a/../cb?x=1&y=%c3%a9",
        ),
        ("https://APP.example:443/cb", "https://APP.example:443/cb"),
    ] {
        let text = scene::oidc_config("\"scopes\":[\"a\"]").replace("/callback", written);
        let settings = settings_of(&text);
        assert_eq!(settings.redirect_uri, sent);
        let (login, url) = begun(&settings, docgate::core::authorize::Wishes::default());
        assert_eq!(login.redirect_uri, sent);
        assert_eq!(field(&url, "redirect_uri").as_deref(), Some(sent));
    }
    serves(
        "R-008",
        "the redirect URI is kept and sent as it was written",
    );
}

#[test]
fn a_page_on_loopback_needs_no_https() {
    let config = read_config(&scene::docspace_config("\"files:read\""), &local_page()).unwrap();
    assert_eq!(
        config.settings.redirect_uri,
        "http://localhost:5173/callback"
    );
    assert!(config.settings.loopback);
    serves("R-002", "a page on loopback works over plain http");
}

#[test]
fn the_key_tells_every_two_clients_apart() {
    let key = |(issuer, client, path): (&str, &str, &str)| {
        settings_of(&format!(
            r#"{{"provider":{{"id":"oidc","issuer":"https://i.example/{issuer}"}},"clientId":"{client}","redirectUri":"/{path}","scopes":["a"]}}"#
        ))
        .key()
    };
    let part = |pattern| proptest::string::string_regex(pattern).unwrap();
    let parts = || (part("[ab]{0,2}"), part("[ab]{1,2}"), part("[ab]{0,2}"));
    proptest!(|(a in parts(), b in parts())| {
        let keys = [&a, &b].map(|(issuer, client, path)| key((issuer, client, path)));
        prop_assert_eq!(keys[0] == keys[1], a == b, "{:?} {:?}", a, b);
        prop_assert_eq!(keys[0].len(), 22);
    });
    // One part differs, or what is written one after the other runs together.
    let close = [
        ("a", "b", "c"),
        ("x", "b", "c"),
        ("a", "x", "c"),
        ("a", "b", "x"),
        ("ab", "c", "d"),
        ("a", "bc", "d"),
        ("", "abc", "d"),
        ("", "a1:b", "d"),
        ("a1:", "b", "d"),
    ];
    for (at, one) in close.iter().enumerate() {
        for other in &close[..at] {
            assert_ne!(key(*one), key(*other), "{one:?} {other:?}");
        }
    }
    serves(
        "R-009",
        "records, locks and channels of two clients have different names",
    );
    serves(
        "R-093",
        "the key is injective in issuer, client and redirect URI",
    );
}

#[test]
fn scopes_follow_the_grammar() {
    proptest!(|(list in "[ a-z!#-\\[\\]-~\"\\\\\\x7fé]{0,40}")| {
        let good = list.chars().all(|c| c == ' ' || (c.is_ascii_graphic() && c != '"' && c != '\\'));
        let scopes = Scopes::parse(&list);
        prop_assert_eq!(scopes.is_some(), good);
        if let Some(scopes) = scopes {
            let all: Vec<&str> = scopes.iter().collect();
            for (at, scope) in all.iter().enumerate() {
                prop_assert!(!scope.is_empty() && !all[..at].contains(scope));
            }
            prop_assert_eq!(Scopes::parse(&scopes.to_parameter()), Some(scopes));
        }
    });
    serves("R-020", "scopes: the grammar of RFC 6749, each once");
}

#[test]
fn offline_access_is_not_asked_for_by_itself() {
    for settings in [scene::oidc(), scene::oauth(), scene::docspace()] {
        let (_, url) = begun(&settings, docgate::core::authorize::Wishes::default());
        assert!(!url.contains("offline_access") && !url.contains("prompt="));
    }
    serves("R-020", "offline_access only when the app asks for it");
}

#[test]
fn any_text_is_a_typed_error_or_a_config() {
    proptest!(|(text in ".{0,200}")| {
        let error = read_config(&text, &page()).map(|_| ()).expect_err("no config");
        prop_assert!(matches!(error.code(), Code::ConfigInvalid | Code::ConfigUnknownKey | Code::ConfigSecret));
        if let Err(error) = options::login(&text, scene::APP, "/") {
            prop_assert_eq!(error.code(), Code::ConfigInvalid);
        }
    });
    serves(
        "R-006",
        "property: any text as config or options is a typed error",
    );
}
