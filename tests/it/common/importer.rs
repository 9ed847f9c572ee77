//! Importing in memory, and reading what came of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use margent::base::text::path::RelPath;
use margent::import::{
    self, ArticleFiles, Capture, CaptureKind, Draft, FileChange, ImportOptions, ImportRefusal, OutletNames,
    PlacementOptions, Skipped, SplitMode,
};
use margent::pipeline::config;
use margent::pipeline::content;
use margent::pipeline::inputs::InputFile;
use margent::{Inputs, Memo};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{Files, inputs, read_files};

/// A site that declares a few outlets.
pub fn site_with_outlets() -> Files {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/_site");
    read_texts(&folder)
}

/// The files of a folder as texts.
pub fn read_texts(folder: &Path) -> Files {
    read_files(folder).into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).expect("UTF-8"))).collect()
}

/// Articles with their paths and files, and what was left out.
pub type Imported = (Vec<(Draft, String, String)>, Vec<Skipped>);

/// What a site declares, read once.
pub struct Importer {
    inputs: Inputs,
    config: config::Config,
    content: content::Content,
    outlets: OutletNames,
    topics: Vec<(String, String)>,
    /// What a build of the site remembers.
    memo: Memo,
}

impl Importer {
    /// The importer of a site.
    pub fn new(site: &Files) -> Self {
        let inputs = inputs(site);
        let config = config::read(&inputs).value;
        let (content, _) = content::read(&inputs, &config, &content::ContentMemo::default()).value;
        let outlets = OutletNames::of(&content.outlets);
        let topics = content.topics.iter().map(|topic| (topic.key.clone(), topic.title.clone())).collect();
        let memo = margent::load(inputs.clone(), &Memo::default()).memo;
        Self { inputs, config, content, outlets, topics, memo }
    }

    /// Imports a capture: the articles, and their files.
    pub fn import(&self, name: &str, bytes: &[u8]) -> Result<Vec<(Draft, String, String)>, ImportRefusal> {
        self.import_from(Path::new(""), name, bytes).map(|(articles, _)| articles)
    }

    /// The same for a capture in a folder, with what was left out.
    pub fn import_from(&self, folder: &Path, name: &str, bytes: &[u8]) -> Result<Imported, ImportRefusal> {
        let capture = Capture {
            name: name.to_owned(),
            folder: folder.to_owned(),
            kind: CaptureKind::detect(name, bytes),
            charset: None,
            bytes: bytes.to_vec(),
        };
        self.import_all(&[capture])
    }

    /// The same for several captures at once.
    pub fn import_all(&self, read_captures: &[Capture]) -> Result<Imported, ImportRefusal> {
        let reading = ImportOptions {
            outlets: &self.outlets,
            topics: &self.topics,
            today: "2020-01-01".parse().expect("a day"),
            split: SplitMode::Auto,
            suggest: &|_, _| Vec::new(),
        };
        let check = |files: Vec<(RelPath, Vec<u8>)>| {
            let mut inputs = self.inputs.clone();
            (inputs.options.drafts, inputs.options.future) = (true, true);
            inputs.files.extend(files.into_iter().map(|(path, bytes)| (path, InputFile::new(bytes))));
            margent::load(inputs, &self.memo).faults
        };
        let asked = PlacementOptions { config: &self.config, check: &check, again: false };
        let shelf = ArticleFiles::new(Path::new(""), content::ARTICLES, &self.inputs, &self.content, asked);
        let mut shelf = shelf.expect("records");
        let (mut drafts, mut left) = (Vec::new(), Vec::new());
        for capture in read_captures {
            let found = import::read_capture(capture, &reading)?;
            drafts.extend(found.drafts.into_iter().map(|draft| (capture.name.clone(), draft)));
            left.extend(found.skipped);
        }
        let placed = shelf.place(drafts).into_iter().map(|placed| placed.expect("a free name"));
        // An entry that a capture has twice is one article.
        let files =
            placed.filter(|placed| !matches!(placed.state, FileChange::Same)).map(|placed| match placed.state {
                FileChange::New { text } => (placed.draft, placed.path.to_string(), text),
                other => panic!("{}: {other:?}", placed.path),
            });
        Ok((files.collect(), left))
    }

    /// Checks that the file of an article can be read without a fault.
    pub fn assert_parses(&self, path: &str, text: &str) {
        let path = super::rel_path(path);
        let reading = content::ContentContext { path: &path, config: &self.config };
        let mut faults = content::article::parse(&reading, text).faults;
        // A title may look like markup.
        faults.retain(|fault| fault.code.id < "W110");
        assert!(faults.is_empty(), "{faults:#?}\n{text}");
    }
}

/// The files that an import writes besides an article: those that it shows, and its snapshots.
pub fn files_of(draft: &Draft, path: &str) -> Vec<(String, Vec<u8>)> {
    let beside = |name: &str| format!("{}/{name}", path.rsplit_once('/').expect("a folder").0);
    let assets = draft.assets.iter().map(|it| (beside(&it.name), fs::read(&it.from).expect("a file")));
    let snapshots = draft.sources.iter().filter_map(|source| source.snapshot.as_ref());
    let snapshots = snapshots.map(|it| (it.path().expect("a path").to_string(), it.text.clone().into_bytes()));
    assets.chain(snapshots).collect()
}

