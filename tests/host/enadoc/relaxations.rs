//! What Enadoc and Docplanner differ in from the standard, and that nobody else does.

use docgate::core::provider::{ApiBase, Endpoints, RelayRole, STANDARD};
use docgate::providers;

use super::*;
use crate::entra::differences;

#[test]
fn enadoc_differs_in_these_fields_only() {
    assert_eq!(
        differences(&providers::enadoc::ENADOC, &STANDARD),
        [
            "id",
            "keys",
            "base",
            "endpoints",
            "way_back",
            "relay",
            "scoped",
            "default_scopes",
            "ignored_parameters",
            "frames",
            "resend",
            "identity",
            "confirms",
            "api_base",
            "faults",
            "numbered",
            "profile",
        ]
    );
    for other in providers::ALL.iter().filter(|it| it.id != "enadoc") {
        let id = other.id;
        assert!(other.way_back.state, "{id}: no state");
        assert_eq!(
            (other.way_back.codes, other.way_back.seconds),
            (&["code"][..], 3600)
        );
        assert!(!matches!(other.endpoints, Endpoints::Asked { .. }), "{id}");
        assert!(other.api_base != ApiBase::Told, "{id}");
        assert!(!other.numbered && !other.confirms, "{id}");
        assert!(other.relay != RelayRole::Everything, "{id}");
    }
    // What has no state is confirmed, short-lived, and nothing without a relay.
    let enadoc = &providers::enadoc::ENADOC;
    assert!(enadoc.confirms && enadoc.way_back.seconds == 900 && !enadoc.frames);
    serves(
        "R-170",
        "Enadoc's differences from the standard, field by field, and that no other provider has them",
    );
}

#[test]
fn docplanner_differs_in_these_fields_only() {
    assert_eq!(
        differences(&providers::docplanner::DOCPLANNER, &STANDARD),
        [
            "id",
            "keys",
            "base",
            "relay",
            "scoped",
            "default_scopes",
            "frames"
        ]
    );
    for other in providers::ALL.iter().filter(|it| it.id != "docplanner") {
        assert!(other.relay != RelayRole::Guarded, "{}", other.id);
    }
}
