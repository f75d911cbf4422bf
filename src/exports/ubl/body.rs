//! The elements of an e-invoice, in the order that the schema of UBL 2.1 demands.

use crate::date::Date;
use crate::exports::ubl::codes::is_sepa;
use crate::exports::ubl::party::{Registered, Side};
use crate::exports::ubl::reading::{Line, Payment, Sheet};
use crate::exports::ubl::tax::{Category, Reason};
use crate::exports::ubl::xml::{CURRENCY, Xml, base64, clean};
use crate::exports::ubl::{Pdf, Profile};
use crate::money::Money;

/// The process of Peppol that both profiles follow: an invoice is sent, and nothing is sent back.
const PROCESS: &str = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";

/// The unit of every line: one.
const ONE: &str = "C62";

pub fn write(sheet: &Sheet, pdf: Option<Pdf<'_>>) -> Vec<u8> {
    let root = if sheet.credits.is_some() { "CreditNote" } else { "Invoice" };
    let space = format!("urn:oasis:names:specification:ubl:schema:xsd:{root}-2");
    let spaces = [
        ("xmlns", space.as_str()),
        ("xmlns:cac", "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"),
        ("xmlns:cbc", "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"),
    ];
    let mut xml = Xml::new();
    xml.within_with(root, &spaces, |xml| {
        head(xml, sheet);
        references(xml, sheet, pdf);
        xml.within("cac:AccountingSupplierParty", |xml| party(xml, &sheet.seller));
        xml.within("cac:AccountingCustomerParty", |xml| party(xml, &sheet.buyer));
        if let Some(payment) = &sheet.payment {
            means(xml, sheet, payment);
        }
        if let Some(terms) = &sheet.terms {
            xml.within("cac:PaymentTerms", |xml| xml.leaf("cbc:Note", terms));
        }
        taxes(xml, sheet);
        totals(xml, sheet);
        for (n, one) in sheet.lines.iter().enumerate() {
            line(xml, sheet, n + 1, one);
        }
    });
    xml.into_bytes()
}

fn day(date: Date) -> String {
    date.0.format("%Y-%m-%d").to_string()
}

fn head(xml: &mut Xml, sheet: &Sheet) {
    xml.leaf(
        "cbc:CustomizationID",
        match sheet.profile {
            Profile::Nlcius => "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0",
            Profile::Peppol => "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
        },
    );
    xml.leaf("cbc:ProfileID", PROCESS);
    xml.leaf("cbc:ID", &sheet.number);
    xml.leaf("cbc:IssueDate", &day(sheet.date));
    if sheet.credits.is_some() {
        xml.leaf("cbc:CreditNoteTypeCode", "381");
    } else {
        xml.optional("cbc:DueDate", sheet.due.map(day).as_deref());
        xml.leaf("cbc:InvoiceTypeCode", "380");
    }
    xml.optional("cbc:Note", sheet.note.as_deref());
    xml.leaf("cbc:DocumentCurrencyCode", CURRENCY);
    xml.leaf("cbc:BuyerReference", &sheet.buyer_reference);
    if let Some((from, until)) = sheet.period {
        xml.within("cac:InvoicePeriod", |xml| {
            xml.leaf("cbc:StartDate", &day(from));
            xml.leaf("cbc:EndDate", &day(until));
        });
    }
}

fn references(xml: &mut Xml, sheet: &Sheet, pdf: Option<Pdf<'_>>) {
    if let Some(order) = &sheet.order {
        xml.within("cac:OrderReference", |xml| xml.leaf("cbc:ID", order));
    }
    if let Some((number, date)) = &sheet.credits {
        xml.within("cac:BillingReference", |xml| {
            xml.within("cac:InvoiceDocumentReference", |xml| {
                xml.leaf("cbc:ID", number);
                // NLCIUS advises against it (BR-NL-24).
                xml.optional("cbc:IssueDate", date.filter(|_| sheet.profile == Profile::Peppol).map(day).as_deref());
            });
        });
    }
    if let Some((name, bytes)) = pdf {
        xml.within("cac:AdditionalDocumentReference", |xml| {
            xml.leaf("cbc:ID", &sheet.number);
            xml.within("cac:Attachment", |xml| {
                let name = clean(name).unwrap_or_else(|| format!("{}.pdf", sheet.number));
                let attributes = [("mimeCode", "application/pdf"), ("filename", name.as_str())];
                xml.leaf_with("cbc:EmbeddedDocumentBinaryObject", &attributes, &base64(bytes));
            });
        });
    }
}

