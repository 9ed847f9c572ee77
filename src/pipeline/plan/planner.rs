//! Plans every output, and reports those that get in each other's way.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::check;
use super::output::{
    ACCENT, FeedStream, Icon, Output, OutputPath, PageOutput, Plan, SEARCH, SEARCH_INDEX, SITEMAP_LIMIT,
    SOURCES_PER_PAGE, address_of, page_address, pages, path_of,
};
use crate::base::codes;
use crate::base::diagnostic::{Checked, Diagnostic, Span};
use crate::base::fields::Located;
use crate::base::hash::{Hasher, Key};
use crate::base::text::path::RelPath;
use crate::base::text::slug;
use crate::pipeline::config::{Config, Section, Taxonomy};
use crate::pipeline::content::{Content, STATIC};
use crate::pipeline::index::Index;
use crate::pipeline::inputs::Inputs;
use crate::pipeline::theme::Theme;

struct Planner<'a> {
    outputs: BTreeMap<OutputPath, (Output, Option<Span>)>,
    /// Path as file systems that fold letter case and Unicode form see it → path, where they differ.
    folded: HashMap<String, OutputPath>,
    content: &'a Content,
    faults: Vec<Diagnostic>,
}

/// Returns the cache key of the plan, given that of the index. It depends on the names of the theme's files, not on
/// their contents.
pub fn key(index: Key, theme: &Theme) -> Key {
    let files = theme.statics.iter().chain(&theme.files);
    let hasher = Hasher::new().key(index).data(&theme.is_ready).data(&theme.statics.len());
    let name = |hasher: Hasher, (name, path): (&String, &RelPath)| {
        hasher.bytes(name.as_bytes()).bytes(path.as_str().as_bytes())
    };
    files.fold(hasher, name).finish()
}

/// Plans the site.
pub fn plan(inputs: &Inputs, config: &Config, theme: &Theme, content: &Content, index: &Index) -> Checked<Plan> {
    let mut planner = Planner { outputs: BTreeMap::new(), folded: HashMap::new(), content, faults: Vec::new() };
    planner.copies(inputs, theme, index);
    planner.pages(config, index);
    planner.data(index);
    if config.cards && theme.tera.contains_template("card.svg") {
        planner.cards(index);
    }
    planner.feeds(config, index);
    planner.aliases(index);
    planner.service(config);
    let search = searchable(config, theme, content);
    if search {
        planner.search();
    }
    planner.nesting();
    let Planner { outputs, mut faults, .. } = planner;
    let plan = Plan { outputs: outputs.into_iter().map(|(path, (output, _))| (path, output)).collect(), search };
    faults.extend(check::all(config, theme, content, index, &plan));
    Checked { value: plan, faults }
}

/// Returns a path as file systems that fold letter case and Unicode form see it.
fn fold(path: &str) -> Cow<'_, str> {
    if !path.is_ascii() {
        return Cow::Owned(path.nfc().flat_map(char::to_lowercase).collect());
    }
    if path.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Cow::Owned(path.to_ascii_lowercase());
    }
    Cow::Borrowed(path)
}

/// Returns whether the site has texts to search and its theme a page to search them on.
fn searchable(config: &Config, theme: &Theme, content: &Content) -> bool {
    let texts = content.articles.len() + content.pages.len();
    config.search && texts > 0 && theme.tera.contains_template(PageOutput::Search.template())
}

