//! How a callback comes back: in this page, in a window of its own, in a hidden frame (R-110 to
//! R-114).

use docgate::core::authorize::Wishes;
use docgate::core::callback;
use docgate::core::error::Code;
use docgate::core::login::Start;
use docgate::core::pending::{self, Flow};

use crate::play::{answers, begun, field, play};
use crate::rows::serves;
use crate::scene::{NOW, docspace, entropy, metadata, oidc, oidc_config, settings_of};

fn wishes(flow: Flow) -> Wishes {
    Wishes {
        return_to: String::from("/rooms/42"),
        flow,
        ..Wishes::default()
    }
}

#[test]
fn every_flow_marks_its_state_and_its_record() {
    for (flow, marker, name) in [
        (Flow::Redirect, "dg1r", "redirect"),
        (Flow::Popup, "dg1p", "popup"),
        (Flow::Frame, "dg1f", "iframe"),
    ] {
        let (login, url) = begun(&oidc(), wishes(flow));
        assert!(login.state.starts_with(marker), "{}", login.state);
        assert_eq!(login.state.len(), 4 + 32);
        assert_eq!(field(&url, "state"), Some(login.state.clone()));
        assert_eq!(login.flow, flow);
        assert!(login.encode().contains(&format!("\"flow\":\"{name}\"")));
        assert_eq!(Flow::of(&login.state), Some(flow));
        assert_eq!(Flow::named(name), Some(flow));
        assert!(pending::is_marked(&login.state));
    }
    serves(
        "R-110",
        "the state says by its marker, the record by its flow, how a callback comes back",
    );
}

#[test]
fn other_markers_are_of_no_flow() {
    for state in ["", "dg1", "dg1x", "DG1P", "xdg1p", "dg2p", "g1p"] {
        assert_eq!(Flow::of(state), None, "{state}");
        assert!(!pending::is_marked(state), "{state}");
    }
    for name in ["", "Popup", "window", "frame", "redirect "] {
        assert_eq!(Flow::named(name), None, "{name}");
    }
}

#[test]
fn a_marked_callback_is_read_on_a_shared_root_path_too() {
    let config = oidc_config(r#""scopes":["openid"]"#).replace("/callback", "/");
    let root = &settings_of(&config);
    for marker in ["dg1r", "dg1p", "dg1f"] {
        let address = format!("https://app.example/?code=c&state={marker}AAAA");
        let read = callback::read(&address, root).expect("ours");
        assert_eq!(read.state().and_then(Flow::of), Flow::of(marker));
    }
    assert!(callback::read("https://app.example/?code=c&state=dg1xAAAA", root).is_none());
}

#[test]
fn a_frame_asks_nobody() {
    let (login, url) = begun(&oidc(), wishes(Flow::Frame));
    assert_eq!(field(&url, "prompt").as_deref(), Some("none"));
    assert!(login.quiet);
    let (login, url) = begun(&oidc(), wishes(Flow::Popup));
    assert_eq!(field(&url, "prompt"), None);
    assert!(!login.quiet);
    serves(
        "R-114",
        "a login in a frame is sent with prompt=none, and its record says so",
    );
}

#[test]
fn a_frame_is_refused_where_the_provider_answers_in_none() {
    let turn = Start::begin(docspace(), wishes(Flow::Frame), entropy(1), NOW);
    let played = play(turn, []);
    assert_eq!(played.failed(), (Code::NotSupported, Some("display")));
    assert!(played.remembered.is_empty() && played.requests.is_empty());
    let turn = Start::begin(docspace(), wishes(Flow::Popup), entropy(1), NOW);
    let stored = || crate::play::Reply::Remembered(Ok(()));
    assert_eq!(play(turn, [stored()]).remembered.len(), 1);
    let turn = Start::begin(oidc(), wishes(Flow::Frame), entropy(1), NOW);
    assert_eq!(
        play(turn, [answers(metadata()), stored()]).remembered.len(),
        1
    );
    serves(
        "R-114",
        "a provider whose pages do not answer in a frame: not supported, nothing sent",
    );
}
