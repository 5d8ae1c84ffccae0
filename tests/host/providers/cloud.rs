//! DocSpace in the cloud: the portal is known by the token alone (docspace.md, 1.2 and 3.6).

use docgate::core::http::Request;
use docgate::core::introspection;
use docgate::core::session::Session;
use docgate::core::url::Url;

use super::*;

const LOGIN: &str = "https://oauth.onlyoffice.com";
const ACME: &str = "https://acme.onlyoffice.com";

fn config(provider: &str, scopes: &str) -> String {
    format!(
        r#"{{"provider":{{"id":"docspace"{provider}}},"clientId":"{CLIENT}","redirectUri":"/callback","scopes":[{scopes}]}}"#
    )
}

fn cloud() -> Rc<Settings> {
    settings_of(&config("", "\"files:read\""))
}

fn session_at(settings: &Rc<Settings>, audience: &str) -> Session {
    run_plain(settings, tokens(&docspace_token_for(audience), ""))
        .session
        .unwrap()
}

#[test]
fn people_sign_in_at_the_cloud_and_the_token_says_where_their_portal_is() {
    let settings = cloud();
    let (login, url) = begun(&settings, Wishes::default());
    assert!(
        url.starts_with(&format!("{LOGIN}/oauth2/authorize?")),
        "{url}"
    );
    assert!(url.rsplit('&').next().unwrap().starts_with("scope="));
    assert_eq!(
        login.metadata.token_endpoint,
        format!("{LOGIN}/oauth2/token")
    );
    let session = session_at(&settings, ACME);
    assert_eq!(session.api_base, Url::parse(ACME).ok());
    assert!(session.fits(&settings));
    let request = profile::request(&settings, &session).unwrap();
    assert_eq!(request.url, format!("{ACME}/api/2.0/people/@self"));
    let reach = |url: &str| policy::destination(url, session.api_base.as_ref(), &settings);
    assert!(reach("/api/2.0/files").is_ok_and(|it| it.url == format!("{ACME}/api/2.0/files")));
    // One remembered origin: another portal of the same cloud is another's.
    assert!(reach("https://other.onlyoffice.com/api/2.0/files").is_err());
    serves(
        "R-106",
        "the token of a DocSpace session in the cloud goes to its one portal alone",
    );
}

#[test]
fn an_address_that_is_no_portal_never_gets_the_token() {
    let listed = settings_of(&config(
        r#","portalHosts":["docs.acme.example:8443"]"#,
        "\"files:read\"",
    ));
    for (audience, plain, custom) in [
        (ACME, true, true),
        ("https://ACME.onlyoffice.com", true, true),
        ("https://a.b.onlyoffice.com", true, true),
        ("https://acme.onlyoffice.com/", true, true),
        ("http://acme.onlyoffice.com", false, false),
        ("https://acme.onlyoffice.com:8443", false, false),
        ("https://acme.onlyoffice.com/path", false, false),
        ("https://acme.onlyoffice.com?x", false, false),
        ("https://onlyoffice.com", false, false),
        ("https://.onlyoffice.com", false, false),
        ("https://evilonlyoffice.com", false, false),
        ("https://acme.onlyoffice.com.evil.example", false, false),
        ("https://evil.example/acme.onlyoffice.com", false, false),
        ("https://acme.onlyoffice.com@evil.example", false, false),
        ("https://docs.acme.example:8443", false, true),
        ("https://docs.acme.example", false, false),
        ("https://x.docs.acme.example:8443", false, false),
        ("", false, false),
    ] {
        for (settings, good) in [(&cloud(), plain), (&listed, custom)] {
            let played = run_plain(settings, tokens(&docspace_token_for(audience), ""));
            assert_eq!(played.session.is_some(), good, "{audience}");
            if !good {
                assert_eq!(
                    played.failed(),
                    (Code::ApiBaseMismatch, Some("aud")),
                    "{audience}"
                );
                let error = played.failure.unwrap();
                assert!(error.message().contains("portalHosts"));
                let said = error.evidence().error_description.as_deref();
                assert_eq!(said, Some(audience));
            }
        }
    }
    serves(
        "R-106",
        "an aud off the cloud's hosts: nothing is kept, and the error names what was said",
    );
}

