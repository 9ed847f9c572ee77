//! Topics, outlets, tags and authors: the terms of each taxonomy, and the articles of each term.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::base::codes;
use crate::base::diagnostic::{Checked, Diagnostic, Span};
use crate::base::fields::Located;
use crate::base::repair::Repair;
use crate::base::text::near::{EXPLAINED, is_slip, nearest};
use crate::base::text::path::RelPath;
use crate::base::text::{slug, words};
use crate::pipeline::config::{Config, Taxonomy};
use crate::pipeline::content::{ArticleId, Content, Indexed, OUTLETS, Outlet, PerArticle};

/// A topic, an outlet, a tag or an author, with its articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// The last part of its address.
    pub key: String,
    /// The title that readers see.
    pub title: String,
    /// Its address.
    pub address: String,
    /// The number of its file among the topics or outlets.
    pub file: Option<usize>,
    /// Newest first.
    pub articles: Vec<ArticleId>,
}

/// The terms of every taxonomy, and those of every article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taxonomies {
    /// Topics, in the order of their files.
    pub topics: Vec<Term>,
    /// Outlets by their keys: those declared and those cited.
    pub outlets: Vec<Term>,
    /// Tags by their slugs.
    pub tags: Vec<Term>,
    /// Authors by their slugs; empty unless the site lists them.
    pub authors: Vec<Term>,
    /// The terms of each article.
    pub of_article: PerArticle<ArticleTerms>,
}

/// The terms of one article, as numbers in [`Taxonomies`], each list in the article's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArticleTerms {
    /// Topics.
    pub topics: Vec<usize>,
    /// The outlet of each source; an outlet may recur.
    pub outlets: Vec<usize>,
    /// Tags.
    pub tags: Vec<usize>,
    /// Its author, if the site lists authors.
    pub author: Option<usize>,
}

/// The terms of one taxonomy, and for each article the numbers of its own.
type Sorted = (Vec<Term>, PerArticle<Vec<usize>>);

impl ArticleTerms {
    /// Returns the numbers of its terms in one taxonomy.
    pub(crate) fn numbers(&self, taxonomy: Taxonomy) -> &[usize] {
        match taxonomy {
            Taxonomy::Topics => &self.topics,
            Taxonomy::Outlets => &self.outlets,
            Taxonomy::Tags => &self.tags,
            Taxonomy::Authors => self.author.as_slice(),
        }
    }
}

impl Taxonomies {
    /// Returns the terms of one taxonomy.
    pub fn terms(&self, taxonomy: Taxonomy) -> &[Term] {
        match taxonomy {
            Taxonomy::Topics => &self.topics,
            Taxonomy::Outlets => &self.outlets,
            Taxonomy::Tags => &self.tags,
            Taxonomy::Authors => &self.authors,
        }
    }

    /// Returns the outlet of a source: its number, and its term.
    pub(crate) fn outlet_of(&self, article: ArticleId, source: usize) -> (usize, &Term) {
        let number = self.of_article[article].outlets[source];
        (number, &self.outlets[number])
    }
}

/// Finds the terms of every taxonomy.
pub fn build(config: &Config, content: &Content) -> Checked<Taxonomies> {
    let mut faults = Vec::new();
    let ((topics, outlets), (tags, authors)) = rayon::join(
        || rayon::join(|| topics(content), || outlets(content)),
        || rayon::join(|| tags(config, content), || authors(config, content)),
    );
    let (topics, topics_of) = topics.take(&mut faults);
    let (outlets, outlets_of) = outlets.take(&mut faults);
    let (tags, tags_of) = tags.take(&mut faults);
    let (authors, authors_of) = authors.take(&mut faults);
    let lists = topics_of.into_values().into_iter().zip(outlets_of.into_values());
    let lists = lists.zip(tags_of.into_values()).zip(authors_of.into_values());
    let of_article = lists.map(|(((topics, outlets), tags), authors)| {
        let author = authors.first().copied();
        ArticleTerms { topics, outlets, tags, author }
    });
    Checked { value: Taxonomies { topics, outlets, tags, authors, of_article: of_article.collect() }, faults }
}

