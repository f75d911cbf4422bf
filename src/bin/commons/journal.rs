//! `commons journal`: the ledger as a plain-text journal, for hledger or beancount.

use std::process::ExitCode;

use commons::answers::audience::hidden;
use commons::answers::ledger::lines::figures;
use commons::exports::journal::{Dialect, Options, write};

use crate::books::{all_read, nothing};
use crate::context::Context;
use crate::files;
use crate::form::{For, nameable};
use crate::invoice::past::warned;

/// Write every invoice, receipt and expense as a journal for hledger or beancount
///
/// Each invoice counts in the year that it is for; an expense counts as paid on its day. The totals are those of `commons budget`.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  commons journal -o boekhouding.journal
  commons journal --year 2026 --dialect beancount -o 2026.beancount")]
pub struct Journal {
    /// Only what is of this year, with what it began with
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1..=9998))]
    year: Option<i32>,
    /// For which program; without it by the ending of the file after -o, else hledger
    #[arg(long, value_enum)]
    dialect: Option<Program>,
    /// For whom: people who are less visible are left nameless
    #[arg(long, value_enum, default_value_t = For::Participants)]
    audience: For,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Program {
    Hledger,
    Beancount,
}

impl Journal {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_only(&files::BOOKS)?;
        let record = &opened.record;
        all_read(record)?;
        if let Some(year) = self.year.filter(|year| figures(record, *year).is_none()) {
            return Err(nothing(record, year));
        }
        nameable(record, self.audience.into())?;
        let of_ending = if context.ending().as_deref() == Some("beancount") { Program::Beancount } else { Program::Hledger };
        let dialect = match self.dialect.unwrap_or(of_ending) {
            Program::Hledger => Dialect::Hledger,
            Program::Beancount => Dialect::Beancount,
        };
        let lang = context.lang(record);
        let hidden = hidden(record, self.audience.into());
        let seen = |text: &str| hidden.masked(text, lang).unwrap_or_else(|| text.to_owned());
        warned(&opened, context);
        let text = write(record, &Options { year: self.year, dialect, lang, seen: &seen });
        context.end(text.as_bytes())
    }
}
