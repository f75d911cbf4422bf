//! A record in a directory: walking it and reading its files, and nothing outside it.

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use anyhow::Context;
use walkdir::WalkDir;

use crate::source::layout::{self, FOLDERS, Standing};
use crate::source::{FilePath, LARGEST, Odd, Oddity, Refusal, Source, SourceFile};
use crate::text::Text;

/// Lists the files of a record.
///
/// # Errors
/// When the folder itself cannot be listed.
pub fn open(root: &Path) -> anyhow::Result<Source> {
    let mut source = Source::empty(root);
    let entries = fs::read_dir(root).with_context(|| format!("cannot list the folder {}", root.display()))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot list the folder {}", root.display()))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type().with_context(|| format!("cannot look at {}", entry.path().display()))?;
        if kind.is_dir() && FOLDERS.contains(&name.as_str()) {
            walk(&mut source, root, &name);
        } else if kind.is_dir() {
            if let Some(meant) = layout::meant_folder(&name).filter(|_| holds_toml(&entry.path())) {
                source.odd.push(Odd { path: FilePath::new(&name), what: Oddity::WrongFolder(meant) });
            }
            if let Standing::File(_) = layout::standing(&name) {
                source.odd.push(Odd { path: FilePath::new(&name), what: Oddity::Folder });
            }
        } else if kind.is_symlink() && FOLDERS.contains(&name.as_str()) {
            source.odd.push(Odd { path: FilePath::new(&name), what: linked_folder(root, &entry.path()) });
        } else if FOLDERS.contains(&name.as_str()) {
            source.odd.push(Odd { path: FilePath::new(&name), what: Oddity::NoFolder });
        } else {
            add(&mut source, root, &name, kind);
        }
    }
    source.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    source.odd.sort_unstable();
    Ok(source)
}

/// Walks one folder of the record. A folder with a `commons.toml` of its own is another record and not entered.
fn walk(source: &mut Source, root: &Path, folder: &str) {
    let mut tree = WalkDir::new(root.join(folder)).min_depth(1).into_iter();
    while let Some(entry) = tree.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let at = error.path().map_or_else(|| folder.to_owned(), |path| relative(root, path));
                let words = error.io_error().map_or_else(|| Text::new("the folder leads to itself", "de map verwijst naar zichzelf"), said);
                source.odd.push(Odd { path: FilePath::new(&at), what: Oddity::Unreadable(words) });
                continue;
            }
        };
        let kind = entry.file_type();
        if kind.is_dir() {
            if entry.path().join("commons.toml").exists() {
                tree.skip_current_dir();
            } else if entry.file_name().to_string_lossy().to_lowercase().ends_with(".toml") {
                source.odd.push(Odd { path: FilePath::new(&relative(root, entry.path())), what: Oddity::Folder });
                tree.skip_current_dir();
            }
            continue;
        }
        let path = relative(root, entry.path());
        add(source, root, &path, kind);
    }
}

fn add(source: &mut Source, root: &Path, path: &str, kind: fs::FileType) {
    let found = match layout::standing(path) {
        Standing::File(found) => found,
        Standing::Odd(what) => {
            source.odd.push(Odd { path: FilePath::new(path), what });
            return;
        }
        Standing::Other => {
            if kind.is_symlink() && FOLDERS.iter().any(|folder| path.starts_with(folder)) && root.join(path).is_dir() {
                source.odd.push(Odd { path: FilePath::new(path), what: linked_folder(root, &root.join(path)) });
            }
            return;
        }
    };
    let mut refused = None;
    if kind.is_symlink() {
        refused = match fs::canonicalize(root.join(path)) {
            Ok(target) if is_inside(root, &target) && target.is_file() => None,
            Ok(target) if is_inside(root, &target) && target.is_dir() => {
                source.odd.push(Odd { path: FilePath::new(path), what: Oddity::LinkedFolder });
                return;
            }
            _ => Some(Refusal::OutsideRecord),
        };
    } else if !kind.is_file() {
        source.odd.push(Odd { path: FilePath::new(path), what: Oddity::NoFile });
        return;
    }
    source.files.push(SourceFile { path: FilePath::new(path), kind: found, held: None, refused });
}

