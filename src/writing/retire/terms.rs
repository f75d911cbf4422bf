//! The terms and turns of whoever ends: each has a last day, and where there is a successor the next one.

use std::collections::BTreeSet;

use crate::date::{Date, VagueDate, overlap, within};
use crate::edit::{Edit, quoted};
use crate::finding::{Key, Keys};
use crate::record::index::Kinds;
use crate::record::references::turn_end;
use crate::record::work::{Holder, Role, Turn};
use crate::text::Text;
use crate::writing::assign::{Assignment, Part, assign};
use crate::{keys, text};

use super::{Ending, Retiring, Successor, set};

/// What became of the terms of one role.
#[derive(Default)]
pub struct Ended<'a> {
    /// The terms that are over after the last day: in which list, and with which number.
    pub entries: BTreeSet<(&'static str, usize)>,
    /// Those in which nobody follows.
    pub open: Vec<(&'static str, &'a Holder)>,
    /// Whether a successor holds the role, or stands in for it, from the day after.
    pub followed: BTreeSet<&'static str>,
    pub turn_open: bool,
    /// Whether that successor's term has no end.
    endless: bool,
}

impl<'a> Ending<'a> {
    /// Ends the terms of what ends and of those who go with it, in every role.
    pub fn terms(&self, plan: &mut Retiring) {
        for role in self.record.roles.values() {
            if self.kind == Kinds::ROLE && role.id == self.id {
                self.of_role_itself(role, plan);
                continue;
            }
            if role.until.is_some_and(|until| until.last() <= self.day) {
                continue;
            }
            let mut ended = Ended::default();
            for (list, entries) in [("holder", &role.holder), ("backup", &role.backup)] {
                for (n, entry) in entries.iter().enumerate().filter(|(_, entry)| self.is_gone(&entry.who) && self.is_running(entry)) {
                    self.term(role, (list, n, entry), &mut ended, plan);
                }
            }
            for (n, turn) in role.turn.iter().enumerate().filter(|(_, turn)| self.is_gone(&turn.who)) {
                self.turn(role, (n, turn), &mut ended, plan);
            }
            self.vacancies(role, &ended, plan);
        }
    }

    /// A role that is no more is held by nobody, whoever held it.
    fn of_role_itself(&self, role: &Role, plan: &mut Retiring) {
        for (list, entries) in [("holder", &role.holder), ("backup", &role.backup)] {
            for (n, entry) in entries.iter().enumerate().filter(|(_, entry)| self.is_running(entry)) {
                if entry.from.is_some_and(|from| from.first() > self.day) {
                    let (who, from, id) = (&entry.who, entry.from.expect("it was just looked at"), &role.id);
                    let what =
                        text!(from; en: "`{who}` was to begin in `{id}` ({from})", nl: "`{who}` zou nog beginnen bij `{id}` ({from})");
                    plan.leave(&what, &set(&role.file, &keys![list, n], &Text::same("--unset")));
                    continue;
                }
                self.end(role, list, n, entry, plan);
            }
        }
        for (n, turn) in role.turn.iter().enumerate() {
            let id = &role.id;
            if turn.from > self.day {
                let (who, from) = (&turn.who, turn.from);
                let what =
                    text!(from; en: "`{who}` has a turn in `{id}` from {from}", nl: "`{who}` is bij `{id}` aan de beurt vanaf {from}");
                plan.leave(&what, &set(&role.file, &keys!["turn", n], &Text::same("--unset")));
            } else if turn_end(role, turn).is_none_or(|end| end > self.day) {
                plan.add(&role.file, Edit::Set(keys!["turn", n, "until"], self.day.to_string()));
            }
        }
    }

    /// Whether an entry holds on the last day or after it.
    fn is_running(&self, entry: &Holder) -> bool {
        !entry.former && entry.until.is_none_or(|until| until.last() >= self.day)
    }

