//! Where drafts go: finds the file that an article was imported into before, or a free name. The only writer of imported
//! articles; it never replaces a file that somebody may have changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use similar::TextDiff;

use super::front::DraftFile;
use super::mend::{self, PlacedDraft, SiteCheck};
use super::merge::{MergeResult, merge};
use super::same::{KnownArticles, MinHash, SameArticle};
use super::{Draft, ImportRefusal, lead, markdown};
use crate::base::text::path::RelPath;
use crate::base::text::slug;
use crate::pipeline::content::Content;
use crate::pipeline::inputs::Inputs;

/// The articles of a site, those imported in this run among them.
pub struct ArticleFiles<'a> {
    inputs: &'a Inputs,
    root: PathBuf,
    /// The folder for new articles.
    into: String,
    /// The last parts of addresses that are taken.
    names: BTreeSet<String>,
    /// Tags by their slugs, as the site spells them.
    tags: BTreeMap<String, String>,
    known: KnownArticles,
    /// How often each name was taken in this run, so that a thousand equal titles take a thousand steps.
    taken: BTreeMap<String, usize>,
    /// The texts of the files that this run has placed.
    placed: BTreeMap<RelPath, String>,
    asked: PlacementOptions<'a>,
}

/// What the shelf asks of the program.
#[derive(Clone, Copy)]
pub struct PlacementOptions<'a> {
    /// New articles and their files → the faults of the site with them, drafts included.
    pub check: &'a SiteCheck<'a>,
    /// Whether what an editor has already is imported again.
    pub again: bool,
}

/// What becomes of an article.
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
    /// There is no file.
    New {
        /// What it would hold.
        text: String,
    },
    /// The capture gives nothing new.
    Same,
    /// The capture gives something else than it did.
    Changed {
        /// What the file holds.
        old: String,
        /// What it holds after an update.
        new: String,
        /// The fields that an update brings up to date.
        taken: Vec<String>,
        /// The fields that stay, since an editor has changed them.
        kept: Vec<String>,
    },
    /// The file has no table `[import]`: an editor has released the article, or wrote it.
    Released {
        /// What it is known by.
        why: &'static str,
    },
}

impl FileChange {
    /// What an update would change, line by line.
    pub fn diff(&self) -> String {
        match self {
            Self::Changed { old, new, .. } => TextDiff::from_lines(old, new).unified_diff().to_string(),
            Self::New { .. } | Self::Same | Self::Released { .. } => String::new(),
        }
    }
}

impl<'a> ArticleFiles<'a> {
    /// The shelf of the site in the folder `root`; new articles go into the folder `into` of the site.
    pub fn new(root: &Path, into: &str, inputs: &'a Inputs, content: &Content, asked: PlacementOptions<'a>) -> Self {
        let tags = content.articles.iter().flat_map(|article| &article.tags);
        let pages = content.pages.iter().map(|page| page.slug.clone());
        Self {
            inputs,
            root: root.to_owned(),
            into: into.to_owned(),
            tags: tags.map(|tag| (tag.key.clone(), tag.name.value.clone())).collect(),
            names: pages.chain(content.articles.iter().map(|it| it.slug.clone())).collect(),
            known: KnownArticles::of(content),
            taken: BTreeMap::new(),
            placed: BTreeMap::new(),
            asked,
        }
    }

    /// Finds the file for each article, given with the name of its capture. All at once, since they may link to each other.
    ///
    /// # Errors
    /// Instead of an article for which no file can have its name.
    pub fn place(&mut self, drafts: Vec<(String, Draft)>) -> Vec<Result<Placement, ImportRefusal>> {
        let mut all: Vec<Result<PlacedDraft, ImportRefusal>> =
            drafts.into_iter().map(|(from, draft)| self.find(from, draft)).collect();
        let mut spots: Vec<&mut PlacedDraft> = all.iter_mut().flatten().collect();
        for spot in &mut spots {
            lead::settle(&mut spot.draft, &spot.path, &|called| self.known.file(called));
            spot.body = markdown::draft_body(&spot.draft);
        }
        let mut open: Vec<&mut PlacedDraft> = spots.into_iter().filter(|spot| spot.own.is_none()).collect();
        // What was given twice has one file; each is looked at by itself.
        while !open.is_empty() {
            let mut seen = BTreeSet::new();
            let (mut first, again): (Vec<_>, Vec<_>) =
                open.into_iter().partition(|spot| seen.insert(spot.path.clone()));
            mend::mend(&mut first, self.asked.check);
            open = again;
        }
        all.into_iter().map(|spot| Ok(self.settle(spot?))).collect()
    }

    /// The file that a draft was imported into before, or that an editor has made of it, or a new one.
    fn find(&mut self, capture: String, mut draft: Draft) -> Result<PlacedDraft, ImportRefusal> {
        draft.tags = self.spell(&draft.tags);
        let from = draft.from.clone().unwrap_or(capture);
        let markdown = |path: &RelPath| self.text(path).and_then(|text| DraftFile::of(&text)).map(|parts| parts.body);
        let (path, own) = match self.known.find(&from, &draft, &markdown) {
            Some(SameArticle::Imported(path)) => (path, None),
            Some(SameArticle::Own(path, why)) if !self.asked.again => (path, Some(why)),
            Some(SameArticle::Own(..)) | None => (self.name(&draft)?, None),
        };
        match own {
            Some(_) => self.known.lead(&from, &draft, &path),
            None => self.known.place(&from, &draft, &path),
        }
        let old = self.text(&path);
        Ok(PlacedDraft { words: MinHash::of(&draft).written(), from, draft, path, own, old, body: String::new() })
    }

