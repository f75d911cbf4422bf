//! What is asked of those who steer: what has to be decided, which terms end, what is vacant (A9, A13, B2).

use crate::answers::contribution::{budgets, product_of};
use crate::answers::debts;
use crate::answers::due::saying::{dated as said_with_day, said_whole};
use crate::answers::due::{Due, Span, What, due};
use crate::answers::dues::to_credit;
use crate::answers::meetings::{State, between};
use crate::answers::presence::name;
use crate::answers::vacancies::{deserted, places, vacancies};
use crate::date::{Date, VagueDate};
use crate::document::{Block, Cell};
use crate::record::Record;
use crate::record::event::{EventKind, Purpose};
use crate::record::values::Id;
use crate::reports::newsletter::people::sought;
use crate::reports::yearly::money::{of_years, overdue};
use crate::reports::yearly::roles::{DUTIES, uncovered};
use crate::reports::yearly::{Section, Year, few, named, some, table};
use crate::source::layout::FileKind;
use crate::text;
use crate::text::{Text, listed};

/// So many of each are named.
const NAMED: usize = 10;
/// So many months before a year begins its budget should be on record.
const MONTHS_AHEAD: u32 = 3;

/// Something that is asked, by kind.
struct Asked {
    kind: &'static str,
    by: Option<Date>,
    said: Text,
}

impl Asked {
    /// Whether it is about the budget of a year.
    fn is_budget_of(&self, year: i32) -> bool {
        let said = self.said.nl.to_lowercase();
        (said.contains("begroting") || said.contains("budget")) && said.contains(&year.to_string())
    }
}

/// What those who steer have to decide, fill and prolong until the end of the next year, as it is on the day that is asked. None where
/// that is over already, and for whoever takes no part.
pub fn section(year: &Year<'_>) -> Option<Section> {
    let (now, until) = (year.now, Date::of(year.number + 1, 12, 31)?);
    if now.on > until || year.is_public() {
        return None;
    }
    let found = due(now, Span { from: None, until });
    let mut decide = to_decide(now, until);
    // A budget that stands on an agenda is asked there.
    let stands = |number: i32| decide.iter().any(|one| one.is_budget_of(number));
    let others = found.iter().filter(|due| is_decision(&due.what));
    let others =
        others.filter(|due| !matches!(due.what, What::BudgetToAdopt(budget) if product_of(budget).is_none() && stands(budget.year)));
    let others: Vec<Asked> = others.map(|due| dated(now, due, year)).collect();
    decide.extend(others);
    decide.extend(deserted(now).into_iter().map(|one| {
        let (title, why) = (&one.title, one.said(now, year.audience));
        Asked { kind: one.key, by: None, said: text!(title, why; en: "{title}: {why}", nl: "{title}: {why}") }
    }));
    decide.extend([collect(year), cover(year), plan(year, &found)].into_iter().flatten());
    decide.extend(credit(year));
    decide.sort_by_key(|one| one.by);
    let terms: Vec<Asked> = found.iter().filter(|due| is_term(&due.what)).map(|due| dated(now, due, year)).collect();
    let draft = crate::reports::newsletter::Draft { record: now, before: None, audience: year.audience, span: year.span };
    let vacant: Vec<Asked> = sought(&draft).lines.into_iter().map(|said| Asked { kind: "vacancy", by: None, said }).collect();
    let parts = [
        (&decide, Text::new("To decide or to arrange:", "Te besluiten of te regelen:")),
        (&vacant, Text::new("Vacant:", "Vacant:")),
        (&terms, text!(until; en: "Terms and turns that end by {until}:", nl: "Termijnen en beurten die uiterlijk {until} aflopen:")),
    ];
    let mut blocks = Vec::new();
    for (all, heading) in parts.into_iter().filter(|(all, _)| !all.is_empty()) {
        blocks.push(Block::Paragraph(heading));
        blocks.push(Block::List(few(all.iter().map(|one| one.said.clone()).collect(), NAMED)));
    }
    if blocks.is_empty() {
        return None;
    }
    let short = short(decide.len(), places(&vacancies(now)), terms.len());
    let rows = decide.iter().chain(&vacant).chain(&terms);
    let rows = rows.map(|one| vec![Cell::same(one.kind), one.by.map_or(Cell::Blank, Cell::Date), Cell::Text(one.said.clone())]).collect();
    Some(Section {
        heading: Text::new("What is asked", "Wat er wordt gevraagd"),
        blocks,
        short: Some(short),
        data: vec![table("asked", &["kind", "by", "what"], rows)],
    })
}

fn dated(record: &Record, due: &Due<'_>, year: &Year<'_>) -> Asked {
    let said = said_with_day(record, due, &said_whole(record, due, year.audience).capital());
    Asked { kind: due.what.id(), by: Some(due.day), said }
}

/// That nobody knows what is still to be paid; none where everything about it can be read.
pub fn bills_unread(record: &Record) -> Option<Text> {
    let files = debts::uncounted(record);
    let named = listed(files.iter().map(String::as_str), 3);
    Some(match files.len() {
        0 => return None,
        1 => {
            text!(named; en: "Invoices: not known, for {named} cannot be read", nl: "Facturen: niet bekend, want {named} is niet te lezen")
        }
        _ => {
            text!(named; en: "Invoices: not known, for these files cannot be read: {named}", nl: "Facturen: niet bekend, want deze bestanden zijn niet te lezen: {named}")
        }
    })
}

