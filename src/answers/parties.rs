//! An organisation as it stands on a letter today.

use crate::record::finance::Party;
use crate::record::participant::{Billing, Participant};

/// An organisation as a party to an invoice.
pub fn party(one: &Participant) -> Party {
    let billing = one.billing.as_deref();
    let of = |key: fn(&Billing) -> &Option<String>| billing.and_then(|billing| key(billing).clone());
    Party {
        name: of(|billing| &billing.name).unwrap_or_else(|| one.name.clone()),
        street: of(|billing| &billing.street),
        post_box: of(|billing| &billing.post_box),
        postcode: of(|billing| &billing.postcode),
        city: of(|billing| &billing.city),
        country: Some(of(|billing| &billing.country).or_else(|| one.country.clone()).unwrap_or_else(|| "NL".to_owned())),
        oin: of(|billing| &billing.oin),
        kvk: of(|billing| &billing.kvk),
        vat_number: of(|billing| &billing.vat_number),
        peppol: of(|billing| &billing.peppol),
        email: of(|billing| &billing.email).or_else(|| one.email.clone()),
        iban: None,
        contact: None,
        ordered_by: None,
        note: None,
        source: None,
    }
}

/// A party of which only the name is known.
pub fn named(name: String) -> Party {
    Party {
        name,
        street: None,
        post_box: None,
        postcode: None,
        city: None,
        country: None,
        oin: None,
        kvk: None,
        vat_number: None,
        peppol: None,
        email: None,
        iban: None,
        contact: None,
        ordered_by: None,
        note: None,
        source: None,
    }
}
