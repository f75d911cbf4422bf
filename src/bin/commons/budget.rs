//! `commons budget`: the budget of a year against what was agreed, spent, asked and paid.

use std::process::ExitCode;

use commons::reports::budget::budget;

use crate::books::{all_read, nothing, year};
use crate::context::Context;
use crate::files;
use crate::form::Form;
use crate::invoice::past::noted;

/// Show a year's budget against what was agreed, spent, asked and paid, with the reserve and a forecast
#[derive(clap::Args)]
#[command(after_help = "Examples:
  commons budget
  commons budget --year 2025 --on 2025-12-31
  commons budget --format csv-excel -o begroting.csv")]
pub struct Budget {
    /// The year; without it that of the day of judgement
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1..=9998))]
    year: Option<i32>,
    #[command(flatten)]
    form: Form,
}

impl Budget {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_only(&files::BOOKS)?;
        let record = &opened.record;
        all_read(record)?;
        let year = year(record, self.year);
        let document = budget(record, year).ok_or_else(|| nothing(record, year))?;
        let document = noted(document, &opened, &self.form, context)?;
        self.form.write(document, opened, context)
    }
}
