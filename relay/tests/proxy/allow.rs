//! Who may use an entry.

use docgate::core::json::{self, Object, Value};
use docgate_relay::config::Admitted;
use docgate_relay::guard::allow::permits;

use super::rows::serves;

fn claims(text: &str) -> Object {
    let Ok(Value::Object(claims)) = json::parse(text.as_bytes()) else {
        panic!("no object: {text}");
    };
    claims
}

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|it| (*it).to_owned()).collect()
}

fn rules(
    subjects: &[&str],
    groups: &[&str],
    tenant: Option<&str>,
    claim: Option<(&str, &[&str])>,
) -> Admitted {
    Admitted::Rules {
        subjects: texts(subjects),
        groups: texts(groups),
        tenant: tenant.map(str::to_owned),
        claim: claim.map(|(name, values)| (name.to_owned(), texts(values))),
    }
}

#[test]
fn each_rule_looks_at_its_claim() {
    let subjects = rules(&["anna", "ben"], &[], None, None);
    let groups = rules(&[], &["staff", "desk"], None, None);
    let tenant = rules(&[], &[], Some("t-1"), None);
    let role = rules(&[], &[], None, Some(("roles", &["nurse"])));
    for (rule, text, may) in [
        (&subjects, r#"{"sub":"anna"}"#, true),
        (&subjects, r#"{"sub":"ben"}"#, true),
        (&subjects, r#"{"sub":"Anna"}"#, false),
        (&subjects, r#"{"sub":"anna "}"#, false),
        (&subjects, r#"{"sub":["anna"]}"#, false),
        (&subjects, r#"{"name":"anna"}"#, false),
        (&subjects, "{}", false),
        (&groups, r#"{"groups":["x","desk"]}"#, true),
        (&groups, r#"{"groups":"staff"}"#, true),
        (&groups, r#"{"groups":["x"]}"#, false),
        (&groups, r#"{"groups":[]}"#, false),
        (&groups, r#"{"groups":[["staff"]]}"#, false),
        (&groups, r#"{"groups":{"staff":true}}"#, false),
        (&groups, r#"{"groups":"staff,x"}"#, false),
        (
            &groups,
            r#"{"hasgroups":true,"_claim_names":{"groups":"src1"}}"#,
            false,
        ),
        (&tenant, r#"{"tid":"t-1"}"#, true),
        (&tenant, r#"{"tid":"t-2"}"#, false),
        (&tenant, r#"{"tid":["t-1"]}"#, false),
        (&tenant, r#"{"iss":"https://x/t-1/"}"#, false),
        (&role, r#"{"roles":"nurse"}"#, true),
        (&role, r#"{"roles":["nurse","x"]}"#, true),
        (&role, r#"{"roles":["nurses"]}"#, false),
        (&role, r#"{"roles":true}"#, false),
        (&role, r#"{"roles":null}"#, false),
    ] {
        assert_eq!(permits(rule, &claims(text)), may, "{rule:?} {text}");
    }
    serves(
        "R-142",
        "who is not in the entry's allow rule does not use its machine's token",
    );
}

#[test]
fn every_given_rule_must_be_met() {
    let all = rules(
        &["anna"],
        &["staff"],
        Some("t-1"),
        Some(("role", &["nurse"])),
    );
    let good = r#"{"sub":"anna","groups":["staff"],"tid":"t-1","role":"nurse"}"#;
    assert!(permits(&all, &claims(good)));
    for (from, to) in [
        ("anna", "ben"),
        ("staff", "guest"),
        ("t-1", "t-2"),
        ("nurse", "clerk"),
    ] {
        assert!(!permits(&all, &claims(&good.replace(from, to))), "{to}");
    }
}

#[test]
fn no_rule_lets_nobody_in_and_everyone_is_everyone() {
    assert!(!permits(
        &rules(&[], &[], None, None),
        &claims(r#"{"sub":"anna"}"#)
    ));
    assert!(permits(&Admitted::Everyone, &claims("{}")));
}
