//! `commons report`: the yearly report, or one page about it for one participant.

use std::process::ExitCode;

use anyhow::{anyhow, bail};
use commons::date::Date;
use commons::record::Record;
use commons::record::index::Kinds;
use commons::reports::yearly::{Options, eve, page, yearly};
use commons::source::layout::{FileKind, KINDS};
use commons::text;

use crate::complete;
use crate::context::{Context, Opened, say};
use crate::form::{Form, meant};
use crate::invoice::past::noted;
use crate::past::known_on;

/// Write the yearly report: who took part, what was delivered, decided, given, spent and learned, what is asked
#[derive(clap::Args)]
#[command(
    after_help = "What was planned when the year began is read in git, as the record was known then. Of a year that still runs the report says until when.

Examples:
  commons report --year 2026 -o jaarverslag-2026.pdf
  commons report --year 2026 --for utrecht -o utrecht-2026.pdf
  commons report --year 2026 --lang en --format md"
)]
pub struct Report {
    /// The year
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(2..=9998))]
    year: i32,
    /// One page for the management of this participant: what it pays, gets and gives, and what is asked of it
    #[arg(long = "for", value_name = "PARTICIPANT", add = complete::ids(Kinds::ORGANISATION))]
    participant: Option<String>,
    #[command(flatten)]
    form: Form,
}

impl Report {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let form = self.form.or_md(context);
        let opened = context.open()?;
        let record = &opened.record;
        reportable(record, self.year)?;
        let options = Options { year: self.year, audience: form.audience() };
        let document = match &self.participant {
            Some(typed) => {
                let id = meant(record, typed, Kinds::ORGANISATION)?;
                let one = record.organisation(&id).ok_or_else(|| anyhow!("the file of `{typed}` cannot be read: see `commons check`"))?;
                page(record, one, &options)
            }
            None => yearly(record, known_when_it_began(self.year, &opened, context)?.as_ref(), &options),
        };
        let document = document.ok_or_else(|| anyhow!("{} has not begun yet", self.year))?;
        let document = noted(document, &opened, &form, context)?;
        form.write(document, opened, context)
    }
}

/// The record as it was known on the day before a year; where git cannot tell, that is said.
fn known_when_it_began(year: i32, opened: &Opened, context: &Context) -> anyhow::Result<Option<Record>> {
    let kinds: Vec<FileKind> = KINDS.iter().map(|(kind, ..)| *kind).collect();
    let begins = eve(year).ok_or_else(|| anyhow!("there is no year before {year}"))?;
    let before = known_on(begins, &opened.source, &kinds)?;
    if before.is_none() {
        say(text!(begins; en: "git cannot tell what this record was on {begins}, so the report does not say what was planned", nl: "uit git blijkt niet hoe dit dossier er op {begins} uitzag; het verslag zegt dus niet wat er gepland was").get(context.lang(&opened.record)));
    }
    Ok(before)
}

/// Refuses a year that has not begun, or in which there was no collaboration.
fn reportable(record: &Record, year: i32) -> anyhow::Result<()> {
    let begins = Date::of(year, 1, 1).filter(|begins| *begins <= record.on);
    if begins.is_none() {
        bail!("{year} has not begun on {}; the last year with something to tell is {}", record.on, record.on.year());
    }
    let settings = record.collaboration.as_ref();
    if let Some(started) = settings.and_then(|settings| settings.started).filter(|started| started.first().year() > year) {
        bail!("the collaboration began in {}, so there is nothing to tell of {year}", started.first().year());
    }
    if let Some(ended) = settings.and_then(|settings| settings.ended).filter(|ended| ended.last().year() < year) {
        bail!("the collaboration ended in {}, so there is nothing to tell of {year}", ended.last().year());
    }
    Ok(())
}
