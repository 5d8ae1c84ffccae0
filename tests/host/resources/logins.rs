//! What a login asks for: of several resources where the person may consent to them, and then one token
//! for one of them.

use super::*;
use docgate::core::login::Start;

fn asking(scopes: &str, resource: Option<&str>) -> Wishes {
    Wishes {
        scopes: Scopes::parse(scopes).unwrap(),
        resource: resource.map(String::from),
        ..Wishes::default()
    }
}

/// The fields of the token request of a login.
fn exchanged(settings: &Rc<Settings>, wishes: Wishes) -> (String, Vec<(String, String)>) {
    let (login, url) = begun(settings, wishes);
    let callback = answered(login, settings).unwrap();
    let turn = Finish::begin(settings.clone(), callback, &entropy(9), 0, true);
    let Step::Fetch(requests) = turn.step else {
        panic!("no request");
    };
    (url, fields(requests[0].body.as_ref().unwrap().expose()))
}

#[test]
fn one_login_consents_to_several_and_gets_a_token_for_the_first() {
    let wishes = asking(&format!("{FILES}/Read {FILES}/Write {MAIL}/Read"), None);
    let (url, sent) = exchanged(&business_central(), wishes);
    let own = format!("{CENTRAL}/user_impersonation openid profile offline_access");
    let expected = format!("{own} {FILES}/Read {FILES}/Write {MAIL}/Read");
    assert_eq!(field(&url, "scope"), Some(expected));
    assert_eq!(value(&sent, "scope"), Some(own.as_str()));
    assert_eq!(
        (field(&url, "resource"), value(&sent, "resource")),
        (None, None)
    );
    serves(
        "R-093",
        "a token request never names the scopes of two resources",
    );
}

#[test]
fn a_resource_becomes_a_scope_where_scopes_say_it() {
    let (url, sent) = exchanged(&entra(), asking("", Some(FILES)));
    let expected = format!("openid profile offline_access {FILES}/.default");
    assert_eq!(field(&url, "scope").as_deref(), Some(expected.as_str()));
    assert_eq!(value(&sent, "scope"), Some(expected.as_str()));
    assert_eq!(
        (field(&url, "resource"), value(&sent, "resource")),
        (None, None)
    );
    // And stays a parameter where RFC 8707 says so.
    for settings in [oidc(), oauth()] {
        let (url, sent) = exchanged(&settings, asking("more", Some(FILES)));
        assert_eq!(field(&url, "resource").as_deref(), Some(FILES));
        assert_eq!(value(&sent, "resource"), Some(FILES));
        assert_eq!(value(&sent, "scope"), None);
        assert!(!field(&url, "scope").unwrap().contains("/.default"));
    }
    serves(
        "R-170",
        "no other server is sent scopes that a resource was made into, or a scope with the code",
    );
    serves(
        "R-091",
        "the resource of a login is asked for again with its code",
    );
}

#[test]
fn the_session_knows_what_its_token_is_for() {
    let settings = oidc();
    let (login, _) = begun(&settings, asking("", Some(FILES)));
    let id = id_token(RS256, &scene::good_claims(login.nonce.as_deref().unwrap()));
    let callback = answered(login, &settings).unwrap();
    let turn = Finish::begin(settings.clone(), callback, &entropy(9), 0, true);
    let script = [
        with_keys(scene::tokens_with_id(&id)),
        verified(true),
        Reply::Recorded(Ok(())),
    ];
    let session = play(Ok(turn), script).session.unwrap();
    assert_eq!(session.access.resource.as_deref(), Some(FILES));
    let sent = refresh(&settings, &session, &Aim::default());
    assert_eq!(value(&sent, "resource"), Some(FILES));
    serves("R-091", "a renewal keeps the resource of the login");
}

#[test]
fn default_stands_alone_in_a_login_too() {
    let refused = |settings: &Rc<Settings>, scopes: &str, resource| {
        let wishes = asking(scopes, resource);
        let turn = Start::begin(settings.clone(), wishes, entropy(1), NOW);
        let played = play(turn, []);
        assert_eq!(
            played.failed(),
            (Code::ConfigInvalid, Some("scopes")),
            "{scopes}"
        );
        assert!(played.remembered.is_empty());
    };
    refused(&business_central(), ".default", None);
    refused(&business_central(), &format!("{FILES}/.default"), None);
    refused(&entra(), &format!("{FILES}/Read {FILES}/.default"), None);
    refused(&entra(), &format!("{FILES}/Read"), Some(FILES));
    // To other servers it is a word.
    begun(&business_central(), asking(&format!("{FILES}/Read"), None));
    begun(&oauth(), asking("x/.default x/a", None));
    serves(
        "R-006",
        ".default beside named scopes, of whatever resource, is an error before the page is left",
    );
}

#[test]
fn the_token_of_a_preset_is_for_its_own_api() {
    let config = |scopes: &str| {
        let provider = format!(r#","tenant":"{TENANT}","tier":"lite""#);
        scene::preset_config("doccentrum", &provider, &format!(r#","scopes":[{scopes}]"#))
    };
    let both = settings_of(&config(
        r#""https://graph.microsoft.com/User.Read","Tasks.My.Manage""#,
    ));
    let (_, sent) = exchanged(&both, asking("", None));
    let own =
        "api://5b0479de-89c3-4c7a-aa5f-393001579763/Tasks.My.Manage openid profile offline_access";
    assert_eq!(value(&sent, "scope"), Some(own));
    for none in [
        "",
        r#""openid""#,
        r#""https://graph.microsoft.com/User.Read""#,
    ] {
        let error = scene::read_config(&config(none), &scene::page()).unwrap_err();
        assert_eq!(
            (error.code(), error.evidence().field.as_deref()),
            (Code::ConfigInvalid, Some("scopes")),
            "{none}"
        );
    }
    serves(
        "R-106",
        "relative paths of fetch never get another API's token, in whatever order scopes stand",
    );
}
