//! What the control API does to the grants of every double that has such: whole families of a code and its tokens.

use crate::control::What;

/// A grant as far as the control API touches it.
pub(crate) struct Family<'a> {
    pub(crate) client: &'a str,
    pub(crate) user: &'a str,
    /// When the code ends.
    pub(crate) code: &'a mut u64,
    /// When each access token ends.
    pub(crate) access: Vec<&'a mut u64>,
    /// When each refresh token ends.
    pub(crate) refresh: Vec<&'a mut u64>,
    /// All of it is dead.
    pub(crate) revoked: &'a mut bool,
}

/// One login's authorization: its code, and every token that came of it.
pub(crate) trait Grant {
    fn family(&mut self) -> Family<'_>;
}

/// A double's own grant, whose tokens know when they end.
macro_rules! grant {
    ($grant:ty) => {
        impl $crate::grants::Grant for $grant {
            fn family(&mut self) -> $crate::grants::Family<'_> {
                $crate::grants::Family {
                    client: &self.client,
                    user: &self.user,
                    code: &mut self.code_expires,
                    access: self.access.iter_mut().map(|it| &mut it.expires).collect(),
                    refresh: self.refresh.iter_mut().map(|it| &mut it.expires).collect(),
                    revoked: &mut self.revoked,
                }
            }
        }
    };
}

pub(crate) use grant;

/// Kills every grant of a client and a user. Says whether there was one.
pub(crate) fn evict(grants: &mut [impl Grant], client: &str, user: &str) -> bool {
    let mut evicted = false;
    for family in grants.iter_mut().map(Grant::family) {
        if family.client == client && family.user == user && !*family.revoked {
            *family.revoked = true;
            evicted = true;
        }
    }
    evicted
}

/// Lets codes and tokens expire at this moment, where they have not yet.
pub(crate) fn expire(
    grants: &mut [impl Grant],
    what: What,
    client: Option<&str>,
    user: Option<&str>,
    now: u64,
) {
    let end = |at: &mut u64| *at = now.min(*at);
    for family in grants.iter_mut().map(Grant::family) {
        let theirs = client.is_none_or(|client| client == family.client)
            && user.is_none_or(|user| user == family.user);
        if !theirs {
            continue;
        }
        if what.means(What::Code) {
            end(family.code);
        }
        if what.means(What::Access) {
            family.access.into_iter().for_each(end);
        }
        if what.means(What::Refresh) {
            family.refresh.into_iter().for_each(end);
        }
    }
}
