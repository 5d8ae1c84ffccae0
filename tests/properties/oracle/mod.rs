//! Independent judges of the strict readers. The fuzz targets use them too.

pub(crate) mod form;
pub(crate) mod join_api;
pub(crate) mod json;
pub(crate) mod return_to;
pub(crate) mod url;
