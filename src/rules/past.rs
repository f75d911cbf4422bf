//! Rules about what git's history says of a record. Rules read no history: whoever has one asks it, and brings what this makes of the answer.

use crate::answers::issued::{Altered, Given, Once, Twice};
use crate::finding::{At, Class, Finding, Severity};
use crate::record::Record;
use crate::record::values::Id;
use crate::rules::{Check, Rule, is_waived};
use crate::source::FilePath;
use crate::source::git::Elsewhere;
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
            "put the file back as it was issued (git has it); what must be otherwise is credited and invoiced anew. Was it changed before it \
             was sent, say so in a waiver: then what is in the file counts as what was sent",
            "zet het bestand terug zoals het definitief was (git heeft het nog); wat anders moet, wordt gecrediteerd en opnieuw gefactureerd. \
             Is het gewijzigd voordat de factuur is verstuurd, schrijf dat dan in een ontheffing: dan geldt wat in het bestand staat als verstuurd",
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
    Rule {
        name: "invoice-number-elsewhere",
        code: "M44",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "the number of an invoice was given to something else too, on another branch",
            "een factuurnummer is op een andere branch ook aan iets anders gegeven",
        ),
        why: Text::new(
            "where both were sent, two invoices have one number, and nobody can tell which was paid",
            "zijn ze allebei verstuurd, dan hebben twee facturen één nummer, en weet niemand welke er is betaald",
        ),
        fix: Text::new(
            "where the other one was sent too, credit one of the two and invoice it anew before the branches are merged; else let the branch go. \
             Were they merged already, invoice anew what is not in the record, and say in a waiver what became of the other",
            "is de andere ook verstuurd, crediteer dan een van de twee en factureer die opnieuw voordat de branches samengaan; laat anders de \
             branch vervallen. Zijn ze al samengevoegd, factureer dan opnieuw wat niet in het dossier staat, en schrijf in een ontheffing wat er met de andere is gebeurd",
        ),
        check: Check::History,
    },
];

/// What history says of issued invoices, as findings.
pub fn findings(given: &Given, record: &Record) -> Vec<Finding> {
    all(given, record).into_iter().map(|one| one.finding).chain(twice(given, record)).collect()
}

/// The numbers that were given to something else too, but for those of which a waiver says what they are. What is in the record is what was sent.
pub fn given_twice(given: &Given, record: &Record) -> Vec<Finding> {
    twice(given, record).into_iter().filter(|finding| !is_waived(record, finding)).collect()
}

/// An issued invoice that is not what was sent, or is not here: what is asked next would be worked out from what nobody has.
pub struct Lost {
    pub finding: Finding,
    /// Who was to pay it, by its id.
    pub participant: String,
    /// The commit that has it.
    pub commit: String,
    /// What brings it back.
    pub command: String,
    /// It is on another branch or in a stash: of what is here nothing was changed.
    pub is_elsewhere: bool,
}

/// The issued invoices that were changed or are gone, but for those of which a waiver says that what is in the file is what was sent. That
/// a rule is off says nothing of that.
pub fn lost(given: &Given, record: &Record) -> Vec<Lost> {
    let mut all = all(given, record);
    all.retain(|one| !is_waived(record, &one.finding));
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
        let Altered { commit, was, path, .. } = one;
        let message = text!(en: "this was changed since it was issued (commit {commit}); what was sent is credited, not changed", nl: "dit is gewijzigd nadat de factuur definitief was (commit {commit}); wat verstuurd is wordt gecrediteerd, niet gewijzigd");
        let help = text!(en: "`git show {commit}:{was}` says what was sent", nl: "`git show {commit}:{was}` laat zien wat er is verstuurd");
        let file = FilePath::new(path);
        let participant = record.invoices.iter().find(|one| one.file == file).map(|one| plain(one.participant.as_str())).unwrap_or_default();
        let command = restoring(commit, was, path);
        let about = file.stem().to_owned();
        let finding = Finding::of("issued-invoice-changed", At::file(&file), message).about(about).help(help);
        Lost { finding, participant, commit: commit.clone(), command, is_elsewhere: false }
    });
    let gone = given.gone(record).map(|(number, once)| {
        let Once { commit, path, at, place, participant } = once;
        let (message, help, command) = gone(number, commit, place.as_ref(), restoring(commit, at, path));
        let finding = Finding::of("invoice-number-gone", At::file(&FilePath::new(path)), message).about(number).help(help);
        Lost { finding, participant: plain(participant), commit: commit.clone(), command, is_elsewhere: place.is_some() }
    });
    changed.chain(gone).collect()
}

