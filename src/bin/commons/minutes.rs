//! `commons minutes`: minutes to be filled in, and back into the record.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use commons::answers::meetings::{Meeting, State};
use commons::canonical::canonical;
use commons::date::Date;
use commons::edit::Edit;
use commons::record::index::Kinds;
use commons::reports::minutes::{ACTIONS, DECISIONS, EXCUSED, PRESENT, of};
use commons::source::FilePath;
use commons::source::layout::FileKind;
use commons::text;
use commons::text::Lang;
use commons::writing::minutes::{Reading, Refused, read};

use crate::complete;
use crate::context::{Context, day, say};
use crate::files;
use crate::form::Form;
use crate::meeting::{Rather, meeting};
use crate::writing::{Judge, Texts, Writing, edited, text_of};

/// Draft the minutes of a meeting, or take them into the record once they are filled in
#[derive(clap::Args)]
#[command(
    after_help = "What is read back: who was present or excused, decisions and actions, under their headings, in lists or tables, or in lines that
begin with `Besluit:`, `Actie:`, `Decision:` or `Action:`; and what stands behind an item of the agenda that is for decision. What is
on record already is known again, by its id in the form or by its words. Open actions of earlier meetings stand in the form as well: a
day under Klaar closes them where they were agreed. A line that cannot be understood is named, and then nothing is written; what stays
in the minutes alone is named too.

Examples:
  commons minutes 2026-12-10 -o verslag.md
  commons minutes 2026-12-10 --read verslag.md --dry-run
  commons minutes steering-group --format html"
)]
pub struct Minutes {
    /// The meeting: its id, its date, or the body that meets, of which it is the last
    #[arg(add = complete::ids(Kinds::EVENT | Kinds::ROLE))]
    event: String,
    /// Which date of a series
    #[arg(long, value_name = "DATE", value_parser = day)]
    date: Option<Date>,
    /// Take over what this file says
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    read: Option<PathBuf>,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    writing: Writing,
}

impl Minutes {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        if let Some(file) = &self.read {
            return self.taken_over(file, context);
        }
        let opened = context.open_only(&files::EVENTS)?;
        let document = of(&opened.record, &meeting(&opened.record, &self.event, self.date, Rather::Past)?, self.form.audience());
        self.form.or_md(context).write(document, opened, context)
    }

    fn taken_over(&self, file: &Path, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_to_write()?;
        let record = &opened.record;
        let meeting = meeting(record, &self.event, self.date, Rather::Past)?;
        called_off(&meeting, &self.writing, context.lang(record))?;
        let shown = file.display();
        let bytes = std::fs::read(file).with_context(|| format!("cannot read {shown}"))?;
        let Ok(page) = String::from_utf8(bytes) else { bail!("{shown} is no text in UTF-8; save it as Markdown") };
        if page.trim_start().starts_with('<') {
            bail!("{shown} is a page; only Markdown is read back: `commons minutes {} -o minutes.md`", self.event);
        }
        let within = within(&opened.source.root, file);
        let lang = context.lang(record);
        let reading = match read(record, &meeting, &page, within.as_deref()) {
            Ok(reading) => reading,
            Err(Refused::NothingFound) => {
                let [present, excused, decisions, actions] = [PRESENT, EXCUSED, DECISIONS, ACTIONS].map(|title| title.get(lang).to_owned());
                bail!(
                    "nothing in {shown} can be taken over; what is read stands under the headings `{present}`, `{excused}`, `{decisions}` and `{actions}`, or in lines that begin with `Besluit:` or `Actie:`"
                );
            }
            Err(Refused::Unclear(unclear)) => {
                for one in &unclear {
                    say(&format!("{shown}:{}: {}", one.line, one.why.get(lang)));
                }
                let number = unclear.len();
                let lines = if number == 1 { "a line is" } else { "lines are" };
                bail!("nothing is written, for {lines} not understood; mend what is named above and read the file again");
            }
        };
        if !context.options.quiet {
            remarks(&reading, &shown.to_string(), lang);
        }
        let mut texts = Texts::new();
        let mut all: BTreeMap<FilePath, Vec<Edit>> = BTreeMap::from([(meeting.event.file.clone(), reading.edits)]);
        for (path, edit) in reading.earlier {
            all.entry(path).or_default().push(edit);
        }
        for (path, edits) in all {
            let before = text_of(&opened.source, &path)?;
            let after = edited(&opened.source, &path, &edits)?;
            // What had the one form keeps it.
            let kept = canonical(FileKind::Event, &before).as_deref() == Some(before.as_str());
            let after = kept.then(|| canonical(FileKind::Event, &after)).flatten().unwrap_or(after);
            texts.insert(path, Some(after));
        }
        self.writing.carry_out(context, &Judge::of(&opened), &texts, &reading.said)
    }
}

/// Refuses to take over the minutes of a meeting that was cancelled, unless somebody said that it is meant.
fn called_off(meeting: &Meeting<'_>, writing: &Writing, lang: Lang) -> anyhow::Result<()> {
    if meeting.state != State::Cancelled {
        return Ok(());
    }
    let (id, day) = (&meeting.event.id, meeting.on);
    if !writing.yes && !writing.dry_run {
        bail!(
            "`{id}` of {day} was cancelled, so it has no minutes; if it was held all the same, change its status, or read them with --yes"
        );
    }
    let warning = text!(day; en: "warning: by the record this meeting of {day} was cancelled", nl: "let op: volgens het dossier is deze bijeenkomst van {day} geannuleerd");
    say(warning.get(lang));
    Ok(())
}

/// Says what of the page is not taken over, and what of the record is not on the page.
fn remarks(reading: &Reading, shown: &str, lang: Lang) {
    for one in &reading.left {
        say(&format!("{shown}:{}: {}", one.line, one.why.get(lang)));
    }
    for one in &reading.story {
        let (from, to, under) = (one.from, one.to, one.under.as_str());
        let lines = if from == to { from.to_string() } else { format!("{from}-{to}") };
        let why = text!(en: "stays in the minutes alone, under `{under}`; what is to be taken over begins with `Decision:` or `Action:`", nl: "staat alleen in het verslag, onder `{under}`; wat overgenomen moet worden begint met `Besluit:` of `Actie:`");
        say(&format!("{shown}:{lines}: {}", why.get(lang)));
    }
    for what in &reading.missing {
        let said =
            text!(what; en: "on record, and not in these minutes: {what}", nl: "staat wel in het dossier, niet in dit verslag: {what}");
        say(said.get(lang));
    }
}

/// The path of a file within a record; none where it stands elsewhere.
fn within(root: &Path, file: &Path) -> Option<String> {
    let (root, file) = (root.canonicalize().ok()?, file.canonicalize().ok()?);
    let parts: Option<Vec<&str>> = file.strip_prefix(&root).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
    parts.map(|parts| parts.join("/"))
}
