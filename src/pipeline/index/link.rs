//! The targets of the links in each text: other texts, headings, files beside them, addresses of the site.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use super::meant_link::{elsewhere, relative};
use super::published::{OmissionReason, Omitted};
use super::{Addresses, Taxonomies};
use crate::base::codes;
use crate::base::diagnostic::{Checked, Diagnostic, Span};
use crate::base::repair::Repair;
use crate::base::text::near::{EXPLAINED, nearest, nearest_path};
use crate::base::text::path::{RelPath, percent_decode};
use crate::pipeline::content::{
    ARTICLES, ArticleId, Content, IMPORTS, OUTLETS, PAGES, PerArticle, SNAPSHOTS, STATIC, TOPICS,
};
use crate::pipeline::markdown::{Body, SlotTarget};

/// The targets of links, in the order of the texts, with the backlinks and files that follow from
/// them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResolvedLinks {
    /// The targets in each article.
    pub articles: PerArticle<LinkTargets>,
    /// The targets in each topic file.
    pub topics: Vec<LinkTargets>,
    /// The targets in each outlet file.
    pub outlets: Vec<LinkTargets>,
    /// The targets in each page.
    pub pages: Vec<LinkTargets>,
    /// For each article those that link to it.
    pub backlinks: PerArticle<Vec<ArticleId>>,
    /// Published files beside texts: address → file.
    pub assets: BTreeMap<String, RelPath>,
}

/// The targets of those links in a text that had to be resolved, and could be, by the numbers of the links. Most links of
/// most texts need none, and there may be a million texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LinkTargets(Box<[(usize, ResolvedLink)]>);

impl LinkTargets {
    /// Returns the target of a link.
    pub(crate) fn get(&self, link: usize) -> Option<&ResolvedLink> {
        self.0.binary_search_by_key(&link, |(number, _)| *number).ok().map(|found| &self.0[found].1)
    }

    /// Returns all of them with the numbers of their links.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &ResolvedLink)> {
        self.0.iter().map(|(number, target)| (*number, target))
    }
}

/// The target of a link.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedLink {
    /// An address from the site's root, not encoded; empty for the page itself.
    pub address: String,
    /// The `?query#fragment` after the address, as written.
    pub suffix: String,
    /// Width and height in pixels, if it is an image of known size.
    pub size: Option<(usize, usize)>,
}

/// A text that links may lead to.
struct LinkableText<'a> {
    address: &'a str,
    body: &'a Body,
    article: Option<ArticleId>,
}

struct LinkResolver<'a> {
    content: &'a Content,
    texts: HashMap<&'a RelPath, LinkableText<'a>>,
    omitted: &'a Omitted,
    assets: BTreeMap<String, RelPath>,
    used: BTreeSet<RelPath>,
    backlinks: PerArticle<Vec<ArticleId>>,
    faults: Vec<Diagnostic>,
    /// The paths of all that links may lead to, sorted; made for the first link that leads to none of them.
    paths: OnceCell<Vec<&'a str>>,
    /// The ids of all sources, by article; made for the first link to one.
    sources: OnceCell<HashSet<(ArticleId, &'a str)>>,
}

/// Resolves every link; finds backlinks and the files to publish; reports those that nothing uses.
pub fn resolve(
    content: &Content,
    addresses: &Addresses,
    taxonomies: &Taxonomies,
    omitted: &Omitted,
) -> Checked<ResolvedLinks> {
    let mut resolver = LinkResolver {
        content,
        texts: linkable_texts(content, addresses, taxonomies),
        omitted,
        assets: BTreeMap::new(),
        used: BTreeSet::new(),
        backlinks: vec![Vec::new(); content.articles.len()].into(),
        faults: Vec::new(),
        paths: OnceCell::new(),
        sources: OnceCell::new(),
    };
    let articles = resolver.all(content.articles.iter().map(|article| (&article.path, &article.body))).into();
    let topics = resolver.all(content.topics.iter().map(|topic| (&topic.path, &topic.body)));
    let outlets = resolver.all(content.outlets.iter().map(|outlet| (&outlet.path, &outlet.body)));
    let pages = resolver.all(content.pages.iter().map(|page| (&page.path, &page.body)));
    resolver.report_unused();
    let LinkResolver { assets, backlinks, faults, .. } = resolver;
    let each_once = backlinks.into_values().into_iter().map(|mut from| {
        from.sort_unstable();
        from.dedup();
        from
    });
    let backlinks = each_once.collect();
    Checked { value: ResolvedLinks { articles, topics, outlets, pages, backlinks, assets }, faults }
}

