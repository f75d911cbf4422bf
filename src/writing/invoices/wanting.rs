//! What an invoice lacks, so that it cannot be sent: the one place where that is asked.

use crate::answers::identifiers::iban_fault;
use crate::answers::invoiced::{payable, taxed};
use crate::record::finance::{Invoice, InvoiceKind, Party};
use crate::record::values::Vat;
use crate::text;
use crate::text::Text;

/// Something that is missing or wrong, and the command that sets it right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    pub what: Text,
    pub at: Where,
    /// The key that is to be set, and an example of its value; empty where setting one key is not enough.
    pub key: &'static str,
    pub example: &'static str,
}

/// Where that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    Seller,
    Buyer,
    Settings,
    /// The draft itself.
    Draft,
}

/// What an invoice lacks that the law asks of it, or without which it cannot be paid. It has its parties and its VAT in it, as it would be
/// issued.
pub fn wanting(invoice: &Invoice) -> Vec<Lack> {
    let mut lacks = Vec::new();
    let mut lack = |what: Text, at: Where, key: &'static str, example: &'static str| lacks.push(Lack { what, at, key, example });
    let treatments: Vec<Vat> = taxed(invoice).iter().map(|one| one.treatment).collect();
    let is_request = invoice.kind == Some(InvoiceKind::Request);
    let is_reversed = treatments.contains(&Vat::ReverseCharge);
    let is_charged = is_reversed || treatments.iter().any(|one| matches!(one, Vat::Percent(_)));
    match &invoice.seller {
        None => lack(
            Text::new(
                "nobody sends it: there is no fund holder and no lead",
                "niemand verstuurt haar: er is geen kassier en geen penvoerder",
            ),
            Where::Settings,
            "finances.fund_holder",
            "zwolle",
        ),
        Some(seller) => {
            if seller.street.is_none() {
                lack(
                    Text::new("the seller's street is missing", "de straat van de verkoper ontbreekt"),
                    Where::Seller,
                    "billing.street",
                    "\"Stationsplein 1\"",
                );
            }
            place(seller, Where::Seller, &mut lack);
            if seller.kvk.is_none() && is_dutch(seller) && !is_request {
                lack(
                    Text::new("the seller's KvK number is missing", "het KvK-nummer van de verkoper ontbreekt"),
                    Where::Seller,
                    "billing.kvk",
                    "12345678",
                );
            }
            if is_charged && seller.vat_number.is_none() {
                lack(
                    Text::new("the seller's VAT number is missing", "het btw-nummer van de verkoper ontbreekt"),
                    Where::Seller,
                    "billing.vat_number",
                    "NL123456789B01",
                );
            }
            match &seller.iban {
                None => lack(
                    Text::new("the account number (IBAN) is missing", "het rekeningnummer (IBAN) ontbreekt"),
                    Where::Settings,
                    "finances.iban",
                    "NL91ABNA0417164300",
                ),
                Some(iban) if iban_fault(iban).is_some() => {
                    lack(
                        Text::new("the account number (IBAN) cannot be right", "het rekeningnummer (IBAN) kan niet kloppen"),
                        Where::Settings,
                        "finances.iban",
                        "NL91ABNA0417164300",
                    );
                }
                Some(_) => {}
            }
        }
    }
    if let Some(buyer) = &invoice.buyer {
        if buyer.street.is_none() && buyer.post_box.is_none() {
            lack(
                Text::new("the buyer's street or PO box is missing", "de straat of postbus van de afnemer ontbreekt"),
                Where::Buyer,
                "billing.post_box",
                "\"Postbus 100\"",
            );
        }
        place(buyer, Where::Buyer, &mut lack);
        if is_reversed && buyer.vat_number.is_none() {
            lack(
                Text::new(
                    "the VAT is reversed, and the buyer's VAT number is missing",
                    "de btw is verlegd, en het btw-nummer van de afnemer ontbreekt",
                ),
                Where::Buyer,
                "billing.vat_number",
                "NL123456789B01",
            );
        }
    }
    if invoice.vat.is_none() && invoice.line.iter().any(|line| line.vat.is_none()) {
        lack(
            Text::new("how it is taxed is not on record", "hoe het zit met de btw staat niet in het dossier"),
            Where::Settings,
            "finances.vat",
            "'{ treatment = \"outside-scope\" }'",
        );
    }
    if invoice.line.is_empty() {
        lack(Text::new("it has no lines", "er staan geen regels in"), Where::Draft, "line[+]", "'{ what = \"…\", amount = 100.00 }'");
    }
    let payable = payable(invoice);
    if payable.0 < 0 && invoice.kind != Some(InvoiceKind::Credit) {
        let less = payable;
        lack(
            text!(less; en: "it comes to {less}, and only a credit note is less than zero: `commons invoice --credit NUMBER` drafts one for the invoice that is meant", nl: "de uitkomst is {less}, en alleen een creditfactuur is minder dan nul: `commons invoice --credit NUMMER` maakt er een bij de bedoelde factuur"),
            Where::Draft,
            "",
            "",
        );
    }
    if payable.0 > 0 && invoice.kind == Some(InvoiceKind::Credit) {
        lack(
            Text::new(
                "a credit note is less than zero: write what it gives back with a minus",
                "een creditfactuur is minder dan nul: schrijf wat ermee terugkomt met een minteken",
            ),
            Where::Draft,
            "",
            "",
        );
    }
    lacks
}

fn place(party: &Party, at: Where, lack: &mut impl FnMut(Text, Where, &'static str, &'static str)) {
    let whose = if at == Where::Seller { Text::new("the seller's", "van de verkoper") } else { Text::new("the buyer's", "van de afnemer") };
    if party.postcode.is_none() && is_dutch(party) {
        lack(text!(whose; en: "{whose} postcode is missing", nl: "de postcode {whose} ontbreekt"), at, "billing.postcode", "\"1234 AB\"");
    }
    if party.city.is_none() {
        lack(text!(whose; en: "{whose} city is missing", nl: "de plaats {whose} ontbreekt"), at, "billing.city", "Zwolle");
    }
}

fn is_dutch(party: &Party) -> bool {
    party.country.as_deref().is_none_or(|country| country.eq_ignore_ascii_case("NL"))
}

impl Lack {
    /// The command that sets it right, where there is one.
    pub fn command(&self, invoice: &Invoice, seller: Option<&str>) -> Option<String> {
        if self.key.is_empty() {
            return None;
        }
        let thing = match (self.at, seller) {
            (Where::Seller, Some(seller)) => format!("participants/{seller}"),
            (Where::Buyer, _) => format!("participants/{}", invoice.participant),
            (Where::Seller | Where::Settings, _) => "commons".to_owned(),
            (Where::Draft, _) => invoice.file.to_string(),
        };
        Some(format!("commons set {thing} {} {}", self.key, self.example))
    }
}
