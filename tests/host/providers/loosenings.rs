//! Each thing that DocSpace alone is allowed, refused at any other server (R-170).

use super::*;

#[test]
fn the_standard_is_strict_and_docspace_differs_in_these_fields_only() {
    // A new field does not compile here until it is judged below.
    let Provider {
        id,
        keys,
        base,
        endpoints,
        way_back,
        relay,
        scoped,
        default_scopes,
        always_scopes,
        resources,
        known_scopes,
        redirect_query,
        ignored_parameters,
        frames,
        renewal,
        resend,
        rate_wait,
        identity,
        confirms,
        id_token,
        api_base,
        accounts,
        capabilities,
        faults,
        numbered,
        text_numbers,
        unreadable,
        logout_hint,
        profile,
        introspection,
        unanswered,
        preflight,
        network_hint,
    } = STANDARD;
    assert!(matches!(endpoints, Endpoints::Discovered));
    let Base::Address { key, path, usual } = base else {
        panic!("the standard is known by its issuer");
    };
    assert_eq!((id, key, path, redirect_query), ("", "issuer", true, true));
    assert_eq!((usual, scoped), ("", true));
    assert_eq!(keys, ["issuer", "metadata", "endpointOrigins", "relay"]);
    // One code, one state that must come back, and nobody to be asked whether it was them.
    assert_eq!((way_back.codes, way_back.state), (&["code"][..], true));
    assert_eq!((way_back.seconds, confirms), (3600, false));
    // Codes are the page's own affair unless the config names a relay.
    assert_eq!(relay, RelayRole::Tokens);
    assert!(!numbered);
    assert!(always_scopes.is_empty() && matches!(resources, Resources::Indicated));
    assert!(!accounts && capabilities.is_none());
    assert!(faults.is_empty() && unreadable.is_none() && !text_numbers);
    assert_eq!(logout_hint, LogoutHint::Client);
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
        (id_token.issuer_suffix, id_token.audience, id_token.subject),
        ("", Audience::Client, Subject::Sub)
    );
    assert!(
        id_token
            .algorithms
            .iter()
            .all(|name| !name.starts_with("HS") && *name != "none")
    );
    // Once, after a sender that vanished: the request may never have arrived.
    assert!(resend);
    assert_eq!(rate_wait, 30);
    assert!(network_hint.is_none() && unanswered.is_none());
    assert!(introspection.is_none() && preflight.is_none());
    assert!(frames);
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
