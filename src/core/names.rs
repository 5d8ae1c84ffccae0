//! The small values that everything else is made of.

/// Milliseconds since 1970 by the wall clock; always an argument, never read here.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// This much later; saturates.
    pub fn plus_seconds(self, seconds: u64) -> Timestamp {
        let millis = i64::try_from(seconds)
            .unwrap_or(i64::MAX)
            .saturating_mul(1000);
        Timestamp(self.0.saturating_add(millis))
    }

    /// Whole seconds since 1970, as JWT claims count (NumericDate).
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Milliseconds that have passed since `earlier`; negative when the clock went back.
    pub fn since(self, earlier: Timestamp) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// A set of scopes in the order in which they were named, each once (RFC 6749, section 3.3).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Scopes(Vec<String>);

impl Scopes {
    /// Reads a space-separated list; anything that is no scope token makes it `None`.
    pub fn parse(list: &str) -> Option<Scopes> {
        let mut scopes = Scopes::default();
        for token in list.split(' ').filter(|token| !token.is_empty()) {
            if !scopes.insert(token) {
                return None;
            }
        }
        Some(scopes)
    }

    /// Adds one scope, once. False when it is no scope token: 1 to 256 of %x21 / %x23-5B / %x5D-7E.
    pub fn insert(&mut self, token: &str) -> bool {
        let fits = !token.is_empty()
            && token.len() <= 256
            && token
                .bytes()
                .all(|b| matches!(b, 0x21 | 0x23..=0x5b | 0x5d..=0x7e));
        if fits && !self.contains(token) && self.0.len() < 128 {
            self.0.push(String::from(token));
        }
        fits
    }

    /// Whether this very scope is in the set.
    pub fn contains(&self, token: &str) -> bool {
        self.0.iter().any(|scope| scope == token)
    }

    /// Whether every scope of `others` is in the set.
    pub fn contains_all(&self, others: &Scopes) -> bool {
        others.0.iter().all(|scope| self.contains(scope))
    }

    /// Those of this set that are not in `granted`.
    pub fn missing_from(&self, granted: &Scopes) -> Scopes {
        Scopes(
            self.0
                .iter()
                .filter(|scope| !granted.contains(scope))
                .cloned()
                .collect(),
        )
    }

    /// Those that fit.
    pub fn only(&self, fits: impl Fn(&str) -> bool) -> Scopes {
        let mut scopes = self.clone();
        scopes.0.retain(|scope| fits(scope));
        scopes
    }

    /// Each in another form; `None` where one is no scope token then.
    pub fn each(&self, form: impl Fn(&str) -> String) -> Option<Scopes> {
        let mut scopes = Scopes::default();
        for scope in self.iter() {
            if !scopes.insert(&form(scope)) {
                return None;
            }
        }
        Some(scopes)
    }

    /// Both sets together.
    pub fn and(&self, others: &Scopes) -> Scopes {
        let mut all = self.clone();
        for scope in &others.0 {
            all.insert(scope);
        }
        all
    }

    /// In order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// No scope at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As the `scope` parameter has it.
    pub fn to_parameter(&self) -> String {
        self.0.join(" ")
    }

    /// As a list.
    pub fn to_vec(&self) -> Vec<String> {
        self.0.clone()
    }
}

/// What the core needs that only the host can give: fresh random bytes, drawn for one login.
pub struct Entropy(pub [u8; 96]);

impl Entropy {
    const STATE: std::ops::Range<usize> = 0..24;
    const NONCE: std::ops::Range<usize> = 24..48;
    const VERIFIER: std::ops::Range<usize> = 48..80;
    const SESSION: std::ops::Range<usize> = 80..96;

    fn part(&self, range: std::ops::Range<usize>) -> &[u8] {
        self.0.get(range).unwrap_or_default()
    }

    /// 192 bits for `state`.
    pub fn state(&self) -> &[u8] {
        self.part(Entropy::STATE)
    }

    /// 192 bits for `nonce`.
    pub fn nonce(&self) -> &[u8] {
        self.part(Entropy::NONCE)
    }

    /// 256 bits for the code verifier.
    pub fn verifier(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(self.part(Entropy::VERIFIER));
        bytes
    }

    /// 128 bits for the session's id.
    pub fn session(&self) -> &[u8] {
        self.part(Entropy::SESSION)
    }
}

impl std::fmt::Debug for Entropy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Entropy([redacted])")
    }
}

/// A whole number in plain digits, of at most ten.
pub fn number(text: &str) -> Option<u64> {
    let plain = (1..=10).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let add = |sum: u64, digit: u8| sum * 10 + u64::from(digit - b'0');
    plain.then(|| text.bytes().fold(0, add))
}

/// A whole number as text, without the formatting machinery.
pub fn digits(mut number: u64) -> String {
    let mut reversed = Vec::new();
    loop {
        reversed.push(b'0' + u8::try_from(number % 10).unwrap_or_default());
        number /= 10;
        if number == 0 {
            break;
        }
    }
    reversed
        .iter()
        .rev()
        .map(|digit| char::from(*digit))
        .collect()
}
