//! A party to an invoice as an e-invoice names it, or what it lacks for that.

use crate::answers::identifiers::{bare, kvk_fault, oin_fault, vat_fault};
use crate::exports::ubl::Refusal;
use crate::exports::ubl::codes::{KVK, OIN, address, is_country};
use crate::exports::ubl::xml::clean;
use crate::finding::Keys;
use crate::keys;
use crate::record::finance::{Invoice, Party};
use crate::text;
use crate::text::Text;

/// A number and the register that gave it out (ISO 6523).
pub type Registered = (String, String);

/// A party, with everything that is written of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Side {
    pub name: String,
    pub street: Option<String>,
    /// A second line of the address.
    pub beside: Option<String>,
    pub postcode: Option<String>,
    pub city: Option<String>,
    pub country: String,
    /// Where its e-invoices arrive.
    pub endpoint: Registered,
    /// The register of the Netherlands in which it stands.
    pub registered: Option<Registered>,
    /// None also where none may be named.
    pub vat: Option<String>,
    pub contact: Option<String>,
    pub email: Option<String>,
}

/// Which of the two parties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Seller,
    Buyer,
}

/// What the number for VAT is to this invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VatNumber {
    /// It may not stand on it: nothing is taxed or could be.
    Forbidden,
    Optional,
    Needed,
}

/// The place of a party within an invoice, and where its details come from.
pub struct Origin<'a> {
    pub invoice: &'a Invoice,
    pub which: Which,
    /// The id of the organisation, where it is known.
    pub id: Option<&'a str>,
}

impl Origin<'_> {
    pub fn table(&self) -> &'static str {
        match self.which {
            Which::Seller => "seller",
            Which::Buyer => "buyer",
        }
    }

    fn said(&self) -> Text {
        match self.which {
            Which::Seller => Text::new("the seller", "de afzender"),
            Which::Buyer => Text::new("the recipient", "de ontvanger"),
        }
    }

    fn keys(&self) -> Keys {
        keys![self.table()]
    }

    /// A key that is not there.
    pub fn lacks(&self, key: &'static str, what: &Text, example: &str) -> Refusal {
        let said = self.said();
        let what = text!(said, what; en: "{said} has no {what}", nl: "bij {said} ontbreekt: {what}");
        Refusal { at: self.invoice.missing(self.keys(), key), what, mend: self.mend(key, example) }
    }

    /// A key of which the value cannot be right.
    pub fn wrong(&self, key: &'static str, fault: Text, example: &str) -> Refusal {
        Refusal { at: self.invoice.at(self.keys().then(key)), what: fault, mend: self.mend(key, example) }
    }

    /// How the organisation's own file is mended; an invoice that was issued keeps what it has.
    fn mend(&self, key: &str, example: &str) -> Text {
        let id = self.id.unwrap_or("ID");
        Text::same(format!("`commons set participants/{id} billing.{key} {example}`"))
    }
}

/// Reads a party as it was frozen. What it lacks is refused, all of it at once.
pub fn side(party: &Party, origin: &Origin<'_>, vat: VatNumber) -> Result<Side, Vec<Refusal>> {
    let mut refused = Vec::new();
    let text = |value: &Option<String>| value.as_deref().and_then(clean);
    let name = text(&party.name.clone().into()).unwrap_or_default();
    if name.is_empty() {
        refused.push(origin.lacks("name", &Text::new("name", "naam"), "NAME"));
    }
    let country = text(&party.country).map_or_else(|| "NL".to_owned(), |country| country.to_uppercase());
    if !is_country(&country) {
        let fault = text!(en: "`{country}` is no code of a country", nl: "`{country}` is geen landcode");
        refused.push(origin.wrong("country", fault, "NL"));
        // What else it must have depends on where it is.
        return Err(refused);
    }
    let is_dutch = country == "NL";
    let (street, post_box, postcode, city) = (text(&party.street), text(&party.post_box), text(&party.postcode), text(&party.city));
    // A post box is where bills arrive; whoever sends one has to be found at an address.
    let (first, beside) = match origin.which {
        Which::Seller => (street, post_box),
        Which::Buyer if post_box.is_some() => (post_box, street),
        Which::Buyer => (street, None),
    };
    if is_dutch {
        let needed = [
            ("street", &first, Text::new("street", "straat")),
            ("postcode", &postcode, Text::new("postcode", "postcode")),
            ("city", &city, Text::new("city", "plaats")),
        ];
        let missing = needed.into_iter().filter(|(_, value, _)| value.is_none());
        refused.extend(missing.map(|(key, _, what)| origin.lacks(key, &what, "…")));
    }
    if origin.which == Which::Seller && !is_dutch {
        refused.push(origin.wrong(
            "country",
            text!(en: "an e-invoice is written for a seller in the Netherlands, and this one is in {country}", nl: "een e-factuur wordt alleen gemaakt voor een afzender in Nederland, en deze zit in {country}"),
            "NL",
        ));
        return Err(refused);
    }
    let registered = registered(party, origin, is_dutch, &mut refused);
    let endpoint = endpoint(party, origin, registered.as_ref(), &mut refused);
    let vat = number_for_vat(party, origin, vat, &mut refused);
    if !refused.is_empty() {
        return Err(refused);
    }
    let contact = match origin.which {
        Which::Seller => text(&party.contact),
        Which::Buyer => text(&party.ordered_by).or_else(|| text(&party.contact)),
    };
    Ok(Side { name, street: first, beside, postcode, city, country, endpoint, registered, vat, contact, email: text(&party.email) })
}

