//! Extra parameters, and docgate's own (R-007, A-45).

use super::*;

const OWN: &[&str] = &[
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "response_mode",
    "request",
    "request_uri",
    "dpop_jkt",
    "code",
    "code_verifier",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
    "grant_type",
];

fn extra(name: &str, value: &str) -> String {
    let inner = Object::new().with(name, value);
    json::write(&Value::Object(Object::new().with("extraParams", inner)))
}

#[test]
fn reserved_parameters_are_refused_as_extras() {
    for name in OWN {
        for spelled in [
            String::from(*name),
            name.to_uppercase(),
            name.replacen('c', "C", 1),
        ] {
            assert_eq!(login(&extra(&spelled, "x")).unwrap_err(), invalid(&spelled));
        }
    }
    for name in [
        "prompt",
        "login_hint",
        "max_age",
        "acr_values",
        "ui_locales",
        "resource",
        "claims",
        "id_token_hint",
    ] {
        assert_eq!(login(&extra(name, "x")).unwrap_err(), invalid(name));
    }
    for name in ["audience", "domain_hint", "kc_idp_hint", "display"] {
        assert!(login(&extra(name, "x")).is_ok(), "{name}");
    }
    serves(
        "R-007",
        "each reserved parameter, in any case, is refused as an extra",
    );
    serves(
        "A-45",
        "reserved parameters through extraParams are refused",
    );
}

#[test]
fn odd_extras_are_refused() {
    for name in ["", " ", "a b", "a\n", "é", "a\0", "state ", "\tstate"] {
        assert!(login(&extra(name, "x")).is_err(), "{name:?}");
    }
    for value in ["a\nb", "a\r", "\0", "\u{85}"] {
        assert!(login(&extra("x", value)).is_err(), "{value:?}");
    }
    for text in [
        r#"{"extraParams":[]}"#,
        r#"{"extraParams":"x"}"#,
        r#"{"extraParams":{"x":1}}"#,
        r#"{"extraParams":{"x":null}}"#,
        r#"{"extraParams":{"x":["y"]}}"#,
        r#"{"extraParams":{"x":{}}}"#,
    ] {
        assert_eq!(login(text).unwrap_err(), invalid("extraParams"), "{text}");
    }
    serves("R-007", "extras that are no parameters are refused");
}

#[test]
fn whatever_is_asked_for_the_own_parameters_are_unchanged_and_single() {
    let names = prop_oneof![
        select(OWN).prop_map(String::from),
        "[a-zA-Z_]{1,8}",
        ".{0,6}"
    ];
    let values = prop_oneof![
        "[ -~]{0,12}",
        ".{0,8}",
        Just(String::from("&state=evil&client_id=evil#x"))
    ];
    let text = || {
        proptest::option::of(prop_oneof![
            "[ -~é]{0,16}",
            Just(String::from("a&state=evil"))
        ])
    };
    let strategy = (
        vec((names, values), 0..5),
        text(),
        text(),
        text(),
        text(),
        any::<bool>(),
    );
    proptest!(|((extra, prompt, login_hint, acr_values, ui_locales, is_oidc) in strategy)| {
        prop_assume!(authorize::check_extra(&extra).is_ok());
        let wishes = Wishes {
            extra: extra.clone(),
            prompt,
            login_hint: login_hint.clone(),
            acr_values,
            ui_locales,
            ..Wishes::default()
        };
        let settings = if is_oidc { oidc() } else { docspace() };
        let (login, url) = begun(&settings, wishes);
        // `field` also asserts that the name is there once only.
        prop_assert_eq!(field(&url, "response_type"), Some(String::from("code")));
        prop_assert_eq!(field(&url, "client_id"), Some(settings.client_id.clone()));
        prop_assert_eq!(field(&url, "redirect_uri"), Some(settings.redirect_uri.clone()));
        prop_assert_eq!(field(&url, "state"), Some(login.state.clone()));
        prop_assert_eq!(field(&url, "nonce"), login.nonce.clone());
        prop_assert_eq!(field(&url, "scope"), Some(login.scopes.to_parameter()));
        prop_assert_eq!(field(&url, "code_challenge_method"), Some(String::from("S256")));
        prop_assert_eq!(field(&url, "code_challenge"), login.verifier.as_ref().map(|verifier| verifier.challenge()));
        prop_assert_eq!(field(&url, "login_hint"), login_hint);
        for name in ["request", "request_uri", "response_mode", "dpop_jkt", "client_secret"] {
            prop_assert_eq!(field(&url, name), None);
        }
        for (name, value) in &extra {
            prop_assert_eq!(field(&url, name), Some(value.clone()));
        }
        let (last, _) = fields(&url).pop().unwrap();
        prop_assert_eq!(last, "scope");
    });
    serves(
        "R-007",
        "property: for any extras, docgate's own parameters are unchanged and single",
    );
    serves("A-45", "property: no option or extra injects a parameter");
    serves("R-001", "property: response_type is code for every login");
    serves("R-172", "property: scope stays last");
}
