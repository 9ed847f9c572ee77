//! The questions of `margent init`, and the checks of their answers.

use std::io::{BufRead, Write};

use crate::base::fields;
use crate::base::text::slug;
use crate::pipeline::config;
use anyhow::{Context, Result, bail};

/// The streams on which questions are printed and answers read.
pub(super) struct Questions<'a> {
    /// The answers, one a line.
    pub(super) answers: &'a mut dyn BufRead,
    /// The terminal.
    pub(super) output: &'a mut dyn Write,
}

impl Questions<'_> {
    /// Asks until the answer is valid; an empty line means the default.
    ///
    /// # Errors
    /// When there are no more answers.
    pub(super) fn ask<T>(
        &mut self,
        question: &str,
        default: &str,
        check: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T> {
        let writing = "cannot write to standard output";
        loop {
            write!(self.output, "{question} [{default}]: ").and_then(|()| self.output.flush()).context(writing)?;
            let mut line = String::new();
            if self.answers.read_line(&mut line).context("cannot read the answer")? == 0 {
                writeln!(self.output).context(writing)?;
                bail!("not every question was answered; nothing was written");
            }
            let answer = line.trim();
            match check(if answer.is_empty() { default } else { answer }) {
                Ok(value) => return Ok(value),
                Err(why) => writeln!(self.output, "  {why}").context(writing)?,
            }
        }
    }
}

/// Parses a title, in one line.
pub(super) fn title(text: &str) -> Result<String, String> {
    let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() { Err("a site needs a title".to_owned()) } else { Ok(title) }
}

/// Parses a base URL; returns it without a slash at its end.
pub(super) fn base_url(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/');
    if config::is_base_url(url) {
        return Ok(url.to_owned());
    }
    Err(format!("`{text}` is not the address of a site; write it like https://user.github.io/repo, without ? and #"))
}

/// Parses a language tag.
pub(super) fn language(text: &str) -> Result<String, String> {
    if fields::is_language(text) {
        return Ok(text.to_owned());
    }
    Err(format!("`{text}` is not a language tag; write it like en or ko (BCP 47)"))
}

/// Parses the titles of topics, whose addresses must differ.
pub(super) fn topics<'a>(titles: impl Iterator<Item = &'a str>) -> Result<Vec<String>, String> {
    let mut topics: Vec<String> = Vec::new();
    for title in titles.map(str::trim).filter(|title| !title.is_empty()) {
        let key = slug::slugify(title);
        if key.is_empty() {
            return Err(format!("the topic `{title}` has no letters to make an address from"));
        }
        if let Some(other) = topics.iter().find(|other| slug::slugify(other) == key) {
            return Err(format!(
                "the topics `{other}` and `{title}` would have the same address; leave one of them out"
            ));
        }
        topics.push(title.to_owned());
    }
    Ok(topics)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask<T>(answers: &str, check: impl Fn(&str) -> Result<T, String>) -> (Result<T>, String) {
        let (mut answers, mut output) = (answers.as_bytes(), Vec::new());
        let answer = Questions { answers: &mut answers, output: &mut output }.ask("Language", "en", check);
        (answer, String::from_utf8(output).expect("UTF-8"))
    }

    #[test]
    fn a_bad_answer_is_asked_for_again() {
        let (answer, shown) = ask("not a language\n ko \n", language);
        assert_eq!(answer.expect("an answer"), "ko");
        assert_eq!(
            shown,
            "Language [en]:   `not a language` is not a language tag; write it like en or ko (BCP 47)\nLanguage [en]: "
        );
        assert_eq!(ask("\n", language).0.expect("the default"), "en");
    }

    #[test]
    fn the_end_of_input_writes_nothing() {
        for answers in ["", "not a language\n"] {
            let (answer, shown) = ask(answers, language);
            let why = answer.expect_err("no answer").to_string();
            assert!(why.contains("nothing was written") && shown.ends_with(": \n"), "{why}\n{shown}");
        }
    }

    #[test]
    fn answers_that_can_be_used() {
        assert_eq!(title("  The \t Quay "), Ok("The Quay".to_owned()));
        assert!(title(" ").is_err());
        assert_eq!(base_url("https://a.press/b/"), Ok("https://a.press/b".to_owned()));
        assert!(base_url("not a url").is_err());
        let topics = |text: &str| topics(text.split(','));
        assert_eq!(topics("Ferries, Weather,"), Ok(vec!["Ferries".to_owned(), "Weather".to_owned()]));
        assert!(topics("Ferries, !?").is_err_and(|why| why.contains("`!?`")));
        assert!(topics("A, b, a").is_err_and(|why| why.contains("`A` and `a` would have the same address")));
    }
}
