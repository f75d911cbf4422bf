//! `commons newsletter`: a draft of what is new on record since the last one.

use std::process::ExitCode;

use anyhow::bail;
use commons::date::Date;
use commons::record::index::Kinds;
use commons::record::values::Id;
use commons::reports::newsletter::{Options, last, newsletter, newsletters, reason, to_decide};
use commons::text;

use crate::complete;
use crate::context::{Context, day, say};
use crate::files;
use crate::form::{Form, meant};
use crate::past::known_on;

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
    /// Which newsletter, where the record has several: the id of its channel; the one sent last where it is left out
    #[arg(long, value_name = "CHANNEL", add = complete::ids(Kinds::CHANNEL))]
    channel: Option<String>,
    #[command(flatten)]
    form: Form,
}

impl Newsletter {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_only(&files::EVENTS)?;
        let record = &opened.record;
        if let Some(since) = self.since.filter(|since| *since >= record.on) {
            bail!("a newsletter of {} cannot tell what is new since {since}", record.on);
        }
        let channel = self.channel.as_deref().map(|typed| meant(record, typed, Kinds::CHANNEL)).transpose()?;
        let channel = channel.map(|id| Id::new(&record.index.plain(&id).0));
        if let Some(id) = channel.as_ref().filter(|id| newsletters(record).all(|one| one.id != **id)) {
            let known: Vec<String> = newsletters(record).map(|one| format!("`{}`", one.id)).collect();
            bail!(
                "channel `{id}` is no newsletter; those of this record: {}",
                if known.is_empty() { "none".into() } else { known.join(", ") }
            );
        }
        let options = Options { since: self.since, channel, audience: self.form.audience() };
        let since = last(record, &options);
        for remark in reason(record, &options).into_iter().chain(to_decide(record, &options)) {
            say(remark.get(context.lang(record)));
        }
        let before = known_on(since, &opened.source, &files::EVENTS)?;
        if before.is_none() {
            say(text!(since; en: "git cannot tell what this record was on {since}, so only what has a day of its own is told", nl: "uit git blijkt niet hoe dit dossier er op {since} uitzag; alleen wat zelf een datum heeft, staat in deze nieuwsbrief").get(context.lang(record)));
        }
        let document = newsletter(record, before.as_ref(), &options);
        self.form.write(document, opened, context)
    }
}
