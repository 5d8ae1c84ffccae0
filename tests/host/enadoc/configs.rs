//! What a good config comes to; the bad ones are in `tests/fixtures/config/refused.tsv`.

use super::*;

#[test]
fn the_defaults_are_the_vendors_cloud_and_the_relay() {
    let settings = enadoc();
    assert_eq!(settings.issuer, "https://auth.enadoc.com");
    let asked = settings.asked.as_ref().unwrap();
    assert!(!asked.direct && asked.headers && settings.confirms);
    assert_eq!(asked.hosts, ["auth.enadoc.com"]);
    assert!(settings.redeems_by_relay() && settings.calls_by_relay());
    assert_eq!(
        settings.api_base().unwrap().as_str(),
        "https://relay.example/v1/enadoc/api/"
    );
    assert!(settings.scopes.is_empty());
    assert_eq!(settings.client_id, "1042");
}

#[test]
fn every_key_comes_through() {
    let settings = enadoc_with(
        r#","identityProvider":"https://eip.example:8443/eip","authorizationUrl":"direct","authorizationHosts":["a.example","b.example:444"],"firstCall":"form","api":"direct""#,
    );
    let asked = settings.asked.as_ref().unwrap();
    assert!(asked.direct && !asked.headers);
    assert_eq!(asked.hosts, ["a.example", "b.example:444"]);
    assert!(settings.redeems_by_relay() && !settings.calls_by_relay());
    assert!(settings.api_base().is_none(), "each login learns it");
    let settings = enadoc_with(r#","identityProvider":"https://eip.example:8443/eip""#);
    assert_eq!(settings.asked.as_ref().unwrap().hosts, ["eip.example:8443"]);
}

#[test]
fn the_app_says_whether_it_confirms() {
    for (word, confirms) in [("true", true), ("false", false)] {
        let settings = settings_of(&config(&format!(r#","confirm":{word}"#), ""));
        assert_eq!(settings.confirms, confirms);
    }
    let error = read_config(&config("", ""), &page()).unwrap_err();
    assert_eq!(described(&error), (Code::ConfigInvalid, Some("confirm")));
    // Elsewhere there is nothing to confirm.
    for settings in [scene::docspace(), scene::oidc(), scene::entra()] {
        assert!(!settings.confirms && settings.asked.is_none());
    }
    serves(
        "R-174",
        "whether the person is confirmed has to be written out; without a word there is no instance",
    );
}

#[test]
fn without_a_relay_there_is_no_instance() {
    let text = config(r#","confirm":true"#, "").replace(&format!(r#","relay":"{RELAY}""#), "");
    let error = read_config(&text, &page()).unwrap_err();
    assert_eq!(described(&error), (Code::ConfigInvalid, Some("relay")));
    serves(
        "R-174",
        "Enadoc without a relay is refused by the constructor",
    );
}

#[test]
fn the_redirect_path_is_one_of_its_own() {
    let at = |path: &str| {
        let text = config(r#","confirm":true"#, "").replace("/callback", path);
        read_config(&text, &page()).map(|_| ()).map_err(|error| {
            let (code, field) = described(&error);
            (code, field.map(String::from))
        })
    };
    for path in [
        "/callback",
        "/a",
        "/?x/y",
        "/a/../b",
        "https://app.example/cb",
    ] {
        let root = path.starts_with("/?");
        assert_eq!(at(path).is_ok(), !root, "{path}");
    }
    for path in [
        "/",
        "/?app=1",
        "/.",
        "/..",
        "/a/..",
        "/%2e",
        "https://app.example",
        "https://app.example/",
        "https://app.example:443/",
    ] {
        assert_eq!(
            at(path),
            Err((Code::ConfigInvalid, Some(String::from("redirectUri")))),
            "{path}"
        );
    }
    // Where state comes back, a root may be shared.
    let text = scene::oidc_config(r#""scopes":["api"]"#).replace("/callback", "/");
    assert!(read_config(&text, &page()).is_ok());
    serves(
        "R-174",
        "a root as redirect path is refused where nothing but the path tells a callback",
    );
}
