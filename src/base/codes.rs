//! The kinds of fault, each with a number that stays. What `margent explain` says of them is
//! `docs/errors.md`, held to this list by a test.

use Severity::{Advice, Error, Warning};

/// How bad a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site is not written.
    Error,
    /// The site is written; `--deny warnings` makes it an error.
    Warning,
    /// Nothing is wrong; an editor may want to look at it. No build tells it, `margent check` does.
    Advice,
}

/// A kind of fault.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// `E012`, `W052`, `A070`: the letter tells the severity.
    pub id: &'static str,
    /// How bad faults of this kind are.
    pub severity: Severity,
    /// The kind in a few words.
    pub title: &'static str,
}

/// The long texts, one section a code.
const EXPLANATIONS: &str = include_str!("../../docs/errors.md");

macro_rules! codes {
    ($($name:ident = $id:literal $severity:ident $title:literal;)*) => {
        $(
            #[doc = $title]
            pub const $name: &Code = &Code { id: $id, severity: $severity, title: $title };
        )*
        /// Every kind of fault, by number.
        pub const ALL: &[&Code] = &[$($name),*];
    };
}

codes! {
    NO_CONFIG = "E001" Error "no site here";
    NOT_UTF8 = "E002" Error "a file is not plain text in UTF-8";
    BAD_FILE_NAME = "E003" Error "a file name cannot be used";
    FOLDER_NAME = "E004" Error "a folder with a misspelt name";
    TOML_SYNTAX = "E010" Error "TOML syntax";
    WRONG_TYPE = "E011" Error "a value of the wrong type";
    UNKNOWN_KEY = "E012" Error "unknown key";
    MISSING_KEY = "E013" Error "missing key";
    BAD_VALUE = "E014" Error "a value that cannot be used";
    BAD_DATE = "E015" Error "a date that cannot be used";
    NO_FRONT_MATTER = "E016" Error "no front matter";
    BURIED_KEY = "W017" Warning "a key of margent's in the table extra";
    UNKNOWN_TOPIC = "E020" Error "unknown topic";
    UNKNOWN_SOURCE = "E021" Error "unknown source";
    DUPLICATE_SOURCE = "E022" Error "two sources with one id";
    UNDECLARED_OUTLET = "W023" Warning "outlet without a file";
    DUPLICATE_NAME = "E024" Error "a name claimed twice";
    TAG_SPELLINGS = "W025" Warning "a tag or an author in two spellings";
    BROKEN_LINK = "E030" Error "broken link";
    BROKEN_FRAGMENT = "E031" Error "link to a missing heading";
    UNPUBLISHED_LINK = "E032" Error "link to an unpublished article";
    UNUSED_ASSET = "W033" Warning "a file that nothing uses";
    ADDRESS_TAKEN = "E040" Error "two outputs at one address";
    NO_SLUG = "E041" Error "no address can be made";
    UNDEFINED_NOTE = "W050" Warning "note without a text";
    UNUSED_NOTE = "W051" Warning "note that nothing refers to";
    DUPLICATE_NOTE = "W052" Warning "note defined twice";
    UNKNOWN_LANGUAGE = "W053" Warning "code in an unknown language";
    LOOSE_ATTRIBUTION = "W054" Warning "an attribution that may be meant otherwise";
    NO_PASSAGE = "E055" Error "a note's passage is not there";
    NOT_VERBATIM = "E056" Error "an excerpt that is not verbatim";
    NO_SNAPSHOT = "E057" Error "no such snapshot";
    UNVERIFIED = "E058" Error "an excerpt without a snapshot";
    LONG_QUOTATION = "W059" Warning "a quotation longer than its outlet allows";
    TEMPLATE_SYNTAX = "E060" Error "template syntax";
    TEMPLATE_RENDER = "E061" Error "a template failed";
    MISSING_TEMPLATE = "E062" Error "missing template";
    UNKNOWN_THEME = "E063" Error "unknown theme";
    NO_TRANSLATION = "W064" Warning "theme without this language";
    NEAR_KIND = "W065" Warning "a label that nearly names a kind of note";
    NOT_FILLED_IN = "A070" Advice "an imported article that is not complete";
    NOT_VERIFIED = "A071" Advice "an excerpt that nothing verifies";
    UNTRACEABLE = "A072" Advice "a source without address or date";
    NEAR_TAGS = "A073" Advice "tags that are nearly the same";
    LOOSE_NOTE = "A074" Advice "a note without a passage";
    NO_TOPIC = "A075" Advice "an article that no topic reaches";
    BARE_IMAGE = "A076" Advice "an image without alternative text";
    ADDRESS_GONE = "A077" Advice "an address that is gone";
    NO_TEXT = "A078" Advice "an article without a text";
    DEAD_LINK = "A080" Advice "a dead link";
    MOVED_LINK = "A081" Advice "a link that has moved";
    TOO_LARGE = "E091" Error "more than GitHub takes";
    SYMBOLIC_LINK = "E092" Error "a symbolic link among what is published";
    LOCAL_ADDRESS = "E093" Error "a link to one's own computer";
    SECRET = "E094" Error "what looks like a secret";
    WRONG_DOMAIN = "E095" Error "a domain that does not fit";
    PUBLISHED_EMPTY = "E096" Error "an empty article among what is published";
}

impl Code {
    /// Finds a code by its number, letter case aside.
    pub fn find(id: &str) -> Option<&'static Code> {
        ALL.iter().copied().find(|code| code.id.eq_ignore_ascii_case(id))
    }

    /// The long text in Markdown: what it means, an example, what to do.
    pub fn explanation(&self) -> &'static str {
        section(self.id).unwrap_or_default()
    }
}

fn section(id: &str) -> Option<&'static str> {
    let start = EXPLANATIONS.find(&format!("\n## {id}: "))? + 1;
    let rest = &EXPLANATIONS[start..];
    Some(rest.find("\n## ").map_or(rest, |end| &rest[..end]).trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_is_explained_once_and_in_order() {
        let sections: Vec<_> = EXPLANATIONS.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        let codes: Vec<_> = ALL.iter().map(|code| format!("{}: {}", code.id, code.title)).collect();
        assert_eq!(sections, codes);
        for code in ALL {
            let severity = match &code.id[..1] {
                "E" => Error,
                "W" => Warning,
                _ => Advice,
            };
            assert_eq!(severity, code.severity, "{}", code.id);
            assert!(code.explanation().lines().count() > 2, "{} has no text", code.id);
        }
    }
}
