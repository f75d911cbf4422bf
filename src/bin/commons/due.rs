//! `commons due`: what time asks for, what is overdue first.

use std::process::ExitCode;

use commons::date::Date;
use commons::record::index::Kinds;
use commons::reports::due::{Options, of};

use crate::complete;
use crate::context::Context;
use crate::files;
use crate::form::{Form, meant};
use crate::invoice::past::noted;

/// Show what time asks for: terms, turns, onboarding, actions, meetings, invoices, contracts, evaluations
#[derive(clap::Args)]
pub struct Due {
    /// How far ahead: 30d, 6w, 3m or 1y
    #[arg(long, value_name = "TIME", default_value = "90d", value_parser = ahead)]
    within: Ahead,
    /// Only what concerns this person, organisation, role or body, or a role of theirs
    #[arg(long = "for", value_name = "WHO", add = complete::ids(Kinds::ACTOR))]
    who: Option<String>,
    #[command(flatten)]
    form: Form,
}

/// A time from today on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ahead {
    Days(u32),
    Months(u32),
}

/// Further than this nobody plans.
const MOST_YEARS: u32 = 10;

fn ahead(typed: &str) -> Result<Ahead, String> {
    let wrong = || "a time is a number and d, w, m or y, such as 30d, 6w, 3m or 1y".to_owned();
    let split = typed.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
    let number: u32 = typed[..split].parse().map_err(|_| wrong())?;
    let (time, most) = match &typed[split..] {
        "d" => (Ahead::Days(number), 366 * MOST_YEARS),
        "w" => (Ahead::Days(number.saturating_mul(7)), 53 * MOST_YEARS),
        "m" => (Ahead::Months(number), 12 * MOST_YEARS),
        "y" => (Ahead::Months(number.saturating_mul(12)), MOST_YEARS),
        _ => return Err(wrong()),
    };
    if number > most { Err(format!("at most {MOST_YEARS} years ahead")) } else { Ok(time) }
}

impl Due {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_only(&files::DATES)?;
        let record = &opened.record;
        let until: Date = match self.within {
            Ahead::Days(days) => record.on.plus_days(i64::from(days)),
            Ahead::Months(months) => record.on.plus_months(months),
        };
        let who = self.who.as_deref().map(|typed| meant(record, typed, Kinds::ACTOR)).transpose()?;
        let document = of(record, &Options { until, who, audience: self.form.audience() });
        let document = noted(document, &opened, &self.form, context)?;
        self.form.write(document, opened, context)
    }
}

#[cfg(test)]
mod tests {
    use super::{Ahead, ahead};

    #[test]
    fn a_time_is_a_number_and_a_unit() {
        assert_eq!(ahead("6w"), Ok(Ahead::Days(42)));
        assert_eq!((ahead("0d"), ahead("10y")), (Ok(Ahead::Days(0)), Ok(Ahead::Months(120))));
        for wrong in ["", "d", "90", "-1d", "1.5m", "3 m", "11y", "4294967296d", "3é", "9999999w"] {
            assert!(ahead(wrong).is_err(), "{wrong}");
        }
    }
}
