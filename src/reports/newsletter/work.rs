//! What was made, finished, learned and decided, in a newsletter.

use crate::answers::audience::Audience;
use crate::answers::meetings::{Meeting, State, between, is_meeting};
use crate::date::VagueDate;
use crate::record::Record;
use crate::record::event::{ChannelKind, LessonOutcome, Measurement, Wish, WishStatus};
use crate::record::participant::UseStatus;
use crate::record::values::Id;
use crate::reports::capital;
use crate::reports::newsletter::{Draft, Section, since, some, stopped};
use crate::text;
use crate::text::{Lang, Text, decimal, grouped};
use crate::words::fold;

/// Milestones, with the wish that was met; and who works with a product from now on.
pub fn delivered(draft: &Draft<'_>) -> Section {
    let record = draft.record;
    let mut found: Vec<(VagueDate, Text)> = Vec::new();
    for product in record.products.values() {
        let name = &product.name;
        for milestone in product.milestone.iter().filter(|milestone| draft.is_new(milestone.on)) {
            let (on, what) = (milestone.on, &milestone.what);
            let line = text!(on; en: "{name}: {what} ({on})", nl: "{name}: {what} ({on})");
            found.push((on, line.then(&wish_met(draft, what))));
        }
    }
    for one in record.participants.values() {
        let name = &one.name;
        for used in one.uses.iter().filter(|used| matches!(used.status, None | Some(UseStatus::Live))) {
            let Some(from) = used.from.filter(|from| draft.is_new(*from)) else { continue };
            let product = crate::answers::presence::name(record, &used.product, draft.audience);
            found.push((
                from,
                text!(product, from; en: "{name} has been working with {product} since {from}", nl: "{name} werkt sinds {from} met {product}"),
            ));
        }
    }
    found.sort_by_key(|(on, _)| on.first());
    let undated = since::live(draft);
    Section {
        id: "delivered",
        label: Text::new("what was delivered", "wat er is opgeleverd"),
        heading: Text::new("Delivered", "Opgeleverd"),
        opening: None,
        lines: found.into_iter().map(|(_, line)| line).chain(undated).collect(),
        closing: None,
    }
}

/// Whether a wish is told with what was delivered.
pub fn stands_in_milestone(draft: &Draft<'_>, wish: &Wish) -> bool {
    let mut new = draft.record.products.values().flat_map(|product| &product.milestone).filter(|one| draft.is_new(one.on));
    new.any(|milestone| meets(&milestone.what, wish))
}

/// Whether the words of a wish stand in what was delivered.
fn meets(what: &str, wish: &Wish) -> bool {
    let wished = fold(&wish.what);
    wished.chars().count() > 9 && fold(what).contains(&wished)
}

/// Whose wish was met: one that is done, and whose words stand in what was delivered. When a wish was met is not on record by itself.
fn wish_met(draft: &Draft<'_>, what: &str) -> Text {
    let wishes = draft.record.community.iter().flat_map(|community| &community.wish);
    let met = |wish: &&Wish| wish.status == Some(WishStatus::Done) && meets(what, wish);
    match wishes.filter(met).find_map(|wish| draft.named(wish.by.as_ref()?)) {
        Some(who) => text!(who; en: ", a wish of {who}", nl: ", een wens van {who}"),
        None => Text::default(),
    }
}

/// The meetings of the period that are for all who read this.
fn meetings<'a>(draft: &'a Draft<'a>) -> impl Iterator<Item = Meeting<'a>> {
    let all = between(draft.record, draft.span.from, draft.span.until);
    all.into_iter().filter(|meeting| meeting.state == State::Held && is_meeting(meeting.event) && draft.is_for_all(meeting.event))
}

