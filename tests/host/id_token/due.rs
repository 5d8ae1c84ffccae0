//! Whether an ID token is due, and what becomes of one that is not.

use super::*;

#[test]
fn an_id_token_that_is_due_must_come() {
    let settings = oidc();
    for more in [
        "",
        r#","scope":"openid""#,
        r#","scope":"openid email","id_token":"""#,
    ] {
        let (login, _) = begun(&settings, Wishes::default());
        let callback = answered(login, &settings).unwrap();
        let turn = Finish::begin(settings.clone(), callback, &entropy(9), 0, true);
        let script = [with_keys(scene::tokens("at-1", more))];
        let played = play_on(Ok(turn), &mut script.into_iter(), NOW);
        assert!(played.failure.is_some(), "{more}");
        assert_eq!(played.recorded, 0);
    }
    serves(
        "R-070",
        "openid was asked for and no ID token came: nothing is recorded",
    );
    serves(
        "R-043",
        "an answer without the ID token that is due is refused",
    );
}

#[test]
fn an_id_token_that_came_is_judged_whatever_the_granted_scopes_say() {
    // Some servers leave `openid` out of `scope`.
    let settings = oidc();
    let run = |change: &str| {
        let (login, _) = begun(&settings, Wishes::default());
        let nonce = format!("\"{}{change}\"", login.nonce.as_ref().unwrap());
        let token = id_token(RS256, &with_claim(good_claims(""), "nonce", &nonce));
        let callback = answered(login, &settings).unwrap();
        let turn = Finish::begin(settings.clone(), callback, &entropy(9), 0, true);
        let more = format!(r#","scope":"email","id_token":"{token}""#);
        let script = [
            with_keys(scene::tokens("at-1", &more)),
            verified(true),
            Reply::Recorded(Ok(())),
        ];
        play_on(Ok(turn), &mut script.into_iter(), NOW)
    };
    assert_eq!(run("").session.unwrap().user.unwrap().id, "ada");
    assert_eq!(run("x").failed(), (Code::IdTokenInvalid, Some("nonce")));
    serves(
        "R-059",
        "the nonce is compared although the granted scopes do not name openid",
    );
}

#[test]
fn without_openid_an_id_token_is_not_looked_at() {
    // Nobody asked for it, so it says nothing.
    let played = crate::play::exchange(
        &scene::oauth(),
        [
            answers(scene::tokens("at-1", r#","id_token":"not.a.token""#)),
            Reply::Recorded(Ok(())),
        ],
    );
    assert!(played.session.unwrap().user.is_none());
    serves("R-070", "an ID token that nobody asked for names nobody");
}
