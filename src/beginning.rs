//! What a new record begins with: only what its level asks for (A16), every file with comments that teach the next step.

pub mod machines;
mod readme;
mod settings;
mod work;

use unicode_normalization::UnicodeNormalization;

use crate::date::Date;
use crate::handbook::Level;
use crate::handbook::municipalities::Municipality;
use crate::record::index::{GROUPS, RESERVED};
use crate::record::participant::OrganisationKind;
use crate::record::schema::plain;
use crate::record::values::Id;
use crate::source::layout::{FileKind, KINDS};
use crate::text::{Lang, Text, safe};

/// What is known of a collaboration before it has a record.
#[derive(Debug, Clone)]
pub struct Beginning {
    pub name: String,
    pub level: Level,
    pub lang: Lang,
    /// The day on which it starts.
    pub on: Date,
    pub lead: Lead,
}

/// The organisation that leads.
#[derive(Debug, Clone)]
pub struct Lead {
    pub id: Id,
    pub name: String,
    pub kind: OrganisationKind,
    /// Its entry in the built-in table, where it is a Dutch municipality that is known.
    pub municipality: Option<&'static Municipality>,
}

/// One file to be written: its path below the new record's folder, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub path: String,
    pub text: String,
}

impl Lead {
    /// A municipality from the built-in table.
    pub fn municipality(municipality: &'static Municipality) -> Lead {
        let name = format!("Gemeente {}", municipality.name);
        Lead { id: id_for(municipality.name), name, kind: OrganisationKind::Municipality, municipality: Some(municipality) }
    }

    /// Any other organisation, as it calls itself.
    pub fn organisation(name: &str, kind: OrganisationKind) -> Lead {
        Lead { id: id_for(name), name: name.trim().to_owned(), kind, municipality: None }
    }
}

/// Every file of the new record, in the order in which somebody would read them; the settings come first.
pub fn pages(beginning: &Beginning) -> Vec<Page> {
    let mut pages = vec![settings::commons(beginning), settings::lead(beginning)];
    pages.extend(work::roles(beginning));
    pages.extend(work::tasks(beginning));
    if beginning.level >= Level::Light {
        pages.push(settings::community(beginning));
    }
    if beginning.level >= Level::Structured {
        pages.push(settings::budget(beginning));
    }
    pages.push(readme::readme(beginning));
    pages.extend(schemas());
    pages
}

/// An id made from a name: `'s-Hertogenbosch` is `s-hertogenbosch`. One that means something else in a new record gets a word more.
pub fn id_for(name: &str) -> Id {
    let mut id = String::new();
    for letter in name.chars().flat_map(spelled).nfkd() {
        match letter {
            '\'' | '’' | '‘' | '`' | '.' => {}
            letter if letter.is_ascii_alphanumeric() => id.push(letter.to_ascii_lowercase()),
            // What is left of an accent stands apart from its letter and ends no word.
            letter if unicode_normalization::char::is_combining_mark(letter) => {}
            _ if id.is_empty() || id.ends_with('-') => {}
            _ => id.push('-'),
        }
    }
    id.truncate(LONGEST_ID);
    let id = id.trim_matches('-').to_owned();
    let taken = |id: &str| !Id::is_valid(id) || GROUPS.contains(&id) || RESERVED.contains(&id) || work::is_role(id);
    match id.as_str() {
        "" => Id::new("penvoerder"),
        id if taken(id) => Id::new(&format!("{id}-organisation")),
        id => Id::new(id),
    }
}

/// Ids are typed: what is longer is cut.
const LONGEST_ID: usize = 60;

/// Letters that no decomposition takes apart.
fn spelled(letter: char) -> impl Iterator<Item = char> {
    let plain = match letter {
        'ø' | 'Ø' => "o",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ß' | 'ẞ' => "ss",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        _ => "",
    };
    plain.chars().chain(plain.is_empty().then_some(letter))
}

/// The schemas to which the first line of every file refers, so that an editor knows what may stand in it.
fn schemas() -> impl Iterator<Item = Page> {
    KINDS.iter().map(|(kind, name, _)| {
        let text = serde_json::to_string_pretty(&plain(*kind)).expect("a schema is plain JSON") + "\n";
        Page { path: format!("schemas/{name}.schema.json"), text }
    })
}

/// A page of the record: the line that names its schema, then its text.
fn page(kind: FileKind, path: String, lang: Lang, text: &Text) -> Page {
    let (_, schema, _) = KINDS.iter().find(|(known, ..)| *known == kind).expect("every kind of file has a schema");
    let up = "../".repeat(path.matches('/').count());
    let text = format!("#:schema {up}schemas/{schema}.schema.json\n{}", text.get(lang).trim_start());
    Page { path, text }
}

/// A line of a page with an explanation behind it, in the column where those of other lines stand.
fn noted(line: &str, note: &Text) -> Text {
    Text::same(format!("{line:<32} # ")).then(note)
}

/// Text as TOML writes it, in quotes on one line. What steers a terminal stands as an escape, so that the file can be shown.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            letter if *safe(letter.encode_utf8(&mut [0; 4])) != *letter.to_string() => {
                out.push_str(&format!("\\u{:04X}", u32::from(letter)));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::{id_for, quoted};

    #[test]
    fn ids_are_made_from_names() {
        for (name, id) in [
            ("'s-Hertogenbosch", "s-hertogenbosch"),
            ("’s-Gravenhage", "s-gravenhage"),
            ("Súdwest-Fryslân", "sudwest-fryslan"),
            ("Bergen (NH)", "bergen-nh"),
            ("Nuenen, Gerwen en Nederwetten", "nuenen-gerwen-en-nederwetten"),
            ("ĲSSELSTEIN", "ijsselstein"),
            ("Vereniging van Øst & Æbler", "vereniging-van-ost-aebler"),
            ("  G.R. De Bevelanden  ", "gr-de-bevelanden"),
            ("東京", "penvoerder"),
            ("", "penvoerder"),
            ("🚲 🌳", "penvoerder"),
            ("Everyone", "everyone-organisation"),
            ("Unknown", "unknown-organisation"),
            ("Coordinator", "coordinator-organisation"),
            ("CON", "con-organisation"),
        ] {
            assert_eq!(id_for(name).as_str(), id, "{name}");
        }
        assert!(super::Id::is_valid(id_for(&"lang ".repeat(50)).as_str()));
    }

    #[test]
    fn text_is_quoted_so_that_it_comes_back() {
        for text in ["plain", "a \"b\" \\ c", "two\nlines\r\n\ttab", "\u{0}\u{1b}[31m\u{7f}\u{9b}\u{202e}", "’s-Gravenhage €", "{x} #"]
        {
            let line = quoted(text);
            assert!(!line.contains('\n') && crate::text::safe(&line) == line, "{line:?}");
            let read: toml::Table = format!("key = {line}").parse().expect("it is TOML");
            assert_eq!(read["key"].as_str(), Some(text));
        }
    }
}
