//! The division of roles as an annex to the agreement (A8): between whom, of which day and version, and who signs.

use crate::answers::audience::Audience;
use crate::answers::presence::{holder_named, holders_named, is_gone, listed, name, presence_of_role, remark};
use crate::answers::{Seated, current, exists};
use crate::document::{Block, Cell, Column, Document, Table};
use crate::record::Record;
use crate::record::collaboration::{Agreement, AgreementStatus};
use crate::record::participant::{Participant, Status};
use crate::record::work::{Role, RoleKind};
use crate::reports::raci::matrix::Matrix;
use crate::reports::raci::{Annex, Options, Signatures, nothing};
use crate::text;
use crate::text::{Say, Text};

pub fn write(document: &mut Document, record: &Record, matrix: &Matrix<'_>, annex: &Annex, options: &Options) {
    document.title = Text::new(
        "Annex to the collaboration agreement: division of roles and tasks",
        "Bijlage bij de samenwerkingsovereenkomst: verdeling van rollen en taken",
    );
    let parties = parties(record);
    let mut blocks = vec![Block::Facts(facts(record, annex))];
    blocks.push(Block::Heading(Text::new("Parties", "Partijen")));
    if parties.is_empty() {
        blocks.push(Block::Paragraph(Text::new("No party is on record on this day.", "Op deze dag staat er geen partij in het dossier.")));
    } else {
        blocks.push(Block::List(parties.iter().map(|party| Text::same(party.name.as_str())).collect()));
    }
    blocks.push(Block::Heading(Text::new("Roles", "Rollen")));
    blocks.push(roles(record, options));
    if record.tasks.is_empty() {
        blocks.push(Block::Paragraph(nothing(record)));
    } else {
        blocks.push(Block::Heading(Text::new("Tasks", "Taken")));
        blocks.push(Block::Paragraph(Text::new(
            "Who is responsible for each task, who is accountable, who is consulted and who is informed. The letters are explained under the tables.",
            "Per taak: wie voert uit, wie is eindverantwoordelijk, wie wordt geraadpleegd en wie wordt geïnformeerd. De letters worden onder de tabellen uitgelegd.",
        )));
        blocks.extend(matrix.blocks(record, options));
    }
    if annex.signatures == Signatures::With && !parties.is_empty() {
        blocks.push(Block::Heading(Text::new("Agreed and signed", "Aldus overeengekomen en ondertekend")));
        blocks.extend(parties.iter().map(|party| Block::Facts(signature(party, options.audience))));
    }
    document.blocks = blocks;
}

/// Those between whom it is agreed: who takes part on the day, and who leads, whether it takes part itself or not.
fn parties(record: &Record) -> Vec<&Participant> {
    let lead = record.collaboration.as_ref().and_then(|settings| settings.lead.as_ref());
    let lead = lead.and_then(|lead| record.participants.get(record.index.plain(lead).0.as_ref()));
    let lead = lead.filter(|lead| lead.status_on(record.on) != Some(Status::Left));
    let others = record.parties().filter(|party| lead.is_none_or(|lead| lead.id != party.id));
    lead.into_iter().chain(others).collect()
}

fn facts(record: &Record, annex: &Annex) -> Vec<(Text, Cell)> {
    let mut facts = Vec::new();
    if let Some(collaboration) = &record.collaboration {
        facts.push((Text::new("Collaboration", "Samenwerking"), Cell::same(collaboration.name.as_str())));
        if let Some(agreement) = &collaboration.agreement {
            facts.push((Text::new("Agreement", "Overeenkomst"), Cell::Text(agreed(agreement))));
        }
        if let Some(lead) = &collaboration.lead {
            facts.push((Text::new("Lead", "Penvoerder"), Cell::Text(name(record, lead, Audience::Public))));
        }
    }
    facts.push((Text::new("Date", "Datum"), Cell::Text(said(record.on))));
    facts.push((Text::new("Version", "Versie"), Cell::Text(annex.version.clone())));
    facts
}

fn said(date: impl Say) -> Text {
    Text { en: date.say(text::Lang::En).into(), nl: date.say(text::Lang::Nl).into() }
}

/// The agreement as a reader finds it: version, day, where it lies.
fn agreed(agreement: &Agreement) -> Text {
    let mut parts = Vec::new();
    if agreement.status == Some(AgreementStatus::Draft) {
        parts.push(Text::new("draft", "concept"));
    }
    if let Some(version) = &agreement.version {
        parts.push(text!(en: "version {version}", nl: "versie {version}"));
    }
    if let Some(from) = agreement.from {
        parts.push(text!(from; en: "in force from {from}", nl: "van kracht vanaf {from}"));
    }
    parts.extend(agreement.file.as_deref().map(Text::same));
    if parts.is_empty() { Text::new("on record, without a version number", "nog zonder versienummer") } else { listed(&parts) }
}

/// Who holds which role, and who stands in.
fn roles(record: &Record, options: &Options) -> Block {
    let columns = vec![
        Column::words("title", Text::new("Role", "Rol")),
        Column::words("holders", Text::new("Held by", "Vervuld door")),
        Column::words("backups", Text::new("Back-up", "Vervanger")),
    ];
    let mut roles: Vec<&Role> = record.roles.values().filter(|role| exists(role, record.on)).collect();
    roles.sort_by_key(|role| (role.kind != Some(RoleKind::Body), role.title.to_lowercase(), &role.id));
    if roles.is_empty() {
        return Block::Paragraph(Text::new("There are no roles in the record yet.", "Er staan nog geen rollen in het dossier."));
    }
    let row = |role: &&Role| {
        let presence = presence_of_role(record, role);
        let mut held: Vec<Cell> = remark(presence).map(Cell::Text).into_iter().collect();
        held.extend(holders_named(record, role, options.audience).into_iter().map(Cell::Text));
        let stand_in = current(&role.backup, record.on).filter(|(_, holder)| !is_gone(record, &holder.who));
        let stand_in =
            stand_in.map(|(n, holder)| holder_named(record, &Seated { who: &holder.who, holder: Some((n, holder)) }, options.audience));
        vec![Cell::same(role.title.as_str()), Cell::List(held), Cell::List(stand_in.map(Cell::Text).collect())]
    };
    Block::Table(Table { name: "roles", columns, rows: roles.iter().map(row).collect() })
}

/// The lines on which a party signs; who signs is named to those who take part.
fn signature(party: &Participant, audience: Audience) -> Vec<(Text, Cell)> {
    let signatory = party.signatory.as_ref().filter(|_| audience >= Audience::Participants);
    vec![
        (Text::new("On behalf of", "Namens"), Cell::same(party.name.as_str())),
        (Text::new("Name", "Naam"), Cell::maybe(signatory.map(|one| one.name.as_str()))),
        (Text::new("Position", "Functie"), Cell::maybe(signatory.and_then(|one| one.position.as_deref()))),
        (Text::new("Place", "Plaats"), Cell::Blank),
        (Text::new("Date", "Datum"), Cell::Blank),
        (Text::new("Signature", "Handtekening"), Cell::Blank),
    ]
}
