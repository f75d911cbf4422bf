//! One page for the management of one participant: how the collaboration is doing, what it costs us, what we get and give, what is asked of us.

mod dues;
mod fit;
mod shared;

use crate::answers::audience::hidden_person;
use crate::answers::due::saying::{dated, said as said_alone, said_whole};
use crate::answers::due::{Due, Span, What, concerned, concerns, due};
use crate::answers::dues::dues as dues_of;
use crate::answers::ledger::reserve::{Tenths, cover, to_come};
use crate::answers::phase::growth;
use crate::answers::presence::{joined, name};
use crate::date::Date;
use crate::document::{Block, Cell, Document, Table};
use crate::money::Money;
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::participant::{Participant, Status};
use crate::record::values::Id;
use crate::reports::begun;
use crate::reports::reach::{address, contacts, data as contacts_as_data};
use crate::reports::yearly::asked::bills_unread;
use crate::reports::yearly::members::{existed, number};
use crate::reports::yearly::money::totals;
use crate::reports::yearly::reflected::pairs;
use crate::reports::yearly::work::milestones;
use crate::reports::yearly::{Options, Year, covered, few, some, table};
use crate::text;
use crate::text::{Text, decimal_text};

/// More of a text than this would not stay one page; the record has it whole.
const SHORT: usize = 90;

/// A line of the page: by what programs know it, what it is about, and how that is.
type Fact = (&'static str, Text, Text);

/// What the page is made of.
struct Parts {
    course: Text,
    state: Vec<Fact>,
    dues: Vec<Block>,
    shared: Vec<Fact>,
    /// None where it is too long ago to ask anything.
    asked: Option<Vec<(Date, Text)>>,
    people: Vec<Fact>,
}

/// The page of one participant over a year; none of a year that has not begun.
#[must_use]
pub fn page(now: &Record, one: &Participant, options: &Options) -> Option<Document> {
    let span = covered(now, options.year)?;
    let record = now.on_day(span.until);
    let year = Year { record: &record, now, before: None, audience: options.audience, number: options.year, span };
    let (number, who) = (options.year, &one.name);
    let mut document = begun(&record, "report-participant", text!(en: "{who} in {number}", nl: "{who} in {number}"));
    document.subtitle = year.subtitle();
    document.on = now.on;
    let dues = dues::dues(&year, one);
    let (shown, given) = shared::shared(&year, one);
    let asked = asked(&year, one);
    let (people, reached) = to_call(&year, one);
    let lines = asked.as_ref().map(|asked| {
        let unread = bills_unread(now).filter(|_| !year.is_public()).map(|said| (now.on, said));
        let line = |(due, said): &(Due<'_>, Text)| match owed(now, one, due) {
            Some(instead) => (due.day, instead),
            None => (due.day, dated(now, due, said)),
        };
        let mut seen: Vec<(Date, Text)> = Vec::new();
        let contact = (one.is_party(now.on) && one.contact.is_none() && one.email.is_none()).then(|| {
            Text::new(
                "Say who is our contact, or an e-mail address: neither is on record",
                "Een contactpersoon of e-mailadres doorgeven: geen van beide staat in het dossier",
            )
        });
        for line in unread.into_iter().chain(contact.map(|said| (now.on, said))).chain(asked.iter().map(line)) {
            if !seen.contains(&line) {
                seen.push(line);
            }
        }
        seen
    });
    // Of what is asked of others nothing is said to whoever takes no part.
    let lines = lines.filter(|lines: &Vec<(Date, Text)>| !(year.is_public() && lines.is_empty()));
    let state = state(&year);
    let stands = state.iter().map(|(key, _, said)| vec![Cell::same(*key), Cell::Text(said.clone())]).collect();
    let parts = Parts { course: course(&year, one), state, dues: dues.blocks, shared: shown, asked: lines, people };
    document.blocks = fit::fitted(parts);
    let rows = asked.iter().flatten().map(|(due, said)| vec![Cell::Date(due.day), Cell::same(due.what.id()), Cell::Text(said.clone())]);
    document.sheet = dues.data.clone();
    let participant = vec![vec![Cell::same(one.id.as_str()), Cell::same(one.name.as_str())]];
    document.to = address(now, &Id::new(&format!("participants/{}", one.id)), options.audience).into_iter().collect();
    document.data = vec![
        year.data(),
        table("participant", &["id", "name"], participant),
        table("state", &["key", "what"], stands),
        dues.data,
        given,
        table("asked", &["day", "kind", "what"], rows.collect()),
        reached,
    ];
    Some(document)
}

/// A text of the record that is not longer than a page bears.
fn brief(text: &str) -> Text {
    Text::same(cut(text, SHORT))
}

/// So many characters of a text at most, cut between words.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let begin: String = text.chars().take(most).collect();
    let whole = begin.rsplit_once(' ').map_or(begin.as_str(), |(words, _)| words);
    format!("{whole} …")
}

