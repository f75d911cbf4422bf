//! The letter that asks for an order number before the invoice comes.

use crate::answers::audience::seen_organisation;
use crate::answers::contribution::instalments::days;
use crate::answers::forecast::Expected;
use crate::date::Date;
use crate::document::{Block, Cell, Column, Table};
use crate::record::participant::Participant;
use crate::reports::announce::Told;
use crate::reports::meeting::enumerated;
use crate::text;
use crate::text::Text;

impl Told<'_> {
    pub(super) fn order(&self, one: &Participant, expected: &Expected) -> Vec<Block> {
        let (year, name, vat) = (self.forecast.year, self.collaboration(), self.vat());
        let seen = seen_organisation(one, self.options.audience);
        let billing = seen.billing.as_deref();
        let amount = self.said(expected.amounts.first().copied().flatten().unwrap_or_default() + expected.joining_fee);
        let usual = Date::of(year - 1, 12, 1).unwrap_or(self.record.on);
        let by = if usual > self.record.on { usual } else { self.record.on.plus_days(14) };
        let mut blocks = vec![Block::Paragraph(self.salutation(one))];
        blocks.push(Block::Paragraph(if self.is_voluntary() {
            text!(amount, vat, by; en: "At the beginning of {year} we will ask you for a voluntary contribution to {name}: by what we know now {amount}{vat}. Please tell us before {by} which order number or reference should stand on the request, and whether the address below is still right.", nl: "Begin {year} vragen wij u om een vrijwillige bijdrage aan {name}: naar verwachting {amount}{vat}. Wilt u vóór {by} doorgeven welk verplichtingennummer of kenmerk op het verzoek moet staan, en of het adres hieronder nog klopt?")
        } else {
            let when = self.when(one);
            text!(when, amount, vat, by; en: "{when} for the contribution to {name}: by what we know now {amount}{vat} for the year. Please tell us before {by} which order or commitment number should stand on it, and whether the details below are still right.", nl: "{when} voor de bijdrage aan {name}: naar verwachting {amount}{vat} over het jaar. Wilt u vóór {by} doorgeven welk verplichtingen- of inkoopordernummer erop moet staan, en of de gegevens hieronder nog kloppen?")
        }));
        blocks.extend(self.each(one).map(Block::Table));
        let place = billing
            .map(|billing| [billing.postcode.as_deref(), billing.city.as_deref()].into_iter().flatten().collect::<Vec<_>>().join("  "));
        let lines = [
            Some(billing.and_then(|billing| billing.name.as_deref()).unwrap_or(&one.name)),
            billing.and_then(|billing| billing.street.as_deref()),
            billing.and_then(|billing| billing.post_box.as_deref()),
            place.as_deref(),
        ];
        let lines: Vec<Cell> = lines.into_iter().flatten().filter(|line| !line.is_empty()).map(Cell::same).collect();
        let number = billing.and_then(|billing| billing.order_number.get(&year.to_string()));
        blocks.push(Block::Facts(vec![
            (Text::new("Address for invoices", "Factuuradres"), Cell::List(lines)),
            (Text::new("By e-mail to", "Per e-mail aan"), Cell::maybe(billing.and_then(|billing| billing.email.as_deref()))),
            (Text::new("Reference", "Kenmerk"), Cell::maybe(billing.and_then(|billing| billing.buyer_reference.as_deref()))),
            (text!(en: "Order number {year}", nl: "Verplichtingen- of inkoopordernummer {year}"), Cell::maybe(number.map(String::as_str))),
        ]));
        blocks.push(Block::Paragraph(match number {
            Some(number) => {
                text!(en: "We have the number {number} already. If that stays so, you need do nothing.", nl: "Het nummer {number} is bij ons al bekend. Blijft dat zo, dan hoeft u niets te doen.")
            }
            None => {
                Text::new("If you need no number, we are glad to hear that too.", "Heeft u geen nummer nodig, dan horen wij dat ook graag.")
            }
        }));
        blocks.push(Block::Paragraph(self.standing()));
        blocks.push(Block::Paragraph(self.closing()));
        blocks
    }

    /// When the invoices come, as the budgets say it.
    fn when(&self, one: &Participant) -> Text {
        let year = self.forecast.year;
        let mut days: Vec<Date> = self.asked_of(one).flat_map(|(asked, payer)| days(asked, payer)).collect();
        days.sort();
        days.dedup();
        // Days of another year are those of the budget from which is estimated.
        match days.as_slice() {
            [_, _, ..] if self.forecast.base != year => {
                text!(en: "In {year} you receive the invoices", nl: "In {year} ontvangt u de facturen")
            }
            _ if self.forecast.base != year => text!(en: "In {year} you receive the invoice", nl: "In {year} ontvangt u de factuur"),
            [] => text!(en: "At the beginning of {year} you receive the invoice", nl: "Begin {year} ontvangt u de factuur"),
            [day] => text!(day; en: "On {day} you receive the invoice", nl: "Op {day} ontvangt u de factuur"),
            days => {
                let days: Vec<Text> = days.iter().map(|day| text!(day; en: "{day}", nl: "{day}")).collect();
                let days = enumerated(&days);
                text!(days; en: "On {days} you receive an invoice", nl: "Op {days} ontvangt u een factuur")
            }
        }
    }

    /// What is asked for each purpose, where there are several.
    fn each(&self, one: &Participant) -> Option<Table> {
        let rows: Vec<Vec<Cell>> = self
            .asked_of(one)
            .map(|(asked, payer)| vec![Cell::Text(self.purpose(asked)), self.money(payer.settled.with_vat - payer.settled.set_off)])
            .collect();
        let columns =
            vec![Column::words("purpose", Text::new("For", "Voor")), Column::figures("amount", Text::new("Contribution", "Bijdrage"))];
        // Of another year the amounts may be others.
        (rows.len() > 1 && self.forecast.base == self.forecast.year).then_some(Table { name: "purposes", columns, rows })
    }
}
