//! How the parts of a contribution are said: numbers and their source, the key, facts of a budget, remarks.

use crate::answers::contribution::exact::{Decimal, Share};
use crate::answers::contribution::settled::{Fee, GIFT};
use crate::answers::contribution::units::{Count, Source};
use crate::answers::contribution::{Asked, How, Note, Paid, Payer, counted, each_once};
use crate::document::Cell;
use crate::money::{Currency, Money};
use crate::record::Record;
use crate::record::finance::{Class, JointBodies, Key, Obligation, ProRata};
use crate::record::values::{Id, Vat};
use crate::text;
use crate::text::{Lang, Say, Text, grouped};

/// A whole number with its thousands apart.
pub struct Whole(pub i128);

impl Say for Whole {
    fn say(&self, lang: Lang) -> String {
        i64::try_from(self.0).map_or_else(|_| self.0.to_string(), |number| grouped(number, lang))
    }
}

/// An amount before it is rounded, to the hundredth of a cent.
pub struct Exact(pub Share, pub Currency);

impl Say for Exact {
    fn say(&self, lang: Lang) -> String {
        let cut = self.0.cut();
        let whole = Money(i64::try_from(cut / 100).unwrap_or(i64::MAX)).in_currency(self.1).say(lang);
        match (self.0.is_whole(), self.0.is_cut()) {
            (true, _) => whole,
            (_, true) => format!("{whole}{:02}…", cut % 100),
            (_, false) => format!("{whole}{:02}", cut % 100),
        }
    }
}

/// A rate with its currency.
pub struct Rated(pub Decimal, pub Currency);

impl Say for Rated {
    fn say(&self, lang: Lang) -> String {
        let sign = Money(0).in_currency(self.1).say(lang);
        let sign = sign.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.'));
        format!("{sign}{}", self.0.say(lang))
    }
}

/// A number of inhabitants, of which day, from which source; where it is not of the reference date, that is said.
pub fn inhabitants(count: &Count, asked: &Asked<'_>) -> Text {
    let (number, source) = (Whole(i128::from(count.number)), source(count, asked));
    text!(number, source; en: "{number} inhabitants ({source})", nl: "{number} inwoners ({source})")
}

fn source(count: &Count, asked: &Asked<'_>) -> Text {
    let reference = asked.reference;
    let source = match count.source {
        Source::Record => Text::new("from the record", "uit het dossier"),
        Source::Cbs => Text::new("CBS", "CBS"),
        Source::Sum => Text::new("added up", "opgeteld"),
    };
    match count.on {
        Some(on) if on == reference => text!(on, source; en: "{on}, {source}", nl: "{on}, {source}"),
        Some(on) => {
            text!(on, source, reference; en: "{on}, {source}; none of the reference date {reference}", nl: "{on}, {source}; geen getal van de peildatum {reference}")
        }
        None if count.source == Source::Sum => {
            text!(source; en: "{source}, of several days", nl: "{source}, van verschillende dagen")
        }
        None => text!(source; en: "{source}, of which day is not said", nl: "{source}, zonder datum"),
    }
}

/// On what an amount rests, for a table.
pub fn basis(asked: &Asked<'_>, payer: &Payer<'_>) -> Cell {
    if payer.own.is_some() {
        return Cell::Text(Text::new("own agreement", "afwijkende afspraak"));
    }
    let mut heads: Vec<Text> = payer.units.iter().filter_map(|paid| classed(paid)).collect();
    heads.dedup();
    let mut notes: Vec<Text> = Vec::new();
    let number = each_once(payer).len();
    if number > 1 {
        notes.push(text!(en: "for {number} organisations", nl: "voor {number} organisaties"));
    }
    match counted(payer) {
        Some(count) => {
            let (number, source) = (Whole(i128::from(count.number)), source(&count, asked));
            let number = text!(number; en: "{number} inhabitants", nl: "{number} inwoners");
            notes.splice(0..0, [number, source]);
        }
        None if heads.is_empty() && asked.contribution.key == Key::Equal => heads.push(Text::new("equal share", "gelijk deel")),
        None => {}
    }
    if heads.is_empty() && !notes.is_empty() {
        heads.push(notes.remove(0));
    }
    match heads.len() {
        0 => Cell::Blank,
        1 => Cell::Noted(heads.remove(0), notes),
        _ => Cell::Noted(crate::answers::presence::joined(&heads, ", "), notes),
    }
}

