//! Which files git was told to leave out of the working folder.

use std::path::Path;

use super::run;

/// The paths below a folder that git leaves out of it, though they are part of what is checked out: a sparse checkout.
///
/// None where git cannot be asked: then nothing is known, and whoever reads the folder sees what is there.
pub fn left_out(dir: &Path) -> Vec<String> {
    // Asked at every start, so without a process where nothing was ever left out.
    if !run::git_dir(dir).is_some_and(|git_dir| git_dir.join("info/sparse-checkout").exists()) {
        return Vec::new();
    }
    let Ok(answer) = run::ask(dir, &["ls-files", "-t", "-z"]) else { return Vec::new() };
    let paths = answer.out.split(|byte| *byte == 0).filter_map(|entry| entry.strip_prefix(b"S "));
    let paths = paths.map(|path| String::from_utf8_lossy(path).into_owned());
    paths.filter(|path| dir.join(path).symlink_metadata().is_err()).collect()
}
