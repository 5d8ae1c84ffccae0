//! What a Rust front end sees: the same `Auth` as the npm package's, in Rust types.
//!
//! ```no_run
//! use docgate::{Auth, AuthError, Config, LoginOptions, Outcome, Provider, Request};
//!
//! # async fn page() -> Result<(), AuthError> {
//! let auth = Auth::new(
//!     Config::new(Provider::docspace("https://docs.example.com"), "client-id", "/callback")
//!         .scopes(["files:read", "accounts.self:read"]),
//! )?;
//! match auth.ready().await {
//!     Outcome::SignedIn { session, .. } => assert_eq!(session.provider, "docspace"),
//!     Outcome::SignedOut { .. } => drop(auth.login(LoginOptions::new()).await?),
//!     Outcome::Failed { error, .. } => return Err(error),
//!     Outcome::Forwarded => {}
//! }
//! let answer = auth.fetch(Request::get("/api/2.0/people/@self")).await?;
//! assert_eq!(answer.status, 200);
//! # Ok(())
//! # }
//! ```
//!
//! What a call does at once, it does when it is called and not when its future is first polled: [`Auth::ready`] takes
//! the callback off the address bar, [`Auth::logout`] signs out. Windows and frames are the npm package's: a Rust front
//! end leaves the page ([`Auth::login`]), or has a shell that shows [`Auth::login_url`] and brings the address that
//! came back to [`Auth::complete`].

mod auth;
mod call;
mod config;
mod event;
mod face;
mod options;
mod outcome;
mod people;
mod provider;
mod registry;
mod request;
mod session;
#[cfg(test)]
mod tests;

pub use auth::Auth;
pub use config::{AfterCallback, Config, Persist};
pub use event::{Event, EventKind, LogEntry, Subscription};
pub use options::{LoginOptions, LogoutOptions, TokenOptions};
pub use outcome::{Outcome, Via};
pub use provider::Provider;
pub use request::{Request, Response};
pub use session::{Account, Introspection, Session, Snapshot, Status};

pub use crate::core::error::{Code as ErrorCode, Error as AuthError, Evidence};
pub use crate::core::names::Timestamp;
pub use crate::core::secret::Secret;
pub use crate::core::session::User;
