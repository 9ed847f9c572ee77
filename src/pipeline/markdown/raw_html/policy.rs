//! The elements, attributes and declarations of style that `html = "sanitise"` keeps.

/// The treatment of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ElementRule {
    /// It is kept, under this name.
    Keep(&'static str),
    /// It is kept, and has no end tag.
    KeepEmpty(&'static str),
    /// Its tags are left out, and its content is kept.
    Unwrap,
    /// It is left out with its content.
    Drop,
}

/// Elements without an end tag (HTML §13.1.2).
pub(super) const EMPTY: [&str; 7] = ["br", "col", "hr", "img", "source", "track", "wbr"];

/// Elements that show, structure or name text, and those that old pages have.
#[rustfmt::skip]
const KEPT: [&str; 79] = [
    "a", "abbr", "acronym", "address", "article", "aside", "audio", "b", "bdi", "bdo", "big", "blockquote",
    "caption", "center", "cite", "code", "colgroup", "data", "dd", "del", "details", "dfn", "div", "dl", "dt",
    "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup",
    "i", "ins", "kbd", "li", "mark", "nav", "ol", "p", "picture", "pre", "q", "rb", "rp", "rt", "rtc", "ruby",
    "s", "samp", "section", "small", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "video", "search", "menu",
];

/// Elements whose content is no text of the article: programs, pages within the page, drawings, choices of forms.
#[rustfmt::skip]
const DROPPED: [&str; 21] = [
    "script", "style", "template", "iframe", "object", "applet", "noscript", "xmp", "noembed", "noframes",
    "frameset", "svg", "math", "title", "textarea", "select", "datalist", "canvas", "plaintext", "portal",
    "fencedframe",
];

/// Other elements of HTML, whose tags are left out.
const UNWRAPPED: [&str; 26] = [
    "base", "basefont", "bgsound", "body", "button", "dialog", "embed", "fieldset", "form", "frame", "head", "html",
    "input", "isindex", "label", "legend", "link", "main", "marquee", "meta", "meter", "optgroup", "option", "output",
    "param", "progress",
];

/// Attributes of any element that is kept.
#[rustfmt::skip]
const ATTRIBUTES: [&str; 58] = [
    "abbr", "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "cite", "class", "color",
    "cols", "colspan", "controls", "datetime", "decoding", "default", "dir", "download", "face", "headers",
    "height", "hidden", "href", "hreflang", "id", "kind", "label", "lang", "loading", "loop", "media",
    "muted", "name", "open", "playsinline", "poster", "preload", "rel", "reversed", "role", "rowspan",
    "scope", "size", "sizes", "span", "src", "srclang", "srcset", "start", "style", "summary", "target",
    "title", "translate", "type", "valign", "value", "width",
];

/// Attributes that hold an address.
const ADDRESSES: [&str; 8] = ["href", "src", "cite", "poster", "action", "formaction", "background", "xlink:href"];

/// Properties of style that colour and set text but move nothing.
#[rustfmt::skip]
const PROPERTIES: [&str; 20] = [
    "background-color", "border", "border-collapse", "color", "direction", "font-family", "font-size",
    "font-style", "font-variant", "font-weight", "height", "list-style-type", "max-width", "padding",
    "text-align", "text-decoration", "text-indent", "vertical-align", "white-space", "width",
];

/// The treatment of the element `name`, in small letters.
pub(super) fn element_rule(name: &str) -> ElementRule {
    let find = |names: &'static [&'static str]| names.iter().copied().find(|known| *known == name);
    if let Some(name) = find(&KEPT) {
        return ElementRule::Keep(name);
    }
    match find(&EMPTY) {
        Some(name) => ElementRule::KeepEmpty(name),
        None if DROPPED.contains(&name) => ElementRule::Drop,
        None => ElementRule::Unwrap,
    }
}

/// Returns whether HTML has or had an element of this name, in small letters.
pub(super) fn is_element(name: &str) -> bool {
    element_rule(name) != ElementRule::Unwrap || UNWRAPPED.contains(&name)
}

