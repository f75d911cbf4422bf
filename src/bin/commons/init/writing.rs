//! Puts a new record into its folder: every file or none, and nothing over what is there.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use commons::beginning::Page;
use commons::date::Date;
use commons::finding::Severity;
use commons::record::load::load;
use commons::record::places::key_of;
use commons::rules::{self, Choice};
use commons::source::directory;

/// The repository that a folder belongs to, or will become.
pub struct Repository {
    pub root: PathBuf,
    /// The way from there to the folder, with `/` between its parts; empty where they are the same.
    pub below: String,
}

/// What was written.
pub struct Written {
    /// Relative to the record; whole where they stand in a repository around it.
    pub paths: Vec<String>,
    /// A page that was there already and was left alone.
    pub kept: Option<String>,
    /// Pages beside the record in whose place another file stands, with its path: what belongs in it is added by hand.
    pub by_hand: Vec<(PathBuf, Page)>,
    /// What an earlier run could not take away again, because it was interrupted.
    pub leftovers: Vec<PathBuf>,
    /// How many warnings the record has.
    pub open: usize,
}

/// The page that a repository often has before it holds a record.
const README: &str = "README.md";

/// Refuses a folder that holds a record, lies in one, or has files that would become part of this one.
pub fn refuse_unless_free(folder: &Path) -> anyhow::Result<()> {
    let shown = folder.display();
    let there = folder.symlink_metadata().is_ok();
    if there && !folder.is_dir() {
        bail!("{shown} is not a folder");
    }
    if folder.join("commons.toml").symlink_metadata().is_ok() {
        bail!("{shown} holds a record already; `commons check` judges it");
    }
    if let Some(outer) = directory::find(&real(folder)?) {
        bail!("{shown} lies in the record {}; a record does not stand in another", outer.display());
    }
    if there {
        let source = directory::open(folder)?;
        let path = source.files.iter().map(|file| &file.path).chain(source.odd.iter().map(|odd| &odd.path)).next();
        if let Some(path) = path {
            bail!("{} would become part of the record; move it away first", folder.join(path.as_str()).display());
        }
    }
    Ok(())
}

/// The repository of a folder; the folder itself where it lies in none.
pub fn repository_of(folder: &Path) -> anyhow::Result<Repository> {
    let folder = real(folder)?;
    let root = folder.ancestors().find(|above| above.join(".git").exists()).unwrap_or(&folder).to_owned();
    let below = folder.strip_prefix(&root).unwrap_or(Path::new("")).to_string_lossy().replace('\\', "/");
    Ok(Repository { root, below })
}

/// A path without links and steps back, also where its last parts do not exist yet.
fn real(folder: &Path) -> anyhow::Result<PathBuf> {
    let whole = std::path::absolute(folder).context("the working directory is gone")?;
    let (mut there, mut rest) = (whole.as_path(), Vec::new());
    loop {
        if let Ok(found) = fs::canonicalize(there) {
            return Ok(rest.iter().rev().fold(found, |path, part| path.join(part)));
        }
        let (Some(above), Some(name)) = (there.parent(), there.file_name()) else { return Ok(whole) };
        rest.push(name);
        there = above;
    }
}

