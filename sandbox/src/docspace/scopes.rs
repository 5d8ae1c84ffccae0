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
    // The first rule that fits counts: the scopes of `people` do not open one's own record.
    if under("people/@self") {
        return if read {
            any(&["accounts.self:read", "accounts.self:write"])
        } else {
            any(&["accounts.self:write"])
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

/// The rules of 3.0: no `/group`, write implies read for files alone, and a misspelled scope in the rule for writing to one's own
/// profile, so that nothing opens that.
fn open_in_3_0(method: &str, route: &str, granted: &[String]) -> bool {
    let under = |prefix: &str| under(route, prefix);
    let any = |scopes: &[&str]| {
        scopes
            .iter()
            .any(|scope| granted.iter().any(|held| held == scope))
    };
    let opening: &[&str] = match method {
        "GET" if under("people/@self") => &["accounts.self:read"],
        "GET" if under("people") => &["accounts:read"],
        "GET" if under("files/rooms") => &["rooms:read"],
        "GET" if under("files") => &["files:read", "files:write"],
        "GET" => return route == "keys/@self",
        "POST" | "PUT" | "DELETE" if under("people/@self") => &[],
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

    /// The vendor's rules, against which the package's helpers are held too.
    const ROUTES: &str = include_str!("../../../tests/fixtures/docspace/routes.tsv");

    /// Whether this cell of the list lets a token with one scope, or with none, through.
    fn listed(cell: &str, scope: Option<&str>) -> bool {
        cell == "*" || cell.split(' ').any(|opening| scope == Some(opening))
    }

    #[test]
    fn each_scope_opens_what_the_vendor_lists() {
        let mut rows = 0;
        for line in ROUTES.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 4, "{line}");
            let [method, route, in_3_0, later] = cells[..] else {
                continue;
            };
            rows += 1;
            for (cell, version) in [
                (in_3_0, DocSpaceVersion::V3_0),
                (later, DocSpaceVersion::V3_1),
                (later, DocSpaceVersion::V3_7),
                (later, DocSpaceVersion::V3_8),
            ] {
                for scope in ALL.map(Some).into_iter().chain([None]) {
                    let granted: Vec<String> = scope.map(str::to_string).into_iter().collect();
                    assert_eq!(
                        open(method, route, &granted, version),
                        listed(cell, scope),
                        "{method} {route} with {scope:?} in {version:?}"
                    );
                }
                for opening in cell.split(' ') {
                    assert!(
                        ["*", "-"].contains(&opening) || ALL.contains(&opening),
                        "{opening} is no scope"
                    );
                }
                if cell == "-" {
                    let all = ALL.map(str::to_string);
                    assert!(
                        !open(method, route, &all, version),
                        "{method} {route} with all scopes in {version:?}"
                    );
                }
            }
        }
        assert!(rows > 35, "{rows} rows");
    }

    #[test]
    fn what_only_begins_like_a_route_is_none_of_it() {
        let held = ["accounts.self:read", "rooms:read"].map(str::to_string);
        for route in [
            "people/@selfish",
            "peopleX",
            "files/roomservice",
            "keys/@selfish",
        ] {
            for version in [DocSpaceVersion::V3_0, DocSpaceVersion::V3_7] {
                assert!(!open("GET", route, &held, version), "{route}");
            }
        }
    }
}
