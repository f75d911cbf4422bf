//! One invoice as a letter: both parties, references, lines, VAT, and how to pay.

pub mod data;

use crate::answers::audience::{Audience, seen_invoice};
use crate::answers::billed::{is_sent, kind_of};
use crate::answers::contribution::settled::vat_on;
use crate::answers::debts::total;
use crate::answers::epc::{Reference, Transfer, payload};
use crate::answers::invoiced::{Taxed, gross, taxed};
use crate::document::{Block, Cell, Code, Column, Document, Table};
use crate::money::{Currency, Money};
use crate::payment_reference::{betalingskenmerk, is_rf};
use crate::record::Record;
use crate::record::finance::{Invoice, InvoiceKind, Party};
use crate::record::values::Vat;
use crate::reports::begun;
use crate::text;
use crate::text::Text;

/// An invoice as it goes to its buyer. A draft has its parties in it as it would be issued.
pub fn invoice(record: &Record, invoice: &Invoice, audience: Audience) -> Document {
    let one = &seen_invoice(invoice, audience);
    let letter = Letter {
        one,
        kind: kind_of(one),
        currency: currency(record, one),
        sent: is_sent(one),
        own: record.is_fund_holder(&one.participant),
        credited: one.credits.as_deref().and_then(|number| record.invoices.iter().find(|other| other.number.as_deref() == Some(number))),
    };
    let mut document = begun(record, "invoice", letter.title());
    document.subtitle = Text::same(record.collaboration.as_ref().map_or("", |settings| settings.name.as_str()));
    document.to = one.buyer.as_ref().and_then(|buyer| buyer.email.as_deref()).map(Text::same).into_iter().collect();
    if !letter.sent {
        document.blocks.push(Block::Paragraph(Text::new(
            "This is a draft: it has no number yet, may still change, and nothing is to be paid.",
            "Dit is een concept: het heeft nog geen nummer, kan nog veranderen en hoeft nog niet te worden betaald.",
        )));
    }
    document.blocks.extend(letter.parties().into_iter().map(Block::Address));
    document.blocks.push(Block::Facts(letter.references()));
    document.blocks.push(Block::Table(letter.lines()));
    document.blocks.extend(letter.closing(record).into_iter().map(Block::Paragraph));
    document.sheet = data::sheet(record, one);
    document.data = data::all(record, one);
    document
}

/// The picture by which a telephone fills in the transfer (EPC069-12).
///
/// # Errors
/// Why there can be none.
pub fn code(invoice: &Invoice) -> Result<Block, Text> {
    if invoice.currency.as_deref().is_some_and(|code| code != "EUR") {
        return Err(Text::new("a code for a transfer is for euros only", "een betaalcode is er alleen voor euro's"));
    }
    let Some((seller, iban)) = invoice.seller.as_ref().and_then(|seller| Some((seller, seller.iban.as_deref()?))) else {
        return Err(Text::new("it does not say to which account is paid", "er staat niet op welke rekening betaald wordt"));
    };
    let reference = match (invoice.payment_reference.as_deref(), invoice.number.as_deref()) {
        (Some(reference), _) if is_rf(reference) => Reference::Structured(reference),
        (Some(text), _) | (None, Some(text)) => Reference::Text(text),
        (None, None) => return Err(Text::new("a draft has nothing to pay by yet", "een concept heeft nog geen betalingskenmerk")),
    };
    let payload = payload(&Transfer { name: &seller.name, iban, bic: None, amount: total(invoice), reference })?;
    let alt = Text::new(
        "A code that a bank's app reads: it fills in the transfer above.",
        "Een code voor de app van een bank: die vult de betaling hierboven in.",
    );
    Ok(Block::Code(Code { payload, alt }))
}

/// In which its amounts are: its own, else that of the record.
fn currency(record: &Record, invoice: &Invoice) -> Currency {
    invoice.currency.as_deref().map_or_else(|| record.currency(), |code| Currency::parse(code).unwrap_or(Currency::NONE))
}

