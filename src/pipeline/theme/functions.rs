//! The functions that templates may call: `url`, `asset`, `tr`, `dir`, and `range` with a limit.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Kwargs, State, Tera, TeraResult};

use super::template_runs::TemplateRuns;
use super::translation::{ThemeWords, translate};
use crate::base::hash::Key;
use crate::base::text::direction::direction;
use crate::base::text::path::percent_encode;

/// Registers the functions. Addresses start with `base_path`; `static_hashes` has the theme's static files;
/// `language` is that of its words.
pub(super) fn register(
    tera: &mut Tera,
    base_path: &str,
    static_hashes: BTreeMap<String, Key>,
    (words, language, runs): (&Arc<ThemeWords>, &str, &Arc<TemplateRuns>),
) {
    let base = base_path.to_owned();
    tera.register_function("url", move |args: Kwargs, _: &State<'_>| -> TeraResult<String> {
        Ok(format!("{base}{}", percent_encode(args.must_get::<&str>("path")?)))
    });
    let base = base_path.to_owned();
    tera.register_function("asset", move |args: Kwargs, _: &State<'_>| -> TeraResult<String> {
        let path = args.must_get::<&str>("path")?;
        let missing = || tera::Error::message(format!("the theme has no static file `{path}`"));
        let hash = static_hashes.get(path).ok_or_else(missing)?;
        // Each version has its own address, so that a cache never shows an old one.
        Ok(format!("{base}/{}?v={:08x}", percent_encode(path), hash >> 96))
    });
    let runs = Arc::clone(runs);
    tera.register_function("range", move |args: Kwargs, _: &State<'_>| runs.range(&args));
    let (words, language) = (Arc::clone(words), language.to_owned());
    tera.register_function("tr", move |args: Kwargs, _: &State<'_>| translate(&words, &language, &args));
    tera.register_function("dir", |args: Kwargs, _: &State<'_>| -> TeraResult<String> {
        Ok(direction(args.must_get::<&str>("language")?).to_owned())
    });
}
