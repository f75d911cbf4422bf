//! Commands as people type them: `in/` laid out in a fresh git repository, the command run, what it says compared.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::cases::{blessing, expect_file, lay, names, records, root};
use crate::commits::git;

/// A command line of a case, run in a folder with nothing of this machine's settings.
pub fn run(folder: &Path, line: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_commons"));
    command.current_dir(folder).env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("LC_ALL", "C").env("TZ", "UTC");
    let mut words = line.split_whitespace().peekable();
    while let Some((name, value)) =
        words.peek().and_then(|word| word.split_once('=')).filter(|(name, _)| name.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
    {
        command.env(name, value);
        words.next();
    }
    let output = command.args(words).output().expect("the program starts");
    let code = output.status.code().map_or_else(|| "a signal".to_owned(), |code| code.to_string());
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let shown = |name: &str, text: &str| if text.is_empty() { String::new() } else { format!("--- {name}\n{text}") };
    let text = format!("$ commons {line}\n{}{}--- exit {code}\n\n", shown("stdout", &out), shown("stderr", &err));
    text.replace(&folder.display().to_string(), "RECORD")
}

/// Each case is a folder with `in/`, the commands to run in `run.txt`, and what they say in `said.txt`.
#[test]
fn commands_say_what_is_expected() {
    let cases = records().join("commands");
    let mut count = 0;
    for name in names(&cases) {
        let case = cases.join(&name);
        let fresh = tempfile::tempdir().expect("a directory can be made");
        let folder = fs::canonicalize(fresh.path()).expect("it is there");
        git(&folder, &["init", "-q"]);
        // A case may have an earlier state, which is committed first.
        for state in ["before", "in"] {
            if case.join(state).is_dir() {
                for entry in names(&folder).into_iter().filter(|entry| entry != ".git") {
                    let path = folder.join(entry);
                    if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.expect("a state can be replaced");
                }
                lay(&case.join(state), &folder);
                git(&folder, &["add", "--all"]);
                git(&folder, &["commit", "-q", "--allow-empty", "-m", state]);
                git(&folder, &["tag", state]);
            }
        }
        let before = crate::cases::files(&folder);
        let lines = fs::read_to_string(case.join("run.txt")).expect("a case says what to run");
        let said: String = lines.lines().filter(|line| !line.is_empty()).map(|line| run(&folder, line)).collect();
        expect_file(&case.join("said.txt"), &said);
        let after = crate::cases::files(&folder);
        let out = case.join("out");
        if out.is_dir() {
            expect_files(&out, &before, &after);
        } else {
            assert!(before == after, "{name}: the commands changed the record");
        }
        count += 1;
    }
    assert!(count >= 6, "only {count} cases");
}

/// What commands wrote: each file that is not as it was stands in `out/`, and of one that is gone there is an empty file with `-gone` behind its name.
fn expect_files(out: &Path, before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>) {
    let mut changed: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let is_record = |path: &&String| !path.starts_with(".git/");
    for path in before.keys().chain(after.keys()).filter(is_record).filter(|path| before.get(*path) != after.get(*path)) {
        match after.get(path) {
            Some(bytes) => changed.insert(path.clone(), bytes.clone()),
            None => changed.insert(format!("{path}-gone"), Vec::new()),
        };
    }
    if blessing() {
        fs::remove_dir_all(out).expect("it is there");
        for (path, bytes) in &changed {
            let path = out.join(path);
            fs::create_dir_all(path.parent().expect("it is in a folder")).expect("folders can be made");
            fs::write(path, bytes).expect("files can be written");
        }
    }
    let text = |files: &BTreeMap<String, Vec<u8>>| {
        files.iter().map(|(path, bytes)| (path.clone(), String::from_utf8_lossy(bytes).into_owned())).collect::<Vec<_>>()
    };
    assert_eq!(text(&changed), text(&crate::cases::files(out)), "{}", out.display());
}

/// Nothing about a record is changed by asking about a revision: not the files, not the index, not a lock.
#[test]
fn a_revision_is_read_without_touching_the_repository() {
    let fresh = tempfile::tempdir().expect("a directory can be made");
    lay(&root().join("examples/wijkwijzer"), fresh.path());
    git(fresh.path(), &["init", "-q"]);
    git(fresh.path(), &["add", "--all"]);
    git(fresh.path(), &["commit", "-q", "-m", "begin"]);
    fs::remove_dir_all(fresh.path().join("participants")).expect("a working tree may be spoilt");
    fs::write(fresh.path().join(".git/index.lock"), "").expect("somebody may be writing");
    let before = crate::cases::files(fresh.path());
    let said = run(fresh.path(), "check --at HEAD --on 2026-10-01 --lang en");
    assert_eq!(said.lines().nth(2), Some("no findings in 99 files"), "{said}");
    assert!(run(fresh.path(), "check --on 2026-10-01 --lang en").contains("--- exit 1"), "the working tree is broken");
    assert!(before == crate::cases::files(fresh.path()), "something was touched");
}
