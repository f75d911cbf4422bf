//! What somebody means who asks for a name: a task, a duty, a role, a person, an organisation or a channel, in either language.

mod near;

pub use near::near;

use crate::answers::audience::{Audience, may_see};
use crate::answers::due::kind_id;
use crate::handbook::duties::{DUTIES, Duty, duty};
use crate::record::Record;
use crate::record::event::Channel;
use crate::record::participant::{Participant, Person};
use crate::record::values::Id;
use crate::record::work::{Role, Task};
use crate::words::names::value_name;
use crate::words::{alike, duties_for, fold, keys_for, values_for};

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Found<'a> {
    Task(&'a Task),
    /// A duty that no task covers.
    Duty(&'static Duty),
    Role(&'a Role),
    Person(&'a Person),
    Organisation(&'a Participant),
    Channel(&'a Channel),
}

/// How well a name fits, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is the id or the whole name.
    Whole,
    /// It is a word of the name, or a word for the duty.
    Word,
    /// A word of the name begins with it, or it stands within the name.
    Part,
}

/// Everything that a name may stand for: what is called just so and nothing else, else what it is a word or a part of. Empty where
/// it is nothing that is known. People whom the audience may not see are not found.
pub fn search<'a>(record: &'a Record, typed: &str, audience: Audience) -> Vec<Found<'a>> {
    let found = called(record, typed, audience);
    let is_whole = found.first().is_some_and(|(fit, _)| *fit == Fit::Whole);
    let is_of_duty = |one: &Found<'_>| matches!(one, Found::Duty(_) | Found::Task(_));
    let mut found: Vec<Found<'a>> = found.into_iter().map(|(_, one)| one).collect();
    if is_whole || !found.iter().all(is_of_duty) {
        return found;
    }
    // Another word for the same: who asks for `beveiliging` may find a role that is called `security officer`.
    for word in alike(typed) {
        for (_, one) in called(record, word, audience) {
            if !found.contains(&one) && !is_of_duty(&one) {
                found.push(one);
            }
        }
    }
    found
}

/// What fits a name, the best first.
fn called<'a>(record: &'a Record, typed: &str, audience: Audience) -> Vec<(Fit, Found<'a>)> {
    let asked = Asked::of(typed);
    let mut found: Vec<(Fit, Found<'a>)> = Vec::new();
    let mut add = |fit: Option<Fit>, one: Found<'a>| found.extend(fit.map(|fit| (fit, one)));
    for one in record.roles.values() {
        let names = one.aliases.iter().map(String::as_str).chain([one.title.as_str(), one.id.as_str()]);
        add(asked.fit("roles", &one.id, names), Found::Role(one));
    }
    for one in record.people.values().filter(|one| may_see(one, audience)) {
        add(asked.fit("people", &one.id, [one.id.as_str(), one.name.as_str()]), Found::Person(one));
    }
    for one in record.participants.values() {
        let short = one.name.strip_prefix("Gemeente ");
        let names = one.aliases.iter().map(String::as_str).chain([one.id.as_str(), one.name.as_str()]).chain(short);
        let called = asked.fit("participants", &one.id, names.chain(one.cbs_code.as_deref()));
        let as_what = stands_for(record, &one.id).any(|key| asked.means(key)).then_some(Fit::Word);
        add(called.into_iter().chain(as_what).min(), Found::Organisation(one));
    }
    for one in record.community.iter().flat_map(|community| &community.channel) {
        let names = [one.id.as_str()].into_iter().chain(one.name.as_deref());
        let called = asked.fit("channels", &one.id, names);
        let of_kind = one.kind.map(kind_id).and_then(|kind| asked.of_kind(kind));
        add(called.into_iter().chain(of_kind).min(), Found::Channel(one));
    }
    let duties = asked.duties();
    for one in record.tasks.values() {
        let own = asked.fit("tasks", &one.id, [one.id.as_str(), one.title.as_str()]);
        let covered = || one.covers.iter().map(String::as_str).chain([one.id.as_str()]);
        let of_duty = duties.iter().filter(|(_, known)| covered().any(|id| id == known.id)).map(|(fit, _)| *fit).min();
        add(own.into_iter().chain(of_duty).min(), Found::Task(one));
    }
    for (fit, known) in duties {
        let is_covered = |task: &Task| task.id.as_str() == known.id || task.covers.iter().any(|id| id == known.id);
        if !record.tasks.values().any(is_covered) {
            add(Some(fit), Found::Duty(known));
        }
    }
    found.sort_by_key(|(fit, _)| *fit);
    if found.first().is_some_and(|(fit, _)| *fit == Fit::Whole) {
        found.retain(|(fit, _)| *fit == Fit::Whole);
    }
    found
}

/// What an organisation is for the whole, by the key that says it: the lead, and the fund holder, which the lead is too where nobody
/// else is.
pub fn stands_for<'a>(record: &'a Record, id: &'a Id) -> impl Iterator<Item = &'static str> + 'a {
    let lead = record.collaboration.as_ref().and_then(|settings| settings.lead.as_ref());
    let is = move |one: Option<&Id>| one.is_some_and(|one| record.organisation(one).is_some_and(|one| one.id == *id));
    [("lead", is(lead)), ("fund_holder", is(record.fund_holder()))].into_iter().filter_map(|(key, is_so)| is_so.then_some(key))
}

/// A name that was typed, as it is compared.
struct Asked<'a> {
    typed: &'a str,
    /// The kind in `roles/coordinator`, and what is behind it.
    kind: Option<(&'a str, &'a str)>,
    folded: String,
    words: Vec<String>,
}

