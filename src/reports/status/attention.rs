//! What asks for attention, before anything else on the page is read.

use crate::answers::audience::Audience;
use crate::answers::covered;
use crate::answers::due::Due;
use crate::answers::phase::Growth;
use crate::answers::presence::joined;
use crate::answers::vacancies::{coming_free, deserted, places, vacancies};
use crate::document::Mark;
use crate::record::Record;
use crate::record::participant::Status;
use crate::reports::status::community::Shown;
use crate::reports::status::{Options, people, time};
use crate::text;
use crate::text::Text;

/// One line over everything that stands further on in the page, so that the two agree.
pub fn attention(record: &Record, growth: &Growth, tasks: &[Shown], found: &[Due<'_>], options: &Options) -> Text {
    let is_public = options.audience == Audience::Public;
    let duties = covered::duties(record).iter().filter(|(_, mark, _)| *mark != Mark::Done).count();
    let unanswered = record.participants.values().filter(|one| one.status_on(record.on) == Some(Status::Interested));
    let unanswered = unanswered.filter(|one| one.interest.as_ref().is_some_and(|interest| interest.answered.is_none())).count();
    let overdue = found.iter().filter(|due| due.day < record.on).count();
    let freed = coming_free(record, record.on.plus_days(people::AHEAD)).len();
    let (one, several) = if covered::is_unsure(record) {
        (
            Text::new("a duty that is not covered as far as could be read", "een kerntaak die voor zover te lezen niet is belegd"),
            Text::new("duties that are not covered as far as could be read", "kerntaken die voor zover te lezen niet zijn belegd"),
        )
    } else {
        (
            Text::new("a duty that is not covered", "een kerntaak die niet is belegd"),
            Text::new("duties that are not covered", "kerntaken die niet zijn belegd"),
        )
    };
    let mut parts: Vec<Text> = [
        count(duties, one, &several),
        count(places(&vacancies(record)), Text::new("a vacancy", "een vacature"), &Text::new("vacancies", "vacatures")),
        count(
            freed,
            Text::new("a role that becomes vacant", "een rol die vrijkomt"),
            &Text::new("roles that become vacant", "rollen die vrijkomen"),
        ),
        count(
            if is_public { 0 } else { unanswered },
            Text::new("an interested party without an answer", "een belangstellende zonder antwoord"),
            &Text::new("interested parties without an answer", "belangstellenden zonder antwoord"),
        ),
        count(overdue, Text::new("something overdue", "één punt over de datum"), &Text::new("things overdue", "punten over de datum")),
        count(
            tasks.iter().filter(|task| task.mark == Mark::Open).count(),
            Text::new("a task of the community of which nothing is on record", "een communitytaak waarvan niets in het dossier staat"),
            &Text::new("tasks of the community of which nothing is on record", "communitytaken waarvan niets in het dossier staat"),
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !is_public {
        parts.extend(time::short(record, growth));
    }
    parts.extend(deserted(record).into_iter().map(|one| match one.key {
        "lead" => Text::new("a lead that has left", "een penvoerder die is vertrokken"),
        _ => Text::new("a fund holder that has left", "een kassier die is vertrokken"),
    }));
    let errors = count(
        options.findings.0,
        Text::new("an error in the record", "een fout in het dossier"),
        &Text::new("errors in the record", "fouten in het dossier"),
    );
    parts.extend(errors);
    if parts.is_empty() {
        return Text::new(
            "Every duty is covered, no role is vacant and nothing is overdue.",
            "Alle kerntaken zijn belegd, er zijn geen vacatures en niets is over de datum.",
        );
    }
    let parts = joined(&parts, ", ");
    text!(parts; en: "This asks for attention: {parts}.", nl: "Dit vraagt aandacht: {parts}.")
}

fn count(number: usize, one: Text, more: &Text) -> Option<Text> {
    match number {
        0 => None,
        1 => Some(one),
        _ => Some(text!(more; en: "{number} {more}", nl: "{number} {more}")),
    }
}
