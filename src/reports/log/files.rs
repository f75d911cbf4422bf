//! What is told of files and folders that cannot be read, or can be again.

use crate::changes::Change;
use crate::changes::files::holds;
use crate::record::Record;
use crate::record::history::Moment;
use crate::reports::changes::still_unread;
use crate::reports::log::Told;
use crate::reports::log::about::of_file;
use crate::source::FilePath;
use crate::source::layout::{FOLDERS, FileKind, KINDS};
use crate::source::past::Exchange;
use crate::text;
use crate::text::Text;

/// Files that changed and could be read neither before nor after.
pub(super) fn unknown<'m>(moment: &'m Moment<'_>) -> impl Iterator<Item = Told> + use<'m> {
    let files = if let Exchange::Files { files, .. } = moment.exchange { files.as_slice() } else { &[] };
    let is_unread = |record: &Record, file: &FilePath| record.unread.iter().any(|one| one.file == *file);
    let unread = files.iter().filter(move |one| is_unread(&moment.before.record, &one.file) && is_unread(&moment.after.record, &one.file));
    unread.map(|one| Told::of_file("file-unreadable", &one.file, still_unread(&one.file)))
}

/// Files that can be read again; what is other in them than when they could be read last is told beside it.
pub(super) fn regained<'m>(moment: &'m Moment<'_>, changes: &'m [Change]) -> impl Iterator<Item = Told> + use<'m> {
    let is_gone = |file: &FilePath| moment.step.changes.iter().any(|one| one.path == file.as_str().as_bytes() && one.after.is_none());
    // What stood in the place of a folder is gone where the folder can be read again.
    let stands = move |file: &FilePath| !is_gone(file) || FOLDERS.contains(&file.as_str()) && holds(&moment.after.record, file);
    // Without its settings a record is not read either: what was not there is back.
    let is_back = |file: &FilePath| moment.step.changes.iter().any(|one| one.path == file.as_str().as_bytes() && one.before.is_none());
    moment.regained.iter().filter(move |file| stands(file)).map(move |file| {
        let differs = changes.iter().any(|change| change.thing.file.is_within(file));
        let (en, nl) = if is_back(file) { ("is back", "is terug") } else { ("can be read again", "is weer te lezen") };
        let sentence = if differs {
            text!(en: "`{file}` {en}", nl: "`{file}` {nl}")
        } else {
            text!(en: "`{file}` {en}, and says the same as before", nl: "`{file}` {nl}; er staat hetzelfde in als daarvoor")
        };
        Told::of_file("file-readable-again", file, sentence)
    })
}

impl Told {
    /// That a file can or cannot be read.
    fn of_file(code: &'static str, file: &FilePath, sentence: Text) -> Told {
        let mention = of_file(file);
        let kind = mention.as_ref().and_then(|one| one.kind).or_else(|| kind_in(file)).unwrap_or(FileKind::Collaboration);
        Told {
            about: file.to_string(),
            file: file.to_string(),
            kind,
            mentions: mention.into_iter().collect(),
            ..Told::aside(code, sentence)
        }
    }
}

/// What stands in a folder of the record.
fn kind_in(folder: &FilePath) -> Option<FileKind> {
    let is_in = |path: &&str| path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
    KINDS.iter().find(|(.., paths)| paths.iter().any(is_in)).map(|(kind, ..)| *kind)
}
