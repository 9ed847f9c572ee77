//! From a name to what it names, and to all places that name the same.

use serde_json::{Value, json};

use super::known::AskedPlace;
use super::mention::Mentioned;
use super::outline::place_in;

/// Finds the place where the thing at the cursor is declared; null if there is none.
pub(super) fn definition(place: &AskedPlace<'_>) -> Value {
    let known = place.known;
    let Some(mention) = place.mention() else { return Value::Null };
    let content = known.content();
    let path = match &mention.thing {
        Mentioned::Source(_) | Mentioned::Note(_) | Mentioned::Tag(_) => Some(place.path),
        Mentioned::Topic(key) => content.topics.iter().find(|topic| topic.key == *key).map(|topic| &topic.path),
        Mentioned::Outlet(key) => content.outlets.iter().find(|outlet| outlet.key == *key).map(|outlet| &outlet.path),
        Mentioned::File(file, fragment) => {
            let is_there = known.loaded.site.inputs.files.contains_key(file) || known.paths().contains(file);
            return if is_there { known.location(file, &place_in(known, file, fragment)) } else { Value::Null };
        }
    };
    let Some(path) = path else { return Value::Null };
    let declared = known.mentions(path).into_iter().find(|other| other.declares && other.thing == mention.thing);
    declared.map_or(Value::Null, |declared| known.location(path, &declared.range))
}

/// Lists the places that name the thing at the cursor, also the one that declares it if `declarations` is true.
pub(super) fn references(place: &AskedPlace<'_>, declarations: &Value) -> Value {
    let Some(mention) = place.mention() else { return Value::Null };
    let places = place.known.places_of(&mention.thing, place.path).into_iter();
    let wanted = places.filter(|(_, other)| *declarations == json!(true) || !other.declares);
    wanted.map(|(path, other)| place.known.location(&path, &other.range)).collect()
}
