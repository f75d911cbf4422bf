//! `commons calendar`: meetings and what is due, for people's own agendas.

use std::process::ExitCode;

use anyhow::bail;
use commons::date::Date;
use commons::exports::ics;
use commons::record::index::Kinds;

use crate::complete;
use crate::context::{Context, day};
use crate::files;
use crate::form::{For, meant, nameable, warn_of_unread};

/// Further than this nobody plans.
const MOST_YEARS: u32 = 10;

/// Write meetings and what is due as a calendar file (iCalendar), for anybody's own agenda
///
/// It can be imported in Outlook, Google Calendar, Apple's Calendar and Nextcloud, or put where they fetch it. What is cancelled is
/// in it as cancelled; nobody is invited by it, and nothing is sent.
#[derive(clap::Args)]
#[command(after_help = "A series is written whole, by its rhythm; a date of which only the month or the year is known is no entry.

Examples:
  commons calendar -o agenda.ics
  commons calendar --for utrecht -o utrecht.ics
  commons calendar --for steering-group --until 2027-12-31 -o stuurgroep.ics")]
pub struct Calendar {
    /// Only what concerns this person, organisation, role or body, or a role of theirs
    #[arg(long = "for", value_name = "WHO", add = complete::ids(Kinds::ACTOR))]
    who: Option<String>,
    /// The first day; the day of --on where it is left out
    #[arg(long, value_name = "DATE", value_parser = day)]
    from: Option<Date>,
    /// The last day; a year after the first where it is left out
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Date>,
    /// For whom: people who are less visible are left nameless
    #[arg(long, value_enum, default_value_t = For::Participants)]
    audience: For,
}

impl Calendar {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        if let Some(other) = context.ending().filter(|ending| !["ics", "ical", "txt"].contains(&ending.as_str())) {
            bail!(
                "a calendar is not written as `.{other}`: it is iCalendar, such as `agenda.ics`; `commons due` and `commons list events` have other forms"
            );
        }
        let opened = context.open_only(&files::DATES)?;
        let record = &opened.record;
        // By the settings every entry is known, and told in its time zone.
        if record.collaboration.is_none() {
            bail!("`commons.toml` cannot be read, so no entry would keep its id; see `commons check`");
        }
        let from = self.from.unwrap_or(record.on);
        let until = self.until.unwrap_or_else(|| from.plus_months(12).plus_days(-1));
        if until < from {
            bail!("a calendar that begins on {from} cannot end on {until}");
        }
        if until > from.plus_months(12 * MOST_YEARS) {
            bail!("a calendar has room for {MOST_YEARS} years; choose an --until before {}", from.plus_months(12 * MOST_YEARS));
        }
        let audience = self.audience.into();
        nameable(record, audience)?;
        let who = self.who.as_deref().map(|typed| meant(record, typed, Kinds::ACTOR)).transpose()?;
        warn_of_unread(record, context.options.at.as_deref());
        // It goes to others, so the language is that of the record and not of this machine.
        let lang = context.options.lang.or(record.language).unwrap_or_else(|| context.lang(record));
        let written = ics::write(record, &ics::Options { from, until, who, audience, lang });
        std::mem::forget(opened);
        context.end(&written)
    }
}
