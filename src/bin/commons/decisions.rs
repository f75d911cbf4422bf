//! `commons decisions`: what was decided, the newest first.

use std::process::ExitCode;

use commons::date::Date;
use commons::reports::actions::decided;
use commons::source::layout::FileKind;

use crate::context::{Context, day};
use crate::report::Form;

/// The files in which decisions stand, and the names of those who took them.
pub const FILES: [FileKind; 7] = [
    FileKind::Collaboration,
    FileKind::Community,
    FileKind::People,
    FileKind::Participant,
    FileKind::Product,
    FileKind::Role,
    FileKind::Event,
];

/// List what was decided, the newest first: when, by whom, what
#[derive(clap::Args)]
#[command(after_help = "Examples:
  commons decisions
  commons decisions --since 2026-01-01 --format md")]
pub struct Decisions {
    /// Only of meetings on this day or after it
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Date>,
    #[command(flatten)]
    form: Form,
}

impl Decisions {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_only(&FILES)?;
        let document = decided(&opened.record, self.since, self.form.audience());
        self.form.write(document, opened, context)
    }
}
