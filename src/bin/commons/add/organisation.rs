//! Who a new participant is: a municipality brings its code and its inhabitants with it, another organisation says what it is.

use anyhow::bail;
use commons::answers::inhabitants::municipality;
use commons::beginning::Lead;
use commons::date::Date;
use commons::handbook::municipalities::{INHABITANTS_ON, Municipality, by_code};
use commons::record::Record;
use commons::record::index::Kinds;
use commons::record::participant::{OrganisationKind, Participant};
use commons::text::{Lang, Text};

use crate::add::{Typed, one};
use crate::asking::{Refused, ask_organisation, kind_of, may_ask, organisation};

/// Completes what was typed of an organisation, refuses one that is on record, and says by which name it gets its id.
///
/// # Errors
/// Why it cannot be added.
pub fn complete(record: &Record, typed: &mut Typed, lang: Lang) -> anyhow::Result<String> {
    let name = one(typed, "name").trim().to_owned();
    let abroad = typed.get("country").is_some_and(|country| country.iter().any(|country| !country.eq_ignore_ascii_case("NL")));
    let asked = typed.get("kind").and_then(|kind| kind.first().cloned());
    // A word that is no kind is refused with the others that do not fit.
    let told = abroad || typed.contains_key("cbs-code") || asked.as_deref().is_some_and(|kind| kind_of(kind).is_none());
    let kind = asked.as_deref().and_then(kind_of);
    let mut called = name.clone();
    if !told {
        let lead = match organisation(&name, kind) {
            Ok(lead) => lead,
            Err(Refused::Unknown(_) | Refused::Several(..)) if may_ask() => {
                let question = Text::new("Organisation (a municipality, or another)", "Organisatie (een gemeente, of een andere)");
                ask_organisation(lang, &question, Some(name), kind, &organisation)?
            }
            Err(Refused::Unknown(why)) => bail!("{}; --kind says what another organisation is", why.en),
            Err(Refused::No(why) | Refused::Several(_, why)) => bail!("{}", if may_ask() { why.get(lang) } else { &why.en }),
        };
        take(typed, &lead);
        // Its name in the register, whatever was typed.
        called = lead.municipality.map_or(lead.name, |known| known.name.to_owned());
    }
    let code = one(typed, "cbs-code").to_owned();
    if let Some(known) = by_code(&code) {
        typed.entry("kind".to_owned()).or_insert_with(|| vec!["municipality".to_owned()]);
        count(typed, known);
    }
    refuse_known(record, one(typed, "name"), &code, kind_of(one(typed, "kind")))?;
    Ok(called)
}

/// Takes over what is known of an organisation; what was typed goes before it.
fn take(typed: &mut Typed, lead: &Lead) {
    let mut set = |flag: &str, value: &str| {
        typed.entry(flag.to_owned()).or_insert_with(|| vec![value.to_owned()]);
    };
    if let Ok(serde_json::Value::String(kind)) = serde_json::to_value(lead.kind) {
        set("kind", &kind);
    }
    if let Some(known) = lead.municipality {
        set("cbs-code", known.code);
    }
    typed.insert("name".to_owned(), vec![lead.name.clone()]);
}

/// The inhabitants of a municipality, and the day on which they were counted.
fn count(typed: &mut Typed, known: &Municipality) {
    let (year, month, day) = INHABITANTS_ON;
    let (Some(inhabitants), Some(on)) = (known.inhabitants, Date::of(year, month, day)) else { return };
    if !typed.contains_key("inhabitants") && !typed.contains_key("inhabitants-on") {
        typed.insert("inhabitants".to_owned(), vec![inhabitants.to_string()]);
        typed.insert("inhabitants-on".to_owned(), vec![on.to_string()]);
    }
}

/// Refuses an organisation that is on record, by its code or its name. A province may have the name of a municipality.
fn refuse_known(record: &Record, name: &str, code: &str, kind: Option<OrganisationKind>) -> anyhow::Result<()> {
    let has_code = |one: &&Participant| {
        !code.is_empty() && (one.cbs_code.as_deref() == Some(code) || municipality(one).is_some_and(|known| known.code == code))
    };
    let coded = record.participants.values().find(has_code);
    let by_name = || {
        record
            .index
            .named(name, Kinds::ORGANISATION, record)
            .and_then(|id| record.participants.get(&id))
            .filter(|one| one.kind.is_none() || one.kind == kind)
    };
    match coded.or_else(by_name) {
        Some(known) => {
            bail!(
                "`{}` is {} and is on record already; change what it says with `commons set {} KEY VALUE`",
                known.id,
                known.name,
                known.id
            )
        }
        None => Ok(()),
    }
}
