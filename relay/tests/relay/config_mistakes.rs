//! Every mistake in the configuration is found at the start, and named by its key.

use crate::rows::serves;
use crate::support::scene::{file, read};

/// The mistakes of the usual file with one text replaced by another.
fn mistakes(before: &str, after: &str) -> Vec<String> {
    let text = file(9400, &["KEY"], "");
    assert!(text.contains(before), "{before}");
    read(&text.replacen(before, after, 1))
        .map(drop)
        .err()
        .unwrap_or_default()
}

#[test]
fn the_usual_file_is_right() {
    let config = read(&file(9400, &["KEY", "OTHER_KEY"], "")).unwrap();
    assert_eq!(config.entries.len(), 5);
    assert_eq!(config.seal.len(), 2);
    assert!(
        config.entries["files"].queue.is_some(),
        "DocSpace has a queue without saying so"
    );
    assert!(config.entries["oidc"].queue.is_none());
}

#[test]
fn one_mistake_is_named_by_its_key() {
    for (before, after, key) in [
        ("listen = \"127.0.0.1:0\"", "listen = \"here\"", "listen"),
        ("listen = \"127.0.0.1:0\"", "", "listen"),
        ("listen = ", "lisen = 1\nlisten = ", "lisen"),
        ("hosts = [\"relay.localhost:9500\"]", "hosts = []", "hosts"),
        (
            "hosts = [\"relay.localhost:9500\"]",
            "hosts = [\"https://relay\"]",
            "hosts",
        ),
        (
            "hosts = [\"relay.localhost:9500\"]",
            "hosts = [\"Relay.localhost\"]",
            "hosts",
        ),
        (
            "hosts = [\"relay.localhost:9500\"]",
            "hosts = [\"*\"]",
            "hosts",
        ),
        ("keys = [{ env = \"KEY\" }]", "", "seal.keys"),
        ("keys = [{ env = \"KEY\" }]", "keys = []", "seal.keys"),
        (
            "keys = [{ env = \"KEY\" }]",
            "keys = [\"AQID\"]",
            "seal.keys",
        ),
        (
            "keys = [{ env = \"KEY\" }]",
            "keys = [{ env = \"NONE\" }]",
            "seal.keys[0]",
        ),
        (
            "keys = [{ env = \"KEY\" }]",
            "keys = [{ env = \"FILES_SECRET\" }]",
            "seal.keys[0]",
        ),
        (
            "keys = [{ env = \"KEY\" }]",
            "keys = [{ env = \"KEY\" }, { env = \"KEY\" }]",
            "seal.keys[1]",
        ),
        (
            "keys = [{ env = \"KEY\" }]",
            "keys = [{ env = \"KEY\", file = \"x\" }]",
            "seal.keys[0]",
        ),
        (
            "\"docspace.localhost:9400\" = \"127.0.0.1:9400\"",
            "\"docspace.localhost:9400\" = \"10.0.0.1:9400\"",
            "resolve.docspace.localhost:9400",
        ),
        (
            "\"docspace.localhost:9400\" = \"127.0.0.1:9400\"",
            "\"docspace.localhost:9400\" = \"127.0.0.1:9401\"",
            "resolve.docspace.localhost:9400",
        ),
        (
            "body_seconds = 1",
            "body_seconds = 0",
            "limits.body_seconds",
        ),
        (
            "body_seconds = 1",
            "body_seconds = \"1\"",
            "limits.body_seconds",
        ),
        ("body_seconds = 1", "bodies = 1", "limits.bodies"),
        (
            "provider = \"docspace\"",
            "provider = \"dropbox\"",
            "entries.files.provider",
        ),
        ("provider = \"docspace\"\n", "", "entries.files.provider"),
        (
            "client_secret = { env = \"FILES_SECRET\" }",
            "",
            "entries.files.client_secret",
        ),
        (
            "client_secret = { env = \"FILES_SECRET\" }",
            "client_secret = \"s3cret\"",
            "entries.files.client_secret",
        ),
        (
            "client_secret = { env = \"FILES_SECRET\" }",
            "client_secret = { env = \"NONE\" }",
            "entries.files.client_secret",
        ),
        (
            "client_secret = { env = \"FILES_SECRET\" }",
            "client_secret = { file = \"/none\" }",
            "entries.files.client_secret",
        ),
        (
            "client_secret = { env = \"FILES_SECRET\" }",
            "client_secret = {}",
            "entries.files.client_secret",
        ),
        (
            "client_secret = { env = \"FILES_SECRET\" }",
            "client_secret = { env = \"FILES_SECRET\", x = 1 }",
            "entries.files.client_secret.x",
        ),
        (
            "client_id = \"client-of-files\"",
            "",
            "entries.files.client_id",
        ),
        (
            "client_id = \"client-of-files\"",
            "client_id = 7",
            "entries.files.client_id",
        ),
        (
            "session_days = 2",
            "session_days = 500",
            "entries.files.session_days",
        ),
        (
            "session_days = 2",
            "session_day = 2",
            "entries.files.session_day",
        ),
        (
            "portal = \"http://docspace.localhost:9400\"",
            "portal = \"http://docs.example.com\"",
            "entries.files.portal",
        ),
        (
            "portal = \"http://docspace.localhost:9400\"",
            "",
            "entries.files.portal",
        ),
        ("tenant = \"1", "tenant = \"/", "entries.entra.tenant"),
        (
            "base = \"http://entra.localhost:9400\"",
            "base = \"https://evil.example\"",
            "entries.entra.base",
        ),
        (
            "api_hosts = [\"enadoc.localhost:9400\"]",
            "",
            "entries.enadoc.api_hosts",
        ),
        (
            "api_hosts = [\"enadoc.localhost:9400\"]",
            "api_hosts = [\"*.enadocapp.com\"]",
            "entries.enadoc.api_hosts",
        ),
        (
            "identity_provider = \"http://enadoc.localhost:9400\"",
            "identity_provider = \"http://auth.enadoc.com\"",
            "entries.enadoc.identity_provider",
        ),
        ("/enadoc/callback\"", "/\"", "entries.enadoc.redirect_uris"),
        (
            "[entries.bc.api]\nbase",
            "[entries.bc.api]\nbases",
            "entries.bc.api.base",
        ),
        (
            "path = \"/admin/**\"",
            "path = \"admin\"",
            "entries.bc.api.allow[0].path",
        ),
        (
            "path = \"/admin/**\"",
            "path = \"/a/../b\"",
            "entries.bc.api.allow[0].path",
        ),
        (
            "path = \"/admin/**\"",
            "path = \"/**/b\"",
            "entries.bc.api.allow[0].path",
        ),
        (
            "methods = [\"GET\"]",
            "methods = [\"get\"]",
            "entries.bc.api.allow[0].methods",
        ),
        (
            "[entries.bc]\n",
            "[entries.bc]\nclient_secret = { env = \"KEY\" }\n",
            "entries.bc.client_secret",
        ),
        (
            "[entries.bc]\n",
            "[entries.BC]\norigins = [\"https://a.example\"]\nprovider = \"oidc\"\n[entries.bc]\n",
            "entries.BC",
        ),
    ] {
        let found = mistakes(before, after);
        let named = found.iter().any(|it| it.starts_with(&format!("{key}: ")));
        assert!(named, "{after}: {found:?}");
        assert!(!found.iter().any(|it| it.contains("s3cret")), "{found:?}");
    }
    serves(
        "R-142",
        "every mistake in the config is found at the start, named by its key",
    );
}

