//! Every command that reads tells of a past moment what it would have told then, wherever the repository keeps it, and touches nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::cases::root;
use crate::commits::git_on;
use crate::program::{Ran, program};

/// Each command that reads, as it is asked of the example `loketplein`.
const READING: &[&[&str]] = &[
    &["accounts", "--year", "2026"],
    &["actions"],
    &["agenda", "2026-11-26-stuurgroep"],
    &["announce", "--year", "2027"],
    &["budget"],
    &["calendar"],
    &["check"],
    &["check", "--format", "json"],
    &["coverage"],
    &["decisions"],
    &["due"],
    &["export", "json"],
    &["fmt", "--check"],
    &["handover", "treasurer"],
    &["invoice", "--year", "2027", "--dry-run"],
    &["invoice", "--show", "26-00117"],
    &["journal"],
    &["list", "participants"],
    &["minutes", "2026-11-26-stuurgroep"],
    &["newsletter", "--since", "2026-01-01"],
    &["onboard", "almelo"],
    &["payments"],
    &["raci"],
    &["remind"],
    &["report", "--year", "2026", "--for", "almelo"],
    &["rota", "meeting-host"],
    &["show", "almelo"],
    &["status"],
    &["thanks"],
    &["who", "penningmeester"],
    &["without", "almelo"],
];

/// Commands that only write, or read no record; and those that tell of history itself, which are asked elsewhere.
const OTHERS: &[&str] = &[
    "add",
    "assign",
    "completions",
    "diff",
    "explain",
    "forget",
    "help",
    "init",
    "log",
    "pay",
    "rename",
    "retire",
    "schema",
    "set",
    "trend",
];

/// The day on which everything is judged.
const DAY: &str = "2026-11-22";

/// A repository with the example in its folder `dossier`, and after that a commit in which nearly all of it changed.
fn repository(dir: &Path) -> PathBuf {
    let repository = dir.join("r");
    let to = repository.join("dossier");
    let from = root().join("examples/loketplein");
    for entry in walkdir::WalkDir::new(&from) {
        let entry = entry.expect("the example can be listed");
        let to = to.join(entry.path().strip_prefix(&from).expect("it is below"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(&to).expect("folders can be made");
        } else {
            fs::copy(entry.path(), &to).expect("files can be copied");
        }
    }
    git_on("2026-11-20", &repository, &["init", "--quiet", "-b", "main"]);
    git_on("2026-11-20", &repository, &["add", "--all"]);
    git_on("2026-11-20", &repository, &["commit", "--quiet", "-m", "as it was"]);
    repository
}

/// The record as it became: without its roles, and with a file that nobody can read. It still says of everybody who may know them: who
/// may not be named now is not named of then, which `past` looks at.
fn spoil(repository: &Path) {
    let record = repository.join("dossier");
    fs::remove_dir_all(record.join("roles")).expect("the roles can be removed");
    fs::write(record.join("community.toml"), "[[channel\n").expect("the file can be written");
    git_on("2026-11-20", repository, &["add", "--all"]);
    git_on("2026-11-20", repository, &["commit", "--quiet", "-m", "as it became"]);
    // What nobody committed is in no revision.
    fs::write(record.join("commons.toml"), "also broken = [").expect("the file can be written");
}

fn told(folder: &Path, record: Option<&str>, at: Option<&str>, arguments: &[&str]) -> Ran {
    let mut command = program();
    command.current_dir(folder).args(["--on", DAY, "--lang", "nl"]).args(arguments);
    command.args(record.into_iter().flat_map(|record| ["-C", record])).args(at.into_iter().flat_map(|at| ["--at", at]));
    Ran::of(&mut command)
}

/// Every file below a folder, with its bytes and when it was written.
fn state(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, std::time::SystemTime)> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("it can be listed"));
    let files = files.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let written = entry.metadata().expect("it is there").modified().expect("files have a time");
            (entry.path().to_owned(), (fs::read(entry.path()).expect("it can be read"), written))
        })
        .collect()
}

