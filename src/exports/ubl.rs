//! An issued invoice as an e-invoice (UBL 2.1): SI-UBL 2.0 for the Dutch government, Peppol BIS Billing 3 for everybody on that network.

mod body;
mod checks;
mod codes;
mod party;
mod reading;
mod tax;
mod xml;

use std::fmt;

use crate::finding::{At, Place};
use crate::record::Record;
use crate::record::finance::Invoice;
use crate::text::{Lang, Text};

/// Which rules beside those of the European standard (EN 16931) an e-invoice keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Profile {
    /// NLCIUS, of which SI-UBL 2.0 is the form: what Dutch public bodies must accept.
    Nlcius,
    /// Peppol BIS Billing 3.0.
    Peppol,
}

/// A document that travels within an e-invoice: its name, and its bytes, which are PDF.
pub type Pdf<'a> = (&'a str, &'a [u8]);

/// Why an invoice cannot be sent as an e-invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub at: At,
    /// What is missing or wrong.
    pub what: Text,
    /// What mends it. An invoice that was issued is not changed: after what it was made of is mended, it is credited and made again.
    pub mend: Text,
}

impl Refusal {
    /// As people read it: what is wrong, where, and what mends it.
    pub fn say(&self, lang: Lang) -> String {
        let place = match &self.at.place {
            Place::Key(keys) | Place::Name(keys) => format!("{} {keys}", self.at.file),
            Place::Missing(keys, key) if keys.0.is_empty() => format!("{} {key}", self.at.file),
            Place::Missing(keys, key) => format!("{} {keys}.{key}", self.at.file),
            Place::File | Place::Bytes(..) => self.at.file.to_string(),
        };
        format!("{} ({place}): {}", self.what.get(lang), self.mend.get(lang))
    }
}

/// As an error says it, in English.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

/// Writes an issued invoice as an e-invoice. The same invoice and the same PDF give the same bytes.
///
/// # Errors
/// Everything for which others would refuse it, or for which it would not be right; then nothing is written.
pub fn write(record: &Record, invoice: &Invoice, profile: Profile, pdf: Option<Pdf<'_>>) -> Result<Vec<u8>, Vec<Refusal>> {
    let sheet = reading::read(record, invoice, profile)?;
    Ok(body::write(&sheet, pdf))
}

/// Everything for which an invoice would be refused as an e-invoice. One that is about to be issued may be asked too, with the number,
/// the dates and the parties that it is going to have.
pub fn refusals(record: &Record, invoice: &Invoice, profile: Profile) -> Vec<Refusal> {
    reading::read(record, invoice, profile).err().unwrap_or_default()
}

/// Whether e-invoices are written for an invoice at all: one in euros, of a seller in the Netherlands.
pub fn is_written_for(record: &Record, invoice: &Invoice) -> bool {
    let usual = record.currency();
    let currency = invoice.currency.as_deref().unwrap_or_else(|| usual.code());
    let country = invoice.seller.as_ref().and_then(|seller| seller.country.as_deref()).unwrap_or("NL");
    currency == xml::CURRENCY && country.eq_ignore_ascii_case("NL")
}