/// What is to be credited, of the years that are told here.
fn credit(year: &Year<'_>) -> Vec<Asked> {
    let now = year.now;
    if !debts::uncounted(now).is_empty() {
        return Vec::new();
    }
    let all = (year.number - 1..=year.number + 1).flat_map(|of| to_credit(now, of).into_iter().map(move |found| (of, found)));
    all.map(|(of, (id, more))| {
        let (who, more) = (name(now, &Id::new(&format!("participants/{id}")), year.audience), more.in_currency(now.currency()));
        let said = text!(who, more; en: "To be credited to {who} of {of}: {more}", nl: "Te crediteren aan {who} over {of}: {more}");
        Asked { kind: "credit", by: None, said }
    })
    .collect()
}

/// What should have been paid.
fn collect(year: &Year<'_>) -> Option<Asked> {
    if let Some(said) = bills_unread(year.now) {
        return Some(Asked { kind: "overdue", by: None, said });
    }
    let (late, oldest) = overdue(year)?;
    let late = late.in_currency(year.now.currency());
    let of = of_years(year);
    let said = text!(late, of; en: "Invoices{of} that are overdue: {late}", nl: "Facturen{of} over de vervaldatum: {late}");
    let said = match oldest {
        Some(day) => {
            said.then(&text!(day; en: " (the oldest was due by {day})", nl: " (de oudste had uiterlijk {day} betaald moeten zijn)"))
        }
        None => said,
    };
    Some(Asked { kind: "overdue", by: oldest, said })
}

/// The duties of the level that nobody does.
fn cover(year: &Year<'_>) -> Option<Asked> {
    let open = uncovered(year.now);
    let names = named(&open, DUTIES);
    let said = text!(names; en: "Find somebody for these duties: {names}", nl: "Kerntaken beleggen: {names}");
    (!open.is_empty()).then_some(Asked { kind: "duties", by: None, said })
}

/// The budget of the next year, where the year has one and the next has none when it is time.
fn plan(year: &Year<'_>, found: &[Due<'_>]) -> Option<Asked> {
    let (now, next) = (year.now, year.number + 1);
    let begins = Date::of(next, 1, 1)?;
    let ended = now.collaboration.as_ref().and_then(|settings| settings.ended);
    let is_time = now.on >= begins.minus_months(MONTHS_AHEAD) && ended.is_none_or(|ended| ended.last() >= begins);
    let is_known = found.iter().any(|due| matches!(due.what, What::BudgetToAdopt(budget) if budget.year == next));
    let none = budgets(now, next).is_empty() && !now.is_unread(&[FileKind::Budget]) && !is_known;
    let said = text!(en: "There is no budget of {next} yet", nl: "Er is nog geen begroting {next}");
    (is_time && none && !budgets(now, year.number).is_empty()).then_some(Asked { kind: "budget", by: Some(begins.plus_days(-1)), said })
}

/// Whether somebody who steers has to say yes or no, or to see to it.
fn is_decision(what: &What<'_>) -> bool {
    matches!(
        what,
        What::BudgetToAdopt(_)
            | What::Evaluation(_)
            | What::ContractNotice(_)
            | What::ContractEnds(_)
            | What::AgreementNotice
            | What::AgreementEnds
            | What::SupportEnds(_)
    )
}

fn is_term(what: &What<'_>) -> bool {
    matches!(what, What::TermEnds { .. } | What::TurnEnds { .. })
}

/// What stands on an agenda to be decided: of a series once.
fn to_decide(record: &Record, until: Date) -> Vec<Asked> {
    let mut seen = std::collections::BTreeSet::new();
    let coming = between(record, record.on, until);
    let coming = coming.iter().filter(|one| one.state == State::Planned && one.event.kind != Some(EventKind::Deadline));
    let mut found = Vec::new();
    for meeting in coming.filter(|one| seen.insert(&one.event.id)) {
        let (title, day) = (&meeting.event.title, VagueDate::Day(meeting.on));
        for item in meeting.event.agenda.iter().filter(|item| item.purpose == Some(Purpose::Decide)) {
            let what = &item.what;
            let said = text!(day; en: "{what} ({title}, {day})", nl: "{what} ({title}, {day})");
            found.push(Asked { kind: "decision", by: Some(meeting.on), said });
        }
    }
    found
}

fn short(decide: usize, vacant: usize, terms: usize) -> Text {
    let parts = [
        (
            decide,
            Text::new("thing to decide or to arrange", "zaak om te besluiten of te regelen"),
            Text::new("things to decide or to arrange", "zaken om te besluiten of te regelen"),
        ),
        (vacant, Text::new("vacancy", "vacature"), Text::new("vacancies", "vacatures")),
        (terms, Text::new("term that ends", "aflopende termijn"), Text::new("terms that end", "aflopende termijnen")),
    ];
    let parts: Vec<Text> =
        parts.into_iter().filter(|(number, ..)| *number > 0).map(|(number, one, more)| some(number, one, more)).collect();
    let parts = crate::reports::meeting::enumerated(&parts);
    text!(parts; en: "What is asked: {parts}.", nl: "Gevraagd: {parts}.")
}