    fn term(&self, role: &'a Role, (list, n, entry): (&'static str, usize, &'a Holder), ended: &mut Ended<'a>, plan: &mut Retiring) {
        let (who, id) = (&entry.who, &role.id);
        let own = self.is_leaver(who);
        let speaks_for = entry.for_organisation.as_ref().filter(|other| !own && !self.is_leaver(other));
        if let Some(other) = speaks_for {
            let employer = &self.id;
            let what = text!(en: "`{who}` works for `{employer}`, and speaks for `{other}` in `{id}`", nl: "`{who}` werkt bij `{employer}`, en spreekt in `{id}` namens `{other}`");
            plan.leave(&what, &set(&role.file, &keys![list, n, "until"], &Text::same(self.day.to_string())));
            return;
        }
        let heir = self.successor.filter(|_| own);
        if let Some(from) = entry.from.filter(|from| from.first() > self.day) {
            ended.entries.insert((list, n));
            // Whoever has a term of their own then cannot have this one too.
            let entries = if list == "backup" { &role.backup } else { &role.holder };
            let has_one = |new: &Successor<'_>| {
                let theirs = |other: &&Holder| !other.former && self.record.index.same(&other.who, new.id);
                entries.iter().filter(theirs).any(|other| overlap((other.from, other.until), (entry.from, entry.until)))
            };
            if let Some(new) = heir.filter(|new| !ended.endless && !has_one(new)) {
                let new = new.id;
                plan.add(&role.file, Edit::Set(keys![list, n, "who"], quoted(new.as_str())));
                plan.said.push(text!(from; en: "the term in `{id}` from {from} is `{new}`'s instead of `{who}`'s", nl: "de termijn bij `{id}` vanaf {from} is van `{new}` in plaats van `{who}`"));
                ended.followed.insert(list);
            } else {
                let what = text!(from; en: "`{who}` was to begin in `{id}` ({from})", nl: "`{who}` zou nog beginnen bij `{id}` ({from})");
                plan.leave(&what, &set(&role.file, &keys![list, n], &Text::same("--unset")));
            }
            return;
        }
        self.end(role, list, n, entry, plan);
        ended.entries.insert((list, n));
        let part = match list {
            "backup" => Part::Backup,
            _ if entry.interim => Part::Interim,
            _ => Part::Holder,
        };
        let rest = entry.until.map(VagueDate::last).filter(|until| *until > self.day);
        let taking_over = heir.and_then(|new| {
            // What remains is served out, unless that would be a shorter term than the role allows.
            let is_long = |until: &Date| role.min_term_months.is_none_or(|months| new.since.plus_months(months).plus_days(-1) <= *until);
            let until = rest.filter(|until| *until >= new.since && (part != Part::Holder || is_long(until)));
            ended.endless |= until.is_none();
            let asked = Assignment { role, who: new.id, part, since: new.since, until, instead: Some(entry) };
            assign(self.record, &asked).ok().filter(|assigning| !assigning.edits.is_empty())
        });
        let Some(assigning) = taking_over else {
            ended.open.push((list, entry));
            return;
        };
        ended.followed.insert(list);
        for edit in assigning.edits {
            if let Edit::Set(Keys(keys), _) = &edit
                && let [Key::Name(list), Key::Index(n), _] = keys.as_slice()
                && list == "backup"
                && ended.entries.insert(("backup", *n))
                && let Some(entry) = role.backup.get(*n)
            {
                // Who stood in now holds it, so somebody else is to stand in.
                ended.open.push(("backup", entry));
            }
            plan.add(&role.file, edit);
        }
        plan.said.extend(assigning.said);
    }

    /// Ends one entry on the last day.
    fn end(&self, role: &Role, list: &'static str, n: usize, entry: &Holder, plan: &mut Retiring) {
        if entry.until == Some(VagueDate::Day(self.day)) {
            return;
        }
        let (who, id, day) = (&entry.who, &role.id, self.day);
        plan.add(&role.file, Edit::Set(keys![list, n, "until"], day.to_string()));
        if entry.until_when.is_some() {
            // A day takes the place of words.
            plan.add(&role.file, Edit::Remove(keys![list, n, "until_when"]));
        }
        plan.said.push(match list {
            "backup" => text!(day; en: "`{who}` is back-up of `{id}` up to and including {day}", nl: "`{who}` is vervanger bij `{id}` tot en met {day}"),
            _ => text!(day; en: "the term of `{who}` in `{id}` ends on {day}", nl: "de termijn van `{who}` bij `{id}` eindigt op {day}"),
        });
        let early = |months: u32| entry.from.is_some_and(|from| from.first().plus_months(months).plus_days(-1) > day);
        if list == "holder" && !entry.interim && role.min_term_months.is_some_and(early) {
            // A shorter term than was agreed is refused, unless it says that somebody left early.
            plan.add(&role.file, Edit::Set(keys![list, n, "former"], "true".to_owned()));
            plan.said.push(text!(en: "that is sooner than `{id}` allows, so `former = true` says that `{who}` left early; reports leave that term out at once", nl: "dat is eerder dan `{id}` toestaat; `former = true` zegt dat `{who}` tussentijds is vertrokken, en overzichten laten die termijn meteen weg"));
        }
    }

    fn turn(&self, role: &'a Role, (n, turn): (usize, &'a Turn), ended: &mut Ended<'a>, plan: &mut Retiring) {
        let end = turn_end(role, turn);
        if end.is_some_and(|end| end < self.next) {
            return;
        }
        let (who, id, from) = (&turn.who, &role.id, turn.from);
        let heir = self.successor.filter(|_| self.is_leaver(who));
        let place = keys!["turn", n, "who"];
        if from > self.day {
            if let Some(new) = heir {
                let new = new.id;
                plan.add(&role.file, Edit::Set(place, quoted(new.as_str())));
                plan.said.push(text!(from; en: "the turn in `{id}` from {from} is `{new}`'s instead of `{who}`'s", nl: "de beurt bij `{id}` vanaf {from} is van `{new}` in plaats van `{who}`"));
            } else {
                let what =
                    text!(from; en: "`{who}` has a turn in `{id}` from {from}", nl: "`{who}` is bij `{id}` aan de beurt vanaf {from}");
                plan.leave(&what, &set(&role.file, &place, &Text::new("WHO", "WIE")));
            }
            return;
        }
        let day = self.day;
        plan.add(&role.file, Edit::Set(keys!["turn", n, "until"], day.to_string()));
        plan.said
            .push(text!(day; en: "the turn of `{who}` in `{id}` ends on {day}", nl: "de beurt van `{who}` bij `{id}` eindigt op {day}"));
        let Some(new) = heir.filter(|new| end.is_none_or(|end| end >= new.since)) else {
            ended.turn_open = true;
            return;
        };
        let (new, since) = (new.id, new.since);
        let mut pairs = vec![("who".to_owned(), quoted(new.as_str())), ("from".to_owned(), since.to_string())];
        pairs.extend(end.map(|end| ("until".to_owned(), end.to_string())));
        plan.add(&role.file, Edit::Append(keys!["turn"], pairs));
        plan.said.push(text!(since; en: "from {since} it is the turn of `{new}`", nl: "vanaf {since} is `{new}` aan de beurt"));
        ended.followed.insert("holder");
    }

    /// Who is there on the day after: entries of a list that neither end nor belong to those who go.
    pub fn staying<'r>(&self, list: &'static str, entries: &'r [Holder], ended: &Ended<'_>) -> Vec<&'r Holder> {
        let there = |entry: &Holder| !entry.former && within(entry.from, entry.until, self.next) && !self.is_gone(&entry.who);
        let all = entries.iter().enumerate();
        all.filter(|(n, entry)| there(entry) && !ended.entries.contains(&(list, *n))).map(|(_, entry)| entry).collect()
    }
}
