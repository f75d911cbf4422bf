//! What a year taught: figures of use and satisfaction, lessons, and the look back at how things are arranged (A13, B10, B17, B22).

use std::collections::BTreeSet;

use crate::date::VagueDate;
use crate::document::{Block, Cell, Column, Table};
use crate::record::event::{Evaluation, LessonOutcome, Measurement};
use crate::reports::newsletter::work::{figure, learned as lessons, subject};
use crate::reports::yearly::work::milestones;
use crate::reports::yearly::{Section, Year, table, vague};
use crate::source::layout::FileKind;
use crate::text;
use crate::text::Text;

/// A figure of a year beside that of the year before.
pub struct Pair<'a> {
    pub now: Option<&'a Measurement>,
    pub before: Option<&'a Measurement>,
}

/// The last figures of each thing in the year and in the year before it, by what was measured.
pub fn pairs<'a>(year: &Year<'a>) -> Vec<Pair<'a>> {
    let record = year.record;
    let all: Vec<&Measurement> = record.community.iter().flat_map(|community| &community.measurement).collect();
    let last = |key: (&str, Option<&str>, Option<String>), is_its: &dyn Fn(&Measurement) -> bool| {
        all.iter().copied().filter(|one| key_of(year, one) == key && is_its(one)).max_by_key(|one| one.on.map(VagueDate::last))
    };
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for one in &all {
        let key = key_of(year, one);
        if !seen.insert(key.clone()) {
            continue;
        }
        let now = last(key.clone(), &|one| one.on.is_some_and(|on| year.holds(on)));
        let before = last(key, &|one| one.on.is_some_and(|on| year.held_before(on)));
        if now.is_some() || before.is_some() {
            found.push(Pair { now, before });
        }
    }
    // What people ask for first.
    let rank = |pair: &Pair<'_>| pair.now.or(pair.before).is_none_or(|one| one.what != "satisfaction");
    found.sort_by_key(rank);
    found
}

fn key_of<'a>(year: &Year<'_>, one: &'a Measurement) -> (&'a str, Option<&'a str>, Option<String>) {
    let product = one.product.as_ref().map(|product| year.record.index.plain(product).0.into_owned());
    (one.what.as_str(), one.unit.as_deref(), product)
}

pub fn measured(year: &Year<'_>) -> Option<Section> {
    let found = pairs(year);
    if !found.iter().any(|pair| pair.now.is_some()) {
        return None;
    }
    let (this, last) = (year.number, year.number - 1);
    let columns = vec![
        Column::words("what", Text::new("What", "Wat")),
        Column::figures("before", Text::same(last.to_string())),
        Column::figures("now", Text::same(this.to_string())),
    ];
    let said = |one: Option<&Measurement>| one.map_or(Cell::Blank, |one| Cell::Text(figure(one)));
    let row = |pair: &Pair<'_>| {
        let one = pair.now.or(pair.before).expect("a pair has one of both");
        let now = pair.now.map_or_else(|| Cell::Text(Text::new("not measured", "niet gemeten")), |one| Cell::Text(figure(one)));
        vec![Cell::Text(subject(year.record, one, year.audience)), said(pair.before), now]
    };
    let rows = found.iter().map(row).collect();
    let value = |one: Option<&Measurement>| one.map_or(Cell::Blank, |one| Cell::Decimal(one.value.0));
    let data = found.iter().map(|pair| {
        let one = pair.now.or(pair.before).expect("a pair has one of both");
        let product = one.product.as_ref().map_or(Cell::Blank, |product| Cell::same(year.record.index.plain(product).0.into_owned()));
        let on = pair.now.and_then(|one| one.on).map_or(Cell::Blank, vague);
        vec![Cell::same(one.what.as_str()), product, Cell::maybe(one.unit.as_deref()), value(pair.before), value(pair.now), on]
    });
    let data = table("measurements", &["what", "product", "unit", "before", "value", "on"], data.collect());
    Some(Section {
        heading: Text::new("Use and satisfaction", "Gebruik en tevredenheid"),
        blocks: vec![Block::Table(Table { name: "measurements", columns, rows }.filled())],
        // What was delivered is told in the same line.
        short: satisfied(&found).filter(|_| milestones(year.record, |on| year.holds(on)).is_empty()),
        data: vec![data],
    })
}