/// Since when this one takes part, and in what.
fn course(year: &Year<'_>, one: &Participant) -> Text {
    let record = year.record;
    let until = year.span.until;
    let name = record
        .collaboration
        .as_ref()
        .map_or_else(|| Text::new("the collaboration", "de samenwerking"), |settings| Text::same(settings.name.as_str()));
    let who = &one.name;
    let mut said = match (one.joined, one.left.filter(|left| left.last() < until)) {
        (Some(from), Some(last)) => {
            text!(name, from, last; en: "{who} took part in {name} from {from} to {last}.", nl: "{who} deed mee aan {name} van {from} tot en met {last}.")
        }
        (None, Some(last)) => {
            text!(name, last; en: "{who} took part in {name} until {last}.", nl: "{who} deed mee aan {name} tot en met {last}.")
        }
        _ if one.status_on(until) == Some(Status::Interested) => {
            text!(name; en: "{who} is interested in {name}.", nl: "{who} heeft belangstelling voor {name}.")
        }
        _ if !one.is_party(until) && dues::through(record, one).is_some() => {
            let through = dues::through(record, one).map(|other| Text::same(other.name.as_str())).unwrap_or_default();
            text!(name, through; en: "{who} takes part in {name} through {through}.", nl: "{who} doet mee aan {name} via {through}.")
        }
        (Some(from), None) if from.first() > until && from.first() <= year.now.on => {
            text!(name, from; en: "{who} joined {name} later, on {from}.", nl: "{who} trad later toe tot {name}, op {from}.")
        }
        (Some(from), None) if from.first() > until => {
            text!(name, from; en: "{who} joins {name} on {from}.", nl: "{who} treedt op {from} toe tot {name}.")
        }
        (Some(from), None) => {
            text!(name, from; en: "{who} has been taking part in {name} since {from}.", nl: "{who} doet sinds {from} mee aan {name}.")
        }
        (None, None) if one.is_party(until) => text!(name; en: "{who} takes part in {name}.", nl: "{who} doet mee aan {name}."),
        (None, None) => text!(name; en: "{who} does not take part in {name}.", nl: "{who} doet niet mee aan {name}."),
    };
    if let Some(purpose) = record.collaboration.as_ref().and_then(|settings| settings.purpose.as_deref()) {
        let purpose = Text::same(cut(purpose.trim().trim_end_matches('.'), 2 * SHORT));
        said = said.then(&text!(purpose; en: " What for: {purpose}.", nl: " Waarvoor: {purpose}."));
    }
    if let Some(notice) = one.notice_given.filter(|notice| notice.first() <= until && one.left.is_none_or(|left| left.last() >= until)) {
        said = said.then(&text!(notice; en: " It gave notice on {notice}.", nl: " Op {notice} is opgezegd."));
        if let Some(last) = one.left {
            said = said.then(&text!(last; en: " The last day is {last}.", nl: " De laatste dag is {last}."));
        }
    }
    said
}

