//! How far tasks and duties are carried out on the day of judgement: by somebody who is there, on paper only, or not at all (A7).

use crate::answers::covering;
use crate::answers::presence::{Presence, presence};
use crate::document::Mark;
use crate::handbook::duties::{Duty, duties_at};
use crate::record::Record;
use crate::record::values::Id;
use crate::record::work::{Letter, Party, Task};
use crate::source::layout::FileKind;

/// Each duty of the record's level, of the lowest where it has none: how far it is covered, and by which tasks.
pub fn duties(record: &Record) -> Vec<(&'static Duty, Mark, Vec<&Task>)> {
    let mut by_duty = covering(record);
    let all = duties_at(record.level().unwrap_or_default());
    all.map(|duty| {
        let tasks = by_duty.remove(duty.id).unwrap_or_default();
        (duty, of_duty(record, &tasks), tasks)
    })
    .collect()
}

/// Whether a file that says who does what cannot be read, so that more may be covered than is known.
pub fn is_unsure(record: &Record) -> bool {
    record.is_unread(&[FileKind::Task, FileKind::Role, FileKind::People, FileKind::Participant])
}

/// How far a duty is covered: the best that any of its tasks does.
pub fn of_duty(record: &Record, tasks: &[&Task]) -> Mark {
    tasks.iter().map(|task| of_task(record, task)).min().unwrap_or(Mark::Open)
}

/// How far a task is carried out.
pub fn of_task(record: &Record, task: &Task) -> Mark {
    if parties(task, Letter::Responsible).is_empty() {
        return Mark::Open;
    }
    if is_seen_to(record, task, Letter::Responsible) { Mark::Done } else { Mark::Half }
}

/// Whether anybody with a letter in a task is there.
pub fn is_seen_to(record: &Record, task: &Task, letter: Letter) -> bool {
    parties(task, letter).iter().any(|party| is_done(presence(record, party.who())))
}

/// Those responsible for a task who are there.
pub fn doers<'a>(record: &Record, task: &'a Task) -> Vec<&'a Id> {
    parties(task, Letter::Responsible).iter().map(Party::who).filter(|who| is_done(presence(record, who))).collect()
}

/// Whether somebody sees to it, be it not on record who.
pub fn is_done(presence: Presence) -> bool {
    matches!(presence, Presence::There | Presence::Unknown)
}

/// Those who have a letter in a task, as they are written.
pub fn parties(task: &Task, letter: Letter) -> &[Party] {
    task.raci.as_ref().map_or(&[][..], |raci| raci.of(letter).as_slice())
}
