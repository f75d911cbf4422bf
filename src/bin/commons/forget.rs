//! `commons forget`: a pseudonym stands for a person everywhere in the record, and what is left is listed.

mod beside;

use std::collections::BTreeMap;
use std::process::ExitCode;

use commons::record::index::Kinds;
use commons::source::FilePath;
use commons::text::Text;
use commons::writing::forget::{NewId, forget, of_history};
use commons::writing::place::thing;

use crate::complete;
use crate::context::{Context, say};
use crate::form::meant;
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
        let mut left = scrubbed.left;
        left.extend(forgetting.left.iter().cloned());
        left.extend(beside::left(&forgetting, source));
        let mut said = forgetting.said;
        said.extend(scrubbed.said);
        if !left.is_empty() {
            left.insert(0, Text::new("what is left for people to do:", "wat er voor mensen te doen blijft:"));
        }
        if context.options.quiet {
            // What nobody reads nobody does: this is no talk but what the command finds.
            let lang = context.lang(record);
            for text in &left {
                say(text.get(lang));
            }
        }
        said.extend(left);
        said.extend(of_history());
        let texts: Texts = scrubbed.texts.into_iter().map(|(file, text)| (file, Some(text))).collect();
        self.writing.carry_out(context, &Judge::of(&opened), &texts, &said)
    }
}
