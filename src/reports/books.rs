//! What reports about money share: the names of accounts, amounts that may not be known, who holds the money.

use crate::answers::ledger::account::{Account, LineKey};
use crate::answers::ledger::lines::{Figures, Line};
use crate::document::{Cell, Column, Table};
use crate::money::{Currency, Money};
use crate::record::Record;
use crate::record::collaboration::HeldAs;
use crate::record::participant::{OrganisationKind, Participant};
use crate::text;
use crate::text::Text;

pub fn money(amount: Money, currency: Currency) -> Cell {
    Cell::Money(amount.in_currency(currency))
}

/// An amount, or that nobody knows it.
pub fn known(amount: Option<Money>, currency: Currency) -> Cell {
    amount.map_or_else(|| Cell::Text(unknown()), |amount| money(amount, currency))
}

/// For programs, which are told nothing where nothing is known.
pub fn maybe(amount: Option<Money>, currency: Currency) -> Cell {
    amount.map_or(Cell::Blank, |amount| money(amount, currency))
}

/// In what the amounts of a table are, where the sign does not stand beside each.
pub fn in_currency(currency: Currency) -> Text {
    match currency {
        Currency::EUR => Text::new("Amounts in euros, without VAT.", "Bedragen in euro's, zonder btw."),
        Currency::NONE => Text::new("Amounts without VAT.", "Bedragen zonder btw."),
        other => {
            let code = other.code();
            text!(en: "Amounts in {code}, without VAT.", nl: "Bedragen in {code}, zonder btw.")
        }
    }
}

pub fn unknown() -> Text {
    Text::new("not known", "niet bekend")
}

/// How people call an account; a line of the budget by its own words.
pub fn named(record: &Record, account: &Account, what: Option<&str>) -> Text {
    if let Some(what) = what {
        return Text::same(what);
    }
    match account {
        Account::Funds => Text::new("Money at the fund holder", "Middelen bij de kassier"),
        Account::Receivable(id) => Text::same(organisation(record, id)),
        Account::Accrued => Text::new("Accrued and prepaid costs", "Nog te betalen en vooruitbetaalde lasten"),
        Account::Deferred => Text::new("Invoiced for another year", "Vooruit gefactureerd of nog te factureren"),
        Account::Vat => Text::new("VAT to settle", "Te verrekenen btw"),
        Account::Unassigned => Text::new("Receipts still to be assigned", "Nog te bestemmen ontvangsten"),
        Account::Reserve => Text::new("Reserve", "Reserve"),
        Account::Appropriated => Text::new("Balance of earlier years, to be settled", "Saldo van eerdere jaren, te verrekenen"),
        Account::Opening => Text::new("Not explained in the opening balance", "Niet verklaard in de beginbalans"),
        Account::Dues(None) => Text::new("Contribution", "Communitybijdrage"),
        Account::Dues(Some(product)) => {
            let name = product_name(record, product);
            text!(en: "Contribution {name}", nl: "Communitybijdrage {name}")
        }
        Account::JoiningFee => Text::new("Joining fees", "Toetredingsbijdragen"),
        Account::Extra => Text::new("Other invoices", "Overige facturen"),
        Account::Earlier => Text::new("Corrections of earlier years", "Correcties op eerdere jaren"),
        Account::Other(LineKey { id, .. }) | Account::Cost(LineKey { id, .. }) => {
            text!(en: "{id} (not in the budget)", nl: "{id} (niet begroot)")
        }
        Account::SetOff => Text::new("Effort set off against invoices", "Inzet, verrekend met facturen"),
        Account::VatCost => Text::new("VAT on purchases, not got back", "Btw op inkopen, niet verrekenbaar"),
    }
}

pub fn product_name<'a>(record: &'a Record, id: &'a str) -> &'a str {
    record.products.get(id).map_or(id, |product| product.name.as_str())
}

pub fn organisation<'a>(record: &'a Record, id: &'a str) -> &'a str {
    record.participants.get(id).map_or(id, |one| one.name.as_str())
}

/// Lines of effort, which is no money and stands in no total.
pub fn effort(record: &Record, found: &Figures<'_>, currency: Currency) -> Table {
    let columns = vec![
        Column::words("line", Text::new("Line", "Post")),
        Column::figures("amended", Text::new("Budgeted, as amended", "Begroot na wijziging")),
        Column::figures("realised", Text::new("Actual", "Realisatie")),
        Column::figures("left", Text::new("Left", "Restant")),
    ];
    let row = |line: &Line| {
        let name = Cell::Text(named(record, &line.account, line.what.as_deref()));
        vec![name, known(line.amended, currency), money(line.realised, currency), known(line.left(), currency)]
    };
    Table { name: "effort", columns, rows: found.effort.iter().map(row).collect() }
}

/// What effort counts for.
pub fn of_effort() -> Text {
    Text::new(
        "Effort is no money and stands in no total. Only what is set off against a whole invoice counts: in the income, as that invoice is whole, and with the same value in the costs.",
        "Inzet is geen geld en zit in geen totaal. Alleen wat met een volledige factuur wordt verrekend, telt mee: bij de baten, want die factuur telt daar volledig, en voor dezelfde waarde bij de lasten.",
    )
}

/// Who holds the money: the fund holder, else the lead.
pub fn fund_holder(record: &Record) -> Option<&Participant> {
    record.organisation(record.fund_holder()?)
}

/// Whether the money is held by a legal person of those who take part, which makes annual accounts.
pub fn legal_person(record: &Record) -> Option<OrganisationKind> {
    use OrganisationKind::{Association, Cooperative, Foundation};
    fund_holder(record)?.kind.filter(|kind| matches!(kind, Association | Cooperative | Foundation))
}

/// The form in which the fund holder's books hold the reserve.
pub fn held_as(form: Option<HeldAs>) -> Text {
    match form {
        Some(HeldAs::DesignatedReserve) => Text::new("designated reserve", "bestemmingsreserve"),
        Some(HeldAs::Provision) => Text::new("provision", "voorziening"),
        Some(HeldAs::ReceivedInAdvance) => Text::new("amounts received in advance", "vooruitontvangen bedragen"),
        Some(HeldAs::OwnEquity) => Text::new("own equity", "eigen vermogen"),
        None => Text::new("reserve", "reserve"),
    }
}

/// The same within a sentence.
pub fn the_held_as(form: Option<HeldAs>) -> Text {
    let form_name = held_as(form);
    match form {
        Some(HeldAs::OwnEquity) => text!(form_name; en: "the {form_name}", nl: "het {form_name}"),
        _ => text!(form_name; en: "the {form_name}", nl: "de {form_name}"),
    }
}
