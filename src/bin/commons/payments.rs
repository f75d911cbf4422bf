//! `commons payments`: what is still to be paid, and what the bank's statements say came in.

mod doubts;
mod import;

use std::process::ExitCode;

use anyhow::bail;
use commons::answers::debts::uncounted;
use commons::record::Record;
use commons::reports::payments::open;
use commons::source::{FilePath, Source};
use commons::writing::add::draft::changed;
use commons::writing::payments::{Entry, edits};

use crate::context::Context;
use crate::files;
use crate::form::Form;
use crate::invoice::past::noted;
use crate::writing::{Texts, refused, text_of};

/// List what is still to be paid, by age; or take over what the bank's statements say
#[derive(clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "What nobody owes, such as a voluntary contribution, is not in the list.

Examples:
  commons payments
  commons payments --on 2026-12-31 --format csv -o openstaand.csv
  commons payments import afschrift.xml --dry-run"
)]
pub struct Payments {
    #[command(subcommand)]
    asked: Option<Asked>,
    #[command(flatten)]
    form: Form,
}

#[derive(clap::Subcommand)]
enum Asked {
    Import(import::Import),
}

impl Payments {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        if let Some(Asked::Import(import)) = self.asked {
            return import.run(context);
        }
        let opened = context.open_only(&files::DEBTS)?;
        readable(&opened.record)?;
        let document = open(&opened.record, self.form.audience());
        let document = noted(document, &opened, &self.form, context)?;
        self.form.write(document, opened, context)
    }
}

/// Refuses where what is owed or paid cannot be read: money is not guessed.
pub fn readable(record: &Record) -> anyhow::Result<()> {
    let all = uncounted(record);
    match all.as_slice() {
        [] => Ok(()),
        [one] => bail!("what is owed and paid is not known, for {one} cannot be read: see `commons check`"),
        [first, rest @ ..] => {
            bail!("what is owed and paid is not known, for {first} and {} other files cannot be read: see `commons check`", rest.len())
        }
    }
}

/// The files of payments with these in them; one that is not there yet begins.
pub fn texts(source: &Source, entries: &[Entry]) -> anyhow::Result<Texts> {
    let edited = |(path, edits): (FilePath, Vec<commons::edit::Edit>)| {
        let before = if source.file(&path).is_some() { text_of(source, &path)? } else { String::new() };
        let mut text = changed(&path, &before, &edits).map_err(|why| refused(&path, why))?;
        if before.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        Ok((path, Some(text)))
    };
    edits(entries).into_iter().map(edited).collect()
}
