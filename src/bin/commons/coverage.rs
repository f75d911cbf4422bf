//! `commons coverage`: the checklist of duties, ticked, open or on paper only.

use std::process::ExitCode;

use commons::handbook::Level;
use commons::reports::coverage::{Options, coverage};
use commons::words;

use crate::complete;
use crate::context::Context;
use crate::files;
use crate::form::Form;

/// Show the checklist of duties: which are covered, by whom, which only on paper, which not
#[derive(clap::Args)]
pub struct Coverage {
    /// What another level would ask: sharing, light, structured, full
    #[arg(long, value_name = "LEVEL", value_parser = level, add = complete::levels())]
    level: Option<Level>,
    #[command(flatten)]
    form: Form,
}

/// A level by its id or its Dutch or English name.
pub fn level(typed: &str) -> Result<Level, String> {
    let folded = words::fold(typed);
    let known = Level::ALL
        .into_iter()
        .find(|level| [level.id(), &level.name().en, &level.name().nl].iter().any(|name| words::fold(name) == folded));
    known.ok_or_else(|| match words::nearest(typed, Level::ALL.into_iter().map(Level::id)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the levels are {}", Level::ALL.map(Level::id).join(", ")),
    })
}

impl Coverage {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_only(&files::ROLES)?;
        let document = coverage(&opened.record, &Options { level: self.level, audience: self.form.audience() });
        self.form.write(document, opened, context)
    }
}
