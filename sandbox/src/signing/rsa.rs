//! RSA (RFC 8017) by hand over big integers, because the keys that an app must refuse are keys that no good crate would make.
//! Not constant in time, and not for anything that must be secret.

use num_bigint::BigUint;
use sha2::{Digest, Sha256};

use crate::{
    encoding::{base64url, sha256},
    entropy::Entropy,
};

#[cfg(any(test, feature = "script"))]
use super::primes::PRIMES;

/// `DigestInfo` of SHA-256 as far as the hash (RFC 8017, section 9.2, note 1).
const SHA256_PREFIX: [u8; 19] = [
    0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];

/// A larger modulus is the power of one prime of this size: primes of thousands of bits take minutes to find.
const POWER_OF: u64 = 512;
const LARGEST_OF_TWO_PRIMES: u64 = 4096;
const LARGEST: u64 = 16384;

/// An RSA key of any size and exponent.
#[derive(Debug, Clone)]
pub(super) struct RsaKey {
    n: BigUint,
    e: BigUint,
    /// 1 where the exponent has no inverse (an even one): what it signs does not verify.
    d: BigUint,
}

impl RsaKey {
    /// A key of so many bits, rounded up to a multiple of 512. (Of 512, it is too short for RSASSA-PSS.)
    pub(super) fn generate(bits: u64, exponent: u64, entropy: &mut dyn Entropy) -> Self {
        let one = BigUint::from(1_u8);
        let e = BigUint::from(exponent);
        let bits = bits.clamp(POWER_OF, LARGEST).next_multiple_of(POWER_OF);
        loop {
            let (n, totient) = if bits > LARGEST_OF_TWO_PRIMES {
                let (p, power) = (prime(POWER_OF, entropy), (bits / POWER_OF) as u32);
                (p.pow(power), p.pow(power - 1) * (&p - &one))
            } else {
                let (p, q) = (prime(bits / 2, entropy), prime(bits / 2, entropy));
                (&p * &q, (&p - &one) * (&q - &one))
            };
            let inverse = e.modinv(&totient);
            if n.bits() == bits && (inverse.is_some() || exponent.is_multiple_of(2)) {
                let d = inverse.unwrap_or(one);
                return Self { n, e, d };
            }
        }
    }

    /// A key of 2048 bits that nobody has to wait for.
    #[cfg(any(test, feature = "script"))]
    pub(super) fn fixed(exponent: u64, entropy: &mut dyn Entropy) -> Self {
        let (one, e) = (BigUint::from(1_u8), BigUint::from(exponent));
        loop {
            let mut choice = [0; 2];
            entropy.fill(&mut choice);
            let mut primes = choice.iter().filter_map(|byte| {
                let digits = PRIMES.get(usize::from(*byte) % PRIMES.len())?;
                BigUint::parse_bytes(digits.as_bytes(), 16)
            });
            if let (Some(p), Some(q)) = (primes.next(), primes.next())
                && p != q
                && let Some(d) = e.modinv(&((&p - &one) * (&q - &one)))
            {
                return Self { n: &p * &q, e, d };
            }
        }
    }

    /// A number that looks like a modulus; nobody knows its factors.
    pub(super) fn decoy(bits: u64, exponent: u64, entropy: &mut dyn Entropy) -> Self {
        let (n, one) = (odd(bits, entropy), BigUint::from(1_u8));
        let e = BigUint::from(exponent);
        Self { n, e, d: one }
    }

    pub(super) fn modulus(&self) -> String {
        base64url(&self.n.to_bytes_be())
    }

    pub(super) fn exponent(&self) -> String {
        base64url(&self.e.to_bytes_be())
    }

    pub(super) fn private_exponent(&self) -> String {
        base64url(&self.d.to_bytes_be())
    }

    /// RSASSA-PKCS1-v1_5 with SHA-256 (section 8.2.1).
    pub(super) fn sign_pkcs1(&self, message: &[u8]) -> Vec<u8> {
        let info = [SHA256_PREFIX.as_slice(), &sha256(message)].concat();
        let padding = self.length().saturating_sub(info.len() + 3);
        let encoded = [&[0, 1], vec![0xff; padding].as_slice(), &[0], &info].concat();
        self.power(&encoded)
    }

