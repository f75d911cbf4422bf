//! `commons invoice --show NUMBER --format ubl`: an issued invoice as an e-invoice.

use std::process::ExitCode;

use anyhow::bail;
use commons::exports::ubl::{self, Refusal};
use commons::finding::Place;
use commons::keys;
use commons::record::Record;
use commons::record::finance::Invoice;
use commons::record::participant::OrganisationKind;
use commons::text;
use commons::text::{Lang, Text};
use commons::writing::invoices::issue::{Issued, Obstacle};

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

/// What stands in the way of the e-invoices of those who take them, before a number is given: afterwards only crediting is left.
pub fn unsendable(record: &Record, all: &[Issued]) -> Vec<Obstacle> {
    let mut obstacles = Vec::new();
    for one in all.iter().filter(|one| one.invoice.number.is_some() && takes(record, &one.invoice)) {
        if !ubl::is_written_for(record, &one.invoice) {
            continue;
        }
        for Refusal { what, mend, at } in ubl::refusals(record, &one.invoice, ubl::Profile::Nlcius) {
            // The draft has its treatment from the settings, and would have it again.
            let is_of_settings = matches!(&at.place, Place::Key(keys) if *keys == keys!["vat", "treatment"]);
            let mend = if is_of_settings { Text::same("`commons set commons finances.vat.treatment 21`") } else { mend };
            let why = text!(what, mend; en: "no e-invoice can be made of it: {what}: {mend}", nl: "er is geen e-factuur van te maken: {what}: {mend}");
            obstacles.push(Obstacle { file: one.draft.clone(), why, command: None });
        }
        if let Some(last) = obstacles.iter_mut().rfind(|obstacle| obstacle.file == one.draft) {
            let id = &one.invoice.participant;
            last.why = last.why.clone().then(&text!(en: "; where it takes no e-invoices: `commons set participants/{id} billing.e_invoice false`", nl: "; neemt deze partij geen e-facturen aan: `commons set participants/{id} billing.e_invoice false`"));
        }
    }
    obstacles
}

/// Whether an e-invoice goes to whoever is to pay: as the record says, else to public bodies, which have to take them, and to who has an
/// address for them. Nobody sends one to itself.
fn takes(record: &Record, invoice: &Invoice) -> bool {
    let Some(one) = record.organisation(&invoice.participant) else { return false };
    let is_own = record.fund_holder().and_then(|id| record.organisation(id)).is_some_and(|own| own.id == one.id);
    let billing = one.billing.as_deref();
    let is_public = matches!(one.kind, Some(OrganisationKind::Municipality | OrganisationKind::JointBody | OrganisationKind::PublicBody));
    let usual = || is_public || billing.is_some_and(|billing| billing.peppol.is_some());
    !is_own && billing.and_then(|billing| billing.e_invoice).unwrap_or_else(usual)
}
