//! The editor's own keys as they are stored: in a format that names the type of each value, as the compact one does not.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::value::Extra;

/// A value of an editor's own key.
#[derive(Serialize, Deserialize)]
enum StoredValue {
    Nothing,
    Truth(bool),
    Whole(i64),
    Number(f64),
    Text(String),
    List(Vec<Self>),
    Table(Vec<(String, Self)>),
}

pub(crate) fn serialize<S: Serializer>(extra: &Extra, to: S) -> Result<S::Ok, S::Error> {
    table(extra).serialize(to)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Extra, D::Error> {
    Ok(extra(Vec::deserialize(from)?))
}

fn table(extra: &Extra) -> Vec<(String, StoredValue)> {
    extra.iter().map(|(key, value)| (key.clone(), stored(value))).collect()
}

fn stored(value: &Value) -> StoredValue {
    match value {
        Value::Null => StoredValue::Nothing,
        Value::Bool(truth) => StoredValue::Truth(*truth),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => StoredValue::Whole(whole),
            None => StoredValue::Number(number.as_f64().unwrap_or_default()),
        },
        Value::String(text) => StoredValue::Text(text.clone()),
        Value::Array(list) => StoredValue::List(list.iter().map(stored).collect()),
        Value::Object(extra) => StoredValue::Table(table(extra)),
    }
}

fn extra(table: Vec<(String, StoredValue)>) -> Extra {
    table.into_iter().map(|(key, value)| (key, restored(value))).collect()
}

fn restored(value: StoredValue) -> Value {
    match value {
        StoredValue::Nothing => Value::Null,
        StoredValue::Truth(truth) => truth.into(),
        StoredValue::Whole(whole) => whole.into(),
        StoredValue::Number(number) => number.into(),
        StoredValue::Text(text) => text.into(),
        StoredValue::List(list) => list.into_iter().map(restored).collect(),
        StoredValue::Table(table) => Value::Object(extra(table)),
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::Extra;

    #[derive(Serialize, Deserialize)]
    struct Stored(#[serde(with = "super")] Extra);

    #[test]
    fn every_type_comes_back() {
        let text = r#"{"a": [1, -2.5e-300, 0.1, true, null], "b": {"c": "\u00e9"}, "d": 9007199254740993}"#;
        let extra: Extra = serde_json::from_str(text).expect("JSON");
        let bytes = postcard::to_extend(&Stored(extra.clone()), Vec::new()).expect("stored");
        assert_eq!(postcard::from_bytes::<Stored>(&bytes).expect("restored").0, extra);
    }
}