/// How satisfied people are, beside the year before.
pub fn satisfied(found: &[Pair<'_>]) -> Option<Text> {
    let pair = found.iter().find(|pair| pair.now.is_some_and(|one| one.what == "satisfaction"))?;
    let now = figure(pair.now?);
    Some(match pair.before.map(figure) {
        Some(before) => {
            text!(now, before; en: "Satisfaction: {now}, a year before {before}.", nl: "Tevredenheid: {now}, een jaar eerder {before}.")
        }
        None => text!(now; en: "Satisfaction: {now}.", nl: "Tevredenheid: {now}."),
    })
}

pub fn learned(year: &Year<'_>) -> Option<Section> {
    let lines = lessons(&year.draft()).lines;
    if lines.is_empty() {
        return None;
    }
    let all = year.record.community.iter().flat_map(|community| &community.lesson).filter(|one| year.holds(one.on));
    let row = |one: &crate::record::event::Lesson| {
        let outcome = match one.outcome {
            Some(LessonOutcome::Worked) => Cell::same("worked"),
            Some(LessonOutcome::Failed) => Cell::same("failed"),
            None => Cell::Blank,
        };
        vec![vague(one.on), Cell::same(one.what.as_str()), outcome]
    };
    let rows = all.map(row).collect();
    Some(Section {
        heading: Text::new("What we learned", "Wat we leerden"),
        blocks: vec![Block::List(lines)],
        short: None,
        data: vec![table("lessons", &["on", "what", "outcome"], rows)],
    })
}

/// Whether an evaluation looks at who does what.
fn is_of_roles(one: &Evaluation) -> bool {
    let begins = |word: &str| ["rol", "taak", "taken", "task", "dut"].iter().any(|begin| word.starts_with(begin));
    one.what.to_lowercase().split(|c: char| !c.is_alphabetic()).any(begins)
}

pub fn evaluated(year: &Year<'_>) -> Section {
    let all: Vec<&Evaluation> = year.record.community.iter().flat_map(|community| &community.evaluation).collect();
    let mut of_year: Vec<&Evaluation> = all.iter().copied().filter(|one| year.span.from <= one.on && one.on <= year.span.until).collect();
    of_year.sort_by_key(|one| one.on);
    let line = |one: &&Evaluation| {
        let (what, on) = (&one.what, one.on);
        let line = text!(on; en: "{what}, on {on}", nl: "{what}, op {on}");
        let line = match one.outcome.as_deref() {
            Some(outcome) => line.then(&text!(en: ": {outcome}", nl: ": {outcome}")),
            None => line,
        };
        match one.next {
            Some(next) => line.then(&text!(next; en: " (again by {next})", nl: " (opnieuw uiterlijk {next})")),
            None => line,
        }
    };
    let mut blocks = Vec::new();
    if !of_year.iter().any(|one| is_of_roles(one)) {
        let within = year.within().capital();
        let mut said = text!(within; en: "{within} no evaluation of the division of roles is on record; the handbook asks for one each year.", nl: "{within} staat er geen evaluatie van de rolverdeling in het dossier; het handboek vraagt die elk jaar.");
        let last = all.iter().filter(|one| is_of_roles(one) && one.on < year.span.from).map(|one| one.on).max();
        if let Some(last) = last {
            said = said.then(&text!(last; en: " The last one was on {last}.", nl: " De laatste was op {last}."));
        }
        blocks.push(year.nothing(FileKind::Community, said));
    }
    if !of_year.is_empty() {
        blocks.push(Block::List(of_year.iter().map(line).collect()));
    }
    let row = |one: &&Evaluation| {
        vec![
            Cell::Date(one.on),
            Cell::same(one.what.as_str()),
            Cell::maybe(one.outcome.as_deref()),
            one.next.map_or(Cell::Blank, Cell::Date),
        ]
    };
    Section {
        heading: Text::new("How things are arranged: the evaluation", "Evaluatie van de rolverdeling"),
        blocks,
        short: None,
        data: vec![table("evaluations", &["on", "what", "outcome", "next"], of_year.iter().map(row).collect())],
    }
}
