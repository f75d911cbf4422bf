//! Rules about terms and rotas: who holds a role twice at once, whose term ends, and whose turn it is after that.

use std::collections::{BTreeMap, BTreeSet};

use crate::answers::backups::BETWEEN;
use crate::answers::{Holding, TermEnd, current, exists, holders, lapsed, term_end};
use crate::date::{Date, VagueDate, overlap, reversed};
use crate::finding::{Class, Finding, Severity};
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::values::Id;
use crate::record::work::{Holder, Role, RoleKind, Seat, Turn};
use crate::rules::roles::each;
use crate::rules::{Check, Rule};
use crate::text::{Text, listed};
use crate::{keys, text};

/// So many days ahead an end is worth a word: time enough for a meeting to decide on it.
const AHEAD: i64 = 90;

pub static RULES: &[Rule] = &[
    Rule {
        name: "overlapping-terms",
        code: "H06",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "somebody holds a role twice at once, or a seat has more people than it has room for",
            "iemand vervult een rol dubbel, of een zetel is dubbel bezet",
        ),
        why: Text::new(
            "who is listed twice counts twice in votes and shares; two people in one position are fine, on one seat only where `max` says so",
            "wie dubbel staat, telt dubbel mee in stemmen en aandelen; twee mensen in één rol mag, op één zetel alleen als `max` dat zegt",
        ),
        fix: Text::new(
            "end the earlier term with `until` on the day before the next begins, or raise `max` of the seat",
            "sluit de eerdere termijn met `until` af op de dag vóór de volgende begint, of verhoog `max` van de zetel",
        ),
        check: Check::Each(overlapping_terms),
    },
    Rule {
        name: "term-ending",
        code: "H07",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "a term ends within 90 days and nobody is on record to follow",
            "een termijn eindigt binnen 90 dagen en een opvolger staat er nog niet",
        ),
        why: Text::new(
            "finding somebody and handing over takes a meeting or two; now there is still time (B18)",
            "een opvolger vinden en overdragen kost een paar overleggen; nu is er nog tijd (B18)",
        ),
        fix: Text::new(
            "add the successor, or the same person's next term, as a `[[holder]]` from the day after",
            "voeg de opvolger, of de volgende termijn van dezelfde persoon, toe als `[[holder]]` vanaf de dag erna",
        ),
        check: Check::Each(term_ending),
    },
    Rule {
        name: "term-ended",
        code: "H08",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "the last term in a role has ended, or has lasted longer than a term does",
            "de laatste termijn van een rol is afgelopen, of duurt langer dan is afgesproken",
        ),
        why: Text::new(
            "since that day nobody holds the role as agreed, whoever may still be doing the work (B18)",
            "sinds die dag vervult niemand de rol volgens afspraak, ook al doet iemand het werk misschien nog (B18)",
        ),
        fix: Text::new(
            "name the successor or the next term as a `[[holder]]`, or write `vacant = true`; a role that is no more gets `until`",
            "noem de opvolger of de volgende termijn als `[[holder]]`, of schrijf `vacant = true`; een rol die niet meer bestaat krijgt `until`",
        ),
        check: Check::Each(term_ended),
    },
    Rule {
        name: "rota-gap",
        code: "H09",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "the turns of a rota leave days to nobody, or to two",
            "tussen twee beurten van een rooster zit een gat of een overlap",
        ),
        why: Text::new("every switch is where work falls between two (A5b)", "bij elke wissel kan werk tussen wal en schip vallen (A5b)"),
        fix: Text::new(
            "let each turn begin on the day after the one before it; without `until` a turn lasts until the next",
            "laat elke beurt beginnen op de dag na de vorige; zonder `until` duurt een beurt tot de volgende",
        ),
        check: Check::Each(rota_gap),
    },
    Rule {
        name: "rota-without-successor",
        code: "H10",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "the last turn of a rota ends within 90 days, or has ended",
            "de laatste beurt van een rooster eindigt binnen 90 dagen, of is voorbij",
        ),
        why: Text::new(
            "a rota works while everybody knows who is next and can prepare to take over (A5b)",
            "een rooster werkt zolang iedereen weet wie er na wie komt en de overdracht kan voorbereiden (A5b)",
        ),
        fix: Text::new("agree on who is next and add a `[[turn]]`", "spreek af wie daarna aan de beurt is en voeg een `[[turn]]` toe"),
        check: Check::Each(rota_without_successor),
    },
    Rule {
        name: "term-too-short",
        code: "H14",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new("a term is shorter than the shortest that the role allows", "een termijn is korter dan de rol toestaat"),
        why: Text::new(
            "a shortest term was agreed on so that members have time to learn and to be heard",
            "een minimale termijn is afgesproken, zodat leden de tijd hebben om zich in te werken en mee te sturen",
        ),
        fix: Text::new(
            "correct the dates; write `former = true` where somebody left early, `interim = true` where somebody stands in",
            "verbeter de datums; schrijf `former = true` als iemand eerder is vertrokken, `interim = true` als iemand waarneemt",
        ),
        check: Check::Each(term_too_short),
    },
];

