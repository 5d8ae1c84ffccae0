//! A machine's token needs a guard (R-140).

use crate::rows::serves;
use crate::support::scene::{file, read};

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
            "allow = \"everyone\"",
            "algorithms = [\"RS512\"]\nallow = \"everyone\"",
            "entries.calendar.guard.algorithms",
        ),
        (
            "allow = \"everyone\"",
            "token_types = [\"id_token\"]\nallow = \"everyone\"",
            "entries.calendar.guard.token_types",
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
