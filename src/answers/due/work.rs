//! What time asks for of meetings, the community, products and the agreement.

use crate::answers::due::{Gathered, What};
use crate::answers::evaluations::latest;
use crate::answers::meetings::{State, between, is_meeting};
use crate::date::{Date, VagueDate};
use crate::handbook::community::{Way, way_of};
use crate::keys;
use crate::record::Record;
use crate::record::event::{Channel, ChannelKind, Event, Knowledge};
use crate::record::participant::UseStatus;
use crate::record::values::{Id, Step};

/// Months after which somebody looks again whether knowledge is still right. The handbook gives no figure; a year is ours.
const CHECK_MONTHS: u32 = 12;

pub(super) fn gather(gathered: &mut Gathered<'_>) {
    let ended = gathered.record.collaboration.as_ref().is_some_and(|settings| settings.ended.is_some());
    events(gathered);
    actions(gathered);
    if !ended {
        community(gathered);
    }
    products(gathered);
    settings(gathered);
}

fn events(gathered: &mut Gathered<'_>) {
    let record = gathered.record;
    let from = gathered.span.from.unwrap_or(record.on).max(record.on);
    for meeting in between(record, from, gathered.span.until).into_iter().filter(|meeting| meeting.state == State::Planned) {
        let (event, who) = (meeting.event, called_together(meeting.event));
        let what = if is_meeting(event) { What::Meeting(meeting) } else { What::Deadline(meeting) };
        let at = event.at(meeting.occurrence.map_or(keys!["starts"], |(n, _)| keys!["occurrence", n, "on"]));
        gathered.happens(meeting.on, what, who, at);
    }
}

/// Who organises an event, and those who are invited.
pub fn called_together(event: &Event) -> Vec<Id> {
    let mut who: Vec<Id> = event.organiser.iter().cloned().collect();
    who.extend(event.invited.iter().filter(|id| Some(*id) != event.organiser.as_ref()).cloned());
    who
}

fn actions(gathered: &mut Gathered<'_>) {
    for event in gathered.record.events.values() {
        let own = event.action.iter().enumerate().map(|(n, action)| (action, keys!["action", n]));
        let dated = event.occurrence.iter().enumerate();
        let dated = dated
            .flat_map(|(m, date)| date.action.iter().enumerate().map(move |(n, action)| (action, keys!["occurrence", m, "action", n])));
        for (action, keys) in own.chain(dated).filter(|(action, _)| action.done.is_none()) {
            let Some(day) = action.due else { continue };
            gathered.open(day, What::Action { event, action }, action.who.iter().cloned().collect(), event.at(keys.then("due")));
        }
    }
}

/// The day by which something new is due in a channel that goes one way and has a rhythm; none where nobody said when the last was.
pub fn expected(channel: &Channel) -> Option<Date> {
    let kind = channel.kind?;
    let one_way = way_of(kind_id(kind)) == Some(Way::OneWay);
    let rhythm = channel.rhythm.as_ref().filter(|_| one_way)?;
    let last = channel.last?;
    // A month later is the same day of the next one, however long it is.
    Some(match rhythm.step() {
        Some(Step::Months(months)) => last.plus_months(months),
        _ => last.plus_days(i64::from(rhythm.days()?)),
    })
}

/// A kind of channel as it is written.
pub fn kind_id(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::Newsletter => "newsletter",
        ChannelKind::ReleaseNotes => "release-notes",
        ChannelKind::Website => "website",
        ChannelKind::Email => "email",
        ChannelKind::Chat => "chat",
        ChannelKind::Forum => "forum",
        ChannelKind::List => "list",
        ChannelKind::Meeting => "meeting",
        ChannelKind::Webinar => "webinar",
    }
}

/// The day by which somebody is to look again whether it is right; none where nobody said when that was last.
pub fn to_check(knowledge: &Knowledge) -> Option<Date> {
    knowledge.checked.map(|checked| checked.plus_months(CHECK_MONTHS))
}

fn community(gathered: &mut Gathered<'_>) {
    let Some(community) = &gathered.record.community else { return };
    for (n, channel) in community.channel.iter().enumerate() {
        if let Some(day) = expected(channel) {
            gathered.open(
                day,
                What::ChannelDue(channel),
                channel.owner.iter().cloned().collect(),
                community.at(keys!["channel", n, "last"]),
            );
        }
    }
    for (n, knowledge) in community.knowledge.iter().enumerate() {
        if let Some(day) = to_check(knowledge) {
            let what = What::KnowledgeToCheck(knowledge);
            gathered.open(day, what, knowledge.owner.iter().cloned().collect(), community.at(keys!["knowledge", n, "checked"]));
        }
    }
    for (n, evaluation) in latest(community) {
        if let Some(day) = evaluation.next {
            gathered.open(day, What::Evaluation(evaluation), Vec::new(), community.at(keys!["evaluation", n, "next"]));
        }
    }
}

fn products(gathered: &mut Gathered<'_>) {
    let record = gathered.record;
    for product in record.products.values().filter(|one| one.until.is_none_or(|until| until.last() >= record.on)) {
        let Some(day) = product.supported_until else { continue };
        let who = product.maintainer.iter().filter(|id| id.as_str() != "unknown").cloned().collect();
        if day >= record.on || is_used(record, &product.id) {
            gathered.open(day, What::SupportEnds(product), who, product.at(keys!["supported_until"]));
        }
    }
}

/// Whether anybody uses a product on the day of judgement.
fn is_used(record: &Record, product: &Id) -> bool {
    let here = record.participants.values().filter(|one| one.left.is_none_or(|left| left.last() >= record.on));
    here.flat_map(|one| &one.uses).any(|used| {
        record.index.plain(&used.product).0 == product.as_str()
            && matches!(used.status, None | Some(UseStatus::Live))
            && crate::date::within(used.from, used.until, record.on)
    })
}

fn settings(gathered: &mut Gathered<'_>) {
    let Some(settings) = &gathered.record.collaboration else { return };
    for (n, waiver) in settings.waiver.iter().enumerate() {
        if let Some(day) = waiver.until {
            let what = What::WaiverEnds(waiver);
            gathered.happens(day, what, waiver.by.iter().cloned().collect(), settings.at(keys!["waiver", n, "until"]));
        }
    }
    let Some((agreement, until)) = settings.agreement.as_ref().and_then(|agreement| Some((agreement, agreement.until?))) else { return };
    if matches!(until, VagueDate::By(_)) {
        return;
    }
    let lead: Vec<Id> = settings.lead.iter().cloned().collect();
    let end = until.last();
    if let Some(months) = agreement.notice_months.filter(|months| *months > 0) {
        let at = settings.at(keys!["agreement", "notice_months"]);
        gathered.happens(end.minus_months(months), What::AgreementNotice, vec![Id::new("all-participants")], at);
    }
    gathered.happens(end, What::AgreementEnds, lead, settings.at(keys!["agreement", "until"]));
}
