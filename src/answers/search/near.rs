//! What was perhaps meant by a name that nothing has.

use crate::answers::audience::{Audience, may_see};
use crate::answers::search::Found;
use crate::record::Record;
use crate::words::fold;

/// The things whose id or name is a slip of the hand or two away from what was typed, or of which one word is, the nearest first, with
/// the name that is meant. A word of one or two letters is near everything, so it is near nothing.
pub fn near<'a>(record: &'a Record, typed: &str, audience: Audience) -> Vec<(String, Found<'a>)> {
    let asked = fold(typed.trim());
    let most = match asked.chars().count() {
        3..=7 => 1,
        8..=60 => 2,
        _ => return Vec::new(),
    };
    let mut found: Vec<(usize, String, Found<'a>)> = Vec::new();
    let mut add = |names: &[&str], one: Found<'a>| {
        let words = || names.iter().skip(1).flat_map(|name| name.split([' ', '-'])).filter(|word| word.chars().count() > 3);
        let nearest = |all: &mut dyn Iterator<Item = &str>| {
            all.filter_map(|name| {
                let folded = fold(name);
                let begins = folded.chars().next() == asked.chars().next();
                let mistakes = if begins { strsim::osa_distance(&folded, &asked) } else { usize::MAX };
                (mistakes <= most).then_some(mistakes)
            })
            .min()
        };
        let whole = nearest(&mut names.iter().copied());
        let part = || nearest(&mut words()).map(|mistakes| mistakes + most);
        let said = names.get(1).or(names.first()).copied().unwrap_or_default();
        found.extend(whole.or_else(part).map(|mistakes| (mistakes, said.to_owned(), one)));
    };
    for one in record.people.values().filter(|one| may_see(one, audience)) {
        add(&[one.id.as_str(), one.name.as_str()], Found::Person(one));
    }
    for one in record.roles.values() {
        let names = [one.id.as_str(), one.title.as_str()].into_iter().chain(one.aliases.iter().map(String::as_str));
        add(&names.collect::<Vec<_>>(), Found::Role(one));
    }
    for one in record.participants.values() {
        let names = [one.id.as_str(), one.name.as_str()].into_iter().chain(one.aliases.iter().map(String::as_str));
        add(&names.collect::<Vec<_>>(), Found::Organisation(one));
    }
    for one in record.tasks.values() {
        add(&[one.id.as_str(), one.title.as_str()], Found::Task(one));
    }
    for one in record.community.iter().flat_map(|community| &community.channel) {
        let names = [one.id.as_str()].into_iter().chain(one.name.as_deref());
        add(&names.collect::<Vec<_>>(), Found::Channel(one));
    }
    found.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
    // What fits worse than the best is not meant.
    let best = found.first().map(|(mistakes, ..)| *mistakes);
    let found: Vec<_> = found.into_iter().take_while(|(mistakes, ..)| Some(*mistakes) == best).collect();
    let alike = |name: &str| found.iter().filter(|(_, other, _)| other == name).count() > 1;
    found.iter().map(|(_, name, one)| (if alike(name) { format!("{name} ({})", id(*one)) } else { name.clone() }, *one)).collect()
}

fn id(found: Found<'_>) -> &str {
    match found {
        Found::Task(one) => one.id.as_str(),
        Found::Duty(one) => one.id,
        Found::Role(one) => one.id.as_str(),
        Found::Person(one) => one.id.as_str(),
        Found::Organisation(one) => one.id.as_str(),
        Found::Channel(one) => one.id.as_str(),
    }
}
