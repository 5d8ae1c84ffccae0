//! What was granted, by answers that leave things out (docs/providers/entra.md).

use super::*;

/// Which of the scopes that were asked for are missing after this answer.
fn missing(settings: &Rc<Settings>, asked: &str, told: &str, came: [bool; 2]) -> String {
    let asked = Scopes::parse(asked).unwrap();
    let told = Scopes::parse(told).unwrap();
    let granted = resources::granted(&asked, told, came, settings);
    asked.missing_from(&granted).to_parameter()
}

#[test]
fn what_entra_leaves_out_counts_as_what_came() {
    let default = format!("{CENTRAL}/.default");
    let names = format!("{FILES}/Read {FILES}/Write");
    let both = [true, true];
    // Asked, told, what came with it, what is missing; the same at a standard server.
    let cases = [
        (
            "openid offline_access",
            "openid offline_access",
            both,
            "",
            "",
        ),
        // Larger, and in another order.
        ("b/x openid", "email openid profile b/y b/x", both, "", ""),
        // Neither is ever echoed.
        (
            "openid profile offline_access b/x",
            "b/x",
            both,
            "",
            "openid profile offline_access",
        ),
        (
            "openid offline_access b/x",
            "b/x",
            [false, true],
            "openid",
            "openid offline_access",
        ),
        (
            "openid offline_access b/x",
            "b/x",
            [true, false],
            "offline_access",
            "openid offline_access",
        ),
        // `.default` comes back as names, and as nothing where nothing was granted.
        (
            &default,
            "https://api.businesscentral.dynamics.com/Financials.ReadWrite.All",
            both,
            "",
            &default,
        ),
        (&default, "user_impersonation", both, "", &default),
        (&default, "openid profile", both, &default, &default),
        (&default, "", both, &default, &default),
        // Short names.
        (&names, "Read Write", both, "", &names),
        (&names, "Read", both, "https://files.example/Write", &names),
        // Asked for by its short name, told by its full one.
        (
            "User.Read Mail.Read",
            "https://graph.microsoft.com/User.Read openid",
            both,
            "Mail.Read",
            "User.Read Mail.Read",
        ),
        // Less than was asked for is less.
        (
            &names,
            "https://files.example/Read",
            both,
            "https://files.example/Write",
            "https://files.example/Write",
        ),
        ("email", "openid", both, "email", "email"),
    ];
    for (asked, told, came, loose, strict) in cases {
        assert_eq!(
            missing(&entra(), asked, told, came),
            loose,
            "{asked} told {told}"
        );
        assert_eq!(
            missing(&business_central_default(), asked, told, came),
            loose
        );
        for settings in [oidc(), oauth(), scene::docspace()] {
            assert_eq!(
                missing(&settings, asked, told, came),
                strict,
                "{asked} told {told}"
            );
        }
    }
    serves(
        "R-170",
        "openid, offline_access, .default and short names that are not echoed: missing at any other server",
    );
    serves(
        "R-177",
        "thirteen answers, each compared with what was asked for",
    );
    serves("R-050", "fewer, more, in another order, none");
}

#[test]
fn a_whole_answer_is_judged_so() {
    let settings = business_central_default();
    let told = format!("email openid profile {CENTRAL}/Financials.ReadWrite.All");
    let session = entra_session(&settings, &told);
    let missing = session
        .access
        .requested
        .missing_from(&session.access.granted);
    assert!(missing.is_empty(), "{missing:?}");
    assert!(
        session
            .access
            .granted
            .contains(&format!("{CENTRAL}/Financials.ReadWrite.All"))
    );
    assert_eq!(session.access.expires, Some(NOW.plus_seconds(5149)));
    assert_eq!(session.renewable_until, Some(NOW.plus_seconds(86_399)));
    assert_eq!(
        session.metadata.token_endpoint,
        format!("{LOGIN}/{TENANT}/oauth2/v2.0/token")
    );
}

#[test]
fn a_session_of_another_resource_is_of_no_use_to_this_config() {
    let scopes = |name: &str| {
        let more = format!(r#","scopes":["{name}"]"#);
        settings_of(&scene::preset_config(
            "entra",
            &format!(r#","tenant":"{TENANT}""#),
            &more,
        ))
    };
    let (files, mail) = (
        scopes("https://files.example/Read"),
        scopes("https://mail.example/Read"),
    );
    assert_eq!(files.key(), mail.key(), "the same client");
    let session = entra_session(&files, "https://files.example/Read");
    assert!(session.fits(&files) && !session.fits(&mail) && session.fits(&entra()));
    let more = scopes("https://files.example/Write");
    assert!(
        session.fits(&more),
        "another scope of it is a matter of asking"
    );
    serves(
        "R-093",
        "a stored token for another resource than the config's is not used",
    );
}
