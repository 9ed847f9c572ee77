//! Images: those beside the saved page come along, those on other sites become links, and each is listed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;

use crate::base::media_type::is_picture;
use crate::base::text::slug::{self, UniqueNames};
use crate::import::draft::DraftAsset;
use crate::import::html_to_markdown::block::collapse_whitespace;
use crate::import::html_to_markdown::block::{Block, Inline, TextRun};
use crate::import::html_to_markdown::extract::ImageReference;
use crate::pipeline::content::Unknown;

/// The images of an article, and where they went.
#[derive(Debug, Default)]
pub(super) struct ImageOutcome {
    pub assets: Vec<DraftAsset>,
    /// The facts that an editor has to fill in.
    pub unknown: Vec<Unknown>,
    /// The file that the article shows for each address.
    shown: BTreeMap<String, ShownImage>,
    setting: ImageSetting,
}

#[derive(Clone, Debug)]
enum ShownImage {
    File(String),
    Link(String),
    Missing,
}

/// The text that images are in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ImageSetting {
    /// The editor's own.
    #[default]
    OwnText,
    /// A report, which has no words but its own: neither has a link to an image.
    Report,
}

/// Finds the images beside the page, and shows them, or links to them, in the text.
pub(super) fn place_images(
    images: &[ImageReference],
    folder: &Path,
    blocks: &mut Vec<Block>,
    setting: ImageSetting,
) -> ImageOutcome {
    let mut outcome = ImageOutcome { setting, ..ImageOutcome::default() };
    let mut names = UniqueNames::of(["index.md".to_owned()]);
    for image in images {
        if outcome.shown.contains_key(&image.url) {
            continue;
        }
        let shown = match local_file(folder, &image.written) {
            Some(path) => {
                let name = unique_name(&path, &mut names);
                outcome.assets.push(DraftAsset { name: name.clone(), from: path });
                ShownImage::File(name)
            }
            None if image.url.contains("://") => {
                outcome.unknown.push(Unknown::RemoteImage(image.url.clone()));
                ShownImage::Link(image.url.clone())
            }
            None => {
                outcome.unknown.push(Unknown::MissingImage(image.written.clone()));
                ShownImage::Missing
            }
        };
        if image.alt.as_ref().is_none_or(String::is_empty) {
            outcome.unknown.push(Unknown::ImageAlt(image.written.clone()));
        }
        outcome.shown.insert(image.url.clone(), shown);
    }
    outcome.rewrite_blocks(blocks);
    outcome
}

/// The image file of a reference, if it is in the folder of the page or below.
fn local_file(folder: &Path, reference: &str) -> Option<PathBuf> {
    let path = &reference[..reference.find(['?', '#']).unwrap_or(reference.len())];
    let path = percent_decode_str(path).decode_utf8().ok()?.replace('\\', "/");
    if path.contains(':') || path.starts_with('/') || !is_picture(&path) {
        return None;
    }
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let file = folder.join(path).canonicalize().ok()?;
    (file.starts_with(folder.canonicalize().ok()?) && file.is_file()).then_some(file)
}

fn unique_name(path: &Path, names: &mut UniqueNames) -> String {
    let slug_of = |part: Option<&std::ffi::OsStr>| slug::slugify(&part.unwrap_or_default().to_string_lossy());
    let (stem, extension) = (slug_of(path.file_stem()), slug_of(path.extension()));
    let stem = if stem.is_empty() { "image".to_owned() } else { stem };
    names.take(&stem, &format!(".{extension}"))
}

impl ImageOutcome {
    fn rewrite_blocks(&self, blocks: &mut Vec<Block>) {
        blocks.iter_mut().for_each(|block| block.change_lines(&mut |runs| self.rewrite_line(runs)));
        blocks.retain(|block| !matches!(block, Block::Paragraph(runs) if runs.is_empty()));
    }

    fn rewrite_line(&self, runs: &mut Vec<TextRun>) {
        let rewritten = std::mem::take(runs).into_iter().flat_map(|run| self.rewrite_run(run));
        *runs = collapse_whitespace(rewritten.collect());
    }

    /// The runs that replace an image; text in its place is set apart by spaces, as the image was.
    fn rewrite_run(&self, mut run: TextRun) -> Vec<TextRun> {
        let Inline::Image(alt, url) = &run.content else { return vec![run] };
        match self.shown.get(url) {
            Some(ShownImage::File(name)) => {
                run.content = Inline::Image(alt.clone(), name.clone());
                return vec![run];
            }
            Some(ShownImage::Link(_)) if alt.is_empty() && self.setting == ImageSetting::Report => return Vec::new(),
            Some(ShownImage::Link(url)) => {
                run.style.is_picture = run.style.link.is_none();
                run.style.link.get_or_insert_with(|| url.clone());
                run.content = Inline::Text(if alt.is_empty() { file_name(url) } else { alt.clone() });
            }
            Some(ShownImage::Missing) | None => run.content = Inline::Text(alt.clone()),
        }
        vec![TextRun::plain(" "), run, TextRun::plain(" ")]
    }
}

/// The name of a file, at the end of its address.
fn file_name(url: &str) -> String {
    let path = &url[..url.find(['?', '#']).unwrap_or(url.len())];
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or(path);
    percent_decode_str(name).decode_utf8_lossy().into_owned()
}