/// Checks that a site builds with these articles and their files, drafts included, and that nothing but outlets is unknown.
pub fn assert_builds(site: &Files, articles: &[(Draft, String, String)]) {
    let mut files: BTreeMap<String, Vec<u8>> =
        site.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect();
    for (draft, path, text) in articles {
        files.extend(files_of(draft, path));
        files.insert(path.clone(), text.clone().into_bytes());
    }
    let mut inputs = Inputs::in_memory(files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
    inputs.options.drafts = true;
    let loaded = margent::load(inputs, &Memo::default());
    let faults = super::faults_of_import(&loaded);
    assert!(faults.is_empty(), "{faults:#?}\n{articles:#?}");
}

/// The files of articles by their names in `expected/`, and beside each what its import noted.
pub fn expected_files(articles: &[(Draft, String, String)]) -> Files {
    let mut files = Files::new();
    for (draft, path, text) in articles {
        let name = path.strip_prefix("content/articles/").expect("an article").replace("/index.md", ".index.md");
        let decisions = draft.decisions.iter().map(|it| format!("{}: {}\n", it.confidence.word(), it.text));
        let removed = draft.removed.iter().map(|it| format!("removed ({}): {}\n", it.kind, it.text));
        let notes: String = decisions.chain(removed).collect();
        if !notes.is_empty() {
            files.insert(name.replace(".md", ".txt"), notes);
        }
        files.insert(name, text.clone());
    }
    files
}

/// Compares files with those expected in a folder, to the letter, and says where they differ; with `BLESS` set, they are what
/// is expected from now on.
pub fn compare_with_expected(folder: &Path, files: &Files) -> Vec<String> {
    if std::env::var_os("BLESS").is_some() {
        let _ = fs::remove_dir_all(folder);
        fs::create_dir(folder).expect("made");
        files.iter().for_each(|(name, text)| fs::write(folder.join(name), text).expect("written"));
    }
    let mut expected = read_texts(folder);
    let mut differences = Vec::new();
    for (name, text) in files {
        let was = expected.remove(name).unwrap_or_default();
        if was != *text {
            let line = was.lines().zip(text.lines()).position(|(a, b)| a != b).unwrap_or_default();
            let at = |text: &str| text.lines().nth(line).unwrap_or_default().to_owned();
            let place = format!("{}/{name}:{}", folder.display(), line + 1);
            differences.push(format!("{place}\n- {}\n+ {}", at(&was), at(text)));
        }
    }
    differences.extend(expected.keys().map(|missing| format!("{}: no {missing}", folder.display())));
    differences
}

/// A block as a reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShownBlock {
    /// The editor's words.
    Prose(String),
    /// An excerpt: its paragraphs, the id of its source, its attribution.
    Excerpt(Vec<String>, String, String),
}

/// The blocks of an article's file, paragraph by paragraph.
pub fn shown_blocks(file: &str) -> Vec<ShownBlock> {
    let (_, body) = file.split_once("\n+++\n").expect("front matter");
    let mut blocks = Vec::new();
    let mut quote: Option<(Vec<String>, String)> = None;
    let mut text = String::new();
    let mut number = None;
    for event in Parser::new(body) {
        match event {
            Event::Start(Tag::List(first)) => number = first,
            Event::Start(Tag::Item) => {
                if let Some(number) = &mut number {
                    text = format!("{number}. ");
                    *number += 1;
                }
            }
            Event::Start(Tag::BlockQuote(_)) => quote = Some((Vec::new(), String::new())),
            Event::Start(Tag::Link { dest_url, .. }) => {
                quote.as_mut().expect("links are attributions").1 = dest_url.to_string();
            }
            Event::Text(part) => text.push_str(&part),
            Event::SoftBreak => text.push('\n'),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) if !text.is_empty() => {
                let text = std::mem::take(&mut text);
                match &mut quote {
                    Some((paragraphs, _)) => paragraphs.push(text),
                    None => blocks.push(ShownBlock::Prose(text)),
                }
            }
            Event::End(TagEnd::BlockQuote(_)) => {
                let (mut paragraphs, id) = quote.take().expect("open");
                let attribution = if id.is_empty() { String::new() } else { paragraphs.pop().expect("an attribution") };
                blocks.push(ShownBlock::Excerpt(paragraphs, id.trim_start_matches("source:").to_owned(), attribution));
            }
            _ => {}
        }
    }
    blocks
}

/// How often each word occurs.
pub fn count_words<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    for word in
        texts.into_iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty())
    {
        *words.entry(word.to_owned()).or_default() += 1;
    }
    words
}

/// Checks that every word of a capture is in an article, or in its list of what was removed.
pub fn assert_nothing_lost(capture: &str, articles: &[(Draft, String, String)]) {
    let mut kept: Vec<String> = Vec::new();
    for (draft, _, file) in articles {
        kept.push(draft.title.clone());
        kept.extend(draft.removed.iter().map(|removed| removed.text.clone()));
        for block in shown_blocks(file) {
            match block {
                ShownBlock::Prose(text) => kept.push(text),
                ShownBlock::Excerpt(paragraphs, _, attribution) => {
                    kept.extend(paragraphs.into_iter().chain([attribution]))
                }
            }
        }
    }
    // An import leaves out what nobody sees.
    let visible = |text: &str| text.replace('\u{200b}', "");
    let kept: Vec<String> = kept.iter().map(|text| visible(text)).collect();
    let kept = count_words(kept.iter().map(String::as_str));
    for (word, times) in count_words([visible(capture).as_str()]) {
        let found = kept.get(&word).copied().unwrap_or_default();
        assert!(found >= times, "`{word}` stands {times} times in the capture, and {found} times in what came of it");
    }
}

/// The captures of a folder, by their names.
pub fn read_captures(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<_> = entries.filter(|path| path.extension().is_some_and(|ending| ending == "txt")).collect();
    paths.sort();
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), fs::read(path).expect("readable"))).collect()
}
