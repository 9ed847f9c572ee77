//! The language server, by a program that speaks its protocol.

mod client;
mod completion;
mod faults;
mod names;
