//! Which files of a record were named on the command line.

use std::path::Path;

use anyhow::bail;
use commons::source::Source;

/// Files and folders of a record, relative to it; none stands for all.
pub struct Named(Vec<String>);

impl Named {
    pub fn among(source: &Source, asked: &[String]) -> anyhow::Result<Named> {
        asked.iter().map(|path| within(source, path)).collect::<anyhow::Result<Vec<_>>>().map(Named)
    }

    pub fn has(&self, file: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|path| is_below(file, path))
    }
}

/// A path that was asked, relative to the record.
fn within(source: &Source, asked: &str) -> anyhow::Result<String> {
    let plain = asked.trim_start_matches("./").trim_end_matches('/');
    let known = |path: &str| {
        source.files.iter().map(|file| &file.path).chain(source.odd.iter().map(|odd| &odd.path)).any(|file| is_below(file.as_str(), path))
    };
    if let (Ok(path), Ok(root)) = (std::path::absolute(asked), std::path::absolute(&source.root)) {
        let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if let Ok(below) = real(&path).strip_prefix(real(&root)) {
            let below = below.to_string_lossy().replace('\\', "/");
            if known(&below) {
                return Ok(below);
            }
        }
    }
    if known(plain) {
        return Ok(plain.to_owned());
    }
    bail!("`{asked}` is no file or folder of this record")
}

fn is_below(file: &str, folder: &str) -> bool {
    folder.is_empty() || file == folder || file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}
