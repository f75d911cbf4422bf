//! `commons who`: who does this, and what does this one do.

use std::process::ExitCode;

use anyhow::bail;
use commons::answers::audience::Audience;
use commons::answers::search::{nearest, search};
use commons::record::index::Kinds;
use commons::reports::who::who;
use commons::text;

use crate::complete;
use crate::context::{Context, say};
use crate::report::{Form, OF_ROLES};

/// Show who does something and what somebody does, with how to reach them and who stands in
#[derive(clap::Args)]
#[command(after_help = "Examples:
  commons who factuur
  commons who coordinator
  commons who \"Jo de Vries\"
  commons who utrecht --format md")]
pub struct Who {
    /// A task, a duty, a role, a body, a person, an organisation or a channel: an id, a name, a part of it, or a word for it in Dutch or English
    #[arg(add = complete::ids(Kinds::ACTOR | Kinds::TASK | Kinds::CHANNEL))]
    name: String,
    #[command(flatten)]
    form: Form,
}

impl Who {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_only(&OF_ROLES)?;
        let record = &opened.record;
        let audience = self.form.audience();
        let mut found = search(record, &self.name, audience);
        if found.is_empty() {
            let Some((id, one)) = nearest(record, &self.name, audience) else {
                let seen = if audience < Audience::Record { " that this audience may see" } else { "" };
                let more = if audience < Audience::Record { "; --audience record finds everybody" } else { "" };
                bail!("nothing{seen} is called `{}`; `commons raci` and `commons coverage` show what there is{more}", self.name)
            };
            let typed = &self.name;
            say(text!(en: "nothing is called `{typed}`; this is `{id}`", nl: "niets heet `{typed}`; dit is `{id}`")
                .get(context.lang(record)));
            found.push(one);
        }
        let document = who(record, &self.name, &found, audience);
        self.form.write(document, opened, context)
    }
}
