//! What time asks for as entries of a whole day that take nobody's time.

use std::collections::BTreeMap;

use crate::answers::due::saying::{known, said_whole};
use crate::answers::due::{Due, Span, What, concerns, due};
use crate::answers::onboarding::Which;
use crate::answers::presence::identified;
use crate::exports::ics::Calendar;
use crate::exports::ics::lines::Lines;
use crate::text::Lang;

/// So many of those whom it concerns are named.
const NAMED: usize = 6;

impl Calendar<'_> {
    /// Writes what is due in the days that are asked. Meetings and deadlines are there already, with all their dates.
    pub(super) fn dues(&self, lines: &mut Lines) {
        let span = Span { from: Some(self.options.from), until: self.options.until };
        let due = due(self.record, span).into_iter().filter(|due| !matches!(due.what, What::Meeting(_) | What::Deadline(_)));
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for due in due.filter(|due| self.those.as_ref().is_none_or(|those| concerns(self.record, due, those))) {
            let mut thing = self.thing(&due);
            let count = known.entry(thing.clone()).or_default();
            *count += 1;
            if *count > 1 {
                thing.push_str(&format!("/{count}"));
            }
            self.due(lines, &due, &thing);
        }
    }

    fn due(&self, lines: &mut Lines, due: &Due<'_>, thing: &str) {
        lines.line("BEGIN:VEVENT");
        self.uid(lines, thing);
        self.stamp(lines);
        lines.line(&self.moment("DTSTART", due.day, None));
        lines.line(&self.moment("DTEND", due.day.plus_days(1), None));
        let said = said_whole(self.record, due, self.options.audience).capital();
        lines.text("SUMMARY", &self.shown(self.said(&said)));
        lines.line("TRANSP:TRANSPARENT");
        lines.text("CATEGORIES", self.said(&due.what.subject()));
        let dutch = self.options.lang == Lang::Nl;
        let mut described = Vec::new();
        if !due.who.is_empty() {
            let mut who: Vec<String> =
                due.who.iter().take(NAMED).map(|id| self.said(&known(self.record, id, self.options.audience)).to_owned()).collect();
            let more = due.who.len().saturating_sub(NAMED);
            if more > 0 {
                who.push(if dutch { format!("nog {more}") } else { format!("{more} more") });
            }
            described.push(format!("{} {}", if dutch { "Wie:" } else { "Who:" }, who.join(", ")));
        }
        described.push(format!("{} {}", if dutch { "In het dossier:" } else { "In the record:" }, due.at.file));
        let described: Vec<String> = described.iter().map(|line| self.shown(line)).collect();
        lines.texts("DESCRIPTION", &described);
        lines.line("END:VEVENT");
    }

    /// What something that is due is known by: what is asked, the file, and what it is about. Where in the file it stands says
    /// nothing: what is written before it moves it.
    fn thing(&self, due: &Due<'_>) -> String {
        let file = due.at.file.to_string();
        let file = file.strip_suffix(".toml").unwrap_or(&file);
        let about = match &due.what {
            What::TermEnds { who, .. } | What::TurnBegins { who, .. } | What::TurnEnds { who, .. } => {
                identified(self.record, who, self.options.audience).0
            }
            What::Step { step: Which::Standard(step), .. } => step.id.to_owned(),
            What::Step { step: Which::Own(_, step), .. } => step.id.to_string(),
            What::Action { action, .. } => digest(&self.shown(&action.what)),
            What::Evaluation(evaluation) => digest(&self.shown(&evaluation.what)),
            What::KnowledgeToCheck(known) => known.id.to_string(),
            What::ChannelDue(channel) => channel.id.to_string(),
            What::WaiverEnds(waiver) => waiver.rule.clone(),
            What::PersonalData(person) => identified(self.record, &person.id, self.options.audience).0,
            _ => String::new(),
        };
        let slash = if about.is_empty() { "" } else { "/" };
        format!("{}/{file}{slash}{about}", due.what.id())
    }
}

/// A text as a few digits, the same on every machine (FNV-1a).
fn digest(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    format!("{hash:016x}")
}
