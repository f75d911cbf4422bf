//! The id of something new: made from its name, and free.

use anyhow::anyhow;

use crate::date::{Date, Moment, VagueDate};
use crate::record::Record;
use crate::record::index::{GROUPS, Kinds, RESERVED};
use crate::record::values::Id;
use crate::text::Lang;
use crate::words::slug::slug;
use crate::writing::add::Kind;

/// The id that a thing gets by itself, from its name and what else was typed of it. Empty where its name has nothing to type.
pub fn derived(kind: &Kind, name: &str, typed: &dyn Fn(&str) -> Option<String>, on: Date) -> String {
    match kind.of {
        Kinds::ORGANISATION => slug(without_kind(name)),
        Kinds::PERSON => of_person(name),
        Kinds::EVENT => {
            let starts = typed("starts").unwrap_or_default();
            let day = Moment::parse(starts.trim()).map(|moment| moment.date().to_string());
            let day = day.or_else(|| VagueDate::parse(starts.trim()).map(|_| slug(&starts))).unwrap_or_default();
            joined(&day, &slug(name))
        }
        Kinds::CONTRACT => {
            let from =
                typed("from").and_then(|from| Date::parse(from.trim()).or_else(|| VagueDate::parse(from.trim()).map(VagueDate::first)));
            joined(&slug(name), &from.unwrap_or(on).year().to_string())
        }
        _ => slug(name),
    }
}

fn joined(one: &str, other: &str) -> String {
    [one, other].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// A name without the words that say what it is the name of.
fn without_kind(name: &str) -> &str {
    let name = name.trim();
    let begins = |prefix: &str| name.get(..prefix.len()).filter(|head| head.eq_ignore_ascii_case(prefix)).map(|_| &name[prefix.len()..]);
    ["gemeente ", "municipality of "].into_iter().find_map(begins).unwrap_or(name)
}

/// `Jo de Vries` is `jdevries`: the first letter, then the name of the family.
fn of_person(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(slug).filter(|word| !word.is_empty()).collect();
    match words.split_first() {
        Some((first, family)) if !family.is_empty() => format!("{}{}", &first[..1], family.concat()).replace('-', ""),
        _ => words.concat(),
    }
}

/// Refuses an id that is none, that means something else, or that is taken, with one that is free.
///
/// # Errors
/// Why it cannot be this one.
pub fn free(record: &Record, kind: &Kind, name: &str, id: &str) -> anyhow::Result<()> {
    if id.is_empty() {
        return Err(anyhow!("no id can be made of `{name}`; choose one with --id: lower-case letters, digits and hyphens"));
    }
    let near = proposal(record, kind, name, id);
    let other = near.map_or_else(String::new, |near| format!("; choose another with --id, such as `{near}`"));
    if !Id::is_valid(id) {
        return Err(anyhow!("`{id}` cannot be an id: that is lower-case letters, digits and hyphens, and no name of a device{other}"));
    }
    if is_reserved(kind, id) {
        return Err(anyhow!("`{id}` means something else in every record{other}"));
    }
    let theirs = taken(record, kind, id);
    if theirs != Kinds::default() {
        let theirs = theirs.named();
        let theirs = theirs.get(Lang::En);
        return Err(anyhow!("`{id}` is taken: it is {theirs} in this record{other}"));
    }
    Ok(())
}

/// What has this id already, of those that share their ids with this kind.
fn taken(record: &Record, kind: &Kind, id: &str) -> Kinds {
    let shared = if kind.of.has(Kinds::ACTOR) { Kinds::ACTOR } else { kind.of };
    let theirs = record.index.kinds(id);
    shared.folders().map(|(one, _)| one).filter(|one| theirs.has(*one)).fold(Kinds::default(), |all, one| all | one)
}

fn is_reserved(kind: &Kind, id: &str) -> bool {
    kind.of.has(Kinds::ACTOR) && (GROUPS.contains(&id) || RESERVED.contains(&id))
}

/// A free id that comes near: of a person the whole name, else with a number behind it.
fn proposal(record: &Record, kind: &Kind, name: &str, id: &str) -> Option<String> {
    let is_free = |id: &String| Id::is_valid(id) && !is_reserved(kind, id) && taken(record, kind, id) == Kinds::default();
    let whole = Some(slug(name)).filter(|_| kind.of == Kinds::PERSON);
    let plain = slug(id);
    let numbered = (2..1_000).map(|number| format!("{plain}-{number}"));
    whole.into_iter().chain([plain.clone()]).chain(numbered).filter(|other| other != id).find(is_free)
}

#[cfg(test)]
mod tests {
    use super::derived;
    use crate::date::Date;
    use crate::writing::add::Kind;

    #[test]
    fn an_id_is_made_from_a_name() {
        for (word, name, id) in [
            ("role", "Coördinator", "coordinator"),
            ("person", "Jo de Vries", "jdevries"),
            ("person", "Anna-Maria van den Berg-Smit", "avandenbergsmit"),
            ("person", "J. 't Hart", "jthart"),
            ("person", "Émile Øst", "eost"),
            ("person", "Madonna", "madonna"),
            ("person", "東京", ""),
            ("participant", "'s-Hertogenbosch", "s-hertogenbosch"),
            ("participant", "Gemeente Utrecht", "utrecht"),
            ("participant", "municipality of Bergen (NH)", "bergen-nh"),
            ("participant", "Bouwbedrijf BV", "bouwbedrijf-bv"),
            ("event", "Kwartaaloverleg", "kwartaaloverleg"),
            ("contract", "bouwbedrijf", "bouwbedrijf-2026"),
            ("channel", "Nieuwsbrief", "nieuwsbrief"),
        ] {
            let kind = Kind::named(word).expect("it is a kind");
            let on = Date::of(2026, 10, 1).expect("there is such a day");
            assert_eq!(derived(kind, name, &|_| None, on), id, "{name}");
        }
    }

    #[test]
    fn an_event_begins_with_its_day_and_a_contract_ends_with_its_year() {
        let on = Date::of(2026, 10, 1).expect("there is such a day");
        let of = |word, typed: &str| derived(Kind::named(word).expect("it is a kind"), "Overleg", &|_| Some(typed.to_owned()), on);
        for (typed, id) in [
            ("2027-03-12T10:00", "2027-03-12-overleg"),
            ("2027-03-12", "2027-03-12-overleg"),
            ("2027-03", "2027-03-overleg"),
            ("12 maart", "overleg"),
        ] {
            assert_eq!(of("event", typed), id);
        }
        for (typed, id) in [("2027-03-12", "overleg-2027"), ("2027", "overleg-2027"), ("ooit", "overleg-2026")] {
            assert_eq!(of("contract", typed), id);
        }
    }
}
