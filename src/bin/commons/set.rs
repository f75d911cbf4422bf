//! `commons set`: another value at one place.

use std::process::ExitCode;

use anyhow::bail;
use commons::edit::{Edit, quoted};
use commons::finding::{Key, Keys};
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
  commons set tasks/invoicing covers '[\"invoicing\"]'
  commons set utrecht 'aliases[+]' Domstad
  commons set roles/coordinator 'backup[+]' '{ who = \"lhuisman\", from = 2027-01-01 }'")]
pub struct Set {
    /// What: an id, a path such as `roles/coordinator`, or `commons` for the settings
    #[arg(add = complete::ids(Kinds::ACTOR))]
    thing: String,
    /// Where in it: `joined`, `raci.accountable`, `holder[0].until`, `holder[jdevries].until`, `aliases[+]` for one more
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
        let issued = opened.record.invoices.iter().find(|one| one.file == file).and_then(|one| one.number.as_deref());
        if let Some(number) = issued.filter(|_| !self.writing.is_forced()) {
            bail!("invoice {number} was issued, and what was sent to somebody is not changed afterwards; --force does it all the same");
        }
        let text = text_of(&opened.source, &file)?;
        let (path, adds) = self.place.strip_suffix("[+]").map_or((self.place.as_str(), false), |list| (list, true));
        let keys = keys_of(&text, &keys, path, opened.record.on)?;
        let judge = Judge::of(&opened);
        let place = format!("{file} {keys}");
        match &self.value {
            None if adds => bail!("`[+]` adds an item, so there is nothing to take away; name the item"),
            None => {
                let texts = Texts::from([(file.clone(), Some(edited(&opened.source, &file, &[Edit::Remove(keys)])?))]);
                self.writing.carry_out(context, &judge, &texts, &[text!(en: "takes away {place}", nl: "haalt weg: {place}")])
            }
            Some(value) => {
                let ways = if adds {
                    added(&text, &keys, value)
                } else {
                    [value.to_owned(), quoted(value)].map(|one| vec![Edit::Set(keys.clone(), one)]).into()
                };
                let text = match fitting(&file, &text, &ways, &FORM, opened.record.on)? {
                    Fit::Text(text) => text,
                    Fit::Not(refused) => {
                        complain(&refused, &opened, context, context.lang(&opened.record));
                        bail!("nothing is written: `{value}` does not fit there");
                    }
                };
                let texts = Texts::from([(file.clone(), Some(text))]);
                let what = if adds {
                    text!(en: "adds to {place}", nl: "voegt toe aan {place}")
                } else {
                    text!(en: "changes {place}", nl: "wijzigt {place}")
                };
                self.writing.carry_out(context, &judge, &texts, &[what])
            }
        }
    }
}

/// The ways in which an item may be added to a list, the likeliest first: a table as one, anything else as a value or as text; where the
/// list is not there yet, it begins with the item.
fn added(text: &str, list: &Keys, value: &str) -> Vec<Vec<Edit>> {
    let table: Option<toml::Table> = toml::from_str(&format!("v = {value}")).ok().filter(|_| !value.contains('\n'));
    if let Some(table) = table.as_ref().and_then(|all| all["v"].as_table()) {
        let pairs = table.iter().map(|(key, value)| (key.clone(), value.to_string())).collect();
        return vec![vec![Edit::Append(list.clone(), pairs)]];
    }
    let written = [value.to_owned(), quoted(value)];
    let beside = written.iter().map(|one| vec![Edit::Push(list.clone(), one.clone())]);
    let first = written.iter().map(|one| vec![Edit::Set(list.clone(), format!("[{one}]"))]);
    if is_there(text, list) { beside.collect() } else { first.collect() }
}

/// Whether a text has anything at a place.
fn is_there(text: &str, keys: &Keys) -> bool {
    let Ok(table) = toml::from_str::<toml::Table>(text.trim_start_matches('\u{feff}')) else { return true };
    let whole = toml::Value::Table(table);
    let step = |value, key: &Key| match key {
        Key::Name(name) => toml::Value::get(value, name.as_ref()),
        Key::Index(at) => toml::Value::get(value, *at),
    };
    keys.0.iter().try_fold(&whole, step).is_some()
}
