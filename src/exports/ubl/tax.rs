//! How a treatment is written: the category of the European standard, the rate, and the reason that some of them need.

use crate::exports::ubl::Profile;
use crate::record::values::Vat;
use crate::text::{Lang, Text};

/// A category of VAT (UNCL 5305), with the rate that it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Category {
    pub code: &'static str,
    /// None where there is no rate at all: outside the scope of VAT.
    pub percent: Option<u8>,
}

/// Why no VAT is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    pub text: String,
    /// From the list of the European Commission (VATEX).
    pub code: Option<&'static str>,
}

pub fn category(treatment: Vat) -> Category {
    let (code, percent) = match treatment {
        Vat::OutsideScope => ("O", None),
        Vat::Exempt => ("E", Some(0)),
        Vat::ReverseCharge => ("AE", Some(0)),
        Vat::Percent(0) => ("Z", Some(0)),
        Vat::Percent(rate) => ("S", Some(rate)),
    };
    Category { code, percent }
}

/// The reason that a treatment must give: the invoice's own, else what is usual. Of the rates none may give one.
pub fn reason(treatment: Vat, own: Option<&str>, buyer: Option<&str>, profile: Profile, lang: Lang) -> Option<Reason> {
    let (usual, code) = match treatment {
        Vat::OutsideScope => (
            Text::new("No VAT charged: shared costs.", "Geen btw berekend: verdeling van kosten voor gemene rekening."),
            Some("VATEX-EU-O"),
        ),
        // Why something is exempt differs, and so would the code.
        Vat::Exempt => (
            Text::new(
                "Exempt from VAT (article 11, first paragraph, under u, of the Dutch VAT act 1968).",
                "Vrijgesteld van btw (artikel 11, eerste lid, onderdeel u, Wet op de omzetbelasting 1968).",
            ),
            None,
        ),
        Vat::ReverseCharge => {
            let to = buyer.unwrap_or_default();
            (crate::text!(en: "VAT reverse-charged to {to}.", nl: "Btw verlegd naar {to}."), Some("VATEX-EU-AE"))
        }
        Vat::Percent(_) => return None,
    };
    // NLCIUS asks for the words and advises against the code (BR-NL-35).
    let code = code.filter(|_| profile == Profile::Peppol);
    Some(Reason { text: own.unwrap_or(usual.get(lang)).to_owned(), code })
}