/// The commit stands in what programs read, and the revision in what is to be typed; the rest is the same.
fn without_commit(shown: &str) -> String {
    let shown =
        ["HEAD", "main~1"].iter().fold(shown.to_owned(), |shown, at| shown.replace(&format!("commons check --at {at}"), "commons check"));
    shown.lines().filter(|line| !line.trim_start().starts_with("\"commit\":")).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_command_that_reads_is_asked() {
    let ran = Ran::of(program().arg("--help"));
    let commands = ran.shown().lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    for command in
        commands.filter(|line| line.starts_with("  ") && !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next())
    {
        let reads = READING.iter().any(|asked| asked[0] == command);
        assert!(reads != OTHERS.contains(&command), "`{command}` is to be asked of a past moment, or belongs to the others");
    }
}

#[test]
fn a_past_moment_is_told_as_it_was_then_wherever_it_is_kept() {
    let dir = TempDir::new().expect("a folder can be made");
    let repository = repository(dir.path());
    let then: Vec<Ran> = READING.iter().map(|asked| told(&repository.join("dossier"), None, None, asked)).collect();
    spoil(&repository);
    let bare = dir.path().join("bare.git");
    git_on("2026-11-20", &repository, &["clone", "--quiet", "--bare", ".", &bare.display().to_string()]);
    git_on(
        "2026-11-20",
        &repository,
        &["worktree", "add", "--quiet", "--detach", &dir.path().join("beside").display().to_string(), "HEAD~1"],
    );
    let before = state(dir.path());
    for (asked, then) in READING.iter().zip(&then) {
        assert!(!then.shown().is_empty() || asked[0] == "fmt", "{asked:?} says something: {}", then.said());
        let places = [
            ("in the record's folder", repository.join("dossier"), None),
            ("named from elsewhere", dir.path().to_owned(), Some("r/dossier")),
            ("in a work tree beside it", dir.path().join("beside/dossier"), None),
        ];
        for (place, folder, record) in places {
            let now = told(&folder, record, Some("main~1"), asked);
            assert_eq!(without_commit(now.shown()), without_commit(then.shown()), "{asked:?} {place}: {}", now.said());
            assert_eq!(now.code, then.code, "{asked:?} {place}");
        }
    }
    assert!(state(dir.path()) == before, "nothing in the repository or beside it was touched");
}

#[test]
fn a_bare_repository_tells_of_a_record_at_its_top() {
    let dir = TempDir::new().expect("a folder can be made");
    let repository = repository(dir.path());
    let then: Vec<Ran> = READING.iter().map(|asked| told(&repository.join("dossier"), None, None, asked)).collect();
    // The record moves to the top: a bare repository has no folders to stand in.
    let record: Vec<String> = fs::read_dir(repository.join("dossier"))
        .expect("it can be listed")
        .map(|entry| format!("dossier/{}", entry.expect("it can be listed").file_name().to_string_lossy()))
        .collect();
    let mut moved: Vec<&str> = vec!["mv"];
    moved.extend(record.iter().map(String::as_str));
    moved.push(".");
    git_on("2026-11-20", &repository, &moved);
    git_on("2026-11-20", &repository, &["commit", "--quiet", "-m", "to the top"]);
    let bare = dir.path().join("bare.git");
    git_on(
        "2026-11-20",
        &repository,
        &["clone", "--quiet", "--bare", "--depth", "1", &format!("file://{}", repository.display()), &bare.display().to_string()],
    );
    let before = state(&bare);
    for (asked, then) in READING.iter().zip(&then) {
        let now = told(&bare, None, Some("HEAD"), asked);
        assert_eq!(without_commit(now.shown()), without_commit(then.shown()), "{asked:?}: {}", now.said());
    }
    assert!(state(&bare) == before, "nothing in the repository was touched");
}
