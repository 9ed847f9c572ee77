//! One module for each command.

pub(super) mod build;
pub(super) mod check;
pub(in crate::cli) mod clip;
mod desk;
pub(super) mod import;
pub(super) mod init;
pub(super) mod mv;
pub(super) mod new;
pub(super) mod publish;
pub(super) mod quotes;
pub(super) mod reference;
pub(super) mod serve;
pub(super) mod tag;
pub(super) mod theme;
