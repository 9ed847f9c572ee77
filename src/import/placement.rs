//! Where drafts go: finds the file that an article was imported into before, or a free name. Nothing else writes imported
//! articles, and a file that somebody may have changed is never replaced.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use similar::TextDiff;

use super::draft::{Draft, DraftAsset};
use super::draft_file::DraftFile;
use super::identity::{KnownArticles, SameArticle};
use super::merge::{MergeResult, merge};
use super::min_hash::MinHash;
use super::refusal::ImportRefusal;
use super::repair::{self, PlacedDraft, SiteCheck};
use super::{link_target, markdown};
use crate::base::regular_file;
use crate::base::text::path::RelPath;
use crate::base::text::slug;
use crate::pipeline::content::Content;
use crate::pipeline::inputs::Inputs;

/// The articles of a site, including those imported in this run.
pub struct ArticleFiles<'a> {
    inputs: &'a Inputs,
    root: PathBuf,
    /// The folder for new articles.
    into: String,
    /// The slugs in use.
    names: BTreeSet<String>,
    /// The site's spelling of each tag, by slug.
    tags: BTreeMap<String, String>,
    known: KnownArticles,
    /// How often each name was taken in this run, so that a thousand equal titles take a thousand steps.
    taken: BTreeMap<String, usize>,
    /// The texts of the files that this run has placed.
    placed: BTreeMap<RelPath, String>,
    options: PlacementOptions<'a>,
}

/// How articles are placed.
#[derive(Clone, Copy)]
pub struct PlacementOptions<'a> {
    /// Returns the faults of the site with new articles and their files, including drafts.
    pub check: &'a SiteCheck<'a>,
    /// Whether an article that seems to be an editor's already is imported again.
    pub again: bool,
}

/// An article and its file.
pub struct Placement {
    /// The article.
    pub draft: Draft,
    /// Its file.
    pub path: RelPath,
    /// How it differs from that file.
    pub state: FileChange,
}

/// How an article differs from its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileChange {
    /// There is no file yet.
    New {
        /// Its contents to be.
        text: String,
    },
    /// The capture states nothing new.
    Same,
    /// The capture states something else than before.
    Changed {
        /// The contents of the file.
        old: String,
        /// Its contents after an update.
        new: String,
        /// The fields that an update changes.
        updated: Vec<String>,
        /// The fields that an editor has changed, which stay.
        kept: Vec<String>,
    },
    /// The file has no table `[import]`, so it is the editor's.
    Released {
        /// Why it counts as the same article.
        why: &'static str,
    },
}

impl FileChange {
    /// The unified diff of an update.
    pub(crate) fn diff(&self) -> String {
        match self {
            Self::Changed { old, new, .. } => TextDiff::from_lines(old, new).unified_diff().to_string(),
            Self::New { .. } | Self::Same | Self::Released { .. } => String::new(),
        }
    }
}

impl<'a> ArticleFiles<'a> {
    /// The articles of the site in the folder `root`. New ones go into the folder `into` of the site.
    pub fn new(root: &Path, into: &str, inputs: &'a Inputs, content: &Content, options: PlacementOptions<'a>) -> Self {
        let tags = content.articles.iter().flat_map(|article| &article.tags);
        let pages = content.pages.iter().map(|page| page.slug.clone());
        Self {
            inputs,
            root: root.to_owned(),
            into: into.to_owned(),
            tags: tags.map(|tag| (tag.key.clone(), tag.name.value.clone())).collect(),
            names: pages.chain(content.articles.iter().map(|article| article.slug.clone())).collect(),
            known: KnownArticles::new(content),
            taken: BTreeMap::new(),
            placed: BTreeMap::new(),
            options,
        }
    }

