//! `commons thanks`: what was given in a period, by whom, and certificates.

use std::process::ExitCode;

use anyhow::bail;
use commons::record::index::Kinds;
use commons::reports::thanks::certificate::{Refused, certificate};
use commons::reports::thanks::period::Period;
use commons::reports::thanks::{Options, thanks};
use commons::text::Lang;

use crate::complete;
use crate::context::Context;
use crate::files;
use crate::form::{Form, meant};

/// Show what was given in a period, per organisation and per person: contributions of every kind, and hours
#[derive(clap::Args)]
#[command(after_help = "Examples:
  commons thanks
  commons thanks --period 2026
  commons thanks --period 2026-Q3 --certificate wsmit -o oorkonde.html")]
pub struct Thanks {
    /// A year, a quarter, a month or from day to day: 2026, 2026-Q3, 2026-07, 2026-01-01..2026-06-30; the last quarter where it is left out
    #[arg(long, value_name = "PERIOD", value_parser = period)]
    period: Option<Period>,
    /// A certificate for a person or an organisation
    #[arg(long, value_name = "WHO", add = complete::ids(Kinds::PERSON | Kinds::ORGANISATION))]
    certificate: Option<String>,
    #[command(flatten)]
    form: Form,
}

fn period(typed: &str) -> Result<Period, String> {
    Period::parse(typed).ok_or_else(|| "a period is 2026, 2026-Q3, 2026-07 or 2026-01-01..2026-06-30".to_owned())
}

impl Thanks {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_only(&files::GIFTS)?;
        let record = &opened.record;
        let period = self.period.unwrap_or_else(|| Period::last_quarter(record.on));
        let options = Options { period, audience: self.form.audience() };
        let Some(typed) = &self.certificate else {
            let document = thanks(record, &options);
            return self.form.write(document, opened, context);
        };
        let who = meant(record, typed, Kinds::PERSON | Kinds::ORGANISATION)?;
        match certificate(record, &who, &options) {
            Ok(document) => self.form.write(document, opened, context),
            Err(Refused::Unnamed) => bail!("`{typed}` is not to be named to this audience; --audience record names everybody"),
            Err(Refused::Nothing) if options.period.span.from > record.on => {
                let name = options.period.name.get(Lang::En);
                bail!("{name} has not begun yet; --period asks for another time")
            }
            Err(Refused::Nothing) => {
                let within = options.period.within.get(Lang::En);
                bail!("nothing is on record that `{typed}` gave {within}; --period asks for another time")
            }
        }
    }
}
