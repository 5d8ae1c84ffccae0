//! What the tests have in common: two clients, a moment, tokens and answers.

use std::rc::Rc;

use docgate::core::base64url;
use docgate::core::config::{self, Config, Page};
use docgate::core::error::Error;
use docgate::core::http::{Failure, Response};
use docgate::core::names::{Entropy, Timestamp};
use docgate::core::settings::Settings;
use docgate::providers;

pub(crate) const APP: &str = "https://app.example";
pub(crate) const CALLBACK: &str = "https://app.example/callback";
pub(crate) const PORTAL: &str = "https://docs.example.com";
pub(crate) const ISSUER: &str = "https://id.example";
pub(crate) const CLIENT: &str = "5b1c8d2e-0000-4000-8000-6f2f5a1d9c77";

/// The moment at which everything happens unless a test says otherwise.
pub(crate) const NOW: Timestamp = Timestamp(1_750_000_000_000);
/// The same in the seconds that tokens count.
pub(crate) const NOW_SECONDS: i64 = 1_750_000_000;

/// So many seconds after [`NOW`].
pub(crate) fn later(seconds: i64) -> Timestamp {
    Timestamp(NOW.0 + seconds * 1000)
}

pub(crate) fn page() -> Page {
    Page {
        origin: Some(String::from(APP)),
        secure: true,
    }
}

/// A page on this very computer.
pub(crate) fn local_page() -> Page {
    Page {
        origin: Some(String::from("http://localhost:5173")),
        secure: true,
    }
}

pub(crate) fn read_config(text: &str, page: &Page) -> Result<Config, Error> {
    config::read(text, providers::ALL, page)
}

pub(crate) fn settings_of(text: &str) -> Rc<Settings> {
    Rc::new(read_config(text, &page()).expect("a good config").settings)
}

/// A self-hosted portal.
pub(crate) fn docspace() -> Rc<Settings> {
    settings_of(&docspace_config("\"files:read\",\"accounts.self:read\""))
}

/// The same with ID tokens.
pub(crate) fn docspace_openid() -> Rc<Settings> {
    settings_of(&docspace_config("\"files:read\",\"openid\""))
}

pub(crate) fn docspace_config(scopes: &str) -> String {
    format!(
        r#"{{"provider":{{"id":"docspace","portal":"{PORTAL}"}},"clientId":"{CLIENT}","redirectUri":"/callback","scopes":[{scopes}]}}"#
    )
}

