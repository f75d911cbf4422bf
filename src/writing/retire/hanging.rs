//! What rests on whoever ends outside of roles: each is handed over where there is a successor, else listed.

use crate::date::{VagueDate, within};
use crate::edit::{Edit, quoted};
use crate::finding::{Key, Keys};
use crate::record::index::Kinds;
use crate::record::participant::UseStatus;
use crate::record::references::Reference;
use crate::record::survey::each_reference_on;
use crate::record::values::Id;
use crate::source::FilePath;
use crate::source::layout::{FileKind, Standing, standing};
use crate::text;
use crate::text::Text;

use super::{Ending, Retiring, keys_of, set};

/// What a reference that is still counted on says, and whether a successor simply takes the place.
enum Rests {
    /// A successor takes it over; else it is listed.
    Passes(Text),
    /// Something to decide on, whoever comes after.
    Stays(Text),
}

use Rests::{Passes, Stays};

impl Ending<'_> {
    /// Hands over or lists whatever still names those who are gone.
    pub fn references(&self, plan: &mut Retiring) {
        let record = self.record;
        let mut moved = false;
        each_reference_on(record, self.next, &mut |reference, at| {
            if !self.is_gone(reference.id) {
                return;
            }
            let at = at();
            let Some(keys) = keys_of(at.place) else { return };
            match self.rests(&reference, &at.file, &keys) {
                None => {}
                Some(Passes(what)) => match self.heir(&reference) {
                    Some(new) if self.fits(new.id, &at.file, &keys) => {
                        moved = true;
                        let new = new.id;
                        let twice = self.is_beside(new, &at.file, &keys);
                        let edit = if twice { Edit::Remove(item_of(&keys)) } else { Edit::Set(keys, quoted(new.as_str())) };
                        plan.add(&at.file, edit);
                        plan.said.push(text!(what; en: "{what}: that becomes `{new}`", nl: "{what}: dat wordt `{new}`"));
                    }
                    _ => {
                        // No command is advised that `check` would deny.
                        let may = self.heir(&reference).is_none() && self.may(&reference, &at.file, &keys);
                        let who = if may { self.somebody() } else { nobody() };
                        plan.leave(&what, &set(&at.file, &keys, &who));
                    }
                },
                Some(Stays(what)) => {
                    let who = if self.may(&reference, &at.file, &keys) { self.somebody() } else { nobody() };
                    plan.leave(&what, &self.command(&at.file, &keys, &who));
                }
            }
        });
        self.letters(plan);
        if moved {
            plan.said.push(Text::new(
                "what has no dates of its own changes as soon as this is written",
                "wat zelf geen datum heeft, verandert zodra dit geschreven is",
            ));
        }
    }

    /// What is said of a reference that is still counted on after the last day; none where nothing hangs in the air.
    fn rests(&self, reference: &Reference<'_>, file: &FilePath, keys: &Keys) -> Option<Rests> {
        let Standing::File(kind) = standing(file.as_str()) else { return None };
        let (who, thing) = (reference.id, file.stem());
        let first = name(keys, 0)?;
        let ahead = reference.ahead;
        Some(match (kind, first) {
            (FileKind::Collaboration, "lead") if ahead => Passes(text!(en: "`{who}` leads the collaboration", nl: "`{who}` is penvoerder")),
            (FileKind::Collaboration, "finances") if ahead => Passes(text!(en: "`{who}` holds the money", nl: "`{who}` is kassier")),
            (FileKind::Participant, _) if thing == self.id.as_str() && self.kind == Kinds::ORGANISATION => return None,
            (FileKind::Participant, "contact") if ahead => {
                Passes(text!(en: "`{who}` is the contact of `{thing}`", nl: "`{who}` is contactpersoon van `{thing}`"))
            }
            (FileKind::Participant, "onboarding") if ahead => {
                Passes(text!(en: "`{who}` is the buddy of `{thing}`", nl: "`{who}` is buddy van `{thing}`"))
            }
            (FileKind::Participant, "interest") if self.is_waiting(thing) => Passes(
                text!(en: "`{who}` speaks with `{thing}`, which wants to join", nl: "`{who}` is in gesprek met `{thing}`, dat wil deelnemen"),
            ),
            (FileKind::Participant, "use") => self.of_use(who, thing, keys)?,
            (FileKind::Participant | FileKind::People, "people") if ahead => {
                let person = name(keys, 1)?;
                Stays(text!(en: "`{person}` works for `{who}`", nl: "`{person}` werkt voor `{who}`"))
            }
            (FileKind::Product, "owner") if ahead => Stays(text!(en: "`{who}` owns `{thing}`", nl: "`{who}` is eigenaar van `{thing}`")),
            (FileKind::Product, "repository_owner") if ahead => Stays(
                text!(en: "the repository of `{thing}` stands in the name of `{who}`", nl: "de repository van `{thing}` staat op naam van `{who}`"),
            ),
            (FileKind::Product, "maintainer") if ahead => {
                Passes(text!(en: "`{who}` maintains `{thing}`", nl: "`{who}` onderhoudt `{thing}`"))
            }
            (FileKind::Role, "hosted_by") if ahead => Passes(text!(en: "`{who}` houses `{thing}`", nl: "`{who}` huisvest `{thing}`")),
            (FileKind::Role, "holder" | "backup") if ahead && keys.0.last() == Some(&Key::from("for_organisation")) => {
                let speaker = self.speaker(thing, keys)?;
                Stays(text!(en: "`{speaker}` speaks for `{who}` in `{thing}`", nl: "`{speaker}` spreekt in `{thing}` namens `{who}`"))
            }
            (FileKind::Role, "part_of") if self.exists(thing) => {
                Passes(text!(en: "the role `{thing}` is part of `{who}`", nl: "de rol `{thing}` hoort bij `{who}`"))
            }
            (FileKind::Role, "product") if self.exists(thing) => {
                Stays(text!(en: "the role `{thing}` is there for `{who}`", nl: "de rol `{thing}` is er voor `{who}`"))
            }
            (FileKind::Task, "product") => {
                Stays(text!(en: "the task `{thing}` is about `{who}`", nl: "de taak `{thing}` gaat over `{who}`"))
            }
            (FileKind::Task, "raci") if ahead => Passes(letter(who, name(keys, 1)?, thing)),
            (FileKind::Event, field) => self.of_event(reference, field, file)?,
            (FileKind::Community, field) if ahead => self.of_community(who, field, keys)?,
            (FileKind::Contract, "supplier") if self.is_in_force(thing) => {
                Stays(text!(en: "the contract `{thing}` with `{who}` goes on", nl: "het contract `{thing}` met `{who}` loopt door"))
            }
            (FileKind::Contract, "product") if self.is_in_force(thing) => {
                Stays(text!(en: "the contract `{thing}` is about `{who}`", nl: "het contract `{thing}` gaat over `{who}`"))
            }
            (FileKind::Budget, field) if self.is_of_later_year(file) && field != "adopted" => {
                Stays(text!(en: "`{file}` counts on `{who}`", nl: "`{file}` rekent op `{who}`"))
            }
            _ => return None,
        })
    }

    /// What is used, and from whom, after the last day.
    fn of_use(&self, who: &Id, thing: &str, keys: &Keys) -> Option<Rests> {
        let Some(Key::Index(n)) = keys.0.get(1) else { return None };
        let one = self.record.participants.get(thing).filter(|one| one.left.is_none_or(|left| left.last() >= self.next))?;
        let used = one.uses.get(*n)?;
        if used.status == Some(UseStatus::Stopped) || used.until.is_some_and(|until| until.last() < self.next) {
            return None;
        }
        let product = &used.product;
        Some(Stays(match name(keys, 2)? {
            "supplier" => text!(en: "`{who}` delivers `{product}` to `{thing}`", nl: "`{who}` levert `{product}` aan `{thing}`"),
            _ => text!(en: "`{thing}` uses `{who}`", nl: "`{thing}` gebruikt `{who}`"),
        }))
    }

    fn of_event(&self, reference: &Reference<'_>, field: &str, file: &FilePath) -> Option<Rests> {
        let (who, thing) = (reference.id, file.stem());
        let event = self.record.events.get(thing)?;
        let goes_on = event.repeat.as_ref().is_some_and(|repeat| repeat.until.is_none_or(|until| until >= self.next));
        let coming = event.status != Some(crate::record::event::EventStatus::Cancelled) && (event.starts.date() >= self.next || goes_on);
        Some(match field {
            "organiser" if coming => Passes(text!(en: "`{who}` organises `{thing}`", nl: "`{who}` organiseert `{thing}`")),
            "agenda" if coming => {
                Passes(text!(en: "`{who}` is on the agenda of `{thing}`", nl: "`{who}` staat op de agenda van `{thing}`"))
            }
            "invited" if coming => Passes(text!(en: "`{who}` is invited to `{thing}`", nl: "`{who}` is uitgenodigd voor `{thing}`")),
            "body" if coming => Passes(text!(en: "`{thing}` is a meeting of `{who}`", nl: "`{thing}` is een overleg van `{who}`")),
            "product" if coming => Stays(text!(en: "`{thing}` is about `{who}`", nl: "`{thing}` gaat over `{who}`")),
            "action" | "occurrence" if reference.ahead => {
                Passes(text!(en: "`{who}` has an open action of `{thing}`", nl: "`{who}` heeft een openstaande actie uit `{thing}`"))
            }
            _ => return None,
        })
    }

    fn of_community(&self, who: &Id, field: &str, keys: &Keys) -> Option<Rests> {
        let community = self.record.community.as_ref()?;
        let Some(Key::Index(n)) = keys.0.get(1) else { return None };
        Some(match (field, name(keys, 2)?) {
            ("channel", _) => {
                let id = &community.channel.get(*n)?.id;
                Passes(text!(en: "`{who}` looks after the channel `{id}`", nl: "`{who}` beheert het kanaal `{id}`"))
            }
            ("knowledge", "owner") => {
                let id = &community.knowledge.get(*n)?.id;
                Passes(text!(en: "`{who}` looks after the knowledge `{id}`", nl: "`{who}` beheert de kennis `{id}`"))
            }
            ("step", _) => {
                let id = &community.step.get(*n)?.id;
                Passes(text!(en: "`{who}` does the onboarding step `{id}`", nl: "`{who}` doet de onboardingstap `{id}`"))
            }
            _ => return None,
        })
    }

    /// What is owed to or by an organisation that ends.
    pub fn money(&self, plan: &mut Retiring) {
        if self.kind != Kinds::ORGANISATION {
            return;
        }
        let record = self.record;
        let credited = |number: &str| record.invoices.iter().any(|other| other.credits.as_deref() == Some(number));
        for invoice in record.invoices.iter().filter(|invoice| self.is_leaver(&invoice.participant)) {
            let file = &invoice.file;
            let Some(number) = invoice.number.as_deref() else {
                let how = text!(en: "decide whether it is still sent (`{file}`)", nl: "besluit of die nog verstuurd wordt (`{file}`)");
                let id = &invoice.id;
                plan.leave_by_hand(&text!(en: "the draft invoice `{id}`", nl: "de conceptfactuur `{id}`"), &how);
                continue;
            };
            let payments = record.payments.iter().flat_map(|all| &all.payment).filter(|one| one.invoice.as_deref() == Some(number));
            let paid: crate::money::Money = payments.map(|payment| payment.amount).sum();
            let due = invoice.total.filter(|total| *total > paid && invoice.credits.is_none() && !credited(number));
            if let Some(total) = due {
                let open = (total - paid).in_currency(record.currency());
                let what = text!(open; en: "of invoice {number} {open} is open", nl: "van factuur {number} staat {open} open");
                let how =
                    text!(en: "see that it is paid or credited (`{file}`)", nl: "zorg dat die betaald of gecrediteerd wordt (`{file}`)");
                plan.leave_by_hand(&what, &how);
            }
        }
    }

    /// The command for something to decide on.
    fn command(&self, file: &FilePath, keys: &Keys, who: &Text) -> Text {
        let day = self.day;
        let Standing::File(kind) = standing(file.as_str()) else { return Text::default() };
        let beside = |key: &'static str| Keys(keys.0[..keys.0.len() - 1].to_vec()).then(key);
        match (kind, name(keys, keys.0.len() - 1)) {
            (FileKind::Contract, _) => Text::same(format!("retire contracts/{} --on {day}", file.stem())),
            (FileKind::Role, Some("product")) => Text::same(format!("retire roles/{} --on {day}", file.stem())),
            (FileKind::Role, _) | (FileKind::Participant, Some("product")) => set(file, &beside("until"), &Text::same(day.to_string())),
            (_, Some("product" | "contract")) => set(file, keys, &Text::same("--unset")),
            _ => set(file, keys, who),
        }
    }

    /// Whether the successor can stand where a reference does.
    fn may(&self, reference: &Reference<'_>, file: &FilePath, keys: &Keys) -> bool {
        self.successor.is_none_or(|new| self.record.index.meant(new.id).has(reference.accepts) && self.fits(new.id, file, keys))
    }

    /// Whether a successor may stand at a place: the contact of an organisation is one of its own people.
    fn fits(&self, new: &Id, file: &FilePath, keys: &Keys) -> bool {
        if name(keys, 0) != Some("contact") {
            return true;
        }
        let person = self.record.people.get(self.record.index.plain(new).0.as_ref());
        let works = person.and_then(|person| self.record.organisation_of(person));
        works.is_some_and(|works| works.as_str() == file.stem())
    }

    /// Whether a successor stands in the same list already.
    fn is_beside(&self, new: &Id, file: &FilePath, keys: &Keys) -> bool {
        let item = item_of(keys);
        let Some((Key::Index(_), list)) = item.0.split_last() else { return false };
        if !matches!(name(keys, 0), Some("raci" | "invited")) {
            return false;
        }
        let mut beside = false;
        each_reference_on(self.record, self.next, &mut |reference, at| {
            if self.record.index.same(reference.id, new) {
                let at = at();
                beside |= at.file == *file && keys_of(at.place).is_some_and(|other| other.0.starts_with(list));
            }
        });
        beside
    }

    fn is_waiting(&self, thing: &str) -> bool {
        let one = self.record.participants.get(thing);
        one.is_some_and(|one| {
            one.joined.is_none()
                && one.left.is_none_or(|left| left.last() >= self.next)
                && one.interest.as_ref().is_some_and(|interest| interest.answered.is_none())
        })
    }

    fn speaker(&self, role: &str, keys: &Keys) -> Option<&Id> {
        let role = self.record.roles.get(role)?;
        let Some(Key::Index(n)) = keys.0.get(1) else { return None };
        let list = if name(keys, 0) == Some("backup") { &role.backup } else { &role.holder };
        // The terms of those who go end by themselves.
        list.get(*n).map(|entry| &entry.who).filter(|who| !self.is_gone(who))
    }

    fn exists(&self, role: &str) -> bool {
        self.record.roles.get(role).is_some_and(|role| role.until.is_none_or(|until| until.last() >= self.next))
    }

    fn is_in_force(&self, contract: &str) -> bool {
        self.record.contracts.get(contract).is_some_and(|one| within(None::<VagueDate>, one.until, self.next))
    }

    fn is_of_later_year(&self, file: &FilePath) -> bool {
        file.as_str().split('/').nth(1).and_then(|year| year.parse::<i32>().ok()).is_some_and(|year| year >= self.next.year())
    }
}

