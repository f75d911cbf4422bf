//! What a new record begins with: only what its level asks for (A16), every file with comments that teach the next step.

pub mod machines;
mod readme;
mod settings;
mod work;

use crate::date::Date;
use crate::handbook::Level;
use crate::handbook::municipalities::Municipality;
use crate::record::index::{GROUPS, RESERVED};
use crate::record::participant::OrganisationKind;
use crate::record::schema::plain;
use crate::record::values::Id;
use crate::source::layout::{FileKind, KINDS};
use crate::text::{Lang, Text};
use crate::words::slug::slug;

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
    let id = slug(name);
    let taken = |id: &str| !Id::is_valid(id) || GROUPS.contains(&id) || RESERVED.contains(&id) || work::is_role(id);
    match id.as_str() {
        "" => Id::new("penvoerder"),
        id if taken(id) => Id::new(&format!("{id}-organisation")),
        id => Id::new(id),
    }
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

#[cfg(test)]
mod tests {
    use super::id_for;

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
}