/// Any OpenID Connect server.
pub(crate) fn oidc() -> Rc<Settings> {
    settings_of(&oidc_config(r#""scopes":["openid","email"]"#))
}

/// The same without ID tokens: plain OAuth.
pub(crate) fn oauth() -> Rc<Settings> {
    settings_of(&oidc_config(r#""scopes":["api"]"#))
}

pub(crate) fn oidc_config(more: &str) -> String {
    format!(
        r#"{{"provider":{{"id":"oidc","issuer":"{ISSUER}"}},"clientId":"spa","redirectUri":"/callback",{more}}}"#
    )
}

/// Random bytes that are told apart by `seed`.
pub(crate) fn entropy(seed: u8) -> Entropy {
    let mut bytes = [0; 96];
    for (byte, at) in bytes.iter_mut().zip(0u8..) {
        *byte = at.wrapping_mul(37) ^ seed;
    }
    Entropy(bytes)
}

pub(crate) type Received = Result<Response, Failure>;

pub(crate) fn answer(status: u16, content_type: Option<&str>, body: &[u8]) -> Received {
    Ok(Response {
        status,
        content_type: content_type.map(String::from),
        body: body.to_vec(),
        ..Response::default()
    })
}

pub(crate) fn json(status: u16, body: &str) -> Received {
    answer(status, Some("application/json"), body.as_bytes())
}

/// The metadata of [`ISSUER`] with members beside, or instead of, the usual ones.
pub(crate) fn metadata_with(members: &[(&str, &str)]) -> Received {
    let quoted = |path: &str| format!("\"{ISSUER}{path}\"");
    let mut all = vec![
        ("issuer", quoted("")),
        ("authorization_endpoint", quoted("/authorize")),
        ("token_endpoint", quoted("/token")),
        ("jwks_uri", quoted("/jwks")),
        ("userinfo_endpoint", quoted("/me")),
        (
            "code_challenge_methods_supported",
            String::from("[\"S256\"]"),
        ),
    ];
    for (name, value) in members {
        all.retain(|(own, _)| own != name);
        // An empty value leaves the member out.
        if !value.is_empty() {
            all.push((name, String::from(*value)));
        }
    }
    let body: Vec<String> = all
        .iter()
        .map(|(name, value)| format!("\"{name}\":{value}"))
        .collect();
    json(200, &format!("{{{}}}", body.join(",")))
}

pub(crate) fn metadata() -> Received {
    metadata_with(&[])
}

/// The key set of either server: one public key of each kind, `k1` to `k4`. Their private halves are
/// nobody's; whether a signature is genuine, the script says.
pub(crate) const KEYS: &str = concat!(
    r#"{"keys":[{"kid":"k1","kty":"RSA","use":"sig","e":"AQAB","n":"y_5jXOI0GcOpuYGsREYhOAncFk3Iq3Uvd7UqMJz3GIoYp8lvZv2vmWoAjYho_hQXkg1kyMb5lcdHH3xKEqkwDC90pVywxgZjxOSNdmEci51_NwnTwSo3LyhzDvvFXqyu4ykykrSb4nSS9LWC3BF4opmJP_LhUNTmHDch6GQIqZ6BytqKWkDeQgnmuq4yDXIDG3jXDfv4t68iQNWzUPtwqWXY7D-DoSbbbjQJURMUuowiakSb-kYbl4n3Uxk2nB2EM1NcDlUoimUvfy98jQjhJxvwKzTuU97owkFpM6whTo65kx-aqrSEQ9xHysVM9kLa-JqpDR_7fcICBBUsMsasNw"},"#,
    r#"{"kid":"k2","kty":"EC","use":"sig","crv":"P-256","x":"RQ75TaPYtGwGLdcwDzsptSfINI9FCz1cZWr_XYEJ3Ow","y":"9yOCtkujyQ08PXtsgVN2lQgkkc4eOKDJMb1hP0Ief40"},"#,
    r#"{"kid":"k3","kty":"EC","use":"sig","crv":"P-384","x":"4l6feFi5gAO_fIfeAlANYDfs_E6oqK-KKaqUXpKK9Tr8HJ4S94ELlC2JGd1qOLW1","y":"x2phAxgkWlwbPD5F9ZSMwIXCW7bsYtr-0wvWpjbauLj5pYaP-V5uBv85bYbmV8w8"},"#,
    r#"{"kid":"k4","kty":"OKP","use":"sig","crv":"Ed25519","x":"vt3RJtkf9vl7znVx8nSgbQMSw5tqt-K61DN5uSK7pbs"}]}"#,
);

pub(crate) fn keys() -> Received {
    json(200, KEYS)
}

/// A JWS in compact form; the signature says nothing.
pub(crate) fn jwt(header: &str, claims: &str) -> String {
    [header, claims, "signature"]
        .map(|part| base64url::encode(part.as_bytes()))
        .join(".")
}

/// DocSpace's access token, as docspace.md, 3.6, has it.
pub(crate) fn docspace_token() -> String {
    docspace_token_for(PORTAL)
}

pub(crate) fn docspace_token_for(audience: &str) -> String {
    jwt(
        r#"{"alg":"ES256","kid":"k1"}"#,
        &format!(
            r#"{{"sub":"user-guid","iss":"{PORTAL}/oauth2","aud":"{audience}","exp":1750003600,"scope":["files:read"],"tid":1,"cid":"{CLIENT}"}}"#
        ),
    )
}

/// A token answer with members beside the token itself.
pub(crate) fn tokens(access_token: &str, more: &str) -> Received {
    json(
        200,
        &format!(r#"{{"access_token":"{access_token}","token_type":"Bearer"{more}}}"#),
    )
}

/// The usual answer of DocSpace.
pub(crate) fn docspace_tokens() -> Received {
    tokens(
        &docspace_token(),
        r#","expires_in":3599,"scope":"accounts.self:read files:read""#,
    )
}

/// The claims of a good ID token of [`oidc`] as JSON members; a later test changes them.
pub(crate) fn good_claims(nonce: &str) -> Vec<(&'static str, String)> {
    vec![
        ("iss", format!("\"{ISSUER}\"")),
        ("aud", String::from("\"spa\"")),
        ("sub", String::from("\"ada\"")),
        ("exp", (NOW_SECONDS + 600).to_string()),
        ("iat", NOW_SECONDS.to_string()),
        ("nonce", format!("\"{nonce}\"")),
        ("email", String::from("\"ada@example.org\"")),
    ]
}

/// Claims with one replaced, or left out where the value is empty.
pub(crate) fn with_claim(
    mut claims: Vec<(&'static str, String)>,
    name: &'static str,
    value: &str,
) -> Vec<(&'static str, String)> {
    claims.retain(|(own, _)| *own != name);
    if !value.is_empty() {
        claims.push((name, String::from(value)));
    }
    claims
}

pub(crate) fn id_token(header: &str, claims: &[(&'static str, String)]) -> String {
    let members: Vec<String> = claims
        .iter()
        .map(|(name, value)| format!("\"{name}\":{value}"))
        .collect();
    jwt(header, &format!("{{{}}}", members.join(",")))
}

/// The token answer with this ID token in it.
pub(crate) fn tokens_with_id(id_token: &str) -> Received {
    tokens(
        "at-1",
        &format!(
            r#","expires_in":600,"refresh_token":"rt-1","scope":"openid email","id_token":"{id_token}""#
        ),
    )
}

/// The directory of [`entra`].
pub(crate) const TENANT: &str = "3f8b1c5a-0000-4000-8000-1d2e3f4a5b6c";
/// Where the people of the public cloud sign in.
pub(crate) const LOGIN: &str = "https://login.microsoftonline.com";
/// Business Central's own resource.
pub(crate) const CENTRAL: &str = "https://api.businesscentral.dynamics.com";

/// A config of a provider, with members beside its id and beside the usual ones.
pub(crate) fn preset_config(id: &str, provider: &str, more: &str) -> String {
    format!(
        r#"{{"provider":{{"id":"{id}"{provider}}},"clientId":"{CLIENT}","redirectUri":"/callback"{more}}}"#
    )
}

/// One tenant of the public cloud; with members beside the usual ones.
pub(crate) fn entra_with(more: &str) -> Rc<Settings> {
    let tenant = format!(r#","tenant":"{TENANT}""#);
    settings_of(&preset_config("entra", &tenant, more))
}

pub(crate) fn entra() -> Rc<Settings> {
    entra_with("")
}

pub(crate) fn business_central() -> Rc<Settings> {
    let more = format!(r#","tenant":"{TENANT}","environment":"Production""#);
    settings_of(&preset_config("business-central", &more, ""))
}

/// The same, for all that was consented to.
pub(crate) fn business_central_default() -> Rc<Settings> {
    let more = format!(r#","tenant":"{TENANT}","environment":"Production""#);
    let scopes = r#","scopes":[".default"]"#;
    settings_of(&preset_config("business-central", &more, scopes))
}

/// The claims of a good ID token of [`entra`] (docs/providers/entra.md).
pub(crate) fn entra_claims(nonce: &str) -> Vec<(&'static str, String)> {
    let quoted = |text: &str| format!("\"{text}\"");
    vec![
        ("iss", format!("\"{LOGIN}/{TENANT}/v2.0\"")),
        ("aud", quoted(CLIENT)),
        ("sub", quoted("pairwise")),
        ("oid", quoted("0b1e0000-0000-4000-8000-000000000001")),
        ("tid", quoted(TENANT)),
        ("exp", (NOW_SECONDS + 600).to_string()),
        ("iat", NOW_SECONDS.to_string()),
        ("nonce", quoted(nonce)),
        ("login_hint", quoted("hint-1")),
    ]
}

/// The answer to a callback of [`entra`], with this ID token and this list of scopes.
pub(crate) fn entra_tokens(id_token: &str, scope: &str) -> Received {
    tokens(
        "at-1",
        &format!(
            r#","expires_in":5149,"ext_expires_in":5149,"refresh_token":"rt-1","refresh_token_expires_in":86399,"scope":"{scope}","id_token":"{id_token}""#
        ),
    )
}
