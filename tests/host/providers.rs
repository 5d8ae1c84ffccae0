//! Every loosening is one provider's alone: what DocSpace is allowed, any other server is refused
//! for the same input (R-170), and what is allowed to DocSpace has rules of its own (R-171 to R-173).

use std::rc::Rc;

use docgate::core::authorize::Wishes;
use docgate::core::error::Code;
use docgate::core::login::{Finish, unknown_scopes};
use docgate::core::policy;
use docgate::core::profile;
use docgate::core::provider::{
    ApiBase, Audience, Endpoints, Identity, Profile, Provider, Renewal, STANDARD, Signature,
};
use docgate::core::settings::Settings;
use docgate::providers::docspace::DOCSPACE;
use docgate::providers::oidc::OIDC;

use crate::play::{Played, Reply, answered, answers, begun, play_on};
use crate::rows::serves;
use crate::scene::{
    self, CLIENT, ISSUER, NOW, NOW_SECONDS, PORTAL, docspace_openid, docspace_token_for, entropy,
    id_token, oidc, settings_of, tokens, with_claim,
};

const ES256: &str = r#"{"alg":"ES256"}"#;

fn run(settings: &Rc<Settings>, make: &dyn Fn(&str) -> scene::Received) -> Played {
    let (login, _) = begun(settings, Wishes::default());
    let answer = make(login.nonce.as_deref().unwrap_or_default());
    let callback = answered(login, settings).unwrap();
    let turn = Finish::begin(settings.clone(), callback, &entropy(9), 0);
    let script = [
        answers(answer),
        Reply::Verified(true),
        Reply::Recorded(Ok(())),
    ];
    let played = play_on(Ok(turn), &mut script.into_iter(), NOW);
    assert_eq!(played.recorded, usize::from(played.failure.is_none()));
    played
}

/// Plays without a signature check in between.
fn run_plain(settings: &Rc<Settings>, answer: scene::Received) -> Played {
    let (login, _) = begun(settings, Wishes::default());
    let callback = answered(login, settings).unwrap();
    let turn = Finish::begin(settings.clone(), callback, &entropy(9), 0);
    let script = [answers(answer), Reply::Recorded(Ok(()))];
    play_on(Ok(turn), &mut script.into_iter(), NOW)
}

