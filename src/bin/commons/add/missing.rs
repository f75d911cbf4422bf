//! What something new cannot be without: asked at a terminal, one question each; elsewhere named, all at once.

use anyhow::bail;
use commons::record::index::Kinds;
use commons::text;
use commons::text::{Lang, Text};
use commons::words::values_for;
use commons::writing::add::accepted::accepted;
use commons::writing::add::draft::{Draft, edits};
use commons::writing::add::{Flag, Kind, Stands};

use crate::add::{Typed, choosing};
use crate::asking::{answer, may_ask};
use crate::context::{Context, Opened, say};
use crate::fitting::{FORM_OF_A_VALUE, Fit, fitting};
use crate::form::reference;
use crate::writing::{complain, refused};

/// What is being added, and where.
pub struct Asking<'a> {
    pub kind: &'static Kind,
    pub flags: &'a [Flag],
    pub employer: Option<&'a str>,
    pub context: &'a Context,
    pub opened: &'a Opened,
}

/// Asks for what is missing, and says which organisation was named for a person where none was before.
///
/// # Errors
/// Where nobody is there to answer, or nobody does.
pub fn complete(asking: &Asking<'_>, typed: &mut Typed) -> anyhow::Result<Option<String>> {
    let kind = asking.kind;
    let nameless = !typed.contains_key(kind.naming);
    let missing: Vec<&Flag> = asking.flags.iter().filter(|flag| is_missing(asking, flag, typed)).collect();
    if !nameless && missing.is_empty() {
        return Ok(None);
    }
    if !may_ask() {
        let name = nameless.then(|| kind.naming.to_uppercase());
        let all: Vec<String> = name.into_iter().chain(missing.iter().map(|flag| flag_of(kind, flag))).collect();
        bail!("missing: {}; only at a terminal `commons add` asks for what it misses", all.join(", "));
    }
    let lang = asking.context.lang(&asking.opened.record);
    if nameless {
        let accepts = accepted(kind).get(kind.naming).copied();
        let name = ask(lang, &question(kind.naming, &[]), |typed| known(asking, typed, accepts))?;
        typed.insert(kind.naming.to_owned(), vec![name]);
    }
    let mut employer = None;
    for flag in missing {
        if is_why_none(kind, flag) {
            employer = choosing::employer(&asking.opened.record, lang)?;
            if employer.is_some() {
                continue;
            }
        }
        let accepts = (flag.scalar == "id").then(|| accepted(kind).get(&flag.name).copied()).flatten();
        let value =
            ask(lang, &question(&flag.name, &spoken_words(flag, lang)), |typed| fits(asking, flag, &known(asking, typed, accepts)?))?;
        typed.insert(flag.name.clone(), vec![value]);
    }
    Ok(employer)
}

/// Whether a flag says why somebody stands with no organisation.
fn is_why_none(kind: &Kind, flag: &Flag) -> bool {
    kind.stands == Stands::AmongPeople && flag.name == "organisation"
}

/// What is missing, as it is typed: of a person that is first of all the organisation.
fn flag_of(kind: &Kind, flag: &Flag) -> String {
    if is_why_none(kind, flag) {
        return "--of (or --organisation independent|unknown where there is none)".to_owned();
    }
    format!("--{}", flag.name)
}

/// Whether the table of a flag cannot be without it.
fn is_missing(asking: &Asking<'_>, flag: &Flag, typed: &Typed) -> bool {
    if typed.contains_key(&flag.name) {
        return false;
    }
    // Whoever stands with no organisation says why.
    if asking.employer.is_none() && is_why_none(asking.kind, flag) {
        return !typed.contains_key("works-for");
    }
    match flag.keys.as_slice() {
        [_] => flag.required,
        [table, ..] => {
            flag.required
                && asking.flags.iter().any(|other| other.keys.len() > 1 && other.keys[0] == *table && typed.contains_key(&other.name))
        }
        [] => false,
    }
}

/// The id of what was typed, where it refers to something.
fn known(asking: &Asking<'_>, typed: &str, accepts: Option<Kinds>) -> anyhow::Result<String> {
    let record = &asking.opened.record;
    match accepts {
        Some(accepts) => match reference(record, typed, accepts) {
            Ok(id) => Ok(id.to_string()),
            Err(_) => bail!("{}", choosing::unknown(record, typed, accepts).get(asking.context.lang(record))),
        },
        None => Ok(typed.to_owned()),
    }
}

/// An answer, where it fits: one of the words in another language is that word.
fn fits(asking: &Asking<'_>, flag: &Flag, typed: &str) -> anyhow::Result<String> {
    let word = values_for(typed).iter().find(|word| flag.words.contains(word));
    let typed = word.map_or_else(|| typed.to_owned(), |word| (*word).to_owned());
    let mut draft = Draft::new(asking.kind, "x", None, 0);
    draft.begin(asking.kind, "x", "x").map_err(|why| refused(&draft.path, why))?;
    let on = asking.opened.record.on;
    match fitting(&draft.path, &draft.text, &edits(flag, &draft.base, std::slice::from_ref(&typed)), &FORM_OF_A_VALUE, on)? {
        Fit::Text(_) => Ok(typed),
        Fit::Not(found) => {
            let lang = asking.context.lang(&asking.opened.record);
            complain(&found, asking.opened, asking.context, lang);
            bail!("{}", text!(en: "`{typed}` does not fit here", nl: "`{typed}` past hier niet").get(lang))
        }
    }
}

/// Asks until there is an answer that will do; an empty one ends it.
fn ask(lang: Lang, question: &Text, judge: impl Fn(&str) -> anyhow::Result<String>) -> anyhow::Result<String> {
    loop {
        let line = answer(lang, question, None)?;
        let typed = line.trim();
        if typed.is_empty() {
            let why = Text::new(
                "without that nothing can be added; nothing was written",
                "zonder antwoord kan er niets worden toegevoegd; er is niets geschreven",
            );
            bail!("{}", why.get(lang));
        }
        match judge(typed) {
            Ok(answer) => return Ok(answer),
            Err(why) => say(&why.to_string()),
        }
    }
}

/// The words that a key may have, as people say them.
fn spoken_words(flag: &Flag, lang: Lang) -> Vec<&str> {
    let spoken = |word: &&'static str| match (*word, lang) {
        ("independent", Lang::Nl) => "zelfstandig",
        ("unknown", Lang::Nl) => "onbekend",
        (word, _) => word,
    };
    flag.words.iter().map(spoken).collect()
}

/// What is asked for a key, with the words that it may be.
fn question(key: &str, words: &[&str]) -> Text {
    let known = QUESTIONS.iter().find(|(known, _)| *known == key).map(|(_, question)| question.clone());
    let question = known.unwrap_or_else(|| Text::same(format!("--{key}")));
    if words.is_empty() {
        return question;
    }
    let words = words.join(", ");
    question.then(&text!(en: " ({words})", nl: " ({words})"))
}

/// What is asked for the keys that something cannot be without; another is asked by its name.
static QUESTIONS: [(&str, Text); 6] = [
    ("name", Text::new("Name", "Naam")),
    ("title", Text::new("Title", "Titel")),
    ("supplier", Text::new("Supplier, by its id or its full name", "Leverancier (id of volledige naam)")),
    ("what", Text::new("What it is about", "Waar het om gaat")),
    ("starts", Text::new("Day, or day and time, such as 2027-03-12T10:00", "Dag, of dag en tijd, zoals 2027-03-12T10:00")),
    ("organisation", Text::new("Why does this person belong to no organisation?", "Waarom hoort deze persoon bij geen organisatie?")),
];
