//! Origins and redirect URIs are exact, or refused at the start.

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
