//! An API that shows the relay's token or secret in another spelling.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::rows::serves;
use super::scene::{Got, SECRET, ask, asking, guarded, state};
use super::tokens::AUDIENCE;
use super::upstream::{Reply, Service};

const TOKEN: &str = "0123456789abcdef0123456789abcdef01234567";

async fn answered(api: Reply) -> Got {
    let service = Service::start(move |seen, _| match seen.path() {
        "/introspect" => Reply::json(200, &format!(r#"{{"active":true,"aud":"{AUDIENCE}"}}"#)),
        "/oauth/v2/token" => Reply::json(
            200,
            &format!(r#"{{"access_token":"{TOKEN}","expires_in":3600,"token_type":"bearer"}}"#),
        ),
        _ => api.clone(),
    })
    .await;
    let relay = state(vec![guarded(&service.origin(), asking(&service.origin()))]);
    let call = ask("GET", "/api/v3/integration/bookings", "page");
    call.send(&relay, "calendar").await
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02X}")).collect()
}

#[tokio::test]
async fn neither_another_spelling_nor_the_secret_reaches_a_page() {
    for shown in [
        String::from(SECRET),
        String::from("m4chine-s3cret%2F%2B"),
        // As the Basic header of the token request has it.
        STANDARD.encode("clinic:m4chine-s3cret%2F%2B"),
        STANDARD.encode(format!("Bearer {TOKEN}")),
        hex(TOKEN),
        hex(SECRET),
    ] {
        let (first, second) = shown.split_at(shown.len() / 2);
        let head = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"you\":\"";
        let halves = Reply::raw(&format!("{head}{first}"))
            .then(Duration::from_millis(50), &format!("{second}\"}}"));
        let whole = Reply::json(200, &format!("{{\"you\":\"{shown}\"}}"));
        for reply in [halves, whole] {
            assert_eq!(answered(reply).await.body, None, "{shown}: broken off");
        }
        let header = [("etag", &*format!("\"{shown}\""))];
        let got = answered(Reply::new(200, &header, "{}")).await;
        assert_eq!(got.code(), "upstream_invalid", "{shown}");
    }
    let innocent = "{\"secret\":\"m4chine-s3cre\",\"token\":\"0123456789ABCDEF\"}";
    let got = answered(Reply::json(200, innocent)).await;
    assert_eq!(got.body.as_deref(), Some(innocent));
    serves(
        "A-44",
        "an API that shows the machine's token or secret in another spelling: broken off before it",
    );
}