    /// Places drafts, each given with the name of its capture. They are placed together, since they may link to each
    /// other.
    ///
    /// # Errors
    /// In place of a draft for which there is no file name.
    pub fn place(&mut self, drafts: Vec<(String, Draft)>) -> Vec<Result<Placement, ImportRefusal>> {
        let mut results: Vec<Result<PlacedDraft, ImportRefusal>> =
            drafts.into_iter().map(|(capture, draft)| self.find_file(capture, draft)).collect();
        let mut imported = Vec::new();
        for placed in results.iter_mut().flatten() {
            link_target::resolve(&mut placed.draft, &placed.path, &|target| self.known.file(target));
            placed.body = markdown::draft_body(&placed.draft);
            if placed.released.is_none() {
                imported.push(placed);
            }
        }
        // Two drafts of one article have one file, and are checked one after the other.
        while !imported.is_empty() {
            let mut paths = BTreeSet::new();
            let (mut first, repeated): (Vec<_>, Vec<_>) =
                imported.into_iter().partition(|placed| paths.insert(placed.path.clone()));
            repair::repair(&mut first, self.options.check);
            imported = repeated;
        }
        results.into_iter().map(|placed| Ok(self.compare(placed?))).collect()
    }

    /// Finds the file that a draft was imported into before, or that an editor has made of it, or a free name.
    fn find_file(&mut self, capture: String, mut draft: Draft) -> Result<PlacedDraft, ImportRefusal> {
        draft.tags = self.spell_tags(&draft.tags);
        let from = draft.from.clone().unwrap_or(capture);
        let body = |path: &RelPath| Some(DraftFile::parse(&self.text(path)?)?.body);
        let (path, released) = match self.known.find(&from, &draft, &body) {
            Some(SameArticle::Imported(path)) => (path, None),
            Some(SameArticle::Released(path, why)) if !self.options.again => (path, Some(why)),
            Some(SameArticle::Released(..)) | None => (self.free_path(&draft)?, None),
        };
        if released.is_some() {
            self.known.link_to(&from, &draft, &path);
        } else {
            self.known.add_draft(&from, &draft, &path);
        }
        let old = self.text(&path);
        let words = MinHash::of_draft(&draft).to_hex();
        Ok(PlacedDraft { words, from, draft, path, released, old, body: String::new() })
    }

    /// Compares a draft with its file.
    fn compare(&mut self, placed: PlacedDraft) -> Placement {
        let new = placed.file();
        let state = match (placed.released, self.text(&placed.path)) {
            (Some(why), _) => FileChange::Released { why },
            (None, Some(old)) => compare_files(old, new),
            (None, None) => {
                let text = new.text();
                self.placed.insert(placed.path.clone(), text.clone());
                FileChange::New { text }
            }
        };
        Placement { draft: placed.draft, path: placed.path, state }
    }

    /// Writes a new article and its assets.
    ///
    /// # Errors
    /// When a file is in the way, or the disk fails.
    pub fn create(&self, placed: &Placement) -> Result<(), ImportRefusal> {
        let FileChange::New { text } = &placed.state else { return Ok(()) };
        let path = self.root.join(placed.path.as_str());
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
        for asset in &placed.draft.assets {
            self.create_asset(asset, &placed.path)?;
        }
        create_file(&path, text.as_bytes())
    }

    fn create_asset(&self, asset: &DraftAsset, article: &RelPath) -> Result<(), ImportRefusal> {
        let path = article.join(&asset.name).filter(|path| path.strip(article.parent()).is_some());
        let Some(path) = path else {
            let message = format!("the file {} would not be beside the article", asset.name);
            return Err(ImportRefusal::new(message, "correct its name in the capture"));
        };
        let path = self.root.join(path.as_str());
        fs::create_dir_all(path.parent().unwrap_or(&self.root)).map_err(|error| failed(&path, &error))?;
        let bytes = regular_file::read(&asset.from).map_err(|error| failed(&asset.from, &error))?;
        create_file(&path, &bytes)
    }

    /// Updates the fields of a changed article that nobody has edited.
    ///
    /// # Errors
    /// When the file has changed since it was read, or the disk fails.
    pub(crate) fn update(&self, placed: &Placement) -> Result<(), ImportRefusal> {
        let FileChange::Changed { old, new, .. } = &placed.state else { return Ok(()) };
        let path = self.root.join(placed.path.as_str());
        if fs::read(&path).map_err(|error| failed(&path, &error))? != old.as_bytes() {
            let message = format!("{} has changed just now", placed.path);
            return Err(ImportRefusal::new(message, "save it, and import again"));
        }
        // Beside it, hence on the same file system: the file is the old one or the new one at any moment.
        let beside = path.with_file_name(format!(".{}.margent-new", placed.path.name()));
        fs::write(&beside, new).map_err(|error| failed(&beside, &error))?;
        fs::rename(&beside, &path).map_err(|error| failed(&path, &error))
    }

