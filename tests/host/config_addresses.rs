//! Every address that a config or a metadata document can name, against one table
//! (`tests/fixtures/config/addresses.tsv`; R-002, R-003).

use docgate::core::config::Page;
use docgate::core::error::Code;
use docgate::core::metadata;

use crate::rows::serves;
use crate::scene::{self, local_page, page, read_config};
use crate::table;

/// A text as JSON, without the code under test.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\0'..='\x1f' => quoted.push_str(&format!("\\u{:04x}", character as u32)),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

fn accepts(config: &str, page: &Page) -> Result<(), (Code, Option<String>)> {
    match read_config(config, page) {
        Ok(_) => Ok(()),
        Err(error) => Err((error.code(), error.evidence().field.clone())),
    }
}

fn config(provider: &str, more: &str) -> String {
    format!(
        r#"{{"provider":{{{provider}}},"clientId":"a","redirectUri":"/cb","scopes":["x"]{more}}}"#
    )
}

/// Address, may be used, is a whole origin, on which page.
fn cases() -> Vec<(String, bool, bool, Page)> {
    let mut cases = Vec::new();
    for row in table::rows("config/addresses.tsv", 3) {
        for (verdict, page) in [(&row[1], page()), (&row[2], local_page())] {
            let whole = match verdict.as_str() {
                "origin" => Some(true),
                "yes" => Some(false),
                "no" => None,
                other => panic!("no such verdict: {other}"),
            };
            let address = table::text(&row[0]);
            cases.push((address, whole.is_some(), whole == Some(true), page));
        }
    }
    assert!(cases.len() >= 2 * 40, "{}", cases.len());
    cases
}

/// Asserts the table for one key; `whole`: only a whole origin will do.
fn assert_key(key: &str, whole: bool, text: &dyn Fn(&str) -> String) {
    for (address, good, is_origin, page) in cases() {
        let found = accepts(&text(&quoted(&address)), &page);
        let expected = if good && (is_origin || !whole) {
            Ok(())
        } else {
            Err((Code::ConfigInvalid, Some(String::from(key))))
        };
        assert_eq!(found, expected, "{key}: {address:?} on {:?}", page.origin);
    }
}

#[test]
fn the_addresses_of_a_config_follow_the_table() {
    let oidc = format!(r#""id":"oidc","issuer":"{}""#, scene::ISSUER);
    assert_key("portal", true, &|url| {
        config(&format!(r#""id":"docspace","portal":{url}"#), "")
    });
    assert_key("issuer", false, &|url| {
        config(&format!(r#""id":"oidc","issuer":{url}"#), "")
    });
    assert_key("apiBase", false, &|url| {
        config(&oidc, &format!(r#","apiBase":{url}"#))
    });
    assert_key("allowedOrigins", true, &|url| {
        config(
            &oidc,
            &format!(r#","allowedOrigins":["https://b.example",{url}]"#),
        )
    });
    assert_key("endpointOrigins", true, &|url| {
        config(&format!(r#"{oidc},"endpointOrigins":[{url}]"#), "")
    });
    serves(
        "R-002",
        "https for portal, issuer, API base and origins; http between loopbacks only",
    );
    serves(
        "R-003",
        "other schemes, user information and fragments are refused in each key",
    );
}

#[test]
fn the_addresses_of_metadata_follow_the_table() {
    for member in [
        "authorization_endpoint",
        "token_endpoint",
        "jwks_uri",
        "userinfo_endpoint",
    ] {
        for (address, good, _, page) in cases() {
            let local = page.origin != Some(String::from(scene::APP));
            let text = config(&format!(r#""id":"oidc","issuer":"{}""#, scene::ISSUER), "");
            let settings = read_config(&text, &page).unwrap().settings;
            assert_eq!(settings.loopback, local);
            let answer = scene::metadata_with(&[(member, &quoted(&address))]);
            let found = metadata::judge(answer, &settings).map_err(|error| error.code());
            let expected = if good {
                None
            } else {
                Some(Code::MetadataInvalid)
            };
            assert_eq!(
                found.err(),
                expected,
                "{member}: {address:?}, local: {local}"
            );
        }
    }
    serves(
        "R-002",
        "https for every endpoint of the metadata; http between loopbacks only",
    );
    serves(
        "R-003",
        "no endpoint of the metadata with another scheme, user or fragment",
    );
    serves(
        "A-23",
        "javascript:, http and odd endpoints in metadata: refused before any navigation",
    );
}

#[test]
fn a_server_that_knows_no_page_lets_loopback_pass_and_no_more() {
    let nowhere = Page {
        origin: None,
        secure: true,
    };
    let issuer = |url: &str| config(&format!(r#""id":"oidc","issuer":"{url}""#), "");
    assert!(accepts(&issuer("https://id.example"), &nowhere).is_ok());
    assert!(accepts(&issuer("http://localhost:3000"), &nowhere).is_ok());
    assert!(accepts(&issuer("http://id.example"), &nowhere).is_err());
}

#[test]
fn a_page_of_an_opaque_or_odd_origin_is_not_loopback() {
    for origin in ["null", "", "file://", "http://localhost.evil.example"] {
        let page = Page {
            origin: Some(String::from(origin)),
            secure: true,
        };
        let text = config(r#""id":"oidc","issuer":"http://localhost:3000""#, "");
        assert!(accepts(&text, &page).is_err(), "{origin}");
    }
    serves(
        "R-002",
        "plain http needs a page that is on loopback itself",
    );
}

#[test]
fn a_page_of_an_extension_has_its_callbacks_elsewhere() {
    let at = |origin: &str, redirect: &str| {
        let page = Page {
            origin: Some(String::from(origin)),
            secure: true,
        };
        let text = config(r#""id":"oidc","issuer":"https://id.example""#, "");
        let changed = text.replace("\"/cb\"", &format!("\"{redirect}\""));
        assert_ne!(changed, text, "the redirect URI is another");
        accepts(&changed, &page)
    };
    let kept = "https://abcdef.chromiumapp.org/callback";
    for own in ["chrome-extension://abcdef", "moz-extension://0-1-2"] {
        assert!(at(own, kept).is_ok(), "{own}");
        // Its own origin is no address that a provider could lead to.
        assert!(at(own, "/back").is_err(), "{own}");
    }
    for other in ["https://app.example", "https://a-extension", "null"] {
        assert!(at(other, kept).is_err(), "{other}");
    }
}
