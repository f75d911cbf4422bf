//! Why something cannot be added, where that is no matter of one value: who is on record, what contradicts itself, what cannot be known.

use anyhow::bail;
use commons::record::Record;
use commons::record::index::Kinds;
use commons::record::participant::Visibility;
use commons::source::layout::FileKind;
use commons::writing::add::Kind;

use crate::add::{Typed, one};
use crate::context::Opened;
use crate::writing::text_of;

/// Refuses flags of which one says the opposite of another.
pub fn contradiction(kind: &Kind, typed: &Typed) -> anyhow::Result<()> {
    if kind.of == Kinds::ROLE && one(typed, "vacant") == "true" && typed.contains_key("holder") {
        bail!("--vacant says that nobody holds the role, and --holder that somebody does; leave one of them out");
    }
    Ok(())
}

/// Whoever has the same address is the same person, unless it is that of an organisation or of the collaboration.
pub fn known_address(record: &Record, email: &str) -> anyhow::Result<()> {
    let alike = |other: &str| !email.trim().is_empty() && other.trim().to_lowercase() == email.trim().to_lowercase();
    let settings = record.collaboration.iter().filter_map(|settings| settings.email.as_deref());
    let organisations = record.participants.values().flat_map(|one| {
        let billing = one.billing.as_ref().and_then(|billing| billing.email.as_deref());
        [one.email.as_deref(), billing].into_iter().flatten()
    });
    if settings.chain(organisations).any(alike) {
        return Ok(());
    }
    match record.people.values().find(|person| person.email.as_deref().is_some_and(alike)) {
        // Who is there for the record alone is not told to whoever tries an address.
        Some(person) if person.visibility == Some(Visibility::Record) => bail!("that address is in use already"),
        Some(person) => {
            let (name, id) = (&person.name, &person.id);
            bail!("{name} has that address and is on record already; change what it says with `commons set {id} KEY VALUE`")
        }
        None => Ok(()),
    }
}

/// Refuses an id that stands in a file of which nothing else is known.
pub fn in_what_cannot_be_read(opened: &Opened, kind: &Kind, id: &str) -> anyhow::Result<()> {
    for unread in &opened.record.unread {
        let about = match unread.kind {
            FileKind::Participant | FileKind::People => kind.of.has(Kinds::ACTOR),
            FileKind::Community => kind.of == Kinds::CHANNEL,
            _ => false,
        };
        let Ok(text) = text_of(&opened.source, &unread.file) else { continue };
        if about && text.lines().any(|line| names(line, id)) {
            let file = &unread.file;
            bail!("`{id}` may be taken: `{file}` cannot be read, and it stands there; mend that first, or choose another with --id");
        }
    }
    Ok(())
}

/// Whether a line gives somebody or something this id: `[people.jdevries]`, `jdevries = { … }`, `id = "news"`.
fn names(line: &str, id: &str) -> bool {
    let plain: String = line.chars().filter(|c| !matches!(c, '"' | '\'' | ' ' | '\t')).collect();
    let rest = plain.strip_prefix("[people.").or_else(|| plain.strip_prefix("people.")).or_else(|| plain.strip_prefix("id="));
    let ends =
        |rest: &str| rest.strip_prefix(id).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_')));
    rest.is_some_and(ends) || plain.strip_prefix(id).is_some_and(|rest| rest.starts_with("={") || rest.starts_with(".name="))
}

/// What is meant by who takes a flag for another.
pub fn other_flag(kind: &Kind, flag: &str) -> &'static str {
    if kind.of == Kinds::PERSON && flag == "organisation" { "; --of names an organisation" } else { "" }
}
