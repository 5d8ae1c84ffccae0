//! Errors of answers and callbacks, and single values that carry secrets.

use super::logins::start;
use super::*;

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
    watch.print(&Question::Login {
        nonce: Some("NONCE-SECRET"),
        max_age: None,
        acr_values: None,
    });
    let claims = Object::new().with("nonce", "NONCE-SECRET");
    watch.print(&Question::Renewal(&claims));
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
