//! What the reader says of files and ids that are not what they should be.

use crate::finding::{At, Finding, Place};
use crate::record::index::{GROUPS, RESERVED};
use crate::record::values::Id;
use crate::source::{FilePath, LARGEST, Odd, Oddity, Refusal};
use crate::text;

pub(super) fn refused(file: &FilePath, refusal: &Refusal) -> Finding {
    let at = At::file(file);
    match refusal {
        Refusal::TooLarge => {
            let most = LARGEST / 1024 / 1024;
            Finding::of("file-too-large", at, text!(en: "this file is larger than {most} MB and was not read", nl: "dit bestand is groter dan {most} MB en is niet gelezen"))
                .help(text!(en: "a record's files are small: divide it, or remove what does not belong in it", nl: "bestanden van een dossier zijn klein: splits het, of haal weg wat er niet in hoort"))
        }
        Refusal::OutsideRecord => Finding::of("file-outside-record", at, text!(en: "this link leads out of the record, or nowhere", nl: "deze koppeling leidt buiten het dossier, of nergens heen"))
            .help(text!(en: "put the file itself here", nl: "zet het bestand zelf op deze plek")),
        Refusal::Failed(words) => Finding::of("file-unreadable", at, text!(words; en: "this file cannot be read: {words}", nl: "dit bestand is niet te lezen: {words}"))
            .help(text!(en: "see whether you may read it; where somebody is replacing it just now, try again", nl: "controleer of u het mag lezen; is iemand het net aan het vervangen, probeer het dan opnieuw")),
    }
}

/// Says where the first byte stands that is no UTF-8, and what it probably was.
pub(super) fn not_utf8(file: &FilePath, bytes: &[u8], valid: usize) -> Finding {
    let at = At { file: file.clone(), place: Place::Bytes(valid, valid + 1) };
    let byte = bytes.get(valid).copied().unwrap_or_default();
    let message =
        text!(en: "this file is not in UTF-8: byte 0x{byte:02X}", nl: "dit bestand is niet in UTF-8 opgeslagen: byte 0x{byte:02X}");
    let help = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        text!(en: "it is in UTF-16; save it as UTF-8", nl: "het is UTF-16; sla het op als UTF-8")
    } else if byte >= 0xa0 {
        let letter = char::from(byte);
        text!(en: "probably `{letter}` in Latin-1 or Windows-1252; save the file as UTF-8", nl: "waarschijnlijk `{letter}` in Latin-1 of Windows-1252; sla het bestand op als UTF-8")
    } else {
        text!(en: "save it as UTF-8", nl: "sla het op als UTF-8")
    };
    Finding::of("file-not-utf8", at, message).help(help)
}

/// What an id that is none probably should be: small letters, digits, and hyphens for what stands between.
pub(super) fn made_valid(typed: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = typed.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect::<String>().to_lowercase();
    let mut id = String::new();
    for c in plain.chars() {
        if c.is_ascii_alphanumeric() {
            id.push(c);
        } else if !id.ends_with('-') && !id.is_empty() {
            id.push('-');
        }
    }
    let id = id.trim_end_matches('-').chars().take(100).collect::<String>();
    if Id::is_valid(&id) { id } else { format!("{id}-x").trim_start_matches('-').to_owned() }
}

pub(super) fn bad_id(at: At, typed: &str, meant: &Id, ending: &str) -> Finding {
    Finding::of("bad-id", at, text!(en: "`{typed}` is no id", nl: "`{typed}` is geen geldig id"))
        .about(meant)
        .help(text!(en: "an id is small letters, digits and hyphens: `{meant}{ending}`", nl: "een id bestaat uit kleine letters, cijfers en koppeltekens: `{meant}{ending}`"))
}

pub(super) fn duplicate(at: At, id: &Id) -> Finding {
    let reserved = GROUPS.contains(&id.as_str()) || RESERVED.contains(&id.as_str());
    let help = if reserved {
        text!(en: "`{id}` is a word of the format; choose another", nl: "`{id}` is een woord van het formaat zelf; kies een ander")
    } else {
        text!(en: "ids that differ only in capitals count as one, and participants, people and roles share their ids", nl: "ids die alleen in hoofdletters verschillen tellen als één, en deelnemers, personen en rollen delen hun ids")
    };
    Finding::of("duplicate-id", at, text!(en: "the id `{id}` is taken already", nl: "het id `{id}` bestaat al")).about(id).help(help)
}

/// Something in the record's folders that is no file of the record.
pub(super) fn strange(odd: &Odd) -> Finding {
    let at = At::file(&odd.path);
    match &odd.what {
        Oddity::Stray => Finding::of("stray-file", at, text!(en: "this file is not read where it stands", nl: "dit bestand wordt op deze plek niet gelezen"))
            .help(text!(en: "put it directly into the folder of its kind; under `finances/` first comes the year", nl: "zet het direct in de map van zijn soort; onder `finances/` komt eerst het jaar")),
        Oddity::Misnamed(right) => Finding::of("stray-file", at, text!(en: "this file is not read: its name is not quite right", nl: "dit bestand wordt niet gelezen: de naam klopt net niet"))
            .help(text!(en: "did you mean `{right}`?", nl: "bedoelt u `{right}`?")),
        Oddity::WrongFolder(right) => Finding::of("wrong-folder", at, text!(en: "the files in this folder are not read", nl: "de bestanden in deze map worden niet gelezen"))
            .help(text!(en: "did you mean the folder `{right}`?", nl: "bedoelt u de map `{right}`?")),
        Oddity::NoYear => Finding::of("wrong-folder", at, text!(en: "files under `finances/` stand in the folder of a year", nl: "bestanden onder `finances/` staan in de map van een jaar"))
            .help(text!(en: "move it to a folder such as `finances/2026/`", nl: "verplaats het naar een map zoals `finances/2026/`")),
        Oddity::Folder => Finding::of("stray-file", at, text!(en: "this is a folder; a file is expected here", nl: "dit is een map; hier hoort een bestand"))
            .help(text!(en: "rename or remove the folder", nl: "hernoem of verwijder de map")),
        Oddity::NoFolder => Finding::of("wrong-folder", at, text!(en: "this is a file; a folder is expected here", nl: "dit is een bestand; hier hoort een map"))
            .help(text!(en: "rename the file, and put the record's files into a folder of this name", nl: "hernoem het bestand, en zet de bestanden van het dossier in een map met deze naam")),
        Oddity::NoFile => Finding::of("stray-file", at, text!(en: "this is no ordinary file and is not read", nl: "dit is geen gewoon bestand en wordt niet gelezen")).help(text!(en: "remove it", nl: "verwijder het")),
        Oddity::LinkedFolder => Finding::of("stray-file", at, text!(en: "a link to a folder is not followed", nl: "een koppeling naar een map wordt niet gevolgd"))
            .help(text!(en: "put the folder itself here", nl: "zet de map zelf op deze plek")),
        Oddity::OutsideRecord => refused(&odd.path, &Refusal::OutsideRecord),
        Oddity::Unreadable(words) => Finding::of("file-unreadable", at, text!(words; en: "this folder cannot be read: {words}", nl: "deze map is niet te lezen: {words}"))
            .help(text!(en: "look at its permissions", nl: "kijk naar de rechten")),
    }
}
