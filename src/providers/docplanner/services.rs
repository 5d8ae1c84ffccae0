//! Where Docplanner's services are, for the relay alone.

/// The vendor's domains, and no other: the address that gets a secret is made of one.
pub const DOMAINS: [&str; 13] = [
    "doctoraliar.com",
    "doctoralia.com.br",
    "doctoralia.cl",
    "doctoralia.co",
    "znamylekar.cz",
    "jameda.de",
    "doctoralia.es",
    "miodottore.it",
    "doctoralia.mx",
    "doctoralia.pe",
    "doctoralia.com.pt",
    "doktortakvimi.com",
    "znanylekarz.pl",
];

/// Below a domain's own host: where a machine's token is issued (RFC 6749, section 4.4).
pub const TOKEN_PATH: &str = "/oauth/v2/token";

/// Below a domain's own host: what every path of the API begins with.
pub const API_PATH: &str = "/api/v3/integration/";

/// What a machine's token is asked for.
pub const SCOPE: &str = "integration";

/// The origin of a domain that is one of [`DOMAINS`].
#[must_use]
pub fn origin(domain: &str) -> Option<String> {
    DOMAINS
        .contains(&domain)
        .then(|| ["https://www.", domain].concat())
}

#[cfg(test)]
mod tests {
    use super::{DOMAINS, origin};

    #[test]
    fn only_the_vendors_domains_have_an_origin() {
        assert_eq!(
            origin("doctoralia.es").as_deref(),
            Some("https://www.doctoralia.es")
        );
        for domain in [
            "",
            "www.doctoralia.es",
            "doctoralia.es.evil.example",
            "evil.example/doctoralia.es",
            "Doctoralia.es",
            "doctoralia.es/",
            "doctoralia.es@evil.example",
        ] {
            assert_eq!(origin(domain), None, "{domain}");
        }
        assert_eq!(DOMAINS.len(), 13);
    }
}
