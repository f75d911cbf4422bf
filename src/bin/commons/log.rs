//! `commons log`: the history of the record in its own terms, the newest first.

use std::path::Path;
use std::process::ExitCode;
use std::thread;

use anyhow::bail;
use chrono::{DateTime, FixedOffset};
use commons::date::Date;
use commons::record::history::History;
use commons::record::load::load;
use commons::reports::log::{self, KINDS, Options, Sought};
use commons::source::git::Commit;
use commons::source::git::walk::{Begin, Walk, every, reaching};
use commons::writing::place::several_things;

use crate::complete;
use crate::context::{Context, Opened, day};
use crate::form::Form;
use crate::past::{self, zone};

/// Tell what changed in the record, the newest first: who joined, which duty changed hands, what it costs whom
///
/// One entry for each commit that changed what the record says, with its day and who made it. What was merged is told when it was merged,
/// for that is when it became so in the record that is shared. Whoever may not be named now is not named of then either.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  commons log --since 2026-01-01
  commons log utrecht
  commons log penningmeester --format md")]
pub struct Log {
    /// Only what is about these, or names them: participants, people, roles, tasks, products, events, contracts, invoices by their number,
    /// also those that are gone or had another id
    #[arg(value_name = "ID", add = complete::ids(KINDS))]
    about: Vec<String>,
    /// Only what was committed on this day or after it
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Date>,
    /// Only what was committed on this day or before it
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Date>,
    /// Every commit, also those of branches that were merged
    #[arg(long)]
    every: bool,
    #[command(flatten)]
    form: Form,
}

impl Log {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        if let (Some(since), Some(until)) = (self.since, self.until)
            && until < since
        {
            bail!("nothing lies between {since} and {until}; give --since a day before that of --until");
        }
        let folder = context.folder()?;
        // The record is read while git tells its history.
        let (opened, walked) = thread::scope(|scope| {
            let reading = scope.spawn(|| present(context));
            let walked = self.walked(context, &folder);
            (reading.join().expect("reading a record does not panic"), walked)
        });
        let (mut opened, (tip, walked)) = (opened?, walked?);
        let head = context.options.at.as_ref().and_then(|_| past::resolve(&folder, "HEAD").ok()).filter(|head| head.id != tip.id);
        let tips: Vec<&Commit> = [&tip].into_iter().chain(&head).collect();
        let (gone, knows_all) = past::unnamed_in(&opened.record, &folder, &tips, &walked);
        opened.record.gone = gone;
        let about = self.about.iter().map(|typed| sought(&opened, typed)).collect::<anyhow::Result<_>>()?;
        let options = Options {
            about,
            since: self.since,
            until: self.until,
            audience: self.form.audience(),
            on: context.options.on,
            zone: zone(&opened.record),
            knows_all,
            readers: self.form.readers(context)?,
        };
        let begun = || log::Log::new(&opened.record, &walked.begin, &options);
        let progress = context.progress(walked.steps.len());
        let history = History::new(&folder, &walked);
        let parts = history.each(begun().order(), &|| progress.tick(), begun, |log, moment| {
            log.add(moment);
            Ok(())
        })?;
        progress.end();
        let mut log = parts.into_iter().reduce(log::Log::then).unwrap_or_else(begun);
        if walked.begin == Begin::Nothing && !log.has_met {
            bail!("the record in {} is in no commit yet, so it has no history; commit it first", folder.display());
        }
        let document = log.document(&walked);
        // Nothing is taken apart again: the process ends here.
        std::mem::forget((log, history));
        match document {
            Ok(document) => self.form.write(document, opened, context),
            Err(unknown) => bail!("{}", never(&opened, &unknown[0])),
        }
    }

    /// The history that is asked for, and the commit that it leads to.
    fn walked(&self, context: &Context, folder: &Path) -> anyhow::Result<(Commit, Walk)> {
        let tip = past::resolve(folder, context.options.at.as_deref().unwrap_or("HEAD"))?;
        let zone = self.since.map(|_| past::zone_now(folder));
        // What is asked by a name that is gone now may have been gone before that day.
        let enough = |time: &DateTime<FixedOffset>| {
            self.since.zip(zone).is_some_and(|(since, zone)| Date(time.with_timezone(&zone).date_naive()) < since)
        };
        let walked = if self.every { every(folder, &tip, enough) } else { reaching(folder, &tip, enough) };
        Ok((tip, walked?))
    }
}

/// The record as it is now, whatever revision is asked about: whom it does not name is not named. In a repository without a work tree
/// it is that of the last commit.
fn present(context: &Context) -> anyhow::Result<Opened> {
    let opened = context.read_history()?;
    let (true, Some(source)) = (opened.source.commit.is_some(), past::present(&opened.source.root)) else { return Ok(opened) };
    let (record, loading) = load(&source, opened.record.on, &|| ());
    Ok(Opened { source, record, loading })
}

/// What was typed, where it is not the name of several things.
fn sought(opened: &Opened, typed: &str) -> anyhow::Result<Sought> {
    let index = &opened.record.index;
    let typed = &commons::record::index::in_folder(typed);
    let meant = index.meant(&commons::record::values::Id::new(typed));
    let several: Vec<String> =
        KINDS.folders().filter(|(kind, _)| meant.has(*kind)).map(|(_, folder)| format!("{folder}/{typed}")).collect();
    if several.len() > 1 && !typed.contains('/') {
        return Err(several_things(typed, &several));
    }
    match index.only_named(typed, KINDS, &opened.record) {
        Err(several) if meant == Default::default() => Err(several_things(typed, &several)),
        _ => Ok(Sought { typed: typed.clone().into_owned() }),
    }
}

fn never(opened: &Opened, typed: &str) -> String {
    match opened.record.index.nearest(typed, KINDS, &opened.record) {
        Some(near) => {
            format!("there is no `{typed}` in this record, and there was none in this part of its history; did you mean `{near}`?")
        }
        None => format!("there is no `{typed}` in this record, and there was none in this part of its history"),
    }
}
