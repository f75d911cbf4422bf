//! `commons rota`: the turns of a role that goes round, and a proposal for those to come.

use std::process::ExitCode;

use anyhow::bail;
use commons::answers::rota::{goes_round, rota};
use commons::record::Record;
use commons::record::index::Kinds;
use commons::record::work::Role;
use commons::reports::rota::of;
use commons::writing::rota::edits;

use crate::complete;
use crate::context::{Context, say};
use crate::files;
use crate::form::{Form, meant};
use crate::writing::{Judge, Texts, Writing, edited};

/// Show the turns of a role that goes round, and propose those to come: fairly, changing what is on record as little as can be
#[derive(clap::Args)]
#[command(
    after_help = "Who had no turn yet goes first, by how long they take part, then who had theirs longest ago; who leaves is left out.

Examples:
  commons rota meeting-host
  commons rota meeting-host --turns 6 --write"
)]
pub struct Rota {
    /// The role, by its id or its title
    #[arg(add = complete::ids(Kinds::ROLE))]
    role: String,
    /// How many turns are proposed after those on record
    #[arg(long, value_name = "NUMBER", default_value_t = 4, value_parser = clap::value_parser!(u8).range(0..=100))]
    turns: u8,
    /// Add the proposed turns to the record
    #[arg(long)]
    write: bool,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    writing: Writing,
}

impl Rota {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = if self.write { context.open_to_write()? } else { context.open_only(&files::ROLES)? };
        if !self.write && (self.writing.dry_run || self.writing.yes || self.writing.force) {
            bail!("nothing is written without --write");
        }
        let record = &opened.record;
        let role = role(record, &self.role)?;
        let found = rota(record, role, usize::from(self.turns));
        if !self.write {
            let document = of(record, role, &found, self.form.audience());
            return self.form.write(document, opened, context);
        }
        let (id, (edits, said)) = (&role.id, edits(role, &found.proposed));
        if edits.is_empty() {
            if found.step.is_none() {
                bail!("how long a turn of `{id}` lasts is not on record; say it with `commons set roles/{id} term_months 6`");
            }
            say(if self.turns == 0 {
                "nothing changes: no turns are asked for"
            } else {
                "nothing changes: there is nobody who could take a turn"
            });
            return Ok(ExitCode::SUCCESS);
        }
        let texts = Texts::from([(role.file.clone(), Some(edited(&opened.source, &role.file, &edits)?))]);
        self.writing.carry_out(context, &Judge::of(&opened), &texts, &said)
    }
}

/// The role that was meant, where it goes round.
fn role<'r>(record: &'r Record, typed: &str) -> anyhow::Result<&'r Role> {
    let id = meant(record, typed, Kinds::ROLE)?;
    let id = record.index.plain(&id).0;
    let Some(role) = record.roles.get(id.as_ref()) else { bail!("`roles/{id}.toml` cannot be read; `commons check` says why") };
    if goes_round(role) {
        return Ok(role);
    }
    let known: Vec<String> = record.roles.values().filter(|role| goes_round(role)).take(3).map(|role| format!("`{}`", role.id)).collect();
    let others = if known.is_empty() { String::new() } else { format!("; {} does", known.join(" or ")) };
    bail!("`{id}` does not go round{others}; where it is to, write `commons set roles/{id} staffing rotating`")
}
