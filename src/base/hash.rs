//! Keys of the memo: 128-bit XXH3 of everything a value depends on. Not for security; a collision by chance
//! among a million entries has a likelihood of about 10⁻²⁷.

use std::hash::Hash;
use std::io;

use serde::Serialize;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// A hash that stands for data.
pub type Key = u128;

/// Hashes bytes.
pub fn bytes(bytes: &[u8]) -> Key {
    xxh3_128(bytes)
}

/// Hashes a value in memory, by its own rule. Other programs may hash it otherwise, so such keys are not kept on disk.
pub fn value(value: &impl Hash) -> Key {
    let mut hasher = Xxh3::new();
    value.hash(&mut hasher);
    hasher.digest128()
}

/// Collects what a value depends on. Parts are delimited, so that `ab`,`c` and `a`,`bc` differ.
#[derive(Clone, Default)]
pub struct Hasher(Xxh3);

impl Hasher {
    /// Starts with nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds bytes.
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// Adds a key made before.
    pub fn key(mut self, key: Key) -> Self {
        self.0.update(&key.to_le_bytes());
        self
    }

    /// Adds data, by the text that stands for it in JSON: unlike denser forms it keeps types apart.
    pub fn data<T: Serialize + ?Sized>(mut self, data: &T) -> Self {
        // Writing into a hash does not fail; a map whose keys are no texts would, and would show in tests.
        serde_json::to_writer(Sink(&mut self.0), data).expect("views serialise to JSON");
        self.bytes(&[])
    }

    /// The key of all that was added.
    pub fn finish(self) -> Key {
        self.0.digest128()
    }
}

struct Sink<'a>(&'a mut Xxh3);

impl io::Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