struct Letter<'a> {
    one: &'a Invoice,
    kind: InvoiceKind,
    currency: Currency,
    sent: bool,
    /// Whether it goes to whoever holds the money.
    own: bool,
    /// The invoice that it credits.
    credited: Option<&'a Invoice>,
}

impl Letter<'_> {
    fn money(&self, amount: Money) -> Cell {
        Cell::Money(amount.in_currency(self.currency))
    }

    fn title(&self) -> Text {
        let what = name_of(self.kind);
        match &self.one.number {
            Some(number) => text!(what; en: "{what} {number}", nl: "{what} {number}"),
            None if self.sent => what,
            None => text!(what; en: "{what} (draft)", nl: "{what} (concept)"),
        }
    }

    /// From whom and to whom, a line for each part of the address.
    fn parties(&self) -> Vec<Vec<Text>> {
        let block = |party: &Party, label: Text| {
            let mut lines = address(party);
            let name = &party.name;
            lines[0] = text!(label; en: "{label} {name}", nl: "{label} {name}");
            lines.extend(numbers(party).into_iter().map(|(label, number)| text!(label; en: "{label} {number}", nl: "{label} {number}")));
            lines
        };
        let from = self.one.seller.as_ref().map(|seller| block(seller, Text::new("From:", "Van:")));
        let to = self.one.buyer.as_ref().map(|buyer| block(buyer, Text::new("To:", "Aan:")));
        from.into_iter().chain(to).collect()
    }

    fn references(&self) -> Vec<(Text, Cell)> {
        let one = self.one;
        let text = |text: &Option<String>| Cell::maybe(text.as_deref());
        let period = one.period.as_ref().map_or(Cell::Blank, |period| {
            let (from, until) = (period.from, period.until);
            Cell::Text(text!(from, until; en: "{from} until {until}", nl: "{from} t/m {until}"))
        });
        let (number, day) = match self.kind {
            InvoiceKind::Request => (Text::new("Number", "Nummer"), Text::new("Date", "Datum")),
            _ => (Text::new("Invoice number", "Factuurnummer"), Text::new("Invoice date", "Factuurdatum")),
        };
        let ordered_by = one.buyer.as_ref().and_then(|buyer| buyer.ordered_by.as_deref());
        let day_of = |day: Option<crate::date::Date>| day.map_or(Cell::Blank, |day| Cell::Text(text!(day; en: "{day}", nl: "{day}")));
        let facts = vec![
            (number, text(&one.number)),
            (day, if self.sent { day_of(one.date) } else { Cell::Blank }),
            (Text::new("To be paid by", "Uiterlijk te betalen op"), if self.sent { day_of(one.due) } else { Cell::Blank }),
            (Text::new("Credits invoice", "Creditering van factuur"), self.credited()),
            (Text::new("Period", "Periode"), period),
            (Text::new("Your order number", "Uw inkoop- of verplichtingennummer"), text(&one.order_number)),
            (Text::new("Your reference", "Uw kenmerk"), text(&one.buyer_reference)),
            (Text::new("Ordered by", "Besteld door"), Cell::maybe(ordered_by)),
            (Text::new("Account (IBAN)", "Rekeningnummer (IBAN)"), self.account()),
            (Text::new("Payment reference", "Betalingskenmerk"), text(&one.payment_reference)),
        ];
        facts.into_iter().filter(|(_, value)| *value != Cell::Blank).collect()
    }

    /// On which account it is to be paid, where something is to be paid by somebody else than its holder.
    fn account(&self) -> Cell {
        let is_paid = self.kind != InvoiceKind::Credit && !self.own && self.sent && total(self.one).0 > 0;
        let iban = self.one.seller.as_ref().and_then(|seller| seller.iban.as_deref()).filter(|_| is_paid);
        iban.map_or(Cell::Blank, |iban| Cell::same(grouped(iban).as_str()))
    }

    /// Which invoice is credited, and of which day it is.
    fn credited(&self) -> Cell {
        let Some(number) = self.one.credits.as_deref() else { return Cell::Blank };
        match self.credited.and_then(|one| one.date) {
            Some(day) => Cell::Text(text!(day; en: "{number} of {day}", nl: "{number} van {day}")),
            None => Cell::same(number),
        }
    }

    /// Why VAT is not charged. A reason of the record's own may leave out what it is a reason for.
    fn untaxed(&self, reason: &str) -> Text {
        let said = reason.to_lowercase();
        if said.contains("btw") || said.contains("vat") || said.contains("omzetbelasting") {
            return Text::same(reason);
        }
        let end = if reason.ends_with('.') { "" } else { "." };
        match self.one.vat.as_ref().map(|vat| vat.treatment) {
            Some(Vat::Exempt) => text!(en: "Exempt from VAT: {reason}{end}", nl: "Vrijgesteld van btw: {reason}{end}"),
            Some(Vat::ReverseCharge) => text!(en: "VAT reverse-charged: {reason}{end}", nl: "Btw verlegd: {reason}{end}"),
            Some(Vat::OutsideScope) => text!(en: "No VAT charged: {reason}{end}", nl: "Geen btw berekend: {reason}{end}"),
            _ => Text::same(reason),
        }
    }

    fn lines(&self) -> Table {
        let mixed = taxed(self.one).len() > 1;
        let common = self.one.vat.as_ref().map_or(Vat::OutsideScope, |vat| vat.treatment);
        let columns = vec![
            Column::words("what", Text::new("Description", "Omschrijving")),
            Column::words("vat", Text::new("VAT", "Btw")),
            // Sums stand in it too, some with VAT: each says it of itself.
            Column::figures("amount", Text::new("Amount", "Bedrag")),
        ];
        let rows = self.one.line.iter().map(|line| {
            let vat = if mixed { Cell::Text(vat_name(line.vat.unwrap_or(common))) } else { Cell::Blank };
            vec![Cell::same(line.what.as_str()), vat, self.money(line.amount)]
        });
        let sums = self.sums().into_iter().map(|(label, amount)| vec![Cell::Text(label), Cell::Blank, amount]);
        Table { name: "lines", columns, rows: rows.chain(sums).collect() }.filled()
    }

    fn is_charged(&self) -> bool {
        taxed(self.one).iter().any(|one| matches!(one.treatment, Vat::Percent(_)))
    }

    fn sums(&self) -> Vec<(Text, Cell)> {
        let taxes = taxed(self.one);
        let mut facts = Vec::new();
        if self.is_charged() {
            facts.push((Text::new("Total excl. VAT", "Totaal excl. btw"), self.money(taxes.iter().map(|one| one.base).sum())));
            for Taxed { treatment, base, tax } in taxes {
                let (name, base) = (vat_name(treatment), base.in_currency(self.currency));
                let label = if matches!(treatment, Vat::Percent(_)) {
                    text!(name, base; en: "VAT {name} of {base}", nl: "Btw {name} over {base}")
                } else {
                    text!(name, base; en: "VAT on {base}: {name}", nl: "Btw over {base}: {name}")
                };
                facts.push((label, self.money(tax)));
            }
            // Where nothing is set off what is to be paid says it.
            if !self.one.set_off.is_empty() {
                facts.push((Text::new("Total incl. VAT", "Totaal incl. btw"), self.money(gross(self.one))));
            }
        } else if !self.one.set_off.is_empty() {
            facts.push((Text::new("Total", "Totaal"), self.money(gross(self.one))));
        }
        for one in &self.one.set_off {
            let what = &one.what;
            facts.push((text!(en: "{what} (set off)", nl: "{what} (verrekend)"), self.money(-one.amount)));
        }
        let label = match self.kind {
            InvoiceKind::Credit => Text::new("Total credited", "Totaal gecrediteerd"),
            InvoiceKind::Request => Text::new("Contribution asked", "Gevraagde bijdrage"),
            _ if self.is_charged() && self.one.set_off.is_empty() => Text::new("To pay, incl. VAT", "Te betalen, incl. btw"),
            _ => Text::new("To pay", "Te betalen"),
        };
        facts.push((label, self.money(total(self.one))));
        facts
    }

    fn closing(&self, record: &Record) -> Vec<Text> {
        let one = self.one;
        let mut said = Vec::new();
        let untaxed = taxed(one).iter().any(|one| !matches!(one.treatment, Vat::Percent(_)));
        if let Some(reason) =
            one.vat.as_ref().and_then(|vat| vat.reason.as_deref()).filter(|_| untaxed && self.kind != InvoiceKind::Request)
        {
            said.push(self.untaxed(reason));
        }
        let by_rate: Money = taxed(one).iter().map(|one| vat_on(one.treatment, one.base)).sum();
        let number = one.credits.as_deref().filter(|_| by_rate != taxed(one).iter().map(|one| one.tax).sum());
        if let Some(number) = number {
            let by_rate = by_rate.in_currency(self.currency);
            said.push(text!(by_rate; en: "The VAT is what was left of the VAT of invoice {number}, so that its credit notes together take back exactly that; by the rate alone it would be {by_rate}.", nl: "De btw is wat er nog over was van de btw van factuur {number}, zodat de creditfacturen samen precies die btw terugnemen; alleen naar het tarief zou het {by_rate} zijn."));
        }
        let sum = total(one);
        let amount = sum.in_currency(self.currency);
        let paid_to = one.seller.as_ref().and_then(|seller| {
            // A number that is typed over stands on one line.
            let (iban, name) = (grouped(seller.iban.as_deref()?).replace(' ', "\u{a0}"), &seller.name);
            Some(text!(en: "account {iban} in the name of {name}", nl: "rekening {iban} ten name van {name}"))
        });
        let mention = match one.payment_reference.as_deref().or(one.number.as_deref()) {
            Some(reference) if one.payment_reference.is_some() => {
                text!(en: ", with the payment reference {reference}", nl: ", onder vermelding van betalingskenmerk {reference}")
            }
            Some(number) => text!(en: ", with the number {number}", nl: ", onder vermelding van nummer {number}"),
            None => Text::default(),
        };
        match self.kind {
            InvoiceKind::Credit if sum.0 == 0 => said.push(Text::new(
                "There is nothing to pay back: nothing was to be paid.",
                "Er valt niets terug te betalen: er hoefde niets te worden betaald.",
            )),
            InvoiceKind::Credit => {
                let number = one.credits.as_deref().unwrap_or_default();
                said.push(text!(en: "This amount is set off against invoice {number}. If you have paid that already, it is paid back to you.", nl: "Dit bedrag wordt verrekend met factuur {number}. Heeft u die al betaald, dan ontvangt u het terug."));
            }
            _ if sum.0 <= 0 => said.push(Text::new("There is nothing to pay.", "U hoeft niets te betalen.")),
            InvoiceKind::Request => {
                said.push(Text::new(
                    "This contribution is voluntary: nothing is owed, and no reminder follows.",
                    "Deze bijdrage is vrijwillig: er is niets verschuldigd en er volgt geen herinnering.",
                ));
                if let Some(to) = paid_to {
                    said.push(text!(amount, to, mention; en: "If you want to contribute, please pay {amount} to {to}{mention}.", nl: "Wilt u bijdragen, maak dan {amount} over naar {to}{mention}."));
                }
            }
            _ if self.own => said.push(Text::new(
                "Nothing is to be transferred: whoever pays this holds the money of the collaboration itself, and books it internally.",
                "U hoeft niets over te maken: u beheert het geld van de samenwerking zelf en boekt dit bedrag intern.",
            )),
            _ if !self.sent => {}
            _ => {
                if let Some(to) = paid_to {
                    let by = one.due.map_or_else(Text::default, |due| text!(due; en: " by {due}", nl: " uiterlijk op {due}"));
                    said.push(text!(amount, by, to, mention; en: "Please pay {amount}{by} to {to}{mention}.", nl: "Wij verzoeken u {amount}{by} over te maken naar {to}{mention}."));
                }
                if let Some(digits) = one.number.as_deref().and_then(betalingskenmerk) {
                    let digits = grouped(&digits);
                    said.push(text!(en: "If your bank asks for a reference of 16 digits: {digits}.", nl: "Vraagt uw bank om een betalingskenmerk van 16 cijfers, gebruik dan {digits}."));
                }
            }
        }
        let own = record.collaboration.as_ref().and_then(|settings| settings.email.as_deref());
        if let Some(email) = one.seller.as_ref().and_then(|seller| seller.email.as_deref()).or(own) {
            said.push(match self.kind {
                InvoiceKind::Request => text!(en: "Questions: {email}.", nl: "Heeft u vragen, mail dan naar {email}."),
                _ => text!(en: "Questions about this invoice: {email}.", nl: "Heeft u vragen over deze factuur, mail dan naar {email}."),
            });
        }
        said
    }
}

