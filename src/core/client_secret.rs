//! The client secret of a confidential client (RFC 6749, section 2.3.1; R-146).
//!
//! Only the relay has one. The type exists under the feature `relay` alone, which does not compile for a
//! browser.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

use super::form::Form;
use super::secret::{Secret, redacted};

/// A client secret: shows nothing of itself, cannot be copied, is wiped when dropped.
pub struct ClientSecret(Secret);

redacted!("ClientSecret" for ClientSecret);

impl ClientSecret {
    /// Takes the text over. Nothing if it is empty, over 1,024 bytes, or has control characters.
    #[must_use]
    pub fn new(text: String) -> Option<ClientSecret> {
        let secret = Secret::new(text);
        // Judged only, never copied.
        let text = secret.expose();
        let fits = !text.is_empty() && text.len() <= 1024 && !text.chars().any(char::is_control);
        fits.then_some(ClientSecret(secret))
    }

    /// The `Authorization` header of HTTP Basic: client id and secret are form-encoded first, so that a
    /// colon in either changes nothing.
    #[must_use]
    pub fn basic(&self, client_id: &str) -> Secret {
        let mut pair = Zeroizing::new(encoded(client_id));
        pair.push(':');
        // The header of a token request over TLS is one of the two places where it belongs.
        pair.push_str(&Zeroizing::new(encoded(self.0.expose())));
        let mut header = String::from("Basic ");
        STANDARD.encode_string(pair.as_bytes(), &mut header);
        Secret::new(header)
    }

    /// The body of a request: the form, then `client_id` and `client_secret`.
    #[must_use]
    pub fn body(&self, client_id: &str, form: &Form) -> Secret {
        let mut body = form.encode();
        if !body.is_empty() {
            body.push('&');
        }
        body.push_str("client_id=");
        body.push_str(&encoded(client_id));
        body.push_str("&client_secret=");
        // The body of a token request over TLS is the other one.
        body.push_str(&Zeroizing::new(encoded(self.0.expose())));
        Secret::new(body)
    }

    /// Whether a text that goes elsewhere has the secret in it, in whatever spelling a service may
    /// make of it by accident.
    #[must_use]
    pub fn is_in(&self, text: &[u8]) -> bool {
        // Looked for, never shown.
        is_in(self.0.expose(), text)
    }

    /// Those spellings, for whoever looks in what comes piece by piece.
    #[must_use]
    pub fn spellings(&self) -> Vec<Zeroizing<String>> {
        // Looked for, never shown. A short one would be found everywhere.
        let plain = self.0.expose();
        if plain.len() < 6 {
            return Vec::new();
        }
        spellings(plain)
    }
}

/// The same for anything else that nobody is to see again: a code, a refresh token. A short one would be found
/// everywhere, so it is found nowhere.
#[must_use]
pub fn is_in(plain: &str, text: &[u8]) -> bool {
    plain.len() >= 6
        && spellings(plain)
            .iter()
            .any(|spelling| contains(text, spelling.as_bytes()))
}

/// What a service may make of it by accident: a form's spelling, hex, percent signs for the whole, and base64 at any
/// place of what was encoded, as in the Basic header that it gets.
#[must_use]
pub fn spellings(plain: &str) -> Vec<Zeroizing<String>> {
    let mut hex = Zeroizing::new(String::with_capacity(plain.len() * 2));
    let mut percent = Zeroizing::new(String::with_capacity(plain.len() * 3));
    for byte in plain.bytes() {
        for (text, before) in [(&mut hex, ""), (&mut percent, "%")] {
            text.push_str(before);
            for digit in [byte >> 4, byte & 15] {
                text.extend(char::from_digit(u32::from(digit), 16));
            }
        }
    }
    let upper = |text: &str| Zeroizing::new(text.to_ascii_uppercase());
    let mut found = vec![
        Zeroizing::new(plain.to_owned()),
        Zeroizing::new(encoded(plain)),
        upper(&hex),
        upper(&percent),
        hex,
        percent,
    ];
    let form = Zeroizing::new(encoded(plain));
    for (before, spelling) in (0..3).flat_map(|before| [(before, plain), (before, form.as_str())]) {
        let mut bytes = Zeroizing::new(vec![0; before]);
        bytes.extend_from_slice(spelling.as_bytes());
        for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            let text = Zeroizing::new(engine.encode(&*bytes));
            // The characters at both ends depend on the neighbours as well.
            let own = text.get((before * 8).div_ceil(6)..bytes.len() * 8 / 6);
            found.extend(own.map(|own| Zeroizing::new(own.to_owned())));
        }
    }
    found
}

fn encoded(text: &str) -> String {
    let mut form = Form::new();
    form.push("", text);
    let mut encoded = form.encode();
    encoded.remove(0);
    encoded
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::ClientSecret;
    use crate::core::form::Form;
    use crate::core::secret::rows;

    fn secret(text: &str) -> ClientSecret {
        ClientSecret::new(text.to_owned()).unwrap()
    }

    #[test]
    fn basic_encodes_id_and_secret_as_a_form() {
        // `a:b%c` and `p w+ü` as a form, joined by a colon, in base64.
        assert_eq!(
            secret("p w+\u{fc}").basic("a:b%c").expose(),
            "Basic YSUzQWIlMjVjOnAlMjB3JTJCJUMzJUJD"
        );
        rows::serves("R-146", "Basic form-encodes client id and secret");
    }

    #[test]
    fn the_body_has_both_at_its_end() {
        let mut form = Form::new();
        form.push("code", "a b");
        assert_eq!(
            secret("p&w").body("me", &form).expose(),
            "code=a%20b&client_id=me&client_secret=p%26w"
        );
        assert_eq!(
            secret("p").body("me", &Form::new()).expose(),
            "client_id=me&client_secret=p"
        );
    }

    #[test]
    fn nothing_of_it_is_shown() {
        assert_eq!(format!("{:?}", secret("s3cr3t")), "ClientSecret(redacted)");
        rows::serves("R-146", "Debug of a client secret shows nothing of it");
    }

    #[test]
    fn what_is_none_is_refused() {
        for text in ["", "a\nb", "a\0", &"a".repeat(1025)] {
            assert!(ClientSecret::new(text.to_owned()).is_none(), "{text:?}");
        }
        assert!(ClientSecret::new("a".repeat(1024)).is_some());
    }

    #[test]
    fn it_is_found_in_every_spelling() {
        let secret = secret("s3/cr3t~x");
        for text in [
            "a s3/cr3t~x b",
            "s3%2Fcr3t%7Ex",
            "czMvY3IzdH54",
            "\"czMvY3IzdH54\"",
            "Basic bWU6czMlMkZjcjN0JTdFeA==",
            "YTpzMy9jcjN0fng",
            "YWI6czMvY3IzdH54Yw",
            "xczMvY3IzdH54x",
            // `a:s3/cr3t~x`, and `ab:s3/cr3t~x;`.
            "Basic YTpzMy9jcjN0fng=",
            "YWI6czMvY3IzdH54Ow==",
            // Between 0xff and `?`, in base64url.
            "_3MzL2NyM3R-eD8",
            "73332f637233747e78",
            "73332F637233747E78",
            "%73%33%2f%63%72%33%74%7e%78",
        ] {
            assert!(secret.is_in(text.as_bytes()), "{text}");
        }
        for text in ["", "s3/cr3t", "access_token"] {
            assert!(!secret.is_in(text.as_bytes()), "{text}");
        }
    }
}
