//! Rules about numbers that others gave out: OIN, IBAN, and those of the Chamber of Commerce and the tax office.

use crate::answers::identifiers::{iban_fault, kvk_fault, oin_fault, vat_fault};
use crate::finding::{At, Class, Finding, Severity};
use crate::keys;
use crate::record::Record;
use crate::record::finance::Party;
use crate::record::participant::{Billing, Participant};
use crate::rules::{Check, Rule};
use crate::text;
use crate::text::Text;

pub static RULES: &[Rule] = &[
    Rule {
        name: "bad-oin",
        code: "P10",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("an OIN cannot be right", "een OIN kan niet kloppen"),
        why: Text::new(
            "an e-invoice finds a public body by its OIN; with a wrong one it arrives nowhere, or elsewhere",
            "een e-factuur vindt een overheid via het OIN; met een fout nummer komt zij niet of verkeerd aan",
        ),
        fix: Text::new(
            "copy the number from the register of Logius (the OIN register)",
            "neem het nummer over uit het OIN-register van Logius",
        ),
        check: Check::Each(bad_oin),
    },
    Rule {
        name: "bad-kvk",
        code: "P11",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("a KvK number cannot be right", "een KvK-nummer kan niet kloppen"),
        why: Text::new(
            "an invoice names its parties by this number; a wrong one is sent back",
            "op een factuur staat dit nummer bij de partijen; met een fout nummer komt zij terug",
        ),
        fix: Text::new("write the eight digits of the trade register", "schrijf de acht cijfers uit het Handelsregister"),
        check: Check::Each(bad_kvk),
    },
    Rule {
        name: "bad-iban",
        code: "P12",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("an IBAN cannot be right", "een IBAN kan niet kloppen"),
        why: Text::new(
            "an invoice with a wrong account is not paid, or has to be sent again",
            "een factuur met een foute rekening wordt niet betaald, of moet opnieuw",
        ),
        fix: Text::new("copy the IBAN from the bank's own statement", "neem de IBAN over van het bankafschrift"),
        check: Check::Each(bad_iban),
    },
    Rule {
        name: "bad-vat-number",
        code: "P14",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("a Dutch VAT number cannot be right", "een btw-nummer kan niet kloppen"),
        why: Text::new(
            "where the VAT is reverse-charged, an invoice without the right number is not valid",
            "bij verlegde btw is een factuur zonder het juiste nummer niet geldig",
        ),
        fix: Text::new(
            "write NL, nine digits, B and two digits, as the tax office gave it",
            "schrijf NL, negen cijfers, B en twee cijfers, zoals de Belastingdienst het gaf",
        ),
        check: Check::Each(bad_vat_number),
    },
];

/// Judges one number of every participant's billing.
fn each(record: &Record, key: &'static str, judge: impl Fn(&Participant, &Billing) -> Option<Text>) -> Vec<(At, String, Text)> {
    let billed = record.participants.values().filter_map(|one| one.billing.as_ref().map(|billing| (one, billing)));
    billed
        .filter_map(|(one, billing)| judge(one, billing).map(|fault| (one.at(keys!["billing", key]), one.id.to_string(), fault)))
        .collect()
}

/// Judges one number of the parties that stand in invoices, where it is not one that a participant has today: that is said once, there.
fn frozen(
    record: &Record,
    key: &'static str,
    number: fn(&Party) -> Option<&str>,
    judge: impl Fn(&Party, &str) -> Option<Text>,
) -> Vec<(At, String, Text)> {
    let current = |typed: &str| {
        let billed = record.participants.values().filter_map(|one| one.billing.as_ref());
        let mut known = billed.flat_map(|billing| [&billing.oin, &billing.kvk, &billing.vat_number, &billing.iban]);
        known.any(|known| known.as_deref() == Some(typed))
    };
    let mut found = Vec::new();
    for invoice in &record.invoices {
        for (side, party) in [("buyer", &invoice.buyer), ("seller", &invoice.seller)] {
            let Some((party, typed)) = party.as_deref().and_then(|party| Some((party, number(party)?))) else { continue };
            if let Some(fault) = judge(party, typed).filter(|_| !current(typed)) {
                let about = invoice.number.as_deref().unwrap_or(invoice.participant.as_str());
                found.push((invoice.at(keys![side, key]), about.to_owned(), fault));
            }
        }
    }
    found
}

