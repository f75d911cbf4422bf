//! What was wanted of a year: level and phase when it began and when it ended, what was planned, and what became of that (A1, B1, B2).

use std::collections::BTreeSet;

use crate::answers::phase::{Growth, growth};
use crate::answers::presence::joined;
use crate::date::{Date, VagueDate};
use crate::document::{Block, Cell};
use crate::record::Record;
use crate::record::event::{Wish, WishStatus};
use crate::record::work::{Milestone, Product};
use crate::reports::capital;
use crate::reports::yearly::members::existed;
use crate::reports::yearly::{Section, Year, some, table, vague};
use crate::text;
use crate::text::Text;
use crate::words::fold;

pub fn section(year: &Year<'_>) -> Section {
    let record = year.record;
    let mut facts: Vec<(Text, Cell)> = Vec::new();
    if let Some(purpose) = record.collaboration.as_ref().and_then(|settings| settings.purpose.as_deref()) {
        facts.push((Text::new("What for", "Waarvoor"), Cell::same(purpose)));
    }
    facts.push((Text::new("Level", "Ambitieniveau"), Cell::Text(level(year))));
    facts.extend(phase(year).map(|said| (Text::new("Phase", "Fase"), Cell::Text(said))));
    let mut blocks = vec![Block::Facts(facts)];
    let planned = planned(year);
    if !planned.is_empty() {
        let from = year.span.from;
        blocks.push(Block::Paragraph(if year.before.is_some() {
            text!(from; en: "What was planned on {from}, and what is to come:", nl: "Wat er op {from} op de planning stond, en wat nog komt:")
        } else {
            Text::new("Still planned for this year:", "Dit jaar nog op de planning:")
        }));
        blocks.push(Block::List(planned.iter().map(|one| one.said.clone()).collect()));
    }
    let rows = planned.iter().map(|one| {
        let on = one.on.map_or(Cell::Blank, vague);
        vec![Cell::same(one.kind), Cell::same(one.what.as_str()), on, Cell::same(one.outcome)]
    });
    let data = vec![table("planned", &["kind", "what", "on", "outcome"], rows.collect())];
    Section { heading: Text::new("What we wanted", "Wat we wilden"), blocks, short: None, data }
}

fn level(year: &Year<'_>) -> Text {
    let none = || Text::new("not agreed", "niet afgesproken");
    let named = |record: &Record| record.level().map_or_else(none, crate::handbook::Level::name);
    let end = named(year.record);
    match year.before.map(|before| named(before.record)).filter(|begin| *begin != end) {
        Some(begin) => {
            capital(&text!(begin, end; en: "{begin} when the year began, {end} now", nl: "{begin} aan het begin van het jaar, nu {end}"))
        }
        None => capital(&end),
    }
}

fn phase(year: &Year<'_>) -> Option<Text> {
    let at = |day: Date| -> Option<(Growth, Text)> {
        let found = growth(year.record, day);
        let (phase, count) = (found.phase?.name(), found.municipalities);
        let count = some(count, Text::new("municipality", "gemeente"), Text::new("municipalities", "gemeenten"));
        Some((found, text!(phase, count, day; en: "{phase} on {day} ({count})", nl: "{phase} op {day} ({count})")))
    };
    let (end, said) = at(year.span.until)?;
    let Some((begin, first)) = at(year.span.from).filter(|_| existed(year.record, year.span.from)) else { return Some(capital(&said)) };
    // Between the first day and the last there may have been another.
    let (mut last, mut parts, mut is_even) = (begin, vec![first], true);
    for (found, said) in turns(year).into_iter().filter_map(at) {
        is_even &= found.municipalities == begin.municipalities;
        if found.phase != last.phase {
            last = found;
            parts.push(said);
        }
    }
    let is_same = |one: &Growth| (one.phase, one.municipalities) == (end.phase, end.municipalities);
    if parts.len() == 1 && is_same(&begin) {
        let (phase, count, day) = (end.phase?.name(), end.municipalities, year.span.until);
        let count = some(count, Text::new("municipality", "gemeente"), Text::new("municipalities", "gemeenten"));
        let count = if is_even { count } else { text!(count, day; en: "{count} on {day}", nl: "{count} op {day}") };
        return Some(capital(&text!(phase, count; en: "{phase}, all year ({count})", nl: "{phase}, het hele jaar ({count})")));
    }
    if !is_same(&last) || parts.len() == 1 {
        parts.push(said);
    }
    Some(capital(&joined(&parts, "; ")))
}

