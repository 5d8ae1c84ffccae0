//! What a renewal sends, for the session's own token and for another one.

use super::*;
use docgate::core::json;

#[test]
fn where_a_resource_is_indicated_no_scope_is_ever_sent() {
    let session = plain_session();
    let usual = [
        ("grant_type", "refresh_token"),
        ("client_id", "spa"),
        ("refresh_token", "rt-1"),
    ];
    let own = refresh(&oauth(), &session, &Aim::default());
    let with = |resource: Option<&'static str>| {
        let all = usual.into_iter().chain(resource.map(|it| ("resource", it)));
        all.map(|(name, value)| (String::from(name), String::from(value)))
            .collect::<Vec<_>>()
    };
    assert_eq!(own, with(None));
    let other = refresh(&oauth(), &session, &aim(Some(FILES), &["a", "b"]));
    assert_eq!(other, with(Some(FILES)));
    // Claims are none of a standard token endpoint's business.
    let claims = Aim::default().with_claims(Some(String::from("{}")));
    assert_eq!(refresh(&oauth(), &session, &claims), with(None));
    serves(
        "R-091",
        "by RFC 8707 a renewal names the resource and no scope",
    );
    serves(
        "R-170",
        "no claims are sent to another server's token endpoint",
    );
}

#[test]
fn where_scopes_say_it_they_are_sent() {
    let settings = business_central_default();
    let session = entra_session(&settings, &format!("{CENTRAL}/.default"));
    let own = refresh(&settings, &session, &Aim::default());
    let names: Vec<&str> = own.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["grant_type", "client_id", "refresh_token", "scope"]);
    let asked = format!("{CENTRAL}/.default openid profile offline_access");
    assert_eq!(value(&own, "scope"), Some(asked.as_str()));
    let read = format!("{FILES}/Read");
    let other = refresh(&settings, &session, &aim(Some(FILES), &[&read]));
    assert_eq!(
        value(&other, "scope"),
        Some(format!("{read} offline_access").as_str())
    );
    assert_eq!(value(&other, "resource"), None);
    serves(
        "R-091",
        "a renewal at Entra asks for what the login asked for, or for one other resource",
    );
}

#[test]
fn claims_are_sent_where_they_are_known_and_asked_for_again() {
    let settings = entra_with(r#","claimsChallenges":true"#);
    let session = entra_session(&settings, "openid");
    let sent = |session: &Session, aim: &Aim| {
        let fields = refresh(&settings, session, aim);
        value(&fields, "claims").map(String::from)
    };
    let capability = r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#;
    assert_eq!(sent(&session, &Aim::default()).as_deref(), Some(capability));
    let wanted = r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#;
    let challenged = Aim::default().with_claims(Some(String::from(wanted)));
    let both = sent(&session, &challenged).unwrap();
    let both = json::parse(both.as_bytes()).unwrap().into_object().unwrap();
    let listed = both.object("access_token").unwrap();
    assert!(listed.value("nbf").is_some() && listed.value("xms_cc").is_some());
    // What an API once wanted to see is wanted with each later renewal.
    let turn = Renew::begin(settings.clone(), copy(&session), challenged, true).unwrap();
    let script = [with_keys(tokens("at-2", "")), Reply::Recorded(Ok(()))];
    let session = play(Ok(turn), script).session.unwrap();
    assert_eq!(session.access.claims.as_deref(), Some(wanted));
    assert!(sent(&session, &Aim::default()).unwrap().contains("nbf"));
    // Not without the config's word.
    let session = entra_session(&entra(), "openid");
    assert_eq!(
        value(&refresh(&entra(), &session, &Aim::default()), "claims"),
        None
    );
}
