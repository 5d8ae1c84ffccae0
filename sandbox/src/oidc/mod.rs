//! stub
use crate::{
    clients::{Client, User},
    control::What,
    entropy::Entropy,
    http::{Request, Response},
    signing::KeyRing,
    switches::OidcSwitches,
};
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    pub(crate) keys: KeyRing,
}
impl State {
    pub(crate) fn evict(&mut self, _: &str, _: &str) -> bool {
        false
    }
    pub(crate) fn expire(&mut self, _: What, _: Option<&str>, _: Option<&str>, _: u64) {}
    pub(crate) fn describe(&self, _: u64) -> serde_json::Value {
        serde_json::Value::Null
    }
}
pub(crate) fn scenario_of(path: &str) -> Option<&str> {
    path.strip_prefix("/t/")?.split('/').next()
}
pub(crate) struct Issuer<'a> {
    pub(crate) state: &'a mut State,
    pub(crate) switches: &'a mut OidcSwitches,
    pub(crate) clients: &'a [Client],
    pub(crate) users: &'a [User],
    pub(crate) request: &'a Request,
    pub(crate) now: u64,
    pub(crate) entropy: &'a mut dyn Entropy,
}
impl Issuer<'_> {
    pub(crate) fn handle(self) -> Response {
        Response::empty(501)
    }
}