/// Meetings for all of which nothing is on record but that they were planned: whoever edits this knows whether they were held.
pub fn met(draft: &Draft<'_>) -> Section {
    // That its day is over is known on the day after.
    let all = between(draft.record, draft.span.from.plus_days(-LONGEST), draft.span.until);
    let passed =
        all.into_iter().filter(|meeting| meeting.state == State::Passed && is_meeting(meeting.event) && draft.is_for_all(meeting.event));
    let new = passed.filter(|meeting| draft.is_new(VagueDate::Day(meeting.last().plus_days(1))));
    let lines = new.map(|meeting| {
        let (title, day) = (&meeting.event.title, meeting.day);
        text!(day; en: "{title}, held on {day} (no minutes yet)", nl: "{title}, gehouden op {day} (nog geen verslag)")
    });
    let lines: Vec<Text> = lines.collect();
    Section {
        id: "met",
        label: some(lines.len(), Text::new("a meeting", "een bijeenkomst"), &Text::new("meetings", "bijeenkomsten")),
        heading: Text::new("We met", "Bijeengekomen"),
        opening: None,
        lines,
        closing: None,
    }
}

/// No meeting lasts longer, in days.
const LONGEST: i64 = 31;

/// Actions that were done: agreed at a meeting for all, whenever that was.
pub fn done(draft: &Draft<'_>) -> Section {
    let mut found = Vec::new();
    for event in draft.record.events.values().filter(|event| draft.is_for_all(event)) {
        let dated = event.occurrence.iter().flat_map(|date| &date.action);
        for action in event.action.iter().chain(dated) {
            if let Some(done) = action.done.filter(|done| draft.is_new(VagueDate::Day(*done))) {
                found.push((done, action.what.as_str()));
            }
        }
    }
    found.sort_unstable();
    Section {
        id: "done",
        label: Text::new("what was finished", "wat is afgerond"),
        heading: Text::new("Done", "Afgerond"),
        opening: (!found.is_empty())
            .then(|| Text::new("What we agreed at our meetings, and have done:", "Afgesproken in onze overleggen, en klaar:")),
        lines: found.into_iter().map(|(_, what)| Text::same(what)).collect(),
        closing: None,
    }
}

/// Lessons, what did not work among them (B17).
pub fn learned(draft: &Draft<'_>) -> Section {
    let lessons = draft.record.community.iter().flat_map(|community| &community.lesson);
    let lessons: Vec<_> = lessons.filter(|lesson| draft.is_new(lesson.on)).collect();
    let failed = lessons.iter().any(|lesson| lesson.outcome == Some(LessonOutcome::Failed));
    let lines = lessons.iter().map(|lesson| {
        let what = stopped(&Text::same(lesson.what.as_str()));
        let line = match lesson.outcome {
            Some(LessonOutcome::Failed) => text!(what; en: "This did not work: {what}", nl: "Dit werkte niet: {what}"),
            Some(LessonOutcome::Worked) => text!(what; en: "This worked: {what}", nl: "Dit werkte: {what}"),
            None => what,
        };
        match lesson.by.as_ref().and_then(|by| draft.named(by)) {
            Some(who) => line.then(&text!(who; en: " Want to know more? Ask {who}.", nl: " Meer weten? Vraag het {who}.")),
            None => line,
        }
    });
    Section {
        id: "learned",
        label: some(lessons.len(), Text::new("a lesson", "een geleerde les"), &Text::new("lessons", "geleerde lessen")),
        heading: Text::new("What we learned", "Wat we leerden"),
        opening: failed.then(|| {
            Text::new(
                "We also say what went wrong, so that nobody else has to find out the hard way.",
                "Wat misging vertellen we ook: dan hoeft een ander het niet opnieuw te ontdekken.",
            )
        }),
        lines: lines.collect(),
        closing: None,
    }
}

pub fn decided(draft: &Draft<'_>) -> Section {
    let lines = meetings(draft).flat_map(|meeting| {
        let (title, day) = (&meeting.event.title, meeting.day);
        let line = move |what: &str| text!(day; en: "{what} ({title}, {day})", nl: "{what} ({title}, {day})");
        meeting.decisions().iter().map(move |decision| line(&decision.what)).collect::<Vec<Text>>()
    });
    Section {
        id: "decided",
        label: Text::new("what was decided", "wat is besloten"),
        heading: Text::new("Decided", "Besloten"),
        opening: Some(Text::new("Decided at our meetings:", "Dit is in onze overleggen besloten:")),
        lines: lines.collect(),
        closing: None,
    }
}

