//! What those who leave are for all the others: the lead, the fund holder, the owner of products.

use crate::answers::without::Leaving;
use crate::date::within;
use crate::record::Record;
use crate::record::values::Id;
use crate::record::work::Product;

/// What they are.
#[derive(Debug, Clone, Default)]
pub struct Offices<'a> {
    pub lead: Option<&'a Id>,
    /// None where no money moves.
    pub fund_holder: Option<&'a Id>,
    pub owned: Vec<&'a Product>,
}

/// Asks a record what those who leave are in it.
pub fn offices<'a>(record: &'a Record, leaving: &Leaving) -> Offices<'a> {
    let leaves = |id: &&Id| leaving.organisations.contains(record.index.plain(id).0.as_ref());
    let Some(settings) = &record.collaboration else { return Offices { owned: owned(record, leaving), ..Offices::default() } };
    let moves_money = settings.finances.is_some() || !record.budgets.is_empty() || !record.invoices.is_empty();
    Offices {
        lead: settings.lead.as_ref().filter(leaves),
        fund_holder: record.fund_holder().filter(leaves).filter(|_| moves_money),
        owned: owned(record, leaving),
    }
}

/// The products that are theirs, and that are not over.
fn owned<'a>(record: &'a Record, leaving: &Leaving) -> Vec<&'a Product> {
    let theirs = |one: &&Product| {
        within(one.from, one.until, record.on) && one.owner.as_ref().is_some_and(|owner| leaving.has(&record.index, owner))
    };
    record.products.values().filter(theirs).collect()
}
