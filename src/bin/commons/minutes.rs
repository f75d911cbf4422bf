//! `commons minutes`: minutes to be filled in, and back into the record.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use commons::canonical::canonical;
use commons::date::Date;
use commons::record::index::Kinds;
use commons::reports::minutes::of;
use commons::source::FilePath;
use commons::source::layout::FileKind;
use commons::writing::minutes::read;

use crate::complete;
use crate::context::{Context, day, say};
use crate::meeting::{Rather, meeting};
use crate::report::{Form, OF_EVENTS};
use crate::writing::{Judge, Texts, Writing, edited, text_of};

/// Draft the minutes of a meeting, or take them into the record once they are filled in
#[derive(clap::Args)]
#[command(
    after_help = "What is read back: who was present or excused, decisions and actions, under their headings, in lists or tables, or in lines that
begin with `Besluit:`, `Actie:`, `Decision:` or `Action:`. What is on record already is known again. A line that cannot be understood
is named, and then nothing is written.

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
        let opened = context.open_only(&OF_EVENTS)?;
        let document = of(&opened.record, &meeting(&opened.record, &self.event, self.date, Rather::Past)?, self.form.audience());
        self.form.or_md(context).write(document, opened, context)
    }

    fn taken_over(&self, file: &Path, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_to_write()?;
        let record = &opened.record;
        let meeting = meeting(record, &self.event, self.date, Rather::Past)?;
        let shown = file.display();
        let bytes = std::fs::read(file).with_context(|| format!("cannot read {shown}"))?;
        let Ok(page) = String::from_utf8(bytes) else { bail!("{shown} is no text in UTF-8; save it as Markdown") };
        if page.trim_start().starts_with('<') {
            bail!("{shown} is a page; only Markdown is read back: `commons minutes {} -o minutes.md`", self.event);
        }
        let within = within(&opened.source.root, file);
        let reading = match read(record, &meeting, &page, within.as_deref()) {
            Ok(reading) => reading,
            Err(unclear) => {
                let lang = context.lang(record);
                for one in &unclear {
                    say(&format!("{shown}:{}: {}", one.line, one.why.get(lang)));
                }
                let number = unclear.len();
                let lines = if number == 1 { "a line is" } else { "lines are" };
                bail!("nothing is written, for {lines} not understood; mend what is named above and read the file again");
            }
        };
        let path: FilePath = meeting.event.file.clone();
        let before = text_of(&opened.source, &path)?;
        let after = edited(&opened.source, &path, &reading.edits)?;
        // What had the one form keeps it.
        let kept = canonical(FileKind::Event, &before).as_deref() == Some(before.as_str());
        let after = kept.then(|| canonical(FileKind::Event, &after)).flatten().unwrap_or(after);
        let texts = Texts::from([(path, Some(after))]);
        self.writing.carry_out(context, &Judge::of(&opened), &texts, &reading.said)
    }
}

/// The path of a file within a record; none where it stands elsewhere.
fn within(root: &Path, file: &Path) -> Option<String> {
    let (root, file) = (root.canonicalize().ok()?, file.canonicalize().ok()?);
    let parts: Option<Vec<&str>> = file.strip_prefix(&root).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
    parts.map(|parts| parts.join("/"))
}
