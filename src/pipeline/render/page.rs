//! The data of each kind of page.

use super::text::{CONTAINER, LinkedText, TextPlacement};
use super::view::{self, MonthView, PageView, Pager, YearView};
use super::{HashedValue, PageData, Renderer, permalink};
use crate::base::text::words;
use crate::pipeline::config::Taxonomy;
use crate::pipeline::content::ArticleId;
use crate::pipeline::index::{ResolvedLink, Year};
use crate::pipeline::markdown::Body;
use crate::pipeline::plan::{PageOutput, SEARCH_INDEX, address_of, page_address, pages};

/// Characters of a description for search engines.
const DESCRIPTION: usize = 200;

impl Renderer<'_> {
    pub(super) fn page(&self, path: &str, page: &PageOutput) -> PageData {
        let address = address_of(path);
        let data = self.page_data(page.template());
        let data = match page {
            PageOutput::Home(page) => self.home(data, &address, *page),
            PageOutput::Article(id) => self.article(data, &address, *id),
            PageOutput::Terms(taxonomy) => self.term_list(data, &address, *taxonomy),
            PageOutput::Term { taxonomy, number, page } => self.term_page(data, &address, *taxonomy, *number, *page),
            PageOutput::Sources(page) => self.sources(data, &address, *page),
            PageOutput::Archive => self.archive(data, &address),
            PageOutput::Corrections => self.corrections(data, &address),
            PageOutput::LinkReport => self.link_report(data, &address),
            PageOutput::Year(number) => self.year(data, &address, &self.site.index.archive.years[*number]),
            PageOutput::Undated => {
                let title = view::word(self.site, "undated");
                let data = data.show_head(&self.head("undated", &address, title, ""));
                data.show_list("articles", self.site.index.archive.undated.iter().map(|id| self.card(*id)))
            }
            PageOutput::Plain(number) => self.plain(data, &address, *number),
            PageOutput::Search => {
                let head = self.head("search", &address, view::word(self.site, "search"), "");
                data.show_head(&head).show("index", &self.url(&format!("/{SEARCH_INDEX}")))
            }
            PageOutput::NotFound => {
                let head = self.head("not-found", &address, view::word(self.site, "not_found"), "");
                let newest = self.site.content.articles.ids().take(5);
                data.show_head(&head).show_list("articles", newest.map(|id| self.card(id)))
            }
            PageOutput::Redirect(to) => {
                let head = self.head("redirect", to, view::word(self.site, "moved"), "");
                data.show_head(&head)
            }
        };
        let json_ld = self.json_ld(page, &address, &data.title);
        data.show_html("json_ld", &json_ld)
    }

    pub(super) fn head(&self, kind: &'static str, address: &str, title: &str, description: &str) -> PageView {
        PageView {
            kind,
            title: title.to_owned(),
            description: words::truncate(description, DESCRIPTION),
            canonical: permalink(self.site, address),
            url: self.url(address),
            language: self.site.config.language.clone(),
            feeds: Vec::new(),
        }
    }

    fn home(&self, data: PageData, address: &str, page: usize) -> PageData {
        let site = self.site;
        let mut head = self.head("home", address, &site.config.title, &site.config.description);
        head.title = self.numbered(&head.title, page);
        let [topics, outlets, activity] = self.beside_home.get_or_init(|| {
            let (topics, outlets) = (self.terms(Taxonomy::Topics, usize::MAX), self.terms(Taxonomy::Outlets, 10));
            [HashedValue::of(&topics), HashedValue::of(&outlets), HashedValue::of(&self.last_months())]
        });
        self.list(data.show_head(&head), "/", page, site.content.articles.ids())
            .show_one("topics", Some(topics))
            .show_one("outlets", Some(outlets))
            .show_one("activity", Some(activity))
            .show(
                "lead",
                &(page == 1 && !site.content.articles.is_empty()).then(|| self.pulled(ArticleId::NEWEST)).flatten(),
            )
    }

    /// The topics, tags or outlets that have articles; the `limit` with the most, where there are more.
    fn terms(&self, taxonomy: Taxonomy, limit: usize) -> Vec<view::TermView> {
        let mut terms: Vec<_> =
            self.site.index.taxonomies.terms(taxonomy).iter().filter(|term| !term.articles.is_empty()).collect();
        if terms.len() > limit {
            terms.sort_by_key(|term| std::cmp::Reverse(term.articles.len()));
            terms.truncate(limit);
        }
        let shown = self.site.config.has(taxonomy);
        terms.into_iter().filter(|_| shown).map(|term| view::term(self.site, taxonomy, term)).collect()
    }

    fn article(&self, data: PageData, address: &str, id: ArticleId) -> PageData {
        let site = self.site;
        let article = &site.content.articles[id];
        let mut head = self.head("article", address, &article.title, &article.summary());
        head.language = article.language.clone().unwrap_or(head.language);
        let list = |name: &[ArticleId]| name.iter().map(|id| self.card(*id)).collect::<Vec<_>>();
        // The element is the page's, not the theme's: what `annotations.json` says of places is counted in it.
        let text = LinkedText::of(site, id).html(TextPlacement::Home);
        let html = format!("<div class=\"prose e-content\" id=\"{CONTAINER}\">{text}</div>");
        data.show_head(&head)
            .show_one("article", Some(self.card(id)))
            .show("full", &view::article(site, id))
            .show_html("body", &html)
            .show_one("newer", id.newer().map(|id| self.card(id)))
            .show_one("older", site.content.articles.older(id).map(|id| self.card(id)))
            .show_list("related", list(&site.index.related[id]))
            .show_list("backlinks", list(&site.index.links.backlinks[id]))
    }

    fn term_list(&self, data: PageData, address: &str, taxonomy: Taxonomy) -> PageData {
        let names = taxonomy.names();
        let terms = self.site.index.taxonomies.terms(taxonomy).iter();
        let mut terms: Vec<_> = terms.map(|term| view::term(self.site, taxonomy, term)).collect();
        if matches!(taxonomy, Taxonomy::Tags | Taxonomy::Authors) {
            // In the order of their slugs a letter with an accent would come after all others.
            terms.sort_by(|a, b| a.letter.cmp(&b.letter));
        }
        let (title, description) = (view::word(self.site, names.plural), view::word(self.site, names.description));
        data.show_head(&self.head(names.plural, address, title, description)).show("terms", &terms)
    }

    fn term_page(&self, data: PageData, address: &str, taxonomy: Taxonomy, number: usize, page: usize) -> PageData {
        let site = self.site;
        let term = self.term(taxonomy, number);
        let shown = view::term(site, taxonomy, term);
        let mut head = self.head(taxonomy.names().singular, address, &term.title, &shown.description);
        head.title = self.numbered(&head.title, page);
        if site.config.feeds.sections.contains(&taxonomy.into()) {
            head.feeds = view::feeds(site, &term.address, &format!("{}: {}", site.config.title, term.title));
        }
        let data = data.show_head(&head).show("term", &shown);
        let data = match taxonomy {
            Taxonomy::Topics => self.topic(data, number),
            Taxonomy::Outlets => self.outlet(data, number, page),
            // They have no files, and so no more to say.
            Taxonomy::Tags | Taxonomy::Authors => self.undeclared(data),
        };
        self.list(data, &term.address, page, term.articles.iter().copied())
    }

    /// A term without a file.
    fn undeclared(&self, data: PageData) -> PageData {
        data.show_html("body", "")
            .show("extra", &crate::base::fields::Extra::new())
            .show("domains", &[""; 0])
            .show("country", &None::<&str>)
    }

    fn topic(&self, data: PageData, number: usize) -> PageData {
        let site = self.site;
        let term = self.term(Taxonomy::Topics, number);
        let data = match term.file {
            Some(file) => {
                let topic = &site.content.topics[file];
                data.show_html("body", &self.text(&topic.body, &site.index.links.topics[file]))
                    .show("extra", &topic.extra)
            }
            None => self.undeclared(data),
        };
        let [timeline, outlets, together] = self.beside_topics[number].get_or_init(|| {
            let articles = &term.articles;
            let timeline = HashedValue::of(&self.timeline(articles.iter().copied()));
            let outlets = HashedValue::of(&self.beside(Taxonomy::Outlets, articles, None));
            [timeline, outlets, HashedValue::of(&self.beside(Taxonomy::Topics, articles, Some(number)))]
        });
        data.show_one("timeline", Some(timeline))
            .show_one("outlets", Some(outlets))
            .show_one("together", Some(together))
    }

    fn outlet(&self, data: PageData, number: usize, page: usize) -> PageData {
        let site = self.site;
        let term = self.term(Taxonomy::Outlets, number);
        let data = match term.file {
            Some(file) => {
                let outlet = &site.content.outlets[file];
                data.show_html("body", &self.text(&outlet.body, &site.index.links.outlets[file]))
                    .show("extra", &outlet.extra)
                    .show("domains", &outlet.domains)
                    .show("country", &outlet.country)
            }
            None => self.undeclared(data),
        };
        let shown = term.articles.chunks(site.config.index.per_page).nth(page - 1).unwrap_or_default();
        data.show("tally", &self.tally(number)).show("quotes", &self.quotes(number, shown))
    }

    fn text(&self, body: &Body, links: &[ResolvedLink]) -> String {
        LinkedText { site: self.site, body, links, article: None }.html(TextPlacement::Home)
    }

    /// Adds page `page` of a list of articles.
    fn list(
        &self,
        data: PageData,
        list: &str,
        page: usize,
        articles: impl ExactSizeIterator<Item = ArticleId>,
    ) -> PageData {
        let per_page = self.site.config.index.per_page;
        let pager = self.pager(list, page, pages(articles.len(), per_page), articles.len());
        let shown = articles.skip((page - 1) * per_page).take(per_page);
        data.show("pager", &pager).show_list("articles", shown.map(|id| self.card(id)))
    }

    /// Where page `page` of `pages` stands in the list at the address `list`.
    pub(super) fn pager(&self, list: &str, page: usize, pages: usize, count: usize) -> Pager {
        Pager {
            page,
            pages,
            count,
            previous: (page > 1).then(|| self.url(&page_address(list, page - 1))),
            next: (page < pages).then(|| self.url(&page_address(list, page + 1))),
        }
    }

    /// `Title, page 2`: pages of one list need titles of their own.
    pub(super) fn numbered(&self, title: &str, page: usize) -> String {
        if page == 1 {
            return title.to_owned();
        }
        view::word(self.site, "title_page").replace("{title}", title).replace("{page}", &page.to_string())
    }

    fn archive(&self, data: PageData, address: &str) -> PageData {
        let site = self.site;
        let years: Vec<_> = site.index.archive.years.iter().map(|year| self.year_view(year)).collect();
        let undated = (!site.index.archive.undated.is_empty())
            .then(|| (self.url("/archive/undated/"), site.index.archive.undated.len()));
        let title = view::word(site, "archive");
        let head = self.head("archive", address, title, view::word(site, "archive_description"));
        data.show_head(&head)
            .show("years", &years)
            .show("calendar", &self.calendar())
            .show("undated", &undated.map(|(url, count)| serde_json::json!({ "url": url, "count": count })))
    }

    fn year(&self, data: PageData, address: &str, year: &Year) -> PageData {
        let site = self.site;
        let title = year.year.to_string();
        let head = self.head("year", address, &title, "");
        let at = site.index.archive.years.iter().position(|other| other.year == year.year).unwrap_or_default();
        let link = |year: &Year| self.year_view(year);
        let newer = at.checked_sub(1).map(|at| link(&site.index.archive.years[at]));
        let older = site.index.archive.years.get(at + 1).map(link);
        let articles = year.months.iter().flat_map(|month| &month.articles);
        data.show_head(&head)
            .show("year", &self.year_view(year))
            .show("newer", &newer)
            .show("older", &older)
            .show_list("articles", articles.map(|id| self.card(*id)))
    }

    fn year_view(&self, year: &Year) -> YearView {
        let url = self.url(&format!("/archive/{:04}/", year.year));
        let months = year.months.iter().map(|month| {
            let id = format!("{:04}-{:02}", year.year, month.month);
            MonthView {
                month: month.month,
                name: view::word(self.site, &format!("month_{}", month.month)).to_owned(),
                url: format!("{url}#{id}"),
                id,
                count: month.articles.len(),
            }
        });
        let months: Vec<_> = months.collect();
        YearView { year: year.year, count: months.iter().map(|month| month.count).sum(), url, months }
    }

    fn plain(&self, data: PageData, address: &str, number: usize) -> PageData {
        let site = self.site;
        let page = &site.content.pages[number];
        let mut head = self.head("page", address, &page.title, &page.summary);
        head.language = page.language.clone().unwrap_or(head.language);
        data.show_head(&head)
            .show("updated", &page.updated.as_ref().map(|moment| view::date(site, moment)))
            .show("contents", &view::contents(&page.body.headings))
            .show("extra", &page.extra)
            .show_html("body", &self.text(&page.body, &site.index.links.pages[number]))
    }
}