fn classed(paid: &Paid<'_>) -> Option<Text> {
    let How::Class { class, non_member, .. } = &paid.how else { return None };
    let name = &class.name;
    let member = if *non_member { Text::new(", no member", ", geen lid") } else { Text::default() };
    Some(text!(member; en: "class {name}{member}", nl: "grootteklasse {name}{member}"))
}

/// The sizes of a class.
pub fn sizes(class: &Class) -> Option<Text> {
    let up_to = Whole(i128::from(class.up_to?));
    Some(text!(up_to; en: "up to and including {up_to} inhabitants", nl: "t/m {up_to} inwoners"))
}

fn key(asked: &Asked<'_>) -> Text {
    key_named(asked.contribution.key)
}

/// A key in words.
pub fn key_named(key: Key) -> Text {
    match key {
        Key::Equal => Text::new("equal parts", "gelijke delen"),
        Key::Inhabitants => Text::new("by inhabitants", "per inwoner"),
        Key::Classes => Text::new("by class", "per grootteklasse"),
        Key::Brackets => Text::new("in brackets", "in schijven"),
        Key::FixedPlusInhabitants => Text::new("a fixed amount and an amount by inhabitants", "vast bedrag plus bedrag per inwoner"),
        Key::Amounts => Text::new("agreed amounts", "vastgestelde bedragen"),
    }
}

/// The key as programs read it.
pub fn key_word(asked: &Asked<'_>) -> Cell {
    let word = serde_json::to_value(asked.contribution.key).expect("a word is JSON");
    Cell::Word(word.as_str().unwrap_or_default().to_owned().into(), key(asked))
}

pub fn obligation_word(asked: &Asked<'_>) -> Cell {
    match asked.contribution.obligation.unwrap_or(Obligation::Agreed) {
        Obligation::Agreed => Cell::Word("agreed".into(), Text::new("agreed", "afgesproken")),
        Obligation::Voluntary => {
            Cell::Word("voluntary".into(), Text::new("voluntary: asked for, not owed", "vrijwillig: gevraagd, niet verschuldigd"))
        }
    }
}

/// How the contribution is taxed, and the reason that an invoice gives.
pub fn taxed(asked: &Asked<'_>) -> Option<(Text, Option<Text>)> {
    let setting = asked.payers.iter().find_map(|payer| payer.settled.taxed)?;
    if asked.is_voluntary() && *setting == GIFT {
        let why = Text::new(
            "A voluntary contribution is a gift: there is no VAT on it.",
            "Een vrijwillige bijdrage is een gift: daarover is geen btw verschuldigd.",
        );
        return Some((Text::new("no VAT (a gift)", "geen btw (een gift)"), Some(why)));
    }
    let (how, usual) = match setting.treatment {
        Vat::OutsideScope => (
            Text::new("no VAT (outside its scope)", "geen btw (buiten de heffing)"),
            Some(Text::new("No VAT charged: shared costs.", "Geen btw berekend: verdeling van kosten voor gemene rekening.")),
        ),
        Vat::Exempt => (
            Text::new("exempt from VAT", "vrijgesteld van btw"),
            Some(Text::new(
                "Exempt from VAT (article 11, first paragraph, under u, of the Dutch VAT act 1968).",
                "Vrijgesteld van btw (artikel 11, eerste lid, onderdeel u, Wet op de omzetbelasting 1968).",
            )),
        ),
        Vat::ReverseCharge => (
            Text::new("VAT reverse-charged", "btw verlegd"),
            Some(Text::new("VAT reverse-charged to the recipient.", "Btw verlegd naar de afnemer.")),
        ),
        Vat::Percent(rate) => (text!(en: "{rate}%", nl: "{rate}%"), None),
    };
    Some((how, setting.reason.as_deref().map(Text::same).or(usual)))
}

