//! `commons who`: who does this, and what does this one do.

use std::process::ExitCode;

use anyhow::bail;
use commons::answers::audience::{Audience, may_see};
use commons::answers::search::{Found, near, search};
use commons::record::Record;
use commons::record::index::Kinds;
use commons::reports::who::who;
use commons::text;
use commons::text::Text;

use crate::complete;
use crate::context::{Context, say};
use crate::files;
use crate::form::Form;

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
        let opened = context.open_only(&files::ROLES)?;
        let record = &opened.record;
        let audience = self.form.audience();
        let mut found = search(record, &self.name, audience);
        if found.is_empty() {
            let lang = context.lang(record);
            let meant = near(record, &self.name, audience);
            match meant.as_slice() {
                [(name, one)] => {
                    let typed = &self.name;
                    let said = text!(
                        en: "nothing is called `{typed}`; this is what is nearest, `{name}`",
                        nl: "niets heet `{typed}`; dit is wat er het meest op lijkt, `{name}`"
                    );
                    say(said.get(lang));
                    found.push(*one);
                }
                several => bail!("{}", nothing(record, &self.name, several, audience).get(lang).to_owned()),
            }
        }
        let document = who(record, &self.name, &found, audience);
        self.form.write(document, opened, context)
    }
}

/// So many of what may be meant are named.
const NAMED: usize = 4;

/// That nothing has a name, and what may be meant.
fn nothing(record: &Record, typed: &str, several: &[(String, Found<'_>)], audience: Audience) -> Text {
    if several.is_empty() {
        let none = text!(
            en: "nothing is called `{typed}`; `commons raci` and `commons coverage` show what there is",
            nl: "niets heet `{typed}`; `commons raci` en `commons coverage` tonen wat er is"
        );
        let hides = audience < Audience::Record && record.people.values().any(|one| !may_see(one, audience));
        return if hides {
            none.then(&Text::new(
                " (people whom these readers may not see were left out; --audience record looks at all)",
                " (mensen die deze lezers niet mogen zien, tellen niet mee; --audience record zoekt in alles)",
            ))
        } else {
            none
        };
    }
    let names: Vec<String> = several.iter().take(NAMED).map(|(name, _)| format!("`{name}`")).collect();
    let (en, nl) = (names.join(" or "), names.join(" of "));
    Text {
        en: format!("nothing is called `{typed}`; did you mean {en}?").into(),
        nl: format!("niets heet `{typed}`; bedoelt u {nl}?").into(),
    }
}
