//! An editor's own program → help while the editor writes: a server of the Language Server Protocol 3.17 for the files of
//! sites.
//!
//! In the order of an edit: [`server`] takes the message, [`session`] keeps the open texts of one site and says at once what is
//! wrong with the text alone, loads the whole site and reports the rest, [`shared`] words faults for the protocol.
//! In the order of a question: [`server`] names it, [`known`] holds what is known at that moment, and a function of
//! [`completion`], [`hover`], [`navigate`] or [`edits`] answers.
//!
//! The protocol's values are JSON as the specification names them. Nothing here writes to the disk: changes are proposed to the
//! editor's program, which makes them.

mod completion;
mod cursor;
mod edits;
mod hover;
mod known;
mod mention;
mod navigate;
mod position;
mod server;
mod session;
mod shared;

pub use server::{run, serve};
