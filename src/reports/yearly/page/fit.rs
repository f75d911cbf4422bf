//! That the page is one page: what it takes is estimated in lines of A4, and what can best be missed is left out.

use crate::date::Date;
use crate::document::{Block, Cell};
use crate::reports::yearly::page::{Fact, Parts, cut};
use crate::text;
use crate::text::{Lang, Text};

/// What an A4 has room for, in the measure of [`height`], with a margin for names that are wide.
const ROOM: usize = 694;
/// So many of what is asked are named at most, and at least: more where there is room, and the others are left out before them.
const ASKED: (usize, usize) = (12, 3);
/// More of a fact than this would take a third line.
const LONG: usize = 170;

/// What may be left out, the first first: all of it stands elsewhere.
const SPARED: [&str; 7] = ["contributions", "wishes", "delivered", "onboarding", "tasks", "backups", "meetings"];

/// The blocks of a page, as much of them as there is room for.
pub fn fitted(mut parts: Parts) -> Vec<Block> {
    let mut spared = SPARED.iter();
    let mut asked = ASKED.0;
    loop {
        let blocks = blocks(&parts, asked);
        if height(&blocks) <= ROOM {
            return blocks;
        }
        if asked > ASKED.1 && parts.asked.as_ref().is_some_and(|lines| lines.len() > ASKED.1) {
            asked -= 1;
            continue;
        }
        let Some(key) = spared.next() else { return blocks };
        parts.state.retain(|(known, ..)| known != key);
        parts.shared.retain(|(known, ..)| known != key);
    }
}

fn blocks(parts: &Parts, asked: usize) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph(parts.course.clone())];
    let mut part = |heading: Text, of: Vec<Block>| {
        blocks.push(Block::Heading(heading));
        blocks.extend(of);
    };
    part(Text::new("How the collaboration is doing", "Hoe de samenwerking ervoor staat"), vec![facts(&parts.state)]);
    part(Text::new("What it costs us", "Wat het ons kost"), parts.dues.clone());
    if !parts.shared.is_empty() {
        part(Text::new("What we get, and what we give", "Wat wij krijgen en wat wij geven"), vec![facts(&parts.shared)]);
    }
    if let Some(lines) = &parts.asked {
        let said = if lines.is_empty() {
            Block::Paragraph(Text::new("Nothing is open at the moment.", "Op dit moment staat er niets open."))
        } else {
            Block::List(first(lines, asked))
        };
        part(Text::new("What is asked of us, and what is coming", "Wat er van ons wordt gevraagd en wat eraan komt"), vec![said]);
    }
    if !parts.people.is_empty() {
        part(Text::new("Whom to call", "Bij wie wij terechtkunnen"), vec![facts(&parts.people)]);
    }
    blocks
}

/// The first of what is asked, and from which day on there is more.
fn first(lines: &[(Date, Text)], most: usize) -> Vec<Text> {
    let mut shown: Vec<Text> = lines.iter().map(|(_, line)| shortened(line, LONG)).collect();
    // To say that there is one more takes as much room as the one.
    if let Some((day, _)) = lines.get(most).filter(|_| lines.len() > most + 1) {
        let more = lines.len() - most;
        shown.truncate(most);
        shown.push(text!(day; en: "and {more} more, of {day} or later", nl: "en nog {more}, van {day} of later"));
    }
    shown
}

fn facts(all: &[Fact]) -> Block {
    Block::Facts(all.iter().map(|(_, label, value)| (label.clone(), Cell::Text(shortened(value, LONG)))).collect())
}

fn shortened(text: &Text, most: usize) -> Text {
    Text { en: cut(&text.en, most).into(), nl: cut(&text.nl, most).into() }
}

/// What blocks take of a page in seventieths of an inch, title and line under it included; the longer of both languages counts.
fn height(blocks: &[Block]) -> usize {
    let title = 57;
    title + blocks.iter().map(block).sum::<usize>()
}

fn block(block: &Block) -> usize {
    match block {
        Block::Heading(_) => 32,
        Block::Paragraph(text) => 8 + 14 * lines(text, 88),
        Block::List(all) => all.iter().map(|text| 2 + 14 * lines(text, 90)).sum(),
        Block::Facts(all) => {
            let label = all.iter().map(|(label, _)| wide(label)).max().unwrap_or_default();
            let value = |cell: &Cell| if let Cell::Text(text) = cell { lines(text, 96_usize.saturating_sub(label).max(30)) } else { 1 };
            all.iter().map(|(_, cell)| 4 + 12 * value(cell)).sum()
        }
        Block::Table(table) => 18 + 16 * table.rows.len(),
        _ => 0,
    }
}

fn wide(text: &Text) -> usize {
    [Lang::En, Lang::Nl].map(|lang| text.get(lang).chars().count()).into_iter().max().unwrap_or_default()
}

fn lines(text: &Text, room: usize) -> usize {
    wide(text).div_ceil(room).max(1)
}