/// DocSpace's ID token (docspace.md, 3.6), with one claim replaced.
fn docspace_id(nonce: &str, header: &str, name: &'static str, value: &str) -> scene::Received {
    let claims = vec![
        ("iss", format!("\"{PORTAL}/oauth2\"")),
        ("aud", format!("\"{PORTAL}\"")),
        ("azp", format!("\"{CLIENT}\"")),
        ("sub", String::from("\"user-guid\"")),
        ("exp", (NOW_SECONDS + 1800).to_string()),
        ("iat", NOW_SECONDS.to_string()),
        ("nonce", format!("\"{nonce}\"")),
    ];
    let token = id_token(header, &with_claim(claims, name, value));
    let more = format!(r#","scope":"files:read openid","id_token":"{token}""#);
    tokens(&docspace_token_for(PORTAL), &more)
}

#[test]
fn the_standard_is_strict_and_docspace_differs_in_these_fields_only() {
    // A new field does not compile here until it is judged below.
    let Provider {
        id,
        base_key,
        base_path,
        endpoints,
        default_scopes,
        known_scopes,
        redirect_query,
        ignored_parameters,
        renewal,
        identity,
        id_token,
        api_base,
        profile,
        network_hint,
    } = STANDARD;
    assert!(matches!(endpoints, Endpoints::Discovered));
    assert_eq!(
        (id, base_key, base_path, redirect_query),
        ("", "issuer", true, true)
    );
    assert_eq!(
        (default_scopes, known_scopes, ignored_parameters),
        (&["openid"][..], &[][..], &[][..])
    );
    assert_eq!(
        (renewal, identity),
        (Renewal::RefreshToken, Identity::IdToken)
    );
    assert_eq!(
        (api_base, profile),
        (ApiBase::Configured, Profile::UserInfo)
    );
    assert_eq!(
        (id_token.issuer_suffix, id_token.audience),
        ("", Audience::Client)
    );
    assert_eq!(id_token.signature, Signature::Transport);
    assert!(
        id_token
            .algorithms
            .iter()
            .all(|name| !name.starts_with("HS") && *name != "none")
    );
    assert!(network_hint.is_none());
    // And the generic provider is the standard.
    assert_eq!(
        format!("{:?}", Provider { id: "", ..OIDC }),
        format!("{STANDARD:?}")
    );
    serves(
        "R-170",
        "the standard has no loosening, and the generic provider is the standard",
    );
}

#[test]
fn docspace_alone_derives_its_endpoints() {
    use docgate::core::login::Start;
    let turn = Start::begin(oidc(), Wishes::default(), entropy(1), NOW);
    let script = [answers(scene::json(404, ""))];
    let played = crate::play::play(turn, script);
    assert_eq!(played.code(), Some(Code::HttpStatus));
    assert!(played.remembered.is_empty());
    serves(
        "R-170",
        "no derived endpoints elsewhere: a missing document ends the login",
    );
}

#[test]
fn docspace_alone_is_known_by_its_access_token() {
    let with_user = run_plain(&scene::docspace(), tokens(&docspace_token_for(PORTAL), ""));
    assert_eq!(with_user.session.unwrap().user.unwrap().id, "user-guid");
    let without = run_plain(&scene::oauth(), tokens(&docspace_token_for(ISSUER), ""));
    let session = without.session.unwrap();
    assert!(session.user.is_none());
    assert_eq!(session.claims, "{}");
    serves(
        "R-170",
        "the sub of an access token names nobody at another server",
    );
}

#[test]
fn docspace_alone_may_name_itself_as_issuer_and_audience() {
    assert!(
        run(&docspace_openid(), &|nonce| docspace_id(
            nonce, ES256, "x", "1"
        ))
        .failure
        .is_none()
    );
    let as_docspace = |name: &'static str, value: String| {
        run(&oidc(), &move |nonce| {
            let claims = with_claim(scene::good_claims(nonce), name, &value);
            let claims = with_claim(claims, "azp", "\"spa\"");
            let token = id_token(ES256, &claims);
            tokens("at-1", &format!(r#","id_token":"{token}""#))
        })
    };
    assert!(as_docspace("x", String::from("1")).failure.is_none());
    let played = as_docspace("iss", format!("\"{ISSUER}/oauth2\""));
    assert_eq!(played.failed(), (Code::IdTokenInvalid, Some("iss")));
    let played = as_docspace("aud", format!("\"{ISSUER}\""));
    assert_eq!(played.failed(), (Code::IdTokenInvalid, Some("aud")));
    serves(
        "R-170",
        "issuer plus /oauth2, or the address as audience: refused at another server",
    );
}

#[test]
fn docspace_alone_has_its_api_where_it_is() {
    let (docspace, oidc) = (scene::docspace(), oidc());
    let reach = |settings: &Settings, url: &str| {
        policy::destination(url, settings.api_base(), settings).map_err(|error| error.code())
    };
    assert!(reach(&docspace, &format!("{PORTAL}/api/2.0/people")).is_ok());
    assert!(reach(&docspace, "/api/2.0/people").is_ok());
    assert_eq!(
        reach(&oidc, &format!("{ISSUER}/api/2.0/people")),
        Err(Code::OriginNotAllowed)
    );
    assert_eq!(reach(&oidc, "/api/2.0/people"), Err(Code::ConfigInvalid));
    serves(
        "R-170",
        "no token goes to another server's own address unless the config says so",
    );
}

#[test]
fn the_profile_comes_from_where_the_provider_says() {
    let session = run_plain(&scene::docspace(), tokens(&docspace_token_for(PORTAL), ""))
        .session
        .unwrap();
    let request = profile::request(&scene::docspace(), &session).unwrap();
    assert_eq!(request.url, "https://docs.example.com/api/2.0/people/@self");
    let (name, value) = &request.headers[0];
    assert_eq!(*name, "authorization");
    assert!(value.expose().starts_with("Bearer ey"));
    assert!(!request.url.contains("ey") && request.body.is_none());
    // The same session data at another server: no member `response`, no such path.
    let session = run_plain(&scene::oauth(), tokens("at-1", ""))
        .session
        .unwrap();
    let request = profile::request(&scene::oauth(), &session).unwrap();
    assert_eq!(request.url, "https://id.example/me");
    let answer = || scene::json(200, r#"{"response":{"id":"x"}}"#);
    assert!(profile::judge(answer(), &scene::oauth(), &session).is_err());
    assert!(profile::judge(answer(), &scene::docspace(), &session).is_ok());
    serves(
        "R-170",
        "DocSpace's envelope is no UserInfo answer elsewhere",
    );
    serves(
        "R-106",
        "the token goes out in the Authorization header, never in the address",
    );
}

#[test]
fn docspace_id_tokens_have_rules_of_their_own() {
    let judge = |header: &str, name: &'static str, value: &str| {
        let played = run(&docspace_openid(), &|nonce| {
            docspace_id(nonce, header, name, value)
        });
        played
            .failure
            .map(|error| (error.code(), error.evidence().field.clone()))
    };
    assert_eq!(judge(ES256, "x", "1"), None);
    let with_slash = format!("\"{PORTAL}/oauth2/\"");
    let base = format!("\"{PORTAL}\"");
    let client = format!("\"{CLIENT}\"");
    let both = format!("[\"{PORTAL}\",\"{CLIENT}\"]");
    for (name, values) in [
        (
            "iss",
            vec!["", &base, &with_slash, "\"https://evil.example/oauth2\""],
        ),
        (
            "aud",
            vec![
                "",
                &client,
                &both,
                "\"https://docs.example.com/\"",
                "\"http://docs.example.com\"",
                "[]",
            ],
        ),
        ("azp", vec!["", "\"other\"", "null", "1", "\"\"", &base]),
        ("nonce", vec!["", "\"other\""]),
        ("sub", vec!["", "\"\""]),
        ("exp", vec!["", "1"]),
    ] {
        for value in values {
            let expected = Some((Code::IdTokenInvalid, Some(String::from(name))));
            assert_eq!(judge(ES256, name, value), expected, "{name}: {value}");
        }
    }
    for algorithm in ["RS256", "none", "HS256", "PS256", "ES384", "EdDSA"] {
        let header = format!(r#"{{"alg":"{algorithm}"}}"#);
        let expected = Some((Code::IdTokenInvalid, Some(String::from("alg"))));
        assert_eq!(judge(&header, "x", "1"), expected, "{algorithm}");
    }
    serves(
        "R-171",
        "DocSpace ID token: iss, aud, azp, nonce and ES256 as stated, else refused",
    );
}

#[test]
fn docspace_is_not_asked_for_openid_by_itself() {
    let (login, url) = begun(&scene::docspace(), Wishes::default());
    assert!(login.nonce.is_none() && !url.contains("openid"));
    assert!(DOCSPACE.default_scopes.is_empty());
    serves("R-171", "no openid at DocSpace unless the app asks for it");
}

#[test]
fn docspace_tokens_are_for_the_configured_portal() {
    // docspace.md, 1.3 and 3.6: behind TLS the portal may call itself http:, so hosts are compared.
    for (audience, good) in [
        (PORTAL, true),
        ("http://docs.example.com", true),
        ("https://docs.example.com/", true),
        ("https://DOCS.example.com", true),
        ("https://other.example.com", false),
        ("https://docs.example.com.evil.example", false),
        ("https://evil.example/docs.example.com", false),
        ("https://u@docs.example.com", false),
        ("docs.example.com", false),
        ("", false),
    ] {
        let played = run_plain(
            &scene::docspace(),
            tokens(&docspace_token_for(audience), ""),
        );
        let expected = if good {
            None
        } else {
            Some(Code::ApiBaseMismatch)
        };
        assert_eq!(played.code(), expected, "{audience}");
        assert_eq!(played.session.is_some(), good);
    }
    for claims in [
        r#"{"sub":"u"}"#,
        r#"{"sub":"u","aud":null}"#,
        r#"{"sub":"u","aud":[]}"#,
        r#"{"sub":"u","aud":["https://docs.example.com","https://b.example"]}"#,
        r#"{"sub":"u","aud":{"x":1}}"#,
    ] {
        let played = run_plain(&scene::docspace(), tokens(&scene::jwt(ES256, claims), ""));
        assert_eq!(played.code(), Some(Code::ApiBaseMismatch), "{claims}");
    }
    let listed = r#"{"sub":"u","aud":["https://docs.example.com"]}"#;
    assert!(
        run_plain(&scene::docspace(), tokens(&scene::jwt(ES256, listed), ""))
            .failure
            .is_none()
    );
    serves("R-106", "a DocSpace token for another host is not kept");
}

#[test]
fn a_callback_of_docspace_is_none_of_another_provider_on_the_same_path() {
    // DocSpace sends no `iss`: the record decides, whatever client looks at the address.
    let docspace = scene::docspace();
    let (login, _) = begun(&docspace, Wishes::default());
    let address = format!("{}?code=c&state={}", scene::CALLBACK, login.state);
    let other = settings_of(&scene::oidc_config("\"scopes\":[\"openid\"]"));
    let callback = crate::play::callback_at(&address, &other);
    let failure = callback.validate(login, &other, NOW).unwrap_err();
    assert_eq!(failure.code(), Code::PendingLoginForeign);
    serves(
        "R-173",
        "a DocSpace callback is never exchanged by another client of the same path",
    );
    serves(
        "R-031",
        "without iss, the login's own record decides who may exchange",
    );
}

#[test]
fn unknown_scopes_are_worth_a_warning_at_docspace() {
    let scopes = docgate::core::names::Scopes::parse("files:read profile openid").unwrap();
    assert_eq!(unknown_scopes(&scopes, DOCSPACE.known_scopes), ["profile"]);
    assert!(unknown_scopes(&scopes, OIDC.known_scopes).is_empty());
    let wishes = Wishes {
        prompt: Some(String::from("login")),
        login_hint: Some(String::from("a")),
        ..Wishes::default()
    };
    let ignored = |name: &&str| DOCSPACE.ignored_parameters.contains(name);
    assert!(wishes.parameters().iter().all(ignored));
    assert_eq!(wishes.parameters().len(), 2);
}
