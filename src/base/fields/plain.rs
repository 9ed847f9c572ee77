//! Plain text, as in titles. Markup in it would be shown as it is written.

/// The keys of plain text.
pub(super) const KEYS: [&str; 5] = ["title", "name", "summary", "description", "text"];

/// Entities that editors write.
const ENTITIES: [&str; 14] =
    ["amp", "lt", "gt", "quot", "apos", "nbsp", "mdash", "ndash", "hellip", "lsquo", "rsquo", "ldquo", "rdquo", "shy"];
/// Elements that editors write.
const ELEMENTS: [&str; 12] = ["a", "b", "br", "code", "del", "em", "i", "mark", "span", "strong", "sub", "sup"];

/// The first piece of Markdown or HTML in `text`.
pub(super) fn markup(text: &str) -> Option<&str> {
    if let Some(heading) = text.find(|c| c != '#').filter(|signs| *signs > 0 && text[*signs..].starts_with(' ')) {
        return Some(&text[..heading]);
    }
    // More signs than these are no title.
    let mut signs = text.char_indices().filter(|(_, c)| matches!(c, '*' | '_' | '`' | '~' | '[' | '<' | '&')).take(100);
    signs.find_map(|(at, sign)| piece(&text[..at], &text[at..], sign))
}

fn piece<'t>(before: &str, rest: &'t str, sign: char) -> Option<&'t str> {
    let inner = |open: &str, close: &str| {
        rest.find(close).map(|end| &rest[..end + close.len()]).filter(|found| found.starts_with(open))
    };
    match sign {
        '[' if rest.starts_with("[^") => inner("[^", "]"),
        '[' => inner("[", ")").filter(|found| found.contains("](")),
        '<' => inner("<", ">").filter(|found| is_tag(found)),
        '&' => inner("&", ";").filter(|found| is_entity(&found[1..found.len() - 1])),
        _ => emphasis(before, rest, sign),
    }
}

fn is_tag(text: &str) -> bool {
    let name = text[1..].trim_start_matches('/').split([' ', '>', '/']).next().unwrap_or_default();
    ELEMENTS.contains(&name)
}

fn is_entity(name: &str) -> bool {
    (name.starts_with('#') && name.len() > 2) || ENTITIES.contains(&name)
}

/// Words between two runs of one sign, as Markdown reads emphasis, struck-through text and code.
fn emphasis<'t>(before: &str, rest: &'t str, sign: char) -> Option<&'t str> {
    let run = rest.chars().take_while(|c| *c == sign).count();
    let words = &rest[run..];
    let mark = &rest[..run];
    let opens = !before.ends_with(char::is_alphanumeric) && words.starts_with(|c: char| !c.is_whitespace());
    let end = words.find(mark).filter(|end| opens && *end > 0 && (sign != '~' || run == 2))?;
    let after = &words[end + run..];
    let closes = !words[..end].ends_with(char::is_whitespace) && !after.starts_with(char::is_alphanumeric);
    closes.then(|| &rest[..run + end + run])
}

#[cfg(test)]
mod tests {
    use super::markup;

    #[test]
    fn markup_is_told_from_signs() {
        let found = [
            ("**Bold** words", "**Bold**"),
            ("On *the* bay", "*the*"),
            ("[Bay](bay.md) and sea", "[Bay](bay.md)"),
            ("Fares[^doubt]", "[^doubt]"),
            ("Ferry <em>fares</em>", "<em>"),
            ("Boats &amp; trains", "&amp;"),
            ("# Fares", "#"),
            ("The `fare` key", "`fare`"),
        ];
        for (text, piece) in found {
            assert_eq!(markup(text), Some(piece), "{text}");
        }
        for text in
            ["M*A*S*H", "5 * 3 * 2", "snake_case_name", "AT&T; more", "a < b > c", "#1 of 3", "[sic]", "* and *"]
        {
            assert_eq!(markup(text), None, "{text}");
        }
    }
}
