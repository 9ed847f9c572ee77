//! TOML as an editor would write it.

use toml_edit::{Array, Item, Value, value};

/// An array with an item on each line.
pub(crate) fn array_of_lines(items: impl Iterator<Item = Value>) -> Item {
    let mut array = Array::new();
    for item in items {
        array.push_formatted(item.decorated("\n  ", ""));
    }
    if !array.is_empty() {
        array.set_trailing("\n");
        array.set_trailing_comma(true);
    }
    value(array)
}
