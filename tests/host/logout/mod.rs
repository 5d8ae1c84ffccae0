//! Signing out at the provider, after everything here is forgotten, and the way back (R-120 to R-123).

mod plan;
mod returned;

use std::rc::Rc;

use docgate::core::http::{Method, Purpose};
use docgate::core::logout::{self, Plan, Returned};
use docgate::core::options::Logout;
use docgate::core::secret::Secret;
use docgate::core::session::Session;
use docgate::core::settings::Settings;

use crate::play::{field, fields};
use crate::rows::serves;
use crate::scene::{self, NOW, docspace, entra_with, entropy, later, oidc_config, settings_of};
use crate::siblings;

const GOODBYE: &str = "https://app.example/goodbye";

/// A generic client that says where the sign-out page comes back to.
fn returning() -> Rc<Settings> {
    settings_of(&oidc_config(
        r#""scopes":["openid"],"postLogoutRedirectUri":"/goodbye""#,
    ))
}

/// A session with all that a sign-out could use.
fn session() -> Session {
    let mut session = siblings::session("s-1", 1, 0);
    let secret = |text: &str| Some(Secret::new(String::from(text)));
    session.refresh_token = secret("rt-1");
    session.id_token = secret("id-1");
    session.claims = String::from(r#"{"sub":"ada","login_hint":"hint-1","sid":"sid-1"}"#);
    session.metadata.revocation_endpoint = Some(String::from("https://id.example/revoke"));
    session.metadata.end_session_endpoint = Some(String::from("https://id.example/end"));
    session
}

fn planned(session: &Session, wanted: &Logout, settings: &Settings) -> Plan {
    logout::plan(session, wanted, settings, Some(&entropy(3)), NOW)
}
