//! What a new record needs to know: from the command line, else asked at a terminal, else named as missing.

use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;

use anyhow::{Context as _, bail};
use commons::beginning::Lead;
use commons::handbook::Level;
use commons::handbook::municipalities::{by_code, by_name, is_code, nearest_name, successor};
use commons::record::participant::OrganisationKind;
use commons::text;
use commons::text::{Lang, Text, listed, safe};
use commons::words::fold;

use crate::context::{known_lang, machine_lang, say};
use crate::coverage::level;
use crate::init::{KINDS, kind_of};

/// What was typed on the command line.
pub struct Answers {
    pub level: Option<Level>,
    pub name: Option<String>,
    pub lead: Option<String>,
    pub kind: Option<OrganisationKind>,
}

/// What a record begins with.
pub struct Complete {
    pub level: Level,
    pub name: String,
    pub lead: Lead,
}

/// Why somebody or something cannot lead.
enum Refused {
    /// No Dutch municipality goes by that name; another organisation may.
    Unknown(Text),
    No(Text),
}

/// What is still missing, asked at a terminal; elsewhere a language is Dutch, and the rest is an error that names it.
pub fn complete(answers: Answers, set: Option<Lang>, folder: &Path) -> anyhow::Result<(Lang, Complete)> {
    let Answers { level, name, lead, kind } = answers;
    let all_known = level.is_some() && name.is_some() && lead.is_some();
    let may_ask = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    if !all_known && !may_ask {
        let flags = [("--level", level.is_none()), ("--name", name.is_none()), ("--lead", lead.is_none())];
        let missing: Vec<&str> = flags.iter().filter(|(_, missing)| *missing).map(|(flag, _)| *flag).collect();
        bail!("missing: {}; only at a terminal `commons init` asks for what it misses", missing.join(", "));
    }
    // What is wrong already is said before anything is asked.
    let leader = match &lead {
        Some(typed) => match found(typed, kind) {
            Ok(lead) => Some(lead),
            Err(Refused::Unknown(_)) if may_ask => None,
            Err(Refused::Unknown(why)) => bail!("{}; --lead-kind says what another organisation is", why.en),
            Err(Refused::No(why)) => bail!("{}", why.en),
        },
        None => None,
    };
    if let Some(why) = name.as_deref().and_then(|name| named(name).err()) {
        bail!("{}", why.en);
    }
    let lang = match set {
        Some(lang) => lang,
        None if all_known && leader.is_some() => Lang::Nl,
        None => ask_lang()?,
    };
    let name = match name {
        Some(name) => named(&name).map_err(|why| anyhow::anyhow!(why.en))?,
        None => ask(lang, &Text::new("Name of the collaboration", "Naam van de samenwerking"), folder_name(folder).as_deref(), named)?,
    };
    let level = match level {
        Some(level) => level,
        None => ask_level(lang)?,
    };
    let lead = match leader {
        Some(lead) => lead,
        None => ask_lead(lang, lead, kind)?,
    };
    Ok((lang, Complete { level, name, lead }))
}

fn named(typed: &str) -> Result<String, Text> {
    let name = typed.trim();
    if !is_plain(name) {
        return Err(Text::new(
            "the name of a collaboration is one line without control characters",
            "de naam van een samenwerking is één regel zonder stuurtekens",
        ));
    }
    if has_letters(name) {
        Ok(name.to_owned())
    } else {
        Err(Text::new("a collaboration needs a name", "een samenwerking heeft een naam nodig"))
    }
}

/// One line that steers no terminal.
fn is_plain(name: &str) -> bool {
    safe(name) == name
}

/// Whether there is anything to read: letters, digits, or a picture; punctuation alone names nothing.
fn has_letters(name: &str) -> bool {
    name.chars().any(|letter| letter.is_alphanumeric() || u32::from(letter) >= 0x2190 && !letter.is_whitespace())
}

