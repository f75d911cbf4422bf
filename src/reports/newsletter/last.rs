//! Which newsletter is drafted, and since which day its news is told.

use crate::date::{Date, VagueDate};
use crate::record::Record;
use crate::record::event::{Channel, ChannelKind};
use crate::record::values::Id;
use crate::reports::newsletter::Options;
use crate::text;
use crate::text::Text;

/// Months that are looked back where nobody wrote down when the last one was: a quarter, as most newsletters have it.
const MONTHS: u32 = 3;

/// The day of the last one: as asked, as its channel says, else a quarter ago.
#[must_use]
pub fn last(record: &Record, options: &Options) -> Date {
    let known = options.since.or_else(|| said(record, options).and_then(|channel| channel.last));
    known.unwrap_or_else(|| record.on.minus_months(MONTHS))
}

/// The newsletters among the channels.
pub fn newsletters(record: &Record) -> impl Iterator<Item = &Channel> {
    let channels = record.community.iter().flat_map(|community| &community.channel);
    channels.filter(|channel| channel.kind == Some(ChannelKind::Newsletter))
}

/// The newsletter that is asked, else the one that was sent last.
pub(super) fn channel<'a>(record: &'a Record, asked: Option<&Id>) -> Option<&'a Channel> {
    let wanted = newsletters(record).filter(|channel| asked.is_none_or(|asked| channel.id == *asked));
    wanted.max_by_key(|channel| channel.last.filter(|last| *last <= record.on))
}

/// The newsletter that says when it was sent last.
fn said<'a>(record: &'a Record, options: &Options) -> Option<&'a Channel> {
    channel(record, options.channel.as_ref()).filter(|channel| channel.last.is_some_and(|last| last <= record.on))
}

/// Since which day news is told and why, where nobody asked for a day.
pub fn reason(record: &Record, options: &Options) -> Option<Text> {
    if options.since.is_some() {
        return None;
    }
    let since = VagueDate::Day(last(record, options));
    let Some(channel) = said(record, options) else {
        return Some(
            text!(since; en: "news since {since}, {MONTHS} months ago: no channel says under `last` when the last newsletter was sent; --since says otherwise", nl: "nieuws sinds {since}, {MONTHS} maanden geleden: bij geen kanaal staat onder `last` wanneer de laatste nieuwsbrief verscheen; met --since kiest u een andere dag"),
        );
    };
    let id = &channel.id;
    let why = text!(since; en: "news since {since}, the day of the last newsletter as channel `{id}` says", nl: "nieuws sinds {since}, de dag van de laatste nieuwsbrief volgens kanaal `{id}`");
    let others = newsletters(record).filter(|other| other.id != channel.id).map(|other| format!("`{}`", other.id)).collect::<Vec<_>>();
    if options.channel.is_some() || others.is_empty() {
        return Some(why);
    }
    let others = others.join(", ");
    Some(why.then(&text!(en: "; --channel chooses another ({others})", nl: "; met --channel kiest u een andere ({others})")))
}
