//! Rules about what git's history says of a record. Rules read no history: whoever has one asks it, and brings what this makes of the answer.

use crate::answers::issued::Given;
use crate::finding::{At, Class, Finding, Severity};
use crate::record::Record;
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
    let changed = given.changed.iter().map(|one| {
        let (commit, was) = (&one.commit, &one.was);
        let message = text!(en: "this was changed since it was issued (commit {commit}); what was sent is credited, not changed", nl: "dit is gewijzigd nadat de factuur definitief was (commit {commit}); wat verstuurd is wordt gecrediteerd, niet gewijzigd");
        let help = text!(en: "`git show {commit}:./{was}` says what was sent", nl: "`git show {commit}:./{was}` laat zien wat er is verstuurd");
        Finding::of("issued-invoice-changed", At::file(&FilePath::new(&one.path)), message).help(help)
    });
    let gone = given.gone(record).map(|(number, commit, path)| {
        let message = text!(en: "{number} was given here (commit {commit}) and is gone; it is not given again", nl: "{number} is hier gegeven (commit {commit}) en is weg; het wordt niet opnieuw gegeven");
        let help = text!(en: "`git checkout {commit} -- {path}` puts it back", nl: "`git checkout {commit} -- {path}` zet de factuur terug");
        Finding::of("invoice-number-gone", At::file(&FilePath::new(path)), message).about(number).help(help)
    });
    changed.chain(gone).collect()
}
