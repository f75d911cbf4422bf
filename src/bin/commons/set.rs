//! `commons set`: another value at one place.

use std::process::ExitCode;

use anyhow::bail;
use commons::edit::{Edit, quoted};
use commons::record::index::Kinds;
use commons::text;
use commons::writing::place::{Thing, keys_of, thing};

use crate::complete;
use crate::context::Context;
use crate::fitting::{FORM, Fit, fitting};
use crate::writing::{Judge, Texts, Writing, complain, edited, text_of};

/// Give one place of the record another value
#[derive(clap::Args)]
#[command(after_help = "Examples:
  commons set utrecht contact abakker
  commons set roles/coordinator 'holder[jdevries].until' 2027-01-01
  commons set commons agreement.notice_months 6
  commons set utrecht phone --unset
  commons set tasks/invoicing covers '[\"invoicing\"]'")]
pub struct Set {
    /// What: an id, a path such as `roles/coordinator`, or `commons` for the settings
    #[arg(add = complete::ids(Kinds::ACTOR))]
    thing: String,
    /// Where in it: `joined`, `raci.accountable`, `holder[0].until`, `holder[jdevries].until`
    place: String,
    /// The value; as TOML where it is more than a word, a number or a date, such as a list in brackets
    #[arg(required_unless_present = "unset", conflicts_with = "unset", allow_hyphen_values = true)]
    value: Option<String>,
    /// Take the key away
    #[arg(long)]
    unset: bool,
    #[command(flatten)]
    writing: Writing,
}

impl Set {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_to_write()?;
        let Thing { file, keys } = thing(&opened.record, &opened.source, &self.thing)?;
        let text = text_of(&opened.source, &file)?;
        let keys = keys_of(&text, &keys, &self.place, opened.record.on)?;
        let judge = Judge::of(&opened);
        let place = format!("{file} {keys}");
        match &self.value {
            None => {
                let texts = Texts::from([(file.clone(), Some(edited(&opened.source, &file, &[Edit::Remove(keys)])?))]);
                self.writing.carry_out(context, &judge, &texts, &[text!(en: "takes away {place}", nl: "haalt weg: {place}")])
            }
            Some(value) => {
                let ways = [value.to_owned(), quoted(value)].map(|written| vec![Edit::Set(keys.clone(), written)]);
                let text = match fitting(&file, &text, &ways, &FORM, opened.record.on)? {
                    Fit::Text(text) => text,
                    Fit::Not(refused) => {
                        complain(&refused, &opened, context, context.lang(&opened.record));
                        bail!("nothing is written: `{value}` does not fit there");
                    }
                };
                let texts = Texts::from([(file.clone(), Some(text))]);
                self.writing.carry_out(context, &judge, &texts, &[text!(en: "changes {place}", nl: "wijzigt {place}")])
            }
        }
    }
}