fn linkable_texts<'a>(
    content: &'a Content,
    addresses: &'a Addresses,
    taxonomies: &'a Taxonomies,
) -> HashMap<&'a RelPath, LinkableText<'a>> {
    let mut texts = HashMap::with_capacity(content.articles.len());
    for ((id, article), address) in content.articles.enumerate().zip(&addresses.articles) {
        texts.insert(&article.path, LinkableText { address, body: &article.body, article: Some(id) });
    }
    for (page, address) in content.pages.iter().zip(&addresses.pages) {
        texts.insert(&page.path, LinkableText { address, body: &page.body, article: None });
    }
    for term in &taxonomies.topics {
        let topic = &content.topics[term.file.expect("topics are declared")];
        texts.insert(&topic.path, LinkableText { address: &term.address, body: &topic.body, article: None });
    }
    for (term, file) in taxonomies.outlets.iter().filter_map(|term| Some((term, term.file?))) {
        let outlet = &content.outlets[file];
        texts.insert(&outlet.path, LinkableText { address: &term.address, body: &outlet.body, article: None });
    }
    texts
}

fn source_ids(content: &Content) -> HashSet<(ArticleId, &str)> {
    let articles = content.articles.enumerate();
    articles.flat_map(|(id, article)| article.sources.iter().map(move |source| (id, source.id.as_str()))).collect()
}

impl<'a> LinkResolver<'a> {
    fn all(&mut self, texts: impl Iterator<Item = (&'a RelPath, &'a Body)>) -> Vec<LinkTargets> {
        texts.map(|(path, body)| self.text(path, body)).collect()
    }

    fn text(&mut self, path: &'a RelPath, body: &'a Body) -> LinkTargets {
        let mut resolved = Vec::new();
        for (number, link) in body.links.iter().enumerate() {
            let result = match &link.target {
                // These need no resolving.
                SlotTarget::Word(_)
                | SlotTarget::Own(_)
                | SlotTarget::Raw(_)
                | SlotTarget::Site(_)
                | SlotTarget::Verified(_) => continue,
                SlotTarget::Written(dest) => self.link(path, body, dest),
                SlotTarget::Image(dest) => self.asset(path, dest),
            };
            match result {
                Ok(target) => resolved.push((number, target)),
                Err(fault) => self.faults.push(fault.at(Span::new(path, link.range.clone()))),
            }
        }
        LinkTargets(resolved.into())
    }

    fn link(&mut self, path: &'a RelPath, body: &'a Body, dest: &str) -> Result<ResolvedLink, Diagnostic> {
        let (target, suffix) = dest.split_at(dest.find(['?', '#']).unwrap_or(dest.len()));
        if dest.is_empty() {
            return Err(Diagnostic::new(codes::BROKEN_LINK, "this link leads nowhere")
                .hint("write its address in the parentheses"));
        }
        if target.is_empty() {
            self.check_fragment(suffix, body, path)?;
            return Ok(ResolvedLink { address: String::new(), suffix: suffix.to_owned(), size: None });
        }
        if target.starts_with('/') {
            // Whether there is such an address is known when everything is planned.
            return Ok(ResolvedLink { address: percent_decode(target), suffix: suffix.to_owned(), size: None });
        }
        if !target.ends_with(".md") {
            return self.asset(path, dest);
        }
        let file = path.join(&percent_decode(target)).ok_or_else(|| outside(dest))?;
        let Some(place) = self.texts.get(&file) else {
            // A text in content/static is published as it is.
            return match file.strip(STATIC) {
                Some(_) if self.content.assets.contains_key(&file) => self.asset(path, dest),
                _ => Err(self.no_text(&file, dest)),
            };
        };
        let body = place.body;
        self.check_fragment(suffix, body, &file)?;
        if let (Some(to), Some(from)) = (place.article, self.texts.get(path).and_then(|place| place.article))
            && to != from
        {
            self.backlinks[to].push(from);
        }
        Ok(ResolvedLink { address: place.address.to_owned(), suffix: suffix.to_owned(), size: None })
    }

