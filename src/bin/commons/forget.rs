//! `commons forget`: a pseudonym stands for a person everywhere in the record, and what is left is listed.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use commons::record::index::Kinds;
use commons::source::FilePath;
use commons::source::layout::{Standing, standing};
use commons::text;
use commons::text::Text;
use commons::writing::forget::{NewId, forget, of_history};
use commons::writing::place::thing;

use crate::complete;
use crate::context::Context;
use crate::report::meant;
use crate::writing::{Judge, Texts, Writing, edited};

/// Replace a person by a pseudonym everywhere in the record; what was held stays, so that everything still adds up
#[derive(clap::Args)]
#[command(
    after_help = "The name becomes a pseudonym; position, e-mail, telephone, handle and note go. The id becomes a neutral one where it tells who it was. \
Names, addresses and ids also go from titles, notes and remarks; every place is listed, and so is what is left. Who still holds a role \
is to `retire` first. The diff that is shown holds the old text.

Examples:
  commons forget tkoster --dry-run
  commons forget tkoster --id person-7
  commons forget person-7 --keep-id"
)]
pub struct Forget {
    /// The person, by id or by full name
    #[arg(add = complete::ids(Kinds::PERSON))]
    person: String,
    /// The id that takes the place of the present one; a free `former-1` where it is left out
    #[arg(long, conflicts_with = "keep_id")]
    id: Option<String>,
    /// Keep the id, also where it tells who it was
    #[arg(long)]
    keep_id: bool,
    #[command(flatten)]
    writing: Writing,
}

impl Forget {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_to_write()?;
        let (record, source) = (&opened.record, &opened.source);
        let id = meant(record, &self.person, Kinds::PERSON)?;
        let (plain, _) = record.index.plain(&id);
        let thing = thing(record, source, &format!("people/{plain}"))?;
        let new = match (&self.id, self.keep_id) {
            (Some(id), _) => NewId::Named(id),
            (None, true) => NewId::Kept,
            (None, false) => NewId::Neutral,
        };
        let forgetting = forget(record, source, &thing, new)?;
        let mut texts: BTreeMap<FilePath, String> = BTreeMap::new();
        for (file, edits) in &forgetting.edits {
            texts.insert(file.clone(), edited(source, file, edits)?);
        }
        let scrubbed = forgetting.scrubbed(record, source, &texts);
        let others = others(&source.root);
        let mut left = scrubbed.left;
        left.extend(forgetting.left.iter().cloned());
        left.extend(others.iter().filter(|path| forgetting.is_in_name(path)).map(|path| match standing(path) {
            Standing::File(_) => {
                let thing = path.trim_end_matches(".toml");
                text!(en: "- {path}: the name of this file: `commons rename {thing} NEW`", nl: "- {path}: de naam van dit bestand: `commons rename {thing} NIEUW`")
            }
            _ => text!(en: "- {path}: the name of this file", nl: "- {path}: de naam van dit bestand"),
        }));
        let unread: Vec<&String> = others.iter().filter(|path| !matches!(standing(path), Standing::File(_))).collect();
        if let Some(first) = unread.first() {
            let number = unread.len();
            left.push(text!(
                en: "- the other files in this folder ({number}), such as {first}: only their names were looked at",
                nl: "- de overige bestanden in deze map ({number}), zoals {first}: daarvan is alleen de naam bekeken"
            ));
        }
        let mut said = forgetting.said;
        said.extend(scrubbed.said);
        if !left.is_empty() {
            said.push(Text::new("what is left for people to do:", "wat er voor mensen te doen blijft:"));
            said.extend(left);
        }
        said.extend(of_history());
        let texts: Texts = scrubbed.texts.into_iter().map(|(file, text)| (file, Some(text))).collect();
        self.writing.carry_out(context, &Judge::of(&opened), &texts, &said)
    }
}

/// Every file in a folder and below it, by its path from there; what git keeps is left out.
fn others(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten().filter(|entry| entry.file_name() != ".git") {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(entry.path()),
                _ => found.extend(entry.path().strip_prefix(root).ok().map(|path| path.to_string_lossy().replace('\\', "/"))),
            }
        }
    }
    found.sort();
    found
}
