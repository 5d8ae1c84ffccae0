//! Signing out: the relay drops what it keeps, whatever is told to the provider.

use docgate::core::http::Purpose;
use docgate::core::logout::{self, Plan};
use docgate::core::options::Logout;

use super::*;

fn planned(session: &Session, provider: Option<bool>, settings: &Settings) -> Plan {
    let wanted = Logout {
        provider,
        ..Logout::default()
    };
    logout::plan(session, &wanted, settings, Some(&entropy(3)), NOW)
}

/// With pages of its own for signing out and giving tokens back.
fn departing(settings: &Rc<Settings>) -> Session {
    let document = scene::metadata_with(&[
        ("end_session_endpoint", r#""https://id.example/end""#),
        ("revocation_endpoint", r#""https://id.example/revoke""#),
    ]);
    let turn = Start::begin(settings.clone(), Wishes::default(), entropy(1), NOW);
    let script = [
        answers(document),
        answers(sealed()),
        Reply::Remembered(Ok(())),
    ];
    let login = play::play(turn, script).remembered.remove(0);
    let callback = answered(login, settings).unwrap();
    let turn = Finish::begin(settings.clone(), callback, &entropy(9), 0, true);
    let script = [answers(tokens("")), Reply::Recorded(Ok(()))];
    play::play(Ok(turn), script).session.unwrap()
}

#[test]
fn the_relay_is_told_and_nothing_is_revoked_past_it() {
    let settings = oauth();
    let session = departing(&settings);
    for provider in [None, Some(true), Some(false)] {
        let plan = planned(&session, provider, &settings);
        assert_eq!(plan.revocations.len(), 1);
        let request = &plan.revocations[0];
        assert_eq!(request.purpose, Purpose::RelayLogout);
        assert_eq!(request.url, format!("{RELAY}/logout"));
        assert!(is_through(request));
        assert_eq!(
            body(request),
            pairs(&[("client_id", "spa"), ("session", known(&session))])
        );
        // The provider's own page stays the page's affair.
        assert_eq!(plan.page.is_some(), provider == Some(true));
        if let Some((_, url)) = &plan.page {
            assert!(url.starts_with("https://id.example/end?client_id=spa"));
        }
    }
    serves(
        "R-150",
        "a sign-out tells the relay which session is over, also where the provider is not to be told",
    );
    serves(
        "R-121",
        "through the relay, the relay revokes; the page sends no token back",
    );
}

#[test]
fn a_session_that_is_over_is_dropped_there_too() {
    let settings = oauth();
    let over = departing(&settings).over().unwrap();
    let plan = planned(&over, None, &settings);
    assert_eq!(plan.revocations.len(), 1);
    assert_eq!(plan.revocations[0].purpose, Purpose::RelayLogout);
    serves(
        "R-150",
        "a session that is over is dropped at the relay too",
    );
}

#[test]
fn without_a_relay_none_is_told() {
    let script = [answers(scene::tokens("at-1", "")), Reply::Recorded(Ok(()))];
    let session = play::exchange(&scene::oauth(), script).session.unwrap();
    let plan = planned(&session, Some(true), &scene::oauth());
    assert!(plan.revocations.is_empty());
    // A relay for the API alone keeps nothing of anybody.
    let settings = apis::central();
    let plan = planned(&session, Some(true), &settings);
    let told = plan
        .revocations
        .iter()
        .filter(|it| it.purpose == Purpose::RelayLogout);
    assert_eq!(told.count(), 0);
}
