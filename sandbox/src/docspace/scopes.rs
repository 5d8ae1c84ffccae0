//! The portal's scopes and the REST API routes that each one opens.

use crate::switches::DocSpaceVersion;

/// Every scope there is, in the order of the key set of the discovery document.
pub(super) const ALL: [&str; 9] = [
    "openid",
    "accounts:read",
    "accounts:write",
    "accounts.self:read",
    "accounts.self:write",
    "files:read",
    "files:write",
    "rooms:read",
    "rooms:write",
];

/// Whether a token with these scopes opens a route of the API (without `/api/2.0/`). What no rule names stays shut.
pub(super) fn open(
    method: &str,
    route: &str,
    granted: &[String],
    version: DocSpaceVersion,
) -> bool {
    if !version.write_implies_read() {
        return open_in_3_0(method, route, granted);
    }
    let under = |prefix: &str| under(route, prefix);
    let any = |scopes: &[&str]| {
        scopes
            .iter()
            .any(|scope| granted.iter().any(|held| held == scope))
    };
    let read = match method {
        "GET" => true,
        "POST" | "PUT" | "DELETE" => false,
        _ => return false,
    };
    if under("people/@self") {
        return if read {
            any(&[
                "accounts.self:read",
                "accounts.self:write",
                "accounts:read",
                "accounts:write",
            ])
        } else {
            any(&["accounts.self:write", "accounts:write"])
        };
    }
    if under("people") {
        return if read {
            any(&["accounts:read", "accounts:write"])
        } else {
            any(&["accounts:write"])
        };
    }
    if under("group") {
        // Write does not imply read here.
        return any(&[if read {
            "accounts:read"
        } else {
            "accounts:write"
        }]);
    }
    if under("files/rooms") {
        return if read {
            any(&["rooms:read", "rooms:write"])
        } else {
            any(&["rooms:write"])
        };
    }
    if under("files") {
        return if read {
            any(&["files:read", "files:write"])
        } else {
            any(&["files:write"])
        };
    }
    read && route == "keys/@self"
}

/// The rules of 3.0: no `/group`, write implies read for files alone, and a misspelled scope in the rule for one's own profile, so
/// that `accounts.self:write` opens nothing.
fn open_in_3_0(method: &str, route: &str, granted: &[String]) -> bool {
    let under = |prefix: &str| under(route, prefix);
    let any = |scopes: &[&str]| {
        scopes
            .iter()
            .any(|scope| granted.iter().any(|held| held == scope))
    };
    let opening: &[&str] = match method {
        "GET" if under("people/@self") => &["accounts.self:read", "accounts:read"],
        "GET" if under("people") => &["accounts:read"],
        "GET" if under("files/rooms") => &["rooms:read"],
        "GET" if under("files") => &["files:read", "files:write"],
        "GET" => return route == "keys/@self",
        "POST" | "PUT" | "DELETE" if under("people") => &["accounts:write"],
        "POST" | "PUT" | "DELETE" if under("files/rooms") => &["rooms:write"],
        "POST" | "PUT" | "DELETE" if under("files") => &["files:write"],
        _ => &[],
    };
    any(opening)
}

fn under(route: &str, prefix: &str) -> bool {
    route
        .strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(method: &str, route: &str, granted: &[String]) -> bool {
        super::open(method, route, granted, DocSpaceVersion::V3_7)
    }

    #[test]
    fn each_rule_of_the_table() {
        let table: [(&str, &str, &[&str]); 10] = [
            (
                "GET",
                "people/@self",
                &[
                    "accounts.self:read",
                    "accounts.self:write",
                    "accounts:read",
                    "accounts:write",
                ],
            ),
            (
                "PUT",
                "people/@self/photo",
                &["accounts.self:write", "accounts:write"],
            ),
            ("GET", "people", &["accounts:read", "accounts:write"]),
            ("DELETE", "people/x", &["accounts:write"]),
            ("GET", "group", &["accounts:read"]),
            ("POST", "group", &["accounts:write"]),
            ("GET", "files/@root", &["files:read", "files:write"]),
            ("POST", "files/@my/file", &["files:write"]),
            ("GET", "files/rooms", &["rooms:read", "rooms:write"]),
            ("POST", "files/rooms", &["rooms:write"]),
        ];
        for (method, route, opening) in table {
            for scope in ALL {
                let granted = [scope.to_string()];
                assert_eq!(
                    open(method, route, &granted),
                    opening.contains(&scope),
                    "{method} {route} with {scope}"
                );
            }
        }
    }

    #[test]
    fn everything_else_is_shut() {
        let all = ALL.map(str::to_string);
        for (method, route) in [
            ("GET", "settings"),
            ("GET", "portal"),
            ("PATCH", "people/@self"),
            ("GET", "peopleX"),
            ("POST", "keys/@self"),
        ] {
            assert!(!open(method, route, &all), "{method} {route}");
        }
        assert!(open("GET", "keys/@self", &[]));
    }

    #[test]
    fn the_rules_of_3_0() {
        let table: [(&str, &str, &[&str]); 10] = [
            (
                "GET",
                "people/@self",
                &["accounts.self:read", "accounts:read"],
            ),
            ("PUT", "people/@self/photo", &["accounts:write"]),
            ("GET", "people", &["accounts:read"]),
            ("DELETE", "people/x", &["accounts:write"]),
            ("GET", "group", &[]),
            ("POST", "group", &[]),
            ("GET", "files/@root", &["files:read", "files:write"]),
            ("POST", "files/@my/file", &["files:write"]),
            ("GET", "files/rooms", &["rooms:read"]),
            ("POST", "files/rooms", &["rooms:write"]),
        ];
        for (method, route, opening) in table {
            for scope in ALL {
                let granted = [scope.to_string()];
                assert_eq!(
                    super::open(method, route, &granted, DocSpaceVersion::V3_0),
                    opening.contains(&scope),
                    "{method} {route} with {scope}"
                );
            }
        }
        assert!(super::open("GET", "keys/@self", &[], DocSpaceVersion::V3_0));
    }
}
