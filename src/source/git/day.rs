//! Finds the commit that a date stands for.

use std::io::{BufRead, BufReader};
use std::ops::Range;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use chrono::{NaiveDate, TimeZone};
use chrono_tz::Tz;

use super::{refusal, run};

/// The day that `rev` is, where it has the form of one.
pub fn read(rev: &str) -> Result<Option<NaiveDate>> {
    let form =
        rev.len() == 10 && rev.bytes().enumerate().all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    if !form {
        return Ok(None);
    }
    let number = |range: Range<usize>| rev[range].parse::<u32>().expect("these are digits");
    let (year, month) = (i32::try_from(number(0..4)).expect("four digits fit"), number(5..7));
    if let Some(day) = NaiveDate::from_ymd_opt(year, month, number(8..10)) {
        return Ok(Some(day));
    }
    match (1..=31).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day)) {
        Some(last) => bail!("there is no day `{rev}`, nor a branch or tag of that name; the last day of that month is `{last}`"),
        None => bail!("there is no day `{rev}`, nor a branch or tag of that name; a date is year, month, day: `2026-01-31`"),
    }
}

/// The last commit on the first-parent history of `HEAD` whose date in `zone` is `day` or earlier.
pub fn last_commit(dir: &Path, day: NaiveDate, zone: Tz) -> Result<String> {
    let (mut child, list, errors) = run::start(dir, &["rev-list", "--first-parent", "--timestamp", "HEAD", "--"], Stdio::null())?;
    let mut first = None;
    for line in BufReader::new(list).lines() {
        let line = line.context("cannot read the answer of `git rev-list`")?;
        let (seconds, id) = line.split_once(' ').context("cannot understand the answer of `git rev-list`")?;
        let made = seconds.parse().ok().and_then(|seconds| zone.timestamp_opt(seconds, 0).single()).map(|time| time.date_naive());
        if made.is_some_and(|made| made <= day) {
            // The rest of the history is not of interest; a process that has already ended cannot be stopped, and need not.
            let _ = child.kill();
            child.wait().context("cannot wait for `git rev-list`")?;
            return Ok(id.to_owned());
        }
        first = made;
    }
    child.wait().context("cannot wait for `git rev-list`")?;
    Err(refusal::before_history(dir, day, first, &run::finish(errors))?)
}
