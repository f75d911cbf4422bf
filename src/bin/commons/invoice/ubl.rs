//! `commons invoice --show NUMBER --format ubl`: an issued invoice as an e-invoice.

use std::process::ExitCode;

use anyhow::bail;
use commons::exports::ubl::{self, Pdf, Refusal};
use commons::record::Record;
use commons::record::finance::Invoice;
use commons::source::layout::FileKind;
use commons::text::Lang;

use crate::context::Context;

/// What is written on an invoice, and where it comes from: the rest of the record need not be right.
const FILES: [FileKind; 2] = [FileKind::Collaboration, FileKind::Invoice];

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

/// Writes the invoice of a number as an e-invoice, to where results go.
pub fn ubl(context: &Context, number: &str, profile: Profile, pdf: Option<Pdf<'_>>) -> anyhow::Result<ExitCode> {
    let opened = context.open_only(&FILES)?;
    let record = &opened.record;
    if let Some(unread) = record.unread.first() {
        bail!("invoice {number} cannot be shown while {} cannot be read: see `commons check`", unread.file);
    }
    let invoice = numbered(record, number)?;
    match ubl::write(record, invoice, profile.into(), pdf) {
        Ok(written) => context.end(&written),
        Err(refusals) => bail!("{}", refused(number, &refusals)),
    }
}

/// The one invoice of a number.
fn numbered<'a>(record: &'a Record, number: &str) -> anyhow::Result<&'a Invoice> {
    let mut found = record.invoices.iter().filter(|one| one.number.as_deref() == Some(number));
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (Some(one), Some(other)) => bail!("invoice {number} stands in {} and in {}: a number is given once", one.file, other.file),
        (None, _) => bail!("there is no invoice {number}; `commons list invoices` shows which there are"),
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
