//! Nothing secret is ever printed: no `Debug` of any step, machine, record or message, and no
//! message of any error, holds a state, nonce, verifier, code or token.

mod errors;
mod logins;

use std::fmt::Debug;
use std::rc::Rc;
use std::sync::Arc;

use docgate::core::authorize::Wishes;
use docgate::core::error::Error;
use docgate::core::id_token::{self, Question};
use docgate::core::json::{self, Object, Value};
use docgate::core::login::{Finish, Start};
use docgate::core::pending::PendingLogin;
use docgate::core::renew::Renew;
use docgate::core::resources::Aim;
use docgate::core::settings::Settings;
use docgate::core::shared::Shared;
use docgate::core::steps::{Answer, Step, Turn};
use docgate::core::tabs::{Heard, Known, Tabs};
use docgate::core::tombstone::Tombstone;
use docgate::core::{base64url, profile, token};
use proptest::prelude::*;

use crate::play::callback_at;
use crate::rows::serves;
use crate::scene::{
    self, NOW, docspace, docspace_openid, good_claims, id_token, metadata, oidc, tokens,
};

/// Everything that was printed, and everything that must not be in it.
#[derive(Default)]
struct Watch {
    printed: Vec<String>,
    secrets: Vec<String>,
}

impl Watch {
    fn print(&mut self, value: &dyn Debug) {
        self.printed.push(format!("{value:?}\n{value:#?}"));
    }

    fn fail(&mut self, error: &Error) {
        self.print(error);
        self.printed.push(error.message());
    }

    /// Keeps a secret, whole and in the two halves that a cut would leave.
    fn hide(&mut self, secret: &str) {
        assert!(secret.len() >= 6, "too short to be looked for: {secret}");
        self.secrets.push(String::from(secret));
    }

    fn hide_login(&mut self, login: &PendingLogin) {
        self.hide(&login.state);
        self.hide(login.verifier.as_ref().unwrap().expose());
        if let Some(nonce) = &login.nonce {
            self.hide(nonce);
        }
    }

    /// Each segment of a token: a part of it is too much already.
    fn hide_token(&mut self, token: &str) {
        for segment in token.split('.').filter(|segment| segment.len() >= 6) {
            self.hide(segment);
        }
    }

    fn assert_silent(&self) {
        assert!(!self.printed.is_empty() && !self.secrets.is_empty());
        for secret in &self.secrets {
            for text in &self.printed {
                assert!(!text.contains(secret), "{secret} is in {text}");
            }
        }
    }
}
