//! Randomness, only ever from `crypto.getRandomValues` (R-011; RFC 6749, 10.10; RFC 7636, 7.1).

/// There is no source of randomness, it threw, or it wrote nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoEntropy;

/// Fills the buffer. There is no second-best source: an absent or throwing one is an error, and so is
/// one that leaves 16 bytes or more at zero, as a stub that does nothing would.
pub fn fill(buffer: &mut [u8]) -> Result<(), NoEntropy> {
    buffer.fill(0);
    getrandom::fill(buffer).map_err(|_| NoEntropy)?;
    if buffer.len() >= 16 && buffer.iter().all(|byte| *byte == 0) {
        return Err(NoEntropy);
    }
    Ok(())
}
