//! What time asks for as entries of a whole day that take nobody's time.

use crate::answers::due::saying::{known, said};
use crate::answers::due::{Due, Span, What, concerns, due};
use crate::answers::onboarding::Which;
use crate::exports::ics::Calendar;
use crate::exports::ics::lines::Lines;
use crate::finding::Place;
use crate::text::Lang;

/// So many of those whom it concerns are named.
const NAMED: usize = 6;

impl Calendar<'_> {
    /// Writes what is due in the days that are asked. Meetings and deadlines are there already, with all their dates.
    pub(super) fn dues(&self, lines: &mut Lines) {
        let span = Span { from: Some(self.options.from), until: self.options.until };
        let due = due(self.record, span).into_iter().filter(|due| !matches!(due.what, What::Meeting(_) | What::Deadline(_)));
        for due in due.filter(|due| self.those.as_ref().is_none_or(|those| concerns(self.record, due, those))) {
            self.due(lines, &due);
        }
    }

    fn due(&self, lines: &mut Lines, due: &Due<'_>) {
        lines.line("BEGIN:VEVENT");
        self.uid(lines, &thing(due));
        self.stamp(lines);
        lines.line(&self.moment("DTSTART", due.day, None));
        lines.line(&self.moment("DTEND", due.day.plus_days(1), None));
        lines.text("SUMMARY", &self.shown(self.said(&said(self.record, due, self.options.audience).capital())));
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
}

/// What something that is due is known by: what is asked, and the place where it stands.
fn thing(due: &Due<'_>) -> String {
    let file = due.at.file.to_string();
    let file = file.strip_suffix(".toml").unwrap_or(&file);
    let place = match &due.at.place {
        Place::Key(keys) | Place::Name(keys) | Place::Missing(keys, _) => {
            format!("/{}", keys.to_string().replace(['.', '['], "/").replace(']', ""))
        }
        Place::File | Place::Bytes(..) => String::new(),
    };
    // Steps of one way in stand at one place.
    let step = match &due.what {
        What::Step { step: Which::Standard(step), .. } => format!("/{}", step.id),
        What::Step { step: Which::Own(_, step), .. } => format!("/{}", step.id),
        _ => String::new(),
    };
    format!("{}/{file}{place}{step}", due.what.id())
}
