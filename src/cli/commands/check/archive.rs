//! `margent check --archive`: looks for archived copies of the sources that are quoted, and writes the address of one in which all
//! excerpts of its source stand.

use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use toml_edit::value;

use crate::base::text::path::RelPath;
use crate::cli::args::{CheckArgs, GlobalArgs};
use crate::cli::terminal::{BOLD, PLAIN, eprint, plural};
use crate::editor::external_links::archive::{Memento, SavePageNow, TIME_MAPS, nearest_first, parse_time_map};
use crate::editor::external_links::guard::AddressScope;
use crate::editor::external_links::page::{FetchError, PageLimits, fetch_page};
use crate::editor::front_matter_edit::{edit_front_matter, nth_source};
use crate::editor::site_file;
use crate::import::OutletNames;
use crate::import::live::{LivePage, LiveState, states_of};
use crate::pipeline::content::{Article, Source};
use crate::pipeline::inputs::archive_key;
use crate::{Inputs, Site};

/// The pause between two requests: archives ask for patience.
const PAUSE: Duration = Duration::from_secs(1);
/// The copies of a page that are read at most.
const TRIED: usize = 3;

/// Everything that the search for copies needs.
struct ArchiveSearch<'a> {
    inputs: &'a Inputs,
    maps: &'a str,
    limits: PageLimits,
    outlets: OutletNames,
    /// The service that makes copies where there is none.
    save: Option<SavePageNow<'a>>,
}

/// Looks for copies, writes the addresses of those that will do into the articles, and says what was found.
pub(super) fn check(global: &GlobalArgs, args: &CheckArgs, site: &Site, inputs: &Inputs) -> Result<()> {
    let scope = AddressScope::allowing_private(args.allow_private);
    let key = archive_key().unwrap_or_default();
    if args.save.is_some() && !key.contains(':') {
        bail!(
            "--save needs your key: set MARGENT_ARCHIVE_KEY to ACCESS:SECRET, from https://archive.org/account/s3.php"
        );
    }
    let search = ArchiveSearch {
        inputs,
        maps: args.archive.as_deref().unwrap_or(TIME_MAPS),
        limits: PageLimits { scope, ..PageLimits::default() },
        outlets: OutletNames::of(&site.content.outlets),
        save: args.save.as_deref().map(|service| SavePageNow { service, key: &key, scope }),
    };
    let (mut written, mut looked) = (0, 0);
    for article in site.content.articles.iter() {
        let mut found = Vec::new();
        for (number, source) in article.sources.iter().enumerate().filter(|(_, source)| is_wanted(article, source)) {
            looked += 1;
            match search.copy_of(article, number, source) {
                Ok(memento) => found.push((number, memento)),
                Err(why) => eprint(&format!("{}: source {}: {why}\n", article.path, source.id))?,
            }
        }
        written += found.len();
        write(global, inputs, &article.path, &found)?;
    }
    eprint(&format!(
        "{BOLD}{}{PLAIN} without an archived copy: {} found and written\n",
        plural(looked, "quoted source"),
        plural(written, "copy")
    ))
}

/// Returns whether a source is quoted, is on the web, and has no archived copy yet.
fn is_wanted(article: &Article, source: &Source) -> bool {
    let is_quoted = article.body.excerpts.iter().any(|excerpt| excerpt.source == source.id);
    is_quoted && source.archived.is_none() && source.own.is_none() && source.url.is_some()
}

impl ArchiveSearch<'_> {
    /// Finds the copy nearest to the day on which the editor read the source in which all its excerpts stand.
    ///
    /// # Errors
    /// A phrase that says why there is none.
    fn copy_of(&self, article: &Article, number: usize, source: &Source) -> Result<Memento, String> {
        let url = source.url.as_deref().unwrap_or_default();
        let map = self.time_map(&format!("{}{url}", self.maps))?;
        let day = source.accessed.as_ref().or(source.published.as_ref()).or(article.date.as_ref());
        let wanted = day.map_or(self.inputs.now, |moment| moment.unix());
        let mementos = nearest_first(parse_time_map(&map), wanted);
        if mementos.is_empty() {
            return self.order(article, number, url);
        }
        let mut tried = mementos.into_iter().take(TRIED);
        let found = tried.find(|memento| self.stands_in(article, number, memento));
        found.ok_or_else(|| "its excerpts are not in the copies that the archive has".to_owned())
    }

    /// Returns whether all excerpts from a source stand in a copy.
    fn stands_in(&self, article: &Article, number: usize, memento: &Memento) -> bool {
        thread::sleep(PAUSE);
        let page = LivePage::new(fetch_page(&memento.url, &self.limits), self.inputs.now, &self.outlets);
        states_of(article, number, &page).iter().all(|state| *state == LiveState::Stands)
    }

    /// Has a copy made, if the options say so, and returns it if the excerpts stand in it.
    fn order(&self, article: &Article, number: usize, url: &str) -> Result<Memento, String> {
        let save = self.save.as_ref().ok_or("the archive has no copy of its page; --save orders one")?;
        let memento = save.save(url)?;
        if self.stands_in(article, number, &memento) {
            return Ok(memento);
        }
        Err(format!("its excerpts are not in the copy that the archive has made, {}", memento.url))
    }

    /// The TimeMap at `url`; an archive has none of a page that it has no copy of.
    fn time_map(&self, url: &str) -> Result<String, String> {
        thread::sleep(PAUSE);
        match fetch_page(url, &self.limits) {
            Ok(page) => Ok(String::from_utf8_lossy(&page.body).into_owned()),
            Err(FetchError::Gone(_)) => Ok(String::new()),
            Err(error) => Err(format!("the archive did not answer: {error}")),
        }
    }
}

/// Writes the addresses of copies into an article; every other byte stays.
fn write(global: &GlobalArgs, inputs: &Inputs, path: &RelPath, found: &[(usize, Memento)]) -> Result<()> {
    if found.is_empty() {
        return Ok(());
    }
    let old = inputs.text(path).unwrap_or_default();
    let new = edit_front_matter(path, old, |front| {
        for (number, memento) in found {
            nth_source(front.get_mut("source")?, *number)?.insert("archived", value(&memento.url));
        }
        Some(())
    });
    let new = new.with_context(|| format!("{path} has no front matter to write to"))?;
    site_file::write(&global.root, path, Some(old), &new)?;
    for (_, memento) in found {
        eprint(&format!("{path}: archived = {} ({})\n", memento.url, memento.day().unwrap_or_default()))?;
    }
    Ok(())
}
