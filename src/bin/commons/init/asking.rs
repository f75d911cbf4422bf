//! What a new record needs to know: from the command line, else asked at a terminal, else named as missing.

use std::path::Path;

use anyhow::bail;
use commons::beginning::Lead;
use commons::handbook::Level;
use commons::record::participant::OrganisationKind;
use commons::text;
use commons::text::{Lang, Text, safe};
use commons::words::fold;

use crate::asking::{Refused, ask, ask_organisation, has_letters, is_plain, may_ask, organisation};
use crate::context::say;
use crate::coverage::level;
use crate::language::{known_lang, machine_lang};

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

/// What is still missing, asked at a terminal; elsewhere a language is Dutch, and the rest is an error that names it.
pub fn complete(answers: Answers, set: Option<Lang>, folder: &Path) -> anyhow::Result<(Lang, Complete)> {
    let Answers { level, name, lead, kind } = answers;
    let all_known = level.is_some() && name.is_some() && lead.is_some();
    if !all_known && !may_ask() {
        let flags = [("--level", level.is_none()), ("--name", name.is_none()), ("--lead", lead.is_none())];
        let missing: Vec<&str> = flags.iter().filter(|(_, missing)| *missing).map(|(flag, _)| *flag).collect();
        bail!("missing: {}; only at a terminal `commons init` asks for what it misses", missing.join(", "));
    }
    // What is wrong already is said before anything is asked.
    let leader = match &lead {
        Some(typed) => match found(typed, kind) {
            Ok(lead) => Some(lead),
            Err(Refused::Unknown(_) | Refused::Several(..)) if may_ask() => None,
            Err(Refused::Unknown(why)) => bail!("{}; --lead-kind says what another organisation is", why.en),
            Err(Refused::No(why) | Refused::Several(_, why)) => bail!("{}", why.en),
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
    let question = Text::new("Lead (a municipality, or another organisation)", "Penvoerder (een gemeente, of een andere organisatie)");
    let lead = match leader {
        Some(lead) => lead,
        None => ask_organisation(lang, &question, lead, kind, &found)?,
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
    organisation(typed, kind)
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
