//! Minutes to be filled in: who was there, room under each item, decisions and actions in a form that can be read back.

use crate::answers::agenda::{What, agenda};
use crate::answers::agreed::{self, Agreed, open_before};
use crate::answers::audience::{Audience, may_see, stand_in};
use crate::answers::meetings::{Meeting, State};
use crate::answers::presence::name;
use crate::document::{Block, Cell, Column, Document, Item, Mark, Table};
use crate::record::Record;
use crate::record::event::{Action, AgendaItem, Decision, Purpose};
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
/// What every paper of a meeting says that is not held.
pub const CANCELLED: Text = Text::new("Cancelled: this meeting does not take place.", "Geannuleerd: deze bijeenkomst gaat niet door.");
/// Lines that are left open for what is new.
const OPEN: usize = 3;

/// The minutes of a meeting, as far as they are known.
pub fn of(record: &Record, meeting: &Meeting<'_>, audience: Audience) -> Document {
    let title = meeting.event.title.as_str();
    let mut document = begun(record, "minutes", text!(en: "Minutes: {title}", nl: "Verslag: {title}"));
    // Who takes part is asked on the day of the meeting.
    let there = record.on_day(meeting.on);
    let mut facts = facts(&there, meeting, audience);
    facts.push((Text::new("Chair", "Voorzitter"), Cell::Blank));
    facts.push((Text::new("Minutes by", "Verslag door"), Cell::Blank));
    let blocks = &mut document.blocks;
    if meeting.state == State::Cancelled {
        blocks.push(Block::Paragraph(CANCELLED));
    }
    blocks.push(Block::Facts(facts));
    blocks.push(Block::Paragraph(Text::new(
        "Put an x between the brackets of whoever was there, or under Excused of whoever sent word. One decision or action on each line; a person, a role or an organisation by its name. Leave the id of what stands there already; under Done goes the day on which an action was done.",
        "Zet een x tussen de haken bij wie er was, of bij 'Afwezig met bericht' bij wie zich afmeldde. Eén besluit of actie per regel; noem een persoon, rol of organisatie bij de naam. Laat het kenmerk staan van wat er al staat; bij 'Klaar' hoort de datum waarop een actie is afgerond.",
    )));
    let asked = asked(&there, meeting);
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
        let decides = |own: &AgendaItem| own.purpose == Some(Purpose::Decide);
        if below.is_empty() {
            blocks.push(Block::Paragraph(Text::same("…")));
            // What was decided of an item of the meeting's own is read back under its title.
            let own = match &slot.what {
                What::Own(own) => Some(*own),
                What::Standing { itself, .. } => *itself,
                What::Break => None,
            };
            if own.is_some_and(decides) {
                blocks.push(Block::Facts(vec![(head("decision").title, room())]));
            }
        } else {
            blocks.push(Block::Facts(below.iter().map(|own| (Text::same(own.what.as_str()), room())).collect()));
        }
    }
    let mut known = agreed::decisions(record);
    known.retain(|one| one.is_of(meeting.decisions()));
    // What earlier meetings left open is done here too.
    let mut to_do = open_before(record, meeting);
    to_do.extend(agreed::actions(record).into_iter().filter(|one| one.is_of(meeting.actions())));
    let (decisions, actions) = (decided(&known), to_be_done(record, &to_do, audience));
    for (title, table) in [(DECISIONS, &decisions), (ACTIONS, &actions)] {
        document.blocks.push(Block::Heading(title));
        let mut open = table.clone();
        open.rows.extend((0..OPEN).map(|_| vec![Cell::Blank; table.columns.len()]));
        document.blocks.push(Block::Table(open));
    }
    document.to = mailboxes(&there, meeting, audience);
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

fn decided(decisions: &[Agreed<'_, Decision>]) -> Table {
    let row = |one: &Agreed<'_, Decision>| vec![Cell::same(one.what.what.as_str()), Cell::same(one.key(one.what.id.as_ref()))];
    Table { name: "decisions", columns: vec![head("decision"), head("id")], rows: decisions.iter().map(row).collect() }
}

fn to_be_done(record: &Record, actions: &[Agreed<'_, Action>], audience: Audience) -> Table {
    let row = |one: &Agreed<'_, Action>| {
        vec![
            Cell::same(one.what.what.as_str()),
            one.what.who.as_ref().map_or(Cell::Blank, |who| Cell::Text(capital(&known(record, who, audience)))),
            one.what.due.map_or(Cell::Blank, Cell::Date),
            one.what.done.map_or(Cell::Blank, Cell::Date),
            Cell::same(one.key(one.what.id.as_ref())),
        ]
    };
    let columns = vec![head("action"), head("who"), head("due"), head("done"), head("id")];
    Table { name: "actions", columns, rows: actions.iter().map(row).collect() }
}
