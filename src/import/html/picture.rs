//! Images: those that lie beside the saved page come along, those on other sites become links, and every one is told.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;

use super::super::DraftAsset;
use super::super::markup::line::tidy;
use super::super::markup::part::{Leaf, Part, Run};
use super::super::markup::shape::Image;
use crate::base::text::slug;

/// Files that are images, by their endings.
const ENDINGS: [&str; 9] = ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "bmp", "ico"];

/// What became of the images.
#[derive(Debug, Default)]
pub(super) struct ImageOutcome {
    pub assets: Vec<DraftAsset>,
    /// What an editor has to see to.
    pub unknown: Vec<String>,
    /// Their addresses → what the article says instead.
    shown: BTreeMap<String, ShownImage>,
}

#[derive(Clone, Debug)]
enum ShownImage {
    File(String),
    Link(String),
    /// It is nowhere to be found.
    Gone,
}

/// Looks for the images beside the page, and puts into the text what became of them.
pub(super) fn show(images: &[Image], folder: &Path, parts: &mut Vec<Part>) -> ImageOutcome {
    let mut found = ImageOutcome::default();
    let mut names = BTreeSet::from(["index.md".to_owned()]);
    for image in images {
        if found.shown.contains_key(&image.url) {
            continue;
        }
        let shown = match beside(folder, &image.written) {
            Some(path) => {
                let name = name(&path, &mut names);
                found.assets.push(DraftAsset { name: name.clone(), from: path });
                ShownImage::File(name)
            }
            None if image.url.contains("://") => {
                found.unknown.push(format!("image on another site, now a link: {}", image.url));
                ShownImage::Link(image.url.clone())
            }
            None => {
                found.unknown.push(format!("image not found: {}", image.written));
                ShownImage::Gone
            }
        };
        if image.alt.as_ref().is_none_or(String::is_empty) {
            found.unknown.push(format!("alternative text of image {}", image.written));
        }
        found.shown.insert(image.url.clone(), shown);
    }
    found.place(parts);
    found
}

/// The file that a page shows, if it lies in its folder or below.
fn beside(folder: &Path, written: &str) -> Option<PathBuf> {
    let path = &written[..written.find(['?', '#']).unwrap_or(written.len())];
    let path = percent_decode_str(path).decode_utf8().ok()?.replace('\\', "/");
    let ending = path.rsplit_once('.')?.1.to_ascii_lowercase();
    if path.contains(':') || path.starts_with('/') || !ENDINGS.contains(&ending.as_str()) {
        return None;
    }
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let real = folder.join(path).canonicalize().ok()?;
    (real.starts_with(folder.canonicalize().ok()?) && real.is_file()).then_some(real)
}

fn name(path: &Path, taken: &mut BTreeSet<String>) -> String {
    let part = |part: Option<&std::ffi::OsStr>| slug::slugify(&part.unwrap_or_default().to_string_lossy());
    let (stem, ending) = (part(path.file_stem()), part(path.extension()));
    let stem = if stem.is_empty() { "image".to_owned() } else { stem };
    let mut name = format!("{stem}.{ending}");
    let mut n = 1;
    while !taken.insert(name.clone()) {
        n += 1;
        name = format!("{stem}-{n}.{ending}");
    }
    name
}

impl ImageOutcome {
    fn place(&self, parts: &mut Vec<Part>) {
        for part in parts.iter_mut() {
            match part {
                Part::Paragraph(runs) | Part::Heading(_, runs) => self.line(runs),
                Part::List(_, items) => items.iter_mut().for_each(|item| self.place(item)),
                Part::Quote(parts, whose) => {
                    self.place(parts);
                    self.line(&mut whose.line);
                }
                Part::Table(rows) => rows.iter_mut().flatten().for_each(|cell| self.line(cell)),
                Part::Code(..) | Part::Rule => {}
            }
        }
        parts.retain(|part| !matches!(part, Part::Paragraph(runs) if runs.is_empty()));
    }

    fn line(&self, runs: &mut Vec<Run>) {
        let shown = std::mem::take(runs).into_iter().flat_map(|run| self.run(run));
        *runs = tidy(shown.collect());
    }

    /// What a run becomes. An image is apart from the text around it, and so is what stands for it.
    fn run(&self, mut run: Run) -> Vec<Run> {
        let Leaf::Image(alt, url) = &run.leaf else { return vec![run] };
        match self.shown.get(url) {
            Some(ShownImage::File(name)) => {
                run.leaf = Leaf::Image(alt.clone(), name.clone());
                return vec![run];
            }
            Some(ShownImage::Link(url)) => {
                run.style.link.get_or_insert_with(|| url.clone());
                run.leaf = Leaf::Text(if alt.is_empty() { last(url) } else { alt.clone() });
            }
            Some(ShownImage::Gone) | None => run.leaf = Leaf::Text(alt.clone()),
        }
        vec![Run::plain(" "), run, Run::plain(" ")]
    }
}

/// The name of a file, at the end of its address.
fn last(url: &str) -> String {
    let path = &url[..url.find(['?', '#']).unwrap_or(url.len())];
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or(path);
    percent_decode_str(name).decode_utf8_lossy().into_owned()
}
