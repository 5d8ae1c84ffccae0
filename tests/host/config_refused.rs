//! Configs that must be refused, each with the code and the key that the error names
//! (`tests/fixtures/config/refused.tsv`).

use docgate::core::authorize::Wishes;
use docgate::core::config::Page;
use docgate::core::error::Code;
use docgate::core::login::Start;
use docgate::core::names::Scopes;

use crate::rows::serves;
use crate::scene::{self, page, read_config};
use crate::table;

/// A config as members, so that one of them can be changed.
struct Members {
    top: Vec<(String, String)>,
    provider: Vec<(String, String)>,
}

fn base(name: &str) -> Members {
    let pairs = |list: &[(&str, &str)]| -> Vec<(String, String)> {
        let own = |(name, value): &(&str, &str)| (String::from(*name), format!("\"{value}\""));
        list.iter().map(own).collect()
    };
    let provider = match name {
        "docspace" => pairs(&[("id", "docspace"), ("portal", scene::PORTAL)]),
        "oidc" => pairs(&[("id", "oidc"), ("issuer", scene::ISSUER)]),
        "entra" => pairs(&[("id", "entra"), ("tenant", "common")]),
        "doccentrum" => pairs(&[
            ("id", "doccentrum"),
            ("tenant", scene::TENANT),
            ("tier", "lite"),
        ]),
        "business-central" => pairs(&[
            ("id", "business-central"),
            ("tenant", scene::TENANT),
            ("environment", "Production"),
        ]),
        "enadoc" => pairs(&[("id", "enadoc"), ("relay", "https://relay.example/v1/e")]),
        "docplanner" => pairs(&[
            ("id", "docplanner"),
            ("relay", "https://relay.example/v1/d"),
        ]),
        other => panic!("no such base: {other}"),
    };
    let mut provider = provider;
    let mut top = pairs(&[("clientId", "spa"), ("redirectUri", "/callback")]);
    // A function, or an `Auth`, is `true` by the time it is read.
    let yes = |key| (String::from(key), String::from("true"));
    match name {
        "enadoc" => {
            provider.push(yes("confirm"));
            return Members { top, provider };
        }
        "docplanner" => {
            top.clear();
            provider.push(yes("guard"));
            return Members { top, provider };
        }
        _ => {}
    }
    let scopes = match name {
        "doccentrum" | "business-central" => "[\"user_impersonation\"]",
        _ => "[\"openid\"]",
    };
    top.push((String::from("scopes"), String::from(scopes)));
    Members { top, provider }
}

impl Members {
    fn set(&mut self, key: &str, value: &str) {
        let (members, key) = match key.strip_prefix("provider.") {
            Some(key) => (&mut self.provider, key),
            None => (&mut self.top, key),
        };
        members.retain(|(own, _)| own != key);
        if !value.is_empty() {
            members.push((String::from(key), String::from(value)));
        }
    }

    fn text(&self, provider: Option<&str>) -> String {
        let object = |members: &[(String, String)]| {
            let all = members
                .iter()
                .map(|(name, value)| format!("\"{name}\":{value}"));
            format!("{{{}}}", all.collect::<Vec<_>>().join(","))
        };
        let mut top = self.top.clone();
        let own = provider.map_or_else(|| object(&self.provider), String::from);
        if !own.is_empty() {
            top.push((String::from("provider"), own));
        }
        object(&top)
    }
}

fn text_of(base_name: &str, key: &str, value: &str) -> String {
    match key {
        "*" => String::from(value),
        "provider" => base(base_name).text(Some(value)),
        _ => {
            let mut members = base(base_name);
            members.set(key, value);
            members.text(None)
        }
    }
}

