//! What the machine of a pipeline says of itself: where the repository begins, and where a step's summary goes.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use commons::diagnostics::github::LARGEST_PAGE;
use commons::source::{Source, git};

/// The folder of a record below the root of its repository: empty, or with a slash at its end.
///
/// The repository goes before what the pipeline names as its folder, which may hold several repositories side by side;
/// that is for machines which have the files without their history. Outside of both a record is its own root.
pub fn folder(source: &Source) -> String {
    if let Some(commit) = &source.commit {
        return commit.prefix.clone();
    }
    let Ok(record) = source.root.canonicalize() else { return String::new() };
    let named = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"].into_iter().filter_map(|name| {
        let path = PathBuf::from(std::env::var_os(name)?);
        path.is_absolute().then(|| path.canonicalize().ok()).flatten()
    });
    let mut roots = git::toplevel(&source.root).into_iter().chain(named);
    roots.find_map(|root| below(&record, &root)).unwrap_or_default()
}

fn below(record: &Path, root: &Path) -> Option<String> {
    let parts = record.strip_prefix(root).ok()?.components();
    Some(parts.map(|part| format!("{}/", part.as_os_str().to_string_lossy())).collect())
}

/// Adds a page to the summary of this step, where the runner names a file for it. The page is told how much room there is.
pub fn summarize(page: impl Fn(usize) -> Vec<u8>) -> anyhow::Result<()> {
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()).map(PathBuf::from) else { return Ok(()) };
    let failed = || format!("cannot write the summary of this step to {}", path.display());
    let mut file = std::fs::OpenOptions::new().append(true).create(true).open(&path).with_context(failed)?;
    let length = file.metadata().with_context(failed)?.len();
    // What is there already may end in the middle of a line.
    let before = if length > 0 { "\n\n" } else { "" };
    let room = LARGEST_PAGE.saturating_sub(usize::try_from(length).unwrap_or(usize::MAX)).saturating_sub(before.len());
    let page = page(room);
    if page.is_empty() {
        return Ok(());
    }
    file.write_all(&[before.as_bytes(), &page].concat()).with_context(failed)
}
