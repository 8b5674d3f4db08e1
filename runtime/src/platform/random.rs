//! Randomness, for idempotency tokens and jitter.

use std::fmt::Debug;
use std::io;

/// A source of random bytes.
pub trait Random: Debug + Send + Sync + 'static {
    /// Fills the buffer.
    ///
    /// # Errors
    /// The source failed.
    fn fill(&self, buffer: &mut [u8]) -> io::Result<()>;
}

/// The operating system's source. wasm32-unknown-unknown has none, so one must be configured there.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct OsRandom;

impl Random for OsRandom {
    fn fill(&self, buffer: &mut [u8]) -> io::Result<()> {
        #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
        return getrandom::fill(buffer).map_err(io::Error::other);
        #[cfg(all(target_family = "wasm", target_os = "unknown"))]
        return Err(io::Error::other(format!(
            "no source of randomness is configured to fill {} bytes",
            buffer.len()
        )));
    }
}

/// A random (version 4) UUID.
pub(crate) fn uuid(random: &dyn Random) -> io::Result<String> {
    let mut bytes = [0; 16];
    random.fill(&mut bytes)?;
    let bits = u128::from_be_bytes(bytes);
    let bits = bits & !(0xf << 76) | (0x4 << 76);
    let bits = bits & !(0x3 << 62) | (0x2 << 62);
    let hex = format!("{bits:032x}");
    let (time_low, rest) = hex.split_at(8);
    let (time_mid, rest) = rest.split_at(4);
    let (time_high, rest) = rest.split_at(4);
    let (sequence, node) = rest.split_at(4);
    Ok([time_low, time_mid, time_high, sequence, node].join("-"))
}

/// A fraction in `0.0..1.0`.
pub(crate) fn fraction(random: &dyn Random) -> io::Result<f64> {
    let mut bytes = [0; 4];
    random.fill(&mut bytes)?;
    Ok(f64::from(u32::from_be_bytes(bytes)) / (f64::from(u32::MAX) + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Constant(u8);

    impl Random for Constant {
        fn fill(&self, buffer: &mut [u8]) -> io::Result<()> {
            buffer.fill(self.0);
            Ok(())
        }
    }

    #[test]
    fn uuids_carry_version_and_variant() -> io::Result<()> {
        assert_eq!(uuid(&Constant(0))?, "00000000-0000-4000-8000-000000000000");
        assert_eq!(
            uuid(&Constant(0xff))?,
            "ffffffff-ffff-4fff-bfff-ffffffffffff"
        );
        assert_ne!(uuid(&OsRandom)?, uuid(&OsRandom)?);
        Ok(())
    }

    #[test]
    fn fractions_stay_below_one() -> io::Result<()> {
        assert_eq!(fraction(&Constant(0))?, 0.0);
        assert!(fraction(&Constant(0xff))? < 1.0);
        Ok(())
    }
}