/// The number by which the Netherlands know a party: a public body by its OIN, another by that of the Chamber of Commerce.
fn registered(party: &Party, origin: &Origin<'_>, is_dutch: bool, refused: &mut Vec<Refusal>) -> Option<Registered> {
    let text = |value: &Option<String>| value.as_deref().and_then(clean).map(|number| bare(&number));
    if let Some(oin) = text(&party.oin) {
        refused.extend(oin_fault(&oin).map(|fault| origin.wrong("oin", fault, "OIN")));
        return Some((OIN.to_owned(), oin));
    }
    match text(&party.kvk) {
        // What other countries give out looks otherwise, and stands in no register that is named here.
        Some(_) if !is_dutch => None,
        Some(kvk) => {
            refused.extend(kvk_fault(&kvk).map(|fault| origin.wrong("kvk", fault, "NUMMER")));
            Some((KVK.to_owned(), kvk))
        }
        None => {
            if is_dutch {
                refused.push(origin.lacks("oin", &Text::new("OIN or KvK number", "OIN of KvK-nummer"), "OIN"));
            }
            None
        }
    }
}

/// Where its e-invoices arrive: as it says, else by the number that every Dutch organisation is known by.
fn endpoint(party: &Party, origin: &Origin<'_>, registered: Option<&Registered>, refused: &mut Vec<Refusal>) -> Registered {
    let said = party.peppol.as_deref().and_then(clean);
    match (said.as_deref().map(address), registered) {
        (Some(Ok(address)), _) => return address,
        (Some(Err(fault)), _) => refused.push(origin.wrong("peppol", fault, "0106:NUMMER")),
        (None, Some(registered)) => return registered.clone(),
        // That it stands in no register was said already, but of whoever is abroad.
        (None, None) if refused.iter().any(|one| matches!(&one.at.place, crate::finding::Place::Missing(_, key) if key == "oin")) => {}
        (None, None) => refused.push(origin.lacks("peppol", &Text::new("Peppol address", "Peppol-adres"), "9930:DE123456789")),
    }
    Registered::default()
}

fn number_for_vat(party: &Party, origin: &Origin<'_>, vat: VatNumber, refused: &mut Vec<Refusal>) -> Option<String> {
    let typed = party.vat_number.as_deref().and_then(clean).map(|number| bare(&number));
    match (vat, typed) {
        (VatNumber::Forbidden, _) | (VatNumber::Optional, None) => None,
        (VatNumber::Needed, None) => {
            refused.push(origin.lacks("vat_number", &Text::new("VAT number", "btw-nummer"), "NL…B01"));
            None
        }
        (_, Some(number)) => {
            let country = number.get(..2).unwrap_or_default();
            let fault = if country == "NL" {
                vat_fault(&number)
            } else {
                // Greece writes another code than that of the country, Northern Ireland one of its own.
                let known = is_country(country) || matches!(country, "EL" | "XI");
                let formed = (4..=15).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_alphanumeric());
                (!known || !formed).then(|| {
                    Text::new(
                        "a VAT number begins with the two letters of the country that gave it out",
                        "een btw-nummer begint met de twee letters van het land dat het heeft gegeven",
                    )
                })
            };
            refused.extend(fault.map(|fault| origin.wrong("vat_number", fault, "NL…B01")));
            Some(number)
        }
    }
}
