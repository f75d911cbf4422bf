//! `commons invoice --show NUMBER --format ubl`: an issued invoice as an e-invoice.

use std::process::ExitCode;

use anyhow::bail;
use commons::exports::ubl::{self, Refusal};
use commons::record::Record;
use commons::record::finance::Invoice;
use commons::text::Lang;

use crate::context::Context;

/// Which rules an e-invoice keeps beside those of the European standard.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Profile {
    /// SI-UBL 2.0, for Dutch public bodies
    Nlcius,
    /// Peppol BIS Billing 3
    Peppol,
}

impl From<Profile> for ubl::Profile {
    fn from(profile: Profile) -> ubl::Profile {
        match profile {
            Profile::Nlcius => ubl::Profile::Nlcius,
            Profile::Peppol => ubl::Profile::Peppol,
        }
    }
}

/// Writes an issued invoice as an e-invoice, with or without its letter, to where results go.
pub fn ubl(context: &Context, record: &Record, invoice: &Invoice, profile: Profile, letter: Option<&[u8]>) -> anyhow::Result<ExitCode> {
    let Some(number) = invoice.number.as_deref() else {
        bail!("{} has no number; what is not issued is no e-invoice", invoice.file);
    };
    let name = format!("{}.pdf", invoice.file.stem());
    match ubl::write(record, invoice, profile.into(), letter.map(|letter| (name.as_str(), letter))) {
        Ok(written) => context.end(&written),
        Err(refusals) => bail!("{}", refused(number, &refusals)),
    }
}

/// All that an e-invoice would be refused for, and what mends it.
fn refused(number: &str, refusals: &[Refusal]) -> String {
    let mut said: Vec<String> = refusals.iter().map(|one| one.say(Lang::En)).collect();
    if refusals.iter().any(|one| one.mend.en.contains("`commons set")) {
        said.push(format!(
            "what was issued is not changed: credit it then, and make it again (`commons invoice --credit {number} --again`)"
        ));
    }
    format!("invoice {number} would be refused as an e-invoice: {}", said.join("; "))
}