/// How the collaboration is doing, in a few lines.
fn state(year: &Year<'_>) -> Vec<Fact> {
    let record = year.record;
    let (from, until) = (year.span.from, year.span.until);
    let participants = |day: Date| {
        let count = number(record, day);
        some(count, Text::new("participant", "deelnemer"), Text::new("participants", "deelnemers"))
    };
    let end = participants(until);
    let mut members = text!(end, until; en: "{end} on {until}", nl: "{end} op {until}");
    let eve = from.plus_days(-1);
    if existed(record, eve) {
        let begin = number(record, eve);
        members = members.then(&text!(eve; en: " ({begin} on {eve})", nl: " ({begin} op {eve})"));
    }
    if let Some(phase) = growth(record, until).phase.map(crate::handbook::Phase::name) {
        members = members.then(&text!(phase; en: "; {phase}", nl: "; {phase}"));
    }
    let mut facts = vec![("participants", Text::new("Participants", "Deelnemers"), members)];
    let reached = milestones(record, |on| year.holds(on));
    if !reached.is_empty() {
        let names = reached.iter().rev().map(|(product, one)| {
            let (name, what) = (&product.name, brief(&one.what));
            text!(what; en: "{name}: {what}", nl: "{name}: {what}")
        });
        let names = joined(&few(names.collect(), 2), "; ");
        facts.push(("delivered", Text::new("Delivered", "Opgeleverd"), names));
    }
    let measured = pairs(year);
    if let Some(pair) = measured.iter().find(|pair| pair.now.is_some_and(|one| one.what == "satisfaction")) {
        let figure = crate::reports::newsletter::work::figure;
        if let Some(now) = pair.now.map(figure) {
            let said = match pair.before.map(figure) {
                Some(before) => text!(now, before; en: "{now} (a year before {before})", nl: "{now} (een jaar eerder {before})"),
                None => now,
            };
            facts.push(("satisfaction", Text::new("Satisfaction", "Tevredenheid"), said));
        }
    }
    facts.extend(money(year));
    facts
}

/// The money of all together.
fn money(year: &Year<'_>) -> Vec<Fact> {
    let now = year.now;
    let Some([(income, income_before), (costs, costs_before), _]) = totals(now, year.number) else { return Vec::new() };
    let said = |amount: Money| amount.in_currency(now.currency());
    let last = year.number - 1;
    let beside = |amount: Money, before: Option<Money>| {
        let amount = said(amount);
        match before.map(said) {
            Some(before) => text!(amount, before; en: "{amount} ({last}: {before})", nl: "{amount} ({last}: {before})"),
            None => text!(amount; en: "{amount}", nl: "{amount}"),
        }
    };
    let (income, costs) = (beside(income, income_before), beside(costs, costs_before));
    let day = now.on;
    let until = if now.on > year.last() { Text::default() } else { text!(day; en: ", up to {day}", nl: ", tot en met {day}") };
    let value = text!(income, costs, until; en: "Income {income}, costs {costs}{until}", nl: "Baten {income}, lasten {costs}{until}");
    let mut facts = vec![("money", Text::new("Money of all together", "Geld van de samenwerking"), value)];
    if let Some(cover) = cover(now, year.number) {
        let (balance, months) = (said(cover.reserve.balance), Tenths(cover.tenths()));
        let value = text!(balance, months; en: "{balance}: {months} months of fixed costs (the handbook: 3 to 6)", nl: "{balance}: {months} maanden vaste lasten (handboek: 3 tot 6)");
        facts.push(("reserve", Text::new("Reserve", "Reserve"), value));
    } else if let Some(said) = to_come(now).filter(|_| now.on <= year.last()) {
        facts.push(("reserve", Text::new("Reserve", "Reserve"), said.capital()));
    }
    facts
}

