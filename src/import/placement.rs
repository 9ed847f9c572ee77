//! Where drafts go: finds the file that an article was imported into before, or a free name. Nothing else writes imported
//! articles, and a file that somebody may have changed is never replaced.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::draft::{Draft, DraftAsset, DraftSource};
use super::draft_file;
use super::draft_file::DraftFile;
use super::identity::{KnownArticles, SameArticle};
use super::merge::{FileChange, compare_files};
use super::min_hash::MinHash;
use super::record::{FormerNotes, ImportRecord, ImportRecords};
use super::refusal::ImportRefusal;
use super::repair::{self, LeftAlone, PlacedDraft, SiteCheck};
use super::snapshot_folder::SnapshotFolder;
use crate::base::regular_file;
use crate::base::text::path::RelPath;
use crate::base::text::slug;
use crate::editor::site_file;
use crate::pipeline::config::Config;
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
    /// The number of times that each name was taken in this run, so that a thousand equal titles take a thousand steps.
    taken: BTreeMap<String, usize>,
    /// The texts of the files that this run has placed.
    placed: BTreeMap<RelPath, String>,
    records: ImportRecords,
    snapshots: SnapshotFolder,
    /// The articles with notes of earlier versions in their front matter.
    moved: Vec<FormerNotes>,
    options: PlacementOptions<'a>,
}

/// The rules by which articles are placed.
#[derive(Clone, Copy)]
pub struct PlacementOptions<'a> {
    /// The configuration of the site.
    pub config: &'a Config,
    /// Returns the faults of the site with new articles and their files, including drafts.
    pub check: &'a SiteCheck<'a>,
    /// True if an article that seems to be an editor's already is imported again.
    pub again: bool,
}

/// An article and its file.
pub struct Placement {
    /// The article.
    pub draft: Draft,
    /// Its file.
    pub path: RelPath,
    /// The differences from that file.
    pub state: FileChange,
    /// The record of this import.
    pub record: ImportRecord,
}

