//! The configuration: one TOML file, read and checked once at the start.
//!
//! Whoever has a [`Config`] has a right one: every mistake is found before, and named by its key.

mod addresses;
mod api;
mod entry;
mod guard;
mod limits;
mod read;
mod read_api;
mod read_entry;
mod read_guard;
mod read_provider;
mod secrets;
mod table;

use std::collections::BTreeMap;
use std::net::SocketAddr;

pub use api::{Api, ApiBase, ApiRule};
pub use entry::{ClientAuthentication, Enadoc, Entry, FirstCall, Kind, Machine, SignIn, Standard};
pub use guard::{Admitted, Guard, Proof};
pub use limits::{Limits, Queue};
pub use read::read;
pub use secrets::Sources;

use crate::limits::Proxies;
use crate::seal::SealKey;

/// The checked configuration.
#[derive(Debug)]
pub struct Config {
    /// Where pages are answered.
    pub listen: SocketAddr,
    /// The relay's own names, exactly as in `Host`, in small letters.
    pub hosts: Vec<String>,
    /// Where health, readiness and metrics are answered.
    pub operations: Option<SocketAddr>,
    /// What cookies are sealed with: the first seals, all open.
    pub seal: Vec<SealKey>,
    /// Limits of what comes in.
    pub limits: Limits,
    /// The peers whose forwarded headers count.
    pub trusted_proxies: Proxies,
    /// Test doubles: `host:port`, and the loopback address that is meant.
    pub resolve: BTreeMap<String, SocketAddr>,
    /// The entries by name.
    pub entries: BTreeMap<String, Entry>,
}
