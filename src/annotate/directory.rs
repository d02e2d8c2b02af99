//! Where the rows of hashed keys begin: the index of the tables in model files.
//!
//! The high bits of a key's hash choose a bucket; the low 16 bits are its fingerprint within the bucket.
use super::linear::mix;
use super::model::{Bytes, FormatProblem, array};

/// Average number of rows in a bucket.
const ROWS_PER_BUCKET: usize = 4;

/// Bucket and fingerprint of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    pub bucket: usize,
    pub fingerprint: u16,
}

impl Address {
    /// The address of a key among 2^`bits` buckets.
    #[inline]
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "at most 30 bits are left")]
    pub const fn new(key: u64, bits: u32) -> Self {
        let hash = mix(key, 0x2545_f491_4f6c_dd1d);
        Self { bucket: (hash >> (64 - bits)) as usize, fingerprint: (hash & 0xffff) as u16 }
    }
}

/// The start of each bucket, and the end of the last; four bytes each.
#[derive(Clone, Debug)]
pub struct Directory {
    starts: Bytes,
    bits: u32,
}

impl Directory {
    /// Base-2 logarithm of a fitting number of buckets.
    #[must_use]
    pub fn bits_for(rows: usize) -> u32 {
        (rows / ROWS_PER_BUCKET).max(2).next_power_of_two().trailing_zeros()
    }

    /// A directory from the starts of all buckets and the end of the last.
    ///
    /// # Panics
    /// If a start is 2³² or more.
    #[must_use]
    pub fn build(starts: impl Iterator<Item = usize>, bits: u32) -> Self {
        let number = |start| u32::try_from(start).expect("model tables are far below 4 GiB");
        Self { starts: starts.flat_map(|start| number(start).to_le_bytes()).collect::<Vec<_>>().into(), bits }
    }

    /// A directory from its bytes; `None` if they are not as many as the bits tell.
    #[must_use]
    pub fn from_bytes(starts: Bytes, bits: u32) -> Option<Self> {
        ((1..=30).contains(&bits) && starts.len() == ((1usize << bits) + 1) * 4).then_some(Self { starts, bits })
    }

    /// Start and end of the key's bucket, and the key's fingerprint.
    #[inline]
    #[must_use]
    pub fn find(&self, key: u64) -> (usize, usize, u16) {
        let Address { bucket, fingerprint } = Address::new(key, self.bits);
        let at = |index: usize| array(&self.starts, index * 4).map_or(0, u32::from_le_bytes) as usize;
        (at(bucket), at(bucket + 1), fingerprint)
    }

    /// Base-2 logarithm of the number of buckets.
    #[must_use]
    pub const fn bits(&self) -> u32 {
        self.bits
    }

    /// The bytes for [`Directory::from_bytes`].
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.starts
    }
}

/// The error for a table that contradicts itself.
pub const DAMAGED: FormatProblem = FormatProblem::Section("table");
