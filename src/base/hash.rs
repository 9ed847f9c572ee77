//! Keys of the memo: 128-bit XXH3 hashes of everything that a value depends on. Not for security; the probability of a
//! collision among a million entries is about 10⁻²⁷.

use std::hash::Hash;
use std::num::NonZero;

use serde::Serialize;
use sha2::{Digest, Sha256};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// A hash that represents data.
pub(crate) type Key = u128;

/// A key that there may not be, in the room of a [`Key`].
pub(crate) type OptionalKey = Option<NonZero<Key>>;

/// Hashes bytes.
pub fn bytes(bytes: &[u8]) -> Key {
    xxh3_128(bytes)
}

/// Hashes bytes with SHA-256 (FIPS 180-4), for comparisons by people: 64 lower-case hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Hashes a value in memory through [`Hash`]. Another build of the program may hash it differently, so such keys must
/// not be kept on disk.
pub(crate) fn value(value: &impl Hash) -> Key {
    let mut hasher = Xxh3::new();
    value.hash(&mut hasher);
    hasher.digest128()
}

/// Hashes everything that a value depends on. Parts are delimited, so that `ab`,`c` and `a`,`bc` differ.
#[derive(Clone, Default)]
pub(crate) struct Hasher(Xxh3);

impl Hasher {
    /// Starts an empty hash.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds bytes.
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// Adds a key.
    pub(crate) fn key(mut self, key: Key) -> Self {
        self.0.update(&key.to_le_bytes());
        self
    }

    /// Adds data, serialised as JSON, which unlike more compact formats keeps types apart.
    pub(crate) fn data<T: Serialize + ?Sized>(mut self, data: &T) -> Self {
        // Only a map with keys other than strings would fail, and every test would show it. Hashed at once, since JSON is
        // written in tiny pieces.
        self.0.update(&serde_json::to_vec(data).expect("views serialise to JSON"));
        self.bytes(&[])
    }

    /// Returns the key of everything added.
    pub(crate) fn finish(self) -> Key {
        self.0.digest128()
    }
}