/// Whether a party of an invoice is in the Netherlands.
fn is_dutch_party(party: &Party) -> bool {
    party.country.as_deref().is_none_or(|country| country.eq_ignore_ascii_case("NL"))
}

/// Whether a bill is sent within the Netherlands.
fn is_dutch(one: &Participant, billing: &Billing) -> bool {
    billing.country.as_deref().or(one.country.as_deref()).is_none_or(|country| country.eq_ignore_ascii_case("NL"))
}

fn bad_oin(record: &Record) -> Vec<Finding> {
    let mut found = each(record, "oin", |_, billing| billing.oin.as_deref().and_then(oin_fault));
    found.extend(frozen(record, "oin", |party| party.oin.as_deref(), |_, number| oin_fault(number)));
    let finding = |(at, id, help)| {
        Finding::new(at, text!(en: "this OIN of `{id}` cannot be right", nl: "dit OIN van `{id}` kan niet kloppen")).about(id).help(help)
    };
    found.into_iter().map(finding).collect()
}

fn bad_kvk(record: &Record) -> Vec<Finding> {
    let mut found = each(record, "kvk", |one, billing| billing.kvk.as_deref().filter(|_| is_dutch(one, billing)).and_then(kvk_fault));
    found.extend(frozen(
        record,
        "kvk",
        |party| party.kvk.as_deref(),
        |party, number| {
            if is_dutch_party(party) { kvk_fault(number) } else { None }
        },
    ));
    let finding = |(at, id, help)| {
        Finding::new(at, text!(en: "this KvK number of `{id}` cannot be right", nl: "dit KvK-nummer van `{id}` kan niet kloppen"))
            .about(id)
            .help(help)
    };
    found.into_iter().map(finding).collect()
}

fn bad_vat_number(record: &Record) -> Vec<Finding> {
    // Other countries have other numbers; whoever is billed elsewhere may still have a Dutch one.
    let dutch = |one: &Participant, billing: &Billing, number: &str| {
        number.get(..2).is_some_and(|country| country.eq_ignore_ascii_case("NL")) || is_dutch(one, billing) && !begins_with_country(number)
    };
    let mut found = each(record, "vat_number", |one, billing| {
        billing.vat_number.as_deref().filter(|number| dutch(one, billing, number)).and_then(vat_fault)
    });
    found.extend(frozen(
        record,
        "vat_number",
        |party| party.vat_number.as_deref(),
        |party, number| {
            let dutch = is_dutch_party(party) && !begins_with_country(number)
                || number.get(..2).is_some_and(|country| country.eq_ignore_ascii_case("NL"));
            if dutch { vat_fault(number) } else { None }
        },
    ));
    let finding = |(at, id, help)| {
        Finding::new(at, text!(en: "this VAT number of `{id}` cannot be right", nl: "dit btw-nummer van `{id}` kan niet kloppen"))
            .about(id)
            .help(help)
    };
    found.into_iter().map(finding).collect()
}

fn begins_with_country(number: &str) -> bool {
    number.get(..2).is_some_and(|country| country.bytes().all(|b| b.is_ascii_alphabetic()))
}

fn bad_iban(record: &Record) -> Vec<Finding> {
    let mut found = each(record, "iban", |_, billing| billing.iban.as_deref().and_then(iban_fault));
    let own = record.collaboration.as_ref().and_then(|settings| settings.finances.as_ref()).and_then(|finances| finances.iban.as_deref());
    found.extend(frozen(
        record,
        "iban",
        |party| party.iban.as_deref(),
        |_, number| if own == Some(number) { None } else { iban_fault(number) },
    ));
    if let Some(settings) = &record.collaboration
        && let Some(fault) = settings.finances.as_ref().and_then(|finances| finances.iban.as_deref()).and_then(iban_fault)
    {
        found.push((settings.at(keys!["finances", "iban"]), "commons".to_owned(), fault));
    }
    found
        .into_iter()
        .map(|(at, id, help)| {
            Finding::new(at, text!(en: "this IBAN cannot be right", nl: "deze IBAN kan niet kloppen")).about(id).help(help)
        })
        .collect()
}
