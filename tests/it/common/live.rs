//! What a browser would run or obey.

use dom_query::{Document, NodeRef};

/// Elements that no text brings into a page.
const REFUSED: [&str; 19] = [
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "form",
    "button",
    "textarea",
    "select",
    "svg",
    "math",
    "template",
    "noscript",
    "xmp",
    "plaintext",
    "title",
    "base",
    "meta",
    "link",
];

/// What a browser would run or obey in a text: elements, as they are written, and attributes, as `name=value`.
pub fn live(html: &str) -> Vec<String> {
    let document = Document::fragment(html);
    document.select("*").nodes().iter().flat_map(live_parts).collect()
}

/// The same of a whole page, where it comes from a text that is marked by `alert` or the host `evil.example`.
pub fn live_of_marked(page: &str) -> Vec<String> {
    let document = Document::from(page);
    let elements = document.select("*");
    let parts = elements.nodes().iter().flat_map(live_parts);
    parts.filter(|part| part.contains("alert") || part.contains("evil.example")).collect()
}

fn live_parts(element: &NodeRef<'_>) -> Vec<String> {
    let mut live = Vec::new();
    let name = element.node_name().unwrap_or_default().to_string();
    // The boxes of tasks are margent's; JSON-LD and what describes a page (its title, its feeds) are read by programs.
    if REFUSED.contains(&name.as_str()) && !is_description(element, &name)
        || name == "input" && element.attr("disabled").is_none()
    {
        live.push(element.html().to_string());
    }
    for attribute in element.attrs() {
        let (name, value) = (attribute.name.local.to_string(), attribute.value.to_string());
        let address: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        let address = address.to_ascii_lowercase();
        if name.starts_with("on")
            || name == "srcdoc"
            || name == "style" && value.contains("fixed")
            || ["javascript:", "vbscript:", "data:text"].iter().any(|scheme| address.starts_with(scheme))
        {
            live.push(format!("{name}={value}"));
        }
    }
    live
}

/// Tells whether the element is one with which margent describes a page in its head.
fn is_description(element: &NodeRef<'_>, name: &str) -> bool {
    let in_head = element.parent().is_some_and(|parent| parent.has_name("head"));
    let is_json = element.attr("type").is_some_and(|kind| kind.ends_with("json"));
    let is_alternate = element.attr("rel").is_some_and(|rel| ["alternate", "canonical"].contains(&&*rel));
    in_head
        && match name {
            "title" => true,
            "meta" => element.attr("http-equiv").is_none(),
            "script" => is_json,
            "link" => is_alternate,
            _ => false,
        }
}
