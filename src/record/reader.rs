//! From TOML to the record's types, fast: a serde reader over an arena parser. The `toml` crate stays the judge of what TOML is.

use serde::de::{self, DeserializeOwned, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, Visitor};
pub use toml_spanner::Arena;
use toml_spanner::{Item, Value};

use crate::money::AS_TYPED;
use crate::record::diagnosis::scalars::decimals;

/// The key under which a date is given to a visitor, as the `toml` crate does.
const DATE: &str = "$__toml_private_datetime";

/// What kept a text from being read; the diagnosis says what and where.
#[derive(Debug)]
pub struct NotRead(pub String);

impl std::fmt::Display for NotRead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotRead {}

impl de::Error for NotRead {
    fn custom<T: std::fmt::Display>(message: T) -> NotRead {
        NotRead(message.to_string())
    }
}

/// Reads a text, without its byte order mark, as one of the record's types.
///
/// # Errors
/// When it is no TOML, or not of this type.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, NotRead> {
    read_in(&Arena::new(), text)
}

/// The same, for whoever reads several and lends the room that it takes.
///
/// # Errors
/// When it is no TOML, or not of this type.
pub fn read_in<T: DeserializeOwned>(arena: &Arena, text: &str) -> Result<T, NotRead> {
    if text.starts_with('\u{feff}') {
        return Err(NotRead("a second byte order mark".to_owned()));
    }
    let document = toml_spanner::parse(text, arena).map_err(|error| NotRead(error.to_string()))?;
    T::deserialize(Reader(document.table().as_item(), text))
}

struct Reader<'a, 'de>(&'a Item<'de>, &'a str);

impl<'a, 'de> IntoDeserializer<'a, NotRead> for Reader<'a, 'de> {
    type Deserializer = Reader<'a, 'de>;
    fn into_deserializer(self) -> Reader<'a, 'de> {
        self
    }
}

impl<'a> de::Deserializer<'a> for Reader<'a, '_> {
    type Error = NotRead;

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, NotRead> {
        match self.0.value() {
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Integer(number) => match number.as_i64() {
                Some(number) => visitor.visit_i64(number),
                None => Err(NotRead("a whole number with more than 64 bits".to_owned())),
            },
            Value::Float(number) => visitor.visit_f64(*number),
            Value::Boolean(truth) => visitor.visit_bool(*truth),
            Value::DateTime(date) => {
                let mut buffer = std::mem::MaybeUninit::uninit();
                visitor.visit_map(DateAccess(Some(date.format(&mut buffer).to_owned())))
            }
            Value::Array(array) => visitor.visit_seq(Elements(array.as_slice().iter(), self.1)),
            Value::Table(table) => visitor.visit_map(Entries { rest: table.iter(), value: None, text: self.1 }),
        }
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, NotRead> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'a>>(self, name: &'static str, visitor: V) -> Result<V::Value, NotRead> {
        if name == AS_TYPED && self.0.as_f64().is_some() {
            let span = self.0.span();
            let typed = self.1.get(span.start as usize..span.end as usize).unwrap_or_default();
            if decimals(typed) > 2 {
                return Err(NotRead(format!("`{typed}` has more than two decimals")));
            }
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'a>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Result<V::Value, NotRead> {
        match self.0.as_str() {
            Some(word) => visitor.visit_enum(Word(word)),
            None => Err(NotRead("not a word".to_owned())),
        }
    }

    serde::forward_to_deserialize_any! {
        <W: Visitor<'a>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string
        bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

struct Elements<'a, 'de>(std::slice::Iter<'a, Item<'de>>, &'a str);

impl<'a> SeqAccess<'a> for Elements<'a, '_> {
    type Error = NotRead;

    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<Option<T::Value>, NotRead> {
        self.0.next().map(|item| seed.deserialize(Reader(item, self.1))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Entries<'a, 'de, I> {
    rest: I,
    value: Option<&'a Item<'de>>,
    text: &'a str,
}

impl<'a, 'de: 'a, I: Iterator<Item = &'a (toml_spanner::Key<'de>, Item<'de>)>> MapAccess<'a> for Entries<'a, 'de, I> {
    type Error = NotRead;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, NotRead> {
        let Some((key, value)) = self.rest.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(de::value::BorrowedStrDeserializer::new(key.as_str())).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, NotRead> {
        seed.deserialize(Reader(self.value.take().expect("serde asks for a value after its key"), self.text))
    }
}

/// A date: a map with one key that nobody can type, and the date as text.
struct DateAccess(Option<String>);

impl<'a> MapAccess<'a> for DateAccess {
    type Error = NotRead;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, NotRead> {
        self.0.as_ref().map(|_| seed.deserialize(de::value::BorrowedStrDeserializer::new(DATE))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, NotRead> {
        seed.deserialize(self.0.take().expect("a date is read once").into_deserializer())
    }
}

/// A word of a list of words.
struct Word<'a>(&'a str);

impl<'a> EnumAccess<'a> for Word<'a> {
    type Error = NotRead;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'a>>(self, seed: V) -> Result<(V::Value, Self), NotRead> {
        let word = seed.deserialize(de::value::BorrowedStrDeserializer::<NotRead>::new(self.0))?;
        Ok((word, self))
    }
}

impl<'a> de::VariantAccess<'a> for Word<'a> {
    type Error = NotRead;

    fn unit_variant(self) -> Result<(), NotRead> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'a>>(self, _: T) -> Result<T::Value, NotRead> {
        Err(NotRead("a word holds nothing".to_owned()))
    }

    fn tuple_variant<V: Visitor<'a>>(self, _: usize, _: V) -> Result<V::Value, NotRead> {
        Err(NotRead("a word holds nothing".to_owned()))
    }

    fn struct_variant<V: Visitor<'a>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, NotRead> {
        Err(NotRead("a word holds nothing".to_owned()))
    }
}
