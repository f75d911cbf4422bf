//! `commons list`: the things of a kind as a table.

use std::process::ExitCode;

use anyhow::bail;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use commons::reports::list::{Condition, Options, list};
use commons::reports::things::{LISTED, Listed};
use commons::source::layout::FileKind;
use commons::words;

use crate::context::Context;
use crate::form::Form;
use crate::invoice::past::noted;

/// List the things of a kind: those that fit, in the columns and the order that are asked
#[derive(clap::Args)]
#[command(
    after_help = "A condition compares a key with = != ~ (contains) < <= > >=; a key alone asks that it is there, !key that it is not.
Days, amounts and numbers may be typed as the tables show them: joined>01-06-2026, total>=5.000,50.

Examples:
  commons list participants --where status=active --where 'inhabitants>=50000'
  commons list roles --where critical --where '!backup' --columns id,title,held_by
  commons list people --where until --sort -until
  commons list invoices --where date~2026 --format csv"
)]
pub struct List {
    /// What to list
    #[arg(value_name = "KIND", value_parser = kind())]
    kind: &'static Listed,
    /// Only those for which this holds; more than once: all of them
    #[arg(long = "where", value_name = "CONDITION")]
    wanted: Vec<String>,
    /// These keys, such as id,name,billing.city
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    columns: Vec<String>,
    /// By these keys; backwards with a hyphen before it
    #[arg(long, value_name = "KEYS", value_delimiter = ',', allow_hyphen_values = true)]
    sort: Vec<String>,
    #[command(flatten)]
    form: Form,
}

fn kind() -> impl TypedValueParser<Value = &'static Listed> {
    PossibleValuesParser::new(LISTED.iter().map(|one| one.name))
        .map(|name| LISTED.iter().find(|one| one.name == name).expect("the names are those of the list"))
}

impl List {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let mut files = vec![FileKind::Collaboration, FileKind::Participant, FileKind::People, FileKind::Role];
        files.extend([FileKind::Community, FileKind::Product, self.kind.file]);
        let opened = context.open_only(&files)?;
        let keys = self.kind.keys();
        let wanted: Vec<Condition> = self.wanted.iter().map(|typed| Condition::of(typed)).collect();
        let order: Vec<(String, bool)> =
            self.sort.iter().map(|typed| (typed.trim_start_matches('-').to_owned(), typed.starts_with('-'))).collect();
        let columns: Vec<String> = self.columns.iter().map(|key| key.trim().to_owned()).filter(|key| !key.is_empty()).collect();
        for key in wanted.iter().map(|one| &one.key).chain(&columns).chain(order.iter().map(|(key, _)| key)) {
            known(self.kind, &keys, key)?;
        }
        let wanted = wanted.into_iter().map(|one| one.read(self.kind).map_err(anyhow::Error::msg)).collect::<anyhow::Result<_>>()?;
        let options = Options { kind: self.kind, columns, wanted, order, audience: self.form.audience() };
        let document = list(&opened.record, &options);
        let document = if self.kind.file == FileKind::Invoice { noted(document, &opened, &self.form, context)? } else { document };
        self.form.write(document, opened, context)
    }
}

/// Refuses a key that nothing of this kind has, and names the nearest.
fn known(kind: &Listed, keys: &[String], key: &str) -> anyhow::Result<()> {
    // Below a table of free keys, such as `order_number.2026`, everything is one.
    let is_below = key.rsplit_once('.').is_some_and(|(above, _)| keys.iter().any(|known| known == above));
    if keys.iter().any(|known| known == key) || is_below {
        return Ok(());
    }
    let near = words::nearest(key, keys.iter().map(String::as_str));
    let translated = words::keys_for(key).iter().find(|meant| keys.iter().any(|known| known == *meant));
    match translated.copied().or(near) {
        Some(near) => bail!("{} have no key `{key}`; did you mean `{near}`?", kind.name),
        None => bail!("{} have no key `{key}`; the first are {}", kind.name, keys.iter().take(12).cloned().collect::<Vec<_>>().join(", ")),
    }
}
