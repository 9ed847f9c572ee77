//! Topics, tags, outlets and months: which articles belong to each.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::{ArticleId, Index};
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::fields::Located;
use crate::base::text::path::RelPath;
use crate::base::text::slug;
use crate::pipeline::config::{Config, Section};
use crate::pipeline::content::{Content, Outlet};

/// A topic, a tag or an outlet, with its articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// The last part of its address.
    pub key: String,
    /// What readers see.
    pub title: String,
    /// Its address.
    pub address: String,
    /// The number of its file among the topics or outlets.
    pub file: Option<usize>,
    /// Newest first.
    pub articles: Vec<ArticleId>,
}

/// The terms of one article, as numbers in the index, each list in the article's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArticleTerms {
    /// Topics.
    pub topics: Vec<usize>,
    /// Tags.
    pub tags: Vec<usize>,
    /// The outlet of each source; an outlet may recur.
    pub outlets: Vec<usize>,
}

/// The articles of a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Year {
    /// The year.
    pub year: i16,
    /// Its months, newest first.
    pub months: Vec<Month>,
}

/// The articles of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Month {
    /// 1–12.
    pub month: i8,
    /// Newest first.
    pub articles: Vec<ArticleId>,
}

/// Fills in topics, tags, outlets and months.
pub fn build(config: &Config, content: &Content, index: &mut Index, faults: &mut Vec<Diagnostic>) {
    index.terms = vec![ArticleTerms::default(); content.articles.len()];
    topics(content, index, faults);
    tags(config, content, index, faults);
    outlets(content, index, faults);
    months(content, index);
}

fn topics(content: &Content, index: &mut Index, faults: &mut Vec<Diagnostic>) {
    let mut by_key: BTreeMap<&str, usize> = BTreeMap::new();
    for (file, topic) in content.topics.iter().enumerate() {
        if let Some(first) = by_key.get(topic.key.as_str()) {
            claimed(
                &format!("two files declare the topic `{}`", topic.key),
                &topic.path,
                &content.topics[*first].path,
                faults,
            );
            continue;
        }
        by_key.insert(&topic.key, index.topics.len());
        index.topics.push(term(Section::Topics, &topic.key, &topic.title, Some(file)));
    }
    for (id, article) in content.articles.iter().enumerate() {
        for topic in &article.topics {
            match by_key.get(topic.value.as_str()) {
                Some(number) => add(&mut index.topics[*number], id, *number, &mut index.terms[id].topics),
                None => faults.push(unknown_topic(&article.path, topic, &by_key)),
            }
        }
        let unknown = article.declined.iter().filter(|topic| !by_key.contains_key(topic.value.as_str()));
        faults.extend(unknown.map(|topic| unknown_topic(&article.path, topic, &by_key)));
    }
}

fn unknown_topic(path: &RelPath, topic: &Located<String>, known: &BTreeMap<&str, usize>) -> Diagnostic {
    let all = known.keys().copied().collect::<Vec<_>>();
    let hint = match all.is_empty() {
        true => format!("declare it: write content/topics/{}.md", slug::slugify(&topic.value)),
        false => format!("declared topics: {}; declare it in content/topics/, or make it a tag", all.join(", ")),
    };
    Diagnostic::new(codes::UNKNOWN_TOPIC, format!("there is no topic `{}`", topic.value))
        .at(Span::new(path, topic.range.clone()))
        .did_you_mean(&topic.value, all)
        .hint(hint)
}

fn tags(config: &Config, content: &Content, index: &mut Index, faults: &mut Vec<Diagnostic>) {
    /// Where a spelling first occurs, and how often it does.
    type Spellings<'a> = BTreeMap<&'a str, (usize, Span)>;
    let mut spellings: HashMap<&str, Spellings<'_>> = HashMap::new();
    for article in &content.articles {
        for tag in &article.tags {
            let uses = spellings.entry(&tag.key).or_default();
            let first = || (0, Span::new(&article.path, tag.name.range.clone()));
            uses.entry(&tag.name.value).or_insert_with(first).0 += 1;
        }
    }
    let mut spellings: Vec<_> = spellings.into_iter().collect();
    spellings.sort_unstable_by_key(|(key, _)| *key);
    let mut by_key: HashMap<&str, usize> = HashMap::with_capacity(spellings.len());
    for (key, uses) in spellings {
        // The most used spelling; of equally used ones the first by letters.
        let (title, _) = uses.iter().max_by_key(|(name, (n, _))| (*n, std::cmp::Reverse(*name))).expect("used once");
        for (other, (_, place)) in uses.iter().filter(|(other, _)| other != &title && config.has(Section::Tags)) {
            let fault = Diagnostic::new(codes::TAG_SPELLINGS, format!("the tag `{other}` is also spelled `{title}`"))
                .at(place.clone())
                .hint(format!(
                    "write `{title}` here too, or give one of them a name with another address than /tags/{key}/"
                ));
            faults.push(fault);
        }
        index.tags.push(term(Section::Tags, key, title, None));
        by_key.insert(key, index.tags.len() - 1);
    }
    for (id, article) in content.articles.iter().enumerate() {
        for tag in &article.tags {
            let number = by_key[tag.key.as_str()];
            add(&mut index.tags[number], id, number, &mut index.terms[id].tags);
        }
    }
}

