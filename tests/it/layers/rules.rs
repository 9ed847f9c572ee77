//! What the source is held to. Each rule returns its violations.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::imports::{Import, imports};
use super::sources::{SourceFile, Sources};

/// The rooms that each room may use.
const ROOMS: [(&str, &[&str]); 8] = [
    ("base", &[]),
    ("pipeline", &["base"]),
    ("editor", &["base", "pipeline"]),
    ("import", &["base", "pipeline", "editor"]),
    ("publish", &["base", "pipeline", "editor"]),
    ("serve", &["base", "pipeline", "editor"]),
    ("lsp", &["base", "pipeline", "editor"]),
    ("cli", &["base", "pipeline", "editor", "import", "publish", "serve", "lsp"]),
];

/// The stages of the pipeline and what they share, in the order in which data flows: each uses only those before it.
const STAGES: [&str; 17] = [
    "inputs",
    "cached",
    "config",
    "markdown",
    "content",
    "link_results",
    "index",
    "theme",
    "plan",
    "site",
    "render",
    "search",
    "output",
    "report",
    "follow_up",
    "stages",
    "load",
];

/// The room that alone may print.
const PRINTING_ROOM: &str = "cli";
const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 60;
const CLOSURE_LINES: usize = 3;

/// A line of a file longer than allowed that says why.
const REASON: &str = "// Long: ";

/// A place in the source that breaks a rule, and what to do there.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    file: String,
    line: usize,
    text: String,
}

impl Violation {
    fn new(file: &SourceFile, line: usize, text: String) -> Self {
        Self { file: file.path.clone(), line, text }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}:{}: {}", self.file, self.line, self.text)
    }
}

/// Rooms use only the rooms below them.
pub fn rooms(sources: &Sources) -> Vec<Violation> {
    check_imports(sources, |from, to| {
        let (from, to) = (from.room()?, to.room()?);
        let Some((_, below)) = ROOMS.iter().find(|(room, _)| *room == from) else {
            return Some(format!("`{from}` is a new room: add it to `ROOMS` in tests/it/layers/rules.rs"));
        };
        let allowed = from == to || below.contains(&to);
        (!allowed).then(|| format!("`{from}` must not use `{to}`: move what both need into a room below both"))
    })
}

/// Stages of the pipeline use only those before them.
pub fn stages(sources: &Sources) -> Vec<Violation> {
    check_imports(sources, |from, to| {
        if from.room() != Some("pipeline") || to.room() != Some("pipeline") {
            return None;
        }
        let (from, to) = (from.stage()?, to.stage()?);
        let position = |stage: &str| STAGES.iter().position(|name| *name == stage);
        let (Some(later), Some(earlier)) = (position(from), position(to)) else {
            return Some(format!("add `{from}` or `{to}` to `STAGES` in tests/it/layers/rules.rs, where it belongs"));
        };
        (later < earlier).then(|| format!("stage `{from}` must not use the later stage `{to}`"))
    })
}

/// Compares both ends of each import; the function says what is wrong with it, if anything.
fn check_imports(sources: &Sources, fault: impl Fn(&SourceFile, &SourceFile) -> Option<String>) -> Vec<Violation> {
    let all = imports(sources);
    let violations = all.iter().filter_map(|import| {
        let (from, to) = (&sources.files[import.from], &sources.files[import.to]);
        let text = fault(from, to)?;
        Some(Violation::new(from, import.line, format!("{text} (`{}`)", import.path)))
    });
    violations.collect()
}

/// No two files use each other, directly or through others.
pub fn circles(sources: &Sources) -> Vec<Violation> {
    let imports = imports(sources);
    let mut uses: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for import in &imports {
        uses.entry(import.from).or_default().insert(import.to);
    }
    let reached: BTreeMap<usize, BTreeSet<usize>> = uses.keys().map(|from| (*from, reachable(&uses, *from))).collect();
    let mut closing: BTreeMap<(usize, usize), Vec<&Import>> = BTreeMap::new();
    for import in &imports {
        if reached.get(&import.to).is_some_and(|files| files.contains(&import.from)) {
            closing.entry((import.from, import.to)).or_default().push(import);
        }
    }
    let violations = closing.into_iter().map(|((from, to), imports)| {
        let names: BTreeSet<&str> = imports.iter().map(|import| import.path.as_str()).collect();
        let (to, names) = (&sources.files[to].path, names.into_iter().collect::<Vec<_>>().join("`, `"));
        let text = format!("`{names}` closes a circle with {to}: move what both need into a file below both");
        Violation::new(&sources.files[from], imports[0].line, text)
    });
    violations.collect()
}

/// The files that a file uses, directly or through others.
fn reachable(uses: &BTreeMap<usize, BTreeSet<usize>>, from: usize) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(file) = open.pop() {
        open.extend(uses.get(&file).into_iter().flatten().filter(|next| reached.insert(**next)));
    }
    reached
}

/// No two types share a name.
pub fn type_names(sources: &Sources) -> Vec<Violation> {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    let mut violations = Vec::new();
    for file in &sources.files {
        for (name, line) in types(&file.syntax.items) {
            let place = format!("{}:{line}", file.path);
            match first.get(&name) {
                Some(other) => {
                    let text = format!("`{name}` is also the type at {other}: give one of them another name");
                    violations.push(Violation::new(file, line, text));
                }
                None => drop(first.insert(name, place)),
            }
        }
    }
    violations
}

