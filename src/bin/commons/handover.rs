//! `commons handover`: what the next holder of a role needs.

use std::process::ExitCode;

use anyhow::bail;
use commons::record::index::Kinds;
use commons::reports::handover::{Options, handover};

use crate::complete;
use crate::context::Context;
use crate::files;
use crate::form::{Form, meant};

/// Show what the next holder of a role needs: tasks, ways of working, contacts, what is open and what comes
#[derive(clap::Args)]
#[command(after_help = "Examples:
  commons handover coordinator
  commons handover treasurer --format html -o overdracht.html")]
pub struct Handover {
    /// The role or the body, by its id or its title
    #[arg(add = complete::ids(Kinds::ROLE))]
    role: String,
    #[command(flatten)]
    form: Form,
}

impl Handover {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_only(&files::DATES)?;
        let record = &opened.record;
        let id = meant(record, &self.role, Kinds::ROLE)?;
        let id = record.index.plain(&id).0;
        let Some(role) = record.roles.get(id.as_ref()) else { bail!("`roles/{id}.toml` cannot be read; `commons check` says why") };
        let document = handover(record, role, &Options { audience: self.form.audience() });
        self.form.write(document, opened, context)
    }
}
