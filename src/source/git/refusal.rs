//! Says why git did not give what was asked, and what to do about it.

use std::path::Path;

use anyhow::{Error, Result, anyhow};
use chrono::NaiveDate;

use super::run;

/// What is wrong with the repository as a whole, where `err` says so.
pub fn of_repository(dir: &Path, err: &str) -> Option<Error> {
    let dir = dir.display();
    if err.contains("dubious ownership") || err.contains("unsafe repository") {
        let named = err.lines().find_map(|line| line.split_once("repository at '")?.1.strip_suffix('\''));
        let at = named.map_or_else(|| dir.to_string(), str::to_owned);
        let quoted = at.replace('\'', r"'\''");
        return Some(anyhow!(
            "git does not read `{at}`, because it belongs to another user; if you trust it, run `git config --global --add safe.directory '{quoted}'`"
        ));
    }
    if err.contains("cannot use bare repository") {
        return Some(anyhow!(
            "git's setting `safe.bareRepository` keeps it from reading `{dir}`; if you trust it, set `GIT_DIR` to that folder"
        ));
    }
    if let Some((_, at)) = err.split_once("not a git repository: ") {
        let at = at.lines().next().unwrap_or_default();
        return Some(anyhow!(
            "the file `.git` of `{dir}` points to `{at}`, which is no git repository here; run `git worktree repair` or clone anew"
        ));
    }
    if err.contains("not a git repository") {
        let alone = std::env::var_os("GIT_DIR").is_some() && std::env::var_os("GIT_WORK_TREE").is_none();
        let hint = if alone {
            "set `GIT_WORK_TREE` beside `GIT_DIR`"
        } else {
            "ask for the record as it is now, or begin its history with `git init`"
        };
        return Some(anyhow!("`{dir}` is not in a git repository, so it has no past revisions; {hint}"));
    }
    err.contains("cannot change to").then(|| anyhow!("cannot enter the folder `{dir}`; give a folder that exists"))
}

/// The name that several branches or tags have, where git says so. `HEAD` is always the one that is meant.
pub fn several(err: &str) -> Option<&str> {
    let name = err.split_once("refname '")?.1.split_once("' is ambiguous")?.0;
    (name != "HEAD" && name != "@").then_some(name)
}