/// What is said of a number that no invoice has, how it comes back, and the command for that.
fn gone(number: &str, commit: &str, place: Option<&Elsewhere>, restoring: String) -> (Text, Text, String) {
    let brought = |command: &str| text!(en: "`{command}` brings it here", nl: "`{command}` haalt de factuur hierheen");
    match place {
        Some(Elsewhere::Branch(branch) | Elsewhere::Ahead(branch)) => {
            let is_behind = matches!(place, Some(Elsewhere::Ahead(_)));
            let command = if is_behind { "git pull".to_owned() } else { format!("git merge {branch}") };
            let message = text!(en: "{number} was given on branch `{branch}` (commit {commit}) and is not here yet; it is not given again", nl: "{number} is gegeven op branch `{branch}` (commit {commit}) en staat hier nog niet; het wordt niet opnieuw gegeven");
            (message, brought(&command), command)
        }
        Some(Elsewhere::Stash(n)) => {
            let command = if *n == 0 { "git stash pop".to_owned() } else { format!("git stash pop stash@{{{n}}}") };
            let message = text!(en: "{number} was given and is in the stash of git (commit {commit}); it is not given again", nl: "{number} is gegeven en staat in de stash van git (commit {commit}); het wordt niet opnieuw gegeven");
            (message, brought(&command), command)
        }
        None => (
            text!(en: "{number} was given here (commit {commit}) and is gone; it is not given again", nl: "{number} is hier gegeven (commit {commit}) en is weg; het wordt niet opnieuw gegeven"),
            text!(en: "`{restoring}` puts it back", nl: "`{restoring}` zet de factuur terug"),
            restoring,
        ),
    }
}

fn twice(given: &Given, record: &Record) -> Vec<Finding> {
    let finding = |one: &Twice| {
        let Twice { number, path, commit, at, participant, place, beside } = one;
        let id = record.organisation(&Id::new(participant)).map_or(participant.as_str(), |known| known.id.as_str());
        let there = match place {
            Some(Elsewhere::Branch(branch) | Elsewhere::Ahead(branch)) => {
                text!(en: "on branch `{branch}` (commit {commit})", nl: "op branch `{branch}` (commit {commit})")
            }
            Some(Elsewhere::Stash(_)) => text!(en: "in the stash of git (commit {commit})", nl: "in de stash van git (commit {commit})"),
            None if beside.is_some() => {
                text!(en: "on a branch that was merged (commit {commit})", nl: "op een samengevoegde branch (commit {commit})")
            }
            None => text!(en: "in commit {commit}", nl: "in commit {commit}"),
        };
        let message = text!(there; en: "{number} was given twice: here, and {there} to `{id}`", nl: "{number} is twee keer gegeven: hier, en {there} aan `{id}`");
        let help = text!(en: "`git show {commit}:{at}` says what has it there; where both were sent, one is credited and invoiced anew", nl: "`git show {commit}:{at}` laat zien wat daar het nummer heeft; zijn ze allebei verstuurd, crediteer er dan een en factureer die opnieuw");
        Finding::of("invoice-number-elsewhere", At::file(&FilePath::new(path)), message).about(number).help(help)
    };
    given.twice.iter().map(finding).collect()
}
