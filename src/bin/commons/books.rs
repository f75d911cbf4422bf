//! What commands about money share: the files that are counted, and that none of them may be missing.

use anyhow::bail;
use commons::answers::ledger::unread::unread;
use commons::answers::ledger::years::year_of;
use commons::record::Record;

/// Money is not guessed: refuses while something that is counted cannot be read.
pub fn all_read(record: &Record) -> anyhow::Result<()> {
    let all = unread(record);
    match all.as_slice() {
        [] => Ok(()),
        [one] => bail!("the figures are not known, for {one} cannot be read: see `commons check`"),
        [one, rest @ ..] => bail!("the figures are not known, for {one} and {} more cannot be read: see `commons check`", rest.len()),
    }
}

/// The year that was asked, or that of the day of judgement.
pub fn year(record: &Record, asked: Option<i32>) -> i32 {
    asked.unwrap_or_else(|| year_of(record, record.on))
}

/// Nothing of a year is on record.
pub fn nothing(record: &Record, year: i32) -> anyhow::Error {
    let mut years: Vec<String> = record.budgets.iter().map(|budget| budget.year.to_string()).collect();
    years.sort();
    years.dedup();
    let known = if years.is_empty() {
        "this record has no budget at all".to_owned()
    } else {
        format!("there are budgets for {}", years.join(", "))
    };
    anyhow::anyhow!("nothing of the money of {year} is on record (`finances/{year}/`); {known}")
}