type Period = (Option<VagueDate>, Option<VagueDate>);

fn term(holder: &Holder) -> Period {
    (holder.from, holder.until)
}

/// A body's guest has no term that anybody must follow up.
fn is_guest(role: &Role, holder: &Holder) -> bool {
    role.kind == Some(RoleKind::Body) && holder.voting == Some(false)
}

/// `as “Coordinator”`, `in “Steering group”`.
fn place(role: &Role) -> Text {
    let title = &role.title;
    if role.kind == Some(RoleKind::Body) {
        text!(en: "in “{title}”", nl: "in “{title}”")
    } else {
        text!(en: "as “{title}”", nl: "als “{title}”")
    }
}

fn overlapping_terms(record: &Record) -> Vec<Finding> {
    each(record, |role| {
        // An end that is told in words may be any day, so nothing is known of an overlap.
        let known = |holder: &Holder| {
            !holder.former && (holder.until.is_some() || holder.until_when.is_none()) && !reversed(holder.from, holder.until)
        };
        let mut dated: Vec<(usize, &Holder)> = role.holder.iter().enumerate().filter(|(_, holder)| known(holder)).collect();
        dated.sort_by_key(|(n, holder)| (begins(holder), *n));
        let mut longest: BTreeMap<_, &Holder> = BTreeMap::new();
        let mut findings = Vec::new();
        for (n, holder) in &dated {
            let earlier = longest.entry((&holder.who, &holder.seat, &holder.for_organisation)).or_insert(holder);
            if !std::ptr::eq(*earlier, *holder) && overlap(term(earlier), term(holder)) {
                let (who, title) = (&holder.who, &role.title);
                findings.push(
                    Finding::new(role.at(keys!["holder", *n, "who"]), text!(en: "`{who}` is listed twice for “{title}” in the same period", nl: "`{who}` staat voor dezelfde periode twee keer bij “{title}”"))
                        .about(who)
                        .help(text!(en: "end the first entry with `until`, or remove one of the two", nl: "sluit de eerste vermelding af met `until`, of haal een van de twee weg")),
                );
            }
            if earlier.until.is_some_and(|until| holder.until.is_none_or(|later| later.first() > until.first())) {
                *earlier = holder;
            }
        }
        // Whoever stands in shares the seat of another.
        let mut seated: BTreeMap<&Id, Vec<(usize, &Holder)>> = BTreeMap::new();
        for (n, holder) in dated.into_iter().filter(|(_, holder)| !holder.interim && holder.voting != Some(false)) {
            if let Some(seat) = &holder.seat {
                seated.entry(seat).or_default().push((n, holder));
            }
        }
        findings.extend(role.seat.iter().filter_map(|seat| crowded(role, seat, seated.get(&seat.id)?)));
        findings
    })
}

