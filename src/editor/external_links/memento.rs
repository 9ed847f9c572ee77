//! The copies of a page that a web archive has: its TimeMap (RFC 7089 §5) in the format of links (RFC 6690).

use crate::base::text::date::{Moment, from_unix};

/// The TimeMaps of the Internet Archive; the address of a page follows.
pub const TIME_MAPS: &str = "https://web.archive.org/web/timemap/link/";

/// A copy of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memento {
    /// Its address in the archive.
    pub url: String,
    /// When it was made, in seconds since 1970.
    pub taken: i64,
}

/// Reads the copies that a TimeMap lists, in its order. Lines that it does not understand are passed over.
pub fn parse_time_map(text: &str) -> Vec<Memento> {
    // A comma may be in an address, but what follows a link begins with a bracket.
    text.split(",\n").flat_map(|part| part.split(", <")).filter_map(parse_link).collect()
}

fn parse_link(link: &str) -> Option<Memento> {
    let (url, attributes) = link.trim().trim_start_matches('<').split_once('>')?;
    let is_memento = value_of(attributes, "rel")?.split_whitespace().any(|rel| rel == "memento");
    let taken = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(value_of(attributes, "datetime")?).ok()?;
    is_memento.then(|| Memento { url: url.to_owned(), taken: taken.as_second() })
}

/// The value of an attribute, `name="value"`.
fn value_of<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = attributes.split_once(&format!("{name}=\""))?;
    rest.split('"').next()
}

/// Sorts copies by their distance from a moment, the nearest first.
pub fn nearest_first(mut mementos: Vec<Memento>, wanted: i64) -> Vec<Memento> {
    mementos.sort_by_key(|memento| memento.taken.abs_diff(wanted));
    mementos
}

impl Memento {
    /// The day on which it was made.
    pub fn day(&self) -> Option<String> {
        from_unix(self.taken).as_ref().map(Moment::day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_maps_are_read() {
        let map = "<http://a.example/x,y>; rel=\"original\",\n\
                   <https://ar.example/map>; rel=\"self\"; type=\"application/link-format\",\n\
                   <https://ar.example/2015/http://a.example/x,y>; rel=\"first memento\"; datetime=\"Sat, 31 Jan 2015 12:00:00 GMT\",\n\
                   <https://ar.example/2019/http://a.example/x,y>; rel=\"memento\"; datetime=\"Tue, 01 Jan 2019 00:00:00 GMT\"\n";
        let found = parse_time_map(map);
        assert_eq!(found.iter().filter_map(Memento::day).collect::<Vec<_>>(), ["2015-01-31", "2019-01-01"]);
        assert_eq!(nearest_first(found, 1_540_000_000)[0].url, "https://ar.example/2019/http://a.example/x,y");
        assert_eq!(parse_time_map("<html>no map</html>"), []);
    }
}
