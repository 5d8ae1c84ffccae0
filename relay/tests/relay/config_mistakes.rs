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
            "idle_hours = 24",
            "idle_hours = 1",
            "entries.files.idle_hours",
        ),
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
        // The secret itself in the wrong place is not told to whoever reads the output.
        (
            "client_secret = { env = \"FILES_SECRET\" }",
            "client_secret = { env = \"s3cret\" }",
            "entries.files.client_secret",
        ),
        (
            "client_secret = { env = \"FILES_SECRET\" }",
            "client_secret = { file = \"s3cret\" }",
            "entries.files.client_secret",
        ),
        (
            "keys = [{ env = \"KEY\" }]",
            "keys = [{ env = \"s3cret\" }]",
            "seal.keys[0]",
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
