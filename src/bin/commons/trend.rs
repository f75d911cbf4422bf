//! `commons trend`: how the collaboration went on, per month, quarter or year.

use std::collections::BTreeMap;
use std::process::ExitCode;

use anyhow::{bail, ensure};
use commons::answers::audience::Audience;
use commons::date::Date;
use commons::record::Record;
use commons::record::load::load;
use commons::reports::trend::measures::MEASURES;
use commons::reports::trend::periods::{By, Step, steps};
use commons::reports::trend::{Known, Options, Start, State, asked, measured, trend};
use commons::source::git::{self, Commit, Stands};
use commons::source::revision;
use commons::words;
use rayon::prelude::*;

use crate::context::{Context, Opened, day, say, zone};
use crate::form::Form;

/// Show how the collaboration went on: participants, duties, vacancies, money and hours, per month, quarter or year
#[derive(clap::Args)]
#[command(after_help = "Each period is as it was known at its end, out of git's history, and judged on that day: the figures that other
commands give with --at and --on that day. The running period is as it is today.

With --only: participants, interested, engagement, users, duties, vacancies, backups, hours, open, reserve.

Examples:
  commons trend
  commons trend --by quarter --since 2025-01-01 -o verloop.html
  commons trend --only participants,duties -o verloop.svg")]
pub struct Trend {
    /// Per what
    #[arg(long, value_enum, default_value_t = Per::Month)]
    by: Per,
    /// The first period, as any day in it; without it the last 12 months, 8 quarters or 5 years
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Date>,
    /// The last period, as any day in it; without it the running one
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Date>,
    /// Only these, also where nothing of them is on record
    #[arg(long, value_name = "KEY", value_delimiter = ',', value_parser = key)]
    only: Vec<String>,
    #[command(flatten)]
    form: Form,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Per {
    Month,
    Quarter,
    Year,
}

fn key(typed: &str) -> Result<String, String> {
    let keys = || MEASURES.iter().map(|one| one.key);
    if keys().any(|key| key == typed) {
        return Ok(typed.to_owned());
    }
    Err(match words::nearest(typed, keys()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("what is measured: {}", keys().collect::<Vec<_>>().join(", ")),
    })
}

impl Trend {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open()?;
        let record = &opened.record;
        let by = match self.by {
            Per::Month => By::Month,
            Per::Quarter => By::Quarter,
            Per::Year => By::Year,
        };
        let until = self.until.unwrap_or(record.on).min(record.on);
        let since = self.since.unwrap_or_else(|| by.usual_since(until));
        ensure!(since <= until, "--since {since} is later than {until}, the last day that is shown");
        let mut options = Options { only: self.only, audience: self.form.audience(), ..Options::default() };
        options.files = opened.source.files.iter().map(|file| file.path.to_string()).collect();
        if options.audience == Audience::Public && asked(&options).next().is_none() {
            bail!("who would like to join, hours and money are not for --audience public");
        }
        let states = states(context, &opened, steps(by, since, until), &mut options)?;
        let document = trend(&opened.record, &states, &options);
        self.form.write(document, opened, context)
    }
}

/// The state at the end of each period: what was known then, judged on that day. A period that is not over on the day of judgement is
/// as the record is that was opened.
fn states(context: &Context, opened: &Opened, steps: Vec<Step>, options: &mut Options) -> anyhow::Result<Vec<State>> {
    let record = &opened.record;
    let (past, running): (Vec<Step>, Vec<Step>) = steps.into_iter().partition(|step| step.period.span.until < record.on);
    let days: Vec<Date> = past.iter().map(|step| step.period.span.until).collect();
    let stands = history(context, opened, &days)?;
    options.start = match stands.begins.map(Date) {
        None if stands.commits.is_empty() && !days.is_empty() => Start::NoHistory,
        None => Start::Earlier,
        Some(begins) if stands.is_shallow => Start::Shallow(begins),
        Some(begins) => Start::History(begins),
    };
    let mut known = known(context, opened, &past, &stands, options);
    let mut all: Vec<State> = Vec::new();
    for (n, step) in past.into_iter().enumerate() {
        let commit = stands.commits.get(n).cloned().flatten().map(|commit| commit.id);
        let on = step.period.span.until;
        all.push(State { step, on, is_running: false, commit, known: known.remove(&n).unwrap_or(Known::Nothing) });
    }
    for step in running {
        let (on, known) = (record.on, measured(record, &step, options));
        let commit = opened.source.commit.as_ref().map(|commit| commit.id.clone());
        all.push(State { is_running: step.period.span.until > on, step, on, commit, known });
    }
    Ok(all)
}

/// The commit of each day, on the line that leads to what was opened.
fn history(context: &Context, opened: &Opened, days: &[Date]) -> anyhow::Result<Stands> {
    if days.is_empty() {
        return Ok(Stands::default());
    }
    let (root, zone) = (&opened.source.root, zone(&opened.record));
    let tip = match &opened.source.commit {
        Some(commit) => commit.clone(),
        None => match git::resolve(root, "HEAD", zone) {
            Ok(commit) => commit,
            Err(error) => {
                if !context.options.quiet {
                    say(&format!("warning: only how it is now is known: {error:#}"));
                }
                return Ok(Stands::default());
            }
        },
    };
    git::stands(root, &tip, &days.iter().map(|day| day.0).collect::<Vec<_>>(), zone)
}

/// What was known at the end of each period, by its number. A commit that stands for several is read once.
fn known(context: &Context, opened: &Opened, past: &[Step], stands: &Stands, options: &Options) -> BTreeMap<usize, Known> {
    let mut by_commit: BTreeMap<&str, (&Commit, Vec<usize>)> = BTreeMap::new();
    for (n, commit) in stands.commits.iter().enumerate() {
        if let Some(commit) = commit {
            by_commit.entry(&commit.id).or_insert((commit, Vec::new())).1.push(n);
        }
    }
    let commits: Vec<(&Commit, Vec<usize>)> = by_commit.into_values().collect();
    let progress = context.progress(opened.source.files.len() * commits.len());
    let read = |(commit, periods): &(&Commit, Vec<usize>)| -> Vec<(usize, Known)> {
        let Ok(source) = revision::open(&opened.source.root, (*commit).clone()) else {
            return periods.iter().map(|n| (*n, Known::Refused)).collect();
        };
        let (mut record, _): (Record, _) = load(&source, opened.record.on, &|| progress.tick());
        let judged = |n: &usize| {
            record.on = past[*n].period.span.until;
            (*n, measured(&record, &past[*n], options))
        };
        periods.iter().map(judged).collect()
    };
    let found = commits.par_iter().flat_map_iter(read).collect();
    progress.end();
    found
}
