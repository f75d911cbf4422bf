//! The text of the file of an invoice.

use crate::canonical::canonical;
use crate::edit::quoted;
use crate::record::finance::{Basis, Invoice, Line, Party, SetOff};
use crate::record::values::{Id, Vat};
use crate::source::layout::FileKind;
use crate::writing::invoices::kind_word;

/// An invoice as its file has it, in the one form.
pub fn text_of(invoice: &Invoice) -> String {
    let mut out = Vec::new();
    let texts = [
        ("number", invoice.number.as_deref()),
        ("kind", invoice.kind.map(kind_word)),
        ("participant", Some(invoice.participant.as_str())),
        ("product", invoice.product.as_ref().map(Id::as_str)),
        ("payment_reference", invoice.payment_reference.as_deref()),
        ("buyer_reference", invoice.buyer_reference.as_deref()),
        ("order_number", invoice.order_number.as_deref()),
        ("credits", invoice.credits.as_deref()),
        ("currency", invoice.currency.as_deref()),
        ("note", invoice.note.as_deref()),
        ("source", invoice.source.as_deref()),
    ];
    out.extend(texts.into_iter().filter_map(|(key, text)| Some(format!("{key} = {}", quoted(text?)))));
    let days = [("planned", invoice.planned), ("ordered", invoice.ordered), ("date", invoice.date), ("due", invoice.due)];
    out.extend(days.into_iter().filter_map(|(key, day)| Some(format!("{key} = {}", day?))));
    out.extend(invoice.period.as_ref().map(|period| format!("period = {{ from = {}, until = {} }}", period.from, period.until)));
    out.extend(invoice.total.map(|total| format!("total = {total}")));
    for line in &invoice.line {
        out.push("\n[[line]]".to_owned());
        out.extend(pairs_of(line).into_iter().map(|(key, value)| format!("{key} = {value}")));
    }
    for one in &invoice.set_off {
        out.push("\n[[set_off]]".to_owned());
        out.extend(pairs_of_set_off(one).into_iter().map(|(key, value)| format!("{key} = {value}")));
    }
    for one in &invoice.reminder {
        out.push(format!("\n[[reminder]]\non = {}", one.on));
        out.extend(one.what.as_deref().map(|what| format!("what = {}", quoted(what))));
    }
    for (name, party) in [("buyer", &invoice.buyer), ("seller", &invoice.seller)] {
        let Some(party) = party else { continue };
        out.push(format!("\n[{name}]\nname = {}", quoted(&party.name)));
        out.extend(of_party(party).into_iter().filter_map(|(key, text)| Some(format!("{key} = {}", quoted(text?)))));
    }
    if let Some(vat) = &invoice.vat {
        out.push(format!("\n[vat]\ntreatment = {}", of_vat(vat.treatment)));
        out.extend(vat.reason.as_deref().map(|reason| format!("reason = {}", quoted(reason))));
        out.extend(vat.base.map(|base| format!("base = {base}")));
        out.extend(vat.amount.map(|amount| format!("amount = {amount}")));
    }
    let plain = out.join("\n") + "\n";
    canonical(FileKind::Invoice, &plain).unwrap_or(plain)
}

/// The keys of a line with their values, as TOML writes them.
pub fn pairs_of(line: &Line) -> Vec<(String, String)> {
    let pairs = [
        ("what", Some(quoted(&line.what))),
        ("amount", Some(line.amount.to_string())),
        ("vat", line.vat.map(of_vat)),
        ("product", line.product.as_ref().map(|id| quoted(id.as_str()))),
        ("role", line.role.as_ref().map(|id| quoted(id.as_str()))),
        ("basis", line.basis.map(|basis| quoted(basis_word(basis)))),
        ("note", line.note.as_deref().map(quoted)),
        ("source", line.source.as_deref().map(quoted)),
    ];
    pairs.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}

/// The same of what is set off.
pub fn pairs_of_set_off(one: &SetOff) -> Vec<(String, String)> {
    let pairs = [
        ("what", Some(quoted(&one.what))),
        ("amount", Some(one.amount.to_string())),
        ("role", one.role.as_ref().map(|id| quoted(id.as_str()))),
        ("basis", one.basis.map(|basis| quoted(basis_word(basis)))),
        ("note", one.note.as_deref().map(quoted)),
        ("source", one.source.as_deref().map(quoted)),
    ];
    pairs.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}

/// A treatment as TOML writes it: a rate is a number, anything else a word.
pub fn of_vat(vat: Vat) -> String {
    if let Vat::Percent(rate) = vat { rate.to_string() } else { quoted(&vat.to_string()) }
}

fn of_party(party: &Party) -> [(&'static str, Option<&str>); 14] {
    [
        ("street", party.street.as_deref()),
        ("post_box", party.post_box.as_deref()),
        ("postcode", party.postcode.as_deref()),
        ("city", party.city.as_deref()),
        ("country", party.country.as_deref()),
        ("oin", party.oin.as_deref()),
        ("kvk", party.kvk.as_deref()),
        ("vat_number", party.vat_number.as_deref()),
        ("peppol", party.peppol.as_deref()),
        ("email", party.email.as_deref()),
        ("iban", party.iban.as_deref()),
        ("contact", party.contact.as_deref()),
        ("ordered_by", party.ordered_by.as_deref()),
        ("note", party.note.as_deref()),
    ]
}

fn basis_word(basis: Basis) -> &'static str {
    match basis {
        Basis::Contribution => "contribution",
        Basis::InKind => "in-kind",
        Basis::JoiningFee => "joining-fee",
        Basis::Advance => "advance",
    }
}
