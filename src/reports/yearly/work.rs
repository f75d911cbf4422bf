//! What was delivered in a year, and which wishes were collected and met (B22).

use crate::answers::presence::joined;
use crate::date::VagueDate;
use crate::document::{Block, Cell, Column, Table};
use crate::record::Record;
use crate::record::event::{Wish, WishStatus};
use crate::record::work::{Milestone, Product};
use crate::reports::meeting::enumerated;
use crate::reports::newsletter::{since, work};
use crate::reports::yearly::reflected::{pairs, satisfied};
use crate::reports::yearly::{Section, Year, named, some, table, vague};
use crate::text;
use crate::text::Text;

/// More than so many wishes are not listed one by one.
const WISHES: usize = 15;

/// The milestones of certain days, by day.
pub fn milestones(record: &Record, when: impl Fn(VagueDate) -> bool) -> Vec<(&Product, &Milestone)> {
    let all = record.products.values().flat_map(|product| product.milestone.iter().map(move |one| (product, one)));
    let mut found: Vec<_> = all.filter(|(_, one)| when(one.on)).collect();
    found.sort_by_key(|(product, one)| (one.on.first(), &product.id));
    found
}

/// The wishes of certain days.
pub fn wishes_of(record: &Record, when: impl Fn(VagueDate) -> bool) -> Vec<&Wish> {
    let all = record.community.iter().flat_map(|community| &community.wish);
    let mut found: Vec<&Wish> = all.filter(|wish| when(wish.on)).collect();
    found.sort_by_key(|wish| (wish.on.first(), &wish.what));
    found
}

pub fn delivered(year: &Year<'_>) -> Option<Section> {
    let record = year.record;
    let reached = milestones(record, |on| year.holds(on));
    let mut lines = work::delivered(&year.draft()).lines;
    for product in record.products.values() {
        let name = &product.name;
        if let Some(from) = product.from.filter(|from| year.holds(*from)) {
            lines.push(text!(from; en: "New: {name} ({from})", nl: "Nieuw: {name} ({from})"));
        }
        if let Some(until) = product.until.filter(|until| year.holds(*until)) {
            lines.push(text!(until; en: "Ended: {name} ({until})", nl: "Gestopt: {name} ({until})"));
        }
    }
    if lines.is_empty() {
        return None;
    }
    let row = |(product, one): &(&Product, &Milestone)| {
        vec![Cell::same(product.id.as_str()), Cell::same(product.name.as_str()), Cell::same(one.what.as_str()), vague(one.on)]
    };
    let rows = reached.iter().map(row).collect();
    let names: Vec<Text> = reached
        .iter()
        .map(|(product, one)| {
            let (name, what) = (&product.name, &one.what);
            text!(en: "{name} ({what})", nl: "{name} ({what})")
        })
        .collect();
    let short = (!names.is_empty()).then(|| {
        let names = named(&names, 2);
        let said = text!(names; en: "Delivered: {names}.", nl: "Opgeleverd: {names}.");
        match satisfied(&pairs(year)) {
            Some(more) => joined(&[said, more], " "),
            None => said,
        }
    });
    Some(Section {
        heading: Text::new("What was delivered", "Wat er is opgeleverd"),
        blocks: vec![Block::List(lines)],
        short,
        data: vec![table("delivered", &["product", "name", "what", "on"], rows)],
    })
}

/// As people say what became of a wish.
fn standing(status: Option<WishStatus>) -> (&'static str, Text) {
    match status {
        None | Some(WishStatus::New) => ("new", Text::new("not decided yet", "nog geen besluit")),
        Some(WishStatus::Roadmap) => ("roadmap", Text::new("on the roadmap", "op de roadmap")),
        Some(WishStatus::Done) => ("done", Text::new("met", "vervuld")),
        Some(WishStatus::Declined) => ("declined", Text::new("declined", "afgewezen")),
    }
}

pub fn wishes(year: &Year<'_>) -> Option<Section> {
    let collected = wishes_of(year.record, |on| year.holds(on));
    let met = since::solved(&year.draft()).lines;
    if collected.is_empty() && met.is_empty() {
        return None;
    }
    let draft = year.draft();
    let by = |wish: &Wish| wish.by.as_ref().and_then(|by| draft.named(by));
    let mut blocks = Vec::new();
    if !collected.is_empty() {
        let number = some(collected.len(), Text::new("wish was", "wens"), Text::new("wishes were", "wensen"));
        let of = |wanted: &str| collected.iter().filter(|wish| standing(wish.status).0 == wanted).count();
        let parts: Vec<Text> = ["done", "roadmap", "new", "declined"]
            .into_iter()
            .filter(|word| of(word) > 0)
            .map(|word| {
                let count = of(word);
                let named = collected.iter().map(|wish| standing(wish.status)).find(|(id, _)| *id == word).map(|(_, named)| named);
                let named = if word == "new" { Text::new("not decided yet", "zonder besluit") } else { named.unwrap_or_default() };
                text!(named; en: "{count} {named}", nl: "{count} {named}")
            })
            .collect();
        let (within, parts, on) = (year.within().capital(), enumerated(&parts), year.now.on);
        let parts =
            if on > year.last() { text!(parts, on; en: "{parts} (as it is on {on})", nl: "{parts} (stand op {on})") } else { parts };
        blocks.push(Block::Paragraph(
            text!(within, number, parts; en: "{within} {number} collected: {parts}.", nl: "{within} verzameld: {number}, waarvan {parts}."),
        ));
        if collected.len() <= WISHES {
            let columns = vec![
                Column::words("what", Text::new("Wish", "Wens")),
                Column::words("by", Text::new("Of", "Van")),
                Column::words("status", Text::new("Standing", "Stand")),
            ];
            let row = |wish: &&Wish| {
                let who = by(wish).map_or(Cell::Blank, Cell::Text);
                vec![Cell::same(wish.what.as_str()), who, Cell::Text(standing(wish.status).1.capital())]
            };
            blocks.push(Block::Table(Table { name: "wishes", columns, rows: collected.iter().map(row).collect() }.filled()));
        }
    }
    if !met.is_empty() {
        blocks.push(Block::Paragraph(Text::new("Noted as met this year:", "Dit jaar als vervuld genoteerd:")));
        blocks.push(Block::List(met));
    }
    let row = |wish: &&Wish| {
        let who = by(wish).map_or(Cell::Blank, Cell::Text);
        vec![vague(wish.on), Cell::same(wish.what.as_str()), who, Cell::same(standing(wish.status).0)]
    };
    let rows = collected.iter().map(row).collect();
    Some(Section {
        heading: Text::new("Wishes", "Wensen"),
        blocks,
        short: None,
        data: vec![table("wishes", &["on", "what", "by", "status"], rows)],
    })
}
