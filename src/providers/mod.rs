//! What each provider does differently, as data: one constant a file.

#![forbid(unsafe_code)]

use crate::core::provider::Provider;

#[cfg(feature = "business-central")]
pub mod business_central;
#[cfg(feature = "doccentrum")]
pub mod doccentrum;
#[cfg(any(feature = "docplanner", feature = "relay"))]
pub mod docplanner;
#[cfg(feature = "docspace")]
pub mod docspace;
#[cfg(feature = "enadoc")]
pub mod enadoc;
#[cfg(feature = "entra")]
pub mod entra;
#[cfg(feature = "oidc")]
pub mod oidc;

/// The providers of this build.
pub const ALL: &[&Provider] = &[
    #[cfg(feature = "docspace")]
    &docspace::DOCSPACE,
    #[cfg(feature = "oidc")]
    &oidc::OIDC,
    #[cfg(feature = "entra")]
    &entra::ENTRA,
    #[cfg(feature = "doccentrum")]
    &doccentrum::DOCCENTRUM,
    #[cfg(feature = "business-central")]
    &business_central::BUSINESS_CENTRAL,
    #[cfg(feature = "enadoc")]
    &enadoc::ENADOC,
    #[cfg(feature = "docplanner")]
    &docplanner::DOCPLANNER,
];

/// The provider of this id, if this build has it.
pub fn by_id(id: &str) -> Option<&'static Provider> {
    ALL.iter().copied().find(|provider| provider.id == id)
}
