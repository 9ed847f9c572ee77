//! Content files → [`Content`]: each file alone and in parallel, so that no result depends on another file. Files that
//! have not changed are taken from the memo.

pub mod article;
mod facts;
mod folders;
pub mod front_matter;
pub mod page;
mod per_article;
mod picture;
mod read;
mod snapshot;
pub mod term_file;
mod unknown;

pub use article::{Article, Correction, Source};
pub use facts::Indexed;
pub use folders::{ARTICLES, OUTLETS};
pub(crate) use folders::{IMPORTS, PAGES, SNAPSHOTS, STATIC, TOPICS, is_article, is_content, is_private};
pub use front_matter::ContentContext;
pub use page::Page;
pub use per_article::{ArticleId, PerArticle};
pub use read::{Content, ContentMemo, read};
pub(crate) use read::{faults_of_text, read_files};
pub(crate) use snapshot::{SnapshotKind, pdf_pages, snapshot_hash, snapshot_text};
pub use term_file::{Outlet, Topic};
pub use unknown::{SourceField, Unknown};
