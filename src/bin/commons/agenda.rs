//! `commons agenda`: the agenda of a meeting, filled from the record.

use std::process::ExitCode;

use commons::date::Date;
use commons::record::index::Kinds;
use commons::reports::agenda::of;

use crate::complete;
use crate::context::{Context, day};
use crate::form::Form;
use crate::meeting::{Rather, meeting};

/// Draft the agenda of a meeting: its standing items with times and its own in their places, filled from the record
#[derive(clap::Args)]
#[command(after_help = "Examples:
  commons agenda steering-group
  commons agenda 2026-12-10 --format html -o agenda.html
  commons agenda 2026-01-13-vragenuur --date 2026-10-20")]
pub struct Agenda {
    /// The meeting: its id, its date, or the body that meets, of which it is the next
    #[arg(add = complete::ids(Kinds::EVENT | Kinds::ROLE))]
    event: String,
    /// Which date of a series
    #[arg(long, value_name = "DATE", value_parser = day)]
    date: Option<Date>,
    #[command(flatten)]
    form: Form,
}

impl Agenda {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open()?;
        let document = of(&opened.record, &meeting(&opened.record, &self.event, self.date, Rather::Coming)?, self.form.audience());
        self.form.write(document, opened, context)
    }
}
