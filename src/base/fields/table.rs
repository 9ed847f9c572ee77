//! A TOML table, read field by field.

use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};

use jiff::tz::Offset;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::document::Toml;
use super::value::{
    Extra, Located, into_list, into_table, into_text, is_language, is_web_url, parse_integer, to_json, type_name,
};
use super::{meant, value};
use crate::base::codes;
use crate::base::diagnostic::Diagnostic;
use crate::base::repair::Repair;
use crate::base::text::characters::is_xml_char;
use crate::base::text::date::{Moment, parse_offset};
use crate::base::text::path::RelPath;

/// The name of the tables that list what an import left unknown; no page shows them.
const IMPORT_NOTES: &str = "unknown";

/// The fields of a table that have not been read yet.
pub struct Fields<'a> {
    entries: Vec<(Spanned<Cow<'a, str>>, Spanned<DeValue<'a>>)>,
    range: Range<usize>,
    name: String,
    known: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// Parses `text`, which begins `start` bytes into the file `path`. Whatever can be read is returned even if there
    /// are syntax errors, all of which are reported.
    pub(crate) fn parse(path: &'a RelPath, text: &'a str, start: usize) -> (Toml<'a>, Self) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let given = table.get_ref().keys().map(|key| key.get_ref().to_string()).collect();
        let range = table.span();
        (Toml::new(path, (text, start), given, errors), Self::new(table.into_inner(), range, String::new()))
    }

    fn new(table: DeTable<'a>, range: Range<usize>, name: String) -> Self {
        Self { entries: table.into_iter().collect(), range, name, known: Vec::new() }
    }

    /// The place of the table in the file.
    pub(crate) fn range(&self, toml: &Toml<'_>) -> Range<usize> {
        toml.at((), self.range.clone()).range
    }

    /// Takes the value of `key`, and remembers that the key is known.
    fn take(&mut self, key: &'static str) -> Option<Spanned<DeValue<'a>>> {
        self.known.push(key);
        let at = self.entries.iter().position(|(name, _)| name.get_ref() == key)?;
        Some(self.entries.swap_remove(at).1)
    }

    /// Returns the value of `key` without taking it.
    fn peek(&self, key: &str) -> Option<&DeValue<'a>> {
        self.entries.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value.get_ref())
    }

    /// Takes a value that `convert` accepts. Reports any other, with the type that the key takes and the way to write
    /// it.
    fn typed<T>(
        &mut self,
        toml: &mut Toml<'_>,
        key: &'static str,
        (expected, form): (&str, &str),
        convert: impl FnOnce(DeValue<'a>) -> Result<T, DeValue<'a>>,
    ) -> Option<Located<T>> {
        let value = self.take(key)?;
        let range = value.span();
        match convert(value.into_inner()) {
            Ok(value) => Some(toml.at(value, range)),
            Err(value) => {
                let message = format!("`{key}` takes {expected}, not {}", type_name(&value));
                let retyped = meant::retype(expected, &value, toml.written(&range));
                let form = retyped.as_deref().unwrap_or(form);
                let fault = Diagnostic::new(codes::WRONG_TYPE, message).hint(format!("write {key} = {form}"));
                let repair = retyped.map(|new| toml.write(range.clone(), new));
                toml.fault(fault.repair(repair), range);
                None
            }
        }
    }

    /// Reads text.
    pub(crate) fn string(&mut self, toml: &mut Toml<'_>, key: &'static str) -> Option<Located<String>> {
        let text = self.typed(toml, key, ("text", "\"…\""), into_text)?;
        if !text.value.chars().all(is_xml_char) {
            toml.reject(&text.range, format!("`{key}` contains a character that no page can show"), "remove it");
        } else if self.name != IMPORT_NOTES
            && value::KEYS.contains(&key)
            && let Some(markup) = value::markup(&text.value)
        {
            toml.markup_in_plain_text(key, markup, &text.range);
        }
        Some(text)
    }

    /// Reads the name of a choice; `names` are those that there are.
    pub(crate) fn name(&mut self, toml: &mut Toml<'_>, key: &'static str, names: &[&str]) -> Option<Located<String>> {
        let form: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        self.typed(toml, key, ("a name", &form.join(" or ")), into_text)
    }

    /// Reads text that must not be missing or blank.
    pub(crate) fn required(&mut self, toml: &mut Toml<'_>, key: &'static str, advice: &str) -> Located<String> {
        let is_given = self.entries.iter().any(|(name, _)| name.get_ref() == key);
        let text = self.string(toml, key);
        if let Some(text) = &text
            && text.value.trim().is_empty()
        {
            toml.reject(&text.range, format!("`{key}` is empty"), advice);
        }
        if !is_given {
            let table = if self.name.is_empty() { String::new() } else { format!(" in `{}`", self.name) };
            let fault = Diagnostic::new(codes::MISSING_KEY, format!("`{key}` is missing{table}")).hint(advice);
            toml.missing(key, fault, (!self.name.is_empty()).then(|| self.range.clone()));
        }
        text.unwrap_or_else(|| toml.at(String::new(), self.range.start..self.range.start))
    }

    /// Reads `true` or `false`.
    pub(crate) fn bool(&mut self, toml: &mut Toml<'_>, key: &'static str) -> Option<Located<bool>> {
        self.typed(toml, key, ("`true` or `false`", "true or false, without quotation marks"), |value| {
            value.as_bool().ok_or(value)
        })
    }

    /// Reads a whole number within `range`.
    pub(crate) fn integer(
        &mut self,
        toml: &mut Toml<'_>,
        key: &'static str,
        range: RangeInclusive<i64>,
    ) -> Option<Located<i64>> {
        let number =
            self.typed(toml, key, ("a whole number", "10, for example"), |value| match parse_integer(&value) {
                Some(number) => Ok(number),
                None => Err(value),
            })?;
        if range.contains(&number.value) {
            return Some(number);
        }
        let (from, to) = (range.start(), range.end());
        toml.reject(&number.range, format!("`{key}` is out of range"), format!("write a number from {from} to {to}"));
        None
    }

    /// Reads a list of texts.
    pub(crate) fn strings(&mut self, toml: &mut Toml<'_>, key: &'static str) -> Option<Vec<Located<String>>> {
        let list = self.typed(toml, key, ("a list of texts", "[\"…\"]"), into_list)?;
        let mut texts = Vec::new();
        for item in list.value {
            let range = item.span();
            match into_text(item.into_inner()) {
                Ok(text) => texts.push(toml.at(text, range)),
                Err(other) => {
                    let message = format!("`{key}` takes a list of texts, and this is {}", type_name(&other));
                    toml.fault(Diagnostic::new(codes::WRONG_TYPE, message), range);
                }
            }
        }
        Some(texts)
    }

    /// Reads text that must not be missing, or a list of texts. A single blank text is left out.
    pub(crate) fn one_or_more(&mut self, toml: &mut Toml<'_>, key: &'static str, advice: &str) -> Vec<Located<String>> {
        if matches!(self.peek(key), Some(DeValue::Array(_))) {
            return self.strings(toml, key).unwrap_or_default();
        }
        let text = self.required(toml, key, advice);
        if text.value.trim().is_empty() { Vec::new() } else { vec![text] }
    }

    /// Reads a TOML date or date-time; `offset` applies if it has none.
    pub(crate) fn date(&mut self, toml: &mut Toml<'_>, key: &'static str, offset: Offset) -> Option<Located<Moment>> {
        // A missing value is a syntax error, which is reported already.
        let value = self.take(key).filter(|value| !value.span().is_empty())?;
        let range = value.span();
        if let DeValue::Datetime(written) = value.get_ref()
            && !toml.is_broken_at(&range)
        {
            match Moment::from_toml(written, offset) {
                Ok(moment) => {
                    let moment = toml.at(moment, range);
                    toml.check_age(key, &moment);
                    return Some(moment);
                }
                Err(reason) => {
                    let fault = Diagnostic::new(codes::BAD_DATE, format!("`{key}` cannot be used: {reason}"));
                    toml.fault(fault.hint("write a day such as 2015-01-31, or leave it out"), range);
                }
            }
        } else {
            let reason = if matches!(value.get_ref(), DeValue::Datetime(_)) {
                format!("`{key}` is not a valid date")
            } else {
                format!("`{key}` takes a date, not {}", type_name(value.get_ref()))
            };
            toml.invalid_date(key, &range, &reason);
        }
        None
    }

    /// Reads an offset from UTC.
    pub(crate) fn offset(&mut self, toml: &mut Toml<'_>, key: &'static str) -> Option<Offset> {
        let text = self.string(toml, key)?;
        let offset = parse_offset(&text.value);
        if offset.is_none() {
            toml.reject(&text.range, format!("`{}` is not an offset from UTC", text.value), "write it as \"+09:00\"");
        }
        offset
    }

    /// Reads an absolute `http` or `https` URL.
    pub(crate) fn url(&mut self, toml: &mut Toml<'_>, key: &'static str) -> Option<Located<String>> {
        let url = self.string(toml, key)?;
        if is_web_url(&url.value) {
            return Some(url);
        }
        let message = format!("`{key}` is not a complete web address");
        let fault = Diagnostic::new(codes::BAD_VALUE, message)
            .hint("write the whole address, from https:// on, with spaces as %20");
        let complete = format!("https://{}", url.value);
        let is_host = url.value.split('/').next().is_some_and(|host| host.contains('.') && !host.contains(':'));
        let fault =
            if is_host && is_web_url(&complete) { fault.repair(Repair::reword(url.value, complete)) } else { fault };
        toml.push_at(fault, &url.range);
        None
    }

    /// Reads a web address, or an address on the site such as `/about/`.
    pub(crate) fn url_or_address(&mut self, toml: &mut Toml<'_>, key: &'static str) -> Option<Located<String>> {
        let is_on_site = matches!(self.peek(key), Some(DeValue::String(text))
            if text.starts_with('/') && !text.starts_with("//") && !text.contains(char::is_whitespace));
        if is_on_site { self.string(toml, key) } else { self.url(toml, key) }
    }

    /// Reads a BCP 47 language tag such as `en` or `ko-KR`.
    pub(crate) fn language(&mut self, toml: &mut Toml<'_>, key: &'static str) -> Option<Located<String>> {
        let tag = self.string(toml, key)?;
        if is_language(&tag.value) {
            return Some(tag);
        }
        let fault = Diagnostic::new(codes::BAD_VALUE, format!("`{}` is not a language tag", tag.value))
            .hint("write it as \"en\" or \"ko\" (BCP 47)");
        let hyphenated = tag.value.replace('_', "-");
        let repair = is_language(&hyphenated).then(|| Repair::reword(tag.value, hyphenated));
        toml.push_at(fault.repair(repair), &tag.range);
        None
    }

    /// Reads a table.
    pub(crate) fn table(&mut self, toml: &mut Toml<'_>, key: &'static str) -> Option<Fields<'a>> {
        let table = self.typed(toml, key, ("a table", "{ … }, or [table] on its own line"), into_table)?;
        Some(Fields::new(table.value, toml.relative(&table.range), key.to_owned()))
    }

    /// Reads text or a table.
    pub(crate) fn text_or_table(&mut self, toml: &mut Toml<'_>, key: &'static str) -> Option<TextOrTable<'a>> {
        if matches!(self.peek(key), Some(DeValue::Table(_))) {
            self.table(toml, key).map(TextOrTable::Table)
        } else {
            self.string(toml, key).map(TextOrTable::Text)
        }
    }

    /// Reads a list of tables (`[[key]]`).
    pub(crate) fn tables(&mut self, toml: &mut Toml<'_>, key: &'static str) -> Vec<Fields<'a>> {
        let hint = format!("write [[{key}]] on its own line, and its keys below");
        let Some(value) = self.take(key) else { return Vec::new() };
        let range = value.span();
        let DeValue::Array(list) = value.into_inner() else {
            let message = format!("`{key}` takes a list of tables");
            toml.not_tables(Diagnostic::new(codes::WRONG_TYPE, message).hint(hint), range);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in list {
            let range = item.span();
            match into_table(item.into_inner()) {
                Ok(table) => tables.push(Fields::new(table, range, key.to_owned())),
                Err(other) => {
                    let message = format!("`{key}` takes a list of tables, and this is {}", type_name(&other));
                    toml.fault(Diagnostic::new(codes::WRONG_TYPE, message).hint(hint.clone()), range);
                }
            }
        }
        tables
    }

    /// Reads a list whose items are texts or tables.
    pub(crate) fn mixed(&mut self, toml: &mut Toml<'_>, key: &'static str) -> Vec<TextOrTable<'a>> {
        let list = self.typed(toml, key, ("a list", "[…]"), into_list);
        let mut items = Vec::new();
        for item in list.map(|list| list.value).into_iter().flatten() {
            let range = item.span();
            match item.into_inner() {
                DeValue::String(text) => items.push(TextOrTable::Text(toml.at(text.into_owned(), range))),
                DeValue::Table(table) => items.push(TextOrTable::Table(Fields::new(table, range, key.to_owned()))),
                other @ (DeValue::Integer(_)
                | DeValue::Float(_)
                | DeValue::Boolean(_)
                | DeValue::Datetime(_)
                | DeValue::Array(_)) => {
                    let message = format!("`{key}` takes texts and tables, not {}", type_name(&other));
                    toml.fault(Diagnostic::new(codes::WRONG_TYPE, message), range);
                }
            }
        }
        items
    }

    /// Reads every key, each as text.
    pub(crate) fn into_texts(mut self, toml: &mut Toml<'_>) -> Vec<(String, String)> {
        let mut texts = Vec::new();
        for (key, value) in std::mem::take(&mut self.entries) {
            let range = value.span();
            match into_text(value.into_inner()) {
                Ok(text) => texts.push((key.into_inner().into_owned(), text)),
                Err(other) => {
                    let message = format!("`{}` takes text, not {}", key.get_ref(), type_name(&other));
                    toml.fault(Diagnostic::new(codes::WRONG_TYPE, message), range);
                }
            }
        }
        texts
    }

    /// Reads `[extra]`, the table of the editor's own keys.
    pub(crate) fn extra(&mut self, toml: &mut Toml<'_>) -> Extra {
        let Some(table) = self.table(toml, "extra") else { return Extra::new() };
        table.entries.iter().for_each(|(key, _)| toml.own_key(key.get_ref(), key.span()));
        table
            .entries
            .into_iter()
            .map(|(key, value)| (key.into_inner().into_owned(), to_json(value.into_inner())))
            .collect()
    }

    /// Reports every key that was not read. The outermost table must come last.
    pub(crate) fn finish(self, toml: &mut Toml<'_>) {
        let table = if self.name.is_empty() { String::new() } else { format!(" in `{}`", self.name) };
        for (key, _) in &self.entries {
            let fault = Diagnostic::new(codes::UNKNOWN_KEY, format!("unknown key `{}`{table}", key.get_ref()));
            let fault = fault.did_you_mean(key.get_ref(), self.known.iter().copied());
            let fault = if !fault.label.is_empty() {
                fault
            } else if self.known.contains(&"extra") {
                fault.hint("put your own keys under [extra]")
            } else {
                fault.hint(format!("known here: {}", self.known.join(", ")))
            };
            toml.unknown(key.get_ref(), &self.name, fault, key.span());
        }
        if self.name.is_empty() {
            toml.known_outside(self.known);
        }
    }
}

/// Text or a table.
pub enum TextOrTable<'a> {
    /// Text.
    Text(Located<String>),
    /// A table.
    Table(Fields<'a>),
}