/// Whoever leads, by the name or the code that was typed.
fn found(typed: &str, kind: Option<OrganisationKind>) -> Result<Lead, Refused> {
    let typed = typed.trim();
    if !is_plain(typed) {
        return Err(Refused::No(Text::new(
            "the name of the lead is one line without control characters",
            "de naam van de penvoerder is één regel zonder stuurtekens",
        )));
    }
    if !has_letters(typed) {
        return Err(Refused::No(Text::new("the lead needs a name", "de penvoerder heeft een naam nodig")));
    }
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
            Err(Refused::No(
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

/// A first guess at the name: that of the folder.
fn folder_name(folder: &Path) -> Option<String> {
    let real = std::path::absolute(folder).ok()?;
    let name = real.file_name()?.to_str()?.to_owned();
    (safe(&name) == name && named(&name).is_ok()).then_some(name)
}

fn ask_lang() -> anyhow::Result<Lang> {
    // Which language to ask this in is not known yet.
    let question = Text::same("Taal van het dossier / language of the record (nl, en)");
    let default = if machine_lang() == Some(Lang::En) { "en" } else { "nl" };
    ask(Lang::Nl, &question, Some(default), |typed| known_lang(typed).ok_or_else(|| Text::same("nl, en")))
}

fn ask_level(lang: Lang) -> anyhow::Result<Level> {
    for (n, level) in Level::ALL.into_iter().enumerate() {
        say(&format!("  {}  {:<11} {}", n + 1, level.id(), level.name().get(lang)));
    }
    let question = Text::new("Ambition level; it can always be raised later", "Ambitieniveau; opschalen kan altijd");
    ask(lang, &question, Some(Level::Sharing.id()), |typed| {
        let found = numbered(typed).or_else(|| level(typed).ok()).or_else(|| begun(typed));
        found.ok_or_else(|| {
            let names = Level::ALL.map(Level::id).join(", ");
            text!(en: "a number from 1 to 4, or one of {names}", nl: "een nummer van 1 tot en met 4, of een van {names}")
        })
    })
}

/// The level with a number of the list.
fn numbered(typed: &str) -> Option<Level> {
    let number: usize = typed.parse().ok()?;
    Level::ALL.get(number.checked_sub(1)?).copied()
}

/// The one level of which a name begins like this.
fn begun(typed: &str) -> Option<Level> {
    let typed = fold(typed);
    let begins = |level: &Level| [level.id(), &level.name().en, &level.name().nl].iter().any(|name| fold(name).starts_with(&typed));
    let mut levels = Level::ALL.into_iter().filter(begins);
    levels.next().filter(|_| levels.next().is_none())
}

fn ask_lead(lang: Lang, typed: Option<String>, kind: Option<OrganisationKind>) -> anyhow::Result<Lead> {
    let question = Text::new("Lead (a municipality, or another organisation)", "Penvoerder (een gemeente, of een andere organisatie)");
    let (mut typed, mut before) = (typed, None);
    loop {
        let name = match typed.take() {
            Some(name) => name,
            None => ask(lang, &question, None, |typed| Ok(typed.to_owned()))?,
        };
        match found(&name, kind) {
            Ok(lead) => return Ok(lead),
            Err(Refused::No(why)) => say(why.get(lang)),
            // Somebody who made a slip of the pen types the name again; only who means it is asked what it is.
            Err(Refused::Unknown(why)) if nearest_name(&name).is_some() && before.as_ref() != Some(&name) => {
                say(why.get(lang));
                say(text!(en: "type the name again; if `{name}` is another organisation, type that once more", nl: "typ de naam opnieuw; is `{name}` een andere organisatie, typ die naam dan nog een keer").get(lang));
                before = Some(name);
            }
            Err(Refused::Unknown(why)) => {
                say(why.get(lang));
                match ask_kind(lang, &name)? {
                    Some(lead) => return Ok(lead),
                    None => before = None,
                }
            }
        }
    }
}

/// What an unknown organisation is, and so the lead; none where another name is to be typed.
fn ask_kind(lang: Lang, name: &str) -> anyhow::Result<Option<Lead>> {
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
            Some(kind) => found(name, Some(kind)).map(Some).map_err(|(Refused::Unknown(why) | Refused::No(why))| why),
            // Whoever noticed the slip of the pen here may give the right name here too.
            None => found(typed, None).map(Some).map_err(|_| Text::same(KINDS.map(|(word, _)| word).join(", "))),
        }
    })
}

/// Asks until there is an answer that will do. An empty one stands for the default.
fn ask<T>(lang: Lang, question: &Text, default: Option<&str>, judge: impl Fn(&str) -> Result<T, Text>) -> anyhow::Result<T> {
    loop {
        let offered = default.map_or_else(String::new, |default| format!(" [{default}]"));
        let mut stderr = std::io::stderr().lock();
        let asked = write!(stderr, "{}: ", safe(&format!("{}{offered}", question.get(lang)))).and_then(|()| stderr.flush());
        asked.context("the question cannot be asked")?;
        drop(stderr);
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line).context("the answer cannot be read")?;
        if read == 0 {
            bail!("the questions were not answered; nothing was written");
        }
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
