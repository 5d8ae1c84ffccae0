//! Which issuers are an Entra client's, and who the person is (docs/providers/entra.md).

use super::*;

/// The claim that is refused, if one is, of a login with this issuer and tenant.
fn refused(settings: &Rc<Settings>, issuer: &str, tid: &str) -> Option<String> {
    let nonce = begun(settings, Wishes::default()).0.nonce.unwrap();
    let claims = with_claim(entra_claims(&nonce), "iss", &format!("\"{issuer}\""));
    let id = id_token(RS256, &with_claim(claims, "tid", tid));
    let played = finished(settings, entra_tokens(&id, "openid"), scene::keys());
    assert_eq!(played.recorded, usize::from(played.failure.is_none()));
    let error = played.failure?;
    assert_eq!(error.code(), Code::IdTokenInvalid);
    error.evidence().field.clone()
}

fn issuer(id: &str) -> String {
    format!("{LOGIN}/{id}/v2.0")
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn at(name: &str) -> Option<String> {
    Some(String::from(name))
}

#[test]
fn one_tenant_is_one_issuer() {
    let settings = tenant(TENANT, "");
    assert_eq!(refused(&settings, &issuer(TENANT), &quoted(TENANT)), None);
    let upper = tenant(&TENANT.to_uppercase(), "");
    assert_eq!(refused(&upper, &issuer(TENANT), &quoted(TENANT)), None);
    for other in [
        issuer(OTHER),
        issuer("common"),
        issuer("{tenantid}"),
        issuer(&TENANT.to_uppercase()),
        format!("{LOGIN}/{TENANT}"),
        format!("{LOGIN}/{TENANT}/v2.0/"),
        format!("{LOGIN}/{TENANT}/v2.0/v2.0"),
        format!("{LOGIN}/{TENANT}/v1.0"),
        format!("{LOGIN}/{OTHER}/{TENANT}/v2.0"),
        format!("{LOGIN}/{TENANT}/../{OTHER}/v2.0"),
        format!("{LOGIN}//{TENANT}/v2.0"),
        format!("{LOGIN}.evil.example/{TENANT}/v2.0"),
        format!("https://evil.example/{TENANT}/v2.0"),
        format!("https://login.microsoftonline.us/{TENANT}/v2.0"),
        format!("https://login.windows.net/{TENANT}/v2.0"),
        format!("https://sts.windows.net/{TENANT}/"),
        format!("http://login.microsoftonline.com/{TENANT}/v2.0"),
        format!("https://login.microsoftonline.com:443/{TENANT}/v2.0"),
        String::new(),
    ] {
        assert_eq!(
            refused(&settings, &other, &quoted(TENANT)),
            at("iss"),
            "{other}"
        );
    }
    serves(
        "R-055",
        "a tenant by its id: exactly its issuer, nineteen others refused",
    );
}

#[test]
fn the_tenant_is_the_one_that_the_issuer_names() {
    for settings in [tenant(TENANT, ""), tenant("common", "")] {
        for tid in [
            "",
            "null",
            "1",
            "[]",
            "\"\"",
            &quoted(OTHER),
            &quoted(&TENANT.to_uppercase()),
            // Other parts of the address.
            "\"v2.0\"",
            "\"https:\"",
            "\"login.microsoftonline.com\"",
            "\"{tenantid}\"",
            &quoted(&format!("{TENANT}/v2.0")),
            &quoted(&format!("{TENANT} ")),
        ] {
            assert_eq!(refused(&settings, &issuer(TENANT), tid), at("tid"), "{tid}");
        }
    }
    serves(
        "R-055",
        "tid is a GUID and the issuer's own: thirteen others refused",
    );
}

#[test]
fn many_tenants_are_admitted_by_name() {
    for name in [
        "common",
        "organizations",
        "Common",
        "contoso.onmicrosoft.com",
        "contoso.example",
    ] {
        let settings = tenant(name, "");
        for id in [TENANT, OTHER] {
            assert_eq!(refused(&settings, &issuer(id), &quoted(id)), None, "{name}");
        }
        for id in [
            "common",
            "{tenantid}",
            "contoso.example",
            "v2.0",
            "",
            "3f8b1c5a",
            &TENANT[1..],
            &format!("{TENANT}0"),
            &TENANT.replace('-', "_"),
            &TENANT.replace('a', "g"),
        ] {
            assert_eq!(
                refused(&settings, &issuer(id), &quoted(id)),
                at("iss"),
                "{name}: {id}"
            );
        }
    }
    let consumers = "9188040d-6c67-4c5b-b112-36a304b66dad";
    let settings = tenant("consumers", "");
    assert_eq!(settings.issuer, format!("{LOGIN}/{consumers}"));
    assert_eq!(
        refused(&settings, &issuer(consumers), &quoted(consumers)),
        None
    );
    assert_eq!(
        refused(&settings, &issuer(TENANT), &quoted(TENANT)),
        at("iss")
    );
    serves(
        "R-055",
        "a name for many tenants admits a GUID issuer whose token says the same, and nothing else",
    );
}

#[test]
fn allowed_tenants_admit_no_others() {
    let list = |ids: &[&str]| {
        let ids: Vec<String> = ids.iter().map(|id| quoted(id)).collect();
        format!(r#","allowedTenants":[{}]"#, ids.join(","))
    };
    for name in ["common", "organizations", "contoso.example"] {
        let one = tenant(name, &list(&[OTHER]));
        assert_eq!(
            refused(&one, &issuer(OTHER), &quoted(OTHER)),
            None,
            "{name}"
        );
        assert_eq!(
            refused(&one, &issuer(TENANT), &quoted(TENANT)),
            at("iss"),
            "{name}"
        );
        // Neither by naming one in the issuer and another in the token.
        assert_eq!(refused(&one, &issuer(OTHER), &quoted(TENANT)), at("tid"));
        assert_eq!(refused(&one, &issuer(TENANT), &quoted(OTHER)), at("iss"));
        let two = tenant(name, &list(&[OTHER, &TENANT.to_uppercase()]));
        assert_eq!(refused(&two, &issuer(TENANT), &quoted(TENANT)), None);
    }
    let both = tenant(TENANT, &list(&[OTHER]));
    assert_eq!(
        refused(&both, &issuer(OTHER), &quoted(OTHER)),
        at("iss"),
        "the tenant itself stays one"
    );
    serves(
        "R-055",
        "allowedTenants: people of any other tenant are refused",
    );
}

#[test]
fn each_cloud_has_issuers_of_its_own() {
    for (cloud, host) in [
        ("public", "login.microsoftonline.com"),
        ("usgov", "login.microsoftonline.us"),
        ("china", "login.partner.microsoftonline.cn"),
    ] {
        let settings = tenant("common", &format!(r#","cloud":"{cloud}""#));
        for (other, _) in [
            ("login.microsoftonline.com", 0),
            ("login.microsoftonline.us", 0),
            ("login.partner.microsoftonline.cn", 0),
            ("login.chinacloudapi.cn", 0),
        ] {
            let issuer = format!("https://{other}/{OTHER}/v2.0");
            let expected = if other == host { None } else { at("iss") };
            assert_eq!(
                refused(&settings, &issuer, &quoted(OTHER)),
                expected,
                "{cloud}: {other}"
            );
        }
    }
    serves("R-055", "an issuer of another cloud is refused");
}

#[test]
fn a_template_is_nobody_elses() {
    for written in [
        "https://login.microsoftonline.com/common/v2.0",
        "https://login.microsoftonline.com/{tenantid}/v2.0",
    ] {
        let text = scene::oidc_config(r#""scopes":["openid"]"#).replace(scene::ISSUER, written);
        let Ok(config) = read_config(&text, &page()) else {
            continue;
        };
        let settings = Rc::new(config.settings);
        assert!(settings.has_issuer(written), "as it was written");
        for id in [TENANT, OTHER] {
            assert!(!settings.has_issuer(&issuer(id)), "{written}");
        }
    }
    assert!(
        !oidc().has_issuer("https://id.example/v2.0")
            && !docspace_openid().has_issuer(&issuer(TENANT))
    );
    serves(
        "R-170",
        "an issuer of any tenant is refused for every other provider",
    );
}

#[test]
fn the_person_is_the_object_in_the_tenant() {
    let who = |name: &'static str, value: &str| {
        let nonce = begun(&entra(), Wishes::default()).0.nonce.unwrap();
        let id = id_token(RS256, &with_claim(entra_claims(&nonce), name, value));
        let played = finished(&entra(), entra_tokens(&id, "openid"), scene::keys());
        played.session.unwrap().user.unwrap().id
    };
    let object = "0b1e0000-0000-4000-8000-000000000001";
    assert_eq!(who("x", "1"), format!("{object}.{TENANT}"));
    assert_eq!(
        who("email", "\"eve@example.org\""),
        format!("{object}.{TENANT}")
    );
    assert_eq!(who("oid", ""), "pairwise");
    // Elsewhere these are claims like any other.
    let nonce = begun(&oidc(), Wishes::default()).0.nonce.unwrap();
    let claims = with_claim(scene::good_claims(&nonce), "oid", "\"o-1\"");
    let id = id_token(RS256, &with_claim(claims, "tid", "\"t-1\""));
    let session = finished(&oidc(), scene::tokens_with_id(&id), scene::keys()).session;
    assert_eq!(session.unwrap().user.unwrap().id, "ada");
    serves(
        "R-072",
        "at Entra the person is oid and tid, never an e-mail address; elsewhere sub",
    );
    serves("R-170", "oid and tid identify nobody at another server");
}
