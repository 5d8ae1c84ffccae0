//! Each parameter by itself: state, repeats, code and error, iss.

use super::*;

#[test]
fn a_good_callback_is_good() {
    assert!(judged(&docspace(), "code=c&state={state}").is_ok());
    assert!(judged(&oidc(), "code=c&state={state}").is_ok());
    assert!(judged(&oidc(), "code=c&state={state}&iss=https%3A%2F%2Fid.example").is_ok());
    assert!(
        judged_for(
            promising(),
            &oidc(),
            "code=c&state={state}&iss=https://id.example"
        )
        .is_ok()
    );
}

#[test]
fn another_state_is_refused() {
    let other = begun_with(&docspace(), Wishes::default(), 2, scene::metadata())
        .0
        .state;
    for state in [
        other.as_str(),
        "",
        "x",
        "dg1r",
        "{state}x",
        "x{state}",
        "{state}%20",
        "{state}%0a",
    ] {
        let result = judged(&docspace(), &format!("code=c&state={state}"));
        assert_eq!(code(result), at(Code::CallbackInvalid, "state"), "{state}");
    }
    assert_eq!(
        code(judged(&docspace(), "code=c")),
        at(Code::CallbackInvalid, "state")
    );
    let (login, _) = begun(&docspace(), Wishes::default());
    let (short, flipped) = (
        &login.state[..login.state.len() - 1],
        login.state.to_uppercase(),
    );
    for state in [short, &flipped] {
        let login = begun(&docspace(), Wishes::default()).0;
        let result = judged_for(login, &docspace(), &format!("code=c&state={state}"));
        assert_eq!(code(result), at(Code::CallbackInvalid, "state"));
    }
    serves(
        "R-021",
        "a missing, empty or other state is refused before anything is sent",
    );
    serves(
        "A-01",
        "the attacker's code with the attacker's state is that of no login here",
    );
    serves(
        "A-02",
        "a state of another browser's login fits no login here",
    );
    serves("R-166", "states are compared whole");
}

#[test]
fn a_repeated_parameter_is_refused() {
    for name in [
        "code",
        "state",
        "iss",
        "error",
        "error_description",
        "error_uri",
    ] {
        let good = "code=c&state={state}";
        for value in ["", "x", "c"] {
            let rest = match name {
                "code" | "state" => format!("{good}&{name}={value}"),
                _ => format!("{good}&{name}={value}&{name}={value}"),
            };
            let result = judged(&oidc(), &rest);
            assert_eq!(code(result), at(Code::CallbackInvalid, name), "{rest}");
        }
    }
    let twice = "code=c&state={state}&state={state}";
    assert_eq!(
        code(judged(&docspace(), twice)),
        at(Code::CallbackInvalid, "state")
    );
    let spelled = "code=c&c%6Fde=c&state={state}";
    assert_eq!(
        code(judged(&docspace(), spelled)),
        at(Code::CallbackInvalid, "code")
    );
    serves(
        "R-022",
        "each parameter twice, with the same or another value, in any spelling",
    );
}

#[test]
fn code_and_error_exclude_each_other_and_one_must_be_there() {
    let both = at(Code::CallbackInvalid, "error");
    assert_eq!(
        code(judged(
            &docspace(),
            "code=c&error=access_denied&state={state}"
        )),
        both
    );
    assert_eq!(
        code(judged(&docspace(), "error=&code=c&state={state}")),
        both
    );
    let neither = at(Code::CallbackInvalid, "code");
    assert_eq!(code(judged(&docspace(), "state={state}")), neither);
    assert_eq!(code(judged(&docspace(), "code=&state={state}")), neither);
    serves("R-023", "code with error, or neither, is refused");
}

#[test]
fn a_wrong_iss_is_refused() {
    for iss in [
        "",
        "https://id.example/",
        "https://ID.example",
        "http://id.example",
        "https://id.example.evil",
        "https://id.exampl",
        "https://id.example:443",
        "https://evil.example",
        "null",
    ] {
        let rest = format!("code=c&state={{state}}&iss={iss}");
        let result = judged(&oidc(), &rest);
        assert_eq!(code(result), at(Code::IssuerMismatch, "iss"), "{iss}");
        // Also where nobody promised one.
        let result = judged(&docspace(), &rest);
        assert_eq!(code(result), at(Code::IssuerMismatch, "iss"), "{iss}");
    }
    serves(
        "R-024",
        "iss must be the login's issuer, code point by code point",
    );
    serves("A-04", "a response of another issuer is not exchanged");
    serves(
        "R-031",
        "with iss, a mixed-up response is refused before the token request",
    );
}

#[test]
fn a_promised_iss_must_be_there() {
    for rest in ["code=c&state={state}", "error=access_denied&state={state}"] {
        let result = judged_for(promising(), &oidc(), rest);
        assert_eq!(code(result), at(Code::IssuerMismatch, "iss"), "{rest}");
    }
    serves(
        "R-025",
        "iss that the metadata promised is missing: refused, error responses too",
    );
    serves(
        "A-05",
        "an attacker that leaves out the promised iss is refused",
    );
}
