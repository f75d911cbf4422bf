//! Which meeting is meant: by its id, a day, the body that meets, its title, or a kind such as `user-meeting`.

use anyhow::{anyhow, bail};
use commons::answers::meetings::{Meeting, Wanted, between, dates, is_meeting, next, previous};
use commons::date::Date;
use commons::record::Record;
use commons::record::event::{Event, EventKind};
use commons::record::index::Kinds;
use commons::record::values::Id;
use commons::record::work::RoleKind;
use commons::source::layout::FileKind;
use commons::words::{fold, values_for};

/// Where several would do: the one that comes, or the one that was.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rather {
    Coming,
    Past,
}

/// The meeting that was meant by what was typed.
pub fn meeting<'a>(record: &'a Record, typed: &str, on: Option<Date>, rather: Rather) -> anyhow::Result<Meeting<'a>> {
    found(record, typed, on, rather).map_err(|why| unread(record, why))
}

/// What is not found may stand in a file that cannot be read.
fn unread(record: &Record, why: anyhow::Error) -> anyhow::Error {
    let files: Vec<String> = record
        .unread
        .iter()
        .filter(|one| matches!(one.kind, FileKind::Event | FileKind::Role))
        .map(|one| format!("`{}`", one.file))
        .collect();
    match files.as_slice() {
        [] => why,
        [one] => anyhow!("{why}; it may stand in {one}, which cannot be read: `commons check` says why"),
        several => anyhow!(
            "{why}; it may stand in one of {} files that cannot be read ({}): `commons check` says why",
            several.len(),
            several.join(", ")
        ),
    }
}

fn found<'a>(record: &'a Record, typed: &str, on: Option<Date>, rather: Rather) -> anyhow::Result<Meeting<'a>> {
    let typed = typed.trim();
    if let Some(day) = Date::parse(typed) {
        return on_day(record, day);
    }
    if let Some(event) = event(record, typed) {
        return of_event(record, event, on, rather);
    }
    let wanted = wanted(record, typed)?;
    if let Some(day) = on {
        let events = record.events.values().filter(|event| fits(record, event, &wanted));
        let found = events.flat_map(|event| dates(event, day, day, record.on)).next();
        return found.ok_or_else(|| anyhow!("`{typed}` does not meet on {day}"));
    }
    chosen(record, wanted, rather).ok_or_else(|| match rather {
        Rather::Coming => anyhow!("no meeting of `{typed}` is planned after {}; `commons add event` adds one", record.on),
        Rather::Past => anyhow!("no meeting of `{typed}` is on record"),
    })
}

fn on_day(record: &Record, day: Date) -> anyhow::Result<Meeting<'_>> {
    let mut found = between(record, day, day);
    found.retain(|meeting| is_meeting(meeting.event));
    match found.as_slice() {
        [one] => Ok(*one),
        [] => match between(record, day, Date::LAST).iter().find(|meeting| is_meeting(meeting.event)) {
            Some(after) => bail!("nobody meets on {day}; the first meeting after it is `{}` on {}", after.event.id, after.on),
            None => bail!("nobody meets on {day}, nor after it"),
        },
        several => {
            let ids: Vec<String> = several.iter().map(|meeting| format!("`{}`", meeting.event.id)).collect();
            bail!("there are {} meetings on {day}; name one of them: {}", several.len(), ids.join(", "))
        }
    }
}

/// The event with this id, or the only one with this title.
fn event<'a>(record: &'a Record, typed: &str) -> Option<&'a Event> {
    let id = typed.strip_prefix("events/").unwrap_or(typed);
    let id = id.strip_suffix(".toml").unwrap_or(id);
    record.events.get(id).or_else(|| {
        let mut named = record.events.values().filter(|event| fold(&event.title) == fold(typed) && !fold(typed).is_empty());
        named.next().filter(|_| named.next().is_none())
    })
}

fn of_event<'a>(record: &'a Record, event: &'a Event, on: Option<Date>, rather: Rather) -> anyhow::Result<Meeting<'a>> {
    let id = &event.id;
    let single = event.repeat.is_none() && event.occurrence.is_empty();
    let first = event.starts.date();
    let Some(day) = on.or(single.then_some(first)) else {
        let wanted = Wanted::Event(id.as_str());
        return chosen(record, wanted, rather)
            .or_else(|| previous(record, wanted, Date::LAST))
            .ok_or_else(|| anyhow!("no date of `{id}` is on record that was not cancelled; name one with --date"));
    };
    match dates(event, day, day, record.on).as_slice() {
        [one, ..] => Ok(*one),
        [] if single => bail!("`{id}` is on {first}, and not on {day}"),
        [] => match dates(event, day, Date::LAST, record.on).first() {
            Some(after) => bail!("`{id}` has no date on {day}; the first after it is {}", after.on),
            None => bail!("`{id}` has no date on {day}, nor after it"),
        },
    }
}

/// The body or the kind of meeting that was typed.
fn wanted<'a>(record: &'a Record, typed: &str) -> anyhow::Result<Wanted<'a>> {
    let id = Id::new(typed);
    let named = || record.index.named(typed, Kinds::ROLE, record);
    let meant = if record.index.meant(&id).has(Kinds::ROLE) { Some(id) } else { named() };
    if let Some(role) = meant.and_then(|id| record.roles.get(record.index.plain(&id).0.as_ref())) {
        if role.kind != Some(RoleKind::Body) {
            bail!("`{typed}` is a role that does not meet; name a body, a meeting or a date");
        }
        return Ok(Wanted::Body(role.id.as_str()));
    }
    let words = values_for(typed).iter().copied().chain([typed]);
    if let Some(kind) = words.into_iter().find_map(|word| serde_json::from_value::<EventKind>(word.into()).ok()) {
        return Ok(Wanted::Kind(kind));
    }
    match record.index.nearest(typed, Kinds::EVENT | Kinds::ROLE, record) {
        Some(near) => bail!("there is no meeting `{typed}` in this record; did you mean `{near}`?"),
        None => bail!(
            "there is no meeting `{typed}` in this record; name its id, its date or the body that meets: `commons list events` shows them"
        ),
    }
}

fn fits(record: &Record, event: &Event, wanted: &Wanted<'_>) -> bool {
    match wanted {
        Wanted::Body(id) => event.body.as_ref().is_some_and(|body| record.index.plain(body).0 == *id),
        Wanted::Kind(kind) => event.kind == Some(*kind),
        Wanted::Event(id) => event.id.as_str() == *id,
    }
}

fn chosen<'a>(record: &'a Record, wanted: Wanted<'a>, rather: Rather) -> Option<Meeting<'a>> {
    match rather {
        Rather::Coming => next(record, wanted, record.on),
        Rather::Past => previous(record, wanted, record.on.plus_days(1)).or_else(|| next(record, wanted, record.on)),
    }
}
