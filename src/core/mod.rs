//! The protocol, pure: values in, values out.
pub mod form;
pub mod json;
pub mod secret;
pub mod url;
