//! Saving: killed at every call that changes the disk, refused at every one, and in every other way that files can stand in the way.

mod faults;
mod obstacles;
mod writers;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use commons::save::{Change, recover, save};
use commons::text::Lang;

use crate::cases::lay;
use crate::program::{Fresh, Ran};
use crate::save::faults::{BROKEN, FULL, How, READ_ONLY};

/// Five files that are saved at once: one changes, one is new in new folders, one goes, one moves, one has the marks of another system.
const CHANGED: &str = "notes/changed.md";
const FILES: [(&str, Bytes, Bytes); 6] = [
    (CHANGED, Some(b"was\n"), Some(b"wordt iets langers\n")),
    ("notes/2026/october/new.md", None, Some(b"nieuw\n")),
    ("notes/gone.md", Some(b"weg\n"), None),
    ("notes/from.md", Some(b"verhuist\n"), None),
    ("notes/to.md", None, Some(b"verhuist\n")),
    ("notes/windows.txt", Some(b"\xef\xbb\xbfeen\r\ntwee"), Some(b"\xef\xbb\xbfeen\r\ndrie")),
];

type Bytes = Option<&'static [u8]>;

/// Every file and folder, with its bytes as they are written in Rust, and its mode.
type Tree = BTreeMap<String, (Option<String>, u32)>;

fn five() -> Vec<Change> {
    let owned = |bytes: Bytes| bytes.map(<[u8]>::to_vec);
    FILES.map(|(path, before, after)| Change { path: path.to_owned(), before: owned(before), after: owned(after) }).to_vec()
}

fn change(path: &str, before: Option<&str>, after: Option<&str>) -> Change {
    let bytes = |text: Option<&str>| text.map(|text| text.as_bytes().to_vec());
    Change { path: path.to_owned(), before: bytes(before), after: bytes(after) }
}

/// A record with the files as they are before.
fn before() -> Fresh {
    let fresh = Fresh::new();
    for (path, bytes, _) in FILES {
        if let Some(bytes) = bytes {
            fresh.write(path, bytes);
        }
    }
    fs::set_permissions(fresh.at(CHANGED), fs::Permissions::from_mode(0o640)).expect("permissions can be set");
    fresh
}

fn tree(root: &Path) -> Tree {
    let entries = walkdir::WalkDir::new(root).min_depth(1).into_iter().map(|entry| entry.expect("a record can be listed"));
    let seen = entries.map(|entry| {
        let path = entry.path().strip_prefix(root).expect("it is below").to_string_lossy().into_owned();
        let bytes = entry.file_type().is_file().then(|| fs::read(entry.path()).expect("a file can be read").escape_ascii().to_string());
        (path, (bytes, entry.metadata().expect("it is there").permissions().mode()))
    });
    seen.collect()
}

/// The record before and after, as it is when nothing goes wrong.
fn sides() -> (Tree, Tree) {
    let fresh = before();
    let old = tree(fresh.path());
    save(fresh.path(), &five()).expect("nothing stands in the way");
    let new = tree(fresh.path());
    for (path, _, after) in FILES {
        assert_eq!(fs::read(fresh.at(path)).ok().as_deref(), after, "{path}");
    }
    assert_eq!(fs::metadata(fresh.at(CHANGED)).expect("it is there").permissions().mode() & 0o7777, 0o640);
    assert_eq!(new.len(), old.len() + 2, "two folders, two files more and two fewer: {new:?}");
    assert!(!new.keys().any(|path| path.contains(".commons")), "{new:?}");
    (old, new)
}

/// This test program again, doing one of the things of [`child`] in a folder.
fn child(root: &Path, does: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("a process knows its program"));
    command.args(["--exact", "save::in_a_process_of_its_own", "--ignored"]).env("COMMONS_SAVE", does).env("COMMONS_SAVE_IN", root);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command
}

#[test]
#[ignore = "the other tests start it"]
fn in_a_process_of_its_own() {
    let (Some(does), Some(root)) = (std::env::var_os("COMMONS_SAVE"), std::env::var_os("COMMONS_SAVE_IN")) else { return };
    let root = Path::new(&root);
    let ended = match does.to_str().expect("tests name what is to be done") {
        "five" => save(root, &five()),
        "recover" => recover(root).map(|_| ()),
        other => writers::count(root, other.parse().expect("it is a number")),
    };
    let code = match ended {
        Ok(()) => 0,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error:#}");
            2
        }
    };
    std::process::exit(code);
}

