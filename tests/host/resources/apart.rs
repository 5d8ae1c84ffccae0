//! Whatever was asked for before, in whatever order: nobody gets a token that was issued for another
//! resource or for fewer scopes (R-093).

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

fn any_aim() -> impl Strategy<Value = Aim> {
    let resource = select(&[None, Some(""), Some(FILES), Some(MAIL)][..]);
    let scopes = subsequence(vec!["a", "b", "c"], 0..=3);
    (resource, scopes).prop_map(|(resource, scopes)| aim(resource, &scopes))
}

/// Renews one token after the other; the n-th answer brings `at-n`.
fn renewed(settings: &Rc<Settings>, aims: &[Aim]) -> Session {
    let mut session = plain_session();
    for (at, aim) in aims.iter().enumerate() {
        let turn = Renew::begin(settings.clone(), copy(&session), aim.clone(), true).unwrap();
        let answer = tokens(&format!("new-{at}"), r#","expires_in":600"#);
        session = play(Ok(turn), [answers(answer), Reply::Recorded(Ok(()))])
            .session
            .unwrap();
    }
    session
}

#[test]
fn nobody_gets_the_token_of_another_aim() {
    let found = std::cell::Cell::new(0);
    proptest!(|(aims in vec(any_aim(), 1..8), asked in any_aim())| {
        for settings in [oauth(), entra()] {
            let session = renewed(&settings, &aims);
            // As it is after a reload, too.
            let session = session.copy().unwrap();
            let Some(access) = session.access_for(&asked) else {
                prop_assert!(!aims.contains(&asked) || aims.len() > 8, "it was there");
                continue;
            };
            let token = access.token.expose();
            if asked.is_own() {
                let last = aims.iter().rposition(Aim::is_own);
                let expected = last.map_or(String::from("at-1"), |at| format!("new-{at}"));
                prop_assert_eq!(token, expected);
                continue;
            }
            let at: usize = token.strip_prefix("new-").expect("not the session's own").parse().unwrap();
            found.set(found.get() + 1);
            prop_assert_eq!(&aims[at].resource, &asked.resource);
            prop_assert!(!aims[at].is_own());
            prop_assert!(asked.scopes.iter().all(|scope| aims[at].scopes.contains(scope)));
            // And of those that do, the newest: an older one may have ended.
            let fits = |aim: &Aim| {
                aim.resource == asked.resource
                    && !aim.is_own()
                    && asked.scopes.iter().all(|scope| aim.scopes.contains(scope))
            };
            prop_assert_eq!(Some(at), aims.iter().rposition(fits));
        }
    });
    assert!(found.get() > 50, "{}", found.get());
    serves(
        "R-093",
        "property: for any order of requests, a token is given out only for its own resource and scopes",
    );
}

#[test]
fn the_tokens_of_a_session_have_an_end() {
    let names: Vec<String> = (0..30).map(|at| format!("https://r{at}.example")).collect();
    let aims: Vec<Aim> = names.iter().map(|name| aim(Some(name), &["a"])).collect();
    let session = renewed(&oauth(), &aims);
    assert_eq!(session.others.len(), 8);
    assert!(session.access_for(&aims[29]).is_some() && session.access_for(&aims[21]).is_none());
    assert_eq!(session.access.token.expose(), "at-1", "the own one stays");
    // One that does for more takes the place of what it replaces.
    let aims = [&["a"][..], &["b"], &["a", "b"]].map(|scopes| aim(Some(FILES), scopes));
    let session = renewed(&oauth(), &aims);
    assert_eq!(session.others.len(), 1);
    assert_eq!(
        session.access_for(&aims[0]).unwrap().token.expose(),
        "new-2"
    );
    serves(
        "A-46",
        "30 resources: eight tokens are kept beside the session's own",
    );
}

#[test]
fn a_token_for_another_resource_leaves_the_sessions_own_alone() {
    let before = plain_session();
    let turn = Renew::begin(oauth(), copy(&before), aim(Some(FILES), &["a"]), true).unwrap();
    let answer = tokens(
        "at-2",
        r#","expires_in":60,"refresh_token":"rt-2","scope":"a""#,
    );
    let played = play(Ok(turn), [answers(answer), Reply::Recorded(Ok(()))]);
    let after = played.session.unwrap();
    assert_eq!(after.access.encode(), before.access.encode());
    assert_eq!(
        (
            after.generation,
            after.refresh_token.as_ref().unwrap().expose()
        ),
        (2, "rt-2")
    );
    let other = after.access_for(&aim(Some(FILES), &["a"])).unwrap();
    assert_eq!((other.token.expose(), other.since), ("at-2", 2));
    assert_eq!(other.granted.to_parameter(), "a");
    serves(
        "R-087",
        "a rotated refresh token is kept with the token of another resource",
    );
}
