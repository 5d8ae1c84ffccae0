//! The protocol, pure: values in, values out.
pub mod base64url;
pub mod digest;
pub mod form;
pub mod http;
pub mod json;
mod percent;
pub mod pkce;
pub mod return_to;
pub mod secret;
pub mod url;
