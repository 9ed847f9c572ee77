//! Which file uses which: resolves the paths of `use` items, code and macros to the files that define what they name.
//!
//! A re-export (`pub use`) is transparent: what is imported through it counts as imported from where it is defined, and the
//! file that only passes it on uses nothing.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Item, UseTree};

use super::sources::Sources;

/// One file that uses what another defines.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import {
    /// The file that uses, by its number in [`Sources::files`].
    pub from: usize,
    /// The file that defines.
    pub to: usize,
    pub line: usize,
    /// The path as it is written: `super::hash::Key`.
    pub path: String,
}

/// Every import between two files, each once for each line.
pub fn imports(sources: &Sources) -> BTreeSet<Import> {
    let modules = Modules::of(sources);
    let mut imports = BTreeSet::new();
    for (from, file) in sources.files.iter().enumerate().filter(|(_, file)| file.room().is_some()) {
        let mut paths = Paths { module: file.module.clone(), modules: &modules, imports: Vec::new() };
        paths.visit_file(&file.syntax);
        let others = paths.imports.into_iter().filter(|(to, ..)| *to != from);
        imports.extend(others.map(|(to, line, path)| Import { from, to, line, path }));
    }
    imports
}

/// What a module declares.
#[derive(Default)]
struct Module {
    file: usize,
    items: BTreeSet<String>,
    uses: Vec<(String, Vec<String>)>,
}

/// What a path leads to.
enum Target {
    Module(Vec<String>),
    /// Something defined in this module.
    ItemOf(Vec<String>),
}

struct Modules(BTreeMap<Vec<String>, Module>);

impl Modules {
    fn of(sources: &Sources) -> Self {
        let mut modules = Self(BTreeMap::new());
        for (number, file) in sources.files.iter().enumerate() {
            modules.declare(file.module.clone(), number, &file.syntax.items);
        }
        modules
    }

    /// Notes what a module and those inside it declare.
    fn declare(&mut self, path: Vec<String>, file: usize, items: &[Item]) {
        let mut module = Module { file, ..Module::default() };
        for item in items {
            match item {
                Item::Use(used) => {
                    let leaves = use_leaves(&used.tree).into_iter();
                    module.uses.extend(leaves.map(|(path, name)| (name, path)));
                }
                Item::Mod(inner) => {
                    if let Some((_, items)) = &inner.content {
                        let path = path.iter().cloned().chain([inner.ident.to_string()]).collect();
                        self.declare(path, file, items);
                    }
                }
                other => module.items.extend(name_of(other)),
            }
        }
        self.0.insert(path, module);
    }

    /// What a path that is written in a module leads to; none for other crates, local names and methods.
    fn resolve(&self, module: &[String], path: &[String], depth: usize) -> Option<Target> {
        let (head, rest) = path.split_first()?;
        let mut target = match head.as_str() {
            "crate" => Target::Module(Vec::new()),
            "self" => Target::Module(module.to_vec()),
            "super" => Target::Module(parent(module)),
            name => self.member(module, name, depth)?,
        };
        for name in rest {
            let Target::Module(at) = &target else { break };
            target = match name.as_str() {
                "super" => Target::Module(parent(at)),
                name => self.member(at, name, depth).unwrap_or_else(|| Target::ItemOf(at.clone())),
            };
        }
        Some(target)
    }

    /// What a name means in a module.
    fn member(&self, module: &[String], name: &str, depth: usize) -> Option<Target> {
        let inner: Vec<String> = module.iter().cloned().chain([name.to_owned()]).collect();
        if self.0.contains_key(&inner) {
            return Some(Target::Module(inner));
        }
        let declared = self.0.get(module)?;
        if declared.items.contains(name) {
            return Some(Target::ItemOf(module.to_vec()));
        }
        let mut imported = declared.uses.iter().filter(|(used, path)| used == name && depth < 16 && path[0] != name);
        imported.find_map(|(_, path)| self.resolve(module, path, depth + 1))
    }

    /// The file that defines what a path leads to. To name a module is not to use it: what is used of it is named elsewhere.
    fn file(&self, module: &[String], path: &[String]) -> Option<usize> {
        match self.resolve(module, path, 0)? {
            Target::Module(_) => None,
            Target::ItemOf(at) => self.0.get(&at).map(|module| module.file),
        }
    }
}

fn parent(module: &[String]) -> Vec<String> {
    module.split_last().map(|(_, rest)| rest.to_vec()).unwrap_or_default()
}

fn name_of(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

/// The paths of a `use` tree, each with the name that it is known by; `*` for a glob.
fn use_leaves(tree: &UseTree) -> Vec<(Vec<String>, String)> {
    match tree {
        UseTree::Path(path) => {
            let below = |(rest, name): (Vec<String>, String)| match name.as_str() {
                "self" => (vec![path.ident.to_string()], path.ident.to_string()),
                _ => ([vec![path.ident.to_string()], rest].concat(), name),
            };
            use_leaves(&path.tree).into_iter().map(below).collect()
        }
        UseTree::Name(name) => vec![(vec![name.ident.to_string()], name.ident.to_string())],
        UseTree::Rename(name) => vec![(vec![name.ident.to_string()], name.rename.to_string())],
        UseTree::Glob(_) => vec![(vec!["*".to_owned()], "*".to_owned())],
        UseTree::Group(group) => group.items.iter().flat_map(use_leaves).collect(),
    }
}

/// Walks a file and collects the paths that lead into files.
struct Paths<'a> {
    module: Vec<String>,
    modules: &'a Modules,
    imports: Vec<(usize, usize, String)>,
}

impl Paths<'_> {
    fn add(&mut self, path: &[String], line: usize) {
        if let Some(file) = self.modules.file(&self.module, path) {
            self.imports.push((file, line, path.join("::")));
        }
    }

    /// Collects the paths among the tokens of a macro.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let (mut path, mut line, mut colons) = (Vec::new(), 0, 0);
        for token in tokens {
            match token {
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        self.add(&std::mem::take(&mut path), line);
                    }
                    (line, colons) = (name.span().start().line, 0);
                    path.push(name.to_string());
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
                other => {
                    self.add(&std::mem::take(&mut path), line);
                    colons = 0;
                    if let TokenTree::Group(group) = other {
                        self.add_tokens(group.stream());
                    }
                }
            }
        }
        self.add(&path, line);
    }
}

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if matches!(item.vis, syn::Visibility::Inherited) {
            for (path, _) in use_leaves(&item.tree) {
                self.add(&path, item.use_token.span.start().line);
            }
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if let Some(first) = path.segments.first() {
            let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            self.add(&names, first.ident.span().start().line);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.add_tokens(item.tokens.clone());
        visit::visit_macro(self, item);
    }
}
