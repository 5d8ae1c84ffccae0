//! What is told to the provider, and what not.

use super::*;

fn wanted(provider: Option<bool>) -> Logout {
    Logout {
        provider,
        ..Logout::default()
    }
}

fn url(plan: &Plan) -> &str {
    &plan.page.as_ref().expect("a page").1
}

#[test]
fn the_refresh_token_is_revoked_and_then_the_access_token() {
    let plan = planned(&session(), &wanted(None), &returning());
    let sent: Vec<_> = plan
        .revocations
        .iter()
        .map(|it| {
            assert_eq!((it.method, it.purpose), (Method::Post, Purpose::Revocation));
            assert_eq!(it.url, "https://id.example/revoke");
            assert_eq!(it.headers.len(), 1);
            fields(it.body.as_ref().unwrap().expose())
        })
        .collect();
    let form = |token: &str, hint: &str| {
        [
            ("token", token),
            ("token_type_hint", hint),
            ("client_id", "spa"),
        ]
        .map(|(name, value)| (String::from(name), String::from(value)))
        .to_vec()
    };
    assert_eq!(
        sent,
        [form("rt-1", "refresh_token"), form("at-1", "access_token")]
    );
    serves(
        "R-121",
        "revocation: a POST with the token and its hint in the body, the refresh token first",
    );
    serves(
        "R-120",
        "both tokens are given back where the provider takes them",
    );
}

#[test]
fn only_what_is_there_is_revoked() {
    let count = |change: fn(&mut Session), provider| {
        let mut session = session();
        change(&mut session);
        planned(&session, &wanted(provider), &returning())
            .revocations
            .len()
    };
    assert_eq!(count(|_| (), None), 2);
    assert_eq!(count(|_| (), Some(true)), 2);
    assert_eq!(count(|_| (), Some(false)), 0, "the app wants nothing told");
    assert_eq!(count(|session| session.refresh_token = None, None), 1);
    assert_eq!(
        count(|session| session.metadata.revocation_endpoint = None, None),
        0
    );
    assert_eq!(
        count(|session| *session = *session.over().unwrap(), None),
        0,
        "over, and without tokens"
    );
    serves(
        "R-121",
        "no endpoint, no token, or not wanted: no revocation, and no failure",
    );
}

#[test]
fn the_page_is_gone_to_where_it_is_wanted_and_known() {
    let plain = settings_of(&oidc_config(r#""scopes":["openid"]"#));
    let goes = |settings: &Settings, provider| {
        planned(&session(), &wanted(provider), settings)
            .page
            .is_some()
    };
    assert!(
        goes(&returning(), None)
            && goes(&returning(), Some(true))
            && !goes(&returning(), Some(false))
    );
    assert!(
        !goes(&plain, None) && goes(&plain, Some(true)),
        "without a way back only on request"
    );
    let mut session = session();
    session.metadata.end_session_endpoint = None;
    assert!(
        planned(&session, &wanted(Some(true)), &returning())
            .page
            .is_none()
    );
    let plan = logout::plan(
        &super::session(),
        &wanted(Some(true)),
        &returning(),
        None,
        NOW,
    );
    assert!(
        plan.page.is_none() && plan.revocations.len() == 2,
        "no random bytes, no page"
    );
    // DocSpace has none.
    let docspace_session = siblings::session("s-1", 1, 0);
    let plan = planned(&docspace_session, &wanted(Some(true)), &docspace());
    assert!(plan.page.is_none() && plan.revocations.is_empty());
    serves(
        "R-122",
        "the provider's page only where it exists, and the config or the call wants it",
    );
}

#[test]
fn the_page_gets_what_the_standard_says() {
    let plan = planned(&session(), &wanted(None), &returning());
    let names = |url: &str| {
        fields(url)
            .into_iter()
            .map(|(name, _)| name)
            .collect::<Vec<_>>()
    };
    assert!(url(&plan).starts_with("https://id.example/end?"));
    assert_eq!(
        names(url(&plan)),
        ["client_id", "post_logout_redirect_uri", "state"]
    );
    assert_eq!(field(url(&plan), "client_id").as_deref(), Some("spa"));
    assert_eq!(
        field(url(&plan), "post_logout_redirect_uri").as_deref(),
        Some(GOODBYE)
    );
    let state = field(url(&plan), "state").unwrap();
    assert!(
        state.starts_with("dg1o") && state.len() == 4 + 32,
        "{state}"
    );
    assert!(
        !docgate::core::pending::is_marked(&state),
        "no login is marked so"
    );
    let other = logout::plan(
        &session(),
        &wanted(None),
        &returning(),
        Some(&entropy(4)),
        NOW,
    );
    assert_ne!(field(url(&other), "state").unwrap(), state);
    // Nowhere to come back to: nothing to recognise.
    let plain = settings_of(&oidc_config(r#""scopes":["openid"]"#));
    let plan = planned(&session(), &wanted(Some(true)), &plain);
    assert_eq!(names(url(&plan)), ["client_id"]);
    // A query of the endpoint's own is kept.
    let mut session = session();
    session.metadata.end_session_endpoint = Some(String::from("https://id.example/end?p=1"));
    let plan = planned(&session, &wanted(None), &returning());
    assert!(
        url(&plan).starts_with("https://id.example/end?p=1&client_id=spa&"),
        "{}",
        url(&plan)
    );
    serves(
        "R-122",
        "client_id, the registered way back and a fresh state",
    );
}

#[test]
fn the_id_token_is_in_the_address_only_on_request() {
    let asking = Logout {
        id_token_hint: true,
        ..Logout::default()
    };
    let without = planned(&session(), &wanted(Some(true)), &returning());
    assert!(!url(&without).contains("id-1") && !url(&without).contains("hint"));
    let with = planned(&session(), &asking, &returning());
    assert_eq!(field(url(&with), "id_token_hint").as_deref(), Some("id-1"));
    let mut session = session();
    session.id_token = None;
    let none = planned(&session, &asking, &returning());
    assert_eq!(field(url(&none), "id_token_hint"), None);
    for plan in [&without, &with] {
        assert!(!url(plan).contains("rt-1") && !url(plan).contains("at-1"));
    }
    serves(
        "R-122",
        "id_token_hint only where the call asks for it; no other token in the address ever",
    );
}

#[test]
fn entra_is_told_whom_without_the_token() {
    let settings = entra_with(r#","postLogoutRedirectUri":"/goodbye""#);
    let mut session = session();
    session.metadata = docgate::core::metadata::derived(&settings, None).unwrap();
    let plan = planned(&session, &wanted(None), &settings);
    assert!(plan.revocations.is_empty(), "there is no such endpoint");
    let place = format!("{}/{}/oauth2/v2.0/logout?", scene::LOGIN, scene::TENANT);
    assert!(url(&plan).starts_with(&place), "{}", url(&plan));
    assert_eq!(field(url(&plan), "logout_hint").as_deref(), Some("hint-1"));
    assert_eq!(field(url(&plan), "id_token_hint"), None);
    session.claims = String::from(r#"{"sub":"ada"}"#);
    assert_eq!(
        field(
            url(&planned(&session, &wanted(None), &settings)),
            "logout_hint"
        ),
        None
    );
    // Elsewhere the claim is nobody's business.
    let plan = planned(&super::session(), &wanted(None), &returning());
    assert_eq!(field(url(&plan), "logout_hint"), None);
    serves(
        "R-170",
        "logout_hint from a claim is the Entra presets' alone",
    );
    serves("R-122", "Entra's page: logout_hint, and no ID token");
}
