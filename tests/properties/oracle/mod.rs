//! Independent judges of the strict readers. The fuzz targets use them too.

pub(crate) mod challenge;
pub(crate) mod claims_request;
pub(crate) mod form;
pub(crate) mod join_api;
pub(crate) mod json;
pub(crate) mod keys;
pub(crate) mod return_to;
pub(crate) mod url;

/// Whether `url` may have read a path unlike the standard: it keeps `c:` and `c|` before `..`, as if
/// it were the drive of a file, whatever the scheme is.
pub(crate) fn keeps_a_drive(theirs: &::url::Url) -> bool {
    theirs
        .path()
        .split('/')
        .any(|segment| matches!(segment.as_bytes(), [letter, b':' | b'|'] if letter.is_ascii_alphabetic()))
}
