//! `commons assign`: who holds a role from a day on, or stands in for whoever does.

use std::process::ExitCode;

use anyhow::bail;
use commons::date::Date;
use commons::record::index::Kinds;
use commons::writing::assign::{Assignment, Part, assign};

use crate::complete;
use crate::context::{Context, day, say};
use crate::form::{meant, reference};
use crate::writing::{Judge, Texts, Writing, edited};

/// Give a role to somebody; the term of whoever holds it ends the day before
#[derive(clap::Args)]
#[command(after_help = "A body, a role that is divided and a role of champions keep the others who hold them.

Examples:
  commons assign coordinator jdevries --since 2027-01-01
  commons assign treasurer mvisser --interim
  commons assign coordinator lhuisman --backup --until 2027-12-31")]
pub struct Assign {
    /// The role, by its id or its title
    #[arg(add = complete::ids(Kinds::ROLE))]
    role: String,
    /// Who: a person, an organisation or another role, by its id or its full name
    #[arg(add = complete::ids(Kinds::ACTOR))]
    who: String,
    /// The first day; the day of --on where it is left out
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Date>,
    /// The last day
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Date>,
    /// As back-up
    #[arg(long, conflicts_with = "interim")]
    backup: bool,
    /// Until somebody is found
    #[arg(long)]
    interim: bool,
    #[command(flatten)]
    writing: Writing,
}

impl Assign {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_to_write()?;
        let record = &opened.record;
        let id = meant(record, &self.role, Kinds::ROLE)?;
        let id = record.index.plain(&id).0;
        let Some(role) = record.roles.get(id.as_ref()) else { bail!("`roles/{id}.toml` cannot be read; `commons check` says why") };
        let who = reference(record, &self.who, Kinds::ACTOR)?;
        let part = match (self.backup, self.interim) {
            (true, _) => Part::Backup,
            (_, true) => Part::Interim,
            _ => Part::Holder,
        };
        let since = self.since.unwrap_or(record.on);
        let assigning = assign(record, &Assignment { role, who: &who, part, since, until: self.until, instead: None })?;
        if assigning.edits.is_empty() {
            let lang = context.lang(record);
            assigning.said.iter().for_each(|text| say(text.get(lang)));
            return Ok(ExitCode::SUCCESS);
        }
        let texts = Texts::from([(role.file.clone(), Some(edited(&opened.source, &role.file, &assigning.edits)?))]);
        self.writing.carry_out(context, &Judge::of(&opened), &texts, &assigning.said)
    }
}
