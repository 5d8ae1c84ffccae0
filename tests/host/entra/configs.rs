//! The configs of the three presets; what is refused is in `tests/fixtures/config/refused.tsv`.

use super::*;

fn read(id: &str, provider: &str, more: &str) -> Result<Settings, (Code, Option<String>)> {
    read_at(&page(), id, provider, more)
}

fn read_at(
    page: &docgate::core::config::Page,
    id: &str,
    provider: &str,
    more: &str,
) -> Result<Settings, (Code, Option<String>)> {
    read_config(&preset_config(id, provider, more), page)
        .map(|config| config.settings)
        .map_err(|error| (error.code(), error.evidence().field.clone()))
}

fn apis(settings: &Settings) -> Vec<String> {
    let named = settings.apis.iter();
    named
        .map(|(name, url)| format!("{name} {}", url.as_str()))
        .collect()
}

fn owned(tenant: &str, more: &str) -> String {
    format!(r#","tenant":"{tenant}"{more}"#)
}

#[test]
fn entra_is_a_tenant_in_a_cloud() {
    for (cloud, host) in [
        ("", "https://login.microsoftonline.com"),
        (r#","cloud":"public""#, "https://login.microsoftonline.com"),
        (r#","cloud":"usgov""#, "https://login.microsoftonline.us"),
        (
            r#","cloud":"china""#,
            "https://login.partner.microsoftonline.cn",
        ),
    ] {
        for (tenant, path) in [
            (TENANT, TENANT),
            (&TENANT.to_uppercase(), TENANT),
            ("common", "common"),
            ("organizations", "organizations"),
            ("contoso.onmicrosoft.com", "contoso.onmicrosoft.com"),
            ("Contoso.Example", "contoso.example"),
        ] {
            let settings = read("entra", &owned(tenant, cloud), "").unwrap();
            assert_eq!(settings.issuer, format!("{host}/{path}"));
            let metadata = docgate::core::metadata::derived(&settings, None).unwrap();
            assert_eq!(
                metadata.token_endpoint,
                format!("{host}/{path}/oauth2/v2.0/token")
            );
        }
    }
    let settings = read(
        "entra",
        &owned(TENANT, ""),
        r#","scopes":["User.Read","openid"]"#,
    )
    .unwrap();
    assert_eq!(
        settings.scopes.to_parameter(),
        "User.Read openid profile offline_access"
    );
    assert!(settings.apis.is_empty() && settings.own_resource.is_none());
    let without = read("entra", &owned(TENANT, ""), "").unwrap();
    assert_eq!(
        without.scopes.to_parameter(),
        "openid profile offline_access"
    );
    // Two spellings of one tenant are one client.
    let upper = read("entra", &owned(&TENANT.to_uppercase(), ""), "").unwrap();
    assert_eq!(upper.key(), without.key());
    let other = read("entra", &owned(OTHER, ""), "").unwrap();
    assert_ne!(other.key(), without.key());
    serves(
        "R-020",
        "openid, profile and offline_access are asked for at Entra by the preset, elsewhere never",
    );
}

#[test]
fn claims_challenges_are_a_word_of_the_config() {
    let capable = |more: &str| {
        read("entra", &owned(TENANT, ""), more)
            .unwrap()
            .capabilities
    };
    assert!(capable("").is_none() && capable(r#","claimsChallenges":false"#).is_none());
    for on in [
        r#","claimsChallenges":true"#,
        r#","claimsChallenges":"popup""#,
    ] {
        assert_eq!(
            capable(on),
            Some(r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#)
        );
    }
    for config in [
        scene::oidc_config(r#""scopes":["a"],"claimsChallenges":true"#),
        scene::docspace_config(r#""files:read""#)
            .replace(r#""scopes""#, r#""claimsChallenges":true,"scopes""#),
    ] {
        assert!(settings_of(&config).capabilities.is_none());
    }
    serves(
        "R-170",
        "no other provider is told of a capability, whatever the config says",
    );
}

#[test]
fn doccentrum_has_two_tiers() {
    let tier = |name: &str| format!(r#","tier":"{name}""#);
    for (name, id) in [
        ("premium", "api://fc0ecb91-d846-46d0-a363-4f97c69db711"),
        ("lite", "api://5b0479de-89c3-4c7a-aa5f-393001579763"),
    ] {
        let settings = read("doccentrum", &owned(TENANT, &tier(name)), "").unwrap();
        let usual = format!("{id}/user_impersonation openid profile offline_access");
        assert_eq!(settings.scopes.to_parameter(), usual);
        let more = r#","scopes":["Tasks.My.Manage","https://graph.microsoft.com/User.Read"],"apiBase":"https://dc.example/api""#;
        let settings = read("doccentrum", &owned(TENANT, &tier(name)), more).unwrap();
        let expected = format!(
            "{id}/Tasks.My.Manage https://graph.microsoft.com/User.Read openid profile offline_access"
        );
        assert_eq!(settings.scopes.to_parameter(), expected);
        assert_eq!(apis(&settings), [" https://dc.example/api"]);
        let settings = read(
            "doccentrum",
            &owned(TENANT, &format!(r#"{},"cloud":"usgov""#, tier(name))),
            "",
        )
        .unwrap();
        assert_eq!(
            settings.issuer,
            format!("https://login.microsoftonline.us/{TENANT}")
        );
    }
}

#[test]
fn business_central_has_three_apis() {
    let central = |more: &str| read("business-central", &owned(TENANT, more), "").unwrap();
    let usual = central(r#","environment":"Production""#);
    let root = format!("https://api.businesscentral.dynamics.com/v2.0/{TENANT}/Production/api");
    assert_eq!(
        apis(&usual),
        [
            format!("data {root}/v2.0"),
            format!("automation {root}/microsoft/automation/v2.0"),
            String::from("admin https://api.businesscentral.dynamics.com/admin/v2.29"),
        ]
    );
    assert_eq!(usual.api_base().unwrap().as_str(), format!("{root}/v2.0"));
    assert_eq!(
        usual.api(Some("admin")).unwrap().unwrap().path(),
        "/admin/v2.29"
    );
    assert!(usual.api(Some("Admin")).is_err() && usual.api(Some("")).is_err());
    let expected =
        "https://api.businesscentral.dynamics.com/user_impersonation openid profile offline_access";
    assert_eq!(usual.scopes.to_parameter(), expected);
    let company = "C0FFEE00-0000-4000-8000-000000000001";
    let all = central(&format!(
        r#","environment":"Sand-box_1.a","company":"{company}","dataVersion":"v1.0","automationVersion":"beta","adminVersion":"v2.30""#
    ));
    let root = format!("https://api.businesscentral.dynamics.com/v2.0/{TENANT}/Sand-box_1.a/api");
    let company = company.to_lowercase();
    assert_eq!(
        apis(&all),
        [
            format!("data {root}/v1.0/companies({company})"),
            format!("automation {root}/microsoft/automation/beta/companies({company})"),
            String::from("admin https://api.businesscentral.dynamics.com/admin/v2.30"),
        ]
    );
    // A domain is a tenant, there too.
    let named = read(
        "business-central",
        &owned("contoso.example", r#","environment":"x""#),
        "",
    )
    .unwrap();
    assert!(
        named
            .api_base()
            .unwrap()
            .path()
            .starts_with("/v2.0/contoso.example/x/api/")
    );
    serves(
        "R-106",
        "each API of a preset has its own base, below one origin",
    );
}

#[test]
fn test_doubles_stand_in_on_loopback_only() {
    let login =
        r#","sandbox":{"login":"http://entra.localhost:8081","api":"http://127.0.0.1:8082/"}"#;
    let provider = owned(TENANT, r#","environment":"Production""#);
    let settings = read_at(&local_page(), "business-central", &provider, login).unwrap();
    assert_eq!(
        settings.issuer,
        format!("http://entra.localhost:8081/{TENANT}")
    );
    assert!(
        settings
            .apis
            .iter()
            .all(|(_, url)| url.origin() == "http://127.0.0.1:8082")
    );
    assert!(settings.has_issuer(&format!("http://entra.localhost:8081/{TENANT}/v2.0")));
    assert!(
        !settings.has_issuer(&format!("{LOGIN}/{TENANT}/v2.0")),
        "and not beside the real one"
    );
    let refused = Err((Code::ConfigInvalid, Some(String::from("sandbox"))));
    let at = |page: &docgate::core::config::Page, more: &str| {
        read_at(page, "business-central", &provider, more).map(|_| ())
    };
    assert_eq!(at(&page(), login), refused);
    assert_eq!(at(&page(), r#","sandbox":{}"#), refused);
    assert_eq!(at(&local_page(), r#","sandbox":{}"#), Ok(()));
    for address in [
        "https://evil.example",
        "https://login.microsoftonline.com",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "http://localhost@evil.example",
        "http://localhost:1/path",
        "http://localhost:1/?a=b",
        "//localhost",
        "localhost",
        "",
    ] {
        for key in ["login", "api"] {
            let more = format!(r#","sandbox":{{"{key}":"{address}"}}"#);
            assert_eq!(at(&local_page(), &more), refused, "{key}: {address}");
        }
    }
    for value in ["1", "null", "[]", "{\"login\":1}", "{\"login\":null}"] {
        let more = format!(r#","sandbox":{value}"#);
        assert_eq!(at(&local_page(), &more), refused, "{value}");
    }
    // Who has an address in the config needs no stand-in for it.
    let docspace = r#"{"provider":{"id":"docspace","portal":"http://localhost:1"},"clientId":"a","redirectUri":"/c","scopes":["files:read"],"sandbox":{"login":"http://localhost:2"}}"#;
    let error = read_config(docspace, &local_page()).unwrap_err();
    assert_eq!(
        described(&error),
        (Code::ConfigUnknownKey, Some("sandbox.login"))
    );
    serves(
        "R-170",
        "a stand-in for a preset's pinned hosts: only from loopback to loopback",
    );
    serves(
        "R-002",
        "no page of the network can be given another login host",
    );
}