fn party(xml: &mut Xml, side: &Side) {
    xml.within("cac:Party", |xml| {
        registered(xml, "cbc:EndpointID", &side.endpoint);
        xml.within("cac:PartyName", |xml| xml.leaf("cbc:Name", &side.name));
        xml.within("cac:PostalAddress", |xml| {
            xml.optional("cbc:StreetName", side.street.as_deref());
            xml.optional("cbc:AdditionalStreetName", side.beside.as_deref());
            xml.optional("cbc:CityName", side.city.as_deref());
            xml.optional("cbc:PostalZone", side.postcode.as_deref());
            xml.within("cac:Country", |xml| xml.leaf("cbc:IdentificationCode", &side.country));
        });
        if let Some(number) = &side.vat {
            xml.within("cac:PartyTaxScheme", |xml| {
                xml.leaf("cbc:CompanyID", number);
                scheme(xml);
            });
        }
        xml.within("cac:PartyLegalEntity", |xml| {
            xml.leaf("cbc:RegistrationName", &side.name);
            if let Some(number) = &side.registered {
                registered(xml, "cbc:CompanyID", number);
            }
        });
        if side.contact.is_some() || side.email.is_some() {
            xml.within("cac:Contact", |xml| {
                xml.optional("cbc:Name", side.contact.as_deref());
                xml.optional("cbc:ElectronicMail", side.email.as_deref());
            });
        }
    });
}

fn registered(xml: &mut Xml, name: &str, (scheme, number): &Registered) {
    xml.leaf_with(name, &[("schemeID", scheme)], number);
}

fn scheme(xml: &mut Xml) {
    xml.within("cac:TaxScheme", |xml| xml.leaf("cbc:ID", "VAT"));
}

fn means(xml: &mut Xml, sheet: &Sheet, payment: &Payment) {
    xml.within("cac:PaymentMeans", |xml| {
        // UNCL 4461: within SEPA, or a transfer of any kind.
        xml.leaf("cbc:PaymentMeansCode", if is_sepa(&payment.iban) { "58" } else { "30" });
        xml.optional("cbc:PaymentID", payment.reference.as_deref());
        xml.within("cac:PayeeFinancialAccount", |xml| {
            xml.leaf("cbc:ID", &payment.iban);
            // NLCIUS advises against it (BR-NL-30).
            if sheet.profile == Profile::Peppol {
                xml.leaf("cbc:Name", &sheet.seller.name);
            }
        });
    });
}

fn taxes(xml: &mut Xml, sheet: &Sheet) {
    xml.within("cac:TaxTotal", |xml| {
        xml.amount("cbc:TaxAmount", sheet.tax);
        for one in &sheet.taxes {
            xml.within("cac:TaxSubtotal", |xml| {
                xml.amount("cbc:TaxableAmount", one.base);
                xml.amount("cbc:TaxAmount", one.amount);
                category(xml, "cac:TaxCategory", one.category, one.reason.as_ref());
            });
        }
    });
}

fn category(xml: &mut Xml, name: &str, category: Category, reason: Option<&Reason>) {
    xml.within(name, |xml| {
        xml.leaf("cbc:ID", category.code);
        xml.optional("cbc:Percent", category.percent.map(|percent| percent.to_string()).as_deref());
        if let Some(reason) = reason {
            xml.optional("cbc:TaxExemptionReasonCode", reason.code);
            xml.leaf("cbc:TaxExemptionReason", &reason.text);
        }
        scheme(xml);
    });
}

fn totals(xml: &mut Xml, sheet: &Sheet) {
    xml.within("cac:LegalMonetaryTotal", |xml| {
        xml.amount("cbc:LineExtensionAmount", sheet.net);
        xml.amount("cbc:TaxExclusiveAmount", sheet.net);
        xml.amount("cbc:TaxInclusiveAmount", sheet.gross());
        if sheet.set_off != Money(0) {
            xml.amount("cbc:PrepaidAmount", sheet.set_off);
        }
        xml.amount("cbc:PayableAmount", sheet.payable());
    });
}

/// One of something at a price. A price is never below zero, so what lowers an invoice is one less of it.
fn line(xml: &mut Xml, sheet: &Sheet, nth: usize, line: &Line) {
    let (name, quantity) =
        if sheet.credits.is_some() { ("cac:CreditNoteLine", "cbc:CreditedQuantity") } else { ("cac:InvoiceLine", "cbc:InvoicedQuantity") };
    let is_less = line.amount.0 < 0;
    xml.within(name, |xml| {
        xml.leaf("cbc:ID", &nth.to_string());
        xml.leaf_with(quantity, &[("unitCode", ONE)], if is_less { "-1" } else { "1" });
        xml.amount("cbc:LineExtensionAmount", line.amount);
        xml.within("cac:Item", |xml| {
            xml.leaf("cbc:Name", &line.what);
            category(xml, "cac:ClassifiedTaxCategory", line.category, None);
        });
        xml.within("cac:Price", |xml| xml.amount("cbc:PriceAmount", if is_less { -line.amount } else { line.amount }));
    });
}
