//! `commons accounts`: the accounts of a year, for the steering group to adopt.

use std::process::ExitCode;

use commons::reports::accounts::accounts;

use crate::books::{all_read, nothing};
use crate::context::Context;
use crate::files;
use crate::form::Form;
use crate::invoice::past::noted;

/// Make the accounts of a year: income and costs, the balance sheet, what is open, the reserve, VAT
#[derive(clap::Args)]
#[command(
    after_help = "The balance sheet needs what was there on the first day: `opening = { funds = …, reserve = … }` in the year's budget.

Examples:
  commons accounts --year 2026 --format md -o verantwoording-2026.md
  commons accounts --year 2026 --format html -o verantwoording-2026.html"
)]
pub struct Accounts {
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1..=9998))]
    year: i32,
    #[command(flatten)]
    form: Form,
}

impl Accounts {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_only(&files::BOOKS)?;
        let record = &opened.record;
        all_read(record)?;
        let document = accounts(record, self.year).ok_or_else(|| nothing(record, self.year))?;
        let document = noted(document, &opened, &self.form, context)?;
        self.form.write(document, opened, context)
    }
}
