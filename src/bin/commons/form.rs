//! What every report shares: its form, its audience, and those whom an option names.

use std::process::ExitCode;

use anyhow::bail;
use commons::answers::audience::{Audience, Hidden, hidden};
use commons::document::{Block, Document, Readers};
use commons::formats::{self, Format, Style};
use commons::record::index::{Kinds, in_folder};
use commons::record::values::Id;
use commons::record::{Record, Unread};
use commons::reports::changes::{masked, reasons::judged_at};
use commons::source::layout::FileKind;
use commons::text::Lang;
use commons::writing::place::several_things;

use crate::context::{Context, Opened, say};
use crate::past::judging;

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
    /// Pages to print or to send, in a file
    Pdf,
    /// Subject, recipients and plain text, for a message
    Mail,
    /// Comma-separated values
    Csv,
    /// The same for Excel with Dutch settings
    CsvExcel,
    /// For programs
    Json,
    /// Charts alone
    #[value(hide = true)]
    Svg,
    /// An e-invoice
    #[value(hide = true)]
    Ubl,
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

    /// The form that is asked, or that the ending of the file says.
    pub fn format(&self, context: &Context) -> anyhow::Result<Format> {
        let ending =
            context.options.output.as_ref().and_then(|path| path.extension()).map(|ending| ending.to_string_lossy().to_lowercase());
        let of_ending = || {
            Ok(match ending.as_deref() {
                Some("md" | "markdown") => Written::Md,
                Some("html" | "htm") => Written::Html,
                Some("pdf") => Written::Pdf,
                Some("csv") => Written::Csv,
                Some("json") => Written::Json,
                Some("svg") => Written::Svg,
                None | Some("txt" | "text") => Written::Table,
                Some(other) => {
                    bail!("no report is written as `.{other}`: pdf, html, md, csv, json and txt are, or say which with --format")
                }
            })
        };
        Ok(match self.format.map_or_else(of_ending, Ok)? {
            Written::Table => Format::Table,
            Written::Md => Format::Md,
            Written::Html => Format::Html,
            Written::Pdf if context.at_terminal() => bail!("a PDF is not for a terminal; name a file for it: -o FILE.pdf"),
            Written::Pdf => Format::Pdf,
            Written::Mail => Format::Mail,
            Written::Csv => Format::Csv,
            Written::CsvExcel => Format::Excel,
            Written::Json => Format::Json,
            Written::Svg => Format::Svg,
            Written::Ubl => bail!("only an issued invoice is written as `ubl`: `commons invoice --show NUMBER --format ubl`"),
        })
    }

    /// Whether an e-invoice is asked for.
    pub fn is_ubl(&self) -> bool {
        self.format == Some(Written::Ubl)
    }

    /// The same form, as Markdown where nothing says which.
    pub fn or_md(self, context: &Context) -> Form {
        let chosen = self.format.or_else(|| context.ending().is_none().then_some(Written::Md));
        Form { format: chosen, ..self }
    }

    /// Writes a report: for its audience, in its form.
    pub fn write(&self, document: Document, opened: Opened, context: &Context) -> anyhow::Result<ExitCode> {
        let format = self.format(context)?;
        let (document, written) = self.rendered(document, format, &opened, context)?;
        // Nothing is taken apart again: the process ends here.
        std::mem::forget((document, opened));
        context.end(&written)
    }

    /// Whether it is written for a spreadsheet, or whatever takes its rows in.
    pub fn is_sheet(&self, context: &Context) -> anyhow::Result<bool> {
        Ok(matches!(self.format(context)?, Format::Csv | Format::Excel))
    }

    /// Whether people read it, rather than programs or spreadsheets.
    pub fn is_read(&self, context: &Context) -> anyhow::Result<bool> {
        Ok(self.readers(context)? == Readers::People)
    }

    /// For whom it is written.
    pub fn readers(&self, context: &Context) -> anyhow::Result<Readers> {
        Ok(self.format(context)?.readers())
    }

    /// Writes a report with letters in it: as messages each letter stands by itself, with its own recipients.
    pub fn write_letters(&self, whole: Document, letters: Vec<Document>, opened: Opened, context: &Context) -> anyhow::Result<ExitCode> {
        let format = self.format(context)?;
        if format != Format::Mail || letters.is_empty() {
            return self.write(whole, opened, context);
        }
        let mut all: Vec<Vec<u8>> = Vec::new();
        for letter in letters {
            all.push(self.rendered(letter, format, &opened, context)?.1);
        }
        context.end(&all.join(&b"\n==========\n\n"[..]))
    }

    /// Writes a report that names nobody of whom it is not known whether they may be named, so that it can be written of a record of
    /// which a part cannot be read. What `masks` hide is not in it; `mark` stands before it as Markdown.
    pub fn write_masked(
        &self,
        mut document: Document,
        masks: &[Hidden],
        mark: &str,
        opened: &Opened,
        context: &Context,
    ) -> anyhow::Result<()> {
        let format = self.format(context)?;
        document.each_text(&|text| *text = masked(text, masks));
        let (_, mut written) = self.made(document, format, opened, context)?;
        if format == Format::Md {
            written.splice(0..0, mark.bytes());
        }
        context.write(&written)
    }

    fn rendered(&self, document: Document, format: Format, opened: &Opened, context: &Context) -> anyhow::Result<(Document, Vec<u8>)> {
        nameable(&opened.record, self.audience())?;
        self.made(document, format, opened, context)
    }

    fn made(&self, mut document: Document, format: Format, opened: &Opened, context: &Context) -> anyhow::Result<(Document, Vec<u8>)> {
        let record = &opened.record;
        document.unread = record.unread.iter().map(|one| one.file.to_string()).collect();
        document.commit = opened.source.commit.as_ref().map(|commit| commit.id.clone());
        if format == Format::Svg && !document.blocks.iter().any(|block| matches!(block, Block::Charts(_))) {
            bail!("there is no chart in this: `commons trend` draws one where something is known of two periods at least");
        }
        let hidden = hidden(record, self.audience());
        if !hidden.is_empty() {
            document.each_text(&|text| {
                for (lang, words) in [(Lang::En, &mut text.en), (Lang::Nl, &mut text.nl)] {
                    if let Some(masked) = hidden.masked(words, lang) {
                        *words = masked.into();
                    }
                }
            });
        }
        let at = context.options.at.as_deref().or_else(|| Some(opened.source.commit.as_ref()?.id.as_str()));
        if let Some(at) = at {
            document.every_text(&|text| *text = judged_at(text, at));
        }
        warn_of_unread(record, at);
        let style = Style { lang: context.lang(record), width: context.width(), color: context.color() };
        let written = formats::render(&document, format, &style);
        Ok((document, written))
    }
}

