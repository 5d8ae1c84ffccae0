//! Each connection is a file descriptor, and each call upstream another one. Many systems start a process with 1,024.

/// What the process needs beside its connections, not counting those to upstreams.
const OTHERS: u64 = 64;

/// Raises the limit as far as the system lets, and says so if that is not enough.
pub(super) fn raise(connections: usize) {
    // A connection that is answered from an upstream needs two. Slow ones, which the limit is about, need one.
    let wanted = u64::try_from(connections)
        .unwrap_or(u64::MAX)
        .saturating_add(u64::try_from(connections / 4).unwrap_or(u64::MAX))
        .saturating_add(OTHERS);
    let limit = match rlimit::increase_nofile_limit(wanted) {
        Ok(limit) => limit,
        Err(error) => {
            tracing::warn!(error = %error.kind(), "the limit of open files could not be raised");
            return;
        }
    };
    if limit < wanted {
        tracing::warn!(
            limit,
            wanted,
            "the limit of open files is too low for `limits.connections`"
        );
    }
}
