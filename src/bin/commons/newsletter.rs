//! `commons newsletter`: a draft of what is new on record since the last one.

use std::process::ExitCode;

use anyhow::bail;
use commons::date::Date;
use commons::reports::newsletter::{Options, newsletter};

use crate::context::{Context, day};
use crate::report::{Form, OF_EVENTS};

/// Draft a newsletter: who joined, what was delivered, done, learned and decided, who is thanked, what comes
#[derive(clap::Args)]
#[command(after_help = "Examples:
  commons newsletter
  commons newsletter --since 2026-07-01 --format md
  commons newsletter --audience public -o nieuwsbrief.html")]
pub struct Newsletter {
    /// The day of the last newsletter; what its channel says under `last` where it is left out
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Date>,
    #[command(flatten)]
    form: Form,
}

impl Newsletter {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_only(&OF_EVENTS)?;
        let record = &opened.record;
        if let Some(since) = self.since.filter(|since| *since >= record.on) {
            bail!("a newsletter of {} cannot tell what is new since {since}", record.on);
        }
        let document = newsletter(record, &Options { since: self.since, audience: self.form.audience() });
        self.form.write(document, opened, context)
    }
}
