//! Checks of the plan: of the addresses that links and the menu name, of templates, and of names that Windows does not take,
//! so that a site with one can be neither built nor checked out there.

use std::collections::{BTreeSet, HashSet};

use super::output::{Output, PageOutput, Plan, address_of};
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::fields::Located;
use crate::base::text::near::nearest_path;
use crate::base::text::path::{RelPath, percent_decode};
use crate::pipeline::config::{Config, Section, site_toml};
use crate::pipeline::content::Content;
use crate::pipeline::index::Index;
use crate::pipeline::theme::Theme;

/// The beginning of faults about an address that the site does not have.
pub(crate) const NO_ADDRESS: &str = "the site has nothing at";

/// Runs all of these checks.
pub fn all(config: &Config, theme: &Theme, content: &Content, index: &Index, plan: &Plan) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    links(config, content, index, plan, &mut faults);
    sources(config, content, plan, &mut faults);
    menu(config, plan, &mut faults);
    templates(config, theme, plan, &mut faults);
    faults
}

/// Checks that links that start with `/` name an output.
fn links(config: &Config, content: &Content, index: &Index, plan: &Plan, faults: &mut Vec<Diagnostic>) {
    let links = &index.links;
    let articles = content.articles.iter().map(|it| (&it.path, &it.body)).zip(&links.articles);
    let others = content.other_texts().zip(links.topics.iter().chain(&links.outlets).chain(&links.pages));
    // Many links lead to one address.
    let mut known: HashSet<&str> = HashSet::new();
    for ((path, body), resolved) in articles.chain(others) {
        for (number, to) in resolved.iter() {
            if to.address.is_empty() || known.contains(to.address.as_str()) {
                continue;
            }
            match plan.at(&to.address) {
                Some(_) => drop(known.insert(&to.address)),
                None => faults
                    .push(no_address(config, &to.address, plan).at(Span::new(path, body.links[number].range.clone()))),
            }
        }
    }
}

/// Checks that sources that are pages of this site name an output.
fn sources(config: &Config, content: &Content, plan: &Plan, faults: &mut Vec<Diagnostic>) {
    const HINT: &str = "write the address of a page of this site, or a complete URL";
    for article in &content.articles {
        let own = article.sources.iter().filter_map(|source| source.own.as_ref());
        faults.extend(own.filter_map(|own| missing_page(config, plan, (&article.path, own), HINT)));
    }
}

fn menu(config: &Config, plan: &Plan, faults: &mut Vec<Diagnostic>) {
    const HINT: &str = "write the address of a page of the site, such as \"/topics/\"";
    let site = site_toml();
    let urls = config.menu.iter().map(|item| &item.url).filter(|url| url.value.starts_with('/'));
    faults.extend(urls.filter_map(|url| missing_page(config, plan, (&site, url), HINT)));
}

/// The fault of a URL without its host that leads to no output. `hint` is for those that resemble no other.
fn missing_page(
    config: &Config,
    plan: &Plan,
    (path, url): (&RelPath, &Located<String>),
    hint: &str,
) -> Option<Diagnostic> {
    let address = percent_decode(url.value.split(['?', '#']).next().unwrap_or_default());
    if plan.at(&address).is_some() {
        return None;
    }
    let mut fault = no_address(config, &address, plan).at(Span::new(path, url.range.clone()));
    if fault.label.is_empty() {
        fault.hints = vec![hint.to_owned()];
    }
    Some(fault)
}

/// Checks that the theme has the templates of all planned pages, and no others.
fn templates(config: &Config, theme: &Theme, plan: &Plan, faults: &mut Vec<Diagnostic>) {
    if !theme.is_ready {
        return;
    }
    let needed: BTreeSet<&str> = plan.outputs.values().filter_map(Output::page).map(PageOutput::template).collect();
    let missing: Vec<_> = needed.into_iter().filter(|name| !theme.tera.contains_template(name)).collect();
    if missing.is_empty() {
        return;
    }
    let name = &config.theme.value;
    let site = site_toml();
    let message = format!("the theme `{name}` lacks {}", missing.join(", "));
    let hint =
        format!("write them, or let the theme extend another: extends = \"broadsheet\" in themes/{name}/theme.toml");
    let place = Span::new(&site, config.theme.range.clone());
    faults.push(Diagnostic::new(codes::MISSING_TEMPLATE, message).at(place).hint(hint));
}

fn no_address(config: &Config, address: &str, plan: &Plan) -> Diagnostic {
    let fault = Diagnostic::new(codes::BROKEN_LINK, format!("{NO_ADDRESS} {address}"));
    let slash = format!("{address}/");
    if plan.at(&slash).is_some() {
        return fault.suggest(address, &slash);
    }
    let off = |section: &&Section| !config.has(**section) && address.starts_with(&format!("/{}/", section.name()));
    if let Some(section) = Section::ALL.iter().find(off) {
        return fault.hint(format!("`sections` in site.toml leaves out \"{}\"", section.name()));
    }
    let addresses: Vec<String> = plan.outputs.keys().map(|path| address_of(path)).collect();
    let ends: Vec<&str> = addresses.iter().map(|address| address.trim_matches('/')).collect();
    if let Some(near) =
        nearest_path(address.trim_matches('/'), &ends).and_then(|near| ends.iter().position(|end| *end == near))
    {
        return fault.suggest_name(address, &addresses[near]);
    }
    let section = Section::ALL.iter().find(|section| address.starts_with(&format!("/{}/", section.name())));
    if let Some(Section::Terms(taxonomy)) = section {
        let plural = taxonomy.name();
        return fault
            .hint(format!("there is no such page until a published article has it; all {plural} are at /{plural}/"));
    }
    if address.rsplit('/').next().is_some_and(|name| name.contains('.')) {
        fault.hint("files at fixed addresses belong in content/static/")
    } else {
        fault.hint("link to an article by the path of its .md file, relative to this one")
    }
}

/// The names of devices on Windows, with any ending; `com` and `lpt` have a digit after them.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
const NUMBERED: [&str; 2] = ["com", "lpt"];

/// Warns of the output at `path`, which `owner` asks for. Only pages and files are looked at, not files beside a page.
pub(super) fn windows_name(path: &str, owner: Option<&Span>) -> Option<Diagnostic> {
    let part = path.split('/').find(|part| !is_allowed(part))?;
    let is_page = path.rsplit('/').next().is_some_and(|name| name == "index.html" || name == part);
    if !is_page {
        return None;
    }
    let message = format!("Windows does not take the name `{part}`, a part of the address /{path}");
    let fault = Diagnostic::new(codes::WINDOWS_NAME, message.replace("/index.html", "/"));
    let fault = fault.hint("choose another `slug` or name, unless nobody uses Windows");
    Some(Diagnostic { span: owner.cloned(), ..fault })
}

/// Returns whether Windows allows a name.
fn is_allowed(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end_matches(' ');
    let is_device = match (stem.get(..3), stem.get(3..)) {
        (Some(device), Some("")) => DEVICES.iter().any(|known| device.eq_ignore_ascii_case(known)),
        (Some(device), Some(digit)) => {
            is_digit(digit) && NUMBERED.iter().any(|known| device.eq_ignore_ascii_case(known))
        }
        _ => false,
    };
    !is_device && !name.ends_with(['.', ' ']) && !name.contains(['<', '>', ':', '"', '|', '?', '*', '\\'])
}

fn is_digit(text: &str) -> bool {
    text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_digit() && byte != b'0')
}