/// The names of the types among items, modules inside them included, with their lines.
fn types(items: &[syn::Item]) -> Vec<(String, usize)> {
    let mut types = Vec::new();
    for item in items {
        let name = match item {
            syn::Item::Enum(item) => &item.ident,
            syn::Item::Struct(item) => &item.ident,
            syn::Item::Trait(item) => &item.ident,
            syn::Item::Type(item) => &item.ident,
            syn::Item::Mod(item) if !is_without_feature(&item.attrs) => {
                types.extend(item.content.iter().flat_map(|(_, items)| self::types(items)));
                continue;
            }
            _ => continue,
        };
        types.push((name.to_string(), name.span().start().line));
    }
    types
}

/// An item of a build without some feature takes the place of one that is there with it.
fn is_without_feature(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.meta.require_list().is_ok_and(|list| list.tokens.to_string().starts_with("not"))
    })
}

/// Walks a file for the rules that look at its code.
struct Code<'a> {
    file: &'a SourceFile,
    found: Vec<Violation>,
    look: fn(&mut Code<'_>, Piece<'_>),
}

/// A piece of code that a rule may look at.
enum Piece<'a> {
    Let(&'a syn::Local),
    Function(&'a syn::Signature, &'a syn::Block),
    Path(&'a syn::Path),
}

impl Code<'_> {
    fn walk(sources: &Sources, look: fn(&mut Code<'_>, Piece<'_>)) -> Vec<Violation> {
        let of_file = |file| {
            let mut code = Code { file, found: Vec::new(), look };
            code.visit_file(&file.syntax);
            code.found
        };
        sources.files.iter().flat_map(of_file).collect()
    }

    fn add(&mut self, line: usize, text: String) {
        self.found.push(Violation::new(self.file, line, text));
    }
}

impl<'ast> Visit<'ast> for Code<'_> {
    fn visit_local(&mut self, local: &'ast syn::Local) {
        (self.look)(self, Piece::Let(local));
        visit::visit_local(self, local);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        (self.look)(self, Piece::Function(&item.sig, &item.block));
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        (self.look)(self, Piece::Function(&item.sig, &item.block));
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        (self.look)(self, Piece::Path(path));
        visit::visit_path(self, path);
    }
}

/// A closure that is bound to a name is short, else it is a function.
pub fn closures(sources: &Sources) -> Vec<Violation> {
    Code::walk(sources, |code, piece| {
        let Piece::Let(local) = piece else { return };
        let Some(syn::Expr::Closure(closure)) = local.init.as_ref().map(|init| innermost(&init.expr)) else { return };
        let (lines, start) = lines(closure);
        if lines > CLOSURE_LINES {
            code.add(start, format!("this closure has {lines} lines, more than {CLOSURE_LINES}: make it a function"));
        }
    })
}

/// An expression without the parentheses and `&` around it.
fn innermost(mut expression: &syn::Expr) -> &syn::Expr {
    loop {
        expression = match expression {
            syn::Expr::Paren(inner) => &inner.expr,
            syn::Expr::Reference(inner) => &inner.expr,
            other => return other,
        };
    }
}

/// How many lines a piece of code has, and where it starts.
fn lines(code: &impl Spanned) -> (usize, usize) {
    let (start, end) = (code.span().start().line, code.span().end().line);
    (end - start + 1, start)
}

/// Files and functions are short, unless the first line says why not.
pub fn sizes(sources: &Sources) -> Vec<Violation> {
    let mut violations = Code::walk(sources, |code, piece| {
        let Piece::Function(signature, block) = piece else { return };
        let (start, end) = (signature.span().start().line, block.span().end().line);
        let (name, lines) = (&signature.ident, end - start + 1);
        if lines > FUNCTION_LINES {
            code.add(start, format!("`{name}` has {lines} lines, more than {FUNCTION_LINES}: split it"));
        }
    });
    for file in &sources.files {
        let lines = file.text.lines().count();
        if lines > FILE_LINES && !file.text.starts_with(REASON) {
            let text =
                format!("{lines} lines, more than {FILE_LINES}: split the file, or begin it with `{REASON}…` and why");
            violations.push(Violation::new(file, 1, text));
        }
    }
    violations
}

/// Only one room writes to the terminal.
pub fn printing(sources: &Sources) -> Vec<Violation> {
    Code::walk(sources, |code, piece| {
        let Piece::Path(path) = piece else { return };
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if prints(&names) && code.file.room().is_some_and(|room| room != PRINTING_ROOM) {
            let text = format!("`{}` prints: return the text, and print it in `{PRINTING_ROOM}`", names.join("::"));
            code.add(path.span().start().line, text);
        }
    })
}

fn prints(path: &[String]) -> bool {
    match path {
        [name] => matches!(name.as_str(), "print" | "println" | "eprint" | "eprintln"),
        // Strips colours from a text; prints nothing.
        [_, second, ..] if second == "adapter" => false,
        [first, .., last] => first == "anstream" || last == "stdout" || last == "stderr",
        [] => false,
    }
}
