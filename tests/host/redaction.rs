//! Nothing secret is ever printed: no `Debug` of any step, machine, record or message, and no
//! message of any error, holds a state, nonce, verifier, code or token (R-101, A-13).

use std::fmt::Debug;
use std::rc::Rc;

use docgate::core::authorize::Wishes;
use docgate::core::error::Error;
use docgate::core::id_token::{self, Nonce};
use docgate::core::json::{self, Value};
use docgate::core::login::{Finish, Start};
use docgate::core::pending::PendingLogin;
use docgate::core::renew::Renew;
use docgate::core::settings::Settings;
use docgate::core::shared::Shared;
use docgate::core::steps::{Answer, Step, Turn};
use docgate::core::tabs::{Heard, Known, Tabs};
use docgate::core::tombstone::Tombstone;
use docgate::core::{base64url, profile, token};
use proptest::prelude::*;

use crate::play::callback_at;
use crate::rows::serves;
use crate::scene::{
    self, NOW, docspace, docspace_openid, good_claims, id_token, metadata, oidc, tokens,
};

/// Everything that was printed, and everything that must not be in it.
#[derive(Default)]
struct Watch {
    printed: Vec<String>,
    secrets: Vec<String>,
}

impl Watch {
    fn print(&mut self, value: &dyn Debug) {
        self.printed.push(format!("{value:?}\n{value:#?}"));
    }

    fn fail(&mut self, error: &Error) {
        self.print(error);
        self.printed.push(error.message());
    }

    /// Keeps a secret, whole and in the two halves that a cut would leave.
    fn hide(&mut self, secret: &str) {
        assert!(secret.len() >= 6, "too short to be looked for: {secret}");
        self.secrets.push(String::from(secret));
    }

    fn hide_login(&mut self, login: &PendingLogin) {
        self.hide(&login.state);
        self.hide(login.verifier.as_ref().unwrap().expose());
        if let Some(nonce) = &login.nonce {
            self.hide(nonce);
        }
    }

    /// Each segment of a token: a part of it is too much already.
    fn hide_token(&mut self, token: &str) {
        for segment in token.split('.').filter(|segment| segment.len() >= 6) {
            self.hide(segment);
        }
    }

    fn assert_silent(&self) {
        assert!(!self.printed.is_empty() && !self.secrets.is_empty());
        for secret in &self.secrets {
            for text in &self.printed {
                assert!(!text.contains(secret), "{secret} is in {text}");
            }
        }
    }
}

/// Starts a login and prints every turn of it.
fn start(watch: &mut Watch, settings: &Rc<Settings>, seed: u8) -> Box<PendingLogin> {
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
    let turn = Finish::begin(settings.clone(), callback, &scene::entropy(seed), 0);
    watch.print(&turn);
    let answer = Answer::Responses(vec![tokens(&access, &more)]);
    let Ok(mut turn) = go(watch, turn, answer) else {
        return;
    };
    if let Step::Verify(_) = turn.step {
        turn = go(watch, turn, Answer::Verified(true)).unwrap();
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
    watch.print(&profile::bearer(&session.access_token));
    if let Some(turn) = Renew::begin(settings.clone(), Rc::from(session)) {
        watch.print(&turn);
        let answer = Answer::Responses(vec![tokens(&format!("at-2-{secret}"), "")]);
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
        shared: Some(&shared),
    };
    watch.print(&known);
    let mut tabs = Tabs::new(&settings.key(), "tab-1");
    let message = tabs.announce(session);
    watch.print(&message);
    let docgate::core::tabs::Act::Post(text) = &message else {
        panic!("no message");
    };
    assert!(text.contains(session.access_token.expose()));
    let heard = Heard::Message(text);
    watch.print(&heard);
    let nobody = Known {
        settings,
        session: None,
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

#[test]
fn no_error_of_a_token_answer_holds_what_was_in_it() {
    for row in crate::table::rows("token/answers.tsv", 5) {
        let body = String::from_utf8_lossy(&crate::table::bytes(&row[3])).replace("at-1", "SECRET");
        let content_type = Some(row[2].as_str()).filter(|text| *text != "-");
        let answer = scene::answer(row[1].parse().unwrap(), content_type, body.as_bytes());
        let mut watch = Watch::default();
        watch.hide("SECRET");
        watch.print(&answer);
        match token::judge(answer, scene::oauth().provider) {
            Ok(tokens) => watch.print(&tokens),
            Err(error) => watch.fail(&error),
        }
        watch.assert_silent();
    }
    serves(
        "R-101",
        "no error of any answer in the table holds the token that was in it",
    );
}

#[test]
fn no_error_of_a_callback_holds_its_code_or_state() {
    let settings = oidc();
    for rest in [
        "code=CODE-SECRET&state=STATE-SECRET",
        "code=CODE-SECRET&code=x&state={state}",
        "code=CODE-SECRET&error=access_denied&state={state}",
        "code=CODE-SECRET&iss=x&state={state}",
        "code=%zz&state=STATE-SECRET",
        "error=access_denied&state={state}",
    ] {
        let mut watch = Watch::default();
        let login = start(&mut watch, &settings, 1);
        watch.hide("CODE-SECRET");
        watch.hide("STATE-SECRET");
        let address = format!(
            "{}?{}",
            scene::CALLBACK,
            rest.replace("{state}", &login.state)
        );
        let callback = callback_at(&address, &settings);
        watch.print(&callback);
        watch.fail(&callback.unmatched(docgate::core::error::Code::PendingLoginMissing));
        let error = callback.validate(login, &settings, NOW).unwrap_err();
        watch.fail(&error);
        watch.assert_silent();
    }
    serves("R-101", "no error of a callback holds its code or state");
}

#[test]
fn values_that_carry_secrets_print_none_of_them() {
    let mut watch = Watch::default();
    let token = id_token(r#"{"alg":"RS256"}"#, &good_claims("NONCE-SECRET"));
    watch.hide_token(&token);
    watch.hide("NONCE-SECRET");
    watch.hide(&base64url::encode(b"NONCE-SECRET"));
    watch.print(&id_token::take_apart(&token));
    watch.print(&Nonce::Sent(Some("NONCE-SECRET")));
    let value = json::parse(br#"{"a":"NONCE-SECRET"}"#).unwrap();
    watch.print(&value);
    let Value::Object(object) = value else {
        panic!("no object");
    };
    watch.print(&object);
    let entropy = scene::entropy(7);
    watch.hide(&base64url::encode(entropy.state()));
    watch.hide("7, 34, 77");
    watch.print(&entropy);
    watch.assert_silent();
    serves(
        "R-101",
        "tokens taken apart, JSON values, entropy: redacted",
    );
}
