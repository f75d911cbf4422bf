//! `commons status`: the collaboration on one page.

use std::process::ExitCode;

use commons::finding::Severity;
use commons::record::places::key_of;
use commons::reports::status::{Options, status};
use commons::rules::{self, Choice};

use crate::context::Context;
use crate::form::Form;
use crate::invoice::past;

/// Show the collaboration on one page: phase, participants, duties, time, money, what the phase asks, what is due
#[derive(clap::Args)]
pub struct Status {
    #[command(flatten)]
    form: Form,
}

impl Status {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let mut opened = context.open()?;
        let lang = context.lang(&opened.record);
        let mut odd = past::odd(&opened, lang);
        opened.loading.append(&mut odd.findings);
        let found = rules::run(&opened.record, std::mem::take(&mut opened.loading), &Choice::default(), &key_of(&opened.source));
        let count = |level: Severity| found.iter().filter(|finding| finding.level == level).count();
        let options = Options { audience: self.form.audience(), findings: (count(Severity::Deny), count(Severity::Warn)) };
        let document = status(&opened.record, &options);
        let document = past::noted_of(document, &odd, &self.form, context, lang)?;
        self.form.write(document, opened, context)
    }
}
