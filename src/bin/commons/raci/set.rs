//! `commons raci set`: who stands under which letter of a task.

use std::process::ExitCode;

use anyhow::{anyhow, bail};
use commons::record::index::Kinds;
use commons::record::values::Id;
use commons::record::work::Letter;
use commons::writing::raci::{Standing, stand};

use super::tasks_named;
use crate::complete;
use crate::context::Context;
use crate::form::reference;
use crate::writing::{Judge, Texts, Writing, edited};

/// Say who is responsible for a task, accountable, consulted or informed
///
/// Whoever is named for a letter takes the place of those who stood there; letters that are not named stay as they are.
#[derive(clap::Args)]
#[command(after_help = "Nobody at all under a letter: commons set tasks/invoicing raci.consulted --unset

Examples:
  commons raci set invoicing --responsible treasurer --accountable steering-group
  commons raci set releases --consulted user-group,zwolle --for \"the date\"
  commons raci set releases --informed all-participants --via newsletter")]
pub struct Set {
    /// The task, by its id or its title
    #[arg(add = complete::ids(Kinds::TASK))]
    task: String,
    /// Who carries it out: roles, people, organisations, by id or full name
    #[arg(long, value_name = "WHO", value_delimiter = ',', add = complete::ids(Kinds::ANYBODY))]
    responsible: Vec<String>,
    /// Who answers for it
    #[arg(long, value_name = "WHO", value_delimiter = ',', add = complete::ids(Kinds::ANYBODY))]
    accountable: Vec<String>,
    /// Who is asked beforehand
    #[arg(long, value_name = "WHO", value_delimiter = ',', add = complete::ids(Kinds::ANYBODY))]
    consulted: Vec<String>,
    /// Who hears of it
    #[arg(long, value_name = "WHO", value_delimiter = ',', add = complete::ids(Kinds::ANYBODY))]
    informed: Vec<String>,
    /// For what they are consulted
    #[arg(long = "for", value_name = "WHAT", requires = "consulted")]
    purpose: Option<String>,
    /// The channel through which they are informed
    #[arg(long, value_name = "CHANNEL", requires = "informed", add = complete::ids(Kinds::CHANNEL))]
    via: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

impl Set {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_to_write()?;
        let record = &opened.record;
        let tasks = tasks_named(record, &self.task)?;
        let [id] = tasks.as_slice() else {
            bail!("`{}` is several tasks; name one of them: {}", self.task, tasks.iter().map(Id::as_str).collect::<Vec<_>>().join(", "))
        };
        let task = record.tasks.get(id.as_str()).ok_or_else(|| anyhow!("there is no task `{id}`"))?;
        let via = self.via.as_deref().map(|typed| reference(record, typed, Kinds::CHANNEL)).transpose()?;
        let (mut edits, mut said) = (Vec::new(), Vec::new());
        for (letter, typed, with) in [
            (Letter::Responsible, &self.responsible, None),
            (Letter::Accountable, &self.accountable, None),
            (Letter::Consulted, &self.consulted, self.purpose.map(|what| ("for", what))),
            (Letter::Informed, &self.informed, via.map(|via| ("via", via.as_str().to_owned()))),
        ] {
            let mut who: Vec<Id> = Vec::new();
            for typed in typed {
                let id = reference(record, typed, Kinds::ANYBODY)?;
                if !who.iter().any(|known| record.index.same(known, &id)) {
                    who.push(id);
                }
            }
            if !who.is_empty() {
                let (more, words) = stand(record, task, &Standing { letter, who, with });
                edits.extend(more);
                said.extend(words);
            }
        }
        if [&self.responsible, &self.accountable, &self.consulted, &self.informed].iter().all(|typed| typed.is_empty()) {
            bail!("name somebody: --responsible, --accountable, --consulted or --informed");
        }
        let texts = Texts::from([(task.file.clone(), Some(edited(&opened.source, &task.file, &edits)?))]);
        self.writing.carry_out(context, &Judge::of(&opened), &texts, &said)
    }
}
