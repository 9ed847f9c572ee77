//! The kinds of fault, each with a permanent number. `margent explain` prints their sections of `docs/errors.md`, which
//! a test compares with this list.

use Severity::{Advice, Error, Warning};

/// The severity of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site is not written.
    Error,
    /// The site is written; `--deny warnings` makes it an error.
    Warning,
    /// Nothing is wrong, but an editor may want to improve it; only `margent check` reports it.
    Advice,
}

/// A kind of fault.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The number, after a letter for the severity: `E012`, `W052`, `A070`.
    pub id: &'static str,
    /// The severity of faults of this kind.
    pub severity: Severity,
    /// The kind of fault in a few words.
    pub title: &'static str,
}

/// The explanations, one section for each code.
const EXPLANATIONS: &str = include_str!("../../docs/errors.md");

macro_rules! codes {
    ($($name:ident = $id:literal $severity:ident $title:literal;)*) => {
        $(
            #[doc = $title]
            pub const $name: &Code = &Code { id: $id, severity: $severity, title: $title };
        )*
        /// Every kind of fault, in order of its number.
        pub const ALL: &[&Code] = &[$($name),*];
    };
}

codes! {
    NO_CONFIG = "E001" Error "no site here";
    NOT_UTF8 = "E002" Error "not plain text in UTF-8";
    BAD_FILE_NAME = "E003" Error "unusable file name";
    FOLDER_NAME = "E004" Error "misspelt folder name";
    LONG_TEXT = "E005" Error "text too long";
    TOML_SYNTAX = "E010" Error "invalid TOML";
    WRONG_TYPE = "E011" Error "wrong type";
    UNKNOWN_KEY = "E012" Error "unknown key";
    MISSING_KEY = "E013" Error "missing key";
    BAD_VALUE = "E014" Error "invalid value";
    BAD_DATE = "E015" Error "invalid date";
    NO_FRONT_MATTER = "E016" Error "no front matter";
    BURIED_KEY = "W017" Warning "known key under `[extra]`";
    UNKNOWN_TOPIC = "E020" Error "unknown topic";
    UNKNOWN_SOURCE = "E021" Error "unknown source";
    DUPLICATE_SOURCE = "E022" Error "two sources with one id";
    UNDECLARED_OUTLET = "W023" Warning "outlet without a file";
    DUPLICATE_NAME = "E024" Error "name used twice";
    TAG_SPELLINGS = "W025" Warning "tag or author in two spellings";
    BROKEN_LINK = "E030" Error "broken link";
    BROKEN_FRAGMENT = "E031" Error "link to a missing heading";
    UNPUBLISHED_LINK = "E032" Error "link to an unpublished article";
    UNUSED_ASSET = "W033" Warning "unused file";
    ADDRESS_TAKEN = "E040" Error "two outputs at one address";
    NO_SLUG = "E041" Error "no address possible";
    WINDOWS_NAME = "W042" Warning "name that Windows does not take";
    SERVICE_FILE = "W043" Warning "file of a theme for the whole site";
    UNDEFINED_NOTE = "W050" Warning "note without a definition";
    UNUSED_NOTE = "W051" Warning "note without a reference";
    DUPLICATE_NOTE = "W052" Warning "note defined twice";
    UNKNOWN_LANGUAGE = "W053" Warning "code in an unknown language";
    LOOSE_ATTRIBUTION = "W054" Warning "ambiguous attribution";
    NO_PASSAGE = "E055" Error "passage of a note not found";
    NOT_VERBATIM = "E056" Error "excerpt not verbatim";
    NO_SNAPSHOT = "E057" Error "missing snapshot";
    UNVERIFIED = "E058" Error "excerpt without a snapshot";
    LONG_QUOTATION = "W059" Warning "quotation longer than its outlet allows";
    TEMPLATE_SYNTAX = "E060" Error "invalid template";
    TEMPLATE_RENDER = "E061" Error "template failed";
    MISSING_TEMPLATE = "E062" Error "missing template";
    UNKNOWN_THEME = "E063" Error "unknown theme";
    NO_TRANSLATION = "W064" Warning "theme without this language";
    NEAR_KIND = "W065" Warning "misspelt kind of note";
    REMOVED_HTML = "W066" Warning "HTML left out";
    SCRIPT_ADDRESS = "W067" Warning "link that would run a script";
    UNCLOSED_HTML = "W068" Warning "HTML not closed";
    PLAIN_CODE = "W069" Warning "code too long to highlight";
    NOT_FILLED_IN = "A070" Advice "incomplete import";
    NOT_VERIFIED = "A071" Advice "unverified excerpt";
    UNTRACEABLE = "A072" Advice "source without address or date";
    NEAR_TAGS = "A073" Advice "nearly identical tags";
    LOOSE_NOTE = "A074" Advice "note not anchored to a passage";
    NO_TOPIC = "A075" Advice "article without a topic";
    BARE_IMAGE = "A076" Advice "image without alternative text";
    ADDRESS_GONE = "A077" Advice "address gone";
    NO_TEXT = "A078" Advice "article without text";
    DEAD_LINK = "A080" Advice "dead link";
    MOVED_LINK = "A081" Advice "moved link";
    TOO_LARGE = "E091" Error "too large for GitHub";
    SYMBOLIC_LINK = "E092" Error "symbolic link";
    LOCAL_ADDRESS = "E093" Error "link to a local address";
    SECRET = "E094" Error "possible secret";
    WRONG_DOMAIN = "E095" Error "wrong domain";
    PUBLISHED_EMPTY = "E096" Error "empty article";
    ALTERED = "W100" Warning "omission or insertion that may change the meaning";
    ALTERED_STRICTLY = "E101" Error "omission or insertion that may change the meaning";
    OTHER_NAME = "W102" Warning "attribution without the name of its outlet";
    OTHER_OUTLET = "E103" Error "attribution to another outlet";
    LOST_ATTRIBUTION = "W104" Warning "attribution without a quotation";
    SNAPSHOT_CHANGED = "E105" Error "snapshot changed";
    NOT_QUOTABLE = "E106" Error "not as the source has it";
    CUT_CLAUSE = "A107" Advice "negation beside an excerpt";
    NO_ATTRIBUTION = "A108" Advice "quotation without an attribution";
    REWORDED = "A118" Advice "quotation that its page words otherwise now";
    GONE = "A119" Advice "quotation that its page no longer has";
    STRAY_MARKUP = "W110" Warning "markup shown as text";
    CONFLICT = "W111" Warning "conflict left by git";
    UNCLOSED = "W112" Warning "code without an end";
    FIRST_LEVEL = "W113" Warning "heading on the level of the title";
    PLAIN_TEXT = "W114" Warning "markup in plain text";
    NO_PICTURE = "W115" Warning "picture that cannot be shown";
    ODD_DATE = "W116" Warning "date far from today";
    STRAY_FOLDER = "W117" Warning "folder that is not read";
    MISSING_COLON = "W120" Warning "quotation of a note without a colon";
}

