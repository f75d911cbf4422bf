//! What stands under the budget: on what the figures rest, and what is not known.

use crate::answers::contribution::product_of;
use crate::answers::ledger::account::{Account, LineKey};
use crate::answers::ledger::entries::{EntryKind, is_vat_deductible};
use crate::answers::ledger::lines::{Committed, Figures};
use crate::answers::ledger::on;
use crate::date::VagueDate;
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::Cost;
use crate::text;
use crate::text::{Text, listed};

pub fn notes(record: &Record, found: &Figures<'_>) -> Vec<Text> {
    let mut notes = vec![
        Text::new(
            "Costs and income are without VAT. Income is what was invoiced, or received where no invoice was sent; each counts in the year that it is for.",
            "Lasten en baten zijn zonder btw. Baten zijn wat gefactureerd is, of ontvangen als er geen factuur was; alles telt in het jaar waarvoor het bedoeld is.",
        ),
        if found.is_over(record.on) {
            Text::new("The year is over: the forecast is what was realised.", "Het jaar is voorbij: de prognose is de realisatie.")
        } else {
            Text::new(
                "Forecast: structural costs that were booked more than once go on at the pace of the budget, in the months after the last booking, but not beyond what a contract or the budget comes to where there is a contract, and not below what that contract costs; of other costs and income the budget is still expected; contributions as they are asked, voluntary ones as received.",
                "Prognose: structurele lasten die vaker dan eens geboekt zijn, lopen in de maanden na de laatste boeking door in het tempo van de begroting, en met een contract niet verder dan wat contract of begroting toestaat en niet lager dan wat dat contract kost; andere lasten en baten komen nog uit op de begroting; bijdragen zoals gevraagd, vrijwillige zoals ontvangen.",
            )
        },
    ];
    if found.costs.iter().any(|line| line.committed != Committed::Nothing) {
        notes.push(Text::new(
            "Committed is what the contract costs in this year; lines of one contract share it by what they budget. Left is what of the budget is not yet spent: what is committed is still to come off it.",
            "De verplichting is wat het contract dit jaar kost; posten van één contract delen dat naar wat ze begroten. Het restant is wat van de begroting nog niet is uitgegeven: de verplichting gaat daar nog af.",
        ));
    }
    notes.extend(ended(record, found));
    let unknown: Vec<&str> = found.costs.iter().filter(|line| line.amended.is_none()).filter_map(|line| line.what.as_deref()).collect();
    if !unknown.is_empty() {
        let lines = listed(unknown.iter().copied(), 5);
        notes.push(text!(lines; en: "Not known is what is budgeted for {lines}, so the totals are not known either.", nl: "Niet bekend is wat begroot is voor {lines}, dus ook de totalen zijn niet bekend."));
    }
    vat(record, found, &mut notes);
    let waiting = -on(&found.sums, &Account::Unassigned);
    if waiting != Money(0) {
        let waiting = waiting.in_currency(record.currency());
        notes.push(text!(waiting; en: "{waiting} was received of which the record does not say what for; it is not in the figures.", nl: "Van {waiting} aan ontvangsten staat niet vast waarvoor; dat zit niet in de cijfers."));
    }
    for gap in &found.gaps {
        let (what, file) = (&gap.what, &gap.file);
        notes.push(text!(en: "What is asked cannot be worked out: {what} ({file}).", nl: "Wat gevraagd wordt, is niet te berekenen ({file}; `commons invoice --dry-run` zegt wat er ontbreekt)."));
    }
    notes
}

/// Lines whose contract is over, and of which the forecast counts on more than was spent.
fn ended(record: &Record, found: &Figures<'_>) -> Vec<Text> {
    if found.is_over(record.on) {
        return Vec::new();
    }
    let costs = found.budgets.iter().flat_map(|budget| budget.cost.iter().map(|cost| (product_of(budget), cost)));
    let said = |(product, cost): (Option<&str>, &Cost)| {
        let contract = record.contracts.get(record.index.plain(cost.contract.as_ref()?).0.as_ref())?;
        let day = contract.until.map(VagueDate::last).filter(|day| *day < record.on && *day < found.until)?;
        let account = Account::Cost(LineKey::of_cost(product, cost));
        let line = found.costs.iter().find(|line| line.account == account)?;
        let forecast = line.forecast.filter(|forecast| *forecast > line.realised)?.in_currency(record.currency());
        let what = line.what.as_deref().unwrap_or(cost.id.as_str());
        Some(
            text!(day, forecast; en: "The contract of {what} ended on {day}, and {forecast} is still forecast: where nothing more comes, an `[[amendment]]` lowers the line.", nl: "Het contract van {what} liep tot en met {day}, en de prognose is nog {forecast}: komt er niets meer, dan verlaagt een `[[amendment]]` de post."),
        )
    };
    costs.filter_map(said).collect()
}

fn vat(record: &Record, found: &Figures<'_>, notes: &mut Vec<Text>) {
    let currency = record.currency();
    let is_in_year = |day| day >= found.from && day <= found.until;
    // What is settled with the tax authority was charged or got back before.
    let of_vat = |is_return: bool, sign: fn(i64) -> bool| -> Money {
        let entries = found.entries.iter().filter(|entry| is_in_year(entry.day) && (entry.kind == EntryKind::VatReturn) == is_return);
        let postings = entries.flat_map(|entry| &entry.postings);
        postings.filter(|(account, amount)| *account == Account::Vat && sign(amount.0)).map(|(_, amount)| *amount).sum()
    };
    let (charged, back) = (-of_vat(false, |cents| cents < 0), of_vat(false, |cents| cents > 0));
    let (refunded, paid) = (-of_vat(true, |cents| cents < 0), of_vat(true, |cents| cents > 0));
    let lost = on(&found.sums, &Account::VatCost);
    if charged != Money(0) || back != Money(0) {
        let (charged, back) = (charged.in_currency(currency), back.in_currency(currency));
        notes.push(text!(charged, back; en: "VAT beside these figures: {charged} charged, {back} got back on purchases and credit notes.", nl: "Btw naast deze cijfers: {charged} in rekening gebracht, {back} te verrekenen op inkopen en creditfacturen."));
    }
    if paid != Money(0) || refunded != Money(0) {
        let (paid, refunded) = (paid.in_currency(currency), refunded.in_currency(currency));
        notes.push(text!(paid, refunded; en: "VAT settled with the tax authority in the year: {paid} paid, {refunded} got back.", nl: "Met de Belastingdienst afgerekende btw in het jaar: {paid} afgedragen, {refunded} teruggekregen."));
    }
    if !is_vat_deductible(record) && lost != Money(0) {
        notes.push(Text::new(
            "VAT on purchases counts as a cost, for the record does not say that the fund holder gets it back (`deductible` under `vat`).",
            "Btw op inkopen telt als last, want het dossier zegt niet dat de kassier die kan verrekenen (`deductible` bij `vat`).",
        ));
    }
}
