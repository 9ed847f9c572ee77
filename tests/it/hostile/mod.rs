//! What comes from strangers: each case of `tests/hostile/` is a few files and a command, and what margent says, word for
//! word. `docs/reliability.md` is written from them.
//!
//! `BLESS=1 cargo test --test it hostile` writes what is said, and the document, anew. Read the difference aloud.

mod catalogue;
#[cfg(unix)]
mod commands;
mod html;
mod linear;
mod random;
mod reliability;
