//! `commons decisions`: what was decided, the newest first.

use std::process::ExitCode;

use commons::date::Date;
use commons::reports::actions::decided;

use crate::context::{Context, day};
use crate::files;
use crate::form::Form;

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
        let opened = context.open_only(&files::EVENTS)?;
        let document = decided(&opened.record, self.since, self.form.audience());
        self.form.write(document, opened, context)
    }
}