/// Why `rev` is not a commit of this repository.
pub fn unknown_revision(dir: &Path, rev: &str) -> Result<Error> {
    if rev.contains("..") {
        return Ok(anyhow!("`{rev}` is a range of revisions; give one of them"));
    }
    let answer = run::ask(dir, &["rev-parse", "--verify", "--end-of-options", rev])?;
    let id = String::from_utf8_lossy(&answer.out).trim().to_owned();
    if answer.success && !id.starts_with('^') {
        let kind = run::ask(dir, &["cat-file", "-t", &id])?;
        let told = String::from_utf8_lossy(&kind.out).trim().to_owned();
        // A name leads to what was there; who types an id as a whole may have mistyped it.
        if told == "commit" || !kind.success && !rev.eq_ignore_ascii_case(&id) {
            let read = run::ask(dir, &["--no-replace-objects", "cat-file", "commit", &id])?;
            return Ok(of_reading(dir, &id, &read.err));
        }
        if kind.success {
            let kind = told;
            return Ok(anyhow!("`{rev}` is a {kind}, not a commit; give a branch, a tag, a commit or a date"));
        }
    }
    if answer.err.contains("short object ID") {
        return Ok(anyhow!("`{rev}` is the beginning of more than one id; give more of its digits"));
    }
    let names = run::ask(dir, &["for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes"])?;
    let names = String::from_utf8_lossy(&names.out).into_owned();
    if names.is_empty() && !has_commits(dir)? {
        return Ok(anyhow!("the repository has no commits yet, so no revision `{rev}`; commit the record first"));
    }
    let names = format!("HEAD\n{names}");
    let near = nearest(rev, &names);
    let hint = if near.first().is_some_and(|name| is_step_from(rev, name)) {
        format!("the history of `{}` has no such commit; `git log` shows what it has", near[0])
    } else if !near.is_empty() {
        format!("did you mean {}?", near.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or "))
    } else if is_like_a_date(rev) {
        "a date is year, month, day: `2026-01-31`".to_owned()
    } else if let Some(reason) = reason(&answer.err) {
        format!("git says: {reason}")
    } else {
        "give a branch, a tag, a commit or a date such as `2026-01-31`; `git log` shows the commits".to_owned()
    };
    if is_shallow(dir)? {
        return Ok(anyhow!("there is no revision `{rev}` in this shallow clone: {UNSHALLOW}; otherwise: {hint}"));
    }
    Ok(anyhow!("there is no revision `{rev}`; {hint}"))
}

/// Why no commit on the first-parent history, which begins on `first`, is as old as `day`.
pub fn before_history(dir: &Path, day: NaiveDate, first: Option<NaiveDate>, err: &str) -> Result<Error> {
    let Some(first) = first else {
        if err.contains("bad revision 'HEAD'") || err.contains("unknown revision") {
            return Ok(anyhow!("the repository has no commits yet, so none on or before {day}; commit the record first"));
        }
        return Ok(of_reading(dir, "HEAD", err));
    };
    if reason(err).is_some() {
        return Ok(of_reading(dir, "HEAD", err));
    }
    if is_shallow(dir)? {
        return Ok(anyhow!("there is no commit on or before {day} in this shallow clone, which begins on {first}: {UNSHALLOW}"));
    }
    Ok(anyhow!("there is no commit on or before {day}; the first is of {first}: give that day or a later one"))
}

/// Why the objects of a commit could not be read.
pub fn of_reading(dir: &Path, id: &str, err: &str) -> Error {
    if let Some(error) = of_repository(dir, err) {
        return error;
    }
    let missing = err.lines().filter(|line| line.ends_with(" missing")).count();
    let lost = missing > 0
        || [
            "promisor",
            "lazy fetch",
            "unable to read",
            "Could not read",
            "not a tree object",
            "Not a valid object name",
            ": bad file",
            "is corrupt",
        ]
        .iter()
        .any(|sign| err.contains(sign));
    let short = id.get(..12).unwrap_or(id);
    let what = match missing {
        0 => format!("objects of commit `{short}` are"),
        1 => format!("one file of commit `{short}` is"),
        _ => format!("{missing} files of commit `{short}` are"),
    };
    if lost && is_partial(dir) {
        return anyhow!(
            "{what} not in this partial clone, and nothing is fetched unasked; run `git fetch --refetch --no-filter` once to get everything"
        );
    }
    if lost && missing == 0 {
        return anyhow!("{what} missing or damaged; run `git fsck` to see what else is, and clone anew");
    }
    if lost {
        return anyhow!("{what} missing from the repository; run `git fsck` to see what else is, and clone anew");
    }
    let reason = reason(err).unwrap_or("git ended without saying why");
    anyhow!("cannot read commit `{short}`: git says: {reason}; run `git fsck` to see whether the repository is whole")
}

const UNSHALLOW: &str = "run `git fetch --unshallow` to get the rest of the history (in CI set `fetch-depth: 0`, at GitLab `GIT_DEPTH: 0`)";

/// Whether what is worked on stands at a commit, be it one that cannot be read.
pub fn has_commits(dir: &Path) -> Result<bool> {
    Ok(run::ask(dir, &["rev-parse", "--verify", "--quiet", "HEAD"])?.success)
}

pub fn is_shallow(dir: &Path) -> Result<bool> {
    Ok(run::ask(dir, &["rev-parse", "--is-shallow-repository"])?.out.starts_with(b"true"))
}

/// Git marks a partial clone in its settings.
fn is_partial(dir: &Path) -> bool {
    run::ask(dir, &["config", "--get-regexp", r"^(extensions\.partialclone|remote\..*\.promisor)$"]).is_ok_and(|answer| answer.success)
}

/// The last complaint, without the ones that say no more than that there was one.
fn reason(err: &str) -> Option<&str> {
    let mut complaints = err.lines().filter_map(|line| line.strip_prefix("fatal: ").or_else(|| line.strip_prefix("error: ")));
    complaints.rfind(|text| *text != "Needed a single revision")
}

/// At most three names of branches and tags that differ little from `rev`, the nearest first; a branch that only the
/// remote has is as near as its own name.
fn nearest<'a>(rev: &str, names: &'a str) -> Vec<&'a str> {
    let base = rev.split(['~', '^', '@']).next().unwrap_or(rev).to_lowercase();
    let far = base.chars().count() / 3 + 1;
    let distance = |name: &str| strsim::osa_distance(&base, &name.to_lowercase());
    let mut near: Vec<(usize, &str)> = names
        .lines()
        .map(|name| (distance(name).min(name.split_once('/').map_or(usize::MAX, |(_, rest)| distance(rest))), name))
        .filter(|(distance, _)| *distance <= far)
        .collect();
    near.sort_unstable();
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

/// Whether `rev` is `name` and a way back from there, such as `~3`.
fn is_step_from(rev: &str, name: &str) -> bool {
    rev.strip_prefix(name).is_some_and(|way| way.starts_with(['~', '^', '@']))
}

fn is_like_a_date(rev: &str) -> bool {
    rev.len() >= 6
        && rev.bytes().all(|byte| byte.is_ascii_digit() || b"-/.".contains(&byte))
        && rev.bytes().any(|byte| !byte.is_ascii_digit())
}
