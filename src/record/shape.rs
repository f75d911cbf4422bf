//! What the schema of a file says of its values: which keys a table has, in the order of its type.

use serde_json::Value as Schema;

use crate::record::scalars::MARK;
use crate::record::schema::marked;
use crate::source::layout::FileKind;

/// What the schema says of a value: any of these.
#[derive(Debug, Clone)]
pub struct Shape {
    root: &'static Schema,
    choices: Vec<&'static Schema>,
}

impl Shape {
    /// Of a whole file.
    pub fn of(kind: FileKind) -> Shape {
        let root = marked(kind);
        Shape { root, choices: Shape::choices(root, root) }
    }

    /// A schema seen through references and choices.
    fn choices(root: &'static Schema, schema: &'static Schema) -> Vec<&'static Schema> {
        if let Some(name) = schema["$ref"].as_str() {
            let target = name.strip_prefix('#').and_then(|pointer| root.pointer(pointer));
            return Shape::choices(root, target.expect("a schema refers to what it defines"));
        }
        match schema["allOf"].as_array().or(schema["anyOf"].as_array()) {
            Some(several) => several.iter().flat_map(|one| Shape::choices(root, one)).collect(),
            None => vec![schema],
        }
    }

    fn among(&self, of: impl Fn(&'static Schema) -> Option<&'static Schema>) -> Shape {
        let found = self.choices.iter().filter_map(|schema| of(schema)).flat_map(|one| Shape::choices(self.root, one));
        Shape { root: self.root, choices: found.collect() }
    }

    /// Of what a key of a table has.
    #[must_use]
    pub fn at(&self, name: &str) -> Shape {
        self.among(|schema| schema["properties"].get(name).or_else(|| schema.get("additionalProperties")))
    }

    /// Of the items of a list.
    #[must_use]
    pub fn items(&self) -> Shape {
        self.among(|schema| schema.get("items"))
    }

    /// Whether it may be a value of this type of JSON Schema, such as `number`.
    pub fn is(&self, kind: &str) -> bool {
        self.choices.iter().any(|schema| schema["type"] == kind)
    }

    /// Whether the schema says nothing of it.
    pub fn is_empty(&self) -> bool {
        self.choices.is_empty()
    }

    /// Whether it may be a day.
    pub fn is_date(&self) -> bool {
        self.choices.iter().any(|schema| schema["format"] == "date")
    }

    /// Whether it names a thing by its id.
    pub fn is_reference(&self) -> bool {
        self.choices.iter().any(|schema| schema[MARK] == "id")
    }

    /// The words that it may be; empty where it is any text.
    pub fn words(&self) -> impl Iterator<Item = &'static str> + '_ {
        let listed = self.choices.iter().filter_map(|schema| schema["enum"].as_array()).flatten();
        listed.chain(self.choices.iter().filter_map(|schema| schema.get("const"))).filter_map(|word| word.as_str())
    }

    /// The keys of a table, in order.
    pub fn keys(&self) -> impl Iterator<Item = &'static String> + '_ {
        self.choices.iter().filter_map(|schema| schema["properties"].as_object()).flat_map(|keys| keys.keys())
    }

    /// Where a key stands among its neighbours; those that the format does not know come last.
    pub fn rank(&self, name: Option<&str>) -> usize {
        name.and_then(|name| self.keys().position(|key| key == name)).unwrap_or(usize::MAX)
    }
}