fn outlets(content: &Content, index: &mut Index, faults: &mut Vec<Diagnostic>) {
    let names = outlet_names(&content.outlets, faults);
    let mut by_key: BTreeMap<String, (String, Option<usize>)> = BTreeMap::new();
    for (file, outlet) in content.outlets.iter().enumerate() {
        by_key.entry(outlet.key.clone()).or_insert_with(|| (outlet.name.value.clone(), Some(file)));
    }
    // What a source writes → the key of its outlet: few outlets, many sources.
    let mut keys_of: HashMap<&str, String> = HashMap::new();
    let mut warned = BTreeSet::new();
    let mut cited: Vec<Vec<String>> = Vec::with_capacity(content.articles.len());
    for article in &content.articles {
        let mut keys = Vec::new();
        for source in &article.sources {
            let given = &source.outlet.value;
            let key = keys_of.entry(given).or_insert_with(|| match names.get(&fold(given)) {
                Some(file) => content.outlets[*file].key.clone(),
                None => slug::slugify(given),
            });
            let key = key.clone();
            if !by_key.contains_key(&key) {
                by_key.insert(key.clone(), (given.clone(), None));
            }
            if !key.is_empty() && by_key[&key].1.is_none() && warned.insert(key.clone()) {
                faults.push(undeclared(&article.path, &source.outlet, &key, &content.outlets));
            }
            keys.push(key);
        }
        cited.push(keys);
    }
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for (number, (key, (name, file))) in by_key.into_iter().enumerate() {
        index.outlets.push(term(Section::Outlets, &key, &name, file));
        numbers.insert(key, number);
    }
    for (id, keys) in cited.into_iter().enumerate() {
        for key in keys {
            let number = numbers[&key];
            index.terms[id].outlets.push(number);
            let articles = &mut index.outlets[number].articles;
            if articles.last() != Some(&id) {
                articles.push(id);
            }
        }
    }
}

/// Every name by which an outlet may be called, as a slug → the number of its file.
pub fn outlet_names(outlets: &[Arc<Outlet>], faults: &mut Vec<Diagnostic>) -> BTreeMap<String, usize> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for (file, outlet) in outlets.iter().enumerate() {
        if let Some(first) = names.insert(fold(&outlet.key), file) {
            claimed(
                &format!("two files declare the outlet `{}`", outlet.key),
                &outlet.path,
                &outlets[first].path,
                faults,
            );
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

fn undeclared(path: &RelPath, given: &Located<String>, key: &str, outlets: &[Arc<Outlet>]) -> Diagnostic {
    let known = outlets.iter().flat_map(|outlet| [outlet.key.as_str(), outlet.name.value.as_str()]);
    Diagnostic::new(codes::UNDECLARED_OUTLET, format!("the outlet `{}` has no file", given.value))
        .at(Span::new(path, given.range.clone()))
        .did_you_mean(&given.value, known)
        .hint(format!("declare it: write content/outlets/{key}.md with a `name`"))
}

fn claimed(message: &str, path: &RelPath, first: &RelPath, faults: &mut Vec<Diagnostic>) {
    let fault = Diagnostic::new(codes::DUPLICATE_NAME, message).at(Span::file(path));
    faults.push(fault.related(Span::file(first), "the first").hint("rename one of the files, or join them"));
}

fn months(content: &Content, index: &mut Index) {
    for (id, article) in content.articles.iter().enumerate() {
        let Some(date) = &article.date else {
            index.undated.push(id);
            continue;
        };
        let (year, month, _) = date.ymd();
        if index.years.last().is_none_or(|last| last.year != year) {
            index.years.push(Year { year, months: Vec::new() });
        }
        let months = &mut index.years.last_mut().expect("just pushed").months;
        if months.last().is_none_or(|last| last.month != month) {
            months.push(Month { month, articles: Vec::new() });
        }
        months.last_mut().expect("just pushed").articles.push(id);
    }
}

fn term(section: Section, key: &str, title: &str, file: Option<usize>) -> Term {
    let address = format!("/{}/{key}/", section.name());
    Term { key: key.to_owned(), title: title.to_owned(), address, file, articles: Vec::new() }
}

/// Adds an article to a term, and the term to the article, once.
fn add(term: &mut Term, article: ArticleId, number: usize, terms: &mut Vec<usize>) {
    if !terms.contains(&number) {
        terms.push(number);
        term.articles.push(article);
    }
}

/// Letter case, spaces and punctuation do not tell outlets apart.
fn fold(name: &str) -> String {
    slug::slugify(name)
}
