//! Code → HTML with a class for each kind of token. The classes are few and short, and the theme colours them,
//! so that one output serves light and dark.

use std::sync::OnceLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use crate::base::text::html::push_content;

/// The classes of scopes, by Sublime Text's names; the first that matches the deepest scope wins.
const CLASSES: [(&str, &str); 20] = [
    ("comment", "c"),
    ("string", "s"),
    ("constant.numeric", "n"),
    ("constant.character.escape", "e"),
    ("constant", "l"),
    ("keyword.operator", "o"),
    ("keyword", "k"),
    ("storage", "k"),
    ("entity.name.function", "f"),
    ("support.function", "f"),
    ("variable.function", "f"),
    ("entity.name.tag", "g"),
    ("entity.other.attribute-name", "a"),
    ("entity.name", "t"),
    ("entity.other.inherited-class", "t"),
    ("support.type", "t"),
    ("support.class", "t"),
    ("variable.language", "l"),
    ("markup.inserted", "i"),
    ("markup.deleted", "d"),
];

/// Names for text that is not code.
const PLAIN: [&str; 4] = ["text", "txt", "plain", "plaintext"];

/// The language that the name after a fence means.
pub enum CodeLanguage {
    /// A language with a grammar.
    Known(&'static SyntaxReference),
    /// None, on purpose.
    Plain,
    /// A name that is not known.
    Unknown,
}

/// Looks up a language by name or file extension.
pub fn find_language(name: &str) -> CodeLanguage {
    if PLAIN.contains(&name) {
        return CodeLanguage::Plain;
    }
    syntaxes().0.find_syntax_by_token(name).map_or(CodeLanguage::Unknown, CodeLanguage::Known)
}

/// The names of all languages, for suggestions.
pub(crate) fn language_names() -> impl Iterator<Item = &'static str> {
    syntaxes().0.syntaxes().iter().flat_map(|syntax| syntax.file_extensions.iter().map(String::as_str))
}

/// Highlights `code`; from where a grammar fails on, the line is plain.
pub fn highlight(syntax: &SyntaxReference, code: &str) -> String {
    let (set, classes) = syntaxes();
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut html = String::with_capacity(code.len() * 2);
    let mut run = ClassRun { class: "", text: String::new() };
    for line in LinesWithEndings::from(code) {
        let ops = state.parse_line(line, set).unwrap_or_default();
        let mut from = 0;
        for (at, op) in ops {
            run.push(&line[from..at], class_of(&stack, classes), &mut html);
            from = at;
            if stack.apply(&op).is_err() {
                break;
            }
        }
        run.push(&line[from..], class_of(&stack, classes), &mut html);
    }
    run.flush(&mut html);
    html
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

fn class_of(stack: &ScopeStack, classes: &[(Scope, &'static str)]) -> &'static str {
    for scope in stack.as_slice().iter().rev() {
        if let Some((_, class)) = classes.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)) {
            return class;
        }
    }
    ""
}

/// The grammars, and the classes of scopes.
type Grammars = (SyntaxSet, Vec<(Scope, &'static str)>);

/// The grammars, which are loaded when the first code is highlighted.
fn syntaxes() -> &'static Grammars {
    static SYNTAXES: OnceLock<Grammars> = OnceLock::new();
    SYNTAXES.get_or_init(|| {
        let classes = CLASSES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class)));
        (two_face::syntax::extra_newlines(), classes.collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
    }
}
