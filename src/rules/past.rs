//! Rules about what git's history says of a record. Rules read no history: whoever has one asks it, and brings what this makes of the answer.

use crate::answers::issued::{Altered, Given, Once};
use crate::finding::{At, Class, Finding, Severity};
use crate::record::Record;
use crate::record::values::Id;
use crate::rules::settings::waiver_for;
use crate::rules::{Check, Rule};
use crate::source::FilePath;
use crate::text;
use crate::text::Text;

pub static RULES: &[Rule] = &[
    Rule {
        name: "issued-invoice-changed",
        code: "M36",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "an issued invoice is no longer what it was when it was issued",
            "een definitieve factuur is niet meer wat die was toen die definitief werd",
        ),
        why: Text::new(
            "the buyer has the invoice as it was sent, and the tax office holds both sides to that",
            "de afnemer heeft de factuur zoals die is verstuurd, en de Belastingdienst houdt beide partijen daaraan",
        ),
        fix: Text::new(
            "put the file back as it was issued (git has it); what must be otherwise is credited and invoiced anew",
            "zet het bestand terug zoals het definitief was (git heeft het nog); wat anders moet, wordt gecrediteerd en opnieuw gefactureerd",
        ),
        check: Check::History,
    },
    Rule {
        name: "invoice-number-gone",
        code: "M37",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "a number that was given to an invoice is gone from the record",
            "een factuurnummer dat is gegeven, staat niet meer in het dossier",
        ),
        why: Text::new(
            "the tax office asks for an unbroken series, kept for seven years; the last number of it leaves no gap when it goes",
            "de Belastingdienst vraagt een ononderbroken reeks, zeven jaar bewaard; verdwijnt het laatste nummer, dan valt er geen gat",
        ),
        fix: Text::new(
            "put the file of that invoice back (git has it), or say in a waiver why the number was never used",
            "zet het bestand van die factuur terug (git heeft het nog), of schrijf in een ontheffing waarom het nummer niet is gebruikt",
        ),
        check: Check::History,
    },
];

/// What history says of issued invoices, as findings.
pub fn findings(given: &Given, record: &Record) -> Vec<Finding> {
    all(given, record).into_iter().map(|one| one.finding).collect()
}

/// An issued invoice that is not what was sent, or is gone: what is asked next would be worked out from what nobody has.
pub struct Lost {
    pub finding: Finding,
    /// Who was to pay it, by its id.
    pub participant: String,
    /// What brings it back.
    pub command: String,
}

/// The issued invoices that were changed or are gone, but for those that a waiver lets be.
pub fn lost(given: &Given, record: &Record) -> Vec<Lost> {
    let mut all = all(given, record);
    all.retain(|one| waiver_for(record, &one.finding, &|_| None).is_none());
    all
}

/// The command that puts a file back as a commit has it, wherever it stood then.
pub fn restoring(commit: &str, at: &str, path: &str) -> String {
    if at.strip_prefix("./") == Some(path) {
        format!("git checkout {commit} -- {path}")
    } else {
        format!("git show {commit}:{at} > {path}")
    }
}

fn all(given: &Given, record: &Record) -> Vec<Lost> {
    let plain = |id: &str| record.organisation(&Id::new(id)).map_or_else(|| id.to_owned(), |known| known.id.to_string());
    let changed = given.changed.iter().map(|one| {
        let Altered { commit, was, path } = one;
        let message = text!(en: "this was changed since it was issued (commit {commit}); what was sent is credited, not changed", nl: "dit is gewijzigd nadat de factuur definitief was (commit {commit}); wat verstuurd is wordt gecrediteerd, niet gewijzigd");
        let help = text!(en: "`git show {commit}:{was}` says what was sent", nl: "`git show {commit}:{was}` laat zien wat er is verstuurd");
        let file = FilePath::new(path);
        let participant = record.invoices.iter().find(|one| one.file == file).map(|one| plain(one.participant.as_str())).unwrap_or_default();
        let command = restoring(commit, was, path);
        let about = file.stem().to_owned();
        Lost { finding: Finding::of("issued-invoice-changed", At::file(&file), message).about(about).help(help), participant, command }
    });
    let gone = given.gone(record).map(|(number, once)| {
        let Once { commit, path, at, branch, .. } = once;
        let command = restoring(commit, at, path);
        let (message, help, command) = match branch {
            Some(branch) => (
                text!(en: "{number} was given on branch `{branch}` (commit {commit}) and is not here yet; it is not given again", nl: "{number} is gegeven op branch `{branch}` (commit {commit}) en staat hier nog niet; het wordt niet opnieuw gegeven"),
                text!(en: "`git merge {branch}` brings it here", nl: "`git merge {branch}` haalt de factuur hierheen"),
                format!("git merge {branch}"),
            ),
            None => (
                text!(en: "{number} was given here (commit {commit}) and is gone; it is not given again", nl: "{number} is hier gegeven (commit {commit}) en is weg; het wordt niet opnieuw gegeven"),
                text!(en: "`{command}` puts it back", nl: "`{command}` zet de factuur terug"),
                command,
            ),
        };
        let finding = Finding::of("invoice-number-gone", At::file(&FilePath::new(path)), message).about(number).help(help);
        Lost { finding, participant: plain(&once.participant), command }
    });
    changed.chain(gone).collect()
}