/// What is asked of this one, by day; none where the year after is over too.
fn asked<'a>(year: &Year<'a>, one: &Participant) -> Option<Vec<(Due<'a>, Text)>> {
    let now = year.now;
    let until = Date::of(year.number + 1, 12, 31).filter(|until| now.on <= *until)?;
    let those = concerned(now, &one.id);
    let mut found = due(now, Span { from: None, until });
    let is_ours = |id: &Id| those.contains(now.index.plain(id).0.as_ref());
    // What others have to do about this one is not asked of it; meetings that others organise are in the calendar.
    found.retain(|due| {
        concerns(now, due, &those)
            && match &due.what {
                What::Meeting(meeting) => meeting.event.organiser.as_ref().is_some_and(|who| is_of(now, who, one) || is_ours(who)),
                // What is open is nobody's business outside.
                What::Invoice(_) | What::Reminder(..) if year.is_public() => false,
                What::Reminder(..) => due.who.iter().any(is_ours),
                What::Joins(_) | What::PersonalData(_) | What::BuddyEnds { .. } => false,
                What::TermEnds { who, .. } | What::TurnBegins { who, .. } | What::TurnEnds { who, .. } => is_ours(who),
                What::Invoice(debt) => {
                    is_ours(&debt.invoice.participant) && now.organisation(&debt.invoice.participant).is_some_and(|of| of.id == one.id)
                }
                What::Step { participant, .. } => participant.id == one.id || due.who.iter().any(is_ours),
                What::Deadline(meeting) => meeting.event.organiser.as_ref().is_none_or(is_ours),
                _ => true,
            }
    });
    Some(
        found
            .into_iter()
            .map(|due| {
                let said = match &due.what {
                    What::Meeting(_) => {
                        let said = said_alone(now, &due, year.audience);
                        text!(said; en: "to organise: {said}", nl: "organiseren: {said}")
                    }
                    // Whose page it is says the title.
                    What::TermEnds { who, .. } | What::TurnBegins { who, .. } | What::TurnEnds { who, .. }
                        if now.organisation(who).is_some_and(|of| of.id == one.id) =>
                    {
                        said_alone(now, &due, year.audience)
                    }
                    _ => said_whole(now, &due, year.audience),
                };
                (due, said.capital())
            })
            .collect(),
    )
}

/// What to say of an invoice of which a part is to be credited: whoever has left is not to pay what it does not owe.
fn owed(record: &Record, one: &Participant, due: &Due<'_>) -> Option<Text> {
    let What::Invoice(debt) = &due.what else { return None };
    let of = dues_of(record, debt.invoice.year).remove(&one.id)?;
    let (more, left) = (of.to_credit()?, of.left()?);
    let (number, said) = (debt.number, |amount: Money| amount.in_currency(record.currency()));
    let (more, rest) = (said(more), said(Money(left.0.saturating_abs())));
    if left.0 > 0 {
        let line = text!(more, rest; en: "Invoice {number}: pay {rest}; {more} of it is to be credited", nl: "Factuur {number}: {rest} betalen; {more} ervan moet nog worden gecrediteerd");
        return Some(dated(record, due, &line));
    }
    let line = text!(more; en: "Invoice {number}: wait for the credit note of {more}", nl: "Factuur {number}: wachten op de creditfactuur van {more}");
    Some(line.then(&if left.0 == 0 {
        Text::new("; nothing is to be paid then", "; er is dan niets meer te betalen")
    } else {
        text!(rest; en: "; we get {rest} back", nl: "; wij krijgen {rest} terug")
    }))
}

/// Whether a reference names an organisation or somebody of it.
fn is_of(record: &Record, who: &Id, one: &Participant) -> bool {
    let person = record.person(who).and_then(|person| record.organisation_of(person));
    person.or_else(|| record.organisation(who).map(|of| &of.id)).is_some_and(|of| *of == one.id)
}

/// Our own contact, and who answers what.
fn to_call(year: &Year<'_>, one: &Participant) -> (Vec<Fact>, Table) {
    let now = year.now;
    let asked = [
        ("contact", Text::new("the collaboration", "de samenwerking")),
        ("invoicing", Text::new("contribution and invoices", "bijdrage en facturen")),
    ];
    let mut facts = Vec::new();
    let own = one.contact.as_ref().filter(|own| now.index.meant(own).has(Kinds::PERSON));
    if let Some(own) = own.filter(|own| hidden_person(now, own, year.audience).is_none()) {
        facts.push(("own", Text::new("Our own contact", "Onze contactpersoon"), name(now, own, year.audience)));
    }
    let found = contacts(now, &asked, year.audience);
    facts.extend(found.iter().map(|one| {
        let reach = one.reach.iter().take(2).cloned().collect::<Vec<String>>().join(", ");
        let who = one.who.capital();
        let said = if reach.is_empty() { who } else { text!(who; en: "{who}: {reach}", nl: "{who}: {reach}") };
        ("contact", joined(&one.about, ", ").capital(), said)
    }));
    (facts, contacts_as_data(&found))
}

/// A number of hours or so, without a nought behind the mark.
fn hundredths(number: i64) -> Text {
    #[allow(clippy::cast_precision_loss)]
    decimal_text(number as f64 / 100.0)
}
