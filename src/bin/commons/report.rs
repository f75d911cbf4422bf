//! What every report shares: its form, its audience, and those whom an option names.

use std::process::ExitCode;

use anyhow::bail;
use commons::answers::audience::{Audience, hidden, masked};
use commons::document::Document;
use commons::formats::{self, Format, Style};
use commons::record::Record;
use commons::record::index::Kinds;
use commons::record::values::Id;
use commons::text::Lang;

use crate::context::{Context, Opened, say};

/// The options of every report.
#[derive(clap::Args)]
pub struct Form {
    /// How it is written; without it by the ending of the file after -o, else as a table
    #[arg(long, value_enum)]
    format: Option<Written>,
    /// For whom: people who are less visible are left nameless
    #[arg(long, value_enum, default_value_t = For::Participants)]
    audience: For,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Written {
    /// For a terminal
    Table,
    /// Markdown
    Md,
    /// A page that can be pasted into a letter
    Html,
    /// Comma-separated values
    Csv,
    /// The same for Excel with Dutch settings
    CsvExcel,
    /// For programs
    Json,
}

/// For whom something is written.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum For {
    Public,
    Participants,
    Record,
}

impl From<For> for Audience {
    fn from(audience: For) -> Audience {
        match audience {
            For::Public => Audience::Public,
            For::Participants => Audience::Participants,
            For::Record => Audience::Record,
        }
    }
}

impl Form {
    pub fn audience(&self) -> Audience {
        self.audience.into()
    }

    fn format(&self, context: &Context) -> Format {
        let ending =
            context.options.output.as_ref().and_then(|path| path.extension()).map(|ending| ending.to_string_lossy().to_lowercase());
        let chosen = self.format.or(match ending.as_deref() {
            Some("md" | "markdown") => Some(Written::Md),
            Some("html" | "htm") => Some(Written::Html),
            Some("csv") => Some(Written::Csv),
            Some("json") => Some(Written::Json),
            _ => None,
        });
        match chosen.unwrap_or(Written::Table) {
            Written::Table => Format::Table,
            Written::Md => Format::Md,
            Written::Html => Format::Html,
            Written::Csv => Format::Csv,
            Written::CsvExcel => Format::Excel,
            Written::Json => Format::Json,
        }
    }

    /// Writes a report: for its audience, in its form.
    pub fn write(&self, mut document: Document, opened: Opened, context: &Context) -> anyhow::Result<ExitCode> {
        let record = &opened.record;
        document.commit = opened.source.commit.as_ref().map(|commit| commit.id.clone());
        let hidden = hidden(record, self.audience());
        if !hidden.is_empty() {
            document.each_text(&|text| {
                for (lang, words) in [(Lang::En, &mut text.en), (Lang::Nl, &mut text.nl)] {
                    if let Some(masked) = masked(words, &hidden, lang) {
                        *words = masked.into();
                    }
                }
            });
        }
        warn_of_unread(record);
        let style = Style { lang: context.lang(record), width: context.width(), color: context.color() };
        let written = formats::render(&document, self.format(context), &style);
        // Nothing is taken apart again: the process ends here.
        std::mem::forget((document, opened));
        context.end(&written)
    }
}

/// A report over a record of which files cannot be read says so, and goes on with what it has.
fn warn_of_unread(record: &Record) {
    let Some(first) = record.unread.first() else { return };
    let (number, all) = (record.unread.len(), record.files);
    say(&format!(
        "warning: {number} of {all} files cannot be read, so this is not whole; the first is {}: see `commons check`",
        first.file
    ));
}

/// The id that was meant: an id, or exactly the name or title of what it stands for.
pub fn meant(record: &Record, typed: &str, wanted: Kinds) -> anyhow::Result<Id> {
    let id = Id::new(typed);
    if record.index.meant(&id).has(wanted) {
        return Ok(id);
    }
    if let Some(id) = record.index.named(typed, wanted, record) {
        return Ok(id);
    }
    let kind = wanted.named();
    let kind = kind.get(Lang::En);
    let other = record.index.meant(&id);
    if other != Kinds::default() {
        let other = other.named();
        bail!("`{typed}` is {} in this record, and here {kind} is meant", other.get(Lang::En));
    }
    match record.index.nearest(typed, wanted, record) {
        Some(near) => bail!("there is no `{typed}` in this record; did you mean `{near}`?"),
        None => bail!("there is no `{typed}` in this record: {kind} is meant, by its id or its full name"),
    }
}
