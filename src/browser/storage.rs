//! The page's storage areas (R-103: blocked, full and lying storage are ordinary outcomes).
//!
//! The areas are looked up at each call: a user may block or clear them at any time.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::Storage;

use super::{foreign, location};

/// Which storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// `sessionStorage`: this tab only, though a duplicated tab starts with a copy.
    Tab,
    /// `localStorage`: all tabs of the origin. Never for anything secret.
    Shared,
}

/// Why the storage did not do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageFailure {
    /// The browser refuses (sandboxed frame, privacy setting), there is none, or it forgot at once.
    Blocked,
    /// There is no room left.
    Full,
}

/// The value under a key.
pub fn read(area: Area, key: &str) -> Result<Option<String>, StorageFailure> {
    storage(area)?
        .get_item(key)
        .map_err(|_| StorageFailure::Blocked)
}

/// Stores a value and looks whether it is there.
pub fn write(area: Area, key: &str, value: &str) -> Result<(), StorageFailure> {
    storage(area)?
        .set_item(key, value)
        .map_err(|thrown| failure(&thrown))?;
    match read(area, key)? {
        Some(stored) if stored == value => Ok(()),
        _ => Err(StorageFailure::Blocked),
    }
}

/// Removes a key, present or not.
pub fn remove(area: Area, key: &str) -> Result<(), StorageFailure> {
    storage(area)?
        .remove_item(key)
        .map_err(|_| StorageFailure::Blocked)
}

/// The keys that begin with `prefix`, in no particular order; none where the storage refuses.
#[must_use]
pub fn keys(area: Area, prefix: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Ok(storage) = storage(area) {
        for index in 0..storage.length().unwrap_or(0) {
            match storage.key(index) {
                Ok(Some(key)) if key.starts_with(prefix) => found.push(key),
                _ => {}
            }
        }
    }
    found
}

pub(super) fn storage(area: Area) -> Result<Storage, StorageFailure> {
    let window = location::window().ok_or(StorageFailure::Blocked)?;
    let storage = match area {
        Area::Tab => window.session_storage(),
        Area::Shared => window.local_storage(),
    };
    match storage {
        Ok(Some(storage)) if storage.is_object() => Ok(storage),
        _ => Err(StorageFailure::Blocked),
    }
}

/// Full storage is told by name or code, whatever the realm of the exception: `QuotaExceededError`
/// (22), or Firefox's `NS_ERROR_DOM_QUOTA_REACHED` (1014).
fn failure(thrown: &JsValue) -> StorageFailure {
    let code = foreign::property(thrown, "code").and_then(|code| foreign::count(&code));
    let name = foreign::property(thrown, "name").and_then(|name| name.as_string());
    let full = matches!(code, Some(22 | 1014))
        || matches!(
            name.as_deref(),
            Some("QuotaExceededError" | "NS_ERROR_DOM_QUOTA_REACHED")
        );
    if full {
        StorageFailure::Full
    } else {
        StorageFailure::Blocked
    }
}

/// Whether a storage event's `storageArea` is the shared area.
pub(super) fn is_shared(area: &JsValue) -> bool {
    matches!(storage(Area::Shared), Ok(shared) if shared.unchecked_ref::<JsValue>() == area)
}