fn linked_folder(root: &Path, path: &Path) -> Oddity {
    match fs::canonicalize(path) {
        Ok(target) if is_inside(root, &target) => Oddity::LinkedFolder,
        _ => Oddity::OutsideRecord,
    }
}

fn is_inside(root: &Path, target: &Path) -> bool {
    fs::canonicalize(root).is_ok_and(|root| target.starts_with(root))
}

/// Whether a folder has TOML files directly in it.
fn holds_toml(folder: &Path) -> bool {
    fs::read_dir(folder)
        .is_ok_and(|entries| entries.flatten().take(1000).any(|entry| entry.path().extension().is_some_and(|ending| ending == "toml")))
}

/// A path relative to the record, with `/` between its parts; what is not Unicode shows as replacement characters.
fn relative(root: &Path, path: &Path) -> String {
    // Walking puts what it finds behind the folder that it was given.
    if let (Some(whole), Some(root)) = (path.to_str(), root.to_str())
        && let Some(below) = whole.strip_prefix(root)
        && std::path::MAIN_SEPARATOR == '/'
    {
        return below.trim_start_matches('/').to_owned();
    }
    let path = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { path.into_owned() } else { path.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// Reads a file whole, up to the largest size and one byte more.
pub(super) fn read<'a>(root: &Path, path: &str, buffer: &'a mut Vec<u8>) -> Result<&'a [u8], Refusal> {
    const STEP: usize = 16 * 1024;
    let failed = |error: std::io::Error| Refusal::Failed(said(&error));
    let mut file = fs::File::open(root.join(path)).map_err(failed)?;
    let mut length = 0;
    loop {
        if buffer.len() < length + STEP {
            buffer.resize(length + STEP, 0);
        }
        match file.read(&mut buffer[length..]) {
            Ok(0) => return Ok(&buffer[..length]),
            Ok(read) => length += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(failed(error)),
        }
        if length as u64 > LARGEST {
            buffer.truncate(STEP);
            buffer.shrink_to_fit();
            return Err(Refusal::TooLarge);
        }
    }
}

/// The text of one file of a record, where it is an ordinary file within it.
pub fn text_of(root: &Path, path: &str) -> Option<String> {
    let kind = root.join(path).symlink_metadata().ok()?.file_type();
    let mut source = Source::empty(root);
    add(&mut source, root, path, kind);
    let mut buffer = Vec::new();
    let bytes = source.read(source.files.first()?, &mut buffer).ok()?;
    String::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).to_vec()).ok()
}

/// Why the operating system refused: in both languages where it happens often, else in its own words without its number.
fn said(error: &std::io::Error) -> Text {
    match error.kind() {
        ErrorKind::NotFound => Text::new("it is no longer there", "het is er niet meer"),
        ErrorKind::PermissionDenied => Text::new("permission denied", "geen leesrechten"),
        ErrorKind::IsADirectory => Text::new("it is a folder", "het is een map"),
        _ => {
            let words = error.to_string();
            Text::same(words.split(" (os error").next().unwrap_or(&words).to_lowercase())
        }
    }
}

/// Whether a path stays within the record and exists there.
pub(super) fn exists(root: &Path, path: &str) -> bool {
    let inside = Path::new(path).components().all(|part| !matches!(part, std::path::Component::RootDir | std::path::Component::Prefix(_)));
    inside && fs::canonicalize(root.join(path)).is_ok_and(|target| is_inside(root, &target))
}

/// The nearest folder upwards that holds a `commons.toml`, as far as the root of the git repository.
pub fn find(from: &Path) -> Option<PathBuf> {
    for folder in from.ancestors() {
        if folder.join("commons.toml").is_file() {
            return Some(folder.to_owned());
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}
