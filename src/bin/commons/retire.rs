//! `commons retire`: somebody or something ends, with what hangs on it shown, handed over or listed.

use std::process::ExitCode;

use anyhow::bail;
use commons::record::index::Kinds;
use commons::text::Text;
use commons::writing::place::thing;
use commons::writing::retire::{Retirement, retire};

use crate::complete;
use crate::context::{Context, say};
use crate::form::reference;
use crate::writing::{Judge, Texts, Writing, edited};

/// What ends: whatever has a last day, and those that have none are told what to do instead.
const ENDING: Kinds = Kinds::ACTOR.or(Kinds::PRODUCT).or(Kinds::CONTRACT);

/// End somebody or something: dates are written, nothing is deleted, and what is left to arrange is listed
#[derive(clap::Args)]
#[command(
    after_help = "A person, a role, an organisation, a product or a contract ends on the day of --on, its last. Open terms end with it; \
with --successor they and what else rests on it are handed over from the day after.

Examples:
  commons retire jdevries --on 2026-12-31 --dry-run
  commons retire jdevries --on 2026-12-31 --successor lhuisman
  commons retire weesp --on 2026-12-31 --successor amsterdam"
)]
pub struct Retire {
    /// What ends: an id, or a path such as `roles/treasurer` where several things have it
    #[arg(add = complete::ids(ENDING))]
    thing: String,
    /// Who takes over from the day after
    #[arg(long, value_name = "WHO", add = complete::ids(Kinds::ACTOR))]
    successor: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

impl Retire {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_to_write()?;
        let record = &opened.record;
        let thing = thing(record, &opened.source, &self.thing)?;
        let Some(day) = context.options.on else {
            bail!("on which day does `{}` end? Give its last day with --on, such as --on 2026-12-31", self.thing);
        };
        let successor = self.successor.as_deref().map(|typed| reference(record, typed, Kinds::ACTOR)).transpose()?;
        let retiring = retire(record, &Retirement { thing: &thing, day, successor: successor.as_ref(), today: Context::today(record) })?;
        let mut texts = Texts::new();
        for (file, edits) in &retiring.edits {
            texts.insert(file.clone(), Some(edited(&opened.source, file, edits)?));
        }
        let mut said = retiring.said;
        if !retiring.left.is_empty() {
            said.push(Text::new("what is left to arrange:", "wat er nog te regelen is:"));
            said.extend(retiring.left);
        }
        if texts.is_empty() {
            let lang = context.lang(record);
            for text in &said {
                say(text.get(lang));
            }
        }
        self.writing.carry_out(context, &Judge::of(&opened), &texts, &said)
    }
}
