//! The last stage: [`Site`](crate::Site) → files in the output folder. Outputs that the manifest knows are not rendered again.
//!
//! [`render_loop`] renders every output, for a build as for a check; [`write()`] stages what is new and moves it into place
//! when all of it is there. A first build is one rename of a folder; later ones replace file by file, each atomically.
//! Before files move, the manifest on disk lists them, so that the next build repairs one that was killed at any moment.

mod folder;
mod manifest;
mod obstacle;
mod render_loop;
mod search_index;
mod stage;
mod write;
mod write_report;

pub use folder::Destination;
pub(crate) use manifest::Manifest;
pub use render_loop::check;
pub use write::write;
pub use write_report::{IndexStats, WriteReport};
