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
        if schema[MARK].is_string() {
            // What a scalar of ours is made of is its own affair.
            return vec![schema];
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

    /// Whether the schema says nothing of it.
    pub fn is_empty(&self) -> bool {
        self.choices.is_empty()
    }

    /// Whether it may be a day.
    pub fn is_date(&self) -> bool {
        self.marked(&["date", "vague-date", "moment", "day"])
    }

    /// Whether it names a thing by its id.
    pub fn is_reference(&self) -> bool {
        self.marked(&["id"])
    }

    /// Whether it may be an amount of money.
    pub fn is_money(&self) -> bool {
        self.marked(&["money", "amount"])
    }

    fn marked(&self, marks: &[&str]) -> bool {
        self.choices.iter().filter_map(|schema| schema[MARK].as_str()).any(|mark| marks.contains(&mark))
    }

    /// The keys of a table, in order.
    pub fn keys(&self) -> impl Iterator<Item = &'static String> + '_ {
        self.choices.iter().filter_map(|schema| schema["properties"].as_object()).flat_map(|keys| keys.keys())
    }

    /// Where a key stands among its neighbours; those that the format does not know come last.
    pub fn rank(&self, name: Option<&str>) -> usize {
        name.and_then(|name| self.keys().position(|key| key == name)).unwrap_or(usize::MAX)
    }

    /// What is said of a key of a table, else of what it has.
    pub fn about(&self, name: &str) -> Option<&'static str> {
        let said = |schema: &'static Schema| schema["description"].as_str();
        let own = self.choices.iter().find_map(|schema| said(schema["properties"].get(name)?));
        own.or_else(|| self.at(name).choices.into_iter().find_map(said))
    }

    /// Which of our own scalars this may be.
    pub fn mark(&self) -> Option<&'static str> {
        self.choices.iter().find_map(|schema| schema[MARK].as_str())
    }

    /// Whether a value may be of this kind: `array`, `object`, `string`, `boolean`, `integer`, `number`.
    pub fn may_be(&self, kind: &str) -> bool {
        self.choices.iter().any(|schema| schema["type"] == kind)
    }

    /// The words that it may be, where those are listed.
    pub fn words(&self) -> Vec<&'static str> {
        self.choices.iter().flat_map(|schema| known_words(schema)).collect()
    }

    /// Whether it is one of the words that are listed, and never anything else.
    pub fn is_only_words(&self) -> bool {
        let is_none = |schema: &Schema| schema["type"] == "null";
        let mut something = self.choices.iter().filter(|schema| !is_none(schema)).peekable();
        something.peek().is_some() && something.all(|schema| !known_words(schema).is_empty())
    }

    /// The keys that a table must have.
    pub fn required(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.choices.iter().filter_map(|schema| schema["required"].as_array()).flatten().filter_map(Schema::as_str)
    }
}

/// The words that a schema lists.
pub fn known_words(schema: &Schema) -> Vec<&str> {
    if let Some(word) = schema["const"].as_str() {
        return vec![word];
    }
    if let Some(choices) = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array()) {
        return choices.iter().flat_map(known_words).collect();
    }
    schema["enum"].as_array().into_iter().flatten().filter_map(Schema::as_str).collect()
}
