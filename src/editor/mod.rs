//! Help for an editor beyond the build: topics, advice, records of verified quotations, and external links.
//!
//! - [`topics`]: a text and the topics' terms → a score for each topic.
//! - [`advice`]: a site and its texts → points that an editor may want to improve. Advice is never a fault.
//! - [`record`]: a site whose quotations are verified → the hashes of their snapshots in the front matter of articles.
//! - [`moved_text`]: an article or page in another file, with the links to it and its former address (`margent mv`).
//! - [`repairs`]: the changes that mend faults, tried in memory before anybody is asked.
//! - [`folder_quotes`]: any folder of Markdown → which of its quotations are in snapshots (`margent quotes`).
//! - [`front_matter_edit`]: adds topics to front matter, or changes it otherwise, and leaves every other byte as it is.
//! - `escape`: plain text → Markdown that reads back as the same text.
//! - [`desk`]: the text of an article, and what an editor selects on its page → the article with a note or an excerpt more.
//! - [`schema`]: the keys of `site.toml` and of front matter, as data and as JSON Schema.
//! - [`site_file`]: creates and replaces files of a site, and never one that has changed since it was read.
//! - [`external_links`]: addresses → which are fine, moved, dead or unverifiable.
//!
//! Topics and advice are functions of a loaded site. Only `external_links` uses the network, and only
//! `margent check --external` calls it. It stores its results in `.margent/links.json`, which the pipeline reads as an
//! input, so that a build contacts no one.
//!
//! Anything that a build needs does not belong here: articles have the topics that their front matter names, and the
//! pipeline does not know this room.

pub mod advice;
pub mod desk;
pub(crate) mod escape;
pub mod external_links;
pub mod folder_quotes;
pub mod front_matter_edit;
pub mod moved_text;
pub mod record;
pub mod repairs;
pub mod schema;
pub mod site_file;
pub mod topics;