/// The topics that files declare, and those that articles name.
fn topics(content: &Content) -> Checked<Sorted> {
    let mut faults = Vec::new();
    let mut terms: Vec<Term> = Vec::new();
    let mut by_key: BTreeMap<&str, usize> = BTreeMap::new();
    for (file, topic) in content.topics.iter().enumerate() {
        if let Some(first) = by_key.get(topic.key.as_str()) {
            let message = format!("two files declare the topic `{}`", topic.key);
            let first = terms[*first].file.expect("topics are declared");
            faults.push(declared_twice(&message, &topic.path, &content.topics[first].path));
            continue;
        }
        by_key.insert(&topic.key, terms.len());
        terms.push(term(Taxonomy::Topics, &topic.key, &topic.title, Some(file)));
    }
    let mut of_article = Vec::with_capacity(content.articles.len());
    for (id, article) in content.articles.enumerate() {
        let mut numbers = Vec::new();
        for topic in &article.topics {
            match by_key.get(topic.value.as_str()) {
                Some(number) => add(&mut terms[*number], id, *number, &mut numbers),
                None => faults.push(unknown_topic(&article.path, topic, &by_key)),
            }
        }
        let unknown = article.declined.iter().filter(|topic| !by_key.contains_key(topic.value.as_str()));
        faults.extend(unknown.map(|topic| unknown_topic(&article.path, topic, &by_key)));
        of_article.push(numbers);
    }
    Checked { value: (terms, of_article.into()), faults }
}

fn unknown_topic(path: &RelPath, topic: &Located<String>, known: &BTreeMap<&str, usize>) -> Diagnostic {
    let all = known.keys().copied().collect::<Vec<_>>();
    let hint = if all.is_empty() {
        format!("declare it: write content/topics/{}.md", slug::slugify(&topic.value))
    } else {
        format!(
            "declared topics: {}; declare it in content/topics/, or make it a tag",
            words::list(all.iter().copied())
        )
    };
    let fault = Diagnostic::new(codes::UNKNOWN_TOPIC, format!("there is no topic `{}`", topic.value));
    let fault = fault.at(Span::new(path, topic.range.clone())).hint(hint);
    match nearest(&topic.value, all) {
        Some(near) => fault.suggest_name(&topic.value, near),
        None => fault,
    }
}

/// The tags that articles name.
fn tags(config: &Config, content: &Content) -> Checked<Sorted> {
    let named = content.articles.iter().map(|article| {
        let names = article.tags.iter().map(|tag| (tag.key.as_str().into(), &tag.name));
        (&article.path, names.collect())
    });
    let mut spelled = by_spelling(Taxonomy::Tags, "tag", named.collect());
    if !config.has(Taxonomy::Tags) {
        spelled.faults.clear();
    }
    spelled
}

/// The authors of articles, if the site lists them. An article without one is by the author of the site.
fn authors(config: &Config, content: &Content) -> Checked<Sorted> {
    let site = Located { value: config.author.clone(), range: 0..0 };
    let named = content.articles.iter().map(|article| {
        let author = article.author.as_ref().unwrap_or(&site);
        let key = slug::slugify(&author.value);
        let names = if config.has(Taxonomy::Authors) && !key.is_empty() { vec![(key.into(), author)] } else { vec![] };
        (&article.path, names)
    });
    by_spelling(Taxonomy::Authors, "author", named.collect())
}

/// The names that an article's front matter gives, each with the slug that it is sorted by.
type Named<'a> = (&'a RelPath, Vec<(Cow<'a, str>, &'a Located<String>)>);

