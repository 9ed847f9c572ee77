//! Holds the tables of keys to the readers of `site.toml` and of front matter.

use std::collections::BTreeSet;
use std::path::Path;

use margent::Diagnostic;
use margent::base::text::path::RelPath;
use margent::editor::schema::{SchemaKind, json_schema};
use margent::pipeline::config;
use margent::pipeline::content::{ContentContext, article, page, term_file};
use serde_json::Value;

use crate::common::{inputs, rel_path, site};

/// Reads a file of one kind with this TOML, and returns its faults.
fn read(kind: SchemaKind, toml: &str) -> Vec<Diagnostic> {
    let config = config::read(&inputs(&site(&[]))).value;
    let path: RelPath = rel_path("content/articles/file.md");
    let reading = ContentContext { path: &path, config: &config };
    let text = format!("+++\n{toml}+++\n");
    match kind {
        SchemaKind::Site => {
            let mut files = site(&[]);
            files.insert("site.toml".to_owned(), toml.to_owned());
            config::read(&inputs(&files)).faults
        }
        SchemaKind::Article => article::parse(&reading, &text).faults,
        SchemaKind::Topic => term_file::parse_topic(&reading, &text).faults,
        SchemaKind::Outlet => term_file::parse_outlet(&reading, &text).faults,
        SchemaKind::Page => page::parse(&reading, &text).faults,
    }
}

/// A table of a kind of file.
struct KeyTable {
    kind: SchemaKind,
    /// The TOML that leads to it: its header, and what is required above.
    head: String,
    schema: Value,
}

/// Every table of every kind of file.
fn tables() -> Vec<KeyTable> {
    let mut tables = Vec::new();
    for kind in SchemaKind::ALL {
        let schema = json_schema(kind);
        for (name, property) in schema["properties"].as_object().expect("keys") {
            let options = property["anyOf"].as_array().into_iter().flatten().chain([property]);
            for option in options.filter(|option| option["properties"].is_object()) {
                tables.push(table(kind, &schema, &format!("[{name}]\n"), option));
            }
            let items = &property["items"];
            let items = items["anyOf"].as_array().into_iter().flatten().chain([items]);
            for item in items.filter(|item| item["properties"].is_object()) {
                tables.push(table(kind, &schema, &format!("[[{name}]]\n"), item));
            }
        }
        tables.push(KeyTable { kind, head: String::new(), schema });
    }
    let terms = json_schema(SchemaKind::Topic)["properties"]["terms"]["items"]["anyOf"][1].clone();
    tables.push(table(SchemaKind::Site, &json_schema(SchemaKind::Site), "[[topics.terms]]\n", &terms));
    tables
}

fn table(kind: SchemaKind, whole: &Value, header: &str, schema: &Value) -> KeyTable {
    KeyTable { kind, head: format!("{}{header}", required(kind, whole, "", "")), schema: schema.clone() }
}

/// The required keys of a table, but for one.
fn required(kind: SchemaKind, schema: &Value, header: &str, but: &str) -> String {
    let names = schema["required"].as_array().expect("a list").iter().map(|name| name.as_str().expect("a name"));
    names.filter(|name| *name != but).map(|name| format!("{name} = {}\n", example(kind, header, name))).collect()
}

/// A value that a key takes, as its table of keys has it.
fn example(kind: SchemaKind, header: &str, name: &str) -> String {
    let names = header.trim_matches(['[', ']', '\n']).split('.').filter(|name| !name.is_empty()).chain([name]);
    margent::editor::schema::example(kind, names).expect("a key").to_owned()
}

/// The words in the readers' code that can be keys.
fn words_of_readers() -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for folder in ["src/base/fields", "src/pipeline/config", "src/pipeline/content"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for file in folder.read_dir().expect("a folder").map(|file| file.expect("a file").path()) {
            let code = std::fs::read_to_string(file).expect("a text");
            let is_key =
                |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || "_256".contains(c));
            words.extend(code.split('"').filter(is_key).map(str::to_owned));
        }
    }
    words
}

#[test]
fn every_key_that_is_read_is_in_the_schema_and_no_other() {
    let words = words_of_readers();
    assert!(words.len() > 80 && words.contains("sha256") && words.contains("declined_topics"), "{words:?}");
    for KeyTable { kind, head, schema } in tables() {
        let known = schema["properties"].as_object().expect("keys");
        assert!(known.keys().all(|key| words.contains(key)), "{kind:?} {head}");
        let others = words.iter().filter(|word| !known.contains_key(*word));
        for other in others {
            let faults = read(kind, &format!("{head}{other} = 1\n"));
            let unknown = faults.iter().filter(|fault| fault.code.id == "E012").count();
            assert_eq!(unknown, 1, "{kind:?} reads `{other}` after {head}");
        }
        let header = head.lines().last().filter(|line| line.starts_with('[')).unwrap_or_default().to_owned();
        let all = known.keys().map(|key| format!("{key} = {}\n", example(kind, &header, key)));
        let given: String = all.collect();
        let faults: Vec<_> = read(kind, &format!("{head}{given}"));
        assert!(faults.is_empty(), "{kind:?} {head}{given}{faults:#?}");
        for key in known.keys() {
            let rest = required(kind, &schema, &header, key);
            let faults = read(kind, &format!("{head}{rest}"));
            let is_required = schema["required"].as_array().expect("a list").contains(&Value::from(key.as_str()));
            assert_eq!(faults.iter().any(|fault| fault.code.id == "E013"), is_required, "{kind:?} {head}{rest}");
        }
    }
}

/// Returns the types that a schema allows; a TOML date is a text with a format.
fn types(schema: &Value) -> BTreeSet<&str> {
    let options = schema["anyOf"].as_array().map_or(vec![schema], |options| options.iter().collect());
    let is_date = |option: &Value| option.get("format").or(option.get("pattern")).is_some();
    let name = |option| if is_date(option) { "date" } else { option["type"].as_str().expect("a type") };
    options.into_iter().map(name).collect()
}

#[test]
fn types_are_those_of_the_schema() {
    const VALUES: [(&str, &str); 6] = [
        ("string", "\"x\""),
        ("integer", "1"),
        ("boolean", "true"),
        ("array", "[]"),
        ("date", "2020-01-01"),
        ("object", "{}"),
    ];
    for KeyTable { kind, head, schema } in tables() {
        let header = head.lines().last().filter(|line| line.starts_with('[')).unwrap_or_default().to_owned();
        for (key, property) in schema["properties"].as_object().expect("keys") {
            let rest = required(kind, &schema, &header, key);
            let above = if header.is_empty() { String::new() } else { head.clone() };
            for (name, value) in VALUES {
                let faults = read(kind, &format!("{above}{rest}{key} = {value}\n"));
                let is_wrong = faults.iter().any(|fault| fault.code.id == "E011" || fault.code.id == "E015");
                assert_eq!(!is_wrong, types(property).contains(name), "{kind:?} {head}{key} = {value}: {faults:#?}");
            }
            let items = property["enum"].as_array().or(property["items"]["enum"].as_array());
            for item in items.into_iter().flatten() {
                let value = if property["type"] == "array" { format!("[{item}]") } else { item.to_string() };
                let faults = read(kind, &format!("{above}{rest}{key} = {value}\n"));
                assert!(faults.is_empty(), "{key} = {value}: {faults:#?}");
            }
        }
    }
}
