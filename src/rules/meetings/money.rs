//! Whether money is on the agenda of those who answer for it.

use std::collections::BTreeSet;

use crate::answers::agenda::subjects::is_about_money;
use crate::answers::area;
use crate::answers::meetings::{is_meeting, standard_items};
use crate::finding::Finding;
use crate::handbook::Area;
use crate::handbook::meetings::FINANCE;
use crate::record::Record;
use crate::record::event::{AgendaItem, EventStatus};
use crate::record::values::Id;
use crate::record::work::{Party, Task};
use crate::{keys, text};

pub fn agenda_without_finance(record: &Record) -> Vec<Finding> {
    // Where there is no money there is nothing to tell of it.
    if record.budgets.is_empty() {
        return Vec::new();
    }
    let money = |task: &&Task| area(task) == Some(Area::Financial);
    let mut accountable: BTreeSet<String> = BTreeSet::new();
    let mut responsible: BTreeSet<String> = BTreeSet::new();
    for raci in record.tasks.values().filter(money).filter_map(|task| task.raci.as_ref()) {
        let plain = |party: &Party| record.index.plain(party.who()).0.into_owned();
        accountable.extend(raci.accountable.as_slice().iter().map(plain));
        responsible.extend(raci.responsible.as_slice().iter().map(plain));
    }
    let is_in = |all: &BTreeSet<String>, id: &Id| all.contains(record.index.plain(id).0.as_ref());
    let is_money = |item: &AgendaItem| is_about_money(&item.what) || item.by.as_ref().is_some_and(|by| is_in(&responsible, by));
    let bare = record.events.values().filter(|event| {
        is_meeting(event)
            && event.status != Some(EventStatus::Cancelled)
            && !event.agenda.is_empty()
            // The standard items stand on the agenda without being written down.
            && !standard_items(event.kind).iter().any(|item| item.id == FINANCE)
            && event.body.as_ref().is_some_and(|body| is_in(&accountable, body))
            && !event.agenda.iter().any(is_money)
    });
    bare.filter_map(|event| {
        let body = event.body.as_ref()?;
        Some(
            Finding::new(
                event.at(keys!["agenda"]),
                text!(en: "`{body}` answers for money, but this agenda does not mention it", nl: "`{body}` gaat over geld, maar op deze agenda staat er niets over"),
            )
            .about(&event.id)
            .help(text!(en: "add an item such as `{{ what = \"Money\", minutes = 10 }}`", nl: "voeg een punt toe zoals `{{ what = \"Financiën\", minutes = 10 }}`")),
        )
    })
    .collect()
}