    /// The tags, each once and in the site's spelling, without those that have no slug.
    fn spell_tags(&mut self, tags: &[String]) -> Vec<String> {
        let mut spelled_tags: Vec<String> = Vec::new();
        for tag in tags {
            let key = slug::slugify(tag);
            if !key.is_empty() {
                let spelled = self.tags.entry(key).or_insert_with(|| tag.clone());
                if !spelled_tags.contains(spelled) {
                    spelled_tags.push(spelled.clone());
                }
            }
        }
        spelled_tags
    }

    /// A path that is not in use.
    fn free_path(&mut self, draft: &Draft) -> Result<RelPath, ImportRefusal> {
        let wanted = draft.slug.clone().unwrap_or_default();
        let mut n = self.taken.get(&wanted).copied().unwrap_or(1);
        loop {
            let name = if n > 1 { format!("{wanted}-{n}") } else { wanted.clone() };
            let file = if draft.assets.is_empty() { format!("{name}.md") } else { format!("{name}/index.md") };
            let path = RelPath::new(&format!("{}/{file}", self.into)).ok_or_else(|| {
                ImportRefusal::new(format!("{file} leaves the site"), "choose another folder with --into")
            })?;
            n += 1;
            if !self.names.contains(&name) && self.text(&path).is_none() {
                self.names.insert(name);
                self.taken.insert(wanted, n);
                return Ok(path);
            }
        }
    }

    /// The contents of a file, including those placed in this run.
    fn text(&self, path: &RelPath) -> Option<String> {
        let on_disk = || self.inputs.files.get(path).map(|file| String::from_utf8_lossy(file.head()).into_owned());
        self.placed.get(path).cloned().or_else(on_disk)
    }
}

fn compare_files(old: String, new: DraftFile) -> FileChange {
    match DraftFile::parse(&old).filter(DraftFile::is_imported) {
        // It could be parsed when the draft was placed.
        None => FileChange::Same,
        Some(current) => match merge(current, new) {
            MergeResult { updated, kept, .. } if updated.is_empty() && kept.is_empty() => FileChange::Same,
            MergeResult { text, updated, kept } => FileChange::Changed { old, new: text, updated, kept },
        },
    }
}

/// Writes a file that must not exist yet.
fn create_file(path: &Path, bytes: &[u8]) -> Result<(), ImportRefusal> {
    let mut file = File::create_new(path).map_err(|error| {
        if error.kind() == ErrorKind::AlreadyExists {
            let message = format!("{} already exists", path.display());
            return ImportRefusal::new(message, "move it, or choose another folder with --into");
        }
        failed(path, &error)
    })?;
    file.write_all(bytes).map_err(|error| {
        // Half a file would look like an article that somebody wrote.
        let _ = fs::remove_file(path);
        failed(path, &error)
    })
}

fn failed(path: &Path, error: &io::Error) -> ImportRefusal {
    ImportRefusal::new(format!("{}: {error}", path.display()), "check the disk and its permissions")
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn files_are_beside_their_article() {
        let folder = tempfile::tempdir().expect("a folder");
        let picture = folder.path().join("picture.png");
        fs::write(&picture, "png").expect("written");
        let inputs = Inputs::in_memory([]);
        let options = PlacementOptions { check: &|_| Vec::new(), again: false };
        let mut articles = ArticleFiles::new(folder.path(), "content/articles", &inputs, &Content::default(), options);
        let mut place = |asset: &str| place_with_asset(&mut articles, asset, &picture);
        assert_eq!(place("img/a.png").as_deref(), Ok("content/articles/img-a-png/index.md"));
        assert!(folder.path().join("content/articles/img-a-png/img/a.png").exists());
        assert!(place("../a.png").is_err());
    }

    fn place_with_asset(articles: &mut ArticleFiles<'_>, name: &str, from: &Path) -> Result<String, ImportRefusal> {
        let assets = vec![DraftAsset { name: name.to_owned(), from: from.to_owned() }];
        let draft = Draft { title: name.to_owned(), slug: Some(slug::slugify(name)), assets, ..Draft::default() };
        let placed = articles.place(vec![("page.html".to_owned(), draft)]).remove(0).expect("a free name");
        articles.create(&placed).map(|()| placed.path.to_string())
    }
}
