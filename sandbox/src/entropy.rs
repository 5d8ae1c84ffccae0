//! Randomness as an argument, and the values that are made of it.

use crate::encoding::base64url;

/// A source of random bytes.
pub trait Entropy {
    /// Fills the buffer.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// A repeatable source for tests: the same seed gives the same bytes. Not for anything that must be secret.
#[derive(Debug, Clone)]
pub struct SeededEntropy(u64);

impl SeededEntropy {
    /// A source that depends on nothing but the seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }
}

impl Entropy for SeededEntropy {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            // SplitMix64.
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut word = self.0;
            word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *byte = (word >> 56) as u8;
        }
    }
}

/// Random bytes as base64url text without padding.
pub(crate) fn token(entropy: &mut dyn Entropy, bytes: usize) -> String {
    let mut buffer = vec![0; bytes];
    entropy.fill(&mut buffer);
    base64url(&buffer)
}

/// Random bytes as hexadecimal text in small letters.
pub(crate) fn hexadecimal(entropy: &mut dyn Entropy, bytes: usize) -> String {
    let mut buffer = vec![0; bytes];
    entropy.fill(&mut buffer);
    buffer.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A random UUID, version 4.
pub(crate) fn uuid(entropy: &mut dyn Entropy) -> String {
    let mut buffer = [0; 16];
    entropy.fill(&mut buffer);
    let number = (u128::from_be_bytes(buffer) & !(0xf000_u128 << 64) & !(0xc000_u128 << 48))
        | (0x4000_u128 << 64)
        | (0x8000_u128 << 48);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        number >> 96,
        (number >> 80) & 0xffff,
        (number >> 64) & 0xffff,
        (number >> 48) & 0xffff,
        number & 0xffff_ffff_ffff
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_has_its_version_and_variant() {
        let mut entropy = SeededEntropy::new(1);
        for _ in 0..64 {
            let uuid = uuid(&mut entropy);
            let parts: Vec<&str> = uuid.split('-').collect();
            assert_eq!(
                parts.iter().map(|part| part.len()).collect::<Vec<_>>(),
                [8, 4, 4, 4, 12],
                "{uuid}"
            );
            assert!(
                parts.get(2).is_some_and(|part| part.starts_with('4')),
                "{uuid}"
            );
            assert!(
                parts
                    .get(3)
                    .is_some_and(|part| part.starts_with(['8', '9', 'a', 'b'])),
                "{uuid}"
            );
        }
    }

    #[test]
    fn the_seed_decides() {
        assert_eq!(
            token(&mut SeededEntropy::new(7), 96),
            token(&mut SeededEntropy::new(7), 96)
        );
        assert_ne!(
            token(&mut SeededEntropy::new(7), 96),
            token(&mut SeededEntropy::new(8), 96)
        );
        assert_eq!(token(&mut SeededEntropy::new(7), 96).len(), 128);
    }
}
