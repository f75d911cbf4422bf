//! What the next holder of a role needs (A5): what it is for, its tasks and how they are done, whom to know, what is open, what
//! comes, what runs, and who held it before.

mod work;

use crate::answers::audience::Audience;
use crate::answers::presence::{holders_named, joined, name};
use crate::answers::vacancies::last_day;
use crate::answers::{current, has_left, term_end};
use crate::date::{Date, VagueDate};
use crate::document::{Block, Cell, Column, Document, Item, Mark, Table};
use crate::record::Record;
use crate::record::values::Id;
use crate::record::work::{Holder, Role, RoleKind, Staffing};
use crate::reports::who::known;
use crate::reports::{begun, capital, reach};
use crate::text;
use crate::text::Text;

/// What is asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    pub audience: Audience,
}

/// The document for whoever takes over a role.
pub fn handover(record: &Record, role: &Role, options: &Options) -> Document {
    let audience = options.audience;
    let title = &role.title;
    let mut document = begun(record, "handover", text!(en: "Handover: {title}", nl: "Overdrachtsdocument {title}"));
    let mine = work::mine(record, role);
    let contacts = work::contacts(record, role, audience);
    let actions = work::actions(record, role, &mine, audience);
    let ahead = work::ahead(record, role, audience);
    let mut blocks = vec![Block::Facts(facts(record, role, audience))];
    blocks.extend(work::tasks(role, record));
    if !contacts.is_empty() {
        blocks.push(Block::Heading(Text::new("Whom to know", "Met wie je te maken hebt")));
        blocks.push(Block::Table(reach::table(&contacts, Text::new("About", "Waarover"))));
    }
    blocks.push(Block::Heading(Text::new("Open actions", "Openstaande acties")));
    blocks.push(if actions.rows.is_empty() {
        Block::Paragraph(Text::new("No actions are open.", "Er staan geen acties open."))
    } else {
        Block::Table(actions.clone().filled())
    });
    blocks.push(Block::Heading(Text::new("What comes in the next year", "Wat eraan komt in het komende jaar")));
    blocks.push(if ahead.rows.is_empty() {
        Block::Paragraph(Text::new("Nothing with a day on it.", "Niets met een datum."))
    } else {
        Block::Table(people_read(&ahead))
    });
    let running = work::running(record, role, &mine);
    if !running.is_empty() {
        blocks.push(Block::Heading(Text::new("What is running", "Wat er loopt")));
        blocks.push(Block::List(running));
    }
    let before = before(record, role, audience);
    if !before.rows.is_empty() {
        blocks.push(Block::Heading(Text::new("Who held it before", "Eerdere rolhouders")));
        blocks.push(Block::Table(people_read(&before)));
    }
    let papers = work::papers(record, role);
    if !papers.is_empty() {
        blocks.push(Block::Heading(Text::new("Documents", "Documenten")));
        blocks.push(Block::List(papers));
    }
    blocks.push(Block::Heading(Text::new("The handover itself", "De overdracht zelf")));
    blocks.push(Block::Checklist(checklist(record, role)));
    document.blocks = blocks;
    document.to = follower(record, role).and_then(|(_, who)| reach::address(record, who, audience)).into_iter().collect();
    let tasks = work::tasks_as_data(role, record);
    document.sheet = tasks.clone();
    document.data = vec![tasks, reach::data(&contacts), actions, ahead, before];
    document
}

/// Without what only programs read.
fn people_read(table: &Table) -> Table {
    let kept: Vec<usize> = (0..table.columns.len()).filter(|n| !["id", "kind"].contains(&table.columns[*n].key.as_ref())).collect();
    let columns = kept.iter().map(|n| table.columns[*n].clone()).collect();
    let rows = table.rows.iter().map(|row| kept.iter().map(|n| row[*n].clone()).collect()).collect();
    Table { name: table.name, columns, rows }.filled()
}

