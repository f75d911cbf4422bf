//! `commons actions`: what meetings agreed that somebody would do.

use std::process::ExitCode;

use commons::record::index::Kinds;
use commons::reports::actions::{Options, Which, agreed};

use crate::complete;
use crate::context::Context;
use crate::files;
use crate::form::{Form, meant};

/// List the actions that are open, what is overdue first
#[derive(clap::Args)]
#[command(after_help = "Examples:
  commons actions
  commons actions --for treasurer
  commons actions --all --format csv -o acties.csv")]
pub struct Actions {
    /// Only those of this person, organisation, role or body, or of a role of theirs
    #[arg(long = "for", value_name = "WHO", add = complete::ids(Kinds::ACTOR))]
    who: Option<String>,
    /// Also those that are done
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    form: Form,
}

impl Actions {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_only(&files::EVENTS)?;
        let record = &opened.record;
        let who = self.who.as_deref().map(|typed| meant(record, typed, Kinds::ACTOR)).transpose()?;
        let which = if self.all { Which::All } else { Which::Open };
        let document = agreed(record, &Options { who, which, audience: self.form.audience() });
        self.form.write(document, opened, context)
    }
}
