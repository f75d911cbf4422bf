//! What a save asks of the disk: what stands where, within the record only, and files that are written whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Component, Path};

use anyhow::bail;

/// What stands at a path.
pub enum Now {
    Absent,
    File(Vec<u8>),
    Folder,
    /// A link, a pipe, a device, a socket.
    Odd,
}

/// What stands at a path; nothing but ordinary files is opened.
pub fn now(path: &Path) -> io::Result<Now> {
    let kind = match path.symlink_metadata() {
        Ok(there) => there.file_type(),
        Err(error) if is_absence(&error) => return Ok(Now::Absent),
        Err(error) => return Err(error),
    };
    if kind.is_dir() {
        return Ok(Now::Folder);
    }
    if kind.is_file() { fs::read(path).map(Now::File) } else { Ok(Now::Odd) }
}

fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Whether a path can only lead to a place below the record that is neither git's nor the journal's own.
pub fn is_below(path: &str) -> bool {
    let own = |part: &str| [".git", super::FOLDER].iter().any(|own| part.eq_ignore_ascii_case(own));
    let mut parts = Path::new(path).components();
    !path.is_empty()
        && !path.contains('\0')
        && parts.all(|part| matches!(part, Component::Normal(name) if name.to_str().is_some_and(|name| !own(name))))
}

/// The path of a file below the record's real folder, with no link in it.
pub fn real(root: &Path, path: &str) -> anyhow::Result<String> {
    let outside = || format!("`{path}` leads out of the record; nothing is written there");
    if !is_below(path) {
        bail!(outside());
    }
    let whole = root.join(path);
    let there = whole.ancestors().find(|above| above.symlink_metadata().is_ok()).unwrap_or(root);
    let Ok(found) = fs::canonicalize(there) else { bail!("`{path}` is a link that leads nowhere; remove it first") };
    let rest = whole.strip_prefix(there).unwrap_or(Path::new(""));
    if !rest.as_os_str().is_empty() && !found.is_dir() {
        bail!("`{path}` needs a folder where there is a file; move that away first");
    }
    // Joining nothing would leave a stroke behind the name.
    let found = if rest.as_os_str().is_empty() { found } else { found.join(rest) };
    let Ok(below) = found.strip_prefix(root) else { bail!(outside()) };
    let parts: Option<Vec<&str>> = below.components().map(|part| part.as_os_str().to_str()).collect();
    match parts.map(|parts| parts.join("/")) {
        Some(below) if is_below(&below) => Ok(below),
        _ => bail!(outside()),
    }
}

/// The folders above a file that are not there yet, outermost first.
pub fn missing_folders(root: &Path, path: &str) -> Vec<String> {
    let ends = path.match_indices('/').map(|(at, _)| &path[..at]);
    ends.filter(|folder| !root.join(folder).is_dir()).map(str::to_owned).collect()
}

/// The mode that a file has and is to keep.
///
/// # Errors
/// Where it may not be written: to put another file in its place would need no permission of its own.
pub fn mode_to_keep(path: &Path) -> io::Result<Option<u32>> {
    let permissions = OpenOptions::new().write(true).open(path)?.metadata()?.permissions();
    if permissions.readonly() {
        return Err(io::Error::other("it is read-only; make it writable first"));
    }
    #[cfg(unix)]
    return Ok(Some(std::os::unix::fs::PermissionsExt::mode(&permissions) & 0o777));
    #[cfg(not(unix))]
    Ok(None)
}

/// Writes a new file to the end, and returns when the disk has it. Nobody may read it who may not read what it replaces.
pub fn write_new(path: &Path, bytes: &[u8], mode: Option<u32>) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode.unwrap_or(0o666));
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    #[cfg(unix)]
    if let Some(mode) = mode {
        // What the process masks from new files is not masked from this one.
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(mode))?;
    }
    file.sync_all()
}

/// Removes a file that may not be there.
pub fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if is_absence(&error) => Ok(()),
        ended => ended,
    }
}

/// Returns when the disk has the names in a folder. A folder that is gone, or a file system that has no such thing, is no error.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        Err(error) if is_absence(&error) || matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        ended => ended,
    }
}
