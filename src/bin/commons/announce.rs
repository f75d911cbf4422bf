//! `commons announce`: what each participant should budget, and in autumn the question for its order number.

use std::process::ExitCode;

use anyhow::bail;
use commons::answers::forecast::forecast;
use commons::record::index::Kinds;
use commons::reports::announce::{Letter, Options, announce, due_on};

use crate::complete;
use crate::context::Context;
use crate::files;
use crate::form::Form;
use crate::invoice::{gaps_said, organisation, warn_of_standing, whole};

/// Tell participants what to budget for a year and the three after it; from September on ask for their order numbers
#[derive(clap::Args)]
#[command(
    after_help = "Without a participant it is the overview of all. Where the year has no budget yet, the last one before it is indexed and asked of those
who take part then.

Examples:
  commons announce --year 2027
  commons announce utrecht --year 2027 --format mail
  commons announce utrecht --year 2027 --orders --format html"
)]
pub struct Announce {
    /// The participant to whom the letter goes
    #[arg(add = complete::ids(Kinds::ORGANISATION))]
    participant: Option<String>,
    /// The year of the contribution
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(0..=9990))]
    year: i32,
    /// Ask for order numbers, whatever day it is
    #[arg(long)]
    orders: bool,
    #[command(flatten)]
    form: Form,
}

impl Announce {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_only(&files::ANNOUNCED)?;
        let record = &opened.record;
        whole(record)?;
        let year = self.year;
        let id = self.participant.as_deref().map(|typed| organisation(record, typed)).transpose()?;
        let Some(forecast) = forecast(record, year).map_err(|gaps| gaps_said(year, &gaps))? else {
            bail!("there is no budget for {year}, nor for any of the three years before it, so nobody knows what to expect");
        };
        if let Some(other) = id.as_ref().filter(|id| !forecast.payers.contains_key(*id)) {
            bail!("`{other}` is asked nothing for {year}");
        }
        warn_of_standing(record, year);
        let letter = if self.orders { Letter::Order } else { due_on(record.on, year) };
        let document = announce(record, &forecast, &Options { letter, participant: id.as_ref(), audience: self.form.audience() });
        drop(forecast);
        self.form.write(document, opened, context)
    }
}
