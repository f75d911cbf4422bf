//! What a bank's app reads from a QR code to fill in a transfer: the guideline of the European Payments Council (EPC069-12, version 002).

use crate::answers::identifiers::{bare, iban_fault};
use crate::money::Money;
use crate::text;
use crate::text::Text;

/// The most that all of it may be, in bytes of UTF-8.
const MOST: usize = 331;
/// From one cent to just below a billion.
const AMOUNTS: std::ops::RangeInclusive<i64> = 1..=99_999_999_999;

/// A transfer that somebody is asked to make, in euros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transfer<'a> {
    pub name: &'a str,
    pub iban: &'a str,
    pub bic: Option<&'a str>,
    pub amount: Money,
    pub reference: Reference<'a>,
}

/// By which the payment is known again; the guideline allows one of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference<'a> {
    /// ISO 11649, such as `RF18 5390 0754 7034`.
    Structured(&'a str),
    Text(&'a str),
}

/// The text of the code, or what is in the way of it.
pub fn payload(transfer: &Transfer<'_>) -> Result<String, Text> {
    let name = field(transfer.name);
    let iban = bare(transfer.iban);
    let bic = bare(transfer.bic.unwrap_or_default());
    if name.is_empty() || name.chars().count() > 70 {
        return Err(
            text!(en: "a code for a transfer needs a name of 70 characters at most", nl: "een betaalcode heeft een naam van hoogstens 70 tekens nodig"),
        );
    }
    if iban_fault(&iban).is_some() {
        return Err(text!(en: "`{iban}` is no IBAN", nl: "`{iban}` is geen IBAN"));
    }
    if !matches!(bic.len(), 0 | 8 | 11) || !bic.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
        return Err(
            text!(en: "`{bic}` is no BIC: eight or eleven capitals and figures", nl: "`{bic}` is geen BIC: acht of elf hoofdletters en cijfers"),
        );
    }
    if !AMOUNTS.contains(&transfer.amount.0) {
        let amount = transfer.amount;
        return Err(
            text!(amount; en: "{amount} does not fit a code for a transfer: from 0.01 to 999,999,999.99 euros", nl: "{amount} past niet in een betaalcode: van 0,01 tot 999.999.999,99 euro"),
        );
    }
    let (structured, text) = match transfer.reference {
        Reference::Structured(reference) => (bare(reference), String::new()),
        Reference::Text(text) => (String::new(), field(text)),
    };
    if structured.len() > 25 || !structured.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(text!(en: "`{structured}` is no reference for a transfer", nl: "`{structured}` is geen betalingsreferentie"));
    }
    if text.chars().count() > 140 {
        return Err(
            text!(en: "the text of a transfer is 140 characters at most", nl: "de omschrijving van een betaling is hoogstens 140 tekens"),
        );
    }
    let amount = format!("EUR{}.{:02}", transfer.amount.0 / 100, transfer.amount.0 % 100);
    let lines = ["BCD", "002", "1", "SCT", &bic, &name, &iban, &amount, "", &structured, &text];
    let payload = lines.join("\n");
    let payload = payload.trim_end_matches('\n');
    if payload.len() > MOST {
        return Err(text!(en: "a code for a transfer holds {MOST} bytes at most", nl: "een betaalcode bevat hoogstens {MOST} bytes"));
    }
    Ok(payload.to_owned())
}

/// A text on one line, without what steers.
fn field(text: &str) -> String {
    let plain: String = text.chars().map(|c| if text::is_steering(c) { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Reference, Transfer, payload};
    use crate::money::Money;

    const ASKED: Transfer<'_> = Transfer {
        name: "Gemeente Zwolle",
        iban: "NL91 ABNA 0417 1643 00",
        bic: None,
        amount: Money(160_000),
        reference: Reference::Structured("RF18 5390 0754 7034"),
    };

    #[test]
    fn a_transfer_is_written_as_the_guideline_has_it() {
        assert_eq!(
            payload(&ASKED).as_deref(),
            Ok("BCD\n002\n1\nSCT\n\nGemeente Zwolle\nNL91ABNA0417164300\nEUR1600.00\n\nRF18539007547034")
        );
        let other = Transfer { bic: Some("BNGHNL2G"), amount: Money(1), reference: Reference::Text("Bijdrage\n2026"), ..ASKED };
        assert_eq!(
            payload(&other).as_deref(),
            Ok("BCD\n002\n1\nSCT\nBNGHNL2G\nGemeente Zwolle\nNL91ABNA0417164300\nEUR0.01\n\n\nBijdrage 2026")
        );
        assert!(payload(&Transfer { amount: Money(99_999_999_999), ..ASKED }).is_ok());
    }

    #[test]
    fn what_a_bank_would_refuse_is_not_written() {
        let long = "x".repeat(141);
        let wide = "é".repeat(140);
        for wrong in [
            Transfer { iban: "NL92ABNA0417164300", ..ASKED },
            Transfer { iban: "", ..ASKED },
            Transfer { name: " ", ..ASKED },
            Transfer { name: &long, ..ASKED },
            Transfer { bic: Some("BNG"), ..ASKED },
            Transfer { amount: Money(0), ..ASKED },
            Transfer { amount: Money(-1), ..ASKED },
            Transfer { amount: Money(100_000_000_000), ..ASKED },
            Transfer { reference: Reference::Text(&long), ..ASKED },
            Transfer { reference: Reference::Text(&wide), ..ASKED },
            Transfer { reference: Reference::Structured("RF18 5390 0754 7034 1234 5678 90"), ..ASKED },
        ] {
            assert!(payload(&wrong).is_err(), "{wrong:?}");
        }
    }
}
