//! A draft of a newsletter: what is new on record since the last one, and what comes (B6, B16, B17).

mod coming;
mod last;
pub(super) mod people;
pub(super) mod since;
pub(super) mod work;

use crate::answers::audience::{Audience, may_see};
use crate::answers::due::expected;
use crate::answers::giving::{Span, gives_for};
use crate::answers::presence::{joined, name};
use crate::changes::earlier::Earlier;
use crate::date::{Date, VagueDate};
use crate::document::{Block, Cell, Column, Document, Table};
use crate::record::Record;
use crate::record::event::{Channel, Event};
use crate::record::index::Kinds;
use crate::record::values::Id;
use crate::reports::begun;
use crate::text;
use crate::text::{Lang, Text};

pub use last::{last, newsletters, reason};

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The day of the last one; what the record says of its channel where it is left out.
    pub since: Option<Date>,
    /// Which newsletter, of several; the one that was sent last where it is left out.
    pub channel: Option<Id>,
    pub audience: Audience,
}

/// What a newsletter is made of.
pub(super) struct Draft<'a> {
    pub(super) record: &'a Record,
    /// As it was known when the last one was made.
    pub(super) before: Option<&'a Earlier<'a>>,
    pub(super) audience: Audience,
    /// From the day after the last one.
    pub(super) span: Span,
}

/// A part of a newsletter. One without lines is left out.
pub(super) struct Section {
    id: &'static str,
    /// As the opening names it: `a new participant`. Empty where it is not worth a word there.
    label: Text,
    heading: Text,
    /// Before the lines.
    opening: Option<Text>,
    pub(super) lines: Vec<Text>,
    /// After the lines.
    closing: Option<Text>,
}

/// The draft of a record; with the record as it was known on the day of the last one also what is new without a day of its own.
pub fn newsletter(record: &Record, before: Option<&Record>, options: &Options) -> Document {
    let channel = last::channel(record, options.channel.as_ref());
    let since = last(record, options);
    let before = before.map(|before| Earlier::new(before, record));
    let draft = draft(record, before.as_ref(), options);
    let news = [
        people::welcome(&draft),
        people::farewell(&draft),
        work::delivered(&draft),
        since::solved(&draft),
        work::done(&draft),
        work::learned(&draft),
        work::decided(&draft),
        work::met(&draft),
        work::measured(&draft),
        people::thanked(&draft),
        people::roles(&draft),
        since::knowledge(&draft),
    ];
    let coming = [since::planned(&draft), work::wished(&draft), coming::dates(&draft), people::sought(&draft)];
    let kept = |sections: Vec<Section>| sections.into_iter().filter(|section| !section.lines.is_empty()).collect::<Vec<Section>>();
    let (news, coming) = (kept(news.into()), kept(coming.into()));
    let mut document = begun(record, "newsletter", Text::new("Newsletter", "Nieuwsbrief"));
    if let Some(name) = channel.and_then(|channel| channel.name.as_deref()) {
        document.title = Text::same(name);
    }
    document.subtitle = dated(record);
    document.to = readers(record, options.audience);
    document.blocks.push(Block::Paragraph(opening(&news, &coming, VagueDate::Day(since))));
    document.data = vec![data(news.iter().chain(&coming))];
    document.sheet = document.data[0].clone();
    for section in news.into_iter().chain(coming) {
        document.blocks.push(Block::Heading(section.heading));
        document.blocks.extend(section.opening.map(Block::Paragraph));
        document.blocks.push(match &section.lines[..] {
            // One thing is told, several are listed.
            [only] if only.en.ends_with(['.', '!', '?']) => Block::Paragraph(only.clone()),
            _ => Block::List(section.lines),
        });
        document.blocks.extend(section.closing.map(Block::Paragraph));
    }
    document.blocks.extend(ending(record, channel).map(Block::Paragraph));
    document
}

fn draft<'a>(record: &'a Record, before: Option<&'a Earlier<'a>>, options: &Options) -> Draft<'a> {
    let from = last(record, options).plus_days(1);
    Draft { record, before, audience: options.audience, span: Span { from, until: record.on } }
}

/// What whoever edits the draft has to decide: somebody is put in the light of several who gave as much.
pub fn to_decide(record: &Record, options: &Options) -> Option<Text> {
    people::tied(&draft(record, None, options)).map(|count| {
        text!(en: "{count} gave as much as each other, and only those who gave last are named first under “With thanks to”", nl: "{count} gaven evenveel; onder ‘In het zonnetje’ staan alleen zij voorop die het laatst iets gaven")
    })
}

/// The mailbox of each participant, or the address of its contact, where the audience may see whose it is.
fn readers(record: &Record, audience: Audience) -> Vec<Text> {
    let mut to: Vec<Text> = Vec::new();
    for one in record.parties() {
        let contact = || {
            let id = record.index.plain(one.contact.as_ref()?).0;
            record.people.get(id.as_ref()).filter(|person| may_see(person, audience))?.email.as_deref()
        };
        let address = one.email.as_deref().or_else(contact).map(Text::same);
        to.extend(address.filter(|address| !to.contains(address)).into_iter().collect::<Vec<_>>());
    }
    to
}