/// What people call it.
pub fn name_of(kind: InvoiceKind) -> Text {
    match kind {
        InvoiceKind::Contribution | InvoiceKind::JoiningFee | InvoiceKind::Extra => Text::new("Invoice", "Factuur"),
        InvoiceKind::Advance => Text::new("Advance invoice", "Voorschotfactuur"),
        InvoiceKind::Settlement => Text::new("Settlement invoice", "Eindafrekening"),
        InvoiceKind::Credit => Text::new("Credit note", "Creditfactuur"),
        InvoiceKind::Request => Text::new("Request for a contribution", "Verzoek om bijdrage"),
    }
}

/// How something is taxed, in a word or two.
pub fn vat_name(vat: Vat) -> Text {
    match vat {
        Vat::OutsideScope => Text::new("none (outside scope)", "geen (buiten de heffing)"),
        Vat::Exempt => Text::new("exempt", "vrijgesteld"),
        Vat::ReverseCharge => Text::new("reverse-charged", "verlegd"),
        Vat::Percent(rate) => text!(en: "{rate}%", nl: "{rate}%"),
    }
}

/// A name and where it is, a line for each.
pub fn address(party: &Party) -> Vec<Text> {
    let place = [party.postcode.as_deref(), party.city.as_deref()].into_iter().flatten().collect::<Vec<_>>().join("  ");
    let country = party.country.as_deref().filter(|country| !country.eq_ignore_ascii_case("NL"));
    let lines = [Some(party.name.as_str()), party.street.as_deref(), party.post_box.as_deref(), Some(place.as_str()), country];
    lines.into_iter().flatten().filter(|line| !line.is_empty()).map(Text::same).collect()
}

/// The numbers by which a party is known.
fn numbers(party: &Party) -> Vec<(Text, &str)> {
    let is_dutch = party.country.as_deref().is_none_or(|country| country.eq_ignore_ascii_case("NL"));
    let registered = if is_dutch { Text::new("KvK number", "KvK-nummer") } else { Text::new("Company number", "Ondernemingsnummer") };
    let of = [
        (registered, party.kvk.as_deref()),
        (Text::new("OIN", "OIN"), party.oin.as_deref()),
        (Text::new("VAT number", "Btw-nummer"), party.vat_number.as_deref()),
    ];
    of.into_iter().filter_map(|(label, number)| Some((label, number?))).collect()
}

/// In groups of four, as people read long numbers.
fn grouped(typed: &str) -> String {
    let plain: Vec<char> = typed.chars().filter(|c| !c.is_whitespace()).collect();
    plain.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
