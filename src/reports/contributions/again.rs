//! What it does to the others when somebody joins or is left out, and the total is divided again.

use crate::answers::contribution::gap::Gap;
use crate::answers::contribution::{Asked, Payer, Question, contribution};
use crate::document::{Block, Cell, Column, Table};
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::Budget;
use crate::record::participant::Participant;
use crate::record::values::Id;
use crate::reports::contributions::Options;
use crate::text;
use crate::text::Text;

/// Another outcome, to compare with.
pub enum Again<'a> {
    /// As if the newcomer had taken part from the first day on.
    Joined(Asked<'a>),
    /// With those who are left out.
    Before(Asked<'a>),
}

impl<'a> Again<'a> {
    /// Divides anew with somebody from the first day on.
    pub fn joined(
        record: &'a Record,
        budget: &'a Budget,
        question: &Question<'a>,
        one: &Participant,
    ) -> Result<Option<Again<'a>>, Vec<Gap>> {
        let found = contribution(record, budget, question)?;
        // A budget of a product that it does not use asks it nothing.
        let found = found.filter(|asked| asked.payers.iter().any(|payer| *payer.taking.id == one.id));
        Ok(found.map(Again::Joined))
    }

    pub fn asked(&self) -> &Asked<'a> {
        match self {
            Again::Joined(asked) | Again::Before(asked) => asked,
        }
    }
}

/// What a payer is asked in the one and in the other outcome; none where it pays in one of the two only.
pub fn pairs<'p, 'a>(asked: &'p Asked<'a>, again: &'p Again<'a>) -> Vec<(&'p Payer<'a>, Option<Money>)> {
    let other = |id: &Id| again.asked().payers.iter().find(|payer| payer.taking.id == id).map(|payer| payer.amount);
    asked.payers.iter().map(|payer| (payer, other(payer.taking.id))).collect()
}

pub fn fill(asked: &Asked<'_>, again: &Again<'_>, options: &Options<'_>, blocks: &mut Vec<Block>) {
    let of = |amount: Money| amount.in_currency(asked.currency);
    let pairs = pairs(asked, again);
    let changed = pairs.iter().any(|(payer, other)| *other != Some(payer.amount));
    let (title, head, lead) = match again {
        Again::Joined(_) => {
            let name = options.joining.map_or("", |one| one.name.as_str());
            (
                text!(en: "What it does to the others if {name} joins", nl: "Wat toetreding van {name} voor de anderen betekent"),
                Text::new("Divided again", "Opnieuw verdeeld"),
                text!(en: "The amounts above stay as they are when {name} joins: it pays beside the others. These would be the amounts if it had taken part from the first day of the period on.", nl: "De bedragen hierboven veranderen niet als {name} toetreedt: die betaalt naast de anderen. Dit zouden de bedragen zijn als {name} vanaf de eerste dag van de periode had deelgenomen."),
            )
        }
        Again::Before(before) => {
            let names: Vec<&str> = before
                .payers
                .iter()
                .filter(|payer| options.without.contains(payer.taking.id))
                .map(|payer| payer.taking.one.name.as_str())
                .collect();
            let names = names.join(", ");
            (
                text!(en: "Compared with {names} taking part", nl: "Vergeleken met deelname van {names}"),
                text!(en: "With {names}", nl: "Met {names}"),
                text!(en: "Above, {names} is left out as if it had never taken part.", nl: "Hierboven is gerekend alsof {names} nooit heeft deelgenomen."),
            )
        }
    };
    blocks.push(Block::Heading(title));
    let (sum, other) = (of(asked.sum()), of(again.asked().sum()));
    let none = Text::new("What the others are asked does not depend on it.", "Wat de anderen wordt gevraagd, hangt daar niet van af.");
    match again {
        Again::Joined(_) if !asked.is_divided() || !changed => blocks.push(Block::Paragraph(none)),
        Again::Joined(_) => blocks.push(Block::Paragraph(lead)),
        Again::Before(_) => {
            blocks.push(Block::Paragraph(lead));
            blocks.push(Block::Paragraph(text!(sum, other; en: "Together {sum}; before {other}.", nl: "Samen {sum}; eerst {other}.")));
            if !asked.is_divided() {
                blocks.push(Block::Paragraph(none));
            }
        }
    }
    if !asked.is_divided() || !changed {
        return;
    }
    let columns = vec![
        Column::words("participant", Text::new("Participant", "Deelnemer")),
        Column::figures("amount", Text::new("Above", "Hierboven")),
        Column::figures("other", head),
        Column::figures("difference", Text::new("Difference", "Verschil")),
    ];
    let is_before = matches!(again, Again::Before(_));
    let cell = |amount: Option<Money>| amount.map_or(Cell::Blank, |amount| Cell::Money(of(amount)));
    let shown = pairs.iter().filter(|(payer, _)| super::is_shown(payer, options));
    let rows = shown.map(|(payer, other)| {
        let name = Cell::same(payer.taking.one.name.as_str());
        // What it means to the others: what they come to pay less what they would otherwise.
        let more = other.map(|other| if is_before { payer.amount - other } else { other - payer.amount });
        vec![name, cell(Some(payer.amount)), cell(*other), cell(more)]
    });
    blocks.push(Block::Table(Table { name: "again", columns, rows: rows.collect() }));
}