#[test]
fn who_comes_again_goes_back_to_the_portal_and_nowhere_else() {
    let settings = cloud();
    let portal = Url::parse(ACME).ok();
    let wishes = || Wishes {
        portal: portal.clone(),
        ..Wishes::default()
    };
    let (login, url) = begun(&settings, wishes());
    assert!(
        url.starts_with(&format!("{ACME}/oauth2/authorize?")),
        "{url}"
    );
    assert_eq!(
        login.metadata.token_endpoint,
        format!("{ACME}/oauth2/token")
    );
    let finish = |audience: &str| {
        let (login, _) = begun(&settings, wishes());
        let callback = answered(login, &settings).unwrap();
        let turn = Finish::begin(settings.clone(), callback, &entropy(9), 0, true);
        let script = [
            answers(tokens(&docspace_token_for(audience), "")),
            Reply::Recorded(Ok(())),
        ];
        play_on(Ok(turn), &mut script.into_iter(), NOW)
    };
    let session = finish(ACME).session.unwrap();
    assert!(session.fits(&settings));
    let moved = finish("https://other.onlyoffice.com");
    assert_eq!(moved.code(), Some(Code::ApiBaseMismatch));
    let message = moved.failure.unwrap().message();
    assert!(
        message.contains("sign out") && !message.contains("portalHosts"),
        "{message}"
    );
    // A self-hosted portal is where the config says, whatever is wished.
    let (_, url) = begun(&scene::docspace(), wishes());
    assert!(url.starts_with(PORTAL), "{url}");
    serves(
        "R-106",
        "a repeated login at the known portal takes no token for another one",
    );
}

#[test]
fn a_stored_session_of_another_place_is_as_if_absent() {
    let settings = cloud();
    let mut session = session_at(&settings, ACME);
    session.api_base = Url::parse("https://evil.example").ok();
    assert!(!session.fits(&settings));
    session.api_base = None;
    assert!(!session.fits(&settings));
    let mut session = session_at(&settings, ACME);
    session.metadata.token_endpoint = String::from("https://other.onlyoffice.com/oauth2/token");
    assert!(!session.fits(&settings));
    assert!(!session_at(&settings, ACME).fits(&scene::docspace()));
}

#[test]
fn no_id_token_is_asked_for_where_no_portal_is_known() {
    let refused = |text: &str| scene::read_config(text, &scene::page()).unwrap_err();
    let error = refused(&config("", "\"files:read\",\"openid\""));
    assert_eq!(
        (error.code(), error.evidence().field.as_deref()),
        (Code::ConfigInvalid, Some("scopes"))
    );
    let wishes = Wishes {
        scopes: docgate::core::names::Scopes::parse("openid").unwrap(),
        ..Wishes::default()
    };
    let turn = docgate::core::login::Start::begin(cloud(), wishes, entropy(1), NOW);
    assert_eq!(turn.unwrap_err().code(), Code::ConfigInvalid);
    serves(
        "R-171",
        "openid without a configured portal is refused, in the config and at login()",
    );
}

