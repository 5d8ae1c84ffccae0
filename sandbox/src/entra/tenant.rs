//! The tenants, and what a path's first segment means: a tenant by GUID or domain, or a group of them.

use crate::clients::User;

/// A customer's directory.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Tenant {
    pub(crate) id: &'static str,
    pub(crate) domain: &'static str,
}

/// Where users live who have no tenant of their own in the configuration.
static CONTOSO: Tenant = Tenant {
    id: "11111111-1111-4111-8111-111111111111",
    domain: "contoso.example",
};

/// The tenant of all personal accounts.
static CONSUMERS: Tenant = Tenant {
    id: "9188040d-6c67-4c5b-b112-36a304b66dad",
    domain: "consumers",
};

static FABRIKAM: Tenant = Tenant {
    id: "22222222-2222-4222-8222-222222222222",
    domain: "fabrikam.example",
};

impl Tenant {
    /// A tenant by GUID or domain, in any capitals.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        [&CONTOSO, &FABRIKAM, &CONSUMERS]
            .into_iter()
            .find(|tenant| {
                tenant.id.eq_ignore_ascii_case(name) || tenant.domain.eq_ignore_ascii_case(name)
            })
    }

    /// Where a user lives.
    pub(crate) fn of(user: &User) -> &'static Self {
        user.tenant
            .as_deref()
            .and_then(Self::named)
            .unwrap_or(&CONTOSO)
    }

    /// The user principal name: not an e-mail address, although it looks like one.
    pub(crate) fn principal_name(&self, user: &User) -> String {
        format!("{}@{}", user.login, self.domain)
    }
}

/// What a path's first segment stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Authority {
    /// Every tenant, personal accounts too.
    Common,
    /// Every tenant but that of personal accounts.
    Organizations,
    /// One tenant.
    Tenant(&'static Tenant),
}

impl Authority {
    pub(crate) fn named(segment: &str) -> Option<Self> {
        match segment {
            "common" => Some(Self::Common),
            "organizations" => Some(Self::Organizations),
            name => Tenant::named(name).map(Self::Tenant),
        }
    }

    /// Whether users of a tenant may sign in here.
    pub(crate) fn admits(self, tenant: &Tenant) -> bool {
        match self {
            Self::Common => true,
            Self::Organizations => *tenant != CONSUMERS,
            Self::Tenant(own) => own == tenant,
        }
    }

    /// The tenant part of the issuer: a literal placeholder where there are several.
    pub(crate) fn issuer_part(self) -> &'static str {
        match self {
            Self::Common | Self::Organizations => "{tenantid}",
            Self::Tenant(tenant) => tenant.id,
        }
    }
}