impl<'a> Asked<'a> {
    fn of(typed: &'a str) -> Asked<'a> {
        let typed = typed.trim();
        Asked { typed, kind: typed.split_once('/'), folded: fold(typed), words: words_of(typed) }
    }

    /// How well it fits the names of a thing of a kind.
    fn fit<'n>(&self, kind: &str, id: &Id, names: impl IntoIterator<Item = &'n str>) -> Option<Fit> {
        if let Some((typed, plain)) = self.kind {
            return (typed == kind && plain == id.as_str()).then_some(Fit::Whole);
        }
        names.into_iter().filter_map(|name| self.against(name)).min()
    }

    /// Whether it is a key of the format, or a word that means nothing else.
    fn means(&self, key: &str) -> bool {
        self.kind.is_none() && (fold(key) == self.folded || keys_for(self.typed).first() == Some(&key))
    }

    /// How well it fits a kind of channel.
    fn of_kind(&self, kind: &str) -> Option<Fit> {
        let named = value_name(kind).is_some_and(|name| [&name.en, &name.nl].into_iter().any(|name| fold(name) == self.folded));
        let means = self.kind.is_none() && (fold(kind) == self.folded || named || values_for(self.typed).contains(&kind));
        means.then_some(Fit::Word)
    }

    fn against(&self, name: &str) -> Option<Fit> {
        if self.folded.is_empty() {
            return None;
        }
        let whole = fold(name);
        if whole == self.folded {
            return Some(Fit::Whole);
        }
        let words = words_of(name);
        if self.words.iter().all(|word| words.contains(word)) {
            return Some(Fit::Word);
        }
        let begins = |word: &String| word.chars().count() >= 3 && words.iter().any(|known| known.starts_with(word.as_str()));
        let within = self.folded.chars().count() >= 4 && whole.contains(&self.folded);
        (self.words.iter().all(begins) || within).then_some(Fit::Part)
    }

    /// The duties that it speaks of.
    fn duties(&self) -> Vec<(Fit, &'static Duty)> {
        if self.kind.is_some() {
            return Vec::new();
        }
        let meant: Vec<&'static Duty> = duties_for(self.typed).iter().filter_map(|id| duty(id)).collect();
        let fit = |known: &'static Duty| {
            let by_word = meant.contains(&known).then_some(Fit::Word);
            let by_name = [known.id, known.name.en.as_ref(), known.name.nl.as_ref()].into_iter().filter_map(|name| self.against(name));
            by_name.chain(by_word).min()
        };
        DUTIES.iter().filter_map(|known| Some((fit(known)?, known))).collect()
    }
}

/// The words of a name as they are compared; those that say nothing are left out where others are left.
fn words_of(name: &str) -> Vec<String> {
    let all: Vec<String> = name.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|word| !word.is_empty()).collect();
    let telling = |word: &&String| !["de", "het", "een", "van", "the", "a", "of"].contains(&word.as_str());
    let kept: Vec<String> = all.iter().filter(telling).cloned().collect();
    if kept.is_empty() { all } else { kept }
}
