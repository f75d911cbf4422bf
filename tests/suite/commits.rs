//! Git as it is on a machine without settings, by a given author at a given time.

use std::path::Path;
use std::process::{Command, Stdio};

/// Who commits: a name and an address.
pub type Author<'a> = (&'a str, &'a str);

const NOBODY: Author<'_> = ("Toets", "toets@voorbeeld.example");

/// What git says; `when` is a time with its offset.
pub fn git_as(author: Author<'_>, when: &str, folder: &Path, arguments: &[&str]) -> String {
    let mut git = Command::new("git");
    git.env_clear().env("PATH", std::env::var_os("PATH").expect("there is a path")).env("HOME", folder).env("GIT_CONFIG_NOSYSTEM", "1");
    for role in ["AUTHOR", "COMMITTER"] {
        git.env(format!("GIT_{role}_NAME"), author.0).env(format!("GIT_{role}_EMAIL"), author.1);
        git.env(format!("GIT_{role}_DATE"), when);
    }
    git.args(["-c", "protocol.file.allow=always", "-c", "init.defaultBranch=main", "-C"]).arg(folder).args(arguments);
    let output = git.stdin(Stdio::null()).output().expect("git is installed");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// At noon of a day.
pub fn git_on(day: &str, folder: &Path, arguments: &[&str]) -> String {
    git_as(NOBODY, &format!("{day}T12:00:00+0200"), folder, arguments)
}

/// On a day on which nothing depends.
pub fn git(folder: &Path, arguments: &[&str]) -> String {
    git_on("2026-06-01", folder, arguments)
}

/// Everything that is there, at noon of a day.
pub fn commit_on(day: &str, folder: &Path) {
    git_on(day, folder, &["add", "--all"]);
    git_on(day, folder, &["commit", "--quiet", "--allow-empty", "-m", day]);
}

pub fn commit(folder: &Path) {
    commit_on("2026-06-01", folder);
}
