//! Sentences on meetings: planned, moved, cancelled, held; what was decided and what is to be done.

use crate::changes::Change;
use crate::changes::told::{Meeting, Turn};
use crate::changes::tree::Step;
use crate::date::{Date, Moment};
use crate::record::values::Id;
use crate::reports::changes::parts::parts;
use crate::reports::changes::{Telling, line, some};
use crate::text;
use crate::text::Text;

/// The same of one date of a series, which is named by its own day.
pub(super) fn on_date(telling: &Telling<'_>, of: &Text, change: &Change, (on, meeting): (Date, &Meeting)) -> Text {
    let of = title(of);
    let of = text!(of, on; en: "{of} of {on}", nl: "{of} van {on}");
    said(telling, &of, change, meeting)
}

pub(super) fn said(telling: &Telling<'_>, of: &Text, change: &Change, meeting: &Meeting) -> Text {
    match meeting {
        Meeting::Planned { .. } => text!(of; en: "{of} is planned", nl: "{of} is gepland"),
        Meeting::Recorded { .. } => text!(of; en: "{of} is on record", nl: "{of} staat in het dossier"),
        Meeting::Moved { from, to } if from.date() == to.date() => {
            let to = to.time.map(|_| *to).map_or_else(Text::default, |to| text!(to; en: ": {to}", nl: ": {to}"));
            text!(of, to; en: "{of} has another time{to}", nl: "{of} heeft een andere tijd{to}")
        }
        Meeting::Moved { from, to } => {
            let title = title(of);
            let (from, to) = (day(*from), day(*to));
            text!(title, from, to; en: "{title} moved from {from} to {to}", nl: "{title} is verzet van {from} naar {to}")
        }
        Meeting::Cancelled { .. } => text!(of; en: "{of} was cancelled", nl: "{of} gaat niet door"),
        Meeting::Again { .. } => text!(of; en: "{of} goes on after all", nl: "{of} gaat toch door"),
        Meeting::Held { .. } => text!(of; en: "{of} was held", nl: "{of} is gehouden"),
        Meeting::Minutes { course: Turn::Came } => text!(of; en: "there are minutes of {of}", nl: "van {of} is er een verslag"),
        Meeting::Minutes { course: Turn::Changed } => {
            text!(of; en: "the minutes of {of} are elsewhere now", nl: "het verslag van {of} staat nu op een andere plaats")
        }
        Meeting::Minutes { course: Turn::Went } => {
            text!(of; en: "{of} no longer says where its minutes are", nl: "bij {of} staat niet meer waar het verslag is")
        }
        Meeting::Decided { what } => {
            let what = line(what);
            text!(of; en: "decided at {of}: {what}", nl: "besloten in {of}: {what}")
        }
        Meeting::Redecided { from, to: Some(to) } => {
            let (from, to) = (line(from), line(to));
            text!(of; en: "a decision of {of} reads otherwise: “{to}” (was “{from}”)", nl: "een besluit van {of} luidt anders: “{to}” (was “{from}”)")
        }
        Meeting::Redecided { from, to: None } => {
            let from = line(from);
            text!(of; en: "a decision of {of} was taken off the record: “{from}”", nl: "een besluit van {of} is weggehaald: “{from}”")
        }
        Meeting::Opened { what, who, due } => {
            let what = line(what);
            let who = who.as_ref().map(|who| telling.who(who)).unwrap_or_default();
            let due = due.map(|due| text!(due; en: "by {due}", nl: "uiterlijk {due}")).unwrap_or_default();
            let parts: Vec<Text> = [who, due].into_iter().filter(|one| *one != Text::default()).collect();
            let text = text!(en: "new action: {what}", nl: "nieuwe actie: {what}");
            if parts.is_empty() {
                return text;
            }
            let parts = crate::answers::presence::joined(&parts, ", ");
            text!(text, parts; en: "{text} ({parts})", nl: "{text} ({parts})")
        }
        Meeting::Done { what, on } => {
            let what = line(what);
            text!(on; en: "action done on {on}: {what}", nl: "actie afgerond op {on}: {what}")
        }
        Meeting::Action { what } => {
            // Below the action itself, which in a series stands below its date.
            let depth = change.keys.iter().filter_map(|one| one.path.0.iter().rposition(|step| matches!(step, Step::Item(_)))).max();
            let (what, parts) = (line(what), parts(telling, change, depth.map_or(2, |item| item + 1)));
            if parts == Text::default() {
                return text!(en: "the action “{what}” was changed", nl: "de actie “{what}” is gewijzigd");
            }
            text!(parts; en: "the action “{what}”: {parts}", nl: "de actie “{what}”: {parts}")
        }
        Meeting::Dropped { what } => {
            let what = line(what);
            text!(en: "the action “{what}” was taken off the record", nl: "de actie “{what}” is weggehaald")
        }
        Meeting::Erased => text!(of; en: "what was on record of {of} was removed", nl: "wat van {of} was vastgelegd, is weggehaald"),
        Meeting::Attendance { came, went, excused, unexcused } => {
            let said = |ids: &[Id]| Some(some(ids.iter().map(|id| telling.who(id)).collect())).filter(|who| *who != Text::default());
            let parts = [
                said(came).map(|who| text!(who; en: "present {who}", nl: "aanwezig {who}")),
                said(went).map(|who| text!(who; en: "no longer present {who}", nl: "niet meer aanwezig {who}")),
                said(excused).map(|who| text!(who; en: "apologies from {who}", nl: "afwezig met bericht {who}")),
                said(unexcused).map(|who| text!(who; en: "no longer apologies from {who}", nl: "niet meer afwezig met bericht {who}")),
            ];
            let parts: Vec<Text> = parts.into_iter().flatten().collect();
            let parts = crate::answers::presence::joined(&parts, "; ");
            text!(of, parts; en: "who was at {of}: {parts}", nl: "aanwezigheid bij {of}: {parts}")
        }
    }
}

/// The day of a moment.
fn day(moment: Moment) -> Text {
    let day = moment.day;
    text!(day; en: "{day}", nl: "{day}")
}

/// What a meeting is called, without its day.
fn title(of: &Text) -> Text {
    let cut = |text: &str| text.rsplit_once('”').map_or(text, |(title, _)| title).to_owned();
    let (en, nl) = (cut(&of.en), cut(&of.nl));
    Text { en: format!("{en}”").into(), nl: format!("{nl}”").into() }
}
