//! Highlights fenced blocks of code: HTML with a class for each kind of token.

use std::cell::RefCell;
use std::collections::BTreeMap;

use pulldown_cmark::{CodeBlockKind, Event, Tag};
use syntect::parsing::SyntaxReference;
use syntect::util::LinesWithEndings;

use super::context::MarkdownContext;
use super::events::{SpannedEvent, end_of, words_of};
use super::grammars::{LineMemo, grammars};
use crate::base::codes;
use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::text::html::push_content;

/// The highlighted blocks of code, by the events that start them.
pub(super) type HighlightedCode = BTreeMap<usize, HighlightedBlock>;

/// A block of code in a known language.
pub(super) struct HighlightedBlock {
    /// The name of the language, as it is written.
    pub language: String,
    /// The HTML of the code.
    pub html: String,
}

/// Highlights the blocks whose language is known.
pub(super) fn highlight_blocks(
    text: &str,
    events: &[SpannedEvent<'_>],
    context: &MarkdownContext<'_>,
) -> Checked<HighlightedCode> {
    let mut checked = Checked { value: HighlightedCode::new(), faults: Vec::new() };
    if !context.options.highlight {
        return checked;
    }
    for (at, (event, range)) in events.iter().enumerate() {
        let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event else { continue };
        let Some(name) = language_name(info) else { continue };
        // The fence may be of any length, after the marks of a list or a quotation.
        let start = range.start + text[range.start..range.end].find(name).unwrap_or(0);
        let place = context.span(&(start..start + name.len()));
        let (syntax, write): (_, fn(&SyntaxReference, &str) -> String) = match find_language(name) {
            CodeLanguage::Known(syntax) => (syntax, highlight),
            CodeLanguage::Session(syntax) => (syntax, highlight_session),
            CodeLanguage::Plain => continue,
            CodeLanguage::Unknown => {
                let fault = Diagnostic::new(codes::UNKNOWN_LANGUAGE, format!("unknown language `{name}`"))
                    .did_you_mean(name, language_names())
                    .hint("correct the name, or write `text`");
                checked.faults.push(fault.at(place));
                continue;
            }
        };
        let code = words_of(&events[at + 1..end_of(events, at)]);
        if let Some(CodeLength { what, bytes, limit }) = excess_length(&code) {
            let message = format!("{what} of {bytes} bytes is not highlighted; the most is {limit}");
            let fault = Diagnostic::new(codes::PLAIN_CODE, message);
            checked.faults.push(fault.hint("show less of the code, or write `text` for its language").at(place));
            continue;
        }
        let html = write(syntax, &code);
        checked.value.insert(at, HighlightedBlock { language: name.to_owned(), html });
    }
    checked
}

/// The language that a fence names: `js` in `js`, `js title="x"`, `js,ignore`, `js{1,3}`, `{.js #id}`, `{js}` and
/// `js:file.js`. `{=html}` names none.
pub(super) fn language_name(info: &str) -> Option<&str> {
    let name = match info.trim_start().strip_prefix('{') {
        Some(attributes) => attributes.trim_start().trim_start_matches('.'),
        None => info,
    };
    let name = name.split([' ', '\t', ',', '{', '}', ':', '=']).next().unwrap_or_default();
    (!name.is_empty() && !name.starts_with('#')).then_some(name)
}

/// Names for text that is not code.
const PLAIN: [&str; 4] = ["text", "txt", "plain", "plaintext"];

/// Names that other programs use for languages, and the names here.
const ALIASES: [(&str, &str); 12] = [
    ("console", SESSION),
    ("shell-session", SESSION),
    ("shellsession", SESSION),
    ("sh-session", SESSION),
    ("terminal", SESSION),
    ("jsonc", "js"),
    ("json5", "js"),
    ("jsonl", "json"),
    ("shell", "sh"),
    ("golang", "go"),
    ("c#", "cs"),
    ("pycon", "python"),
];

/// The language of the commands in the record of a session, which alone are code.
const SESSION: &str = "sh";

/// Beginnings of commands in the record of a session.
const PROMPTS: [&str; 4] = ["$ ", "# ", "% ", "> "];

/// The greatest number of bytes in a line that is highlighted: grammars are slow on generated code, and nobody reads
/// it.
const LONGEST_LINE: usize = 20_000;
const LONGEST_BLOCK: usize = 300_000;

/// The language named after a fence.
pub enum CodeLanguage {
    /// A language with a grammar.
    Known(&'static SyntaxReference),
    /// The record of a session in a shell, and the grammar of its commands.
    Session(&'static SyntaxReference),
    /// No language, by the editor's choice.
    Plain,
    /// A name that is not known.
    Unknown,
}

/// Looks up a language by name or file extension.
pub fn find_language(name: &str) -> CodeLanguage {
    if PLAIN.contains(&name) {
        return CodeLanguage::Plain;
    }
    let syntaxes = &grammars().syntaxes;
    let alias = ALIASES.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(name));
    let syntax = syntaxes.find_syntax_by_token(name).filter(|_| alias.is_none());
    match (syntax, alias) {
        (Some(syntax), _) => CodeLanguage::Known(syntax),
        (None, Some((_, language))) => {
            let is_session = *language == SESSION && !name.eq_ignore_ascii_case("shell");
            let known = if is_session { CodeLanguage::Session } else { CodeLanguage::Known };
            syntaxes.find_syntax_by_token(language).map_or(CodeLanguage::Unknown, known)
        }
        (None, None) => CodeLanguage::Unknown,
    }
}

/// The length that is too much for highlighting, if one is: of the longest line of `code`, or else of the whole.
fn excess_length(code: &str) -> Option<CodeLength> {
    let line = code.lines().map(str::len).max().unwrap_or_default();
    match code.len() {
        _ if line > LONGEST_LINE => Some(CodeLength { what: "a line", bytes: line, limit: LONGEST_LINE }),
        bytes if bytes > LONGEST_BLOCK => Some(CodeLength { what: "a block", bytes, limit: LONGEST_BLOCK }),
        _ => None,
    }
}

/// A length that is too much for highlighting.
struct CodeLength {
    /// A line or a block.
    what: &'static str,
    /// Its length in bytes.
    bytes: usize,
    /// The greatest length that is highlighted, in bytes.
    limit: usize,
}

/// Highlights the commands in the record of a session; their output is plain.
fn highlight_session(syntax: &SyntaxReference, code: &str) -> String {
    let mut html = String::with_capacity(code.len() * 2);
    for line in LinesWithEndings::from(code) {
        match PROMPTS.iter().find_map(|prompt| Some((prompt, line.strip_prefix(prompt)?))) {
            Some((prompt, command)) => {
                push_content(&mut html, prompt);
                html.push_str(&highlight(syntax, command));
            }
            None => push_content(&mut html, line),
        }
    }
    html
}

/// The names of all languages, for suggestions.
fn language_names() -> impl Iterator<Item = &'static str> {
    grammars().syntaxes.syntaxes().iter().flat_map(|syntax| syntax.file_extensions.iter().map(String::as_str))
}

/// Highlights `code`; where a grammar fails, the rest of the line is plain.
pub fn highlight(syntax: &SyntaxReference, code: &str) -> String {
    let grammars = grammars();
    let mut html = String::with_capacity(code.len() * 2);
    let mut run = ClassRun { class: "", text: String::new() };
    LINES.with_borrow_mut(|memo| {
        let mut state = memo.begin(syntax);
        for line in LinesWithEndings::from(code) {
            let (runs, next) = memo.classify(state, line, grammars);
            let mut from = 0;
            for &(end, class) in runs {
                run.push(&line[from..end], class, &mut html);
                from = end;
            }
            state = next;
        }
    });
    run.flush(&mut html);
    html
}

thread_local! {
    /// The lines that this thread has looked at.
    static LINES: RefCell<LineMemo> = RefCell::default();
}

/// Text of one class that is not yet written: neighbours of one class share a `span`.
struct ClassRun {
    class: &'static str,
    text: String,
}

impl ClassRun {
    fn push(&mut self, text: &str, class: &'static str, html: &mut String) {
        // White space looks the same in any class.
        if class != self.class && !text.trim().is_empty() {
            self.flush(html);
            self.class = class;
        }
        self.text.push_str(text);
    }

    fn flush(&mut self, html: &mut String) {
        if self.class.is_empty() {
            push_content(html, &self.text);
        } else if !self.text.is_empty() {
            let inner = self.text.trim_end();
            html.push_str("<span class=\"");
            html.push_str(self.class);
            html.push_str("\">");
            push_content(html, inner);
            html.push_str("</span>");
            html.push_str(&self.text[inner.len()..]);
        }
        self.text.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_fences() {
        for info in
            ["js", "js title=\"x\"", "js,ignore", "js{1,3-4}", "js {1}", "{.js #id .numbers}", "{js}", "{js, echo=F}"]
        {
            assert_eq!(language_name(info), Some("js"), "{info}");
        }
        for info in ["", " ", "{}", "{=html}", "{#id}"] {
            assert_eq!(language_name(info), None, "{info}");
        }
        assert_eq!(language_name("js:a.js"), Some("js"));
    }

    #[test]
    fn rust_and_html() {
        let CodeLanguage::Known(rust) = find_language("rust") else { panic!("rust is known") };
        let html = highlight(rust, "// <b>\nlet x = \"1\";\n");
        assert_eq!(
            html,
            "<span class=\"c\">// &lt;b&gt;</span>\n<span class=\"k\">let</span> x <span class=\"o\">=</span> \
             <span class=\"s\">\"1\"</span>;\n"
        );
        assert!(matches!(find_language("text"), CodeLanguage::Plain));
        assert!(matches!(find_language("klingon"), CodeLanguage::Unknown));
        for (_, language) in ALIASES {
            assert!(matches!(find_language(language), CodeLanguage::Known(_)), "{language}");
        }
        assert!(matches!(find_language("jsonc"), CodeLanguage::Known(_)));
        for name in ["shell", "Shell"] {
            assert!(matches!(find_language(name), CodeLanguage::Known(_)), "{name} is a script, not a session");
        }
    }

    #[test]
    fn a_line_that_was_seen_has_the_classes_of_its_place() {
        let CodeLanguage::Known(rust) = find_language("rust") else { panic!("rust is known") };
        let html = highlight(rust, "return 1;\n/*\nreturn 1;\n*/\nreturn 1;\n");
        let plain = "<span class=\"k\">return</span> <span class=\"n\">1</span>;";
        assert_eq!(html, format!("{plain}\n<span class=\"c\">/*\nreturn 1;\n*/</span>\n{plain}\n"));
        assert_eq!(highlight(rust, "return 1;\n"), format!("{plain}\n"));
    }

    #[test]
    fn sessions() {
        let CodeLanguage::Session(shell) = find_language("console") else { panic!("console is known") };
        let html = highlight_session(shell, "$ echo \"a\"\nif a <b>\n");
        assert_eq!(html.lines().nth(1), Some("if a &lt;b&gt;"), "{html}");
        assert!(html.starts_with("$ <span class=\"f\">echo</span>"), "{html}");
    }
}
