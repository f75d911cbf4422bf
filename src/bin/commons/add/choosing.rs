//! Which organisation or other thing of the record an answer means: by its id, its name, or its number in a list of what comes near.

use commons::record::Record;
use commons::record::index::Kinds;
use commons::text;
use commons::text::{Lang, Text};
use commons::words::fold;

use crate::asking::answer;
use crate::context::say;
use crate::form::reference;

/// The most that are listed to choose from.
const MOST: usize = 9;

/// The organisation of somebody who is added; none where there is none.
///
/// # Errors
/// Where nobody answers.
pub fn employer(record: &Record, lang: Lang) -> anyhow::Result<Option<String>> {
    let question = Text::new("With which organisation? (empty: none)", "Bij welke organisatie? (leeg: geen)");
    let mut offered: Vec<String> = Vec::new();
    loop {
        let line = answer(lang, &question, None)?;
        let typed = line.trim();
        if typed.is_empty() {
            return Ok(None);
        }
        let numbered = typed.parse::<usize>().ok().and_then(|number| offered.get(number.checked_sub(1)?));
        if let Some(id) = numbered {
            return Ok(Some(id.clone()));
        }
        if let Ok(id) = reference(record, typed, Kinds::ORGANISATION) {
            return Ok(Some(record.index.plain(&id).0.into_owned()));
        }
        offered = near(record, typed);
        if offered.is_empty() {
            say(unknown(record, typed, Kinds::ORGANISATION).get(lang));
            continue;
        }
        say(text!(en: "there is no organisation `{typed}` in this record; these come near:", nl: "er is geen organisatie `{typed}` in dit dossier; deze lijken erop:").get(lang));
        for (n, id) in offered.iter().enumerate() {
            let name = record.participants.get(id.as_str()).map_or("", |one| one.name.as_str());
            say(&format!("  {}  {id}  {name}", n + 1));
        }
    }
}

/// The organisations in whose id or name stands what was typed, else the one that is written nearly so.
fn near(record: &Record, typed: &str) -> Vec<String> {
    let sought = fold(typed);
    let all = record.participants.values();
    let has = all.filter(|one| fold(&one.name).contains(&sought) || one.id.as_str().contains(&sought));
    let mut found: Vec<String> = has.map(|one| one.id.as_str().to_owned()).take(MOST).collect();
    if found.is_empty() {
        let near = record.index.nearest(typed, Kinds::ORGANISATION, record);
        found.extend(near.filter(|id| record.participants.contains_key(id.as_str())).map(|id| id.to_string()));
    }
    found
}

/// Why an answer means nothing here.
pub fn unknown(record: &Record, typed: &str, wanted: Kinds) -> Text {
    let kind = wanted.named();
    match record.index.nearest(typed, wanted, record) {
        Some(near) => {
            text!(en: "there is no `{typed}` in this record; did you mean `{near}`?", nl: "er is geen `{typed}` in dit dossier; bedoelt u `{near}`?")
        }
        None => {
            text!(kind; en: "there is no `{typed}` in this record: {kind} is meant, by its id or its full name", nl: "er is geen `{typed}` in dit dossier; vul het id of de volledige naam in van {kind}")
        }
    }
}