fn begins(holder: &Holder) -> Option<Date> {
    holder.from.map(VagueDate::last)
}

/// The first term in a seat that makes one too many, on the day it begins; the terms come in that order.
fn crowded(role: &Role, seat: &Seat, terms: &[(usize, &Holder)]) -> Option<Finding> {
    let most = seat.max.map_or(1, |max| usize::try_from(max).unwrap_or(usize::MAX));
    let mut here: Vec<&Holder> = Vec::new();
    let (n, names) = terms.iter().find_map(|(n, holder)| {
        let begun = |until: VagueDate| begins(holder).is_none_or(|day| until.first() >= day);
        here.retain(|other| other.who != holder.who && other.until.is_none_or(begun));
        here.push(holder);
        (here.len() > most).then(|| (*n, listed(here.iter().map(|holder| holder.who.as_str()), 5)))
    })?;
    let (id, title) = (&seat.id, &role.title);
    let message = if most == 1 {
        text!(names; en: "seat `{id}` of “{title}” is for one and has several at once: {names}", nl: "zetel `{id}` van “{title}” is voor één en heeft er meer tegelijk: {names}")
    } else {
        text!(names; en: "seat `{id}` of “{title}” is for {most} and has more at once: {names}", nl: "zetel `{id}` van “{title}” is voor {most} en heeft er meer tegelijk: {names}")
    };
    let help = text!(en: "end the earlier term, or write `max` at the seat", nl: "sluit de eerdere termijn af, of zet `max` bij de zetel");
    Some(Finding::new(role.at(keys!["holder", n, "seat"]), message).about(id).help(help))
}

/// The first day on which a term may begin, and its last.
type Days = (Option<Date>, Option<Date>);

/// The terms in a role, by seat.
struct Terms<'a>(BTreeMap<Option<&'a Id>, Vec<Days>>);

