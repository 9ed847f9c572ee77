//! JSON written field by field, in the order given: most of it is made once for each article.

use serde::Serialize;

/// A JSON object in the making.
pub struct JsonObject {
    out: Vec<u8>,
    /// What stands between fields, and before the end.
    between: &'static [u8],
    end: &'static [u8],
}

impl JsonObject {
    /// An object on one line.
    pub fn new() -> Self {
        Self { out: b"{".to_vec(), between: b",", end: b"}" }
    }

    /// An object with a line for each field, for people.
    pub fn lines() -> Self {
        Self { out: b"{\n  ".to_vec(), between: b",\n  ", end: b"\n}" }
    }

    fn name(&mut self, name: &'static str) {
        // Names need no escaping: they are ours.
        if !matches!(self.out.last(), Some(b'{' | b' ')) {
            self.out.extend_from_slice(self.between);
        }
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    /// Adds a field.
    pub fn set<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        self.name(name);
        // Writing texts and numbers to memory does not fail.
        let _ = serde_json::to_writer(&mut self.out, value);
        self
    }

    /// Adds a field where there is a value for it.
    pub fn set_some<T: Serialize>(self, name: &'static str, value: Option<T>) -> Self {
        match value {
            Some(value) => self.set(name, &value),
            None => self,
        }
    }

    /// Adds an object.
    pub fn object(mut self, name: &'static str, object: Self) -> Self {
        self.name(name);
        self.out.extend(object.bytes());
        self
    }

    /// Adds a list of objects, even an empty one.
    pub fn list(mut self, name: &'static str, objects: impl IntoIterator<Item = Self>) -> Self {
        self.name(name);
        self.out.extend(list(objects));
        self
    }

    /// Adds a list of objects; of one the object alone, of none nothing.
    pub fn one_or_list(self, name: &'static str, objects: Vec<Self>) -> Self {
        match <[Self; 1]>::try_from(objects) {
            Ok([one]) => self.object(name, one),
            Err(objects) if objects.is_empty() => self,
            Err(objects) => self.list(name, objects),
        }
    }

    /// The JSON.
    pub fn bytes(mut self) -> Vec<u8> {
        self.out.extend_from_slice(self.end);
        self.out
    }

    /// The JSON as text.
    pub fn text(self) -> String {
        String::from_utf8_lossy(&self.bytes()).into_owned()
    }
}

/// A list of objects.
pub fn list(objects: impl IntoIterator<Item = JsonObject>) -> Vec<u8> {
    let mut out = vec![b'['];
    for object in objects {
        if out.len() > 1 {
            out.push(b',');
        }
        out.extend(object.bytes());
    }
    out.push(b']');
    out
}
