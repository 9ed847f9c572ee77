//! The grammars of languages, and the classes of their scopes. The classes are few and short, and the theme colours them, so
//! that one output serves light and dark.

use std::sync::OnceLock;

use syntect::parsing::{Scope, SyntaxSet};

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

/// The grammars, and the classes of scopes.
pub(super) struct Grammars {
    /// The grammars.
    pub syntaxes: SyntaxSet,
    classes: Vec<(Scope, &'static str)>,
}

impl Grammars {
    /// The class of a scope, if it has one of its own.
    pub(super) fn class_of(&self, scope: Scope) -> Option<&'static str> {
        self.classes.iter().find(|(prefix, _)| prefix.is_prefix_of(scope)).map(|(_, class)| *class)
    }
}

/// The grammars, which are loaded when the first code is highlighted.
pub(super) fn grammars() -> &'static Grammars {
    static GRAMMARS: OnceLock<Grammars> = OnceLock::new();
    GRAMMARS.get_or_init(|| {
        let classes = CLASSES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class)));
        Grammars { syntaxes: two_face::syntax::extra_newlines(), classes: classes.collect() }
    })
}