/// Writes the record's pages into its folder and those beside it into the repository: first below a temporary folder, where the
/// record is judged, then each to its place. What fails on the way is undone.
pub fn write(folder: &Path, record: &[Page], repository: &Path, beside: &[Page], on: Date) -> anyhow::Result<Written> {
    let mut written = Written { paths: Vec::new(), kept: None, by_hand: Vec::new(), leftovers: Vec::new(), open: 0 };
    let mut moves: Vec<(PathBuf, &Page)> = Vec::new();
    let inside = record.iter().map(|page| (folder, page, false));
    for (root, page, is_beside) in inside.chain(beside.iter().map(|page| (repository, page, true))) {
        let target = root.join(&page.path);
        match target.symlink_metadata() {
            Err(_) => moves.push((target, page)),
            Ok(_) if page.path == README => written.kept = Some(page.path.clone()),
            // Schemas that somebody wrote before are the same ones.
            Ok(_) if fs::read(&target).is_ok_and(|bytes| bytes == page.text.as_bytes()) => {}
            Ok(_) if is_beside => written.by_hand.push((target, page.clone())),
            Ok(_) => bail!("{} exists already, and nothing is overwritten; move it away first", target.display()),
        }
    }
    // Only with its settings a folder is a record: they come last.
    moves.sort_by_key(|(_, page)| page.path == "commons.toml");

    written.leftovers = remove_leftovers(folder);
    let mut made = Made::default();
    made.folder(folder)?;
    let failed = || format!("cannot write into {}", folder.display());
    // The system's words would name a folder that nobody asked for.
    let plain = |error: std::io::Error| std::io::Error::from(error.kind());
    let stage = tempfile::Builder::new().prefix(".commons-").tempdir_in(folder).map_err(plain).with_context(failed)?;
    // Whoever finds the folder later can tell whose it is by this file, and by its lock whether it is still in use.
    let marker = fs::File::create(stage.path().join(MARKER)).map_err(plain).with_context(failed)?;
    let _ = marker.try_lock();
    let pages = stage.path().join("record");
    let staged = |page: &Page| pages.join(&page.path);
    for page in record.iter().chain(beside) {
        let path = staged(page);
        fs::create_dir_all(path.parent().unwrap_or(stage.path())).map_err(plain).with_context(failed)?;
        let mut file = fs::File::create(&path).map_err(plain).with_context(failed)?;
        std::io::Write::write_all(&mut file, page.text.as_bytes()).and_then(|()| file.sync_all()).map_err(plain).with_context(failed)?;
    }
    judged(&pages, on)?;
    for (target, page) in &moves {
        made.folder(target.parent().unwrap_or(folder))?;
        let from = tempfile::TempPath::try_from_path(staged(page)).with_context(failed)?;
        from.persist_noclobber(target).map_err(|error| plain(error.error)).with_context(|| format!("cannot write {}", target.display()))?;
        made.files.push(target.clone());
    }
    drop((marker, stage));
    written.open = judged(folder, on)?;
    let is_new = |page: &&Page| moves.iter().any(|(_, new)| new.path == page.path);
    written.paths = record.iter().filter(is_new).map(|page| page.path.clone()).collect();
    let around = real(folder)? != repository;
    let outside = |page: &Page| if around { repository.join(&page.path).display().to_string() } else { page.path.clone() };
    written.paths.extend(beside.iter().filter(is_new).map(outside));
    made.keep();
    Ok(written)
}

/// Stands in the temporary folder of a run.
const MARKER: &str = "commons-init";

/// Removes the temporary folders that interrupted runs left here. One without the marker is somebody else's; one that is locked is in use.
fn remove_leftovers(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let left = entries.flatten().filter(|entry| {
        let named = entry.file_name().to_string_lossy().starts_with(".commons-") && entry.file_type().is_ok_and(|kind| kind.is_dir());
        let marker = entry.path().join(MARKER);
        named && marker.symlink_metadata().is_ok_and(|it| it.is_file()) && fs::File::open(marker).is_ok_and(|file| file.try_lock().is_ok())
    });
    let mut removed: Vec<PathBuf> = left.map(|entry| entry.path()).filter(|path| fs::remove_dir_all(path).is_ok()).collect();
    removed.sort();
    removed
}

/// How many warnings a record has; a new one that has errors is a fault of this program, and must not be left behind.
fn judged(folder: &Path, on: Date) -> anyhow::Result<usize> {
    let source = directory::open(folder)?;
    let (record, loading) = load(&source, on, &|| ());
    let found = rules::run(&record, loading, &Choice::default(), &key_of(&source));
    match found.iter().find(|finding| finding.level == Severity::Deny) {
        Some(wrong) => bail!("the new record would not be right, which is a fault of commons: {} in {}", wrong.rule, wrong.at.file),
        None => Ok(found.len()),
    }
}

/// What was made so far; it is removed again unless it is kept.
#[derive(Default)]
struct Made {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Made {
    /// Makes a folder and those above it that are missing.
    fn folder(&mut self, folder: &Path) -> anyhow::Result<()> {
        let missing: Vec<&Path> = folder.ancestors().take_while(|above| !above.as_os_str().is_empty() && !above.is_dir()).collect();
        for path in missing.into_iter().rev() {
            fs::create_dir(path).with_context(|| format!("cannot make the folder {}", path.display()))?;
            self.folders.push(path.to_owned());
        }
        Ok(())
    }

    fn keep(&mut self) {
        self.files.clear();
        self.folders.clear();
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        // Nothing more can be done where this fails: what went wrong before is what is said.
        for file in self.files.drain(..).rev() {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.drain(..).rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}
