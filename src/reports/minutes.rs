//! Minutes to be filled in: who was there, room under each item, decisions and actions in a form that can be read back.

use crate::answers::agenda::{What, agenda};
use crate::answers::audience::{Audience, may_see, stand_in};
use crate::answers::meetings::Meeting;
use crate::answers::presence::name;
use crate::document::{Block, Cell, Column, Document, Item, Mark, Table};
use crate::record::Record;
use crate::record::event::{Action, Decision};
use crate::record::index::Kinds;
use crate::record::values::Id;
use crate::reports::meeting::{asked, facts, mailboxes};
use crate::reports::{begun, capital};
use crate::text;
use crate::text::Text;

/// The headings under which something stands that is read back.
pub const PRESENT: Text = Text::new("Present", "Aanwezig");
pub const EXCUSED: Text = Text::new("Excused", "Afwezig met bericht");
pub const DECISIONS: Text = Text::new("Decisions", "Besluiten");
pub const ACTIONS: Text = Text::new("Actions", "Actielijst");
/// The heads of the columns of decisions and actions.
pub const COLUMNS: [(&str, Text); 6] = [
    ("decision", Text::new("Decision", "Besluit")),
    ("id", Text::new("Id", "Kenmerk")),
    ("action", Text::new("Action", "Actie")),
    ("who", Text::new("Who", "Wie")),
    ("due", Text::new("By", "Uiterlijk")),
    ("done", Text::new("Done", "Klaar")),
];
/// Lines that are left open for what is new.
const OPEN: usize = 3;

/// The minutes of a meeting, as far as they are known.
pub fn of(record: &Record, meeting: &Meeting<'_>, audience: Audience) -> Document {
    let title = meeting.event.title.as_str();
    let mut document = begun(record, "minutes", text!(en: "Minutes: {title}", nl: "Verslag: {title}"));
    let mut facts = facts(record, meeting, audience);
    facts.push((Text::new("Chair", "Voorzitter"), Cell::Blank));
    facts.push((Text::new("Minutes by", "Verslag door"), Cell::Blank));
    let blocks = &mut document.blocks;
    blocks.push(Block::Facts(facts));
    blocks.push(Block::Paragraph(Text::new(
        "Put an x between the brackets of whoever was there, or under Excused of whoever sent word. One decision or action on each line; a person, a role or an organisation by its name.",
        "Zet een x tussen de haken bij wie er was, of bij 'Afwezig met bericht' bij wie zich afmeldde. Eén besluit of actie per regel; noem een persoon, rol of organisatie bij de naam.",
    )));
    let asked = asked(record, meeting);
    for (title, those) in [(PRESENT, meeting.attended()), (EXCUSED, meeting.excused())] {
        blocks.push(Block::Heading(title));
        let listed = asked.iter().chain(those.iter().filter(|id| !asked.iter().any(|other| record.index.same(id, other))));
        let item = |id: &Id| Item {
            mark: if those.iter().any(|other| record.index.same(id, other)) { Mark::Done } else { Mark::Open },
            what: capital(&known(record, id, audience)),
            note: Text::default(),
        };
        blocks.push(Block::Checklist(listed.map(item).collect()));
    }
    for (n, slot) in agenda(meeting).slots.iter().filter(|slot| slot.what != What::Break).enumerate() {
        let number = n + 1;
        let (title, below) = match &slot.what {
            What::Standing { item, itself: None, below } => (item.name.clone(), below.as_slice()),
            What::Standing { itself: Some(own), below, .. } => (Text::same(own.what.as_str()), below.as_slice()),
            What::Own(own) => (Text::same(own.what.as_str()), &[][..]),
            What::Break => continue,
        };
        blocks.push(Block::Heading(text!(title; en: "{number}. {title}", nl: "{number}. {title}")));
        let room = || Cell::Blank;
        if below.is_empty() {
            blocks.push(Block::Paragraph(Text::same("…")));
        } else {
            blocks.push(Block::Facts(below.iter().map(|own| (Text::same(own.what.as_str()), room())).collect()));
        }
    }
    let (decisions, actions) = (decided(meeting.decisions()), agreed(record, meeting.actions(), audience));
    for (title, table) in [(DECISIONS, &decisions), (ACTIONS, &actions)] {
        document.blocks.push(Block::Heading(title));
        let mut open = table.clone();
        open.rows.extend((0..OPEN).map(|_| vec![Cell::Blank; table.columns.len()]));
        document.blocks.push(Block::Table(open));
    }
    document.to = mailboxes(record, meeting, audience);
    document.sheet = actions.clone();
    document.data = vec![decisions, actions];
    document
}

/// Somebody by name; of those who are not named each by what stands for them alone.
pub fn known(record: &Record, id: &Id, audience: Audience) -> Text {
    let (plain, _) = record.index.plain(id);
    let person = record.person(id);
    if let Some(person) = person.filter(|person| !may_see(person, audience)) {
        return stand_in(record, person, audience).1;
    }
    let title = name(record, id, audience);
    let alone = record.index.surely(&title.nl, id, Kinds::ACTOR, record).is_some_and(|known| known.as_str() == plain.as_ref());
    if alone || record.index.meant(id).has(Kinds::GROUP) || title.nl == plain.as_ref() {
        return title;
    }
    // Somebody else is called so too.
    text!(title; en: "{title} ({id})", nl: "{title} ({id})")
}

fn head(key: &'static str) -> Column {
    let title = COLUMNS.iter().find(|(known, _)| *known == key).map(|(_, title)| title.clone());
    Column::words(key, title.unwrap_or_default())
}

fn decided(decisions: &[Decision]) -> Table {
    let row = |one: &Decision| vec![Cell::same(one.what.as_str()), Cell::maybe(one.id.as_ref().map(Id::as_str))];
    Table { name: "decisions", columns: vec![head("decision"), head("id")], rows: decisions.iter().map(row).collect() }
}

fn agreed(record: &Record, actions: &[Action], audience: Audience) -> Table {
    let row = |one: &Action| {
        vec![
            Cell::same(one.what.as_str()),
            one.who.as_ref().map_or(Cell::Blank, |who| Cell::Text(capital(&known(record, who, audience)))),
            one.due.map_or(Cell::Blank, Cell::Date),
            one.done.map_or(Cell::Blank, Cell::Date),
        ]
    };
    let columns = vec![head("action"), head("who"), head("due"), head("done")];
    Table { name: "actions", columns, rows: actions.iter().map(row).collect() }
}
