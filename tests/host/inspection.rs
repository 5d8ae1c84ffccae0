//! What `docgate/doctor` reads: addresses, and the answer to a code that nobody gave out.

use docgate::core::error::Code;
use docgate::core::http::Failure;
use docgate::core::inspection;
use docgate::core::json::{self, Object, Value};
use docgate::core::metadata;
use docgate::core::settings::Settings;

use crate::scene::{self, PORTAL};

fn described(settings: &Settings) -> Object {
    let text = inspection::describe(settings);
    json::parse(text.as_bytes()).unwrap().into_object().unwrap()
}

#[test]
fn the_description_says_where_requests_go_and_no_more() {
    let docspace = described(&scene::docspace());
    let text = |name: &'static str| docspace.string(name).unwrap().to_owned();
    assert_eq!(text("provider"), "docspace");
    assert_eq!(text("issuer"), PORTAL);
    assert_eq!(text("token"), format!("{PORTAL}/oauth2/token"));
    assert_eq!(
        text("capabilities"),
        format!("{PORTAL}/api/2.0/capabilities")
    );
    assert_eq!(docspace.value("metadata"), Some(&Value::Null));
    assert_eq!(docspace.value("relay"), Some(&Value::Null));
    assert!(text("crossOrigin").contains("CORS"));
    let oidc = described(&scene::oidc());
    assert_eq!(oidc.value("token"), Some(&Value::Null));
    assert_eq!(oidc.value("capabilities"), Some(&Value::Null));
    let document = oidc.string("metadata").unwrap();
    assert_eq!(
        document,
        "https://id.example/.well-known/openid-configuration"
    );
}

#[test]
fn a_code_that_nobody_gave_out_is_asked_with_and_its_refusal_is_well() {
    let settings = scene::docspace();
    let metadata = metadata::derived(&settings, None).unwrap();
    let requests = inspection::requests(&metadata, &settings);
    assert_eq!(requests.len(), 2);
    let body = requests[0].body.as_ref().unwrap().expose();
    assert!(body.contains("grant_type=authorization_code") && body.contains("code=docgate-doctor"));
    let judged = |answer: scene::Received, keys: scene::Received| {
        inspection::judge(vec![answer, keys], &settings).map(|error| error.code())
    };
    let keys = || scene::json(200, r#"{"keys":[]}"#);
    let refused = |error: &str| scene::json(400, &format!(r#"{{"error":"{error}"}}"#));
    assert_eq!(judged(refused("invalid_grant"), keys()), None);
    assert_eq!(
        judged(refused("invalid_client"), keys()),
        Some(Code::ClientRefused)
    );
    assert_eq!(
        judged(scene::json(401, ""), keys()),
        Some(Code::ClientRefused)
    );
    assert_eq!(
        judged(scene::json(429, ""), keys()),
        Some(Code::RateLimited)
    );
    assert_eq!(judged(Err(Failure::Network), keys()), Some(Code::Network));
    let taken = scene::tokens(&scene::docspace_token_for(PORTAL), "");
    assert_eq!(judged(taken, keys()), Some(Code::ResponseInvalid));
}
