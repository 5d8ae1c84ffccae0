//! What the Entra presets differ in from the standard, and that nobody else does (R-170).

use super::*;
use docgate::core::provider::{Provider, STANDARD};
use docgate::core::token;
use docgate::providers;

/// The names of the fields in which two providers differ.
pub(crate) fn differences(one: &Provider, other: &Provider) -> Vec<String> {
    let lines = |provider: &Provider| {
        let text = format!("{provider:#?}");
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in text.lines() {
            let own = line
                .strip_prefix("    ")
                .filter(|rest| !rest.starts_with(' '));
            match own.and_then(|rest| rest.split_once(": ")) {
                Some((name, value)) => fields.push((String::from(name), String::from(value))),
                None => {
                    if let Some((_, value)) = fields.last_mut() {
                        value.push_str(line);
                    }
                }
            }
        }
        fields
    };
    let (one, other) = (lines(one), lines(other));
    assert!(one.len() >= 25 && one.len() == other.len());
    let differing = one
        .into_iter()
        .zip(other)
        .filter(|(one, other)| one != other);
    differing.map(|((name, _), _)| name).collect()
}

#[test]
fn the_presets_differ_in_these_fields_only() {
    let entra = &providers::entra::ENTRA;
    assert_eq!(
        differences(entra, &STANDARD),
        [
            "id",
            "keys",
            "base",
            "endpoints",
            "always_scopes",
            "resources",
            "rate_wait",
            "id_token",
            "accounts",
            "capabilities",
            "faults",
            "text_numbers",
            "unreadable",
            "logout_hint",
        ]
    );
    let own = [
        "id",
        "keys",
        "base",
        "relay",
        "default_scopes",
        "resources",
        "known_scopes",
    ];
    let doccentrum = differences(&providers::doccentrum::DOCCENTRUM, entra);
    assert_eq!(doccentrum, own);
    let central = differences(&providers::business_central::BUSINESS_CENTRAL, entra);
    assert_eq!(central, [&own[..], &["api_base"]].concat());
    // And nobody else has any of what is loose about them.
    let loose = [
        "always_scopes",
        "resources",
        "accounts",
        "capabilities",
        "faults",
        "text_numbers",
        "unreadable",
        "logout_hint",
    ];
    for other in [&providers::docspace::DOCSPACE, &providers::oidc::OIDC] {
        let differs = differences(other, &STANDARD);
        assert!(
            differs.iter().all(|name| !loose.contains(&name.as_str())),
            "{differs:?}"
        );
    }
    assert_eq!(providers::ALL.len(), 7);
    serves(
        "R-170",
        "the Entra presets' differences from the standard, field by field",
    );
}

#[test]
fn numbers_may_be_texts_at_entra_alone() {
    let judge = |settings: &Settings, value: &str| {
        let answer = scene::tokens("at-1", &format!(r#","expires_in":{value}"#));
        token::judge(answer, settings.provider).map(|tokens| tokens.expires_in)
    };
    for (value, seconds) in [
        ("\"3600\"", 3600),
        ("\"1\"", 1),
        ("\"0000003600\"", 3600),
        ("3600", 3600),
    ] {
        assert_eq!(judge(&entra(), value).unwrap(), Some(seconds), "{value}");
    }
    for value in [
        "\"\"",
        "\"0\"",
        "\"-1\"",
        "\"+1\"",
        "\"3600 \"",
        "\" 3600\"",
        "\"3600.0\"",
        "\"1e3\"",
        "\"0x10\"",
        "\"99999999999\"",
        "true",
        "[3600]",
    ] {
        assert!(judge(&entra(), value).is_err(), "{value}");
    }
    for settings in [oidc(), docspace_openid()] {
        assert!(judge(&settings, "\"3600\"").is_err());
        assert!(judge(&settings, "3600").is_ok());
    }
    serves("R-170", "expires_in as a text is refused at another server");
    serves(
        "R-048",
        "a text that is no plain positive number is refused everywhere",
    );
}

#[test]
fn only_one_algorithm_is_taken() {
    for algorithm in ["PS256", "ES256", "ES384", "EdDSA", "HS256", "none"] {
        let nonce = begun(&entra(), Wishes::default()).0.nonce.unwrap();
        let header = format!(r#"{{"alg":"{algorithm}"}}"#);
        let id = id_token(&header, &entra_claims(&nonce));
        let played = finished(&entra(), entra_tokens(&id, "openid"), scene::keys());
        assert_eq!(
            played.failed(),
            (Code::IdTokenInvalid, Some("alg")),
            "{algorithm}"
        );
    }
    serves("R-062", "Entra's ID tokens are RS256, and no other");
}

#[test]
fn other_names_of_the_login_host_are_known_and_nothing_is_sent_there() {
    let meant = |settings: &Settings, address: &str| settings.is_meant(address);
    let public = entra();
    for address in [
        LOGIN,
        "https://login.microsoftonline.com/common/oauth2/authorize",
        "https://login.windows.net/x",
        "https://sts.windows.net/",
        "https://login.microsoft.com",
    ] {
        assert!(meant(&public, address), "{address}");
    }
    for address in [
        "",
        "login.windows.net",
        "http://login.windows.net/",
        "https://login.windows.net.evil.example/",
        "https://evil.example/login.windows.net",
        "https://u@login.windows.net/",
        "https://login.microsoftonline.us/",
        "https://login.chinacloudapi.cn/",
        "http://login.microsoftonline.com/",
    ] {
        assert!(!meant(&public, address), "{address}");
    }
    let government = tenant("common", r#","cloud":"usgov""#);
    assert!(
        meant(&government, "https://login.usgovcloudapi.net/")
            && !meant(&government, "https://login.windows.net/")
    );
    assert!(
        meant(&oidc(), "https://id.example/x") && !meant(&oidc(), "https://login.windows.net/")
    );
    // No alias is an endpoint or an issuer.
    assert!(!public.has_issuer(&format!("https://login.windows.net/{TENANT}/v2.0")));
    let metadata = docgate::core::metadata::derived(&public, None).unwrap();
    assert!(!format!("{metadata:?}").contains("windows.net"));
    serves(
        "R-170",
        "other names of a login host are Entra's alone, by cloud",
    );
}

#[test]
fn a_login_makes_no_request_before_it_leaves() {
    let turn = docgate::core::login::Start::begin(entra(), Wishes::default(), entropy(1), NOW);
    let played = crate::play::play(turn, [Reply::Remembered(Ok(()))]);
    let place = format!("navigate {LOGIN}/{TENANT}/oauth2/v2.0/authorize");
    assert_eq!(played.asked, ["remember", &place]);
    let login = &played.remembered[0];
    assert_eq!(
        login.metadata.jwks_uri,
        Some(format!("{LOGIN}/{TENANT}/discovery/v2.0/keys"))
    );
    assert!(
        login.metadata.userinfo_endpoint.is_none() && login.metadata.revocation_endpoint.is_none()
    );
    assert!(!login.metadata.promises_iss && login.nonce.is_some());
    let url = played.left_for.unwrap();
    assert_eq!(
        crate::play::field(&url, "code_challenge_method").as_deref(),
        Some("S256")
    );
    serves(
        "R-015",
        "PKCE is sent although Entra's metadata, which is never fetched, does not list it",
    );
}
