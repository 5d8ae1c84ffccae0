//! A core dump of a relay that fails would hold its secrets, so there is none, whatever the system says.

/// Forbids core dumps for good. Where the system does not let, the operator hears it, and the relay runs all the same.
pub(super) fn forbid() {
    #[cfg(unix)]
    if let Err(error) = rlimit::setrlimit(rlimit::Resource::CORE, 0, 0) {
        super::complain(&format!(
            "docgate-relay: core dumps could not be forbidden: {}\n",
            error.kind()
        ));
    }
}
