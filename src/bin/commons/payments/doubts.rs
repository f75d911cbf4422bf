//! Lines of the bank that are left to people: which they are, why, and how to enter them.

use commons::answers::matching::{Doubt, Why, recorded};
use commons::money::Money;
use commons::record::Record;
use commons::text;
use commons::text::{Text, listed};

use crate::init::in_shell;

/// So many invoices that it may be for are named.
const MOST: usize = 5;

/// What is left to people, each with the command that enters it.
pub fn doubts(record: &Record, doubts: &[Doubt]) -> Vec<Text> {
    let mut said = Vec::new();
    if !doubts.is_empty() {
        said.push(Text::new(
            "doubtful, and not written; look at the statement, and enter what is right:",
            "twijfelachtig en niet geboekt; kijk op het afschrift en boek zelf wat klopt:",
        ));
    }
    for one in doubts {
        let (on, amount, reference) = (one.on, Money(one.amount.0.saturating_abs()).in_currency(record.currency()), &one.reference);
        let paid = if one.amount.0 < 0 { Text::new(" paid back", " terug") } else { Text::default() };
        let names = one.participants.iter().map(|id| record.organisation(id).map_or(id.as_str(), |one| one.name.as_str()));
        let who = if one.participants.is_empty() {
            Text::default()
        } else {
            let names = names.collect::<Vec<_>>().join(", ");
            text!(en: ", perhaps {names}", nl: ", misschien {names}")
        };
        let why = why(one.why);
        said.push(text!(on, amount, paid, who, why; en: "- {amount}{paid} on {on} (bank's reference {reference}){who}: {why}", nl: "- {amount}{paid} op {on} (bankkenmerk {reference}){who}: {why}"));
        said.extend(entered(record, one));
    }
    said
}

fn why(why: Why) -> Text {
    match why {
        Why::Several => Text::new("it fits more than one invoice", "past bij meer dan één factuur"),
        Why::Unsupported => Text::new(
            "it names an invoice, but account, name and amount say nothing",
            "noemt een factuur, maar rekening, naam en bedrag bevestigen dat niet",
        ),
        Why::OtherAccount => Text::new(
            "it names an invoice, but comes from another account than the payer's",
            "noemt een factuur, maar komt van een andere rekening dan die van wie moet betalen",
        ),
        Why::AnotherFits => Text::new(
            "it names one invoice, but account and amount are those of another; enter it on the one that was meant:",
            "noemt de ene factuur, maar rekening en bedrag zijn die van een andere; boek het op de factuur die is bedoeld:",
        ),
        Why::Fits => Text::new(
            "it comes from their account, but fits no open invoice exactly",
            "komt van hun rekening, maar past niet precies bij een openstaande factuur",
        ),
        Why::Mistyped => Text::new(
            "its reference is nearly that of an invoice, and the name is that of whoever is to pay it",
            "het betalingskenmerk lijkt sterk op dat van een factuur, en de naam is die van wie moet betalen",
        ),
        Why::NameOnly => Text::new(
            "name and amount are right, but no account or reference bears that out",
            "naam en bedrag kloppen, maar geen rekening of kenmerk bevestigt dat",
        ),
        Why::Clash => Text::new(
            "the bank's reference is on record with another amount, or has two lines",
            "het bankkenmerk staat al met een ander bedrag in het dossier, of hoort bij twee regels",
        ),
        Why::Again => Text::new(
            "the statement has the same line twice; enter it where it is a second payment",
            "het afschrift bevat deze regel twee keer; boek haar alleen als het een tweede betaling is",
        ),
        Why::ByHand => Text::new(
            "the same amount was entered without the bank's reference; if it is that payment, add this to it:",
            "hetzelfde bedrag is al ingevoerd zonder bankkenmerk; is het die betaling, zet er dan dit bij:",
        ),
        Why::Alike => Text::new(
            "the same amount of the same day is on record for this invoice, and of one of the two the bank gave no reference",
            "hetzelfde bedrag van dezelfde dag staat al bij deze factuur in het dossier, en bij een van beide gaf de bank geen kenmerk mee",
        ),
        Why::Lump => Text::new(
            "several payments together, without an amount for each; ask the bank for the details",
            "een batch zonder bedrag per betaling; vraag de bank om de specificatie",
        ),
        Why::NotReceived => Text::new(
            "less came in than goes back; if an earlier statement was not read yet, read that first and then this one again",
            "er is minder ontvangen dan er teruggaat; is een eerder afschrift nog niet ingelezen, lees dan eerst dat in en daarna dit opnieuw",
        ),
    }
}

/// How a line is entered by hand.
fn entered(record: &Record, one: &Doubt) -> Vec<Text> {
    let (on, reference) = (one.on.to_string(), one.reference.as_str());
    if one.why == Why::ByHand {
        let quoted = reference.replace('\\', "\\\\").replace('"', "\\\"");
        return vec![Text::same(format!("  bank_reference = \"{quoted}\""))];
    }
    let in_all = matches!(one.why, Why::Several | Why::Lump | Why::OtherAccount);
    let share = Text::new("AMOUNT", "BEDRAG");
    let command = |number: &Text, amount: &Text, reference: String| {
        let reference = in_shell(&reference);
        text!(number, amount; en: "  commons pay {number} {amount} --on {on} --bank-reference {reference}", nl: "  commons pay {number} {amount} --on {on} --bank-reference {reference}")
    };
    match one.invoices.as_slice() {
        [number] if recorded(record, reference, None, Money(0)).is_some() => {
            vec![command(&Text::same(in_shell(number)), &share, format!("{reference}#2"))]
        }
        [number] => vec![command(&Text::same(in_shell(number)), &Text::same(one.amount.to_string()), reference.to_owned())],
        each if one.why == Why::AnotherFits => {
            let whole = Text::same(one.amount.to_string());
            each.iter().take(MOST).map(|number| command(&Text::same(in_shell(number)), &whole, reference.to_owned())).collect()
        }
        [_, _, ..] if in_all => {
            let several = one.invoices.iter().take(MOST).enumerate();
            several.map(|(n, number)| command(&Text::same(in_shell(number)), &share, format!("{reference}#{}", n + 1))).collect()
        }
        several => {
            let number = Text::new("NUMBER", "NUMMER");
            let mut said = vec![command(&number, &Text::same(one.amount.to_string()), reference.to_owned())];
            if !several.is_empty() {
                let which = listed(several.iter().map(String::as_str), MOST);
                said.push(text!(which; en: "  open are {which}", nl: "  openstaand: {which}"));
            }
            said
        }
    }
}
