//! The text of something that is added, while it is made: one edit after another, in the form that `commons fmt` leaves.

use crate::canonical::canonical;
use crate::date::Moment;
use crate::edit::{Edit, Refused, apply, quoted};
use crate::keys;
use crate::keys::{Key, Keys};
use crate::record::shape::Shape;
use crate::source::FilePath;
use crate::source::layout::{FileKind, Standing, standing};
use crate::writing::add::{Flag, Form, Kind, Stands};

/// A file with something new in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub path: FilePath,
    pub text: String,
    /// The table in which the new thing stands.
    pub base: Keys,
}

impl Draft {
    /// Where something of a kind comes to stand, with nothing in it: of a person by the organisation that employs them, of an item of
    /// a list behind so many others.
    pub fn new(kind: &Kind, id: &str, employer: Option<&str>, others: usize) -> Draft {
        let (path, base) = match (kind.stands, employer) {
            (Stands::In(folder), _) => (format!("{folder}/{id}.toml"), Keys::default()),
            (Stands::AmongPeople, Some(employer)) => (format!("participants/{employer}.toml"), keys!["people", id.to_owned()]),
            (Stands::AmongPeople, None) => ("people.toml".to_owned(), keys!["people", id.to_owned()]),
            (Stands::Listed(list), _) => ("community.toml".to_owned(), keys![list, others]),
        };
        Draft { path: FilePath::new(&path), text: String::new(), base }
    }

    /// Puts in what people call it, so that there is a table for the rest.
    ///
    /// # Errors
    /// Where there is no place for it.
    pub fn begin(&mut self, kind: &Kind, id: &str, name: &str) -> Result<(), Refused> {
        if let Stands::Listed(list) = kind.stands {
            // The id of an item is a key of its own, and stands first.
            self.text = self.changed(&[Edit::Append(keys![list], vec![("id".to_owned(), quoted(id))])])?;
            if self.base.0.last() == Some(&Key::Index(1)) {
                self.set_apart(&format!("[[{list}]]"));
            }
        }
        self.text = self.changed(&[Edit::Set(self.base.then(kind.naming), quoted(name))])?;
        Ok(())
    }

    /// An empty line above the last of these headers: how the first two items of a list stand apart, those that follow do.
    fn set_apart(&mut self, header: &str) {
        let Some((above, below)) = self.text.rfind(&format!("\n{header}")).map(|at| self.text.split_at(at + 1)) else { return };
        let end = if above.ends_with("\r\n") { "\r\n" } else { "\n" };
        if !above.ends_with(&format!("{end}{end}")) {
            self.text = format!("{above}{end}{below}");
        }
    }

    /// Its text with edits made in it.
    ///
    /// # Errors
    /// Where an edit cannot be made.
    pub fn changed(&self, edits: &[Edit]) -> Result<String, Refused> {
        changed(&self.path, &self.text, edits)
    }

    /// Its text as it is to be written: in the one form, unless the file had another before.
    pub fn finished(&self, before: Option<&str>) -> String {
        let kind = kind_of(&self.path);
        let is_kept = before.is_none_or(|before| canonical(kind, before).as_deref() == Some(before));
        let tidy = is_kept.then(|| canonical(kind, &self.text)).flatten();
        let mut text = tidy.unwrap_or_else(|| self.text.clone());
        if before.is_none() && !text.ends_with('\n') {
            text.push('\n');
        }
        text
    }
}

/// A text with edits made in it, new keys in the order of the format.
///
/// # Errors
/// Where an edit cannot be made.
pub fn changed(path: &FilePath, text: &str, edits: &[Edit]) -> Result<String, Refused> {
    apply(text, edits, &|table| order(path, table))
}

/// The keys of a table of a file in the order of its type.
pub fn order(path: &FilePath, table: &[&str]) -> Vec<String> {
    let below = |shape: Shape, name: &&str| {
        let below = shape.at(name);
        if below.keys().next().is_some() { below } else { below.items() }
    };
    table.iter().fold(Shape::of(kind_of(path)), below).keys().cloned().collect()
}

fn kind_of(path: &FilePath) -> FileKind {
    match standing(path.as_str()) {
        Standing::File(kind) => kind,
        // Only files of the record are written.
        _ => FileKind::Collaboration,
    }
}

/// The ways in which what was typed for a flag may be written, the likeliest first.
pub fn edits(flag: &Flag, base: &Keys, typed: &[String]) -> Vec<Vec<Edit>> {
    let keys = flag.keys.iter().fold(base.clone(), |keys, key| keys.then(*key));
    let ways = |written: &dyn Fn(&String) -> String| -> Vec<Edit> {
        let mut values = typed.iter().map(written);
        match flag.form {
            Form::One => values.next_back().map(|value| Edit::Set(keys.clone(), value)).into_iter().collect(),
            Form::Many => vec![Edit::Set(keys.clone(), format!("[{}]", values.collect::<Vec<_>>().join(", ")))],
            Form::Items(key) => values.map(|value| Edit::Append(keys.clone(), vec![(key.to_owned(), value)])).collect(),
        }
    };
    let as_text = ways(&|typed| quoted(typed));
    if matches!(flag.scalar, "string" | "id" | "zone" | "rhythm") {
        return vec![as_text];
    }
    let as_value = ways(&|typed| value(flag.scalar, typed).unwrap_or_else(|| quoted(typed)));
    if as_value == as_text { vec![as_text] } else { vec![as_value, as_text] }
}

/// What was typed as a value of TOML, where it is one number, date or truth.
fn value(scalar: &str, typed: &str) -> Option<String> {
    let typed = typed.trim();
    if scalar == "moment"
        && let Some(moment) = Moment::parse(typed)
    {
        return Some(moment.to_string());
    }
    let is_one = !typed.is_empty() && typed.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.:_ ".contains(letter));
    let table: toml::Table = is_one.then(|| toml::from_str(&format!("v = {typed}")).ok())??;
    Some(typed.to_owned()).filter(|_| table.get("v").is_some_and(|value| !value.is_table() && !value.is_str()))
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn only_one_value_is_taken_as_it_stands() {
        for (typed, written) in [
            ("2027-01-01", Some("2027-01-01")),
            (" 160000 ", Some("160000")),
            ("12.50", Some("12.50")),
            ("true", Some("true")),
            ("12,50", None),
            ("soon", None),
            ("", None),
            ("1\nname = 'x'", None),
            ("[1]", None),
            ("1 # x", None),
            ("\"x\"", None),
        ] {
            assert_eq!(value("", typed).as_deref(), written, "{typed:?}");
        }
        for typed in ["2027-03-12T10:00", "2027-03-12 10:00", "2027-03-12T10:00:00"] {
            assert_eq!(value("moment", typed).as_deref(), Some("2027-03-12T10:00:00"));
        }
    }
}