/// The days in a year on which somebody begins to take part, or takes part no longer.
fn turns(year: &Year<'_>) -> BTreeSet<Date> {
    let all = year.record.participants.values();
    let days = all.flat_map(|one| [one.joined.map(VagueDate::first), one.left.map(|left| left.last().plus_days(1))]);
    days.flatten().filter(|day| year.span.from < *day && *day <= year.span.until).collect()
}

/// Something that was planned, and what became of it.
struct Planned {
    kind: &'static str,
    what: String,
    on: Option<VagueDate>,
    outcome: &'static str,
    said: Text,
}

fn planned<'a>(year: &Year<'a>) -> Vec<Planned> {
    let mut found = Vec::new();
    if let Some(before) = year.before {
        for product in before.record.products.values() {
            let of_year = product.milestone.iter().filter(|one| one.on.first().year() == year.number);
            found.extend(of_year.map(|one| milestone((product, before.product_now(product)), one, year)));
        }
        let of = |record: &'a Record| record.community.iter().flat_map(|community| &community.wish);
        let (known, now): (_, Vec<&Wish>) = (before.known_again("wish"), of(year.record).collect());
        let wishes = of(before.record).enumerate().filter(|(_, wish)| wish.status == Some(WishStatus::Roadmap));
        found.extend(wishes.map(|(then, wish)| on_roadmap(wish, known.get(&then).and_then(|at| now.get(*at)).copied())));
    }
    for product in year.record.products.values() {
        let ahead = |one: &&Milestone| one.on.last() > year.span.until && one.on.first() <= year.last() && !year.is_over();
        let is_known =
            |one: &&Milestone| found.iter().any(|known: &Planned| known.kind == "milestone" && fold(&known.what) == fold(&one.what));
        let new: Vec<&Milestone> = product.milestone.iter().filter(ahead).filter(|one| !is_known(one)).collect();
        found.extend(new.into_iter().map(|one| {
            let (name, what, on) = (&product.name, &one.what, one.on);
            let said = text!(on; en: "{name}: {what} (planned, {on})", nl: "{name}: {what} (gepland, {on})");
            Planned { kind: "milestone", what: what.clone(), on: Some(on), outcome: "planned", said }
        }));
    }
    found
}

/// What became of a milestone that was planned for the year: it is known again by its words. Its product is called what it is called now.
fn milestone((then, product): (&Product, Option<&Product>), planned: &Milestone, year: &Year<'_>) -> Planned {
    let known = product.into_iter().flat_map(|one| &one.milestone);
    let known = known.filter(|one| fold(&one.what) == fold(&planned.what)).map(|one| one.on).next();
    let (name, what) = (&product.unwrap_or(then).name, &planned.what);
    let (outcome, said) = match known {
        None => ("dropped", Text::new("no longer on record", "staat niet meer in het dossier")),
        Some(on) if on.last() <= year.span.until => ("reached", text!(on; en: "delivered, {on}", nl: "opgeleverd, {on}")),
        Some(on) if on.first() > year.last() => ("postponed", text!(on; en: "postponed, {on}", nl: "verschoven, {on}")),
        Some(on) => ("planned", text!(on; en: "planned, {on}", nl: "gepland, {on}")),
    };
    let said = text!(said; en: "{name}: {what} ({said})", nl: "{name}: {what} ({said})");
    Planned { kind: "milestone", what: what.clone(), on: known, outcome, said }
}

/// What became of a wish that was on the roadmap when the year began, in the words in which it stands there now.
fn on_roadmap(planned: &Wish, known: Option<&Wish>) -> Planned {
    let (outcome, said) = match known.map(|wish| wish.status) {
        None => ("dropped", Text::new("no longer on record", "staat niet meer in het dossier")),
        Some(Some(WishStatus::Done)) => ("reached", Text::new("met", "vervuld")),
        Some(Some(WishStatus::Declined)) => ("dropped", Text::new("declined after all", "alsnog afgewezen")),
        Some(Some(WishStatus::Roadmap)) => ("planned", Text::new("still on the roadmap", "nog op de roadmap")),
        Some(_) => ("dropped", Text::new("off the roadmap", "van de roadmap af")),
    };
    let what = &known.unwrap_or(planned).what;
    let said = text!(said; en: "On the roadmap: {what} ({said})", nl: "Op de roadmap: {what} ({said})");
    Planned { kind: "wish", what: what.clone(), on: None, outcome, said }
}
