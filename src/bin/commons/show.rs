//! `commons show`: one thing, with everything that refers to it.

use std::process::ExitCode;

use anyhow::bail;
use commons::record::index::Kinds;
use commons::record::values::Id;
use commons::reports::show::{Options, show};

use crate::complete;
use crate::context::Context;
use crate::form::{Form, meant};

/// Show one thing with all that is on record of it, and everything that names it
#[derive(clap::Args)]
#[command(after_help = "Examples:
  commons show utrecht
  commons show roles/coordinator
  commons show \"Jo de Vries\" --format html -o jo.html")]
pub struct Show {
    /// A participant, person, role, task, product, event, contract or channel: its id or its name
    #[arg(add = complete::ids(Kinds::SHOWN))]
    id: String,
    #[command(flatten)]
    form: Form,
}

/// What can be shown, the likeliest first.
const KINDS: [Kinds; 8] =
    [Kinds::ORGANISATION, Kinds::PERSON, Kinds::ROLE, Kinds::TASK, Kinds::PRODUCT, Kinds::EVENT, Kinds::CONTRACT, Kinds::CHANNEL];

impl Show {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open()?;
        let record = &opened.record;
        let id = meant(record, &self.id, Kinds::SHOWN)?;
        let is = record.index.meant(&id);
        let kinds: Vec<Kinds> = KINDS.into_iter().filter(|kind| is.has(*kind)).collect();
        let kind = match kinds.as_slice() {
            [one] => *one,
            several => {
                let plain = record.index.plain(&id).0;
                let names: Vec<String> =
                    several.iter().flat_map(|kind| kind.folders()).map(|(_, folder)| format!("`{folder}/{plain}`")).collect();
                bail!("`{}` is several things; name one of them: {}", self.id, names.join(", "))
            }
        };
        let options = Options { id: Id::new(id.as_str()), kind, audience: self.form.audience() };
        let Some(document) = show(record, &options) else { bail!("what is on record of `{id}` cannot be read; `commons check` says why") };
        self.form.write(document, opened, context)
    }
}
