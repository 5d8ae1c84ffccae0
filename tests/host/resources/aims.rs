//! What an app asks for, and which token that is.

use super::*;

fn wanted(scopes: &str, resource: Option<&str>) -> options::Token {
    options::Token {
        scopes: Scopes::parse(scopes).unwrap(),
        resource: resource.map(String::from),
        fresh: false,
    }
}

/// The resource and the scopes of the aim, or the code and what it names.
fn aimed(
    settings: &Rc<Settings>,
    session: &Session,
    scopes: &str,
    resource: Option<&str>,
) -> Result<(Option<String>, String), (Code, String)> {
    let told = |error: Error| {
        let evidence = error.evidence();
        let named = evidence.field.clone();
        (
            error.code(),
            named.unwrap_or_else(|| evidence.scopes.join(" ")),
        )
    };
    resources::aim(&wanted(scopes, resource), session, settings)
        .map(|aim| (aim.resource, aim.scopes.join(" ")))
        .map_err(told)
}

fn own() -> Result<(Option<String>, String), (Code, String)> {
    Ok((None, String::new()))
}

fn other(resource: &str, scopes: &str) -> Result<(Option<String>, String), (Code, String)> {
    Ok((Some(String::from(resource)), String::from(scopes)))
}

fn missing(scopes: &str) -> Result<(Option<String>, String), (Code, String)> {
    Err((Code::InteractionRequired, String::from(scopes)))
}

#[test]
fn a_named_resource_is_another_token() {
    let (settings, session) = (oauth(), plain_session());
    let ask = |scopes, resource| aimed(&settings, &session, scopes, resource);
    assert_eq!(ask("", None), own());
    assert_eq!(ask("api", None), own());
    assert_eq!(ask("api more", None), missing("more"));
    assert_eq!(ask("", Some(FILES)), other(FILES, ""));
    assert_eq!(ask("z b a", Some(FILES)), other(FILES, "a b z"));
    // The resource that the login was for is the session's own.
    let mut session = plain_session();
    session.access.resource = Some(String::from(FILES));
    let ask = |scopes, resource| aimed(&settings, &session, scopes, resource);
    assert_eq!(ask("", None), own());
    assert_eq!(ask("api", Some(FILES)), own());
    assert_eq!(ask("more", Some(FILES)), missing("more"));
    assert_eq!(ask("api", Some(MAIL)), other(MAIL, "api"));
    serves(
        "R-093",
        "an aim is the resource and the sorted set of scopes; what is granted already is the session's own",
    );
}

#[test]
fn a_scope_says_by_its_beginning_what_it_is_for() {
    let settings = business_central_default();
    let session = entra_session(&settings, &format!("{CENTRAL}/.default"));
    let ask = |scopes: &str, resource| aimed(&settings, &session, scopes, resource);
    let default = format!("{CENTRAL}/.default");
    assert_eq!(ask("", None), own());
    // A short name is the preset's own resource's.
    assert_eq!(ask(".default", None), own());
    assert_eq!(ask(&default, None), own());
    assert_eq!(ask("openid profile", None), own());
    let named = format!("{CENTRAL}/user_impersonation");
    assert_eq!(ask("user_impersonation", None), other(CENTRAL, &named));
    assert_eq!(ask(&named, None), other(CENTRAL, &named));
    let files = format!("{FILES}/Read");
    assert_eq!(ask(&files, None), other(FILES, &files));
    assert_eq!(
        ask("", Some(FILES)),
        other(FILES, &format!("{FILES}/.default"))
    );
    assert_eq!(
        ask("", Some("https://x.example/")),
        other("https://x.example/", "https://x.example//.default")
    );
    // What is of no resource has to be asked of the person.
    assert_eq!(ask("email", None), missing("email"));
    serves(
        "R-093",
        "short names are spelled out before they are compared",
    );
}

#[test]
fn a_short_name_without_a_preset_is_the_default_resources() {
    let settings = entra();
    let session = entra_session(&settings, "openid profile");
    let ask = |scopes: &str| aimed(&settings, &session, scopes, None);
    assert_eq!(ask("User.Read"), other("", "User.Read"));
    assert_eq!(ask("User.Read Mail.Read"), other("", "Mail.Read User.Read"));
}

#[test]
fn two_resources_in_one_token_are_refused() {
    let settings = entra();
    let session = entra_session(&settings, "openid");
    let refused = Err((Code::ConfigInvalid, String::from("scopes")));
    let (files, mail) = (format!("{FILES}/Read"), format!("{MAIL}/Read"));
    for (scopes, resource) in [
        (format!("{files} {mail}"), None),
        (format!("{files} User.Read"), None),
        (files.clone(), Some(MAIL)),
        // `.default` stands alone.
        (format!("{files} {FILES}/.default"), None),
        (files.clone(), Some(FILES)),
    ] {
        assert_eq!(
            aimed(&settings, &session, &scopes, resource),
            refused,
            "{scopes}"
        );
    }
    // To a server that names resources otherwise these are words.
    let session = plain_session();
    let both = format!("{files} {mail}");
    assert_eq!(aimed(&oauth(), &session, &both, None), missing(&both));
    serves(
        "R-093",
        "one token is for one resource: two, or .default beside names, are refused before any request",
    );
}

#[test]
fn what_cannot_be_asked_for_does_not_become_something_else() {
    let settings = entra();
    let session = entra_session(&settings, "User.Read");
    let long = format!("https://{}.example", "a".repeat(300));
    for resource in [
        long.as_str(),
        "https://a.example/\"x",
        "https://a.example/\\x",
    ] {
        let wanted = options::Token {
            resource: Some(String::from(resource)),
            ..options::Token::default()
        };
        let error = resources::aim(&wanted, &session, &settings).unwrap_err();
        assert_eq!(
            (error.code(), error.evidence().field.as_deref()),
            (Code::ConfigInvalid, Some("resource"))
        );
    }
    serves(
        "R-093",
        "a resource that no scope can spell is refused, and never the session's own token",
    );
}
