//! Text as it stands behind the redirect URI, judged for one login whose `state` is known.
#![no_main]

#[path = "../../tests/host/callback_oracle.rs"]
mod oracle;

use std::sync::OnceLock;

use docgate::core::callback;
use docgate::core::config::{self, Page};
use docgate::core::form;
use docgate::core::metadata::Metadata;
use docgate::core::names::{Scopes, Timestamp};
use docgate::core::pending::PendingLogin;
use docgate::core::pkce::Verifier;
use docgate::core::settings::Settings;
use docgate::providers;
use libfuzzer_sys::fuzz_target;

const STATE: &str = "dg1rAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const ISSUER: &str = "https://id.example";
const NOW: Timestamp = Timestamp(1_750_000_000_000);
const CONFIG: &str = r#"{"provider":{"id":"oidc","issuer":"https://id.example"},"clientId":"spa","redirectUri":"/callback"}"#;

fn settings() -> &'static Settings {
    static SETTINGS: OnceLock<Settings> = OnceLock::new();
    SETTINGS.get_or_init(|| {
        let page = Page {
            origin: Some(String::from("https://app.example")),
            secure: true,
        };
        config::read(CONFIG, providers::ALL, &page)
            .expect("a good config")
            .settings
    })
}

fn login(promises_iss: bool) -> PendingLogin {
    let endpoint = |path: &str| [ISSUER, path].concat();
    PendingLogin {
        provider: String::from("oidc"),
        issuer: String::from(ISSUER),
        client_id: String::from("spa"),
        redirect_uri: settings().redirect_uri.clone(),
        scopes: Scopes::parse("openid").expect("a scope"),
        metadata: Metadata {
            authorization_endpoint: endpoint("/authorize"),
            token_endpoint: endpoint("/token"),
            jwks_uri: None,
            userinfo_endpoint: None,
            promises_iss,
        },
        state: String::from(STATE),
        nonce: None,
        verifier: Some(Verifier::from_entropy([7; 32])),
        return_to: String::from("/"),
        app_state: None,
        created: NOW,
        max_age: None,
        quiet: false,
    }
}

/// What another reader of forms finds; a fragment counts where our marker is in it.
fn fields(rest: &str) -> Vec<(String, String)> {
    let (query, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let query = query.strip_prefix('?').unwrap_or_default();
    let fragment = Some(fragment)
        .filter(|text| text.contains("state=dg"))
        .unwrap_or_default();
    [query, fragment]
        .iter()
        .flat_map(|text| url::form_urlencoded::parse(text.as_bytes()))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

/// Whether our own strict reader refuses one of the parts (a bad escape, NUL, no UTF-8, too much):
/// then nothing may be accepted, whatever a reader that repairs makes of it.
fn is_malformed(rest: &str) -> bool {
    let (query, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let fragment = Some(fragment)
        .filter(|text| text.contains("state=dg"))
        .unwrap_or_default();
    let query = query.strip_prefix('?').unwrap_or_default();
    form::Form::parse(query).is_err() || form::Form::parse(fragment).is_err()
}

fuzz_target!(|input: (bool, &str)| {
    let (promised, rest) = input;
    let address = ["https://app.example/callback", rest].concat();
    let accepted = callback::read(&address, &settings())
        .is_some_and(|callback| callback.validate(login(promised), settings(), NOW).is_ok());
    let ours = rest.starts_with(['?', '#']);
    let expected =
        ours && !is_malformed(rest) && oracle::acceptable(&fields(rest), STATE, ISSUER, promised);
    assert_eq!(accepted, expected, "{address}");
});