impl<'a> ArticleFiles<'a> {
    /// The articles of the site in the folder `root`. New ones go into the folder `into` of the site.
    ///
    /// # Errors
    /// When the records of earlier imports cannot be read.
    pub fn new(
        root: &Path,
        into: &str,
        inputs: &'a Inputs,
        content: &Content,
        options: PlacementOptions<'a>,
    ) -> Result<Self, ImportRefusal> {
        let tags = content.articles.iter().flat_map(|article| &article.tags);
        let pages = content.pages.iter().map(|page| page.slug.clone());
        let mut records = ImportRecords::read(inputs)?;
        let paths: Vec<&RelPath> = content.articles.iter().map(|article| &article.path).collect();
        let moved: Vec<FormerNotes> =
            paths.par_iter().filter_map(|path| FormerNotes::find(path, inputs.text(path).ok()?)).collect();
        for FormerNotes { path, record, .. } in &moved {
            records.set(path, record.clone());
        }
        let unrecorded = paths.iter().filter(|path| records.get(path).is_none());
        let unrecorded: Vec<_> = unrecorded.filter_map(|path| Some((*path, inputs.text(path).ok()?))).collect();
        records.follow_moves(&paths.iter().copied().collect(), &unrecorded);
        Ok(Self {
            inputs,
            root: root.to_owned(),
            into: into.to_owned(),
            tags: tags.map(|tag| (tag.key.clone(), tag.name.value.clone())).collect(),
            names: pages.chain(content.articles.iter().map(|article| article.slug.clone())).collect(),
            known: KnownArticles::new(content, &records),
            taken: BTreeMap::new(),
            placed: moved.iter().map(|notes| (notes.path.clone(), notes.new.clone())).collect(),
            records,
            snapshots: SnapshotFolder::new(inputs),
            moved,
            options,
        })
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
            draft_file::resolve(&mut placed.draft, &placed.path, &|target| self.known.file(target));
            placed.body = placed.draft.body();
            if placed.left_alone.is_none() {
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
        let (path, left_alone) = match self.known.find(&from, &draft, &body) {
            Some(SameArticle::Imported(path)) => (path, None),
            Some(SameArticle::Released(path, why)) if !self.options.again => (path, Some(LeftAlone::Released(why))),
            Some(SameArticle::Deleted(path)) if !self.options.again => (path, Some(LeftAlone::Deleted)),
            Some(SameArticle::Deleted(path)) => {
                self.records.remove(&path);
                (self.free_path(&draft)?, None)
            }
            Some(SameArticle::Released(..)) | None => (self.free_path(&draft)?, None),
        };
        let old = self.text(&path);
        if left_alone.is_some() {
            self.known.link_to(&from, &draft, &path);
        } else {
            self.known.add_draft(&from, &draft, &path);
            let kept = old.as_deref().and_then(DraftFile::parse);
            draft.sources.iter_mut().for_each(|source| self.place_snapshot(source, kept.as_ref()));
        }
        let words = MinHash::of_draft(&draft).to_hex();
        Ok(PlacedDraft { words, from, draft, path, left_alone, old, body: String::new() })
    }

    /// Places the snapshot of a source. What the article says of the same text, such as when it was read, stays.
    fn place_snapshot(&mut self, source: &mut DraftSource, article: Option<&DraftFile>) {
        if self.snapshots.place(source).is_none() {
            return;
        }
        let known = source.snapshot.as_ref().and_then(|snapshot| article?.source_of(snapshot));
        let day = |key| known?.get(key)?.as_datetime().copied();
        let (accessed, verified) = (day("accessed"), day("verified"));
        source.accessed = accessed.or(source.accessed);
        source.snapshot.iter_mut().for_each(|snapshot| snapshot.verified = verified.or(source.accessed));
    }

    /// Compares a draft with its file.
    fn compare(&mut self, placed: PlacedDraft) -> Placement {
        let new = placed.file();
        let record = placed.record(&new);
        let state = match (placed.left_alone, self.text(&placed.path)) {
            // An import that was stopped has written the article, but not its record.
            (Some(LeftAlone::Released(_)), Some(old)) if old == new.text() => {
                self.records.set(&placed.path, record.clone());
                FileChange::Same
            }
            (Some(why), _) => FileChange::LeftAlone(why),
            (None, Some(old)) => {
                let change = compare_files(self.records.get(&placed.path), old, new);
                change.without_answered(&placed.path, self.options.config)
            }
            (None, None) => {
                let text = new.text();
                self.placed.insert(placed.path.clone(), text.clone());
                FileChange::New { text }
            }
        };
        Placement { draft: placed.draft, path: placed.path, record, state }
    }

    /// Writes a new article and its assets.
    ///
    /// # Errors
    /// When a file is in the way, or the disk fails.
    pub fn create(&mut self, placed: &Placement) -> Result<(), ImportRefusal> {
        let FileChange::New { text } = &placed.state else { return Ok(()) };
        for asset in &placed.draft.assets {
            self.create_asset(asset, &placed.path)?;
        }
        self.create_snapshots(&placed.draft)?;
        self.create_file(&placed.path, text.as_bytes())?;
        self.records.set(&placed.path, placed.record.clone());
        Ok(())
    }

    fn create_file(&self, path: &RelPath, bytes: &[u8]) -> Result<(), ImportRefusal> {
        let written = site_file::create(&self.root.join(path.as_str()), bytes);
        written.map_err(|error| ImportRefusal::unwritten(path, &error))
    }

    fn create_snapshots(&mut self, draft: &Draft) -> Result<(), ImportRefusal> {
        for snapshot in draft.sources.iter().filter_map(|source| source.snapshot.as_ref()) {
            if let Some((path, text)) = self.snapshots.take_new(snapshot) {
                self.create_file(&path, text.as_bytes())?;
            }
        }
        Ok(())
    }

    fn create_asset(&self, asset: &DraftAsset, article: &RelPath) -> Result<(), ImportRefusal> {
        let path = article.join(&asset.name).filter(|path| path.strip(article.parent()).is_some());
        let Some(path) = path else {
            let message = format!("the file {} would not be beside the article", asset.name);
            return Err(ImportRefusal::new(message, "correct its name in the capture"));
        };
        let bytes = regular_file::read(&asset.from).map_err(|error| {
            let message = format!("{}: {error}", asset.from.display());
            ImportRefusal::new(message, "check the file and its permissions")
        })?;
        self.create_file(&path, &bytes)
    }

    /// Updates the fields of a changed article that nobody has edited.
    ///
    /// # Errors
    /// When the file has changed since it was read, or the disk fails.
    pub(crate) fn update(&mut self, placed: &Placement) -> Result<(), ImportRefusal> {
        let FileChange::Changed { old, new, .. } = &placed.state else { return Ok(()) };
        if old != new {
            self.create_snapshots(&placed.draft)?;
            let written = site_file::replace(&self.root.join(placed.path.as_str()), old, new);
            written.map_err(|error| ImportRefusal::unwritten(&placed.path, &error))?;
        }
        self.records.set(&placed.path, placed.record.clone());
        Ok(())
    }

    /// Writes the records of what was written.
    ///
    /// # Errors
    /// When one has changed since it was read, or the disk fails.
    pub(crate) fn save_records(&mut self) -> Result<(), ImportRefusal> {
        self.records.save(&self.root)
    }

    /// Moves what earlier versions noted in the front matter of articles into the records, and returns how many there were.
    ///
    /// # Errors
    /// When an article has changed since it was read, or the disk fails.
    pub(crate) fn move_notes(&mut self) -> Result<usize, ImportRefusal> {
        for FormerNotes { path, old, new, .. } in &self.moved {
            let written = site_file::replace(&self.root.join(path.as_str()), old, new);
            written.map_err(|error| ImportRefusal::unwritten(path, &error))?;
        }
        self.records.save(&self.root)?;
        Ok(std::mem::take(&mut self.moved).len())
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
            // A date in front of a name is no part of its address.
            let address = slug::slugify(slug::without_date(&name));
            if !self.names.contains(&address) && self.text(&path).is_none() {
                self.names.insert(address);
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn files_are_beside_their_article() {
        let folder = tempfile::tempdir().expect("a folder");
        let picture = folder.path().join("picture.png");
        fs::write(&picture, "png").expect("written");
        let inputs = Inputs::in_memory([]);
        let options = PlacementOptions {
            config: &crate::pipeline::config::read(&inputs).value,
            check: &|_| Vec::new(),
            again: false,
        };
        let articles = ArticleFiles::new(folder.path(), "content/articles", &inputs, &Content::default(), options);
        let mut articles = articles.expect("no records");
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