#[test]
fn origins_and_redirect_uris_must_be_exact() {
    let list = "origins = [\"http://app.localhost:5173\", \"http://other.localhost:5173\"]";
    for origin in [
        "*",
        "null",
        "https://app.example.com/",
        "https://App.example.com",
        "https://app.example.com:443",
        "http://app.example.com",
        "https://*.example.com",
        "app.example.com",
        "https://app.example.com?x",
        "https://user@app.example.com",
        "",
    ] {
        let found = mistakes(list, &format!("origins = [\"{origin}\"]"));
        assert!(
            found
                .iter()
                .any(|it| it.starts_with("entries.files.origins: ")),
            "{origin}: {found:?}"
        );
    }
    for uri in [
        "/callback",
        "http://app.localhost:5173/files/../callback",
        "http://app.localhost:5173/files/callback#x",
        "http://app.localhost:5174/files/callback",
        "https://evil.example/files/callback",
        "http://APP.localhost:5173/files/callback",
        "http://app.localhost:5173",
        "javascript:alert(1)",
    ] {
        let found = mistakes("http://app.localhost:5173/files/callback", uri);
        assert!(
            found
                .iter()
                .any(|it| it.starts_with("entries.files.redirect_uris: ")),
            "{uri}: {found:?}"
        );
    }
    let found = mistakes(
        "http://app.localhost:5173/oidc/callback",
        "http://app.localhost:5173/files/callback",
    );
    assert!(
        found.iter().any(
            |it| it.starts_with("entries.oidc.redirect_uris: ") && it.contains("entries.files")
        ),
        "{found:?}"
    );
    serves(
        "R-143",
        "an origin or redirect URI that is not exact: refused at the start",
    );
}