/// Figures of use and satisfaction, with what they were before (B22).
pub fn measured(draft: &Draft<'_>) -> Section {
    let all: Vec<&Measurement> = draft.record.community.iter().flat_map(|community| &community.measurement).collect();
    let same = |a: &Measurement, b: &Measurement| a.what == b.what && a.unit == b.unit && a.product == b.product;
    let new = all.iter().filter(|one| one.on.is_some_and(|on| draft.is_new(on)));
    let lines = new.map(|one| {
        let before =
            all.iter().filter(|other| same(one, other) && other.on.is_some_and(|on| Some(on.last()) < one.on.map(VagueDate::first)));
        let before = before.max_by_key(|other| other.on.map(VagueDate::last));
        let what = subject(draft.record, one, draft.audience);
        let value = figure(one);
        match before.map(|before| figure(before)) {
            Some(before) => text!(what, value, before; en: "{what}: {value}, previously {before}", nl: "{what}: {value}, dat was {before}"),
            None => text!(what, value; en: "{what}: {value}", nl: "{what}: {value}"),
        }
    });
    Section {
        id: "measured",
        label: Text::new("figures", "cijfers"),
        heading: Text::new("In figures", "In cijfers"),
        opening: None,
        lines: lines.collect(),
        closing: None,
    }
}

/// What was measured, and of which product.
pub fn subject(record: &Record, one: &Measurement, audience: Audience) -> Text {
    let what = capital(&match one.what.as_str() {
        "usage" => Text::new("use", "gebruik"),
        "satisfaction" => Text::new("satisfaction", "tevredenheid"),
        other => Text::same(other),
    });
    match one.product.as_ref().map(|product: &Id| crate::answers::presence::name(record, product, audience)) {
        Some(product) => text!(what, product; en: "{what} ({product})", nl: "{what} ({product})"),
        None => what,
    }
}

/// A figure with its unit; whole ones with their thousands apart.
#[allow(clippy::cast_possible_truncation)]
pub fn figure(one: &Measurement) -> Text {
    let number = one.value.0;
    let said = |lang: Lang| if number.fract() == 0.0 && number.abs() < 1e15 { grouped(number as i64, lang) } else { decimal(number, lang) };
    let (en, nl) = (said(Lang::En), said(Lang::Nl));
    match one.unit.as_deref() {
        Some("%") => Text { en: format!("{en}%").into(), nl: format!("{nl}\u{a0}%").into() },
        Some(unit) => Text { en: format!("{en} {unit}").into(), nl: format!("{nl} {unit}").into() },
        None => Text { en: en.into(), nl: nl.into() },
    }
}

/// New wishes, and where to say something about them (B22).
pub fn wished(draft: &Draft<'_>) -> Section {
    let wishes = draft.record.community.iter().flat_map(|community| &community.wish);
    let new: Vec<_> = wishes.filter(|wish| draft.is_new(wish.on) && matches!(wish.status, None | Some(WishStatus::New))).collect();
    let lines = new.iter().map(|wish| {
        let what = &wish.what;
        match wish.by.as_ref().and_then(|by| draft.named(by)) {
            Some(who) => text!(who; en: "{what}, requested by {who}", nl: "{what}, gevraagd door {who}"),
            None => Text::same(what.as_str()),
        }
    });
    let forum =
        draft.record.community.iter().flat_map(|community| &community.channel).find(|channel| channel.kind == Some(ChannelKind::Forum));
    let closing = match forum.map(|forum| (forum.name.as_deref().unwrap_or(forum.id.as_str()), forum.url.as_deref())) {
        Some((name, Some(url))) => {
            text!(en: "Do you want this too, or would you rather not? Tell us in {name}: {url}", nl: "Dezelfde wens, of juist niet? Reageer via {name}: {url}")
        }
        Some((name, None)) => {
            text!(en: "Do you want this too, or would you rather not? Tell us in {name}.", nl: "Dezelfde wens, of juist niet? Reageer via {name}.")
        }
        None => Text::new("Do you want this too, or would you rather not? Let us know.", "Dezelfde wens, of juist niet? Laat het horen."),
    };
    Section {
        id: "wishes",
        label: some(new.len(), Text::new("a new wish", "een nieuwe wens"), &Text::new("new wishes", "nieuwe wensen")),
        heading: Text::new("Requested: what do others think?", "Gevraagd: wat vinden anderen?"),
        opening: None,
        lines: lines.collect(),
        closing: Some(closing),
    }
}