#[test]
fn what_a_config_of_the_cloud_may_say() {
    let code = |provider: &str| {
        scene::read_config(&config(provider, "\"files:read\""), &scene::page())
            .map(|_| ())
            .map_err(|error| {
                (
                    error.code(),
                    error.evidence().field.clone().unwrap_or_default(),
                )
            })
    };
    assert_eq!(code(r#","portalHosts":["docs.acme.example"]"#), Ok(()));
    for hosts in [
        r#"[]"#,
        r#""docs.acme.example""#,
        r#"["https://docs.acme.example"]"#,
        r#"["Docs.acme.example"]"#,
        r#"["a.example/x"]"#,
        r#"[1]"#,
    ] {
        let expected = Err((Code::ConfigInvalid, String::from("portalHosts")));
        assert_eq!(
            code(&format!(r#","portalHosts":{hosts}"#)),
            expected,
            "{hosts}"
        );
    }
    let both = format!(r#","portal":"{PORTAL}","portalHosts":["docs.acme.example"]"#);
    assert_eq!(
        code(&both),
        Err((Code::ConfigInvalid, String::from("portalHosts")))
    );
    let based = config("", "\"files:read\"")
        .replace("\"scopes\"", &format!(r#""apiBase":"{ACME}","scopes""#));
    let error = scene::read_config(&based, &scene::page()).unwrap_err();
    assert_eq!(error.evidence().field.as_deref(), Some("apiBase"));
}

#[test]
fn a_double_takes_the_place_of_the_cloud_and_of_all_its_portals() {
    let double = |more: &str| {
        config("", "\"files:read\"").replace("\"scopes\"", &format!("{more},\"scopes\""))
    };
    let sandbox = r#""sandbox":{"login":"http://docspace-cloud.localhost:9400","api":"http://docspace-eu.localhost:9400"}"#;
    let settings = Rc::new(
        scene::read_config(&double(sandbox), &scene::local_page())
            .unwrap()
            .settings,
    );
    let (login, _) = begun(&settings, Wishes::default());
    assert_eq!(
        login.metadata.token_endpoint,
        "http://docspace-cloud.localhost:9400/oauth2/token"
    );
    for (audience, good) in [
        ("http://docspace-eu.localhost:9400", true),
        ("http://docspace-us.localhost:9400", false),
        ("http://x.docspace-eu.localhost:9400", false),
        (ACME, false),
    ] {
        let played = run_plain(&settings, tokens(&docspace_token_for(audience), ""));
        assert_eq!(played.session.is_some(), good, "{audience}");
    }
    // Where the config says where the portal is, there is nothing to replace.
    let named = scene::docspace_config("\"files:read\"")
        .replace("\"scopes\"", &format!("{sandbox},\"scopes\""));
    let error = scene::read_config(&named, &scene::local_page()).unwrap_err();
    assert_eq!(error.code(), Code::ConfigUnknownKey);
}

#[test]
fn a_page_may_ask_docspace_alone_whether_its_token_is_good() {
    let asked = |settings: &Rc<Settings>, session: &Session| -> Result<Request, Code> {
        introspection::request(settings, session).map_err(|error| error.code())
    };
    let (own, settings) = (scene::docspace(), cloud());
    let session = run_plain(&own, tokens(&docspace_token_for(PORTAL), ""))
        .session
        .unwrap();
    assert_eq!(
        asked(&own, &session).unwrap().url,
        format!("{PORTAL}/oauth2/introspect")
    );
    let session = session_at(&settings, ACME);
    let request = asked(&settings, &session).unwrap();
    assert_eq!(request.url, format!("{ACME}/oauth2/introspect"));
    assert_eq!(
        request.body.unwrap().expose(),
        format!("token={}", session.access.token.expose())
    );
    assert_eq!(asked(&oidc(), &session).err(), Some(Code::NotSupported));
    let judged =
        |answer: scene::Received| introspection::judge(answer, &own).map_err(|error| error.code());
    assert_eq!(
        judged(scene::json(200, r#"{"active":false}"#)),
        Ok((false, String::from(r#"{"active":false}"#)))
    );
    assert!(
        judged(scene::json(200, r#"{"active":true,"sub":"u"}"#))
            .unwrap()
            .0
    );
    for body in [r#"{}"#, r#"{"active":"true"}"#, r#"[]"#] {
        assert_eq!(
            judged(scene::json(200, body)),
            Err(Code::ResponseInvalid),
            "{body}"
        );
    }
    assert_eq!(judged(scene::json(429, "")), Err(Code::RateLimited));
    assert_eq!(judged(scene::json(500, "{}")), Err(Code::HttpStatus));
    serves(
        "R-139",
        "introspection by the page at DocSpace alone, of its own token, in a body",
    );
}

#[test]
fn a_login_at_a_portal_that_is_listed_no_longer_is_anothers() {
    let listed = settings_of(&config(
        r#","portalHosts":["docs.acme.example"]"#,
        "\"files:read\"",
    ));
    let wishes = |portal: &str| Wishes {
        portal: Url::parse(portal).ok(),
        ..Wishes::default()
    };
    let begun_at = |portal: &str| begun(&listed, wishes(portal)).0;
    let custom = "https://docs.acme.example";
    assert!(begun_at(custom).fits(&listed));
    // The code and its verifier would go to a host that the config of this page does not know.
    assert!(!begun_at(custom).fits(&cloud()));
    assert!(begun_at(ACME).fits(&cloud()));
    let mut moved = begun_at(ACME);
    moved.metadata.token_endpoint = String::from("https://evil.example/oauth2/token");
    assert!(!moved.fits(&cloud()));
    let mut moved = begun(&cloud(), Wishes::default()).0;
    moved.metadata.token_endpoint = String::from("https://evil.example/oauth2/token");
    assert!(!moved.fits(&cloud()));
    serves(
        "R-017",
        "a login at a portal that today's config does not admit is foreign: no code is sent there",
    );
}

#[test]
fn a_person_is_one_portals_person() {
    let settings = cloud();
    assert_eq!(session_at(&settings, ACME).user.unwrap().id, "user-guid.1");
    let claims = |more: &str| format!(r#"{{"sub":"user-guid","aud":"{ACME}"{more}}}"#);
    let id = |more: &str| {
        let answer = tokens(&scene::jwt(ES256, &claims(more)), "");
        run_plain(&settings, answer)
            .session
            .unwrap()
            .user
            .unwrap()
            .id
    };
    assert_eq!(id(r#","tid":101,"region":"eu""#), "user-guid.101.eu");
    assert_eq!(id(r#","tid":101,"region":"us""#), "user-guid.101.us");
    assert_eq!(id(r#","tid":"x""#), "user-guid");
    // A portal of one's own has its people to itself.
    let own = run_plain(&scene::docspace(), tokens(&docspace_token_for(PORTAL), ""));
    assert_eq!(own.session.unwrap().user.unwrap().id, "user-guid");
    serves(
        "R-072",
        "the same GUID at two portals of the cloud is two people",
    );
}

#[test]
fn who_may_mean_somebody_else_begins_anew() {
    let means = |wishes: Wishes| wishes.mean_somebody_else();
    let prompt = |text: &str| Wishes {
        prompt: Some(String::from(text)),
        ..Wishes::default()
    };
    assert!(means(prompt("login")) && means(prompt("select_account")));
    assert!(means(Wishes {
        login_hint: Some(String::from("ada")),
        ..Wishes::default()
    }));
    assert!(!means(prompt("consent")) && !means(Wishes::default()));
}
