//! Which file of a record is what, told by its path alone, and which ones only look as if they were.

use crate::source::Oddity;
use crate::words;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    Collaboration,
    Community,
    People,
    Participant,
    Product,
    Role,
    Task,
    Event,
    Budget,
    Expenses,
    Payments,
    Invoice,
    Contract,
}

/// Every kind, with its name in commands and schemas and the pattern of its paths.
pub const KINDS: [(FileKind, &str, &[&str]); 13] = [
    (FileKind::Collaboration, "commons", &["commons.toml"]),
    (FileKind::Community, "community", &["community.toml"]),
    (FileKind::People, "people", &["people.toml"]),
    (FileKind::Participant, "participant", &["participants/*.toml"]),
    (FileKind::Product, "product", &["products/*.toml"]),
    (FileKind::Role, "role", &["roles/*.toml"]),
    (FileKind::Task, "task", &["tasks/*.toml"]),
    (FileKind::Event, "event", &["events/*.toml"]),
    (FileKind::Budget, "budget", &["finances/[0-9][0-9][0-9][0-9]/budget.toml", "finances/[0-9][0-9][0-9][0-9]/*/budget.toml"]),
    (FileKind::Expenses, "expenses", &["finances/[0-9][0-9][0-9][0-9]/expenses.toml", "finances/[0-9][0-9][0-9][0-9]/*/expenses.toml"]),
    (FileKind::Payments, "payments", &["finances/[0-9][0-9][0-9][0-9]/payments.toml", "finances/[0-9][0-9][0-9][0-9]/*/payments.toml"]),
    (FileKind::Invoice, "invoice", &["finances/[0-9][0-9][0-9][0-9]/invoices/*.toml"]),
    (FileKind::Contract, "contract", &["finances/contracts/*.toml"]),
];

/// The folders in which a record's files stand.
pub const FOLDERS: [&str; 6] = ["participants", "products", "roles", "tasks", "events", "finances"];

/// The record's files outside folders.
const FILES: [(&str, FileKind); 3] =
    [("commons.toml", FileKind::Collaboration), ("community.toml", FileKind::Community), ("people.toml", FileKind::People)];

/// What a path is to a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    File(FileKind),
    Odd(Oddity),
    /// Anything else that people keep beside their record.
    Other,
}

/// The product in whose own folder of a year a file stands; none of what is of the collaboration itself.
pub fn product(path: &str) -> Option<&str> {
    let parts: Vec<&str> = path.split('/').collect();
    if let ["finances", _, product, _] = parts[..] { Some(product) } else { None }
}

/// Judges the path of a file, relative to the record.
pub fn standing(path: &str) -> Standing {
    let parts: Vec<&str> = path.split('/').collect();
    let name = parts.last().copied().unwrap_or_default();
    if let [name] = parts[..] {
        return match FILES.iter().find(|(file, _)| *file == name) {
            Some((_, kind)) => Standing::File(*kind),
            None => misnamed(name, &FILES.map(|(file, _)| file)),
        };
    }
    if !FOLDERS.contains(&parts[0]) || name.starts_with('.') {
        return Standing::Other;
    }
    match looks(name) {
        Looks::Other => Standing::Other,
        Looks::Nearly(right) => Standing::Odd(Oddity::Misnamed(right)),
        Looks::Toml => in_folder(&parts, name),
    }
}

fn in_folder(parts: &[&str], name: &str) -> Standing {
    let kind = match parts {
        ["participants", _] => FileKind::Participant,
        ["products", _] => FileKind::Product,
        ["roles", _] => FileKind::Role,
        ["tasks", _] => FileKind::Task,
        ["events", _] => FileKind::Event,
        ["finances", "contracts", _] => FileKind::Contract,
        ["finances", year, ..] if *year != "contracts" && !is_year(year) && parts.len() > 2 => return Standing::Odd(Oddity::NoYear),
        ["finances", _, "invoices", _] => FileKind::Invoice,
        ["finances", _, _] | ["finances", _, _, _] => match name {
            "budget.toml" => FileKind::Budget,
            "expenses.toml" => FileKind::Expenses,
            "payments.toml" => FileKind::Payments,
            _ => {
                return match misnamed(name, &["budget.toml", "expenses.toml", "payments.toml"]) {
                    Standing::Other => Standing::Odd(Oddity::Stray),
                    near => near,
                };
            }
        },
        _ => return Standing::Odd(Oddity::Stray),
    };
    Standing::File(kind)
}