/// Refuses where it is not known who may be named.
pub fn nameable(record: &Record, audience: Audience) -> anyhow::Result<()> {
    let people = |kind| matches!(kind, FileKind::Participant | FileKind::People);
    match record.unread.iter().find(|one| people(one.kind)) {
        Some(unread) if audience < Audience::Record => bail!(
            "who may be named is not known, for {} cannot be read; mend it (`commons check`), or ask with --audience record",
            unread.file
        ),
        _ => Ok(()),
    }
}

/// A report over a record of which files cannot be read says so, and goes on with what it has.
pub fn warn_of_unread(record: &Record, at: Option<&str>) {
    let Some(first) = record.unread.first() else { return };
    // Of how many depends on what a command reads, and says nothing to whoever asks.
    let number = match record.unread.len() {
        1 => "1 file".to_owned(),
        number => format!("{number} files"),
    };
    let warning = format!("warning: {number} cannot be read, so this is incomplete; the first is {}: see `commons check`", first.file);
    say(&judging(&warning, at));
}

/// The id that was meant: an id, or exactly the name or title of what it stands for.
pub fn meant(record: &Record, typed: &str, wanted: Kinds) -> anyhow::Result<Id> {
    let id = Id::new(&in_folder(typed));
    if record.index.meant(&id).has(wanted) {
        return Ok(id);
    }
    match record.index.only_named(typed, wanted, record) {
        Ok(Some(id)) => return Ok(id),
        Ok(None) => {}
        Err(several) => return Err(several_things(typed, &several)),
    }
    let kind = wanted.named();
    let kind = kind.get(Lang::En);
    let other = record.index.meant(&id);
    if other != Kinds::default() {
        let other = other.named();
        bail!("`{typed}` is {} in this record, and here {kind} is meant", other.get(Lang::En));
    }
    // What stands in a file that cannot be read may be there all the same. Of a file that is a thing the id is known.
    let people = |one: &&Unread| wanted.has(Kinds::PERSON) && matches!(one.kind, FileKind::Participant | FileKind::People);
    let unread = match record.unread.iter().filter(people).collect::<Vec<_>>().as_slice() {
        [] => String::new(),
        [one] => format!(" (unless it stands in {}, which cannot be read)", one.file),
        [one, rest @ ..] => format!(" (unless it stands in {} or {} other files, which cannot be read)", one.file, rest.len()),
    };
    match record.index.nearest(typed, wanted, record) {
        Some(near) => bail!("there is no `{typed}` in this record{unread}; did you mean `{near}`?"),
        None => bail!("there is no `{typed}` in this record{unread}: {kind} is meant, by its id or its full name"),
    }
}

/// What was meant, as a record names it: with the kind before it only where the id alone would mean several things.
pub fn reference(record: &Record, typed: &str, wanted: Kinds) -> anyhow::Result<Id> {
    let id = meant(record, typed, wanted)?;
    let (plain, _) = record.index.plain(&id);
    let is = record.index.kinds(&plain);
    let several = wanted.folders().filter(|(kind, _)| is.has(*kind));
    let names: Vec<String> = several.map(|(_, folder)| format!("`{folder}/{plain}`")).collect();
    match names.len() {
        0 | 1 => Ok(Id::new(&plain)),
        _ if id.as_str().contains('/') => Ok(id),
        _ => bail!("`{typed}` is several things; name one of them: {}", names.join(" or ")),
    }
}
