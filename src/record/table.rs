//! The two macros by which every table and every list of words in the format is declared.

/// A table of the format. Every table refuses keys it does not know, and may hold a `note` and a `source`.
/// With `file` before it, the table is a whole file: it also knows its id and where it stands.
macro_rules! table {
    ($(#[$meta:meta])* pub struct $name:ident { $($fields:tt)* }) => {
        $crate::record::table::table!(@made [$(#[$meta])*] $name [] [$($fields)*]);
    };
    ($(#[$meta:meta])* file struct $name:ident { $($fields:tt)* }) => {
        $crate::record::table::table!(@made [$(#[$meta])*] $name [
            /// The file's stem.
            #[serde(skip_deserializing)]
            pub id: $crate::record::values::Id,
            /// The file, relative to the record.
            #[serde(skip_deserializing)]
            pub file: $crate::source::FilePath,
        ] [$($fields)*]);
        impl $name {
            /// A place in this file, by keys.
            pub fn at(&self, keys: $crate::finding::Keys) -> $crate::finding::At {
                $crate::finding::At { file: self.file.clone(), place: $crate::finding::Place::Key(keys) }
            }

            /// A key of this file, where the key itself is what is wrong.
            pub fn at_name(&self, keys: $crate::finding::Keys) -> $crate::finding::At {
                $crate::finding::At { file: self.file.clone(), place: $crate::finding::Place::Name(keys) }
            }

            /// The place where a key of this file ought to be and is not.
            pub fn missing(&self, keys: $crate::finding::Keys, key: &str) -> $crate::finding::At {
                $crate::finding::At { file: self.file.clone(), place: $crate::finding::Place::Missing(keys, key.to_owned()) }
            }
        }
    };
    (@made [$(#[$meta:meta])*] $name:ident [$($extra:tt)*] [$($fields:tt)*]) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($extra)*
            $($fields)*
            /// A remark for people.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub note: Option<Box<str>>,
            /// Where this is known from.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub source: Option<Box<str>>,
        }
    };
}

/// A list of words that a key may hold, written `small-with-hyphens`.
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident { $($words:tt)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($words)* }
    };
}

pub(crate) use {table, words};