    fn settle(&mut self, spot: PlacedDraft) -> Placement {
        let new = spot.file();
        let state = match (spot.own, self.text(&spot.path)) {
            (Some(why), _) => FileChange::Released { why },
            (None, Some(old)) => compare(old, new),
            (None, None) => {
                let text = new.text();
                self.placed.insert(spot.path.clone(), text.clone());
                FileChange::New { text }
            }
        };
        Placement { draft: spot.draft, path: spot.path, state }
    }

    /// Writes a new article, and what belongs to it.
    ///
    /// # Errors
    /// When a file is in the way, or the disk fails.
    pub fn create(&self, placed: &Placement) -> Result<(), ImportRefusal> {
        let FileChange::New { text } = &placed.state else { return Ok(()) };
        let path = self.root.join(placed.path.as_str());
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
        for asset in &placed.draft.assets {
            let beside = placed.path.join(&asset.name).filter(|path| path.strip(placed.path.parent()).is_some());
            let Some(beside) = beside else {
                let message = format!("the file {} would not lie beside the article", asset.name);
                return Err(ImportRefusal::new(message, "correct its name in the capture"));
            };
            let beside = self.root.join(beside.as_str());
            fs::create_dir_all(beside.parent().unwrap_or(folder)).map_err(|error| failed(&beside, &error))?;
            let bytes = fs::read(&asset.from).map_err(|error| failed(&asset.from, &error))?;
            create(&beside, &bytes)?;
        }
        create(&path, text.as_bytes())
    }

    /// Brings the fields of a changed article up to date that nobody has touched.
    ///
    /// # Errors
    /// When the file has changed since it was read, or the disk fails.
    pub fn update(&self, placed: &Placement) -> Result<(), ImportRefusal> {
        let FileChange::Changed { old, new, .. } = &placed.state else { return Ok(()) };
        let path = self.root.join(placed.path.as_str());
        if fs::read(&path).map_err(|error| failed(&path, &error))? != old.as_bytes() {
            let message = format!("{} was changed at this moment", placed.path);
            return Err(ImportRefusal::new(message, "save it, and import again"));
        }
        // Beside it, hence on the same file system: the file is the old one or the new one at any moment.
        let beside = path.with_file_name(format!(".{}.margent-new", placed.path.name()));
        fs::write(&beside, new).map_err(|error| failed(&beside, &error))?;
        fs::rename(&beside, &path).map_err(|error| failed(&path, &error))
    }

    /// The tags, each once and as the site spells it; without those of which no address can be made.
    fn spell(&mut self, given: &[String]) -> Vec<String> {
        let mut tags: Vec<String> = Vec::new();
        for tag in given {
            let key = slug::slugify(tag);
            if !key.is_empty() {
                let spelled = self.tags.entry(key).or_insert_with(|| tag.clone());
                if !tags.contains(spelled) {
                    tags.push(spelled.clone());
                }
            }
        }
        tags
    }

    /// A free name.
    fn name(&mut self, draft: &Draft) -> Result<RelPath, ImportRefusal> {
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

    /// What a file holds, or would hold by now.
    fn text(&self, path: &RelPath) -> Option<String> {
        let there = || self.inputs.files.get(path).map(|file| String::from_utf8_lossy(file.head()).into_owned());
        self.placed.get(path).cloned().or_else(there)
    }
}

fn compare(old: String, new: DraftFile) -> FileChange {
    match DraftFile::of(&old).filter(DraftFile::is_imported) {
        // Its front matter was whole a moment ago.
        None => FileChange::Same,
        Some(current) => match merge(current, new) {
            MergeResult { taken, kept, .. } if taken.is_empty() && kept.is_empty() => FileChange::Same,
            MergeResult { text, taken, kept } => FileChange::Changed { old, new: text, taken, kept },
        },
    }
}

/// Writes a file that must not be there yet.
fn create(path: &Path, bytes: &[u8]) -> Result<(), ImportRefusal> {
    let mut file = File::create_new(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => ImportRefusal::new(
            format!("{} is there already", path.display()),
            "move it, or choose another folder with --into",
        ),
        _ => failed(path, &error),
    })?;
    file.write_all(bytes).map_err(|error| {
        // Half a file would pass for an article that somebody wrote.
        let _ = fs::remove_file(path);
        failed(path, &error)
    })
}

fn failed(path: &Path, error: &io::Error) -> ImportRefusal {
    ImportRefusal::new(format!("{}: {error}", path.display()), "check the disk and who may write there")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::DraftAsset;

    #[test]
    fn files_lie_beside_their_article() {
        let folder = tempfile::tempdir().expect("a folder");
        let picture = folder.path().join("picture.png");
        fs::write(&picture, "png").expect("written");
        let inputs = Inputs::in_memory([]);
        let asked = PlacementOptions { check: &|_| Vec::new(), again: false };
        let mut shelf = ArticleFiles::new(folder.path(), "content/articles", &inputs, &Content::default(), asked);
        let mut place = |asset: &str| {
            let assets = vec![DraftAsset { name: asset.to_owned(), from: picture.clone() }];
            let draft = Draft { title: asset.to_owned(), slug: Some(slug::slugify(asset)), assets, ..Draft::default() };
            let placed = shelf.place(vec![("page.html".to_owned(), draft)]).remove(0).expect("a free name");
            shelf.create(&placed).map(|()| placed.path.to_string())
        };
        assert_eq!(place("img/a.png").as_deref(), Ok("content/articles/img-a-png/index.md"));
        assert!(folder.path().join("content/articles/img-a-png/img/a.png").exists());
        assert!(place("../a.png").is_err());
    }
}
