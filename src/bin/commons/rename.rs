//! `commons rename`: another id, in its file and everywhere it is named.

use std::process::ExitCode;

use anyhow::bail;
use commons::record::index::Kinds;
use commons::source::FilePath;
use commons::text;
use commons::writing::place::thing;
use commons::writing::rename::rename;

use crate::complete;
use crate::context::{Context, Opened};
use crate::writing::{Judge, Texts, Writing, edited, text_of};

/// Give a thing another id, in its file and everywhere it is named
#[derive(clap::Args)]
pub struct Rename {
    /// The id that it has; `roles/treasurer` where several things have it
    #[arg(add = complete::ids(Kinds::ACTOR))]
    old: String,
    /// The id that it gets
    new: String,
    #[command(flatten)]
    writing: Writing,
}

/// The first file that cannot be read and in which an id stands as a word of its own.
fn unread_that_names<'a>(opened: &'a Opened, id: &str) -> Option<&'a FilePath> {
    let names = |path: &FilePath| {
        let mut buffer = Vec::new();
        let bytes = opened.source.file(path).and_then(|file| opened.source.read(file, &mut buffer).ok()).unwrap_or_default();
        String::from_utf8_lossy(bytes).split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| word == id)
    };
    opened.record.unread.iter().map(|one| &one.file).find(|path| names(path))
}

impl Rename {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_to_write()?;
        let thing = thing(&opened.record, &opened.source, &self.old)?;
        let renaming = rename(&opened.record, &opened.source, &thing, &self.new)?;
        if let Some((_, id)) = thing.identity(&opened.record)
            && let Some(file) = unread_that_names(&opened, &id)
            && !self.writing.is_forced()
        {
            bail!(
                "`{id}` also stands in {file}, which cannot be read and would keep the old id; mend it first (`commons check`), or leave it with --force"
            );
        }
        let mut texts = Texts::new();
        for (file, edits) in &renaming.edits {
            texts.insert(file.clone(), Some(edited(&opened.source, file, edits)?));
        }
        for (from, to) in &renaming.moved {
            let text = match texts.remove(from).flatten() {
                Some(text) => text,
                None => text_of(&opened.source, from)?,
            };
            texts.insert(from.clone(), None);
            texts.insert(to.clone(), Some(text));
        }
        let named: usize = renaming.edits.values().map(Vec::len).sum();
        let (old, new) = (&self.old, &self.new);
        let what = match named {
            0 => text!(en: "`{old}` becomes `{new}`; nothing else names it", nl: "`{old}` wordt `{new}`; verder wordt het nergens genoemd"),
            1 => text!(en: "`{old}` becomes `{new}`, in 1 place", nl: "`{old}` wordt `{new}`, op 1 plek"),
            _ => text!(en: "`{old}` becomes `{new}`, in {named} places", nl: "`{old}` wordt `{new}`, op {named} plekken"),
        };
        self.writing.carry_out(context, &Judge::of(&opened), &texts, &[what])
    }
}