/// What a letter of a task says of somebody.
fn letter(who: &Id, letter: &str, task: &str) -> Text {
    match letter {
        "responsible" => text!(en: "`{who}` carries out `{task}`", nl: "`{who}` voert `{task}` uit"),
        "accountable" => text!(en: "`{who}` is accountable for `{task}`", nl: "`{who}` is eindverantwoordelijk voor `{task}`"),
        "consulted" => text!(en: "`{who}` is consulted on `{task}`", nl: "`{who}` wordt geraadpleegd over `{task}`"),
        _ => text!(en: "`{who}` is informed of `{task}`", nl: "`{who}` wordt geïnformeerd over `{task}`"),
    }
}

/// What stands in a command where nobody in particular is meant.
fn nobody() -> Text {
    Text::new("WHO", "WIE")
}

/// The name at a step of the way to a place.
fn name(keys: &Keys, at: usize) -> Option<&str> {
    if let Some(Key::Name(name)) = keys.0.get(at) { Some(name) } else { None }
}

/// The item of a list in which a place is.
fn item_of(keys: &Keys) -> Keys {
    let end = keys.0.iter().rposition(|key| matches!(key, Key::Index(_))).map_or(keys.0.len(), |at| at + 1);
    Keys(keys.0[..end].to_vec())
}
