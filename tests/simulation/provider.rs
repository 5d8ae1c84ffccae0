//! The provider: families of refresh tokens that rotate. Who uses a spent one kills its family
//! (RFC 9700, section 4.14.2).

use super::rules::Rules;

/// All refresh tokens that follow from one login.
#[derive(Debug, Clone)]
pub(crate) struct Family {
    pub(crate) user: u8,
    /// The one refresh token that is good.
    pub(crate) current: u32,
    pub(crate) revoked: bool,
    /// By the provider's own clock.
    pub(crate) began: i64,
}

#[derive(Debug, Clone)]
pub(crate) struct Issued {
    pub(crate) access: String,
    pub(crate) refresh: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Provider {
    pub(crate) rules: Rules,
    pub(crate) families: Vec<Family>,
    issued: u32,
}

impl Provider {
    pub(crate) fn new(rules: Rules) -> Provider {
        Provider {
            rules,
            families: Vec::new(),
            issued: 0,
        }
    }

    pub(crate) fn log_in(&mut self, user: u8, now: i64) -> Issued {
        self.families.push(Family {
            user,
            current: 0,
            revoked: false,
            began: now,
        });
        self.issue(self.families.len() - 1, true)
    }

    /// A refresh request; `None`: `invalid_grant`.
    pub(crate) fn renew(&mut self, token: &str, now: i64) -> Option<Issued> {
        let (at, number) = place(token)?;
        let rules = self.rules;
        if self.is_over(at, now) {
            return None;
        }
        let family = self.families.get_mut(at)?;
        if number == family.current {
            family.current += u32::from(rules.rotates);
        } else if !(rules.grace && number + 1 == family.current) {
            family.revoked = true;
            return None;
        }
        Some(self.issue(at, rules.rotates))
    }

    fn is_over(&self, at: usize, now: i64) -> bool {
        self.families.get(at).is_none_or(|family| {
            let old = |life| now - family.began >= life;
            family.revoked || self.rules.login_life.is_some_and(old)
        })
    }

    /// Whether this refresh token would be taken.
    pub(crate) fn takes(&self, token: &str, now: i64) -> bool {
        place(token).is_some_and(|(at, number)| {
            let current = self.families[at].current;
            let good = number == current || self.rules.grace && number + 1 == current;
            good && !self.is_over(at, now)
        })
    }

    /// Whose token this is, access or refresh.
    pub(crate) fn user(&self, token: &str) -> Option<u8> {
        let (at, _) = place(token)?;
        self.families.get(at).map(|family| family.user)
    }

    fn issue(&mut self, at: usize, refresh: bool) -> Issued {
        self.issued += 1;
        let current = self.families[at].current;
        Issued {
            access: format!("at-{at}-{}", self.issued),
            refresh: (refresh && self.rules.renewable).then(|| format!("rt-{at}-{current}")),
        }
    }
}

/// Family and number.
fn place(token: &str) -> Option<(usize, u32)> {
    let mut parts = token.split('-').skip(1);
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}