fn facts(record: &Record, role: &Role, audience: Audience) -> Vec<(Text, Cell)> {
    let mut facts: Vec<(Text, Cell)> = Vec::new();
    facts.extend(role.purpose.as_deref().map(|it| (Text::new("What it is for", "Waarvoor"), Cell::same(it))));
    let of = role.part_of.as_ref();
    facts.extend(of.map(|of| (Text::new("Part of", "Onderdeel van"), Cell::Text(name(record, of, audience)))));
    let there = current(&role.holder, record.on).filter(|(_, holder)| !has_left(record, holder, record.on));
    let now: Vec<Text> = there.map(|(_, holder)| term(record, role, holder, audience)).collect();
    let now = match crate::answers::turn(role, record.on).filter(|who| !record.is_over(who, record.on)) {
        Some(who) if now.is_empty() => vec![reach::called(record, who, audience)],
        _ if now.len() > 4 => holders_named(record, role, audience),
        _ => now,
    };
    let now = if now.is_empty() { Text::new("nobody: the role is vacant", "niemand: de rol is vacant") } else { joined(&now, "; ") };
    facts.push((Text::new("Now", "Nu"), Cell::Text(capital(&now))));
    let next = next(record, role, audience);
    // A body goes on; a position is followed by somebody.
    let next = next.or_else(|| (role.kind != Some(RoleKind::Body)).then(|| Text::new("not known yet", "nog niet bekend")));
    facts.extend(next.map(|next| (Text::new("Next", "Daarna"), Cell::Text(next))));
    let backups: Vec<Text> = backups(record, role).map(|one| reach::called(record, &one.who, audience)).collect();
    match backups.is_empty() {
        false => facts.push((Text::new("Back-up", "Vervanger"), Cell::Text(joined(&backups, "; ")))),
        true if role.critical => facts.push((
            Text::new("Back-up", "Vervanger"),
            Cell::Text(Text::new("nobody yet, though the role is critical", "nog niemand, terwijl het een kritieke rol is")),
        )),
        true => {}
    }
    facts.extend(
        role.hours
            .map(|hours| (Text::new("Time", "Tijd"), Cell::Text(text!(hours; en: "{hours} hours a week", nl: "{hours} uur per week")))),
    );
    facts.extend(
        role.term_months.map(|months| (Text::new("Term", "Termijn"), Cell::Text(text!(en: "{months} months", nl: "{months} maanden")))),
    );
    let staffing = role.staffing.map(|it| match it {
        Staffing::Lead => Text::new("by the lead", "bij de penvoerder"),
        Staffing::Rotating => Text::new("in turn", "roulerend"),
        Staffing::Divided => Text::new("divided over participants", "verdeeld over deelnemers"),
        Staffing::External => Text::new("from outside", "extern"),
    });
    facts.extend(staffing.map(|it| (Text::new("Staffing", "Bezetting"), Cell::Text(it))));
    facts.extend(role.decides.as_deref().map(|it| (Text::new("How it decides", "Besluitvorming"), Cell::same(it))));
    facts
}

/// The back-ups who are still there.
fn backups<'a>(record: &'a Record, role: &'a Role) -> impl Iterator<Item = &'a Holder> {
    current(&role.backup, record.on).map(|(_, one)| one).filter(|one| !has_left(record, one, record.on))
}

/// Somebody with the days between which they hold it.
fn term(record: &Record, role: &Role, holder: &Holder, audience: Audience) -> Text {
    let who = reach::called(record, &holder.who, audience);
    let since = holder.from.map_or_else(Text::default, |from| text!(from; en: ", since {from}", nl: ", sinds {from}"));
    let until = term_end(record, role, holder).map(|end| VagueDate::Day(end.last()));
    let until = until.map_or_else(Text::default, |until| text!(until; en: ", until {until}", nl: ", t/m {until}"));
    who.then(&standing(holder)).then(&since).then(&until)
}

/// As what somebody holds it, where that is more than holding it.
fn standing(holder: &Holder) -> Text {
    let mut marks: Vec<Text> = Vec::new();
    marks.extend(holder.title.as_deref().map(Text::same));
    if holder.chair {
        marks.push(Text::new("chair", "voorzitter"));
    }
    if holder.voting == Some(false) {
        marks.push(Text::new("without a vote", "zonder stem"));
    }
    if holder.interim {
        marks.push(match holder.until_when.as_deref() {
            Some(when) => text!(en: "for the time being: {when}", nl: "waarnemend, {when}"),
            None => Text::new("for the time being", "waarnemend"),
        });
    }
    if marks.is_empty() {
        return Text::default();
    }
    let marks = joined(&marks, ", ");
    text!(marks; en: ", {marks}", nl: ", {marks}")
}

