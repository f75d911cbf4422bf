//! What a role wants once somebody has gone from it: a holder, a seat filled, a chair, a back-up.

use crate::answers::turn;
use crate::record::values::Id;
use crate::record::work::{Party, Role, Task};
use crate::text;
use crate::text::{Text, listed};

use super::terms::Ended;
use super::{Ending, Retiring};

impl Ending<'_> {
    /// Lists what nobody does in a role after the last day.
    pub fn vacancies(&self, role: &Role, ended: &Ended<'_>, plan: &mut Retiring) {
        // A successor who could take this over did.
        let (id, next, who) = (&role.id, self.next, Text::new("WHO", "WIE"));
        let is_open = |list: &str| ended.open.iter().any(|(open, _)| *open == list);
        let assign =
            |option: &str| text!(who; en: "assign {id} {who}{option} --since {next}", nl: "assign {id} {who}{option} --since {next}");
        let then = |rest: &str| {
            let first = assign("");
            text!(first, who; en: "{first}`, then `commons set roles/{id} 'holder[{who}].{rest}", nl: "{first}` en daarna `commons set roles/{id} 'holder[{who}].{rest}")
        };
        if is_open("holder") || ended.turn_open {
            let there = self.staying("holder", &role.holder, ended);
            let turns = turn(role, next).is_some_and(|who| !self.is_gone(who));
            if there.is_empty() && !turns && !ended.followed.contains("holder") && role.on_record != Some(false) {
                let what = self.vacant(role);
                if role.turn.is_empty() {
                    plan.leave(&what, &assign(""));
                } else {
                    // No command gives somebody a turn.
                    let how = text!(who; en: "add a `[[turn]]` with `who = \"{who}\"` and `from = {next}` to `roles/{id}.toml`", nl: "voeg in `roles/{id}.toml` een `[[turn]]` toe met `who = \"{who}\"` en `from = {next}`");
                    plan.leave_by_hand(&what, &how);
                }
            } else {
                for (_, entry) in ended.open.iter().filter(|(list, _)| *list == "holder") {
                    let filled = |seat: &Id| there.iter().any(|other| other.seat.as_ref() == Some(seat));
                    if let Some(seat) = entry.seat.as_ref().filter(|seat| !filled(seat)) {
                        let what = text!(next; en: "seat `{seat}` of `{id}` is empty from {next}", nl: "zetel `{seat}` van `{id}` is leeg vanaf {next}");
                        plan.leave(&what, &then(&format!("seat' {seat}")));
                    } else if entry.seat.is_none() && role.seats.is_some_and(|seats| there.len() < seats as usize) {
                        let what = text!(next; en: "a seat in `{id}` is empty from {next}", nl: "een zetel in `{id}` is leeg vanaf {next}");
                        plan.leave(&what, &assign(""));
                    }
                    if entry.chair && !there.iter().any(|other| other.chair) {
                        let what = text!(next; en: "`{id}` has no chair from {next}", nl: "`{id}` heeft geen voorzitter vanaf {next}");
                        let command =
                            text!(who; en: "set roles/{id} 'holder[{who}].chair' true", nl: "set roles/{id} 'holder[{who}].chair' true");
                        plan.leave(&what, &command);
                    }
                }
            }
        }
        if is_open("backup") && self.staying("backup", &role.backup, ended).is_empty() && !ended.followed.contains("backup") {
            let what = text!(next; en: "`{id}` has no back-up from {next}", nl: "`{id}` heeft geen vervanger vanaf {next}");
            plan.leave(&what, &assign(" --backup"));
        }
    }

    /// Says where a successor comes to carry out what they are accountable for, or are asked about.
    pub fn letters(&self, plan: &mut Retiring) {
        let Some(new) = self.successor.map(|new| new.id) else { return };
        for task in self.record.tasks.values() {
            let Some(raci) = &task.raci else { continue };
            let has = |parties: &[Party]| {
                let theirs = parties.iter().any(|party| self.record.index.same(party.who(), new));
                (theirs, theirs || parties.iter().any(|party| self.is_leaver(party.who())))
            };
            let (did, does) = has(raci.responsible.as_slice());
            let id = &task.id;
            if let (was, true) = has(raci.accountable.as_slice())
                && does
                && !(did && was)
            {
                plan.said.push(text!(en: "`{new}` then both carries out `{id}` and is accountable for it", nl: "`{new}` voert `{id}` dan uit en is er ook eindverantwoordelijk voor"));
            }
            if let (was, true) = has(raci.consulted.as_slice())
                && does
                && !(did && was)
            {
                plan.said.push(text!(en: "`{new}` then both carries out `{id}` and is consulted on it", nl: "`{new}` voert `{id}` dan uit en wordt er ook over geraadpleegd"));
            }
        }
    }

    /// That nobody holds a role, and which tasks rest on it.
    fn vacant(&self, role: &Role) -> Text {
        let (id, next) = (&role.id, self.next);
        let names = |party: &Party| self.record.index.plain(party.who()).0 == id.as_str();
        let rests = |task: &&Task| {
            task.raci.as_ref().is_some_and(|raci| raci.responsible.as_slice().iter().chain(raci.accountable.as_slice()).any(names))
        };
        let tasks: Vec<&str> = self.record.tasks.values().filter(rests).map(|task| task.id.as_str()).collect();
        if tasks.is_empty() {
            return text!(next; en: "`{id}` is vacant from {next}", nl: "`{id}` is vacant vanaf {next}");
        }
        let tasks = listed(tasks, 5);
        text!(next, tasks; en: "`{id}` is vacant from {next}, and with it {tasks}", nl: "`{id}` is vacant vanaf {next}, en daarmee {tasks}")
    }
}