    /// A file beside the text, or one in `content/static`.
    fn asset(&mut self, path: &RelPath, dest: &str) -> Result<ResolvedLink, Diagnostic> {
        let (target, suffix) = dest.split_at(dest.find(['?', '#']).unwrap_or(dest.len()));
        if target.is_empty() {
            return Err(
                Diagnostic::new(codes::BROKEN_LINK, "this image has no file").hint("write its path in the parentheses")
            );
        }
        if target.starts_with('/') {
            let address = percent_decode(target);
            let size = RelPath::new(&format!("{STATIC}{address}")).and_then(|file| *self.content.assets.get(&file)?);
            return Ok(ResolvedLink { address, suffix: suffix.to_owned(), size });
        }
        let file = path.join(&percent_decode(target)).ok_or_else(|| outside(dest))?;
        let Some(size) = self.content.assets.get(&file).copied() else { return Err(self.no_file(&file, dest)) };
        let address = match file.strip(STATIC) {
            Some(rest) => format!("/{rest}"),
            None => {
                let home = self.texts.get(path).map_or("/", |place| place.address);
                // Beside the text as the reader sees it: a path below the text's folder is kept.
                let below = file.strip(path.parent()).unwrap_or_else(|| file.name());
                format!("{home}{below}")
            }
        };
        if file.strip(STATIC).is_none() {
            self.used.insert(file.clone());
            if let Some(other) = self.assets.get(&address).filter(|other| **other != file) {
                let fault =
                    Diagnostic::new(codes::ADDRESS_TAKEN, format!("`{file}` and `{other}` would both be {address}"));
                return Err(
                    fault.hint("files from other folders are published beside the text: give them different names")
                );
            }
            self.assets.insert(address.clone(), file);
        }
        Ok(ResolvedLink { address, suffix: suffix.to_owned(), size })
    }

    fn no_text(&mut self, file: &RelPath, dest: &str) -> Diagnostic {
        if let Some(reason) = self.omitted.files.get(file) {
            let (why, hint) = match reason {
                OmissionReason::Draft => {
                    ("it is a draft", "finish it and remove its `draft = true`, or remove the link")
                }
                OmissionReason::Future => {
                    ("its date is in the future", "remove the link until then, or give it an earlier `date`")
                }
                OmissionReason::Expired => ("it has expired", "remove the link, or its `expires`"),
            };
            return Diagnostic::new(codes::UNPUBLISHED_LINK, format!("`{file}` is not published: {why}")).hint(hint);
        }
        self.missing(file, dest)
    }

    fn no_file(&mut self, file: &RelPath, dest: &str) -> Diagnostic {
        if file.strip(SNAPSHOTS).is_some() {
            let message = format!("`{file}` is a snapshot, and snapshots are never published");
            return Diagnostic::new(codes::BROKEN_LINK, message).hint("link to the source itself: source:ID");
        }
        if file.strip(IMPORTS).is_some() {
            let message = format!("`{file}` is a record of imports, and is never published");
            return Diagnostic::new(codes::BROKEN_LINK, message).hint("remove the link");
        }
        self.missing(file, dest)
    }

