//! Drafts that are not fit to be sent: what they ask is asked already, or is not what is asked now.

use crate::answers::billed::is_sent;
use crate::answers::contribution::gap::Gap;
use crate::answers::twice::asked_twice;
use crate::record::Record;
use crate::record::finance::Invoice;
use crate::text;
use crate::writing::invoices::issue::Obstacle;
use crate::writing::invoices::plan::plan;
use crate::writing::invoices::update::update;

/// What stands in the way of sending drafts of a year. Lines that people wrote themselves stand as they are: what was made is set against
/// what would be made now.
///
/// # Errors
/// Everything for which it is not known what would be made now.
pub fn unfit(record: &Record, year: i32, chosen: &[&Invoice]) -> Result<Vec<Obstacle>, Vec<Gap>> {
    let mut obstacles = Vec::new();
    if chosen.iter().any(|one| one.line.iter().any(|line| line.basis.is_some())) {
        let plan = plan(record, year, &[])?;
        let update = update(record, year, &plan, &[]);
        for draft in chosen {
            let Some(why) = update.other.get(&draft.file) else { continue };
            let id = &draft.participant;
            let command = Some(format!("commons invoice --year {year} {id}"));
            obstacles.push(Obstacle { file: draft.file.clone(), why: why.clone(), command });
        }
    }
    let is_chosen = |one: &Invoice| chosen.iter().any(|draft| draft.file == one.file);
    for (one, earlier) in asked_twice(record) {
        let is_named = obstacles.iter().any(|obstacle| obstacle.file == one.file);
        if is_named || !is_chosen(one) || !(is_sent(earlier) || is_chosen(earlier)) {
            continue;
        }
        let other = &earlier.file;
        let why = text!(en: "the same is asked in {other}; delete one of the two, or make this one of kind `extra`", nl: "hetzelfde wordt gevraagd in {other}; verwijder een van de twee, of maak van deze een van soort `extra`");
        obstacles.push(Obstacle { file: one.file.clone(), why, command: None });
    }
    Ok(obstacles)
}