impl Planner<'_> {
    fn add(&mut self, path: String, output: Output, owner: Option<Span>) {
        if path.split('/').any(|part| part.len() > slug::LONGEST) {
            let message = "a part of this address is longer than 255 bytes, the limit of file systems";
            let fault = Diagnostic::new(codes::NO_SLUG, message).hint("give it a shorter `slug` or name");
            self.faults.push(Diagnostic { span: owner, ..fault });
            return;
        }
        self.faults.extend(check::windows_name(&path, owner.as_ref()));
        let folded = fold(&path);
        let Some(other) = self.at_folded(&folded) else {
            let shared = OutputPath::from(path.as_str());
            if folded != path {
                self.folded.insert(folded.into_owned(), Arc::clone(&shared));
            }
            self.outputs.insert(shared, (output, owner));
            return;
        };
        let (taken, first) = &self.outputs[other];
        // The fault is shown at what an editor wrote.
        let ours = match (&owner, first) {
            (Some(_), None) => Some(taken),
            (None, _) => Some(&output),
            (Some(_), Some(_)) => None,
        };
        let same_page =
            matches!((&output, taken), (Output::Page(PageOutput::Redirect(to)), _) if path_of(to) == **other);
        let shown = if owner.is_some() { &output } else { taken };
        let hint = match (shown, same_page) {
            (_, true) => "remove the alias: it is the article's own address",
            (Output::Page(PageOutput::Redirect(_)), _) => "remove the alias, or correct it",
            (Output::File(_), _) => "rename the file",
            _ => "give one of them another `slug` or file name",
        };
        let address = address_of(&path);
        let message = match ours {
            _ if path != **other => {
                format!("{address} and {} differ only in letter case or Unicode form", address_of(other))
            }
            Some(ours) => format!("{address} is {}, which margent makes", ours.what()),
            None => format!("two pages have the address {address}"),
        };
        let mut fault = Diagnostic::new(codes::ADDRESS_TAKEN, message).hint(hint);
        if let (Some(_), Some(first)) = (&owner, first) {
            fault = fault.related(first.clone(), "the other");
        }
        fault.span = owner.or_else(|| first.clone());
        self.faults.push(fault);
    }

    /// The path of the output that file systems may take for the one at `folded`.
    fn at_folded(&self, folded: &str) -> Option<&OutputPath> {
        self.folded.get(folded).or_else(|| self.outputs.get_key_value(folded).map(|(path, _)| path))
    }

    /// Adds files that take precedence over margent's own outputs: those of the site, then those of its theme, and
    /// assets.
    fn copies(&mut self, inputs: &Inputs, theme: &Theme, index: &Index) {
        for (path, _) in inputs.inside(STATIC) {
            let name = path.strip(STATIC).unwrap_or_default().to_owned();
            self.add(name, Output::File(path.clone()), Some(Span::file(path)));
        }
        for (name, path) in &theme.statics {
            // A site replaces a file of its theme by one of the same name.
            if !self.outputs.contains_key(name.as_str()) {
                self.add(name.clone(), Output::File(path.clone()), Some(Span::file(path)));
            }
        }
        for (address, path) in &index.links.assets {
            self.add(path_of(address), Output::File(path.clone()), Some(Span::file(path)));
        }
    }

    fn pages(&mut self, config: &Config, index: &Index) {
        let content = self.content;
        let per_page = config.index.per_page;
        for page in 1..=pages(content.articles.len(), per_page) {
            self.page(&page_address("/", page), PageOutput::Home(page));
        }
        for ((id, article), address) in content.articles.enumerate().zip(&index.addresses.articles) {
            let owner = Span::new(&article.path, article.head.clone());
            self.add(path_of(address), Output::Page(PageOutput::Article(id)), Some(owner));
        }
        for (number, (page, address)) in content.pages.iter().zip(&index.addresses.pages).enumerate() {
            self.add(path_of(address), Output::Page(PageOutput::Plain(number)), Some(Span::file(&page.path)));
        }
        for section in config.index.sections.iter().copied() {
            self.section(section, config, index);
        }
    }

    fn section(&mut self, section: Section, config: &Config, index: &Index) {
        match section {
            Section::Terms(taxonomy) => self.terms(taxonomy, config, index),
            Section::Sources => {
                for page in 1..=pages(index.works.all.len(), SOURCES_PER_PAGE) {
                    self.page(&page_address("/sources/", page), PageOutput::Sources(page));
                }
            }
            Section::Archive => {
                self.page("/archive/", PageOutput::Archive);
                for (number, year) in index.archive.years.iter().enumerate() {
                    self.page(&format!("/archive/{:04}/", year.year), PageOutput::Year(number));
                }
                if !index.archive.undated.is_empty() {
                    self.page("/archive/undated/", PageOutput::Undated);
                }
            }
            Section::Corrections => self.page("/corrections/", PageOutput::Corrections),
            Section::Links => self.page("/links/", PageOutput::LinkReport),
        }
    }

    fn terms(&mut self, taxonomy: Taxonomy, config: &Config, index: &Index) {
        self.page(&format!("/{}/", taxonomy.name()), PageOutput::Terms(taxonomy));
        for (number, term) in index.taxonomies.terms(taxonomy).iter().enumerate() {
            for page in 1..=pages(term.articles.len(), config.index.per_page) {
                self.page(&page_address(&term.address, page), PageOutput::Term { taxonomy, number, page });
            }
        }
    }

    /// Adds a page that margent makes at an address of its own choice.
    fn page(&mut self, address: &str, page: PageOutput) {
        self.add(path_of(address), Output::Page(page), None);
    }

    fn feeds(&mut self, config: &Config, index: &Index) {
        self.feed(config, "/", FeedStream::Site);
        for section in config.feeds.sections.iter().copied().filter(|section| config.has(*section)) {
            match section {
                Section::Terms(taxonomy) => {
                    for (number, term) in index.taxonomies.terms(taxonomy).iter().enumerate() {
                        self.feed(config, &term.address, FeedStream::Term(taxonomy, number));
                    }
                }
                Section::Corrections => self.feed(config, "/corrections/", FeedStream::Corrections),
                // These have no feeds.
                Section::Sources | Section::Archive | Section::Links => {}
            }
        }
    }

    /// Adds the feed of a list in each of its formats.
    fn feed(&mut self, config: &Config, list: &str, of: FeedStream) {
        for format in of.shape(&config.feeds).formats.iter().copied() {
            let path = format!("{}feed.{}", list.trim_start_matches('/'), format.name());
            self.add(path, Output::Feed { of, format }, None);
        }
    }

    /// Adds the files for machines: the annotations and sources of each article, and all sources.
    fn data(&mut self, index: &Index) {
        for ((id, article), address) in self.content.articles.enumerate().zip(&index.addresses.articles) {
            let folder = address.trim_start_matches('/');
            if article.is_annotated() {
                self.add(format!("{folder}annotations.json"), Output::Annotations(id), None);
            }
            if !article.sources.is_empty() {
                self.add(format!("{folder}citations.json"), Output::Citations(Some(id)), None);
            }
        }
        if !index.works.all.is_empty() {
            self.add("citations.json".to_owned(), Output::Citations(None), None);
        }
    }

    /// Adds the picture of each article.
    fn cards(&mut self, index: &Index) {
        for (id, address) in index.addresses.articles.enumerate() {
            self.add(format!("{}card.png", address.trim_start_matches('/')), Output::Card(id), None);
        }
    }

    fn aliases(&mut self, index: &Index) {
        let content = self.content;
        let articles =
            content.articles.iter().zip(&index.addresses.articles).map(|(it, to)| (&it.path, &it.aliases, to));
        let pages = content.pages.iter().zip(&index.addresses.pages).map(|(it, to)| (&it.path, &it.aliases, to));
        let topics = index.taxonomies.topics.iter().filter_map(|term| {
            let topic = &content.topics[term.file?];
            Some((&topic.path, &topic.aliases, &term.address))
        });
        let outlets = index.taxonomies.outlets.iter().filter_map(|term| {
            let outlet = &content.outlets[term.file?];
            Some((&outlet.path, &outlet.addresses, &term.address))
        });
        for (path, aliases, to) in articles.chain(pages).chain(topics).chain(outlets) {
            for Located { value, range } in aliases {
                let last = value.rsplit('/').next().unwrap_or_default();
                // `/old` without an extension is a folder for every server of static files.
                let folder = if last.is_empty() || last.contains('.') { value.clone() } else { format!("{value}/") };
                self.add(
                    path_of(&folder),
                    Output::Page(PageOutput::Redirect(to.clone())),
                    Some(Span::new(path, range.clone())),
                );
            }
        }
    }

    /// Adds the files that hosts, browsers and search engines ask for. A site's own `robots.txt` or `404.html` takes
    /// precedence.
    fn service(&mut self, config: &Config) {
        let listed = self.outputs.values().filter(|(output, _)| output.is_listed()).count();
        let own = |name: &str, output: Output| (name.to_owned(), output);
        let mut service = vec![
            own("404.html", Output::Page(PageOutput::NotFound)),
            own("robots.txt", Output::Robots),
            own(".nojekyll", Output::NoJekyll),
            own("sitemap.xml", Output::Sitemap(None)),
            own("site.webmanifest", Output::WebManifest),
        ];
        if let Some(host) = config.host {
            service.push(own("_headers", Output::HostHeaders(host)));
            service.push(own("_redirects", Output::HostRedirects(host)));
        }
        if let Some(accent) = config.look.accent {
            service.push(own(ACCENT, Output::Accent(accent)));
        }
        if let Some((Output::File(picture), _)) = self.outputs.get(Icon::SOURCE).filter(|_| cfg!(feature = "cards")) {
            service.extend(Icon::ALL.map(|icon| own(icon.path(), Output::Icon(icon, picture.clone()))));
        }
        if listed > SITEMAP_LIMIT {
            let parts = 1..=listed.div_ceil(SITEMAP_LIMIT);
            service.extend(parts.map(|part| (format!("sitemap-{part}.xml"), Output::Sitemap(Some(part)))));
        }
        for (path, output) in service {
            if !matches!(self.outputs.get(path.as_str()), Some((Output::File(_), _))) {
                self.add(path, output, None);
            }
        }
    }

    /// Adds the page that searches. The folder of its index is not shared.
    fn search(&mut self) {
        self.add(path_of(SEARCH), Output::Page(PageOutput::Search), None);
        let folder = SEARCH_INDEX.trim_end_matches('/');
        let inside = |path: &&OutputPath| {
            fold(path).strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        for path in self.outputs.keys().filter(inside) {
            let message =
                format!("/{path} is in the way of /{SEARCH_INDEX}, where margent writes the index of the search");
            let hint = "give it another address, or write `enabled = false` under [search] in site.toml";
            let fault = Diagnostic::new(codes::ADDRESS_TAKEN, message).hint(hint);
            self.faults.push(Diagnostic { span: self.outputs[path].1.clone(), ..fault });
        }
    }

    /// Reports files whose path another output needs as a folder.
    fn nesting(&mut self) {
        // Hardly ever is there one, and folders are fewer than files.
        let mut folders: HashSet<&str> = HashSet::new();
        for path in self.outputs.keys() {
            let mut rest = &**path;
            while let Some((folder, _)) = rest.rsplit_once('/').filter(|(folder, _)| folders.insert(folder)) {
                rest = folder;
            }
        }
        if !folders.iter().any(|folder| self.outputs.contains_key(*folder)) {
            return;
        }
        let mut faults = Vec::new();
        for (path, (_, owner)) in &self.outputs {
            for (at, _) in path.match_indices('/') {
                if let Some((_, first)) = self.outputs.get(&path[..at]) {
                    let message = format!("/{} is a file, and /{path} needs a folder there", &path[..at]);
                    let mut fault = Diagnostic::new(codes::ADDRESS_TAKEN, message).hint("rename one of them");
                    fault.span = owner.clone().or_else(|| first.clone());
                    faults.push(fault);
                }
            }
        }
        self.faults.extend(faults);
    }
}
