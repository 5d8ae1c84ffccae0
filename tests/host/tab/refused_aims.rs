//! What cannot be had of one token says nothing of the session and of its others; a refused refresh token
//! ends them all (R-054, R-089).

use super::aims::{files, mail, single};
use super::*;

#[test]
fn what_cannot_be_had_of_one_resource_leaves_the_session() {
    for (code, told) in [
        (Code::InteractionRequired, vec![String::from("read")]),
        (Code::ScopeRefused, vec![]),
        (Code::RegistrationInvalid, vec![]),
        (Code::AuthorizationDenied, vec![]),
    ] {
        let mut life = Life::signed_in(HABITS, renewable());
        life.want_other(&files(), false);
        life.want_other(&mail(), false);
        life.failed(code.into());
        let error = single(&life.answered, &files()).unwrap_err();
        assert_eq!(
            (error.code(), error.evidence().scopes.clone()),
            (code, told)
        );
        assert!(
            life.told.is_empty() && life.tab.living().is_some(),
            "{code:?}"
        );
        assert_eq!(life.sent, 2, "the other one goes on");
        life.answered.clear();
        life.brought("at-mail", 60);
        assert_eq!(single(&life.answered, &mail()), Ok(()));
        assert_eq!(
            (life.want(), life.sent),
            (Some(Ok(())), 2),
            "the own token serves"
        );
        assert!(!life.shared.as_ref().unwrap().over);
    }
    serves("R-089", "a refusal of one resource's token ends no session");
}

#[test]
fn claims_that_cannot_be_had_leave_the_session_too() {
    let claims = String::from(r#"{"access_token":{"acrs":{"value":"c1"}}}"#);
    let own = Aim::default().with_claims(Some(claims.clone()));
    let mut life = Life::signed_in(HABITS, renewable());
    assert!(life.want_other(&own, true).is_empty());
    life.failed(Code::InteractionRequired.into());
    let error = single(&life.answered, &own).unwrap_err();
    assert_eq!(error.evidence().claims.as_deref(), Some(claims.as_str()));
    assert!(life.tab.living().is_some() && life.told.is_empty());
    // The server's own are more to the point.
    life.want_other(&own, true);
    let mut error = Error::new(Code::InteractionRequired);
    error.evidence_mut().claims = Some(String::from("{}"));
    life.failed(error);
    let told = single(&life.answered, &own).unwrap_err();
    assert_eq!(told.evidence().claims.as_deref(), Some("{}"));
    // Without a wish beyond the session, the same answer ends it.
    life.on(wanted(true));
    life.failed(Code::InteractionRequired.into());
    assert_eq!(life.told, ["login-required"]);
    serves(
        "R-089",
        "interaction_required for a claims challenge keeps the session and tells what to ask for",
    );
}

#[test]
fn a_refused_refresh_token_ends_it_whatever_it_was_sent_for() {
    for code in [Code::GrantRefused, Code::IdTokenInvalid] {
        let mut life = Life::signed_in(HABITS, renewable());
        life.want_other(&files(), false);
        life.want_other(&mail(), false);
        life.answered.clear();
        life.failed(code.into());
        assert_eq!(life.told, ["login-required"]);
        assert_eq!(life.settled.len(), 2);
        assert!(
            life.answered
                .iter()
                .all(|(_, it)| it.as_ref().unwrap_err().code() == Code::LoginRequired)
        );
        assert!(life.shared.as_ref().unwrap().over);
        assert_eq!(
            (life.want(), life.sent),
            (Some(Err(Code::LoginRequired)), 1)
        );
    }
    serves(
        "R-089",
        "invalid_grant for another resource's token: the session ends once, for all who wait",
    );
}

#[test]
fn whoever_waited_hears_the_servers_own_words() {
    let mut life = Life::signed_in(HABITS, renewable());
    life.wait(HOUR);
    life.want();
    let mut error = Error::new(Code::GrantRefused);
    error.evidence_mut().error = Some(String::from("invalid_grant"));
    error.evidence_mut().error_description = Some(String::from("too old"));
    life.answered.clear();
    life.failed(error);
    let told = single(&life.answered, &Aim::default()).unwrap_err();
    assert_eq!(told.code(), Code::LoginRequired);
    assert_eq!(told.evidence().error.as_deref(), Some("invalid_grant"));
    assert_eq!(
        told.evidence().error_description.as_deref(),
        Some("too old")
    );
}

#[test]
fn trouble_with_one_is_trouble_for_all_who_wait() {
    let mut life = Life::signed_in(HABITS, renewable());
    life.want_other(&files(), false);
    life.want_other(&mail(), false);
    life.answered.clear();
    life.failed(Code::Network.into());
    assert_eq!(life.answered.len(), 2);
    assert_eq!(
        (life.sent, life.locks),
        (1, (1, 1)),
        "no second request into the same trouble"
    );
    assert_eq!(life.want(), Some(Ok(())), "the own token is fresh");
    let held = single(&life.want_other(&files(), false), &files()).unwrap_err();
    assert_eq!(held.code(), Code::Network);
    life.wait(120_000);
    assert!(life.want_other(&files(), false).is_empty());
    assert_eq!(life.sent, 2);
    serves(
        "R-054",
        "a request that failed holds the next ones back, whichever token they are for",
    );
}

#[test]
fn a_session_without_a_refresh_token_says_what_to_ask_for() {
    let mut life = Life::signed_in(HABITS, plain());
    let error = single(&life.want_other(&files(), false), &files()).unwrap_err();
    assert_eq!(
        (error.code(), error.evidence().scopes.as_slice()),
        (Code::InteractionRequired, &[String::from("read")][..])
    );
    assert_eq!(life.want(), Some(Ok(())));
    assert_eq!((life.sent, life.told.len()), (0, 0));
}