impl Severity {
    /// The name in JSON.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Error => "error",
            Warning => "warning",
            Advice => "advice",
        }
    }
}

impl Code {
    /// Finds a code by its number, in any letter case.
    pub fn find(id: &str) -> Option<&'static Code> {
        ALL.iter().copied().find(|code| code.id.eq_ignore_ascii_case(id))
    }

    /// The explanation in Markdown: what the fault means, an example, what to do.
    pub(crate) fn explanation(&self) -> &'static str {
        section(self.id).unwrap_or_default()
    }
}

fn section(id: &str) -> Option<&'static str> {
    let start = EXPLANATIONS.find(&format!("\n## {id}: "))? + 1;
    let rest = &EXPLANATIONS[start..];
    Some(rest.find("\n## ").map_or(rest, |end| &rest[..end]).trim_end())
}

/// Codes in stored faults: their numbers alone.
pub(super) mod by_id {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Code;

    pub(in crate::base) fn serialize<S: Serializer>(code: &&'static Code, to: S) -> Result<S::Ok, S::Error> {
        code.id.serialize(to)
    }

    pub(in crate::base) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<&'static Code, D::Error> {
        let id = String::deserialize(from)?;
        Code::find(&id).ok_or_else(|| D::Error::custom(format!("no code {id}")))
    }
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
