//! `commons report`: the yearly report, or one page about it for one participant.

use std::process::ExitCode;

use anyhow::{anyhow, bail};
use commons::date::{Date, VagueDate};
use commons::record::Record;
use commons::record::index::Kinds;
use commons::record::values::TakesPart;
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
        let form = self.form;
        let opened = context.open()?;
        let record = &opened.record;
        reportable(record, self.year)?;
        let options = Options { year: self.year, audience: form.audience() };
        let document = match &self.participant {
            Some(typed) => {
                let id = meant(record, typed, Kinds::ORGANISATION)?;
                let one = record.organisation(&id).ok_or_else(|| anyhow!("the file of `{typed}` cannot be read: see `commons check`"))?;
                if one.supplier && one.takes_part != Some(TakesPart::Yes) {
                    bail!(
                        "`{id}` is a supplier and takes no part: the page is for participants; `commons show {id}` says what is on record of it"
                    );
                }
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

/// The first day on which somebody took part, where the record does not say when the collaboration began; none where something on record
/// may be older.
fn first_day(record: &Record) -> Option<Date> {
    let parties = || record.participants.values().filter(|one| one.joined.is_some() || one.is_party(record.on));
    let began = parties().map(|one| one.joined.map(VagueDate::first)).min()??;
    let first_year = record.budgets.iter().map(|one| one.year).chain(record.invoices.iter().map(|one| one.year)).min();
    let events = record.events.values().map(|event| event.starts.date());
    let holders = record.roles.values().flat_map(|role| &role.holder).filter_map(|one| one.from).map(VagueDate::first);
    let is_older = record.files == 0
        || !record.unread.is_empty()
        || first_year.is_some_and(|year| year < began.year())
        || events.chain(holders).any(|day| day < began);
    (!is_older).then_some(began)
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
    if let Some(began) = first_day(record).filter(|began| began.year() > year) {
        bail!("the collaboration began on {began}, so there is nothing to tell of {year}");
    }
    if let Some(ended) = settings.and_then(|settings| settings.ended).filter(|ended| ended.last().year() < year) {
        bail!("the collaboration ended in {}, so there is nothing to tell of {year}", ended.last().year());
    }
    Ok(())
}
