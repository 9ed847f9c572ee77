//! Tags of other generators in a text: Liquid tags and shortcodes of Hugo and Zola. Those that Markdown can express are
//! converted; others stay as they are, and are listed.

use crate::base::text::words;

/// Length at which a tag in the list is cut off, in characters.
const LISTED: usize = 60;

/// A converted text.
#[derive(Default)]
pub(super) struct MigratedBody {
    pub text: String,
    /// The tags that were not converted.
    pub unconverted: Vec<String>,
    /// Links that the conversion wrote, which need no further change.
    pub written: Vec<String>,
}

/// Returns the target of a link to another text.
pub(super) type ArticleLookup<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The delimiters of tags. Of two with the same start, the longer is first.
const TAGS: [(&str, &str); 5] = [("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}"), ("{%", "%}"), ("{:", "}")];

/// Converts the tags of a text. Fenced code does not change.
pub(super) fn convert_tags(text: &str, article: ArticleLookup<'_>) -> MigratedBody {
    let mut migrated = MigratedBody::default();
    let mut fence: Option<String> = None;
    let mut at = 0;
    while at < text.len() {
        let line = &text[at..text[at..].find('\n').map_or(text.len(), |end| at + end + 1)];
        let bare = line.trim_start();
        let mark: String = bare.chars().take_while(|c| bare.starts_with(*c) && matches!(c, '`' | '~')).collect();
        let fenced = mark.len() >= 3;
        match &fence {
            Some(open) if fenced && mark.starts_with(open.as_str()) && bare.trim_end().len() == mark.len() => {
                fence = None
            }
            Some(_) => {}
            None if fenced => fence = Some(mark),
            None => {
                at += convert_line(&text[at..], line, article, &mut migrated);
                continue;
            }
        }
        migrated.text.push_str(line);
        at += line.len();
    }
    migrated.unconverted.sort();
    migrated.unconverted.dedup();
    migrated
}

/// Converts the tags of a line outside of code. Returns the number of bytes read, since a highlighted block has several lines.
fn convert_line(rest: &str, line: &str, article: ArticleLookup<'_>, migrated: &mut MigratedBody) -> usize {
    if line.trim() == "<!--more-->" {
        migrated.text.push_str(&line.replace("<!--more-->", "<!-- more -->"));
        return line.len();
    }
    if let Some((language, start, end, after)) = highlight_block(rest, line) {
        let code = rest[start..end].trim_matches(['\n', '\r']);
        let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
        let fence = "`".repeat(longest.max(2) + 1);
        migrated.text.push_str(&format!("{fence}{language}\n{code}\n{fence}\n"));
        return after;
    }
    let mut at = 0;
    while let Some((start, open, close)) = next_tag(&line[at..]) {
        let start = at + start;
        let Some(end) = line[start..].find(close).map(|end| start + end + close.len()) else { break };
        migrated.text.push_str(&line[at..start]);
        let tag = &line[start..end];
        let inside = tag[open.len()..tag.len() - close.len()].trim();
        if let Some((raw, after)) = raw_text(open, inside, &rest[end..]) {
            migrated.text.push_str(raw);
            return end + after;
        }
        match tag_markdown(open, inside, article) {
            Some(markdown) => {
                migrated.text.push_str(&markdown);
                migrated.written.push(markdown);
            }
            None => {
                migrated.unconverted.push(words::truncate(tag, LISTED));
                migrated.text.push_str(tag);
            }
        }
        at = end;
    }
    migrated.text.push_str(&line[at..]);
    line.len()
}

fn next_tag(text: &str) -> Option<(usize, &'static str, &'static str)> {
    text.match_indices('{').find_map(|(at, _)| {
        let (open, close) = TAGS.iter().find(|(open, _)| text[at..].starts_with(open))?;
        Some((at, *open, *close))
    })
}

/// Parses a block such as `{% highlight ruby %}` or `{{< highlight go >}}`. Returns its language, the start and end of its
/// code, and the position after it.
fn highlight_block<'a>(rest: &'a str, line: &'a str) -> Option<(&'a str, usize, usize, usize)> {
    let trimmed = line.trim();
    for (open, close, ends) in [
        ("{%", "%}", ["{% endhighlight %}", "{%- endhighlight -%}"]),
        ("{{<", ">}}", ["{{< /highlight >}}", "{{</highlight>}}"]),
        ("{{%", "%}}", ["{{% /highlight %}}", "{{%/highlight%}}"]),
    ] {
        let Some(inside) = trimmed.strip_prefix(open).and_then(|it| it.strip_suffix(close)) else { continue };
        let Some(language) = inside.trim_matches(['-', ' ']).strip_prefix("highlight ") else { continue };
        let language = language.split([' ', ',']).next().unwrap_or_default().trim_matches('"');
        let (end, len) = ends.iter().filter_map(|end| Some((rest.find(end)?, end.len()))).min()?;
        let after = rest[end + len..].find('\n').map_or(rest.len(), |at| end + len + at + 1);
        // A block with text after its closing tag stays as it is.
        let alone = rest[end + len..after].trim().is_empty();
        return alone.then_some((language, line.len().min(end), end, after));
    }
    None
}

/// The text up to the tag that ends a `{% raw %}`, in which tags are plain text, and the position after that.
fn raw_text<'a>(open: &str, inside: &str, rest: &'a str) -> Option<(&'a str, usize)> {
    if open != "{%" || inside.trim_matches(['-', ' ']) != "raw" {
        return None;
    }
    let ends = ["{% endraw %}", "{%- endraw -%}", "{%endraw%}"];
    let (end, tag) = ends.iter().filter_map(|end| Some((rest.find(end)?, *end))).min()?;
    Some((&rest[..end], end + tag.len()))
}

/// Returns the Markdown for a tag, if there is any.
fn tag_markdown(open: &str, inside: &str, article: ArticleLookup<'_>) -> Option<String> {
    let (name, rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let rest = rest.trim().trim_matches(['"', '\'']);
    match (open, name) {
        ("{%", "post_url" | "link") | ("{{<" | "{{%", "ref" | "relref") => {
            let (target, anchor) =
                rest.split_once('#').map_or((rest, String::new()), |(to, id)| (to, format!("#{id}")));
            article(target).map(|file| file + &anchor)
        }
        ("{{<", "figure") => {
            let value = |key| argument(inside, key);
            let alt = value("alt").or_else(|| value("caption")).or_else(|| value("title")).unwrap_or_default();
            let caption = value("caption").filter(|it| *it != alt).map(|it| format!("\n\n{it}")).unwrap_or_default();
            let src = value("src").filter(|src| !src.contains(['[', ']', '<', '(', ')', ' ', '\\']))?;
            (!alt.contains(['[', ']', '<', '\\'])).then(|| format!("![{alt}]({src}){caption}"))
        }
        _ => None,
    }
}

/// Returns the value of `key="value"` in a tag.
fn argument<'a>(inside: &'a str, key: &str) -> Option<&'a str> {
    let (_, value) = inside.split_once(&format!("{key}=\""))?;
    value.split('"').next()
}