impl<'a> Terms<'a> {
    fn of(record: &Record, role: &'a Role) -> Terms<'a> {
        let mut terms: BTreeMap<Option<&Id>, Vec<_>> = BTreeMap::new();
        for holder in role.holder.iter().filter(|holder| !holder.former && !is_guest(role, holder)) {
            let period = (holder.from.map(VagueDate::first), term_end(record, role, holder).map(TermEnd::last));
            terms.entry(holder.seat.as_ref()).or_default().push(period);
        }
        Terms(terms)
    }

    /// Whether somebody's term in the same place goes on after a day, or begins within a month of it.
    fn go_on(&self, role: &Role, seat: Option<&Id>, end: Date) -> bool {
        let soon = end.plus_days(BETWEEN + 1);
        let terms = self.0.get(&seat).map_or(&[][..], Vec::as_slice);
        // Of a body of an agreed size each place counts; of others nobody said that whoever leaves must be followed.
        let wanted = if seat.is_some() { 1 } else { role.seats.map_or(1, |seats| usize::try_from(seats).unwrap_or(usize::MAX)) };
        terms.iter().filter(|(from, until)| from.is_none_or(|from| from <= soon) && until.is_none_or(|until| until > end)).count() >= wanted
    }
}

/// Whether a turn of the rota goes on after a day, or begins within a month of it.
fn turns_go_on(role: &Role, end: Date) -> bool {
    let soon = end.plus_days(BETWEEN + 1);
    role.turn.iter().any(|turn| turn.from <= soon && turn.until.is_none_or(|until| until > end))
}

fn term_ending(record: &Record) -> Vec<Finding> {
    each(record, |role| {
        let until_then = record.on.plus_days(AHEAD);
        if !exists(role, record.on) || role.until.is_some_and(|until| until.last() <= until_then) {
            return Vec::new();
        }
        let near = current(&role.holder, record.on).filter(|(_, holder)| !is_guest(role, holder)).filter_map(|(n, holder)| {
            let end = term_end(record, role, holder).filter(|end| !matches!(end, TermEnd::Written(VagueDate::By(_))))?;
            (record.on <= end.last() && end.last() <= until_then).then_some((end, n, holder))
        });
        let mut ending: Vec<(TermEnd, usize, &Holder)> = near.collect();
        if ending.is_empty() {
            return Vec::new();
        }
        let terms = Terms::of(record, role);
        let mut known: BTreeMap<(Option<&Id>, Date), bool> = BTreeMap::new();
        let mut turns: BTreeMap<Date, bool> = BTreeMap::new();
        ending.retain(|(end, ..)| !*turns.entry(end.last()).or_insert_with_key(|end| turns_go_on(role, *end)));
        ending.retain(|(end, _, holder)| {
            !*known.entry((holder.seat.as_ref(), end.last())).or_insert_with_key(|(seat, end)| terms.go_on(role, *seat, *end))
        });
        ending.sort_by_key(|(end, n, _)| (end.last(), *n));
        let Some((end, n, holder)) = ending.first() else { return Vec::new() };
        let (place, who, day) = (place(role), &holder.who, end.last());
        let message = if ending.len() == 1 {
            text!(place, day; en: "the term of `{who}` {place} ends on {day}, and nobody is on record to follow", nl: "de termijn van `{who}` {place} eindigt op {day} en er staat nog geen opvolger")
        } else {
            let names = listed(ending.iter().map(|(_, _, holder)| holder.who.as_str()), 5);
            let on = if ending.iter().all(|(end, ..)| end.last() == day) {
                text!(day; en: "on {day}", nl: "op {day}")
            } else {
                text!(day; en: "from {day} on", nl: "vanaf {day}")
            };
            text!(names, place, on; en: "the terms of {names} {place} end {on}, and nobody is on record to follow", nl: "de termijnen van {names} {place} eindigen {on} en er staan nog geen opvolgers")
        };
        let at = match end {
            TermEnd::Written(_) => role.at(keys!["holder", *n, "until"]),
            TermEnd::Counted(_) => role.at(keys!["holder", *n, "from"]),
        };
        let next = day.plus_days(1);
        vec![Finding::new(at, message).about(&role.id).help(text!(en: "add the next term as a `[[holder]]` with `from = {next}`", nl: "voeg de volgende termijn toe als `[[holder]]` met `from = {next}`"))]
    })
}

fn term_ended(record: &Record) -> Vec<Finding> {
    each(record, |role| {
        if !exists(role, record.on) || role.on_record == Some(false) || role.vacant {
            return Vec::new();
        }
        let finding = if lapsed(record, role, record.on) { last_term_over(record, role) } else { too_long(record, role) };
        finding.into_iter().collect()
    })
}

/// Nobody holds the role any more. Empty seats are told one by one, and the end of a rota by its own rule.
fn last_term_over(record: &Record, role: &Role) -> Option<Finding> {
    let seated = role.seats.is_some() || !role.seat.is_empty();
    let over = role
        .holder
        .iter()
        .enumerate()
        .filter(|(_, holder)| !holder.former && !is_guest(role, holder))
        .filter_map(|(n, holder)| Some((holder.until.filter(|until| until.last() < record.on)?, n, holder)));
    let (until, n, holder) = over.max_by_key(|(until, n, _)| (until.last(), *n))?;
    let later_turn = role.turn.iter().any(|turn| turn.from <= record.on && turn.from > until.last());
    if seated || later_turn || turns_go_on(role, until.last()) || Terms::of(record, role).go_on(role, holder.seat.as_ref(), until.last()) {
        return None;
    }
    let (place, who) = (place(role), &holder.who);
    let message = text!(until, place; en: "the term of `{who}` {place} has ended ({until}), and nobody is on record after that", nl: "de termijn van `{who}` {place} is afgelopen ({until}) en er is geen opvolger vastgelegd");
    let help = text!(en: "add the next term as a `[[holder]]`, or write `vacant = true`", nl: "voeg de volgende termijn toe als `[[holder]]`, of schrijf `vacant = true`");
    Some(Finding::new(role.at(keys!["holder", n, "until"]), message).about(&role.id).help(help))
}

/// Somebody holds the role for longer than a term lasts, and nobody wrote down that it goes on.
fn too_long(record: &Record, role: &Role) -> Option<Finding> {
    let months = role.term_months?;
    let counted = |holder: &Holder| match term_end(record, role, holder) {
        Some(TermEnd::Counted(end)) => Some(end).filter(|end| *end < record.on),
        _ => None,
    };
    // Who has a next term on record is listed twice at once, which is told where that is.
    let renewed: BTreeSet<&Id> =
        current(&role.holder, record.on).filter(|(_, holder)| counted(holder).is_none()).map(|(_, holder)| &holder.who).collect();
    let over = current(&role.holder, record.on)
        .filter(|(_, holder)| !is_guest(role, holder) && !renewed.contains(&holder.who))
        .filter_map(|(n, holder)| Some((counted(holder)?, n, &holder.who)));
    let over: Vec<(Date, usize, &Id)> = over.collect();
    let (end, n, who) = over.iter().min_by_key(|(end, n, _)| (*end, *n))?;
    let place = place(role);
    let message = if over.len() == 1 {
        text!(end, place; en: "a term {place} is {months} months; that of `{who}` ended on {end}", nl: "een termijn {place} duurt {months} maanden; die van `{who}` is afgelopen op {end}")
    } else {
        let names = listed(over.iter().map(|(_, _, who)| who.as_str()), 5);
        text!(names, place; en: "a term {place} is {months} months; those of {names} have ended", nl: "een termijn {place} duurt {months} maanden; die van {names} zijn afgelopen")
    };
    let help = text!(en: "add `until = {end}` and the next term, or name the successor", nl: "voeg `until = {end}` toe en de volgende termijn, of noem de opvolger");
    Some(Finding::new(role.at(keys!["holder", *n, "from"]), message).about(&role.id).help(help))
}

/// The turns in the order in which they begin, with their numbers in the list; those that end before that are another rule's.
fn in_order(role: &Role) -> Vec<(usize, &Turn)> {
    let mut turns: Vec<(usize, &Turn)> =
        role.turn.iter().enumerate().filter(|(_, turn)| turn.until.is_none_or(|until| until >= turn.from)).collect();
    turns.sort_by_key(|(n, turn)| (turn.from, *n));
    turns
}

fn rota_gap(record: &Record) -> Vec<Finding> {
    each(record, |role| {
        let turns = in_order(role);
        let found = turns.windows(2).filter_map(|pair| {
            let [(_, before), (n, after)] = pair else { return None };
            let (first, second, from) = (&before.who, &after.who, after.from);
            let (message, help) = if after.from == before.from {
                (
                    text!(from; en: "the turns of `{first}` and `{second}` begin on the same day: {from}", nl: "de beurten van `{first}` en `{second}` beginnen op dezelfde dag: {from}"),
                    text!(en: "correct `from` of one of them", nl: "verbeter `from` bij een van de twee"),
                )
            } else {
                let until = before.until?;
                let (free, day_before) = (until.plus_days(1), from.plus_days(-1));
                let held = |holder: &Holder| !holder.former && holder.from.is_none_or(|from| from.first() <= free) && holder.until.is_none_or(|until| until.last() >= day_before);
                if until >= from {
                    (
                        text!(from, until; en: "the turn of `{second}` begins on {from}, while that of `{first}` lasts until {until}", nl: "de beurt van `{second}` begint op {from}, terwijl die van `{first}` loopt t/m {until}"),
                        text!(en: "write `until = {day_before}` at the turn of `{first}`, or leave it out", nl: "schrijf bij de beurt van `{first}` `until = {day_before}`, of laat `until` weg"),
                    )
                } else if free < from && !role.holder.iter().any(held) {
                    (
                        text!(free, day_before; en: "from {free} until {day_before} it is nobody's turn", nl: "van {free} t/m {day_before} is niemand aan de beurt"),
                        text!(en: "let the turn of `{second}` begin on {free}, or leave out `until` at that of `{first}`", nl: "laat de beurt van `{second}` beginnen op {free}, of laat `until` weg bij die van `{first}`"),
                    )
                } else {
                    return None;
                }
            };
            Some(Finding::new(role.at(keys!["turn", *n, "from"]), message).about(&role.id).help(help))
        });
        found.collect()
    })
}

fn rota_without_successor(record: &Record) -> Vec<Finding> {
    each(record, |role| {
        let turns = in_order(role);
        let Some((n, last)) = turns.last() else { return Vec::new() };
        let counted = role.term_months.filter(|months| *months > 0).map(|months| last.from.plus_months(months).plus_days(-1));
        let Some(end) = last.until.or(counted).filter(|end| *end <= record.on.plus_days(AHEAD)) else { return Vec::new() };
        let soon = end.plus_days(BETWEEN + 1);
        let followed = role.holder.iter().any(|holder| {
            !holder.former
                && holder.from.is_none_or(|from| from.first() <= soon)
                && term_end(record, role, holder).is_none_or(|other| other.last() > end)
        });
        let ends = role.until.is_some_and(|until| until.last() <= soon);
        if followed
            || ends
            || !exists(role, record.on)
            || role.on_record == Some(false)
            || role.vacant && matches!(holders(record, role, record.on), Holding::Vacant)
        {
            return Vec::new();
        }
        let (place, who) = (place(role), &last.who);
        let message = if end < record.on {
            text!(end, place; en: "the last turn {place}, that of `{who}`, ended on {end}, and nobody is next", nl: "de laatste beurt {place}, die van `{who}`, liep t/m {end}; er staat niet wie daarna aan de beurt is")
        } else {
            text!(end, place; en: "the turn of `{who}` {place} ends on {end}, and nobody is next yet", nl: "de beurt van `{who}` {place} loopt t/m {end}; er staat nog niet wie daarna aan de beurt is")
        };
        let next = end.plus_days(1);
        let at = if last.until.is_some() { role.at(keys!["turn", *n, "until"]) } else { role.at(keys!["turn", *n, "from"]) };
        vec![
            Finding::new(at, message)
                .about(&role.id)
                .help(text!(en: "add a `[[turn]]` with `from = {next}`", nl: "voeg een `[[turn]]` toe met `from = {next}`")),
        ]
    })
}

fn term_too_short(record: &Record) -> Vec<Finding> {
    each(record, |role| {
        let Some(months) = role.min_term_months else { return Vec::new() };
        let short = role.holder.iter().enumerate().filter_map(|(n, holder)| {
            // A role sits in a body for as long as it is there; who left early or stood in did not choose the length.
            let apart = holder.former || holder.interim || record.index.meant(&holder.who).has(Kinds::ROLE | Kinds::GROUP);
            let (from, until) = (holder.from?, holder.until?);
            let earliest = from.first().plus_months(months).plus_days(-1);
            if apart || matches!(from, VagueDate::By(_)) || reversed(holder.from, holder.until) || until.last() >= earliest {
                return None;
            }
            let (place, who) = (place(role), &holder.who);
            let message = text!(place; en: "a term {place} is at least {months} months; that of `{who}` is shorter", nl: "een termijn {place} duurt ten minste {months} maanden; die van `{who}` is korter");
            let help = text!(
                earliest;
                en: "{earliest} is the earliest end; who left before that is `former = true`, who stands in is `interim = true`",
                nl: "de termijn eindigt op zijn vroegst op {earliest}; wie eerder vertrok krijgt `former = true`, wie waarneemt `interim = true`"
            );
            Some(Finding::new(role.at(keys!["holder", n, "until"]), message).about(who).help(help))
        });
        short.collect()
    })
}
