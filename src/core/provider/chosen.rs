//! The provider of a config.
//!
//! A build with one provider need not ask at run time what that one does: what its data rules out is then not in the
//! module. So whoever has settings reads the data through this.

use std::ops::Deref;

use super::Provider;

/// One provider's data.
#[derive(Debug, Clone, Copy)]
pub struct Chosen(&'static Provider);

impl Chosen {
    /// The same as a plain reference, of which the compiler no longer knows what it says.
    pub fn provider(self) -> &'static Provider {
        self.0
    }
}

impl From<&'static Provider> for Chosen {
    fn from(provider: &'static Provider) -> Self {
        Self(provider)
    }
}

impl Deref for Chosen {
    type Target = Provider;

    #[inline(always)]
    fn deref(&self) -> &Provider {
        match crate::ONLY_PROVIDER {
            Some(only) => only,
            None => self.0,
        }
    }
}
