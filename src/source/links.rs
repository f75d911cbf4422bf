//! Where a path leads in a commit, as it would in a folder: links are followed, and none leads out of the record.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

/// The names of a record's folder in a commit.
pub(super) struct Names<'a> {
    /// Of its own files and of what stands beside them. A link may be among them.
    pub is_file: &'a dyn Fn(&str) -> bool,
    /// Whether something stands below a path that ends with `/`.
    pub is_above: &'a dyn Fn(&str) -> bool,
    /// Where each link leads, as it is written.
    pub links: &'a BTreeMap<String, String>,
}

/// What a path leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    File(String),
    Folder,
}

/// A system follows no more links in one path.
const MOST: usize = 40;

impl Names<'_> {
    /// What a path leads to; none where that is nothing, or not in the record.
    pub fn follow(&self, path: &str) -> Option<Place> {
        if path.starts_with('/') {
            return None;
        }
        // Nearly every record is without links.
        if self.links.is_empty() && path.split('/').all(|part| !matches!(part, "" | "." | "..")) {
            return self.place(path);
        }
        let parts = |path: &str| path.split('/').rev().map(str::to_owned).collect::<Vec<String>>();
        let (mut rest, mut at, mut followed) = (parts(path), Vec::new(), 0);
        while let Some(part) = rest.pop() {
            match part.as_str() {
                "" | "." => continue,
                ".." => {
                    at.pop()?;
                    continue;
                }
                _ => at.push(part),
            }
            let here = at.join("/");
            if let Some(to) = self.links.get(&here) {
                followed += 1;
                if followed > MOST || to.starts_with('/') {
                    return None;
                }
                at.pop();
                rest.extend(parts(to));
            } else if !rest.is_empty() && !(self.is_above)(&format!("{here}/")) {
                return None;
            }
        }
        self.place(&at.join("/"))
    }

    /// What stands under a name itself.
    fn place(&self, path: &str) -> Option<Place> {
        if (self.is_file)(path) {
            return Some(Place::File(path.to_owned()));
        }
        (path.is_empty() || (self.is_above)(&format!("{path}/"))).then_some(Place::Folder)
    }
}

/// Whether one of these paths begins so.
pub(super) fn any_below(paths: &BTreeSet<String>, folder: &str) -> bool {
    paths.range::<str, _>((Bound::Included(folder), Bound::Unbounded)).next().is_some_and(|path| path.starts_with(folder))
}

#[cfg(test)]
mod tests {
    use super::{Names, Place, any_below};

    #[test]
    fn links_are_followed_as_a_system_does() {
        let paths = ["a/x.toml", "docs/deep/y.md", "top.txt"].map(str::to_owned).into();
        let to = [
            ("a/near", "x.toml"),
            ("a/up", "../top.txt"),
            ("a/twice", "near"),
            ("a/deep", "../docs/deep"),
            ("a/loop", "loop"),
            ("a/out", "../../elsewhere"),
            ("a/whole", "/etc/passwd"),
            ("a/lost", "none"),
            ("a/through", "deep/y.md"),
            ("a/back", "deep/../deep/./y.md"),
            ("a/below", "x.toml/y"),
        ];
        let links = to.map(|(from, to)| (from.to_owned(), to.to_owned())).into();
        let names = Names {
            is_file: &|path| std::collections::BTreeSet::contains(&paths, path),
            is_above: &|folder| any_below(&paths, folder),
            links: &links,
        };
        let file = |path: &str| Some(Place::File(path.to_owned()));
        for (path, place) in [
            ("a/x.toml", file("a/x.toml")),
            ("./a/x.toml", file("a/x.toml")),
            ("a/near", file("a/x.toml")),
            ("a/up", file("top.txt")),
            ("a/twice", file("a/x.toml")),
            ("a/deep", Some(Place::Folder)),
            ("a/deep/y.md", file("docs/deep/y.md")),
            ("a/through", file("docs/deep/y.md")),
            ("a/back", file("docs/deep/y.md")),
            ("docs", Some(Place::Folder)),
            ("a/loop", None),
            ("a/out", None),
            ("a/whole", None),
            ("a/lost", None),
            ("a/below", None),
            ("..", None),
            ("/a/x.toml", None),
            ("none", None),
        ] {
            assert_eq!(names.follow(path), place, "{path}");
        }
    }
}