/// Whoever holds it next, where that is on record.
fn next(record: &Record, role: &Role, audience: Audience) -> Option<Text> {
    let (from, who) = follower(record, role)?;
    let who = reach::called(record, who, audience);
    Some(text!(who, from; en: "{who}, from {from}", nl: "{who}, vanaf {from}"))
}

/// The same, by id.
fn follower<'a>(record: &Record, role: &'a Role) -> Option<(Date, &'a Id)> {
    let later = |from: Option<VagueDate>| from.filter(|from| from.first() > record.on);
    let holders = role.holder.iter().filter(|one| !one.former).filter_map(|one| Some((later(one.from)?.first(), &one.who)));
    let turns = role.turn.iter().filter(|turn| turn.from > record.on).map(|turn| (turn.from, &turn.who));
    holders.chain(turns).min()
}

/// Those whose term or turn is over or who left, the last one first.
fn before(record: &Record, role: &Role, audience: Audience) -> Table {
    let ended = |one: &Holder| one.former || one.until.is_some_and(|until| until.last() < record.on);
    // Of whoever left within the term the day of leaving is the last one.
    let until = |one: &Holder| if ended(one) { one.until } else { last_day(record, one).map(VagueDate::Day) };
    let over = role.holder.iter().filter(|one| ended(one) || has_left(record, one, record.on));
    let mut all: Vec<(Option<VagueDate>, Option<VagueDate>, &Id)> = over.map(|one| (one.from, until(one), &one.who)).collect();
    let mut turns: Vec<_> = role.turn.iter().collect();
    turns.sort_by_key(|turn| turn.from);
    for (n, turn) in turns.iter().enumerate() {
        let next = turns.get(n + 1).map(|next| next.from.plus_days(-1));
        if let Some(until) = turn.until.or(next).filter(|until| *until < record.on) {
            all.push((Some(VagueDate::Day(turn.from)), Some(VagueDate::Day(until)), &turn.who));
        }
    }
    all.sort_by_key(|(from, until, _)| std::cmp::Reverse((until.map(VagueDate::last), from.map(VagueDate::first))));
    let columns = vec![
        Column::words("id", Text::default()),
        Column::words("who", Text::new("Who", "Wie")),
        Column::words("from", Text::new("From", "Vanaf")),
        Column::words("until", Text::new("Until", "T/m")),
    ];
    let day = |day: Option<VagueDate>| day.map_or(Cell::Blank, |day| Cell::Text(text!(day; en: "{day}", nl: "{day}")));
    let row = |(from, until, who): (Option<VagueDate>, Option<VagueDate>, &Id)| {
        vec![Cell::same(known(record, who, audience).0), Cell::Text(reach::called(record, who, audience)), day(from), day(until)]
    };
    Table { name: "before", columns, rows: all.into_iter().map(row).collect() }
}

/// What is done at a handover, with what the record knows to be lacking.
fn checklist(record: &Record, role: &Role) -> Vec<Item> {
    let open = |what: Text, note: Text| Item { mark: Mark::Open, what, note };
    let bare = work::undocumented(record, role);
    let mut items = vec![open(Text::new("Go through the tasks together", "Taken samen doorgenomen"), Text::default())];
    if !bare.is_empty() {
        let bare = bare.join(", ");
        items.push(open(
            Text::new("Write down how it is done", "Werkwijze op papier gezet"),
            text!(en: "still to be written: {bare}", nl: "nog te beschrijven: {bare}"),
        ));
    }
    items.push(open(
        Text::new("Hand over open actions, each with its day", "Openstaande acties overgedragen, elk met een datum"),
        Text::default(),
    ));
    items.push(open(Text::new("Introduce to those above", "Kennisgemaakt met de mensen hierboven"), Text::default()));
    items.push(open(
        Text::new("Hand over access, mailboxes and series of meetings", "Toegang, postbussen en vergaderreeksen overgezet"),
        Text::default(),
    ));
    if role.critical && backups(record, role).next().is_none() {
        items.push(open(Text::new("Agree on a back-up", "Vervanger afgesproken"), Text::default()));
    }
    let id = &role.id;
    // Whoever has a turn takes over by the rota, and a body has several who stay.
    let assigned = role.kind != Some(RoleKind::Body) && role.turn.is_empty();
    let changed = if assigned { text!(en: "with commons assign {id}", nl: "met commons assign {id}") } else { Text::default() };
    items.push(open(Text::new("Change the record", "Dossier bijgewerkt"), changed));
    items
}
