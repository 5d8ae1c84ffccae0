//! Properties of the callback: whatever the address says, it is accepted exactly when the rules,
//! written down here a second time, accept it.

use docgate::core::authorize::Wishes;
use docgate::core::callback;
use docgate::core::form::Form;
use docgate::core::pending::PendingLogin;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::callback_oracle::acceptable;
use crate::play::begun_with;
use crate::rows::serves;
use crate::scene::{self, NOW, oidc};

const NAMES: &[&str] = &[
    "state",
    "code",
    "iss",
    "error",
    "error_description",
    "error_uri",
    "x",
];
/// `{state}` stands for the login's own.
const VALUES: &[&str] = &[
    "{state}",
    "",
    "c",
    "https://id.example",
    "https://evil.example",
    "a b&=é",
];

fn login(promised: bool) -> PendingLogin {
    let promise = if promised { "true" } else { "" };
    let members = [("authorization_response_iss_parameter_supported", promise)];
    begun_with(
        &oidc(),
        Wishes::default(),
        1,
        scene::metadata_with(&members),
    )
    .0
}

fn parameters() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    vec((select(NAMES), select(VALUES)), 0..6)
}

/// Mostly good ones, so that both verdicts are met.
fn nearly_good() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    let good = vec![
        ("state", "{state}"),
        ("code", "c"),
        ("iss", "https://id.example"),
    ];
    (
        vec((select(NAMES), select(VALUES)), 0..2),
        Just(good).prop_shuffle(),
        2usize..=3,
    )
        .prop_map(|(more, mut good, length)| {
            good.truncate(length);
            good.extend(more);
            good
        })
}

#[test]
fn a_callback_is_accepted_exactly_when_the_rules_say_so() {
    let mut runner = proptest::test_runner::TestRunner::default();
    let strategy = (
        prop_oneof![parameters(), nearly_good()],
        any::<bool>(),
        any::<bool>(),
    );
    let counts = std::cell::Cell::new((0, 0));
    runner
        .run(&strategy, |(parameters, promised, in_fragment)| {
            let login = login(promised);
            let state = login.state.clone();
            let mut form = Form::new();
            let mut fields = Vec::new();
            for (name, value) in parameters {
                let value = value.replace("{state}", &state);
                form.push(name, &value);
                fields.push((String::from(name), value));
            }
            let mark = if in_fragment { '#' } else { '?' };
            let address = format!("{}{mark}{}", scene::CALLBACK, form.encode());
            let settings = oidc();
            let result = callback::read(&address, &settings)
                .map(|callback| callback.validate(login, &settings, NOW));
            let good = matches!(result, Some(Ok(_)));
            prop_assert_eq!(
                good,
                acceptable(&fields, &state, scene::ISSUER, promised),
                "{}",
                address
            );
            let (yes, no) = counts.get();
            counts.set(if good { (yes + 1, no) } else { (yes, no + 1) });
            Ok(())
        })
        .unwrap();
    let (accepted, refused) = counts.get();
    assert!(
        accepted > 10 && refused > 10,
        "{accepted} accepted, {refused} refused"
    );
    for row in ["R-021", "R-022", "R-023", "R-024", "R-025"] {
        serves(
            row,
            "property: accepted exactly when the rules, written twice, say so",
        );
    }
}

#[test]
fn any_text_is_read_without_a_panic() {
    let settings = oidc();
    proptest!(|(rest in ".{0,300}")| {
        for mark in ["", "?", "#", "?state=", "?code=%", "#state=dg1r"] {
            let address = format!("{}{mark}{rest}", scene::CALLBACK);
            if let Some(found) = callback::read(&address, &settings) {
                let login = login(false);
                // The state is 192 random bits: no text of a stranger is accepted.
                prop_assert!(found.validate(login, &settings, NOW).is_err());
            }
        }
    });
    serves(
        "R-032",
        "property: any text in query or fragment ends in a typed error or in nothing",
    );
}

#[test]
fn any_address_is_read_without_a_panic() {
    let settings = oidc();
    proptest!(|(address in "(https?:)?(//)?(app\\.example)?(/callback)?.{0,60}")| {
        let found = callback::read(&address, &settings);
        let ours = address.starts_with("https://app.example/callback?")
            || address.starts_with("https://app.example/callback#");
        prop_assert!(found.is_none() || ours, "{}", address);
    });
    serves(
        "R-028",
        "property: no address of another place is a callback",
    );
}

#[test]
fn one_changed_character_of_the_state_is_refused() {
    let settings = oidc();
    proptest!(|(at in 0usize..36, other in "[A-Za-z0-9_-]")| {
        let login = login(false);
        let mut state = login.state.clone();
        state.replace_range(at..=at, &other);
        let changed = state != login.state;
        let address = format!("{}?code=c&state={state}", scene::CALLBACK);
        let found = callback::read(&address, &settings).unwrap();
        prop_assert_eq!(found.validate(login, &settings, NOW).is_err(), changed);
    });
    serves(
        "R-021",
        "property: any one changed character of the state is refused",
    );
    serves("R-012", "the whole of the state is compared");
}
