//! The history of a record: a thousand commits of small changes, as people make them, over three years.

use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::generate::Random;

/// The first commit, in seconds since 1970: 1 January 2024, at noon. Between two of them are nineteen hours.
const FIRST: usize = 1_704_110_400;
const APART: usize = 68_400;

/// Puts a record that stands in a folder into git, and commits as many changes to it, all but the first of one to three files. Written
/// without a work tree, and packed as git itself would leave it before long, whatever this user's settings.
pub fn write(dir: &Path, commits: usize, seed: u64) -> Result<()> {
    git(dir, &["init", "-q", "-b", "main"], &[])?;
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(dir).into_iter().filter_entry(|entry| entry.file_name() != ".git") {
        let entry = entry?;
        if entry.path().extension().is_some_and(|ending| ending == "toml") {
            let path = entry.path().strip_prefix(dir)?.display().to_string();
            files.insert(path, fs::read_to_string(entry.path())?);
        }
    }
    let mut stream = Vec::new();
    begin(&mut stream, 0)?;
    for (path, text) in &files {
        put(&mut stream, path, text)?;
    }
    let mut changeable: Vec<(&String, &mut String)> = files.iter_mut().filter(|(path, _)| is_changed(path)).collect();
    for n in 1..commits {
        let mut random = Random::new(seed, 9, n);
        begin(&mut stream, n)?;
        for _ in 0..=random.below(3) {
            let at = random.below(changeable.len());
            let (path, text) = &mut changeable[at];
            **text = changed(path, text, n, &mut random);
            put(&mut stream, path, text)?;
        }
    }
    git(dir, &["fast-import", "--quiet", "--force"], &stream)?;
    git(dir, &["reset", "-q", "--hard", "main"], &[])?;
    git(dir, &["gc", "-q"], &[])
}

fn is_changed(path: &str) -> bool {
    path.split('/').next().is_some_and(|folder| matches!(folder, "participants" | "roles" | "tasks" | "events"))
        || path.ends_with("payments.toml")
}

/// What somebody changes in such a file.
fn changed(path: &str, text: &str, n: usize, random: &mut Random) -> String {
    let exchange = |key: &str, value: String| -> String {
        let is_it = |line: &&str| line.starts_with(&format!("{key} = "));
        match text.lines().find(is_it) {
            Some(line) => text.replacen(line, &format!("{key} = {value}"), 1),
            None => format!("{key} = {value}\n{text}"),
        }
    };
    match (path.split('/').next().unwrap_or_default(), n % 3) {
        ("tasks", 0) => exchange("responsible", format!("[\"{}\"]", crate::parties::position(random.below(40) + 10))),
        ("tasks" | "roles", _) => exchange("hours", (n % 7 + 1).to_string()),
        ("participants", 0) => exchange("inhabitants", (20_000 + n).to_string()),
        ("participants", _) => exchange("phone", format!("\"06 {:08}\"", 10_000_000 + n)),
        ("events", _) => format!("{text}\n[[decision]]\nid = \"besluit-n{n}-{}\"\nwhat = \"{}\"\n", text.len(), random.sentences(1)),
        _ => format!("{text}\n[[payment]]\non = 2026-02-01\namount = {}.00\n", n + 1),
    }
}

fn begin(stream: &mut Vec<u8>, n: usize) -> Result<()> {
    let (time, message) = (FIRST + n * APART, format!("change {n}"));
    writeln!(stream, "commit refs/heads/main\ncommitter bench <bench@wijkwijzer.example> {time} +0100\ndata {}\n{message}", message.len())?;
    Ok(())
}

fn put(stream: &mut Vec<u8>, path: &str, text: &str) -> Result<()> {
    writeln!(stream, "M 100644 inline {path}\ndata {}\n{text}", text.len())?;
    Ok(())
}

/// Runs git with nothing of this user's settings.
pub fn git(dir: &Path, arguments: &[&str], input: &[u8]) -> Result<()> {
    let none = dir.with_extension("config");
    fs::write(&none, "[user]\nname = bench\nemail = bench@wijkwijzer.example\n[gc]\nauto = 0\n[maintenance]\nauto = false\n")?;
    let mut command = Command::new("git");
    command.args(arguments).current_dir(dir).stdin(Stdio::piped());
    command.env("GIT_CONFIG_GLOBAL", &none).env("GIT_CONFIG_NOSYSTEM", "1");
    let mut child = command.spawn().context("cannot start `git`")?;
    child.stdin.take().context("it is piped")?.write_all(input)?;
    ensure!(child.wait()?.success(), "`git {}` failed", arguments.join(" "));
    Ok(())
}