/// The facts of a budget, and whether what is asked is what it needs.
pub fn facts(asked: &Asked<'_>) -> Vec<(Text, Cell)> {
    let money = |amount: Money| Cell::Money(amount.in_currency(asked.currency));
    let (from, until, need) = (asked.from, asked.until, &asked.need);
    let mut facts = vec![
        (Text::new("Period", "Periode"), Cell::Text(text!(from, until; en: "{from} to {until}", nl: "{from} t/m {until}"))),
        (Text::new("Key", "Verdeelsleutel"), Cell::Text(key(asked))),
    ];
    if asked.is_voluntary() {
        facts.push((Text::new("Obligation", "Verplichting"), obligation_word(asked)));
    }
    if asked.payers.iter().flat_map(|payer| &payer.units).any(|paid| paid.unit.count.is_some()) {
        let reference = asked.reference;
        facts.push((
            Text::new("Reference date of inhabitants", "Peildatum inwoners"),
            Cell::Text(text!(reference; en: "{reference}", nl: "{reference}")),
        ));
    }
    let costs = match need.effort.0 {
        0 => Text::new("Costs", "Lasten"),
        _ => Text::new("Costs, effort in kind included", "Lasten, inclusief bijdragen in natura"),
    };
    facts.extend(need.costs.filter(|_| !asked.budget.cost.is_empty()).map(|amount| (costs, money(amount))));
    facts.extend(
        need.income.filter(|_| !asked.budget.income.is_empty()).map(|income| (Text::new("Other income", "Overige baten"), money(income))),
    );
    if need.amendments > 0 {
        let number = i64::try_from(need.amendments).unwrap_or(i64::MAX);
        facts.push((Text::new("Amendments counted", "Begrotingswijzigingen meegeteld"), Cell::Number(number)));
    }
    let wanted = if need.set.is_some() {
        Text::new("To be brought in (set)", "Op te brengen (vastgesteld)")
    } else {
        Text::new("To be brought in", "Op te brengen")
    };
    if let Some(amount) = need.wanted {
        facts.push((wanted, money(amount)));
    } else {
        let unknown = text::listed(need.unknown.iter().map(String::as_str), 5);
        let said = if need.unknown.is_empty() {
            Text::new("not known: the budget has no costs", "niet bekend: de begroting heeft geen lasten")
        } else {
            text!(unknown; en: "not known: no amount for {unknown}", nl: "niet bekend: geen bedrag bij {unknown}")
        };
        facts.push((wanted, Cell::Text(said)));
    }
    let sum = asked.sum();
    facts.push((Text::new("Asked in all", "Samen gevraagd"), money(sum)));
    let joiners: Money = asked.paying().filter(|payer| asked.is_divided() && !payer.taking.from_start).map(|payer| payer.amount).sum();
    if joiners.0 > 0 {
        facts.push((Text::new("Of which from those who join later", "Waarvan deelnemers die later toetreden"), money(joiners)));
    }
    // Where another total was set than costs less income, it is said what the surplus is measured against.
    let is_other = need.left.is_some() && need.left != need.wanted;
    let of_budget = |title: Text| {
        if is_other { text!(title; en: "{title} against the budget", nl: "{title} ten opzichte van de begroting") } else { title }
    };
    facts.extend(asked.difference().map(|difference| match difference.0 {
        0 => (of_budget(Text::new("Surplus or shortage", "Overschot of tekort")), Cell::Text(Text::new("none", "geen"))),
        over if over > 0 => (of_budget(Text::new("Surplus", "Overschot")), money(difference)),
        _ => (of_budget(Text::new("Shortage", "Tekort")), money(-difference)),
    }));
    let beside: Money = asked.payers.iter().filter(|payer| payer.taking.is_beside).map(|payer| payer.amount).sum();
    if beside.0 > 0 {
        facts.push((Text::new("With who would join", "Samen met de toetreder"), money(sum + beside)));
        facts.extend(asked.difference().map(|over| over + beside).filter(|over| over.0 != 0).map(|over| {
            let title = if over.0 > 0 { Text::new("Surplus then", "Overschot dan") } else { Text::new("Shortage then", "Tekort dan") };
            (of_budget(title), money(Money(over.0.saturating_abs())))
        }));
    }
    let total = |of: fn(&Payer<'_>) -> Money| -> Money { asked.paying().map(of).sum() };
    let in_kind = total(|payer| payer.settled.lowered + payer.settled.set_off);
    if in_kind.0 > 0 {
        facts.push((Text::new("Of which in kind", "Waarvan in natura"), money(in_kind)));
    }
    let fees = total(|payer| if let Some(Fee::Asked { amount, .. }) = payer.settled.fee { amount } else { Money(0) });
    if fees.0 > 0 {
        facts.push((Text::new("Joining fees, besides", "Toetredingsbijdragen, daarnaast"), money(fees)));
    }
    if let Some((how, reason)) = taxed(asked) {
        facts.push((Text::new("VAT", "Btw"), Cell::Text(how)));
        facts.extend(reason.map(|reason| (Text::new("Reason of the VAT treatment", "Reden btw-behandeling"), Cell::Text(reason))));
    }
    facts
}

/// Inhabitants, counted for as long as they take part.
fn times(asked: &Asked<'_>) -> Text {
    match asked.contribution.pro_rata.unwrap_or(ProRata::None) {
        ProRata::Months => Text::new("inhabitants times months", "inwoners maal maanden"),
        ProRata::HalfYear => Text::new("inhabitants times half-years", "inwoners maal halve jaren"),
        ProRata::Days => Text::new("inhabitants times days", "inwoners maal dagen"),
        ProRata::None => Text::new("inhabitants", "inwoners"),
    }
}

/// What holds for all amounts: how was divided, how parts of the period count, how joint bodies pay.
pub fn general(asked: &Asked<'_>) -> Vec<Text> {
    let mut said = Vec::new();
    if let Some(divided) = &asked.divided {
        let [total, rest] = [divided.total, divided.rest].map(|amount| amount.in_currency(asked.currency));
        let weights = Whole(divided.weights);
        let fixed = divided.fixed.map_or_else(Text::default, |(base, number)| {
            let base = base.in_currency(asked.currency);
            text!(base; en: " First {number} fixed parts of {base}.", nl: " Eerst {number} keer het vaste bedrag van {base}.")
        });
        let by = match (asked.contribution.key, divided.weights) {
            (Key::Equal, 1) => Text::new("part", "deel"),
            (Key::Equal, _) => Text::new("parts", "delen"),
            _ if divided.by_part => times(asked),
            (_, 1) => Text::new("inhabitant", "inwoner"),
            _ => Text::new("inhabitants", "inwoners"),
        };
        let over = if divided.rest == divided.total { Text::default() } else { text!(rest; en: " {rest} goes", nl: " {rest} gaat") };
        let head = if divided.rest == divided.total {
            text!(total; en: "{total} is divided", nl: "{total} wordt verdeeld")
        } else {
            text!(total, fixed, over; en: "{total} is divided.{fixed}{over}", nl: "{total} wordt verdeeld.{fixed}{over}")
        };
        said.push(text!(head, weights, by;
            en: "{head} over {weights} {by}. Each is rounded down to the cent, and the cents that are left go to the largest remainders, of equal ones to the first by id.",
            nl: "{head} over {weights} {by}. Elk deel is naar beneden afgerond op de cent; de centen die overblijven gaan naar de grootste restanten, en bij gelijke restanten naar wie op id het eerst komt."));
        if divided.by_part {
            said.push(Text::new(
                "Nobody takes part on the first day of the period, so each counts for the part of it in which it does.",
                "Op de eerste dag van de periode neemt niemand deel. Daarom telt ieder mee voor het deel van de periode waarin die deelneemt.",
            ));
        }
        if asked.paying().flat_map(|payer| &payer.units).any(|paid| paid.bound.is_some()) {
            said.push(Text::new(
                "What a minimum or a maximum makes for one, more or less, was divided over the others, as far as theirs allow.",
                "Wat een minimum of maximum bij de een scheelt, is over de anderen verdeeld, voor zover hun minimum en maximum dat toelaten.",
            ));
        }
        if !divided.by_part && asked.payers.iter().any(|payer| !payer.taking.from_start) {
            said.push(Text::new(
                "The division is over those who take part on the first day of the period. Whoever joins later pays the same rate, so nobody else's amount changes.",
                "Verdeeld wordt over wie op de eerste dag van de periode deelneemt. Wie later toetreedt, betaalt hetzelfde tarief; voor de anderen verandert er niets.",
            ));
        }
    }
    if asked.payers.iter().any(|payer| payer.taking.portion.parts < payer.taking.portion.of) {
        said.push(match asked.contribution.pro_rata.unwrap_or(ProRata::None) {
            ProRata::Months => {
                Text::new("Pro rata by months: a month that has begun counts.", "Naar rato van maanden: een begonnen maand telt mee.")
            }
            ProRata::HalfYear => Text::new(
                "Pro rata by half-years: one that has begun counts.",
                "Naar rato van halve jaren: een begonnen half jaar telt mee.",
            ),
            ProRata::Days => {
                Text::new("Pro rata by days, the first and the last counted.", "Naar rato van dagen, de eerste en de laatste meegeteld.")
            }
            ProRata::None => Text::default(),
        });
    }
    if asked.payers.iter().any(|payer| !payer.taking.one.represents.is_empty() && payer.own.is_none()) {
        said.push(match asked.contribution.joint_bodies {
            Some(JointBodies::One) => Text::new(
                "A joint body counts as one, with all inhabitants together.",
                "Een samenwerkingsverband telt als één, met alle inwoners samen.",
            ),
            _ => Text::new(
                "A joint body pays the sum of those whom it represents.",
                "Een samenwerkingsverband betaalt de som van wie het vertegenwoordigt.",
            ),
        });
    }
    said
}

/// A remark about what changes nothing.
pub fn note(record: &Record, note: &Note) -> Text {
    let name = |id: &Id| record.participants.get(id).map_or_else(|| id.to_string(), |one| one.name.clone());
    match note {
        Note::Undated(id) => {
            let who = name(id);
            text!(en: "{who} is joining, but the record does not say from which day: it is not counted.", nl: "{who} treedt toe, maar het dossier zegt niet vanaf welke dag: niet meegerekend.")
        }
        Note::InKindOfOther(id) => {
            let who = name(id);
            text!(en: "{who} contributes in kind but is asked nothing here: that effort is not settled.", nl: "{who} draagt bij in natura, maar hier wordt niets van deze organisatie gevraagd: die inbreng is niet verrekend.")
        }
        Note::OverrideOfOther(id) => {
            let who = name(id);
            text!(en: "There is an own amount for {who}, who is asked nothing here: it is not counted.", nl: "Er staat een afwijkende afspraak voor {who}, maar hier wordt niets van deze organisatie gevraagd: niet meegerekend.")
        }
        Note::Twice { name: of, first, second } => {
            let (first, second) = (name(first), name(second));
            text!(en: "{of} counts twice: for {first} and for {second}.", nl: "{of} telt dubbel: bij {first} en bij {second}.")
        }
        Note::Unweighed(id) => {
            let who = name(id);
            text!(en: "{who} has an own amount and no known number of inhabitants, so it has no share in the division.", nl: "{who} heeft een afwijkende afspraak en geen bekend inwonertal, en telt daarom niet mee in de verdeling.")
        }
        Note::Changing(id) => {
            let who = name(id);
            text!(en: "The dues of {who} change within the period, and the budget counts nothing pro rata: those of its first day hold for all of it.", nl: "De bijdragegrondslag van {who} verandert in deze periode, en de begroting rekent niet naar rato: die van de eerste dag geldt voor de hele periode.")
        }
        Note::EffortBeside(amount) => {
            let amount = amount.in_currency(record.currency());
            text!(amount; en: "{amount} of the agreed effort in kind is not among the costs: that much less money comes in than the costs are. Where the costs do not have it, add a line with `in_kind = true`.", nl: "Van de afgesproken bijdragen in natura staat {amount} niet bij de lasten: er komt zoveel minder geld binnen dan de lasten zijn. Voeg een post toe met `in_kind = true` als dit bedrag nog niet in de lasten zit.")
        }
        Note::NoVat => Text::new(
            "The record does not say how the contribution is taxed (`vat` under `[finances]`): no VAT is counted.",
            "Het dossier zegt niet hoe de bijdrage wordt belast (`vat` onder `[finances]`): er is geen btw gerekend.",
        ),
    }
}