/// How a process ended: its code, nothing where it was killed, and what it said.
fn run(command: &mut Command) -> (Option<i32>, String) {
    let output = command.output().expect("the program can be started");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// Nothing is whole but the old record and the new one; says which it is.
fn is_new(root: &Path, (old, new): &(Tree, Tree), what: &str) -> bool {
    let now = tree(root);
    assert!(now == *old || now == *new, "{what}: neither the old record nor the new one: {now:#?}");
    now == *new
}

/// Each file is what it was or what it is to be, also while the rest is not finished, and what moves is somewhere.
fn assert_each_whole(root: &Path, what: &str) {
    for (path, before, after) in FILES {
        let now = fs::read(root.join(path)).ok();
        assert!(now.as_deref() == before || now.as_deref() == after, "{what}: {path} is {now:?}");
    }
    assert!(root.join("notes/from.md").exists() || root.join("notes/to.md").exists(), "{what}: what moves is nowhere");
}

/// Every way to be killed: before each call, and halfway each write.
fn deaths(calls: &[(String, String)]) -> Vec<(usize, How<'static>)> {
    let every = (1..=calls.len()).map(|call| (call, How::Kill));
    let halves = calls.iter().enumerate().filter(|(_, (call, _))| call == "write").map(|(at, _)| (at + 1, How::Half));
    every.chain(halves).collect()
}

#[test]
fn killed_at_every_call_the_record_is_the_old_one_or_the_new_one() {
    let sides = sides();
    let fresh = before();
    let calls = faults::calls(&mut child(fresh.path(), "five"), fresh.path());
    let deaths = deaths(&calls);
    let (mut new, mut again) = (0, 0);
    for (number, (call, how)) in deaths.iter().enumerate() {
        let what = format!("{how:?} at call {call}, {:?}", calls[call - 1]);
        let fresh = before();
        let mut command = child(fresh.path(), "five");
        faults::at(&mut command, fresh.path(), *call, *how);
        assert_eq!(run(&mut command), (None, String::new()), "{what}: it was not killed");
        assert_each_whole(fresh.path(), &what);
        if number % 5 == 0 {
            again += killed_while_finishing(fresh.path(), &sides, &what);
        }
        let begun = [".commons/journal", ".commons/journal.new"].map(|path| fresh.at(path).exists());
        let left = FILES.map(|(path, ..)| fs::read(fresh.at(path)).ok());
        let said = recover(fresh.path()).unwrap_or_else(|error| panic!("{what}: {error:#}"));
        let is_new = is_new(fresh.path(), &sides, &what);
        // What had changed no file yet is not done after all; what had begun is finished.
        let untouched = FILES.iter().zip(&left).all(|((_, before, _), now)| now.as_deref() == *before);
        assert!(said.is_some() == (begun[0] || begun[1]) && is_new != untouched, "{what}: {said:?}");
        assert_eq!(recover(fresh.path()).expect("nothing is left"), None, "{what}");
        new += usize::from(is_new);
    }
    println!("killed at {} points of {} calls: {new} new records, {} old ones, 0 lost", deaths.len(), calls.len(), deaths.len() - new);
    println!("killed again at {again} points while that was finished: 0 lost");
    assert!(deaths.len() > 50 && new > 10 && new < deaths.len() - 10 && again > 100, "{calls:#?}");
}

/// Kills the command that finds what was left behind, at every call, each over a copy; returns how often.
fn killed_while_finishing(left: &Path, sides: &(Tree, Tree), what: &str) -> usize {
    let copy = || {
        let fresh = Fresh::empty();
        lay(left, fresh.path());
        fresh
    };
    let check = |fresh: &Fresh| {
        let mut command = fresh.command(&["check"]);
        // Before it changes into its folder, the program is named by the whole path.
        command.args(["-C".as_ref(), fresh.path().as_os_str()]);
        command
    };
    let fresh = copy();
    let calls = {
        let mut command = check(&fresh);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        faults::calls(&mut command, fresh.path())
    };
    is_new(fresh.path(), sides, what);
    let deaths = deaths(&calls);
    for (call, how) in &deaths {
        let what = format!("{what}, then {how:?} at call {call}, {:?}", calls[call - 1]);
        let fresh = copy();
        let mut command = check(&fresh);
        faults::at(&mut command, fresh.path(), *call, *how);
        assert_eq!(run(&mut command).0, None, "{what}: it was not killed");
        assert_each_whole(fresh.path(), &what);
        let ran = fresh.run(&["check"]);
        assert_eq!(ran.code, Some(0), "{what}: {}", ran.said());
        is_new(fresh.path(), sides, &what);
    }
    deaths.len()
}

#[test]
fn refused_at_every_call_everything_is_as_it_was() {
    let sides = sides();
    let fresh = before();
    let calls = faults::calls(&mut child(fresh.path(), "five"), fresh.path());
    let (mut tried, mut done) = (0, 0);
    for call in 1..=calls.len() {
        for how in [How::Once(FULL), How::Once(BROKEN), How::Ever(FULL), How::Ever(BROKEN), How::Ever(READ_ONLY)] {
            let what = format!("{how:?} at call {call}, {:?}", calls[call - 1]);
            let fresh = before();
            let mut command = child(fresh.path(), "five");
            faults::at(&mut command, fresh.path(), call, how);
            let (code, said) = run(&mut command);
            assert_each_whole(fresh.path(), &what);
            let without = |tree: Tree| -> Tree { tree.into_iter().filter(|(path, _)| !path.contains(".commons")).collect() };
            if matches!(how, How::Once(_)) {
                let expected = if code == Some(0) { &sides.1 } else { &sides.0 };
                assert_eq!(&without(tree(fresh.path())), expected, "{what}: {code:?} {said}");
            }
            let there = recover(fresh.path());
            assert!(there.is_ok(), "{what}: {there:?}");
            let is_new = is_new(fresh.path(), &sides, &what);
            match code {
                Some(0) => assert!(is_new && said.is_empty(), "{what}: {said}"),
                Some(2) => {
                    let unsure = said.contains("some files may be changed");
                    assert!(unsure || (!is_new && said.starts_with("nothing was changed")), "{what}: {said}");
                    assert!(!(unsure && matches!(how, How::Once(_))), "{what}: {said}");
                    assert!(["full", "No space", "Input/output", "Read-only"].iter().any(|word| said.contains(word)), "{what}: {said}");
                }
                _ => panic!("{what}: {code:?} {said}"),
            }
            tried += 1;
            done += usize::from(is_new);
        }
    }
    println!("refused {tried} times at {} calls: {done} new records, {} old ones, 0 lost", calls.len(), tried - done);
}

/// What was finished or undone while it could not be written is said, and the code is 2; the record is not read in between.
#[test]
fn what_cannot_be_finished_here_is_said() {
    let sides = sides();
    let fresh = before();
    let calls = faults::calls(&mut child(fresh.path(), "five"), fresh.path());
    let renames: Vec<usize> = (1..=calls.len()).filter(|call| calls[call - 1].0 == "rename").collect();
    for call in [renames[2], renames[3]] {
        let fresh = before();
        let mut command = child(fresh.path(), "five");
        faults::at(&mut command, fresh.path(), call, How::Kill);
        assert_eq!(run(&mut command).0, None);
        let left = tree(fresh.path());
        let mut command = fresh.command(&["check"]);
        command.args(["-C".as_ref(), fresh.path().as_os_str()]);
        faults::at(&mut command, fresh.path(), 1, How::Ever(READ_ONLY));
        let ran = Ran::of(&mut command);
        assert_eq!((ran.code, ran.shown()), (Some(2), ""), "{}", ran.said());
        assert!(ran.said().starts_with("error: an earlier command was broken off while it wrote"), "{}", ran.said());
        assert_eq!(tree(fresh.path()), left);
        let at = fresh.run(&["check", "--at", "HEAD"]);
        assert!(!at.said().contains("broken off"), "a revision is not concerned: {}", at.said());
        let ran = fresh.run(&["check"]);
        assert_eq!(ran.code, Some(0), "{}", ran.said());
        assert!(ran.said().contains("it is finished now: `notes/changed.md`, `notes/2026/october/new.md`"), "{}", ran.said());
        assert!(is_new(fresh.path(), &sides, "finished"));
        assert_eq!(fresh.run(&["check"]).said().lines().count(), ran.said().lines().count() - 1);
    }
}

/// What somebody took back with git stays back, and what they changed since decides where the rest goes.
#[test]
fn what_was_taken_back_is_not_done_again() {
    let fresh = before();
    let calls = faults::calls(&mut child(fresh.path(), "five"), fresh.path());
    let renames: Vec<usize> = (1..=calls.len()).filter(|call| calls[call - 1].0 == "rename").collect();
    let killed = || {
        let fresh = before();
        let mut command = child(fresh.path(), "five");
        faults::at(&mut command, fresh.path(), renames[3], How::Kill);
        assert_eq!(run(&mut command).0, None);
        fresh
    };
    let texts = |fresh: &Fresh| FILES.map(|(path, ..)| fs::read(fresh.at(path)).ok());
    let sides = [FILES.map(|(_, before, _)| before.map(<[u8]>::to_vec)), FILES.map(|(.., after)| after.map(<[u8]>::to_vec))];

    let fresh = killed();
    for (path, bytes, _) in FILES {
        match bytes {
            Some(bytes) => fresh.write(path, bytes),
            None => drop(fs::remove_file(fresh.at(path))),
        }
    }
    let said = recover(fresh.path()).expect("it can be undone").expect("something was");
    assert!(said.get(Lang::En).ends_with("was broken off before it changed anything; give it again"), "{said:?}");
    assert_eq!(texts(&fresh), sides[0]);

    // Written further from what it was, and from what it is to be.
    for (side, text) in [(0, "was\nen nog wat\n"), (1, "wordt iets langers\nen nog wat\n")] {
        let fresh = killed();
        fresh.write(CHANGED, text);
        let said = recover(fresh.path()).expect("it can be gone on with").expect("something was");
        let mut expected = sides[side].clone();
        expected[0] = Some(text.as_bytes().to_vec());
        assert_eq!(texts(&fresh), expected, "{said:?}");
        let names = said.get(Lang::En);
        assert!(names.contains("left as it is: `notes/changed.md`") && names.matches("changed.md").count() == 1, "{names}");
    }
}

/// The disk has everything before it is relied on: what is renamed was synced, and the folders were before the journal goes.
#[test]
fn what_is_renamed_was_synced_and_folders_before_the_end() {
    let fresh = before();
    let calls = faults::calls(&mut child(fresh.path(), "five"), fresh.path());
    let end = calls.iter().rposition(|(call, path)| call == "unlink" && path == ".commons/journal").expect("the journal goes");
    let last =
        |name: &str, from: usize, to: usize, below: &str| calls[from..to].iter().rposition(|(call, path)| call == name && path == below);
    let mut renamed = 0;
    for (at, (call, path)) in calls.iter().enumerate().take(end) {
        if matches!(call.as_str(), "rename" | "mkdir") || (call == "unlink" && !path.contains(".commons")) {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            assert!(last("fsync", at, end, folder).is_some(), "{call} {path}: its folder is not synced after it");
        }
        renamed += usize::from(call == "rename");
    }
    assert_eq!(renamed, 5, "the journal and four files");
    let first = calls.iter().position(|(call, path)| call == "rename" && !path.contains(".commons")).expect("files are renamed");
    for (at, (call, path)) in calls.iter().enumerate() {
        if call == "write" && path.contains("save-") {
            assert!(calls[at..first].contains(&("fsync".to_owned(), path.clone())), "{path} is not synced before the first rename");
        }
    }
    assert!(calls[first..end].iter().all(|(call, _)| call != "write"), "everything is written before the first rename");
}

#[test]
fn recovery_speaks_both_languages_and_git_sees_nothing() {
    let fresh = before();
    let calls = faults::calls(&mut child(fresh.path(), "five"), fresh.path());
    let at = calls.iter().position(|(call, path)| call == "rename" && path == CHANGED).expect("it is renamed");
    let fresh = before();
    let mut command = child(fresh.path(), "five");
    faults::at(&mut command, fresh.path(), at + 2, How::Kill);
    assert_eq!(run(&mut command).0, None);
    let git = Command::new("git").args(["init", "-q"]).current_dir(fresh.path()).status().expect("there is a git");
    assert!(git.success());
    let status = Command::new("git").args(["status", "--porcelain", "-uall"]).current_dir(fresh.path()).output().expect("there is a git");
    assert!(!String::from_utf8_lossy(&status.stdout).contains(".commons/"), "{status:?}");
    let said = recover(fresh.path()).expect("it can be finished").expect("something was");
    assert!(said.get(Lang::Nl).contains("is tijdens het schrijven afgebroken; dat is nu afgemaakt: `notes/changed.md`"), "{said:?}");
    assert!(said.get(Lang::Nl).ends_with("en nog 1"), "{said:?}");
}
