//! Test doubles of the services that docgate talks to: DocSpace (a portal of one's own, and the cloud), an OpenID Connect
//! server, Microsoft Entra ID with the APIs behind it, Enadoc, Docplanner, and a hostile origin.
//!
//! The core is a pure function over values, [`Sandbox::handle`]: a request, the time and a source of randomness go in, a
//! response comes out. It makes no I/O and reads no clock, so that a test can replay any exchange byte for byte, and so
//! that it runs in a browser too. What a value cannot do, such as answering one byte a second or cutting the connection,
//! the response carries as [`Pacing`] for the server (feature `server`) to carry out.
//!
//! `README.md` describes the switches, the control API and the log.

#![forbid(unsafe_code)]

mod apis;
mod clients;
mod config;
mod control;
mod cookies;
mod docplanner;
mod docspace;
mod enadoc;
mod encoding;
mod entra;
mod entropy;
mod evil;
mod fault;
mod form;
mod grants;
mod http;
mod jwt;
mod log;
mod multipart;
mod mutation;
mod oidc;
mod page;
mod sandbox;
mod scenario;
#[cfg(all(feature = "script", target_arch = "wasm32"))]
pub mod script;
mod signing;
mod switches;

#[cfg(all(feature = "server", not(target_arch = "wasm32")))]
pub mod server;

pub use clients::{Client, User};
pub use config::Config;
pub use entra::{Cloud, Redirect, RedirectType, Registration};
pub use entropy::{Entropy, SeededEntropy};
pub use fault::{Fault, FaultKind};
pub use http::{Now, Pacing, Request, Response};
pub use log::{Authorization, Entry};
pub use mutation::{CallbackMutation, JsonMutation, JwtMutation, SignatureMutation};
pub use sandbox::Sandbox;
pub use signing::Algorithm;
pub use switches::{
    AccessTokenFormat, AddressAnswer, BusinessCentralSwitches, Busy, Challenge, ChallengeError,
    Challenges, CodeParam, DiscoveryInput, DocCentrumSwitches, DocSpaceSwitches, DocSpaceVersion,
    DocplannerSwitches, EnadocParams, EnadocSwitches, EntraSwitches, ErrorEnvelope, GenuineKeys,
    KeySetKind, KeySetMutation, LogoutState, OidcChallenge, OidcSwitches, Permission, Readable,
    RefreshTokens, Region, SpaError, Switches, TokenShape, TokenType, UserinfoFormat,
};
