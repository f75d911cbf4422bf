//! What commands that ask share: questions at a terminal, and which organisation is meant by a name.

use std::io::{BufRead, IsTerminal, Write};

use anyhow::{Context as _, bail};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use commons::beginning::Lead;
use commons::handbook::municipalities::{by_code, by_name, is_code, nearest_name, successor};
use commons::record::participant::OrganisationKind;
use commons::text;
use commons::text::{Lang, Text, listed, safe};

use crate::context::say;

/// Why somebody or something cannot be meant.
pub enum Refused {
    /// No Dutch municipality goes by that name; another organisation may.
    Unknown(Text),
    /// Several municipalities go by that name: these.
    Several(Vec<&'static str>, Text),
    No(Text),
}

impl Refused {
    pub fn why(&self) -> &Text {
        match self {
            Refused::Unknown(why) | Refused::Several(_, why) | Refused::No(why) => why,
        }
    }
}

/// Which organisation is meant by what was typed.
pub type Found = dyn Fn(&str, Option<OrganisationKind>) -> Result<Lead, Refused>;

/// Whether somebody is there to answer.
pub fn may_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// What an organisation can be: the word of the format, and what people call it.
pub const KINDS: [(&str, Text); 8] = [
    ("municipality", Text::new("municipality", "gemeente")),
    ("joint-body", Text::new("joint body of municipalities", "samenwerkingsverband")),
    ("public-body", Text::new("another public body", "andere overheid")),
    ("association", Text::new("association", "vereniging")),
    ("foundation", Text::new("foundation", "stichting")),
    ("cooperative", Text::new("cooperative", "coöperatie")),
    ("company", Text::new("company", "bedrijf")),
    ("other", Text::new("something else", "iets anders")),
];

/// The words for what an organisation is, on a command line.
pub fn kind() -> impl TypedValueParser<Value = OrganisationKind> {
    PossibleValuesParser::new(KINDS.map(|(word, _)| word)).map(|word| kind_of(&word).expect("the words are those of the format"))
}

/// What an organisation is, by the word of the format.
pub fn kind_of(word: &str) -> Option<OrganisationKind> {
    serde_json::from_value(word.into()).ok()
}

/// The organisation of a name or a code that was typed.
pub fn organisation(typed: &str, kind: Option<OrganisationKind>) -> Result<Lead, Refused> {
    let typed = typed.trim();
    if let Some(kind) = kind.filter(|kind| *kind != OrganisationKind::Municipality) {
        return Ok(Lead::organisation(typed, kind));
    }
    let code = whole_code(typed);
    let known = if is_code(&code) { by_code(&code).into_iter().collect() } else { by_name(typed) };
    let existing: Vec<_> = known.iter().copied().filter(|one| one.inhabitants.is_some()).collect();
    match (&existing[..], known.first()) {
        ([one], _) => Ok(Lead::municipality(one)),
        ([], Some(gone)) => {
            let name = gone.name;
            if let Some(now) = successor(gone).map(|now| now.name) {
                return Err(Refused::No(
                    text!(en: "`{name}` is no municipality any more; it became part of `{now}`", nl: "`{name}` bestaat niet meer als gemeente en is opgegaan in `{now}`"),
                ));
            }
            Err(Refused::No(
                text!(en: "`{name}` is no municipality any more; name the one that took its place", nl: "`{name}` bestaat niet meer als gemeente; noem de gemeente waarin zij is opgegaan"),
            ))
        }
        ([], None) if is_code(&code) => {
            Err(Refused::No(text!(en: "no municipality has the code `{code}`", nl: "er is geen gemeente met code `{code}`")))
        }
        ([], None) if kind.is_some() => Ok(Lead::organisation(typed, OrganisationKind::Municipality)),
        ([], None) => Err(Refused::Unknown(match nearest_name(typed).map(|near| near.name) {
            Some(near) => {
                text!(en: "no Dutch municipality is called `{typed}`; did you mean `{near}`?", nl: "er is geen gemeente `{typed}`; bedoelt u `{near}`?")
            }
            None => text!(en: "no Dutch municipality is called `{typed}`", nl: "er is geen gemeente `{typed}`"),
        })),
        (several, _) => {
            let names = listed(several.iter().map(|one| one.name), 5);
            Err(Refused::Several(
                several.iter().map(|one| one.name).collect(),
                text!(names; en: "more than one municipality is called `{typed}`: {names}", nl: "er is meer dan één gemeente `{typed}`: {names}"),
            ))
        }
    }
}

/// A code as CBS writes it, also where its zeros or its letters were left out: `GM0281` of `281`.
fn whole_code(typed: &str) -> String {
    let capitals = typed.to_ascii_uppercase();
    let digits = capitals.strip_prefix("GM").unwrap_or(&capitals);
    let short = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if short { format!("GM{digits:0>4}") } else { capitals }
}

/// One line that steers no terminal.
pub fn is_plain(name: &str) -> bool {
    safe(name) == name
}

/// Whether there is anything to read: letters, digits, or a picture; punctuation alone names nothing.
pub fn has_letters(name: &str) -> bool {
    name.chars().any(|letter| letter.is_alphanumeric() || u32::from(letter) >= 0x2190 && !letter.is_whitespace())
}

/// Asks until there is an organisation; one that is no municipality says what it is.
pub fn ask_organisation(
    lang: Lang,
    question: &Text,
    typed: Option<String>,
    kind: Option<OrganisationKind>,
    found: &Found,
) -> anyhow::Result<Lead> {
    let (mut typed, mut before) = (typed, None);
    loop {
        let name = match typed.take() {
            Some(name) => name,
            None => ask(lang, question, None, |typed| Ok(typed.to_owned()))?,
        };
        match found(&name, kind) {
            Ok(lead) => return Ok(lead),
            Err(Refused::No(why)) => say(why.get(lang)),
            Err(Refused::Several(names, why)) => {
                say(why.get(lang));
                typed = Some(choose(lang, &names)?);
            }
            // Somebody who made a slip of the pen types the name again; only who means it is asked what it is.
            Err(Refused::Unknown(why)) if nearest_name(&name).is_some() && before.as_ref() != Some(&name) => {
                say(why.get(lang));
                say(text!(en: "type the name again; if `{name}` is another organisation, type that once more", nl: "typ de naam opnieuw; is `{name}` een andere organisatie, typ die naam dan nog een keer").get(lang));
                before = Some(name);
            }
            Err(Refused::Unknown(why)) => {
                say(why.get(lang));
                match ask_kind(lang, &name, found)? {
                    Some(lead) => return Ok(lead),
                    None => before = None,
                }
            }
        }
    }
}

/// One of several names, by its number or by itself; another name is taken as it is typed.
fn choose(lang: Lang, names: &[&str]) -> anyhow::Result<String> {
    for (n, name) in names.iter().enumerate() {
        say(&format!("  {}  {name}", n + 1));
    }
    let question = Text::new("Which one? (a number, or a name)", "Welke? (een nummer of een naam)");
    let typed = ask(lang, &question, None, |typed| Ok(typed.to_owned()))?;
    let chosen = typed.parse::<usize>().ok().and_then(|number| names.get(number.checked_sub(1)?));
    Ok(chosen.map_or(typed.clone(), |name| (*name).to_owned()))
}

/// What an unknown organisation is, and so the lead; none where another name is to be typed.
fn ask_kind(lang: Lang, name: &str, found: &Found) -> anyhow::Result<Option<Lead>> {
    for (word, name) in &KINDS {
        say(&format!("  {word:<12} {}", name.get(lang)));
    }
    let back = Text::new("back", "terug");
    let question = text!(en: "What kind of organisation is `{name}`? With `back` you give another name", nl: "Wat voor organisatie is `{name}`? Met `terug` geeft u een andere naam op");
    ask(lang, &question, Some(back.get(lang)), |typed| {
        let folded = typed.to_lowercase();
        if folded == back.get(lang) {
            return Ok(None);
        }
        let kind = KINDS.iter().find(|(word, name)| *word == folded || *name.get(lang) == *folded).and_then(|(word, _)| kind_of(word));
        match kind {
            Some(kind) => found(name, Some(kind)).map(Some).map_err(|refused| refused.why().clone()),
            // Whoever noticed the slip of the pen here may give the right name here too.
            None => found(typed, None).map(Some).map_err(|_| Text::same(KINDS.map(|(word, _)| word).join(", "))),
        }
    })
}

/// Asks until there is an answer that will do. An empty one stands for the default.
pub fn ask<T>(lang: Lang, question: &Text, default: Option<&str>, judge: impl Fn(&str) -> Result<T, Text>) -> anyhow::Result<T> {
    loop {
        let line = answer(lang, question, default)?;
        let answer = match (line.trim(), default) {
            ("", None) => continue,
            ("", Some(default)) => default,
            (answer, _) => answer,
        };
        match judge(answer) {
            Ok(answer) => return Ok(answer),
            Err(why) => say(why.get(lang)),
        }
    }
}

/// One line in answer to a question.
///
/// # Errors
/// Where there is none to come.
pub fn answer(lang: Lang, question: &Text, default: Option<&str>) -> anyhow::Result<String> {
    let offered = default.map_or_else(String::new, |default| format!(" [{default}]"));
    let mut stderr = std::io::stderr().lock();
    let asked = write!(stderr, "{}: ", safe(&format!("{}{offered}", question.get(lang)))).and_then(|()| stderr.flush());
    asked.context("the question cannot be asked")?;
    drop(stderr);
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line).context("the answer cannot be read")?;
    if read == 0 {
        let why =
            Text::new("the questions were not answered; nothing was written", "de vragen zijn niet beantwoord; er is niets geschreven");
        bail!("{}", why.get(lang));
    }
    Ok(line)
}
