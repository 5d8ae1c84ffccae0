//! How the authorization URL is asked for: by the relay, or by the page in either form.

use docgate::core::http::{Failure, Method};
use docgate::core::names::Scopes;
use docgate::core::pending::Flow;

use super::*;

const LOGIN: &str = "POST relay-login https://relay.example/v1/enadoc/login";
const QUESTION: &str = "POST authorization-url https://auth.enadoc.com/api/v3/authorization/url";

#[test]
fn the_relay_is_asked_by_default() {
    let played = started(
        &enadoc(),
        vec![told("https://auth.enadoc.com/login?app=1042")],
    );
    assert_eq!(
        played.asked,
        [LOGIN, "remember", "navigate https://auth.enadoc.com/login"]
    );
    assert_eq!(
        played.left_for.as_deref(),
        Some("https://auth.enadoc.com/login?app=1042")
    );
    let request = &played.requests[0];
    assert!(is_through(request));
    let sent = fields(request.body.as_ref().unwrap().expose());
    let names: Vec<&str> = sent.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "client_id",
            "redirect_uri",
            "state",
            "code_challenge",
            "code_challenge_method",
            "authorization_url"
        ]
    );
    let text = request.body.as_ref().unwrap().expose();
    assert_eq!(field(text, "authorization_url").as_deref(), Some("1"));
    assert_eq!(field(text, "client_id").as_deref(), Some("1042"));
    serves(
        "R-174",
        "Enadoc only through the relay, which is told of the login before the page is left",
    );
}

#[test]
fn the_page_asks_itself_where_the_config_says_so() {
    for (settings, in_headers) in [(direct(), true), (direct_form(), false)] {
        let played = started(
            &settings,
            vec![sealed(), scene::answer(200, None, PLACE.as_bytes())],
        );
        let both = format!("{LOGIN} + {QUESTION}");
        let place = format!("navigate {PLACE}");
        assert_eq!(played.asked, [both.as_str(), "remember", place.as_str()]);
        let [relay, question] = played.requests.as_slice() else {
            panic!("two requests");
        };
        let told = relay.body.as_ref().unwrap().expose();
        assert!(is_through(relay) && field(told, "authorization_url").is_none());
        assert!(question.method == Method::Post && !is_through(question));
        assert_eq!(question.accept, "*/*");
        let form = fields(question.body.as_ref().unwrap().expose());
        let expected = [("ClientId", "1042"), ("RedirectUri", scene::CALLBACK)];
        let expected = expected.map(|(name, value)| (String::from(name), String::from(value)));
        let given = expected
            .clone()
            .map(|(name, _)| header(question, &name).map(String::from));
        if in_headers {
            assert!(form.is_empty());
            assert_eq!(given, expected.map(|(_, value)| Some(value)));
        } else {
            assert_eq!(form, expected);
            assert_eq!(given, [None, None]);
        }
        assert_eq!(
            header(question, "content-type"),
            Some("application/x-www-form-urlencoded")
        );
        // The identity provider learns nothing that the callback is bound by.
        let login = &played.remembered[0];
        let verifier = login.verifier.as_ref().unwrap().expose();
        let body = question.body.as_ref().unwrap().expose();
        let values = question.headers.iter().map(|(_, value)| value.expose());
        for text in values.chain([body, question.url.as_str()]) {
            assert!(
                !text.contains(&login.state) && !text.contains(verifier),
                "{text}"
            );
        }
    }
    serves(
        "R-174",
        "direct: the relay seals the login all the same, and the identity provider is told client and redirect URI only",
    );
}

#[test]
fn every_dialect_of_an_answer_is_understood() {
    for body in [
        "https://auth.enadoc.com/login",
        "  https://auth.enadoc.com/login\r\n",
        r#""https://auth.enadoc.com/login""#,
        r#"{"url":"https://auth.enadoc.com/login"}"#,
        r#"{"Url":"https://auth.enadoc.com/login"}"#,
        r#"{"URL":"https:\/\/auth.enadoc.com\/login"}"#,
        r#"{"authorizationUrl":"https://auth.enadoc.com/login"}"#,
        r#"{"AuthorizationUrl":"https://auth.enadoc.com/login","isOk":true}"#,
        r#"{"authorization_url":"https://AUTH.enadoc.com:443/login"}"#,
    ] {
        for settings in [direct(), direct_form()] {
            for kind in [None, Some("text/plain"), Some("application/json")] {
                let answer = scene::answer(200, kind, body.as_bytes());
                let played = started(&settings, vec![sealed(), answer]);
                assert_eq!(played.left_for.as_deref(), Some(PLACE), "{body}");
            }
        }
    }
}

