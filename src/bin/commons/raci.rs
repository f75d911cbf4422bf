//! `commons raci`: who does what, as a matrix, as what somebody is in, or as an annex to the agreement.

mod set;

use std::process::ExitCode;

use anyhow::bail;
use commons::document::Readers;
use commons::handbook::Area;
use commons::handbook::duties::duty;
use commons::record::Record;
use commons::record::index::Kinds;
use commons::record::values::Id;
use commons::record::work::Task;
use commons::reports::raci::{Annex, Columns, Options, Signatures, raci};
use commons::source::git::{self, Commit, Version};
use commons::text;
use commons::text::Text;
use commons::words;

use crate::complete;
use crate::context::{Context, Opened};
use crate::files;
use crate::form::{Form, meant};

/// Show who does what: tasks against roles, with R, A, C and I in the cells
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Raci {
    #[command(subcommand)]
    change: Option<Change>,
    /// Only this task, or the tasks that cover this duty
    #[arg(long, value_name = "TASK", add = complete::ids(Kinds::TASK))]
    task: Vec<String>,
    /// Only what this role, person, organisation or body is in, and as what
    #[arg(long, value_name = "WHO", conflicts_with_all = ["annex", "people"], add = complete::ids(Kinds::ANYBODY))]
    who: Option<String>,
    /// Only tasks of this area: technical, organisational, financial, community, governance
    #[arg(long, value_name = "AREA", value_parser = area, add = complete::areas())]
    area: Vec<Area>,
    /// The people who hold the roles instead of the roles
    #[arg(long)]
    people: bool,
    /// As an annex to the agreement: parties, date, version, who holds which role
    #[arg(long)]
    annex: bool,
    /// With lines on which the parties sign
    #[arg(long, requires = "annex")]
    signatures: bool,
    #[command(flatten)]
    form: Form,
}

#[derive(clap::Subcommand)]
enum Change {
    Set(set::Set),
}

fn area(typed: &str) -> Result<Area, String> {
    let names = || Area::ALL.into_iter().map(Area::id);
    let folded = words::fold(typed);
    let known =
        Area::ALL.into_iter().find(|area| [area.id(), &area.name().en, &area.name().nl].iter().any(|name| words::fold(name) == folded));
    known.ok_or_else(|| match words::nearest(typed, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the areas are {}", names().collect::<Vec<_>>().join(", ")),
    })
}

impl Raci {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        if let Some(Change::Set(set)) = self.change {
            return set.run(context);
        }
        let opened = context.open_only(&files::ROLES)?;
        let record = &opened.record;
        let mut tasks = Vec::new();
        for typed in &self.task {
            tasks.extend(tasks_named(record, typed)?);
        }
        let annex = match (self.annex, self.signatures) {
            (false, _) => None,
            (true, _) if self.form.format(context)?.readers() != Readers::People => {
                bail!("an annex is a document: write it as html, md or table")
            }
            (true, _) if !record.unread.is_empty() => {
                bail!("an annex must be whole, and {} cannot be read: see `commons check`", record.unread[0].file)
            }
            (true, signed) => {
                Some(Annex { version: version(&opened)?, signatures: if signed { Signatures::With } else { Signatures::Without } })
            }
        };
        let options = Options {
            tasks,
            areas: self.area,
            who: self.who.as_deref().map(|typed| meant(record, typed, Kinds::ANYBODY)).transpose()?,
            columns: if self.people { Columns::People } else { Columns::Roles },
            audience: self.form.audience(),
            readers: self.form.format(context)?.readers(),
            annex,
        };
        let document = raci(record, &options);
        self.form.write(document, opened, context)
    }
}

/// The task of this id or title, and those that cover the duty of this name.
fn tasks_named(record: &Record, typed: &str) -> anyhow::Result<Vec<Id>> {
    let plain = typed.strip_prefix("tasks/").unwrap_or(typed);
    let folded = words::fold(plain);
    let is_meant = |task: &&Task| {
        words::fold(task.id.as_str()) == folded
            || words::fold(&task.title) == folded
            || task.covers.iter().any(|duty| words::fold(duty) == folded)
    };
    let found: Vec<Id> = record.tasks.values().filter(is_meant).map(|task| task.id.clone()).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    if duty(plain).is_some() {
        bail!("no task in this record covers the duty `{plain}`");
    }
    let known = record.tasks.values().flat_map(|task| std::iter::once(task.id.as_str()).chain(task.covers.iter().map(String::as_str)));
    match words::nearest(plain, known) {
        Some(near) => bail!("there is no task `{typed}` in this record; did you mean `{near}`?"),
        None => bail!("there is no task `{typed}` in this record; `commons raci` shows them all"),
    }
}

/// Which version of the record this is, in words.
fn version(opened: &Opened) -> anyhow::Result<Text> {
    let source = &opened.source;
    let named = |commit: &Commit| {
        let id = commit.id.get(..10).unwrap_or(&commit.id).to_owned();
        let name = git::tag(&source.root, &commit.id).map_or_else(|| id.clone(), |tag| format!("{tag} ({id})"));
        let day = commons::date::Date(commit.time.date_naive());
        text!(day; en: "{name} of {day}", nl: "{name} van {day}")
    };
    if let Some(commit) = &source.commit {
        return Ok(named(commit));
    }
    let files: Vec<&str> = source.files.iter().map(|file| file.path.as_str()).collect();
    Ok(match git::version(&source.root, &files)? {
        Version::Committed(commit) => named(&commit),
        Version::Changed(commit) => {
            let commit = named(&commit);
            text!(commit; en: "draft, changed since {commit}", nl: "concept, gewijzigd sinds {commit}")
        }
        Version::Uncommitted => Text::new("draft, not committed yet", "concept, nog niet vastgelegd in git"),
    })
}
