//! `commons init`: a new record, with no more in it than its level asks for.

mod asking;
mod writing;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use commons::beginning::machines::{self, Platform};
use commons::beginning::{Beginning, Page, pages};
use commons::date::Date;
use commons::handbook::Level;
use commons::record::participant::OrganisationKind;
use commons::text;
use commons::text::{Lang, Text};

use crate::context::{Context, say};
use crate::init::asking::Answers;
use crate::init::writing::Written;
use crate::language::set_lang;

/// Begin a new record, with no more in it than its level asks for
#[derive(clap::Args)]
#[command(
    after_help = "What is missing is asked for at a terminal, and named as missing elsewhere. The record is written in the language of --lang, in Dutch where nothing says otherwise, and starts on the day of --on, today where that is left out. Nothing that exists is overwritten."
)]
pub struct Init {
    /// The folder for the record; it is made where it is not there [default: the working directory]
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    folder: Option<PathBuf>,
    /// How closely the parties work together
    #[arg(long, value_parser = crate::coverage::level, value_name = "sharing|light|structured|full", add = crate::complete::levels())]
    level: Option<Level>,
    /// What the collaboration calls itself
    #[arg(long)]
    name: Option<String>,
    /// Who leads it: a Dutch municipality by its name or CBS code, or another organisation by its name
    #[arg(long, value_name = "ORGANISATION", add = crate::complete::municipalities())]
    lead: Option<String>,
    /// What the lead is, where it is no Dutch municipality
    #[arg(long, value_name = "KIND", value_parser = crate::asking::kind())]
    lead_kind: Option<OrganisationKind>,
    /// Also write a workflow that runs `commons check` at every change
    #[arg(long, value_enum, value_name = "PLATFORM", value_delimiter = ',')]
    ci: Vec<Ci>,
    /// Also write a pre-commit hook that runs `commons check`
    #[arg(long)]
    pre_commit: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Ci {
    Github,
    Gitlab,
}

impl Init {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let options = &context.options;
        if options.at.is_some() || options.output.is_some() {
            bail!("a new record is a folder with files of today: leave out --at and --output");
        }
        let folder = match (&self.folder, &options.record) {
            (Some(_), Some(_)) => bail!("the folder is named twice; leave out -C"),
            (Some(folder), None) | (None, Some(folder)) => folder.clone(),
            (None, None) => PathBuf::from("."),
        };
        // Nobody answers questions about a folder that will be refused.
        writing::refuse_unless_free(&folder)?;
        let on = options.on.unwrap_or_else(|| Date(chrono::Utc::now().with_timezone(&chrono_tz::Europe::Amsterdam).date_naive()));
        let set = options.lang.or_else(set_lang);
        let (lang, answers) =
            asking::complete(Answers { level: self.level, name: self.name, lead: self.lead, kind: self.lead_kind }, set, &folder)?;
        let beginning = Beginning { name: answers.name, level: answers.level, lang, on, lead: answers.lead };

        let repository = writing::repository_of(&folder)?;
        let below = repository.below.as_str();
        let mut beside: Vec<Page> = Vec::new();
        if !machines::is_plain(below) && (self.pre_commit || !self.ci.is_empty()) {
            bail!("a workflow cannot name the folder `{below}` as it is; use one of letters, digits, hyphens, dots and underscores");
        }
        for platform in [(Ci::Github, Platform::Github), (Ci::Gitlab, Platform::Gitlab)] {
            if self.ci.contains(&platform.0) {
                beside.push(machines::workflow(platform.1, below, lang));
            }
        }
        if self.pre_commit {
            beside.push(machines::hook(below, lang));
        }
        let written = writing::write(&folder, &pages(&beginning), &repository.root, &beside, on)?;
        for path in &written.leftovers {
            let path = path.display();
            say(text!(en: "removed {path}, which an interrupted `commons init` left behind", nl: "{path} is verwijderd; die map was achtergebleven van een onderbroken `commons init`").get(lang));
        }
        // What was asked for and not written is said, however quiet it should be.
        for (path, page) in &written.by_hand {
            let path = path.display();
            say(text!(en: "{path} was there already and stays as it is; add these lines to it:", nl: "{path} was er al en blijft zoals het is; voeg er deze regels aan toe:").get(lang));
            machines::to_add(page).lines().for_each(say);
        }
        if !options.quiet {
            tell(&folder, &beginning, &written, lang);
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Says what was written and what to do next.
fn tell(folder: &Path, beginning: &Beginning, written: &Written, lang: Lang) {
    let told = |text: &Text| say(text.get(lang));
    let (name, shown) = (&beginning.name, folder.display());
    told(&text!(en: "the record of “{name}” is in {shown}:", nl: "het dossier van “{name}” staat in {shown}:"));
    for line in grouped(&written.paths) {
        say(&format!("  {line}"));
    }
    if let Some(kept) = &written.kept {
        told(&text!(en: "{kept} was there already and stays as it is", nl: "{kept} was er al en blijft zoals het is"));
    }
    let there = if shown.to_string() == "." { String::new() } else { format!(" -C {}", in_shell(&shown.to_string())) };
    let open = written.open;
    told(
        &text!(en: "it has no errors, and {open} warnings, mostly of roles that are still vacant. What to do next:", nl: "het heeft geen fouten en {open} aandachtspunten, vooral rollen die nog vacant zijn. Hoe nu verder:"),
    );
    for (command, why) in [
        ("check", Text::new("what is still open", "wat er nog open staat")),
        ("coverage", Text::new("which duties are covered", "welke kerntaken belegd zijn")),
        ("raci", Text::new("who does what", "wie wat doet")),
    ] {
        say(&format!("  {:<width$}  {}", format!("commons {command}{there}"), why.get(lang), width = 16 + there.chars().count()));
    }
}

/// Paths as people read them: the files of a folder on one line, those for editors counted.
fn grouped(paths: &[String]) -> Vec<String> {
    let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
    for path in paths {
        let (folder, name) = path.rsplit_once('/').map_or(("", path.as_str()), |(folder, name)| (folder, name));
        match lines.iter_mut().find(|(known, _)| known == folder && !folder.is_empty()) {
            Some((_, names)) => names.push(name),
            None => lines.push((folder.to_owned(), vec![name])),
        }
    }
    let line = |(folder, names): (String, Vec<&str>)| match (folder.as_str(), names.len()) {
        ("", _) => names.concat(),
        ("schemas", count) => format!("schemas/ ({count})"),
        (folder, 1) => format!("{folder}/{}", names[0]),
        (folder, _) => format!("{folder}/: {}", names.join(", ")),
    };
    lines.into_iter().map(line).collect()
}

/// A path, or another text, as it can be typed into a shell.
pub fn in_shell(path: &str) -> String {
    let plain = path.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '/' | '.' | '_' | '-' | '~' | '+' | ','));
    if plain { path.to_owned() } else { format!("'{}'", path.replace('\'', "'\\''")) }
}