    /// RSASSA-PSS with SHA-256, MGF1 and a salt of 32 bytes (sections 8.1.1 and 9.1.1; RFC 7518, section 3.5).
    pub(super) fn sign_pss(&self, message: &[u8]) -> Vec<u8> {
        // Any 32 bytes will do. These make the same token the same every time.
        let salt = sha256(&[message, &self.d.to_bytes_be()].concat());
        let hash = sha256(&[[0; 8].as_slice(), &sha256(message), &salt].concat());
        let zeros = self.length().saturating_sub(salt.len() + hash.len() + 2);
        let data = [vec![0; zeros].as_slice(), &[1], &salt].concat();
        let mut masked: Vec<u8> = data
            .iter()
            .zip(mask(&hash, data.len()))
            .map(|(byte, mask)| byte ^ mask)
            .collect();
        // The encoded message has a bit less than the modulus, whose size is a multiple of eight.
        if let Some(first) = masked.first_mut() {
            *first &= 0x7f;
        }
        self.power(&[masked.as_slice(), &hash, &[0xbc]].concat())
    }

    /// RSASP1 (section 5.2.1), as long as the modulus.
    fn power(&self, encoded: &[u8]) -> Vec<u8> {
        let signature = BigUint::from_bytes_be(encoded)
            .modpow(&self.d, &self.n)
            .to_bytes_be();
        let zeros = self.length().saturating_sub(signature.len());
        [vec![0; zeros], signature].concat()
    }

    fn length(&self) -> usize {
        usize::try_from(self.n.bits().div_ceil(8)).unwrap_or_default()
    }
}

/// MGF1 (section B.2.1).
fn mask(seed: &[u8], length: usize) -> Vec<u8> {
    let blocks = (0_u32..).flat_map(|counter| {
        Sha256::new()
            .chain_update(seed)
            .chain_update(counter.to_be_bytes())
            .finalize()
            .to_vec()
    });
    blocks.take(length).collect()
}

/// A random odd number whose two highest bits are set, so that two of them multiply to twice the size.
fn odd(bits: u64, entropy: &mut dyn Entropy) -> BigUint {
    let mut bytes = vec![0; usize::try_from(bits / 8).unwrap_or_default()];
    entropy.fill(&mut bytes);
    if let Some(first) = bytes.first_mut() {
        *first |= 0xc0;
    }
    if let Some(last) = bytes.last_mut() {
        *last |= 1;
    }
    BigUint::from_bytes_be(&bytes)
}

/// A probable prime.
fn prime(bits: u64, entropy: &mut dyn Entropy) -> BigUint {
    let two = BigUint::from(2_u8);
    let small: Vec<u32> = (3..2000_u32)
        .step_by(2)
        .filter(|number| (3..*number).all(|divisor| number % divisor != 0))
        .collect();
    loop {
        let candidate = odd(bits, entropy);
        let divisible = small
            .iter()
            .any(|prime| &candidate % *prime == BigUint::ZERO);
        // Fermat's test: numbers that fool it are too rare to meet by chance.
        if !divisible && two.modpow(&(&candidate - 1_u8), &candidate) == BigUint::from(1_u8) {
            return candidate;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    #[test]
    fn any_two_of_the_fixed_primes_make_a_key() {
        let (one, two) = (BigUint::from(1_u8), BigUint::from(2_u8));
        let primes: Vec<BigUint> = PRIMES
            .iter()
            .filter_map(|digits| BigUint::parse_bytes(digits.as_bytes(), 16))
            .collect();
        assert_eq!(primes.len(), PRIMES.len());
        for (at, p) in primes.iter().enumerate() {
            assert_eq!(two.modpow(&(p - 1_u8), p), one);
            for q in primes.iter().skip(at + 1) {
                assert_eq!((p * q).bits(), 2048);
                let totient = (p - &one) * (q - &one);
                assert!(BigUint::from(65537_u32).modinv(&totient).is_some());
            }
        }
    }

    #[test]
    fn what_a_fixed_key_signs_its_public_half_verifies() {
        for seed in 0..8 {
            let key = RsaKey::fixed(65537, &mut SeededEntropy::new(seed));
            let signature = BigUint::from_bytes_be(&key.sign_pkcs1(b"text"));
            let opened = signature.modpow(&key.e, &key.n).to_bytes_be();
            assert!(opened.ends_with(&sha256(b"text")), "seed {seed}");
        }
    }
}