#[test]
fn every_bad_config_is_refused_with_its_key() {
    let rows = table::rows("config/refused.tsv", 4);
    assert!(rows.len() >= 360, "{}", rows.len());
    let mut wrong = Vec::new();
    for row in &rows {
        let text = text_of(&row[0], &table::text(&row[1]), &table::text(&row[2]));
        let found = match read_config(&text, &page()) {
            Ok(_) => String::from("accepted"),
            Err(error) => {
                let field = error.evidence().field.clone().unwrap_or_default();
                format!("{}:{field}", error.code().as_str())
            }
        };
        if found != row[3] {
            wrong.push(format!("{} = {}: {found}, not {}", row[1], row[2], row[3]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    serves(
        "R-005",
        "unknown keys are refused at each level, inherited names among them",
    );
    serves(
        "R-006",
        "configs of wrong types, forms and sizes: typed errors",
    );
}

#[test]
fn the_bases_are_good() {
    for name in [
        "docspace",
        "oidc",
        "entra",
        "doccentrum",
        "business-central",
        "enadoc",
        "docplanner",
    ] {
        assert!(
            read_config(&base(name).text(None), &page()).is_ok(),
            "{name}"
        );
    }
}

#[test]
fn a_secret_is_refused_with_the_way_out_and_is_not_repeated() {
    for key in ["clientSecret", "provider.client_secret", "CLIENT-SECRET"] {
        let text = text_of("oidc", key, "\"s3cr3t-value\"");
        let error = read_config(&text, &page()).unwrap_err();
        assert_eq!(error.code(), Code::ConfigSecret);
        let message = error.message();
        assert!(message.contains("docgate-relay"), "{message}");
        assert!(
            !format!("{message} {error:?}").contains("s3cr3t"),
            "{message}"
        );
    }
    serves(
        "R-004",
        "a secret in any spelling and at any level is an error that points to the relay",
    );
    serves("R-101", "the error of a secret does not repeat it");
}

#[test]
fn no_config_leads_to_another_grant() {
    for key in [
        "responseType",
        "response_type",
        "grantType",
        "grant_type",
        "flow",
        "implicit",
    ] {
        let error = read_config(&text_of("oidc", key, "\"token\""), &page()).unwrap_err();
        assert_eq!(error.code(), Code::ConfigUnknownKey, "{key}");
    }
    serves(
        "R-001",
        "there is no key for another response type or grant",
    );
}

#[test]
fn an_insecure_page_is_refused_unless_plain_oauth_was_opted_in() {
    let insecure = Page {
        origin: Some(String::from("http://app.intranet")),
        secure: false,
    };
    let read = |more: &str| {
        let text = scene::oidc_config(more).replace("https://app.example", "http://app.intranet");
        read_config(&text, &insecure)
            .map(|_| ())
            .map_err(|error| error.code())
    };
    let refused = Err(Code::InsecureContext);
    assert_eq!(read(r#""scopes":["api"]"#), refused);
    assert_eq!(
        read(r#""scopes":["api"],"insecureContext":"refuse""#),
        refused
    );
    assert_eq!(
        read(r#""scopes":["openid"],"insecureContext":"allow-oauth""#),
        refused
    );
    // `openid` is what is asked for when nothing is named.
    assert_eq!(read(r#""insecureContext":"allow-oauth""#), refused);
    assert_eq!(
        read(r#""scopes":["api"],"insecureContext":"allow-oauth""#),
        Ok(())
    );
    // Nor may a single login ask for it.
    let text = scene::oidc_config(r#""scopes":["api"],"insecureContext":"allow-oauth""#);
    let settings = std::rc::Rc::new(read_config(&text, &insecure).unwrap().settings);
    let begin = |scopes: &str| {
        let wishes = Wishes {
            scopes: Scopes::parse(scopes).unwrap(),
            ..Wishes::default()
        };
        Start::begin(settings.clone(), wishes, scene::entropy(1), scene::NOW)
            .map(|_| ())
            .map_err(|error| error.code())
    };
    assert_eq!(begin("more"), Ok(()));
    assert_eq!(begin("openid"), refused);
    serves(
        "R-010",
        "an insecure page: typed refusal; the opt-in allows plain OAuth, never openid",
    );
    serves("A-33", "an insecure context is refused by name");
}
