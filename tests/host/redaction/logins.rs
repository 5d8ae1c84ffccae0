//! Whole logins, each turn, answer, record and message printed.

use super::*;

/// Starts a login and prints every turn of it.
pub(super) fn start(watch: &mut Watch, settings: &Rc<Settings>, seed: u8) -> Box<PendingLogin> {
    let wishes = Wishes::default();
    let mut turn = Start::begin(settings.clone(), wishes, scene::entropy(seed), NOW).unwrap();
    watch.print(&turn);
    if let Step::Fetch(_) = turn.step {
        turn = go(watch, turn, Answer::Responses(vec![metadata()])).unwrap();
    }
    let Turn {
        step: Step::Remember(login),
        next,
    } = turn
    else {
        panic!("nothing to remember");
    };
    watch.hide_login(&login);
    let last = next
        .unwrap()
        .resume(Answer::Remembered(Ok(())), NOW)
        .unwrap();
    watch.print(&last);
    let Step::Navigate(url) = last.step else {
        panic!("nowhere to go");
    };
    assert!(url.contains(&login.state));
    login
}

fn go(watch: &mut Watch, turn: Turn, answer: Answer) -> Result<Turn, Error> {
    watch.print(&answer);
    let result = turn.next.unwrap().resume(answer, NOW);
    match &result {
        Ok(turn) => watch.print(turn),
        Err(error) => watch.fail(error),
    }
    result
}

/// A whole login, each turn, answer and record printed; the session is renewed where that goes.
fn whole_login(watch: &mut Watch, settings: &Rc<Settings>, seed: u8, secret: &str) {
    let login = start(watch, settings, seed);
    watch.print(&login);
    watch.print(&Tombstone::of(&login));
    let code = format!("code-{secret}");
    watch.hide(&code);
    let address = format!("{}?code={code}&state={}", login.redirect_uri, login.state);
    let access = if settings.provider.id == "docspace" {
        scene::docspace_token()
    } else {
        format!("at-{secret}")
    };
    let nonce = login.nonce.clone().unwrap_or_default();
    let id = id_token(r#"{"alg":"RS256"}"#, &good_claims(&nonce));
    let more = format!(r#","refresh_token":"rt-{secret}","id_token":"{id}""#);
    watch.hide_token(&access);
    watch.hide_token(&id);
    watch.hide(&format!("rt-{secret}"));

    let callback = callback_at(&address, settings);
    watch.print(&callback);
    let callback = callback.validate(login, settings, NOW).unwrap();
    watch.print(&callback);
    let turn = Finish::begin(settings.clone(), callback, &scene::entropy(seed), 0, true);
    watch.print(&turn);
    let answer = Answer::Responses(vec![tokens(&access, &more), scene::keys()]);
    let Ok(mut turn) = go(watch, turn, answer) else {
        return;
    };
    if let Step::Verify(_) = turn.step {
        turn = go(watch, turn, Answer::Verified(crate::play::verdict(true))).unwrap();
    }
    let Turn {
        step: Step::Record(session),
        next,
    } = turn
    else {
        panic!("nothing to record");
    };
    let answer = Answer::Recorded(Ok(session));
    watch.print(&answer);
    let turn = next.unwrap().resume(answer, NOW).unwrap();
    watch.print(&turn);
    let Step::Finished(session) = turn.step else {
        panic!("not finished");
    };
    hear(watch, settings, &session);
    watch.print(&profile::request(settings, &session));
    watch.print(&profile::bearer(&session.access.token));
    if let Some(turn) = Renew::begin(settings.clone(), Arc::from(session), Aim::default(), true) {
        watch.print(&turn);
        let fresh = tokens(&format!("at-2-{secret}"), "");
        let answer = Answer::Responses(vec![fresh, scene::keys()]);
        watch.hide(&format!("at-2-{secret}"));
        let _ = go(watch, turn, answer);
    }
}

/// The session on its way to siblings and into the shared record.
fn hear(watch: &mut Watch, settings: &Rc<Settings>, session: &docgate::core::session::Session) {
    watch.print(session);
    let mut shared = Shared::default();
    shared.follow(session);
    watch.print(&shared);
    let known = Known {
        settings,
        session: Some(session),
        parked: &[],
        shared: Some(&shared),
    };
    watch.print(&known);
    let mut tabs = Tabs::new(&settings.key(), "tab-1");
    let message = tabs.announce(session);
    watch.print(&message);
    let docgate::core::tabs::Act::Post(text) = &message else {
        panic!("no message");
    };
    assert!(text.contains(session.access.token.expose()));
    let heard = Heard::Message(text);
    watch.print(&heard);
    let nobody = Known {
        settings,
        session: None,
        parked: &[],
        shared: None,
    };
    let acts = tabs.hear(Heard::Message(text), &nobody);
    watch.print(&acts);
    let question = Tabs::new(&settings.key(), "tab-2").ask();
    watch.print(&question);
}

#[test]
fn nothing_that_a_login_prints_is_secret() {
    proptest!(ProptestConfig::with_cases(64), |(seed in any::<u8>(), secret in "[a-zA-Z0-9]{12}")| {
        for settings in [oidc(), docspace(), docspace_openid(), scene::oauth()] {
            let mut watch = Watch::default();
            whole_login(&mut watch, &settings, seed, &secret);
            prop_assert!(watch.printed.len() >= 8);
            watch.assert_silent();
        }
    });
    serves(
        "R-101",
        "property: no Debug of any step, answer, machine, record or message holds a secret",
    );
    serves(
        "A-13",
        "steps and machines printed whole: no state, nonce, verifier, code or token",
    );
}
