//! The grammars of languages, and the classes of their scopes. The classes are few and short, and the theme colours them, so
//! that one output serves light and dark.
//!
//! The classes of a line of code are found once for each state that a line like it begins in. A grammar takes some
//! fifty microseconds a line, and code repeats itself: closing braces, imports, the frame of every example.

use std::collections::HashMap;
use std::sync::OnceLock;

use syntect::parsing::{BasicScopeStackOp, ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

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
    fn class_of(&self, scope: Scope) -> Option<&'static str> {
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

/// The greatest number of lines that are kept.
const MOST_LINES: usize = 20_000;

/// Lines that were looked at, by the state in which they begin. Together they are a part of the machine that a
/// grammar is, with lines for letters.
#[derive(Default)]
pub(super) struct LineMemo {
    states: Vec<LineState>,
    /// The states by their scopes; few have the same.
    by_scopes: HashMap<Vec<Scope>, Vec<StateNumber>>,
    /// How many lines are kept.
    lines: usize,
}

/// What a line is looked at in: its number in the memo.
pub(super) type StateNumber = usize;

/// A state, and the lines that were seen in it.
struct LineState {
    state: GrammarState,
    lines: HashMap<Box<str>, ClassifiedLine>,
}

/// What a grammar knows at the beginning of a line.
#[derive(Clone, PartialEq)]
struct GrammarState {
    parser: ParseState,
    scopes: ScopeStack,
    /// The class at each depth of the scopes, below them that of no scope.
    classes: Vec<&'static str>,
}

/// A line by its classes.
struct ClassifiedLine {
    /// Where each run of one class ends, in bytes, and the class.
    runs: Vec<(usize, &'static str)>,
    /// The state after the line.
    next: StateNumber,
}

impl LineMemo {
    /// The state at the beginning of a block of code. Forgets what it knows when that has become much.
    pub(super) fn begin(&mut self, syntax: &SyntaxReference) -> StateNumber {
        if self.lines > MOST_LINES {
            *self = Self::default();
        }
        let (parser, scopes) = (ParseState::new(syntax), ScopeStack::new());
        self.number(GrammarState { parser, scopes, classes: vec![""] })
    }

    /// The runs of `line`, which has its end of line, and the state after it. Where the grammar fails, the rest of the
    /// line has the class that came before.
    pub(super) fn classify(
        &mut self,
        state: StateNumber,
        line: &str,
        grammars: &Grammars,
    ) -> (&[(usize, &'static str)], StateNumber) {
        if !self.states[state].lines.contains_key(line) {
            let classified = self.parse(state, line, grammars);
            self.states[state].lines.insert(line.into(), classified);
            self.lines += 1;
        }
        let known = &self.states[state].lines[line];
        (&known.runs, known.next)
    }

    fn parse(&mut self, state: StateNumber, line: &str, grammars: &Grammars) -> ClassifiedLine {
        let mut state = self.states[state].state.clone();
        let mut runs = Vec::new();
        for (at, op) in state.parser.parse_line(line, &grammars.syntaxes).unwrap_or_default() {
            push_run(&mut runs, at, state.class());
            let classes = &mut state.classes;
            let applied = state.scopes.apply_with_hook(&op, |change, _| match change {
                BasicScopeStackOp::Push(scope) => {
                    let outer = classes.last().copied().unwrap_or_default();
                    classes.push(grammars.class_of(scope).unwrap_or(outer));
                }
                BasicScopeStackOp::Pop => drop(classes.pop()),
            });
            if applied.is_err() {
                break;
            }
        }
        push_run(&mut runs, line.len(), state.class());
        ClassifiedLine { runs, next: self.number(state) }
    }

    /// The number of a state, which is new if no line has met it.
    fn number(&mut self, state: GrammarState) -> StateNumber {
        let alike = self.by_scopes.entry(state.scopes.as_slice().to_vec()).or_default();
        if let Some(known) = alike.iter().find(|at| self.states[**at].state == state) {
            return *known;
        }
        alike.push(self.states.len());
        self.states.push(LineState { state, lines: HashMap::new() });
        self.states.len() - 1
    }
}

impl GrammarState {
    /// The class of what comes next.
    fn class(&self) -> &'static str {
        self.classes.last().copied().unwrap_or_default()
    }
}

/// Adds the run of `class` that ends at `end`.
fn push_run(runs: &mut Vec<(usize, &'static str)>, end: usize, class: &'static str) {
    if runs.last().map_or(0, |(before, _)| *before) < end {
        runs.push((end, class));
    }
}