fn dated(record: &Record) -> Text {
    let on = record.on;
    match &record.collaboration {
        Some(collaboration) => {
            let name = &collaboration.name;
            text!(on; en: "{name}, {on}", nl: "{name}, {on}")
        }
        None => text!(on; en: "{on}", nl: "{on}"),
    }
}

/// What it is, since when, and the parts for which somebody reads on.
fn opening(news: &[Section], coming: &[Section], since: VagueDate) -> Text {
    let all = news.iter().chain(coming).map(|section| section.label.clone());
    let labels: Vec<Text> = all.filter(|label| !label.en.is_empty()).collect();
    let listed = enumerated(&labels);
    let begin = if news.is_empty() {
        text!(since; en: "There has been no news on record since {since}.", nl: "Sinds {since} staat er niets nieuws in het dossier.")
    } else {
        text!(since; en: "Here is our news since {since}.", nl: "Dit is ons nieuws sinds {since}.")
    };
    match (labels.is_empty(), news.is_empty()) {
        (true, _) => begin,
        (_, true) => begin.then(&text!(listed; en: " This newsletter does have {listed}.", nl: " Wel in deze nieuwsbrief: {listed}.")),
        _ => begin.then(&text!(listed; en: " In this newsletter: {listed}.", nl: " In deze nieuwsbrief: {listed}.")),
    }
}

/// When the next one comes, and where to send news.
fn ending(record: &Record, channel: Option<&Channel>) -> Option<Text> {
    let next = channel.and_then(|channel| {
        // The next one is counted from this one, which is not sent yet.
        expected(&Channel { last: Some(record.on), ..channel.clone() })
    });
    let address = record.collaboration.as_ref().and_then(|collaboration| collaboration.email.as_deref());
    let next = next.map(
        |next| text!(next; en: "The next newsletter will appear around {next}.", nl: "De volgende nieuwsbrief verschijnt rond {next}."),
    );
    let news = address
        .map(|address| text!(en: "Do you have news for the newsletter, or a question? Email {address}.", nl: "Nieuws voor de nieuwsbrief, of een vraag? Mail naar {address}."));
    let both: Vec<Text> = next.into_iter().chain(news).collect();
    (!both.is_empty()).then(|| joined(&both, " "))
}

fn data<'a>(sections: impl Iterator<Item = &'a Section>) -> Table {
    let columns = vec![Column::words("section", Text::new("Section", "Onderdeel")), Column::words("what", Text::new("What", "Wat"))];
    let rows = sections.flat_map(|section| {
        let id = Cell::Word(section.id.into(), section.heading.clone());
        section.lines.iter().map(move |line| vec![id.clone(), Cell::Text(line.clone())])
    });
    Table { name: "news", columns, rows: rows.collect() }
}

/// Texts as people say them behind each other: `a, b and c`.
fn enumerated(texts: &[Text]) -> Text {
    match texts.split_last() {
        None => Text::default(),
        Some((last, [])) => last.clone(),
        Some((last, head)) => {
            let head = joined(head, ", ");
            text!(head, last; en: "{head} and {last}", nl: "{head} en {last}")
        }
    }
}

/// One or several of something: `a lesson`, `3 lessons`.
fn some(count: usize, one: Text, more: &Text) -> Text {
    if count == 1 { one } else { text!(more; en: "{count} {more}", nl: "{count} {more}") }
}

impl Draft<'_> {
    /// Whether something of a day is news. A vague day counts as its last, so that each is news of one newsletter, whenever these are.
    pub(super) fn is_new(&self, on: VagueDate) -> bool {
        self.span.from <= on.last() && on.last() <= self.span.until
    }

    /// Somebody by name, with the organisation; none where the audience may not know who it is.
    pub(super) fn named(&self, who: &Id) -> Option<Text> {
        let (id, _) = self.record.index.plain(who);
        let kinds = self.record.index.meant(who);
        if !kinds.has(Kinds::PERSON) {
            return (kinds != Kinds::default()).then(|| name(self.record, who, self.audience));
        }
        let person = self.record.people.get(id.as_ref()).filter(|person| may_see(person, self.audience))?;
        let called = &person.name;
        Some(match gives_for(self.record, person).map(|of| name(self.record, of, self.audience)) {
            Some(of) => text!(of; en: "{called} ({of})", nl: "{called} ({of})"),
            None => Text::same(called.as_str()),
        })
    }

    /// Whether what happens at a meeting is for all who read this.
    pub(super) fn is_for_all(&self, event: &Event) -> bool {
        let has = |id: &str| event.invited.iter().any(|one| self.record.index.plain(one).0 == id);
        if self.audience == Audience::Public {
            return has("everyone");
        }
        let body = event.body.as_ref().and_then(|body| self.record.roles.get(self.record.index.plain(body).0.as_ref()));
        let all = body.is_some_and(|body| body.holder.iter().any(|holder| holder.who.as_str() == "all-participants"));
        has("everyone") || has("all-participants") || all
    }
}

/// A text as the end of a sentence: with a full stop, unless it has one.
fn stopped(text: &Text) -> Text {
    let end = |lang: Lang| {
        let text = text.get(lang).trim_end();
        if text.ends_with(['.', '!', '?', '…']) { text.to_owned() } else { format!("{text}.") }
    };
    Text { en: end(Lang::En).into(), nl: end(Lang::Nl).into() }
}
