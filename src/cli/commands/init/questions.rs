//! What `margent init` asks for, and which answers can be used.

use std::io::{BufRead, Write};

use crate::base::fields;
use crate::base::text::slug;
use crate::pipeline::config;
use anyhow::{Context, Result, bail};

/// Whoever answers, and where the questions are shown.
pub struct Questions<'a> {
    /// One answer a line.
    pub answers: &'a mut dyn BufRead,
    /// Where the questions are shown.
    pub shown: &'a mut dyn Write,
}

impl Questions<'_> {
    /// Asks until there is an answer that can be used; an empty one stands for what is usual.
    ///
    /// # Errors
    /// When there are no more answers.
    pub fn ask<T>(&mut self, question: &str, usual: &str, check: impl Fn(&str) -> Result<T, String>) -> Result<T> {
        let showing = "cannot write to standard output";
        loop {
            write!(self.shown, "{question} [{usual}]: ").and_then(|()| self.shown.flush()).context(showing)?;
            let mut line = String::new();
            if self.answers.read_line(&mut line).context("cannot read the answer")? == 0 {
                writeln!(self.shown).context(showing)?;
                bail!("not every question was answered; nothing was written");
            }
            let answer = line.trim();
            match check(if answer.is_empty() { usual } else { answer }) {
                Ok(value) => return Ok(value),
                Err(why) => writeln!(self.shown, "  {why}").context(showing)?,
            }
        }
    }
}

/// A title in one line.
pub fn title(text: &str) -> Result<String, String> {
    let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() { Err("a site needs a title".to_owned()) } else { Ok(title) }
}

/// Where the site will live, without a slash at the end.
pub fn base_url(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/');
    match config::is_base_url(url) {
        true => Ok(url.to_owned()),
        false => Err(format!(
            "`{text}` is no address of a site; write it such as https://user.github.io/repo, without ? and #"
        )),
    }
}

/// A language tag.
pub fn language(text: &str) -> Result<String, String> {
    match fields::is_language(text) {
        true => Ok(text.to_owned()),
        false => Err(format!("`{text}` is no language tag; write it as en or ko (BCP 47)")),
    }
}

/// Titles of topics, each of an address of its own.
pub fn topics<'a>(titles: impl Iterator<Item = &'a str>) -> Result<Vec<String>, String> {
    let mut topics: Vec<String> = Vec::new();
    for title in titles.map(str::trim).filter(|title| !title.is_empty()) {
        let key = slug::slugify(title);
        if key.is_empty() {
            return Err(format!("no address can be made of the topic `{title}`; use letters"));
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

    fn asked<T>(answers: &str, check: impl Fn(&str) -> Result<T, String>) -> (Result<T>, String) {
        let (mut answers, mut shown) = (answers.as_bytes(), Vec::new());
        let answer = Questions { answers: &mut answers, shown: &mut shown }.ask("Language", "en", check);
        (answer, String::from_utf8(shown).expect("UTF-8"))
    }

    #[test]
    fn a_bad_answer_is_asked_for_again() {
        let (answer, shown) = asked("not a language\n ko \n", language);
        assert_eq!(answer.expect("an answer"), "ko");
        assert_eq!(
            shown,
            "Language [en]:   `not a language` is no language tag; write it as en or ko (BCP 47)\nLanguage [en]: "
        );
        assert_eq!(asked("\n", language).0.expect("what is usual"), "en");
    }

    #[test]
    fn who_leaves_gets_nothing() {
        for answers in ["", "not a language\n"] {
            let (answer, shown) = asked(answers, language);
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
