//! The relay's cookies: their names, and how they are read, set and cleared.
//!
//! `__Host-` makes the browser refuse them from anyone but this very host over a secure connection. They are
//! `SameSite=Strict`: the code returns to the page, which then calls the relay from its own site.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use sha2::{Digest, Sha256};

use crate::error::{Code, Refusal};

/// What the names of all of the relay's cookies begin with.
const PREFIX: &str = "__Host-dg-";
const LOGIN: &str = "__Host-dg-l-";
const SESSION: &str = "__Host-dg-s-";
/// The most bytes of the relay's cookies in one request, names and values together.
pub const TOTAL: usize = 6 * 1024;
/// The most bytes of one cookie that every browser keeps.
const ONE: usize = 4096;

/// The relay's cookies in a request.
#[derive(Default)]
pub struct Cookies(Vec<(String, String)>);

impl Cookies {
    /// Reads them. Of cookies with the same name none counts.
    #[must_use]
    pub fn read(headers: &HeaderMap) -> Cookies {
        let mut cookies: Vec<(String, String)> = Vec::new();
        let mut repeated = Vec::new();
        let lines = headers.get_all(COOKIE).iter();
        for piece in lines
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
        {
            let Some((name, value)) = piece.trim().split_once('=') else {
                continue;
            };
            if !name.starts_with(PREFIX) {
                continue;
            }
            if cookies.iter().any(|(own, _)| own == name) {
                repeated.push(name.to_owned());
            }
            cookies.push((name.to_owned(), value.to_owned()));
        }
        cookies.retain(|(name, _)| !repeated.contains(name));
        Cookies(cookies)
    }

    /// The value of a cookie.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        let mut own = self.0.iter().filter(|(own, _)| own == name);
        own.next().map(|(_, value)| value.as_str())
    }

    /// Names and values of all logins.
    pub fn logins(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .filter(|(name, _)| name.starts_with(LOGIN))
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Names and values of all sessions.
    pub fn sessions(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .filter(|(name, _)| name.starts_with(SESSION))
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// How many bytes they are together.
    #[must_use]
    pub fn size(&self) -> usize {
        self.0
            .iter()
            .map(|(name, value)| name.len() + value.len())
            .sum()
    }

    /// Whether there is room for a cookie beside those that stay.
    ///
    /// # Errors
    /// [`Code::CookiesTooLarge`].
    pub fn room_for(&self, name: &str, value: &str, leaving: &[String]) -> Result<(), Refusal> {
        let staying = self
            .0
            .iter()
            .filter(|(own, _)| own != name && !leaving.contains(own));
        let size: usize = staying.map(|(name, value)| name.len() + value.len()).sum();
        let own = name.len() + value.len();
        if own > ONE || size + own > TOTAL {
            return Err(Code::CookiesTooLarge.into());
        }
        Ok(())
    }
}

/// Shows how many there are.
impl std::fmt::Debug for Cookies {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Cookies({})", self.0.len())
    }
}

/// The login's cookie: one for each state, or where the provider knows no state, one.
#[must_use]
pub fn login_name(entry: &str, origin: &str, state: Option<&str>) -> String {
    let mut parts = vec![entry, origin];
    parts.extend(state);
    [LOGIN, &hex(&parts)].concat()
}

/// The session's cookie: one for each, so that whoever comes next takes nothing from whoever is there.
#[must_use]
pub fn session_name(entry: &str, origin: &str, id: &str) -> String {
    [SESSION, &hex(&[entry, origin, id])].concat()
}

/// `Set-Cookie` for a sealed value.
#[must_use]
pub fn set(name: &str, value: &str, seconds: u64) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!(
        "{name}={value}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={seconds}"
    ))
    .ok()
}

/// `Set-Cookie` that takes a cookie away.
#[must_use]
pub fn clear(name: &str) -> Option<HeaderValue> {
    set(name, "", 0)
}

/// A hash of texts, each after its length, so that different texts never give the same.
#[must_use]
pub fn hash(parts: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().into()
}

fn hex(parts: &[&str]) -> String {
    let mut text = String::new();
    for byte in hash(parts).iter().take(8) {
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;
    use axum::http::header::COOKIE;

    use super::{Cookies, clear, login_name, session_name, set};
    use crate::error::Code;
    use crate::rows::serves;

    fn read(lines: &[&str]) -> Cookies {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(COOKIE, line.parse().unwrap());
        }
        Cookies::read(&headers)
    }

    #[test]
    fn its_own_are_found_among_others() {
        let cookies = read(&[
            "a=1; __Host-dg-l-1=x; b=2",
            "__Host-dg-s-2=y=z;__Host-other=3; c",
        ]);
        assert_eq!(cookies.value("__Host-dg-l-1"), Some("x"));
        assert_eq!(cookies.value("__Host-dg-s-2"), Some("y=z"));
        assert_eq!(cookies.value("a"), None);
        assert_eq!(cookies.size(), 13 + 1 + 13 + 3);
        assert_eq!(
            cookies.logins().collect::<Vec<_>>(),
            [("__Host-dg-l-1", "x")]
        );
    }

    #[test]
    fn of_a_repeated_name_none_counts() {
        let cookies = read(&["__Host-dg-s-2=x; __Host-dg-s-2=y", "__Host-dg-l-1=z"]);
        assert_eq!(cookies.value("__Host-dg-s-2"), None);
        assert_eq!(cookies.value("__Host-dg-l-1"), Some("z"));
    }

    #[test]
    fn names_differ_by_entry_origin_and_state() {
        let names = [
            login_name("files", "https://a.example", Some("s")),
            login_name("files", "https://a.example", Some("t")),
            login_name("files", "https://a.example", None),
            login_name("files", "https://b.example", Some("s")),
            login_name("other", "https://a.example", Some("s")),
            session_name("files", "https://a.example", "s"),
            session_name("files", "https://a.example", "t"),
            session_name("fileshttps", "://a.example", "s"),
        ];
        for (at, name) in names.iter().enumerate() {
            assert_eq!(name.len(), 12 + 16);
            assert!(!names[..at].contains(name), "{name}");
        }
    }

    #[test]
    fn they_are_set_for_this_host_alone() {
        assert_eq!(
            set("__Host-dg-s-1", "v", 60).unwrap(),
            "__Host-dg-s-1=v; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=60"
        );
        assert_eq!(
            clear("__Host-dg-s-1").unwrap(),
            "__Host-dg-s-1=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0"
        );
        serves(
            "R-144",
            "cookies: __Host-, Path=/, Secure, HttpOnly, SameSite=Strict",
        );
    }

    #[test]
    fn there_is_room_for_so_much() {
        let big = "x".repeat(3000);
        let cookies = read(&[&format!("__Host-dg-s-1={big}; __Host-dg-s-2={big}")]);
        let room = |name: &str, length: usize, leaving: &[String]| {
            cookies
                .room_for(name, &"y".repeat(length), leaving)
                .map_err(|it| it.code)
        };
        assert_eq!(room("__Host-dg-l-1", 100, &[]), Ok(()));
        assert_eq!(room("__Host-dg-l-1", 106, &[]), Err(Code::CookiesTooLarge));
        assert_eq!(
            room("__Host-dg-l-1", 106, &["__Host-dg-s-1".to_owned()]),
            Ok(())
        );
        assert_eq!(room("__Host-dg-s-1", 3000, &[]), Ok(()));
        assert_eq!(
            room("__Host-dg-s-1", 4096, &["__Host-dg-s-2".to_owned()]),
            Err(Code::CookiesTooLarge)
        );
        serves("R-147", "the relay's cookies have a limit together");
    }
}