#[test]
fn each_is_believed_only_where_it_was_asked() {
    // Direct: what the relay says beside is not looked at.
    let beside = told("https://evil.example/");
    let played = started(
        &direct(),
        vec![beside, scene::answer(200, None, PLACE.as_bytes())],
    );
    assert_eq!(played.left_for.as_deref(), Some(PLACE));
    let silent = scene::answer(200, None, b"");
    let played = started(&direct(), vec![told(PLACE), silent]);
    assert_eq!(
        played.failed(),
        (Code::ResponseInvalid, Some("authorization_url"))
    );
    // By the relay: without an address there is nowhere to go.
    for answer in [sealed(), scene::json(200, r#"{"authorization_url":null}"#)] {
        let played = started(&enadoc(), vec![answer]);
        assert_eq!(played.failed().0, Code::ResponseInvalid);
        assert!(played.remembered.is_empty() && played.left_for.is_none());
    }
}

#[test]
fn a_relay_that_refuses_ends_it_in_either_mode() {
    let refused = || scene::json(403, r#"{"error":"origin_not_allowed"}"#);
    let good = || scene::answer(200, None, PLACE.as_bytes());
    for (settings, announced) in [
        (enadoc(), vec![refused()]),
        (direct(), vec![refused(), good()]),
        (direct_form(), vec![refused(), good()]),
    ] {
        let played = started(&settings, announced);
        assert_eq!(played.code(), Some(Code::RelayRefused));
        assert!(played.remembered.is_empty() && played.left_for.is_none());
    }
    serves(
        "R-140",
        "without a login that is sealed at the relay nobody is sent to Enadoc",
    );
}

#[test]
fn an_identity_provider_that_cannot_be_read_is_told_with_the_way_out() {
    for (answer, code) in [
        (Err(Failure::Network), Code::Network),
        (Err(Failure::Timeout), Code::Timeout),
        (
            scene::answer(200, Some("text/html"), b"<html>sign in</html>"),
            Code::ResponseInvalid,
        ),
        (
            scene::answer(500, None, b"https://auth.enadoc.com/login"),
            Code::HttpStatus,
        ),
        (
            scene::answer(302, None, b"https://auth.enadoc.com/login"),
            Code::HttpStatus,
        ),
        (scene::answer(429, None, b""), Code::RateLimited),
    ] {
        let missing = answer.is_err();
        let played = started(&direct(), vec![sealed(), answer]);
        assert_eq!(played.code(), Some(code));
        assert!(played.remembered.is_empty() && played.left_for.is_none());
        let hint = played.failure.as_ref().unwrap().evidence().hint;
        assert!(!missing || hint.is_some_and(|hint| hint.contains("authorizationUrl")));
    }
}

#[test]
fn windows_frames_and_scopes_are_refused_before_any_request() {
    for flow in [Flow::Popup, Flow::Frame] {
        let wishes = Wishes {
            flow,
            ..Wishes::default()
        };
        for settings in [enadoc(), direct()] {
            let turn = Start::begin(settings, wishes.clone(), entropy(1), NOW);
            let error = turn.map(|_| ()).unwrap_err();
            assert_eq!(described(&error), (Code::NotSupported, Some("display")));
        }
    }
    for scopes in ["files:read", "openid"] {
        let wishes = Wishes {
            scopes: Scopes::parse(scopes).unwrap(),
            ..Wishes::default()
        };
        let turn = Start::begin(enadoc(), wishes, entropy(1), NOW);
        let error = turn.map(|_| ()).unwrap_err();
        assert_eq!(described(&error), (Code::ConfigInvalid, Some("scopes")));
    }
    serves(
        "R-174",
        "without state no window and no frame: they would not know whose callback it is",
    );
}

#[test]
fn an_identity_provider_of_ones_own_is_asked_at_its_own_place() {
    let settings = enadoc_with(
        r#","identityProvider":"https://eip.customer.example:8443/eip/","authorizationUrl":"direct""#,
    );
    let at = |host: &str| scene::answer(200, None, format!("https://{host}/login").as_bytes());
    let played = started(&settings, vec![sealed(), at("eip.customer.example:8443")]);
    assert_eq!(
        played.requests[1].url,
        "https://eip.customer.example:8443/eip/api/v3/authorization/url"
    );
    assert!(played.left_for.is_some());
    for host in ["eip.customer.example", "auth.enadoc.com"] {
        let played = started(&settings, vec![sealed(), at(host)]);
        assert_eq!(played.failed().0, Code::ResponseInvalid, "{host}");
    }
    // Its pages may have a host of their own, which then is the only one.
    let settings =
        enadoc_with(r#","authorizationHosts":["web.customer.example","auth.enadoc.com"]"#);
    for (host, good) in [
        ("web.customer.example", true),
        ("auth.enadoc.com", true),
        ("eip.customer.example", false),
    ] {
        let played = started(&settings, vec![told(&format!("https://{host}/"))]);
        assert_eq!(played.left_for.is_some(), good, "{host}");
    }
}