    /// Reports a missing file, with the nearest name relative to the link.
    fn missing(&mut self, file: &RelPath, dest: &str) -> Diagnostic {
        if let Some((why, address)) = elsewhere(dest) {
            let fault = Diagnostic::new(codes::BROKEN_LINK, format!("there is no file `{dest}`"));
            let fault = fault.hint(format!("{why} {address}"));
            return fault.repair(Repair::reword(format!("({dest}"), format!("({address}")));
        }
        if file.strip("content").is_none() {
            return outside(dest);
        }
        if self.texts.contains_key(file) {
            let message = format!("`{file}` is a text, not an image");
            return Diagnostic::new(codes::BROKEN_LINK, message).hint("leave out the exclamation mark to link to it");
        }
        let paths = self.paths.get_or_init(|| {
            let paths = self.texts.keys().copied().chain(self.content.assets.keys());
            let mut paths: Vec<&str> = paths.map(RelPath::as_str).collect();
            paths.sort_unstable();
            paths
        });
        let inside = format!("{file}/");
        let first = paths.partition_point(|path| *path < inside.as_str());
        if paths.get(first).is_some_and(|path| path.starts_with(&inside)) {
            let message = format!("`{dest}` is a folder");
            return Diagnostic::new(codes::BROKEN_LINK, message)
                .hint("link to a file in it, or to an address of the site, such as /topics/");
        }
        let fault = Diagnostic::new(codes::BROKEN_LINK, format!("there is no `{file}`"));
        let near = (self.faults.len() < EXPLAINED).then(|| nearest_path(file.as_str(), paths)).flatten();
        let Some(near) = near else {
            return fault.hint("links are relative to the file that links, as on GitHub");
        };
        let path = dest.split(['?', '#']).next().unwrap_or_default();
        let meant = relative(file, dest, near);
        // Moved, or written as on a page.
        let same_name = paths.iter().filter(|path| path.rsplit('/').next() == file.as_str().rsplit('/').next());
        let is_only_one = near.ends_with(&format!("/{}", file.name())) && same_name.count() == 1;
        let fault = if is_only_one || meant.strip_suffix(".md") == Some(path) {
            fault.ask(&meant).repair(Repair::reword(path, &*meant))
        } else {
            fault.suggest_name(path, &meant)
        };
        // What was meant is not unused as well.
        self.used.extend(RelPath::new(near));
        fault
    }

    fn check_fragment(&self, suffix: &str, body: &Body, path: &RelPath) -> Result<(), Diagnostic> {
        let Some(id) = suffix.split_once('#').map(|(_, id)| percent_decode(id).nfc().collect::<String>()) else {
            return Ok(());
        };
        let article = self.texts.get(path).and_then(|place| place.article);
        let is_source = article
            .zip(id.strip_prefix("source-"))
            .is_some_and(|source| self.sources.get_or_init(|| source_ids(self.content)).contains(&source));
        if id.is_empty() || is_source || body.ids.binary_search(&id).is_ok() {
            return Ok(());
        }
        /// The number of headings that can be read at a glance.
        const GLANCE: usize = 12;
        let headings = body.headings.iter().map(|heading| heading.id.as_str());
        let all = match body.headings.len() {
            n if n > GLANCE => format!("{n} headings"),
            _ => headings.clone().collect::<Vec<_>>().join(", "),
        };
        let fault = Diagnostic::new(codes::BROKEN_FRAGMENT, format!("`{path}` has no heading `#{id}`"));
        let fault = match (self.faults.len() < EXPLAINED).then(|| nearest(&id, headings)).flatten() {
            Some(near) => fault.suggest_name(suffix, &format!("#{near}")),
            None => fault,
        };
        Err(if all.is_empty() { fault.hint("it has no headings") } else { fault.hint(format!("it has: {all}")) })
    }

    /// Names the files beside texts that nothing shows or links to.
    fn report_unused(&mut self) {
        let mut folders = BTreeSet::new();
        for path in self.content.assets.keys() {
            if path.strip(STATIC).is_some() || self.used.contains(path) {
                continue;
            }
            let beside = [ARTICLES, TOPICS, OUTLETS, PAGES].iter().any(|folder| path.strip(folder).is_some());
            let text = matches!(path.extension().to_ascii_lowercase().as_str(), "md" | "markdown" | "mdown");
            // What is wrong with a folder is said once.
            if !beside && !folders.insert(path.as_str().split('/').take(2).collect::<Vec<_>>()) {
                continue;
            }
            let fault = |message| Diagnostic::new(codes::UNUSED_ASSET, message).at(Span::file(path));
            self.faults.push(match (beside, text) {
                (true, true) => fault(format!("`{path}` is not read")).hint("rename it so that it ends in .md"),
                (true, false) => fault(format!("nothing shows or links to `{path}`"))
                    .hint("link to it, or move it to content/static/ to publish it as it is"),
                (false, false) if path.parent() == "content" => fault(format!("`{path}` is not published"))
                    .hint(format!("move it to {STATIC}/{} to publish it as it is", path.name())),
                (false, _) => fault(format!("margent does not read the folder of `{path}`"))
                    .hint("move it to content/articles/, topics/, outlets/, pages/, snapshots/ or static/"),
            });
        }
    }
}

fn outside(dest: &str) -> Diagnostic {
    Diagnostic::new(codes::BROKEN_LINK, format!("`{dest}` is not part of the site"))
        .hint("link to a file under content/")
}