/// Whether a folder's name is a year.
fn is_year(name: &str) -> bool {
    name.len() == 4 && name.bytes().all(|b| b.is_ascii_digit())
}

enum Looks {
    Toml,
    Nearly(String),
    Other,
}

/// Whether a name is, or was meant to be, that of a TOML file.
fn looks(name: &str) -> Looks {
    if name.ends_with(".toml") {
        return Looks::Toml;
    }
    let lower = name.to_lowercase();
    match lower.rsplit_once('.') {
        Some((stem, "toml" | "tml" | "tmol" | "tolm" | "tom")) => Looks::Nearly(format!("{stem}.toml")),
        Some((stem, "txt")) if stem.ends_with(".toml") => Looks::Nearly(stem.to_owned()),
        _ => Looks::Other,
    }
}

/// A file whose name is nearly one of those that are read.
fn misnamed(name: &str, known: &[&str]) -> Standing {
    if name.starts_with('.') {
        return Standing::Other;
    }
    let stem = match looks(name) {
        Looks::Other => return Standing::Other,
        Looks::Nearly(right) => right,
        Looks::Toml => name.to_owned(),
    };
    let stems = known.iter().map(|file| file.trim_end_matches(".toml"));
    let right = words::file_for(&stem).or_else(|| words::nearest(stem.trim_end_matches(".toml"), stems));
    match right {
        Some(right) => Standing::Odd(Oddity::Misnamed(if right.ends_with(".toml") { right.to_owned() } else { format!("{right}.toml") })),
        None => Standing::Other,
    }
}

/// The folder of the record that a top-level folder was probably meant to be.
pub fn meant_folder(name: &str) -> Option<&'static str> {
    if FOLDERS.contains(&name) || name.starts_with('.') {
        return None;
    }
    if matches!(name.to_lowercase().as_str(), "people" | "personen" | "mensen" | "persons") {
        return Some("participants");
    }
    words::folder_for(name).or_else(|| words::nearest(name, FOLDERS)).and_then(|meant| FOLDERS.into_iter().find(|folder| *folder == meant))
}

#[cfg(test)]
mod tests {
    use super::{FileKind, Standing, meant_folder, standing};
    use crate::source::Oddity;

    #[test]
    fn a_path_tells_what_a_file_holds() {
        for (path, kind) in [
            ("commons.toml", FileKind::Collaboration),
            ("participants/zwolle.toml", FileKind::Participant),
            ("finances/2026/budget.toml", FileKind::Budget),
            ("finances/2026/wijkwijzer/budget.toml", FileKind::Budget),
            ("finances/2026/invoices/2026-0001.toml", FileKind::Invoice),
            ("finances/contracts/a.toml", FileKind::Contract),
        ] {
            assert_eq!(standing(path), Standing::File(kind), "{path}");
        }
    }

    #[test]
    fn what_looks_like_a_file_of_the_record_and_is_not_read_is_odd() {
        for path in ["participants/sub/zwolle.toml", "finances/budget.toml", "roles/a/b/c.toml"] {
            assert_eq!(standing(path), Standing::Odd(Oddity::Stray), "{path}");
        }
        assert_eq!(standing("finances/begroting/budget.toml"), Standing::Odd(Oddity::NoYear));
        assert_eq!(standing("roles/coordinator.TOML"), Standing::Odd(Oddity::Misnamed("coordinator.toml".into())));
        assert_eq!(standing("comunity.toml"), Standing::Odd(Oddity::Misnamed("community.toml".into())));
        for path in ["README.md", "roles/README.md", "Cargo.toml", ".taplo.toml", "docs/x.toml", "roles/.#x.toml"] {
            assert_eq!(standing(path), Standing::Other, "{path}");
        }
    }

    #[test]
    fn folders_are_known_by_their_near_names() {
        assert_eq!(meant_folder("deelnemers"), Some("participants"));
        assert_eq!(meant_folder("participant"), Some("participants"));
        assert_eq!(meant_folder("docs"), None);
        assert_eq!(meant_folder("roles"), None);
    }
}
