//! Microsoft Entra ID and the presets behind it: issuers of many tenants (R-055), error answers that say
//! more than `error` does, the presets' configs, and that what they are allowed nobody else is (R-170).

mod configs;
mod faults;
mod issuers;
mod relaxations;

pub(crate) use relaxations::differences;

use std::rc::Rc;

use docgate::core::authorize::Wishes;
use docgate::core::error::{Code, Error};
use docgate::core::http::Failure;
use docgate::core::login::Finish;
use docgate::core::settings::Settings;

use crate::play::{Played, Reply, answered, begun, play_on, verified};
use crate::rows::serves;
use crate::scene::{
    self, LOGIN, NOW, Received, TENANT, docspace_openid, entra, entra_claims, entra_tokens,
    entropy, id_token, local_page, oidc, page, preset_config, read_config, settings_of, with_claim,
};

const RS256: &str = r#"{"alg":"RS256","kid":"k1"}"#;
const OTHER: &str = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";

/// Plays a callback whose token endpoint and key set answer so.
fn finished(settings: &Rc<Settings>, token: Received, keys: Received) -> Played {
    let callback = answered(begun(settings, Wishes::default()).0, settings).unwrap();
    let turn = Finish::begin(settings.clone(), callback, &entropy(9), 0, true);
    let script = [
        Reply::Answers(vec![token, keys]),
        verified(true),
        Reply::Recorded(Ok(())),
    ];
    play_on(Ok(turn), &mut script.into_iter(), NOW)
}

/// A client of this tenant, with members beside it in the config's `provider`.
fn tenant(name: &str, more: &str) -> Rc<Settings> {
    let provider = format!(r#","tenant":"{name}"{more}"#);
    settings_of(&preset_config("entra", &provider, ""))
}

fn described(error: &Error) -> (Code, Option<&str>) {
    (error.code(), error.evidence().field.as_deref())
}
