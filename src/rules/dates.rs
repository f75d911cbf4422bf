//! The rule about dates that stand the wrong way round, wherever in the record they stand.

use chrono::Datelike;

use crate::date::{Date, VagueDate, reversed};
use crate::edit::Edit;
use crate::finding::{At, Class, Cure, Finding, Keys, Place, Severity};
use crate::record::Record;
use crate::rules::{Check, Rule};
use crate::text::Text;
use crate::{keys, text};

pub static RULES: &[Rule] = &[Rule {
    name: "dates-reversed",
    code: "P06",
    level: Severity::Deny,
    class: Class::Standing,
    summary: Text::new("something ends before it begins", "iets eindigt voordat het begint"),
    why: Text::new(
        "a period that ends before it begins holds on no day: a role is then held by nobody, a year paid by nobody",
        "een periode die eindigt voordat zij begint, geldt op geen enkele dag: een rol is dan van niemand en een jaar wordt door niemand betaald",
    ),
    fix: Text::new("correct one of the two dates; both are inclusive", "verbeter een van de twee datums; beide tellen mee"),
    check: Check::Each(dates_reversed),
}];

/// A beginning or an end: its key, and the date where there is one.
type End = (&'static str, Option<VagueDate>);

/// Gathers the pairs of one file that stand the wrong way round.
struct Pairs<'a> {
    about: &'a str,
    at: &'a dyn Fn(Keys) -> At,
    found: &'a mut Vec<Finding>,
}

impl Pairs<'_> {
    /// Compares two dates of one table. The finding stands at the later key.
    fn add(&mut self, table: impl FnOnce() -> Keys, from: End, until: End) {
        let ((begin, first), (end, last)) = (from, until);
        // "By that day" says of a beginning only that it was no later.
        if matches!(first, Some(VagueDate::By(_))) || !reversed(first, last) {
            return;
        }
        let (Some(first), Some(last)) = (first, last) else { return };
        let table = table();
        let cure = swapped(self.at, &table, (begin, first), (end, last));
        self.found.push(
            Finding::new((self.at)(table.then(end)), text!(first, last; en: "`{end}` ({last}) lies before `{begin}` ({first})", nl: "`{end}` ({last}) ligt vóór `{begin}` ({first})"))
                .about(self.about)
                .help(text!(en: "correct one of the two", nl: "verbeter een van de twee"))
                .cured(cure),
        );
    }

    fn period(&mut self, table: impl FnOnce() -> Keys, from: Option<VagueDate>, until: Option<VagueDate>) {
        self.add(table, ("from", from), ("until", until));
    }
}

/// The dates of a period the right way round. A first of the month that stands as the beginning, or a last of it as the end, is where it
/// belongs: then it is the year that is wrong, and nobody but the writer knows which.
fn swapped(at: &dyn Fn(Keys) -> At, table: &Keys, from: (&'static str, VagueDate), until: (&'static str, VagueDate)) -> Option<Cure> {
    let (("from", VagueDate::Day(first)), ("until", VagueDate::Day(last))) = (from, until) else { return None };
    let in_place = first.0.day() == 1 || last.plus_days(1).0.day() == 1;
    let set = |key: &'static str, day: Date| match at(table.then(key)).place {
        Place::Key(keys) => Some(Edit::Set(keys, day.to_string())),
        _ => None,
    };
    let edits = [set("from", last), set("until", first)].into_iter().collect::<Option<Vec<_>>>()?;
    (!in_place).then_some(Cure::Edits(edits))
}

fn day(date: impl Into<Option<Date>>) -> Option<VagueDate> {
    date.into().map(VagueDate::Day)
}

fn dates_reversed(record: &Record) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(one) = &record.collaboration {
        let mut pairs = Pairs { about: "commons", at: &|keys| one.at(keys), found: &mut found };
        pairs.add(Keys::default, ("started", one.started), ("ended", one.ended));
        if let Some(agreement) = &one.agreement {
            pairs.period(|| keys!["agreement"], agreement.from, agreement.until);
        }
    }
    if let Some(one) = &record.community {
        let mut pairs = Pairs { about: "community", at: &|keys| one.at(keys), found: &mut found };
        for (n, evaluation) in one.evaluation.iter().enumerate() {
            pairs.add(|| keys!["evaluation", n], ("on", day(evaluation.on)), ("next", day(evaluation.next)));
        }
    }
    of_parties(record, &mut found);
    for one in record.products.values() {
        let mut pairs = Pairs { about: one.id.as_str(), at: &|keys| one.at(keys), found: &mut found };
        pairs.period(Keys::default, one.from, one.until);
        pairs.add(Keys::default, ("from", one.from), ("supported_until", day(one.supported_until)));
    }
    for one in record.roles.values() {
        let mut pairs = Pairs { about: one.id.as_str(), at: &|keys| one.at(keys), found: &mut found };
        pairs.period(Keys::default, one.from, one.until);
        for (list, holders) in [("holder", &one.holder), ("backup", &one.backup)] {
            for (n, holder) in holders.iter().enumerate() {
                pairs.period(|| keys![list, n], holder.from, holder.until);
            }
        }
        for (n, turn) in one.turn.iter().enumerate() {
            pairs.period(|| keys!["turn", n], day(turn.from), day(turn.until));
        }
    }
    of_money(record, &mut found);
    found
}

fn of_parties(record: &Record, found: &mut Vec<Finding>) {
    for one in record.participants.values() {
        let mut pairs = Pairs { about: one.id.as_str(), at: &|keys| one.at(keys), found };
        pairs.add(Keys::default, ("joined", one.joined), ("left", one.left));
        pairs.add(Keys::default, ("notice_given", one.notice_given), ("left", one.left));
        if let Some(interest) = &one.interest {
            pairs.add(|| keys!["interest"], ("on", day(interest.on)), ("answered", day(interest.answered)));
        }
        for (n, dues) in one.membership.iter().enumerate() {
            pairs.period(|| keys!["membership", n], dues.from, dues.until);
        }
        for (n, used) in one.uses.iter().enumerate() {
            pairs.period(|| keys!["use", n], used.from, used.until);
        }
    }
    for one in record.people.values() {
        Pairs { about: one.id.as_str(), at: &|keys| one.at(keys), found }.period(Keys::default, one.from, one.until);
    }
}

fn of_money(record: &Record, found: &mut Vec<Finding>) {
    for one in record.contracts.values() {
        Pairs { about: one.id.as_str(), at: &|keys| one.at(keys), found }.period(Keys::default, one.from, one.until);
    }
    for one in &record.budgets {
        if let Some(period) = &one.period {
            Pairs { about: one.id.as_str(), at: &|keys| one.at(keys), found }.period(
                || keys!["period"],
                day(period.from),
                day(period.until),
            );
        }
    }
    // An invoice that was issued is never edited again, so nothing is asked of it.
    for one in record.invoices.iter().filter(|one| one.number.is_none()) {
        if let Some(period) = &one.period {
            Pairs { about: one.id.as_str(), at: &|keys| one.at(keys), found }.period(
                || keys!["period"],
                day(period.from),
                day(period.until),
            );
        }
    }
}