/// Joins names of one slug into one term, under the spelling used most. Reports the others.
fn by_spelling(taxonomy: Taxonomy, what: &str, articles: Vec<Named<'_>>) -> Checked<Sorted> {
    let mut spellings: BTreeMap<&str, Spellings<'_>> = BTreeMap::new();
    for (path, names) in &articles {
        for (key, name) in names {
            let uses = spellings.entry(key).or_default();
            uses.entry(&name.value).or_insert_with(|| (0, Span::new(path, name.range.clone()))).0 += 1;
        }
    }
    let mut faults = Vec::new();
    let mut terms = Vec::with_capacity(spellings.len());
    let mut by_key: HashMap<&str, usize> = HashMap::with_capacity(spellings.len());
    for (key, uses) in &spellings {
        // Of equally used spellings the first by letters.
        let (title, _) = uses.iter().max_by_key(|(name, (count, _))| (*count, Reverse(*name))).expect("used once");
        by_key.insert(key, terms.len());
        let term = term(taxonomy, key, title, None);
        let others = uses.iter().filter(|(name, _)| *name != title);
        faults.extend(others.map(|(name, (_, place))| also_spelled(what, name, &term, place.clone())));
        terms.push(term);
    }
    let mut of_article = Vec::with_capacity(articles.len());
    let ids = PerArticle::from(vec![(); articles.len()]).ids();
    for (id, (_, names)) in ids.zip(&articles) {
        let mut numbers = Vec::with_capacity(names.len());
        for (key, _) in names {
            let number = by_key[&**key];
            add(&mut terms[number], id, number, &mut numbers);
        }
        of_article.push(numbers);
    }
    Checked { value: (terms, of_article.into()), faults }
}

/// Each spelling of a name, with the number of its uses and the place of the first.
type Spellings<'a> = BTreeMap<&'a str, (usize, Span)>;

fn also_spelled(what: &str, name: &str, term: &Term, place: Span) -> Diagnostic {
    let Term { title, address, .. } = term;
    let letters = |name: &str| name.to_lowercase().replace([' ', '-', '_'], "");
    if letters(name) != letters(title) {
        let message = format!("the {what} `{name}` has the address of `{title}`, {address}");
        let hint = "name one of them in other words: signs have no place in addresses";
        return Diagnostic::new(codes::TAG_SPELLINGS, message).at(place).hint(hint);
    }
    Diagnostic::new(codes::TAG_SPELLINGS, format!("the {what} `{name}` is also spelled `{title}`"))
        .at(place)
        .hint(format!("write `{title}` here too, or rename one of them: both have the address {address}"))
        .repair(Repair::reword(name, title))
}

/// The outlets that files declare, and those that sources name.
fn outlets(content: &Content) -> Checked<Sorted> {
    let mut faults = Vec::new();
    let names = outlet_names(&content.outlets, &mut faults);
    let mut by_key: BTreeMap<String, (String, Option<usize>)> = BTreeMap::new();
    for (file, outlet) in content.outlets.iter().enumerate() {
        by_key.entry(outlet.key.clone()).or_insert_with(|| (outlet.name.value.clone(), Some(file)));
    }
    // The key of each outlet by what a source writes: few outlets, many sources.
    let mut keys: HashMap<&str, String> = HashMap::new();
    let mut reported = BTreeSet::new();
    for article in &content.articles {
        for source in &article.sources {
            let written = &source.outlet.value;
            let key = keys.entry(written).or_insert_with(|| match names.get(&fold(written)) {
                Some(file) => content.outlets[*file].key.clone(),
                None => slug::slugify(written),
            });
            let (_, file) = by_key.entry(key.clone()).or_insert_with(|| (written.clone(), None));
            if !key.is_empty() && file.is_none() && reported.insert(key.clone()) {
                let known = (content.outlets.as_slice(), faults.len() < EXPLAINED);
                faults.push(undeclared(&article.path, &source.outlet, key, known));
            }
        }
    }
    let numbers: HashMap<&str, usize> = by_key.keys().enumerate().map(|(number, key)| (key.as_str(), number)).collect();
    let terms = by_key.iter().map(|(key, (name, file))| term(Taxonomy::Outlets, key, name, *file));
    let mut terms: Vec<Term> = terms.collect();
    let mut of_article = Vec::with_capacity(content.articles.len());
    for (id, article) in content.articles.enumerate() {
        let outlets = article.sources.iter().map(|source| numbers[keys[source.outlet.value.as_str()].as_str()]);
        let outlets: Vec<usize> = outlets.collect();
        for number in &outlets {
            let articles = &mut terms[*number].articles;
            if articles.last() != Some(&id) {
                articles.push(id);
            }
        }
        of_article.push(outlets);
    }
    Checked { value: (terms, of_article.into()), faults }
}

