//! `commons without`: what breaks if people or participants leave, and whose departure would do most harm.

use std::process::ExitCode;

use anyhow::bail;
use commons::answers::audience::Audience;
use commons::answers::presence::{holders_named, joined};
use commons::record::Record;
use commons::record::index::Kinds;
use commons::record::values::Id;
use commons::reports::without::{Options, WorstOptions, without, worst};
use commons::text::Lang;

use crate::complete;
use crate::context::Context;
use crate::files;
use crate::form::{Form, meant};

/// Show what breaks if people or participants leave: duties, roles, bodies, meetings, products and money
#[derive(clap::Args)]
#[command(
    after_help = "Those who are named leave together on the day of --on; an organisation takes along whoever it employs or who works for it. A back-up who leaves too does not step in.

--worst tries every departure by itself and ranks them: first by who is lead or fund holder; then by the duties that nobody takes over, not even a back-up, the critical roles without anybody, the roles that become vacant, the bodies in which one organisation gets a majority, the bodies with empty seats, the products without an owner, the roles in which a back-up steps in, and the money that no longer comes in.

Examples:
  commons without zwolle --on 2027-01-01
  commons without zwolle jdevries
  commons without --worst 5"
)]
pub struct Without {
    /// People and organisations, each by id or full name
    #[arg(value_name = "WHO", required_unless_present = "worst", add = complete::ids(LEAVERS))]
    who: Vec<String>,
    /// Rank the departures that would do most harm, of single organisations and of single people; so many of each, 3 where it is left out
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "3", conflicts_with = "who", value_parser = clap::value_parser!(u16).range(1..))]
    worst: Option<u16>,
    #[command(flatten)]
    form: Form,
}

/// Who can leave.
const LEAVERS: Kinds = Kinds::ORGANISATION.or(Kinds::PERSON);

impl Without {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_only(&files::DATES)?;
        let record = &opened.record;
        let audience = self.form.audience();
        if let Some(most) = self.worst {
            let document = worst(record, &WorstOptions { most: usize::from(most), audience });
            return self.form.write(document, opened, context);
        }
        let mut who: Vec<Id> = Vec::new();
        for typed in &self.who {
            let id = leaver(record, typed, audience)?;
            if !who.contains(&id) {
                who.push(id);
            }
        }
        let document = without(record, &who, &Options { audience });
        self.form.write(document, opened, context)
    }
}

/// The person or organisation that was meant. A role does not leave: whoever holds it does.
fn leaver(record: &Record, typed: &str, audience: Audience) -> anyhow::Result<Id> {
    let known = record.index.meant(&Id::new(typed)).has(LEAVERS);
    let role = if known { None } else { meant(record, typed, Kinds::ROLE).ok() };
    if let Some(role) = role.and_then(|id| record.role(&id))
        && meant(record, typed, LEAVERS).is_err()
    {
        let (id, held) = (&role.id, holders_named(record, role, audience));
        let held = joined(&held, ", ");
        match held.get(Lang::En) {
            "" => bail!("`{id}` is a role, which nobody holds; a person or an organisation leaves"),
            held => bail!("`{id}` is a role; name whoever holds it: {held}"),
        }
    }
    Ok(Id::new(&record.index.plain(&meant(record, typed, LEAVERS)?).0))
}
