//! The accounts of the ledger.

use crate::record::finance::{Budget, Cost, Income};
use crate::words::slug::slug;

/// What an amount is posted to. A debit is more than zero: money that is there, what is owed to us, costs. Income is less than zero.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// The money at the fund holder. A supplier's invoice counts as paid on the day on which it is booked.
    Funds,
    /// What an organisation still has to pay, by its id.
    Receivable(String),
    /// Costs booked in another year than they are of.
    Accrued,
    /// What was invoiced in another year than it is for.
    Deferred,
    /// VAT that was charged, less VAT that is got back.
    Vat,
    /// Receipts of which the record does not say what for.
    Unassigned,
    Reserve,
    /// What of the balance of adopted years did not go to the reserve: it is paid back, or still to be asked.
    Appropriated,
    /// What there was on the first day of a year without the record saying why.
    Opening,
    /// The contribution, of the collaboration or of a product.
    Dues(Option<String>),
    JoiningFee,
    Extra,
    /// What was invoiced or credited for a year that was closed before.
    Earlier,
    /// A line of other income.
    Other(LineKey),
    /// A line of cost.
    Cost(LineKey),
    /// Effort that was set off against invoices.
    SetOff,
    /// VAT on what was bought that nobody gives back.
    VatCost,
}

/// A line of a budget: its id, and the product whose budget it stands in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineKey {
    pub product: Option<String>,
    pub id: String,
}

impl LineKey {
    pub fn of_cost(product: Option<&str>, cost: &Cost) -> LineKey {
        LineKey { product: product.map(str::to_owned), id: cost.id.to_string() }
    }

    /// A line of income may do without an id; then it is known by what it says.
    pub fn of_income(budget: &Budget, product: Option<&str>, n: usize, income: &Income) -> LineKey {
        let name = |one: &Income| one.id.as_ref().map_or_else(|| slug(&one.what), ToString::to_string);
        let own = name(income);
        let is_taken = own.is_empty() || budget.income[..n].iter().any(|other| name(other) == own);
        let id = if is_taken { format!("{own}-{}", n + 1).trim_start_matches('-').to_owned() } else { own };
        LineKey { product: product.map(str::to_owned), id }
    }
}

impl Account {
    pub fn is_income(&self) -> bool {
        matches!(self, Account::Dues(_) | Account::JoiningFee | Account::Extra | Account::Earlier | Account::Other(_))
    }

    pub fn is_cost(&self) -> bool {
        matches!(self, Account::Cost(_) | Account::SetOff | Account::VatCost)
    }
}