/// Every name by which an outlet may be called, as a slug → the number of its file.
pub(crate) fn outlet_names(outlets: &[Indexed<Outlet>], faults: &mut Vec<Diagnostic>) -> BTreeMap<String, usize> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for (file, outlet) in outlets.iter().enumerate() {
        if let Some(first) = names.insert(fold(&outlet.key), file) {
            let message = format!("two files declare the outlet `{}`", outlet.key);
            faults.push(declared_twice(&message, &outlet.path, &outlets[first].path));
        }
    }
    for (file, outlet) in outlets.iter().enumerate() {
        for name in std::iter::once(&outlet.name).chain(&outlet.aliases) {
            match names.get(&fold(&name.value)) {
                Some(other) if *other != file => {
                    let fault = Diagnostic::new(codes::DUPLICATE_NAME, format!("`{}` names two outlets", name.value))
                        .at(Span::new(&outlet.path, name.range.clone()))
                        .related(Span::file(&outlets[*other].path), "the other")
                        .hint("remove the name from one of them");
                    faults.push(fault);
                }
                Some(_) => {}
                None => {
                    names.insert(fold(&name.value), file);
                }
            }
        }
    }
    names
}

fn undeclared(
    path: &RelPath,
    given: &Located<String>,
    key: &str,
    (outlets, explained): (&[Indexed<Outlet>], bool),
) -> Diagnostic {
    let known = outlets.iter().flat_map(|outlet| [outlet.key.as_str(), outlet.name.value.as_str()]);
    let fault = Diagnostic::new(codes::UNDECLARED_OUTLET, format!("the outlet `{}` has no file", given.value))
        .at(Span::new(path, given.range.clone()))
        .hint(format!("declare it: write content/outlets/{key}.md with a `name`"));
    if !explained {
        return fault;
    }
    let fault = match nearest(&given.value, known) {
        Some(near) if is_slip(&given.value, near) => return fault.suggest(&given.value, near),
        Some(near) => fault.ask(near),
        None => fault,
    };
    // A key is no name.
    let file = RelPath::new(&format!("{OUTLETS}/{key}.md"))
        .filter(|_| given.value != key && !given.value.contains(['/', '\\']));
    let text = || format!("+++\nname = {}\n+++\n", toml_edit::Value::from(given.value.as_str()));
    fault.repair(file.map(|path| Repair::Create { path, text: text() }))
}

fn declared_twice(message: &str, path: &RelPath, first: &RelPath) -> Diagnostic {
    let fault = Diagnostic::new(codes::DUPLICATE_NAME, message).at(Span::file(path));
    fault.related(Span::file(first), "the first").hint("rename one of the files, or merge them")
}

fn term(taxonomy: Taxonomy, key: &str, title: &str, file: Option<usize>) -> Term {
    let address = format!("/{}/{key}/", taxonomy.name());
    Term { key: key.to_owned(), title: title.to_owned(), address, file, articles: Vec::new() }
}

/// Adds an article to a term, and the term to the article, once.
fn add(term: &mut Term, article: ArticleId, number: usize, terms: &mut Vec<usize>) {
    if term.articles.last() != Some(&article) {
        terms.push(number);
        term.articles.push(article);
    }
}

/// Folds a name to its slug: letter case, spaces and punctuation do not tell outlets apart.
fn fold(name: &str) -> String {
    slug::slugify(name)
}
