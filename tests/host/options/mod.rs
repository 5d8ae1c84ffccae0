//! The options of single calls, and that no app, by mistake or by what it was fed with, replaces a
//! parameter of docgate's.

mod extras;
mod values;

use docgate::core::authorize::{self, Wishes};
use docgate::core::error::Code;
use docgate::core::json::{self, Object, Value};
use docgate::core::names::Scopes;
use docgate::core::options;
use docgate::core::pending::Flow;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::play::{begun, field, fields};
use crate::rows::serves;
use crate::scene::{APP, docspace, oidc};

fn login(text: &str) -> Result<options::Login, (Code, Option<String>)> {
    options::login(text, APP, "/here?a=1#b")
        .map_err(|error| (error.code(), error.evidence().field.clone()))
}

fn invalid(field: &str) -> (Code, Option<String>) {
    (Code::ConfigInvalid, Some(String::from(field)))
}