const MACHINE: &str = r#"
[entries.calendar]
provider = "docplanner"
domain = "doctoralia.es"
origins = ["https://app.example.com"]
client_id = "calendar"
client_secret = { env = "FILES_SECRET" }
[entries.calendar.guard]
issuer = "https://login.example.com"
audience = "https://relay.example.com/v1/calendar"
keys = "https://login.example.com/jwks"
allow = "everyone"
[entries.calendar.api]
allow = [{ methods = ["GET"], path = "/api/v3/integration/**" }]
"#;

#[test]
fn a_machines_token_needs_a_guard_that_says_whom_it_lets_in() {
    let text = |machine: &str| file(9400, &["KEY"], "") + machine;
    assert!(read(&text(MACHINE)).is_ok());
    for (before, after, key) in [
        (
            "[entries.calendar.guard]",
            "[entries.calendar.gard]",
            "entries.calendar.guard",
        ),
        ("allow = \"everyone\"", "", "entries.calendar.guard.allow"),
        (
            "allow = \"everyone\"",
            "allow = \"all\"",
            "entries.calendar.guard.allow",
        ),
        (
            "allow = \"everyone\"",
            "allow = {}",
            "entries.calendar.guard.allow",
        ),
        (
            "allow = \"everyone\"",
            "allow = { subjects = [] }",
            "entries.calendar.guard.allow.subjects",
        ),
        (
            "allow = \"everyone\"",
            "allow = { user = [\"a\"] }",
            "entries.calendar.guard.allow.user",
        ),
        (
            "allow = \"everyone\"",
            "allow = { claim = { name = \"a\" } }",
            "entries.calendar.guard.allow.claim.values",
        ),
        ("audience", "audiense", "entries.calendar.guard.audience"),
        (
            "issuer = \"https",
            "issuer = \"http",
            "entries.calendar.guard.issuer",
        ),
        (
            "keys = \"https://login.example.com/jwks\"",
            "",
            "entries.calendar.guard.keys",
        ),
        (
            "keys = \"https://login.example.com/jwks\"",
            "keys = \"http://login.example.com/jwks\"",
            "entries.calendar.guard.keys",
        ),
        (
            "allow = \"everyone\"",
            "algorithms = [\"none\"]\nallow = \"everyone\"",
            "entries.calendar.guard.algorithms",
        ),
        (
            "allow = \"everyone\"",
            "algorithms = [\"HS256\"]\nallow = \"everyone\"",
            "entries.calendar.guard.algorithms",
        ),
        (
            "domain = \"doctoralia.es\"",
            "domain = \"evil.example\"",
            "entries.calendar.domain",
        ),
        (
            "domain = \"doctoralia.es\"",
            "domain = \"doctoralia.es\"\nbase = \"https://evil.example\"",
            "entries.calendar.base",
        ),
        (
            "[entries.calendar.api]\n",
            "[entries.calendar.apis]\n",
            "entries.calendar.api",
        ),
        (
            "client_secret = { env = \"FILES_SECRET\" }",
            "",
            "entries.calendar.client_secret",
        ),
    ] {
        assert!(MACHINE.contains(before), "{before}");
        let found = read(&text(&MACHINE.replacen(before, after, 1)))
            .map(drop)
            .unwrap_err();
        let named = found.iter().any(|it| it.starts_with(&format!("{key}: ")));
        assert!(named, "{after}: {found:?}");
    }
    serves(
        "R-140",
        "a machine's entry without guard or allow: refused at the start",
    );
}

#[test]
fn what_is_no_toml_is_named_by_its_line_and_not_shown() {
    let found = read("listen = \"a\"\nclient_secret = \"s3cret\n")
        .map(drop)
        .unwrap_err();
    assert!(
        found[0].starts_with("line 2: ") && !found[0].contains("s3cret"),
        "{found:?}"
    );
    let twice = read("listen = \"a\"\nlisten = \"b\"\n")
        .map(drop)
        .unwrap_err();
    assert!(twice[0].starts_with("line 2: "), "{twice:?}");
}
