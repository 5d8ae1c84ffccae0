//! The parser of `WWW-Authenticate` as a browser hands it over: all lines of it joined by commas
//! (RFC 9110, sections 5.6 and 11.6.1).
//!
//! A comma stands between two challenges, between two parameters, inside of a quoted text, and
//! alone. Only what follows tells: a name and `=` is a parameter of the challenge before it, a name
//! alone or with a blank begins the next challenge. Where the text is no longer of this form nobody
//! can know where the next challenge begins, so reading ends there, and the challenge that was being
//! read is dropped. Its time grows with the length of the text, whatever the text is.

/// The longest header that is read, in bytes.
pub const MAX_LENGTH: usize = 16 * 1024;
/// The most challenges in one header.
pub const MAX_CHALLENGES: usize = 16;
/// The most parameters of one challenge.
pub const MAX_PARAMETERS: usize = 32;

/// One challenge. Scheme and names as they were written, values without quotes and escapes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge<'a> {
    scheme: &'a str,
    token68: Option<&'a str>,
    parameters: Vec<(&'a str, String)>,
}

impl<'a> Challenge<'a> {
    /// The authentication scheme.
    pub fn scheme(&self) -> &'a str {
        self.scheme
    }

    /// Whether it is of this scheme; case does not count.
    pub fn is_of(&self, scheme: &str) -> bool {
        self.scheme.eq_ignore_ascii_case(scheme)
    }

    /// What stands in place of parameters (`Negotiate YII=`).
    pub fn token68(&self) -> Option<&'a str> {
        self.token68
    }

    /// The value of a parameter; the case of its name does not count.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters()
            .find(|(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// All parameters, in order.
    pub fn parameters(&self) -> impl Iterator<Item = (&'a str, &str)> {
        self.parameters
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
    }

    /// Two readers may differ about a parameter that is there twice (RFC 9110, section 11.2).
    fn repeats_a_parameter(&self) -> bool {
        let names = || self.parameters.iter().map(|(name, _)| *name);
        names().enumerate().any(|(at, name)| {
            names()
                .take(at)
                .any(|before| before.eq_ignore_ascii_case(name))
        })
    }
}

/// The challenges in order, without those that repeat a parameter. None at all where there is too
/// much of anything.
pub fn read(header: &str) -> Vec<Challenge<'_>> {
    let mut challenges = Vec::new();
    if header.len() > MAX_LENGTH {
        return challenges;
    }
    let mut reader = Reader {
        text: header,
        at: 0,
    };
    loop {
        reader.skip(|byte| is_blank(byte) || byte == b',');
        if reader.peek().is_none() {
            break;
        }
        let formed = element(&mut reader, &mut challenges);
        let parameters = challenges.last().map_or(0, |last| last.parameters.len());
        if challenges.len() > MAX_CHALLENGES || parameters > MAX_PARAMETERS {
            return Vec::new();
        }
        if formed.is_none() {
            challenges.pop();
            break;
        }
    }
    challenges.retain(|challenge| !challenge.repeats_a_parameter());
    challenges
}

/// What stands between two commas of the list.
fn element<'a>(reader: &mut Reader<'a>, challenges: &mut Vec<Challenge<'a>>) -> Option<()> {
    let name = reader.token()?;
    let blank = reader.skip(is_blank);
    if reader.take(b'=') {
        let open = challenges.last_mut()?;
        return parameter(reader, name, open);
    }
    if !blank && !reader.at_separator() {
        return None;
    }
    challenges.push(Challenge {
        scheme: name,
        token68: None,
        parameters: Vec::new(),
    });
    let open = challenges.last_mut()?;
    if reader.at_separator() {
        return Some(());
    }
    // `a=` ends as a token68 does and `a=b` does not, so both begin alike.
    let start = reader.at;
    if let Some(token68) = reader.token68() {
        open.token68 = Some(token68);
        return Some(());
    }
    reader.at = start;
    let name = reader.token()?;
    reader.skip(is_blank);
    if reader.take(b'=') {
        parameter(reader, name, open)
    } else {
        None
    }
}

/// The value of a parameter and the separator after it.
fn parameter<'a>(reader: &mut Reader<'a>, name: &'a str, open: &mut Challenge<'a>) -> Option<()> {
    reader.skip(is_blank);
    let value = if reader.take(b'"') {
        reader.quoted()?
    } else {
        String::from(reader.token()?)
    };
    reader.skip(is_blank);
    // A challenge has either a token68 or parameters.
    if open.token68.is_some() || !reader.at_separator() {
        return None;
    }
    open.parameters.push((name, value));
    Some(())
}

/// A place in the header, moving forward but for one try.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Passes this byte, if it comes next.
    fn take(&mut self, byte: u8) -> bool {
        let taken = self.peek() == Some(byte);
        self.at += usize::from(taken);
        taken
    }

    /// Passes such bytes; whether there was one.
    fn skip(&mut self, skipped: fn(u8) -> bool) -> bool {
        let start = self.at;
        while self.peek().is_some_and(skipped) {
            self.at += 1;
        }
        self.at > start
    }

    /// The text from `start` on, up to here. Both stand beside ASCII, so there is one.
    fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn at_separator(&self) -> bool {
        matches!(self.peek(), None | Some(b','))
    }

    /// A token (RFC 9110, section 5.6.2).
    fn token(&mut self) -> Option<&'a str> {
        let start = self.at;
        self.skip(is_token).then(|| self.since(start))
    }

    /// A token68 and the separator after it (RFC 9110, section 11.2).
    fn token68(&mut self) -> Option<&'a str> {
        let start = self.at;
        let some = self.skip(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'+' | b'/')
        });
        self.skip(|byte| byte == b'=');
        let token68 = self.since(start);
        self.skip(is_blank);
        (some && self.at_separator()).then_some(token68)
    }

    /// A quoted text after its first quote (RFC 9110, section 5.6.4).
    fn quoted(&mut self) -> Option<String> {
        let mut value = String::new();
        loop {
            let start = self.at;
            self.skip(|byte| is_quotable(byte) && byte != b'"' && byte != b'\\');
            value.push_str(self.since(start));
            if self.take(b'"') {
                return Some(value);
            }
            if !self.take(b'\\') || !self.peek().is_some_and(is_quotable) {
                return None;
            }
            // What is escaped stands for itself. It may be the first byte of several.
            let escaped = self.at;
            self.at += 1;
            self.skip(|byte| (0x80..0xc0).contains(&byte));
            value.push_str(self.since(escaped));
        }
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// All but control characters.
fn is_quotable(byte: u8) -> bool {
    byte == b'\t' || (byte >= b' ' && byte != 0x7f)
}
