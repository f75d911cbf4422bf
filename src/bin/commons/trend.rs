//! `commons trend`: how the collaboration went on, per month, quarter or year.

use std::cell::Cell;
use std::process::ExitCode;
use std::thread;

use anyhow::{bail, ensure};
use chrono::{DateTime, FixedOffset};
use commons::answers::audience::Audience;
use commons::date::Date;
use commons::record::history::History;
use commons::reports::trend::measures::MEASURES;
use commons::reports::trend::periods::{By, Step, steps};
use commons::reports::trend::{Known, Options, Start, State, asked, measured, trend};
use commons::source::git::walk::{Begin, walk};
use commons::source::git::{self, Commit};
use commons::words;

use crate::context::{Context, Opened, day, say};
use crate::form::Form;
use crate::invoice::past::{noted_of, odd};
use crate::past::zone;

/// Show how the collaboration went on: participants, duties, vacancies, money and hours, per month, quarter or year
#[derive(clap::Args)]
#[command(after_help = "Each period is as it was known at its end, out of git's history, and judged on that day: the figures that other
commands give with --at and --on that day. The running period is as it is today.

As .svg, or with --format svg, it is the charts alone.

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
        let opened = context.open_history()?;
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
        let is_money = asked(&options).any(|one| one.key == "open");
        let lang = context.lang(&opened.record);
        // Git is asked for the past of invoices while it is asked for that of the record.
        let (document, odd) = thread::scope(|scope| {
            let odd = is_money.then(|| scope.spawn(|| odd(&opened, lang)));
            let states = states(context, &opened, steps(by, since, until), &mut options);
            let odd = odd.map(|odd| odd.join().expect("whoever panics ends the program"));
            Ok::<_, anyhow::Error>((trend(&opened.record, &states?, &options), odd.unwrap_or_default()))
        })?;
        let document = noted_of(document, &odd, &self.form, context, lang)?;
        self.form.write(document, opened, context)
    }
}

/// The state at the end of each period: what was known then, judged on that day. A period that is not over on the day of judgement is
/// as the record is that was opened.
fn states(context: &Context, opened: &Opened, steps: Vec<Step>, options: &mut Options) -> anyhow::Result<Vec<State>> {
    let record = &opened.record;
    let (past, running): (Vec<Step>, Vec<Step>) = steps.into_iter().partition(|step| step.period.span.until < record.on);
    let mut all = match tip(context, opened)? {
        _ if past.is_empty() => Vec::new(),
        Some(tip) => known(context, opened, &tip, past, options)?,
        None => {
            options.start = Start::NoHistory;
            let unknown = |step: Step| State { on: step.period.span.until, step, is_running: false, commit: None, known: Known::Nothing };
            past.into_iter().map(unknown).collect()
        }
    };
    for step in running {
        let (on, known) = (record.on, measured(record, &step, options));
        let commit = opened.source.commit.as_ref().map(|commit| commit.id.clone());
        all.push(State { is_running: step.period.span.until > on, step, on, commit, known });
    }
    Ok(all)
}

/// The commit whose history is gone through: what was opened, or where the work tree stands; none where nothing was committed.
///
/// # Errors
/// When there is a history and git cannot read it.
fn tip(context: &Context, opened: &Opened) -> anyhow::Result<Option<Commit>> {
    if let Some(commit) = &opened.source.commit {
        return Ok(Some(commit.clone()));
    }
    let root = &opened.source.root;
    let found = git::resolve(root, "HEAD", zone(&opened.record));
    match found {
        Ok(found) => Ok(Some(found)),
        Err(error) if git::has_commits(root).unwrap_or(false) => Err(error),
        Err(error) => {
            if !context.options.quiet {
                say(&format!("warning: only how it is now is known: {error:#}"));
            }
            Ok(None)
        }
    }
}

/// What was known at the end of each period.
fn known(context: &Context, opened: &Opened, tip: &Commit, past: Vec<Step>, options: &mut Options) -> anyhow::Result<Vec<State>> {
    let (root, zone) = (&opened.source.root, zone(&opened.record));
    let days: Vec<Date> = past.iter().map(|step| step.period.span.until).collect();
    let made = |time: &DateTime<FixedOffset>| Date(time.with_timezone(&zone).date_naive());
    // What is older than the newest commit of the first day is not of interest.
    let reached = Cell::new(false);
    let walk = walk(root, tip, |time| reached.replace(reached.get() || made(time) <= days[0]))?;
    let progress = context.progress(opened.source.files.len() * days.len());
    let history = History::new(root, &walk);
    let mut found: Vec<(Option<String>, Known)> = Vec::new();
    while found.len() < days.len() {
        let gone = history.on_days(&days[found.len()..], zone, |_, then| {
            let period = &past[found.len()];
            found.push(match then {
                Some((commit, state)) => (Some(commit.commit.id.clone()), measured(&state.record, period, options)),
                None => (None, Known::Nothing),
            });
            progress.done(opened.source.files.len());
            Ok(())
        });
        if gone.is_err() {
            found.push((None, Known::Refused));
        }
    }
    progress.end();
    let begins = walk.steps.first().map(|first| made(&first.commit.time)).filter(|begins| *begins > days[0]);
    options.start = match begins {
        None => Start::Earlier,
        Some(begins) if walk.begin == Begin::Cut => Start::Shallow(begins),
        Some(begins) => Start::History(begins),
    };
    let state = |(step, (commit, known)): (Step, _)| State { on: step.period.span.until, step, is_running: false, commit, known };
    Ok(past.into_iter().zip(found).map(state).collect())
}