/// Returns whether the attribute `name`, in small letters, may be kept.
pub(super) fn is_kept_attribute(name: &str) -> bool {
    ATTRIBUTES.contains(&name) || name.starts_with("aria-")
}

/// Returns whether the value of the attribute `name` of `element`, both in small letters, is an address.
pub(super) fn is_address(element: &str, name: &str) -> bool {
    ADDRESSES.contains(&name) || element == "object" && name == "data"
}

/// Returns whether the end tag of the element may be missing (HTML §13.1.2.4).
pub(super) fn may_stay_open(name: &str) -> bool {
    const OPTIONAL: [&str; 15] =
        ["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "caption", "rp", "rt", "rb"];
    OPTIONAL.contains(&name)
}

/// Returns whether the start of an element ends the open one: a cell ends the cell before it.
pub(super) fn ends_open(starts: &str, open: &str) -> bool {
    const CELLS: [&str; 2] = ["td", "th"];
    const TERMS: [&str; 2] = ["dt", "dd"];
    const RUBY: [&str; 3] = ["rb", "rp", "rt"];
    const GROUPS: [&str; 5] = ["thead", "tbody", "tfoot", "caption", "colgroup"];
    match starts {
        "td" | "th" => CELLS.contains(&open),
        "tr" => open == "tr" || CELLS.contains(&open),
        "thead" | "tbody" | "tfoot" => open == "tr" || CELLS.contains(&open) || GROUPS.contains(&open),
        "dt" | "dd" => TERMS.contains(&open),
        "rb" | "rp" | "rt" => RUBY.contains(&open),
        "li" | "p" => open == starts,
        _ => false,
    }
}

/// The declarations of a `style` that are kept.
pub(super) fn kept_style(style: &str) -> String {
    let declarations = style.split(';').map(str::trim).filter(|declaration| is_kept_declaration(declaration));
    declarations.collect::<Vec<_>>().join("; ")
}

fn is_kept_declaration(declaration: &str) -> bool {
    let Some((property, value)) = declaration.split_once(':') else { return false };
    // No `url(…)`, escapes, comments or `-` before a length, which moves things.
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '#' | '%' | '.' | ',' | '!' | '-' | '\'' | '"');
    let is_function = |name: &str| value.trim_start().to_ascii_lowercase().starts_with(name);
    let plain = value.chars().all(is_plain) || ["rgb", "hsl"].into_iter().any(is_function) && !value.contains("url");
    PROPERTIES.contains(&property.trim().to_ascii_lowercase().as_str()) && plain && !value.contains([':', '\\', '/'])
}

/// Returns whether the class is one by which a page tells its excerpts, reports and notes, and by which programs read them
/// (microformats2): only margent says what was verified.
pub(super) fn is_reserved_class(class: &str) -> bool {
    const OWN: [&str; 7] = ["verified", "excerpt", "report", "note", "notes", "source", "omission"];
    let prefixed = |prefix: &&str| class.starts_with(prefix);
    OWN.contains(&class) || ["h-", "u-", "p-", "e-", "dt-", "note-"].iter().any(prefixed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements() {
        assert_eq!(element_rule("kbd"), ElementRule::Keep("kbd"));
        assert_eq!(element_rule("img"), ElementRule::KeepEmpty("img"));
        assert_eq!(element_rule("script"), ElementRule::Drop);
        assert_eq!(element_rule("form"), ElementRule::Unwrap);
        assert_eq!((is_element("string"), is_element("input"), is_element("svg")), (false, true, true));
    }

    #[test]
    fn styles() {
        let cases = [
            ("color: red; text-align:center", "color: red; text-align:center"),
            ("color: rgb(1, 2, 3)", "color: rgb(1, 2, 3)"),
            ("position: fixed; inset: 0; color: red", "color: red"),
            ("background-color: url(x)", ""),
            ("width: 50%; margin-left: -99em; height: calc(9px)", "width: 50%"),
            ("co\\6cor: red; color: r\\65 d; color: /* */ red", ""),
        ];
        for (style, kept) in cases {
            assert_eq!(kept_style(style), kept);
        }
    }
}
