//! What stands in the way of a save: said by name, and nothing has changed.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use commons::save::{Change, recover, save};

use crate::program::Fresh;
use crate::save::{before, change, child, five, run, sides, tree};

/// A save that is refused, what it says, and nothing has changed.
fn refused(root: &Path, changes: &[Change], says: &str) {
    let before = tree(root);
    let said = format!("{:#}", save(root, changes).expect_err("something stands in the way"));
    assert!(said.starts_with("nothing was changed") && said.contains(says), "{said}");
    assert!(!said.contains('\n'), "{said}");
    assert_eq!(tree(root), before, "{said}");
}

/// Five changes of which one is another.
fn but(path: &str, other: Change) -> Vec<Change> {
    let mut changes = five();
    let one = changes.iter_mut().find(|change| change.path == path).expect("it is one of the five");
    *one = other;
    changes
}

#[test]
fn what_somebody_else_did_is_not_overwritten() {
    let fresh = before();
    fresh.write("notes/gone.md", "toch niet");
    refused(fresh.path(), &five(), "`notes/gone.md` was changed by somebody else since it was read");
    let fresh = before();
    fs::remove_file(fresh.at("notes/windows.txt")).expect("it is there");
    refused(fresh.path(), &five(), "`notes/windows.txt` is no longer there");
    let fresh = before();
    fresh.write("notes/to.md", "verhuist\n");
    refused(fresh.path(), &five(), "`notes/to.md` exists by now");
    let fresh = before();
    fs::remove_file(fresh.at("notes/windows.txt")).expect("it is there");
    fs::create_dir(fresh.at("notes/windows.txt")).expect("a folder can be made");
    refused(fresh.path(), &five(), "`notes/windows.txt` is a folder");
    let fresh = before();
    fresh.write("notes/2026", "een bestand");
    refused(fresh.path(), &five(), "`notes/2026/october/new.md` needs a folder where there is a file");
    let fresh = before();
    let pipe = Command::new("mkfifo").arg(fresh.at("notes/to.md")).status().expect("there is a mkfifo");
    assert!(pipe.success());
    refused(fresh.path(), &five(), "`notes/to.md` is no ordinary file");
    // What is read and stays is compared too.
    let fresh = before();
    fresh.write("notes/windows.txt", "anders");
    refused(fresh.path(), &but("notes/windows.txt", change("notes/windows.txt", Some("x"), Some("x"))), "changed by somebody else");
}

/// Somebody who writes while everything is being prepared is not overwritten either.
#[test]
fn what_somebody_else_does_meanwhile_is_not_overwritten() {
    let (mut old, _) = sides();
    old.entry("notes/windows.txt".to_owned()).and_modify(|seen| seen.0 = Some("van een ander".to_owned()));
    let fresh = before();
    let calls = super::faults::calls(&mut child(fresh.path(), "five"), fresh.path());
    let ready = calls.iter().rposition(|(call, path)| call == "fsync" && path.contains("commons-save")).expect("files are prepared");
    for call in (1..=ready + 1).step_by(3) {
        let fresh = before();
        let mut command = child(fresh.path(), "five");
        super::faults::at(&mut command, fresh.path(), call, super::How::Meanwhile(&fresh.at("notes/windows.txt")));
        let (code, said) = run(&mut command);
        assert_eq!(code, Some(2), "at call {call}: {said}");
        assert!(said.starts_with("nothing was changed: `notes/windows.txt` was changed by somebody else"), "at call {call}: {said}");
        assert_eq!(tree(fresh.path()), old, "at call {call}");
    }
}

#[test]
fn nothing_is_written_outside_the_record() {
    let outside = Fresh::empty();
    outside.write("secret", "a");
    let fresh = before();
    fs::create_dir(fresh.at(".git")).expect("a folder can be made");
    fresh.link("notes/out", outside.at("secret"));
    fresh.link("out", outside.path());
    fresh.link("notes/git", "../.git");
    fresh.link("notes/nowhere", "nothing");
    fresh.link("notes/loop", "loop");
    for path in [
        "notes/out",
        "out/secret",
        "out/new",
        "notes/git/config",
        ".git/config",
        ".GIT/x",
        ".commons/journal",
        "../x",
        "notes/../../x",
        "",
        "/x",
        "notes\0",
    ] {
        refused(fresh.path(), &but("notes/gone.md", change(path, Some("a"), Some("b"))), "leads out of the record");
    }
    for path in ["notes/nowhere", "notes/loop"] {
        refused(fresh.path(), &but("notes/gone.md", change(path, None, Some("b"))), "leads nowhere");
    }
    assert_eq!(fs::read(outside.at("secret")).expect("it is there"), b"a");
    assert_eq!(tree(outside.path()).len(), 1);
}

#[test]
fn links_within_the_record_are_written_through() {
    let fresh = before();
    fresh.link("roles/link.toml", "step.toml");
    fresh.link("roles/step.toml", "../notes/gone.md");
    fresh.link("again", "notes");
    save(fresh.path(), &[change("roles/link.toml", Some("weg\n"), Some("terug\n"))]).expect("nothing stands in the way");
    assert_eq!(fs::read(fresh.at("notes/gone.md")).expect("it is there"), b"terug\n");
    assert!(fresh.at("roles/link.toml").is_symlink() && fresh.at("roles/step.toml").is_symlink());
    save(fresh.path(), &[change("again/deep/new", None, Some("x"))]).expect("nothing stands in the way");
    assert_eq!(fs::read(fresh.at("notes/deep/new")).expect("it is there"), b"x");
    refused(fresh.path(), &[change("roles/link.toml", Some("terug\n"), None)], "is a link to `notes/gone.md`");
    let twice = [change("roles/link.toml", Some("terug\n"), Some("x")), change("again/gone.md", Some("terug\n"), Some("y"))];
    refused(fresh.path(), &twice, "would be written twice");
    // The record itself may be reached by a link.
    let other = Fresh::empty();
    other.link("record", fresh.path());
    save(&other.at("record"), &[change("again/deep/new", Some("x"), Some("y"))]).expect("nothing stands in the way");
    assert_eq!(fs::read(fresh.at("notes/deep/new")).expect("it is there"), b"y");
}

#[test]
fn a_read_only_file_stays_as_it_is() {
    let fresh = before();
    fs::set_permissions(fresh.at("notes/windows.txt"), fs::Permissions::from_mode(0o444)).expect("permissions can be set");
    refused(fresh.path(), &five(), "`notes/windows.txt` may not be written");
}

#[test]
fn the_folder_of_the_lock_may_be_something_else() {
    let outside = Fresh::empty();
    outside.write("lock", "");
    let fresh = before();
    fresh.link(".commons", outside.path());
    assert_eq!(recover(fresh.path()).expect("that is no folder of ours"), None);
    refused(fresh.path(), &five(), "`.commons` is no folder");
    fs::remove_file(fresh.at(".commons")).expect("it is there");
    fresh.write(".commons/own", "van iemand");
    assert_eq!(recover(fresh.path()).expect("nothing was begun"), None);
    save(fresh.path(), &five()).expect("nothing stands in the way");
    assert_eq!(crate::cases::names(&fresh.at(".commons")), ["own"]);
    fresh.link(".commons/lock", outside.at("lock"));
    refused(fresh.path(), &[change("new", None, Some("x"))], "`.commons/lock` is no ordinary file");
    assert_eq!(fs::read(outside.at("lock")).expect("it is there"), b"");
}

/// A record from elsewhere may bring a journal; it reaches nothing that no command would write.
#[test]
fn a_journal_from_elsewhere_does_no_harm() {
    let outside = Fresh::empty();
    outside.write("secret", "a");
    let out = outside.at("secret").display().to_string();
    let up = format!("../{}/secret", outside.path().file_name().expect("it has a name").display());
    let file = |path: &str, before: &str| format!("{{\"path\":{path:?},\"before\":{before},\"after\":1,\"mode\":511}}");
    let journal = |files: &str, folders: &str, rest: &str| {
        format!("{{\"schema\":\"commons-journal/1\",\"command\":\"x\",\"folders\":[{folders}],\"files\":[{files}]}}\n{rest}")
    };
    let mut journals = vec![String::new(), "{}\n".to_owned(), "\u{0}".to_owned(), journal(&file("a", "1"), "", "x")];
    journals.push(journal(&file("a", "18446744073709551615"), "", "x"));
    journals.push(journal(&file("notes/x", "null"), "", "x").replace("journal/1", "journal/2"));
    for path in [&out, &up, "out/secret", ".git/hooks/pre-commit", "notes/git/config", "notes/../../x", "", "a\0"] {
        journals.push(journal(&file(path, "1"), "", "ab"));
        journals.push(journal(&file(path, "null"), "", "b"));
        journals.push(journal(&file("notes/x", "null"), &format!("{path:?}"), "b"));
    }
    for bytes in journals {
        let fresh = before();
        fs::create_dir_all(fresh.at(".git/hooks")).expect("a folder can be made");
        fresh.link("out", outside.path());
        fresh.link("notes/git", "../.git");
        fresh.write(".commons/journal", &bytes);
        let before = tree(fresh.path());
        let ran = fresh.run(&["check"]);
        assert_eq!(ran.code, Some(2), "{bytes}: {}", ran.said());
        assert!(ran.said().contains("remove the folder"), "{bytes}: {}", ran.said());
        let mut now = tree(fresh.path());
        now.retain(|path, _| !path.starts_with(".commons/"));
        assert!(now.iter().all(|(path, seen)| before.get(path) == Some(seen)), "{bytes}");
    }
    assert_eq!(tree(outside.path()).len(), 1);
    assert_eq!(fs::read(outside.at("secret")).expect("it is there"), b"a");
}

/// What somebody changed after a command was killed is theirs.
#[test]
fn what_was_changed_after_a_kill_is_left_alone() {
    let (_, new) = sides();
    let fresh = before();
    let calls = super::faults::calls(&mut child(fresh.path(), "five"), fresh.path());
    let at = calls.iter().position(|(call, path)| call == "rename" && path == "notes/to.md").expect("it is renamed") + 1;
    let fresh = before();
    let mut command = child(fresh.path(), "five");
    super::faults::at(&mut command, fresh.path(), at, super::How::Kill);
    assert_eq!(run(&mut command).0, None);
    fresh.write("notes/windows.txt", "van een ander");
    fs::remove_file(fresh.at("notes/from.md")).expect("it is there");
    fs::create_dir(fresh.at("notes/from.md")).expect("a folder can be made");
    let said = recover(fresh.path()).expect("the rest can be finished").expect("something was");
    assert!(said.en.ends_with("changed by somebody else since, and left as it is: `notes/from.md` and `notes/windows.txt`"), "{said:?}");
    assert!(said.nl.ends_with("sindsdien door iemand anders gewijzigd en zo gelaten: `notes/from.md` en `notes/windows.txt`"), "{said:?}");
    let now = tree(fresh.path());
    assert_eq!(now["notes/windows.txt"].0.as_deref(), Some("van een ander"));
    for (path, seen) in &new {
        assert!(path == "notes/windows.txt" || now.get(path) == Some(seen), "{path}");
    }
    assert_eq!(now.len(), new.len() + 1);
}

/// Runs as somebody who may not write everywhere, also where the tests are run by the superuser.
fn as_nobody(command: Command, program: &Path, root: &Path) -> Command {
    const NOBODY: u32 = 65534;
    if fs::metadata("/proc/self").expect("there is a process").uid() != 0 {
        return command;
    }
    for entry in walkdir::WalkDir::new(root) {
        std::os::unix::fs::chown(entry.expect("it can be listed").path(), Some(NOBODY), Some(NOBODY)).expect("the superuser may give away");
    }
    // Nobody may reach where the program was built.
    let copy = program.join("program");
    // Another process copies it: a file that this one had open to write could not be started while a third inherits it.
    let copied = Command::new("cp").arg(command.get_program()).arg(&copy).status().expect("there is a cp");
    assert!(copied.success(), "a program can be copied");
    fs::set_permissions(program, fs::Permissions::from_mode(0o755)).expect("permissions can be set");
    let mut other = Command::new(copy);
    other.args(command.get_args()).envs(command.get_envs().filter_map(|(name, value)| Some((name, value?)))).current_dir(root);
    other.uid(NOBODY).gid(NOBODY);
    other
}

#[test]
fn without_permission_nothing_changes() {
    let (old, _) = sides();
    for (closed, mode, says) in [
        (".", 0o555, "Permission denied"),
        ("notes", 0o555, "as somebody who may write there: cannot make the folder `notes/2026`"),
        ("notes", 0o000, "notes"),
        ("notes/windows.txt", 0o000, "cannot read `notes/windows.txt`"),
        ("notes/windows.txt", 0o400, "`notes/windows.txt` may not be written"),
    ] {
        let (fresh, program) = (before(), Fresh::empty());
        let mut command = as_nobody(child(fresh.path(), "five"), program.path(), fresh.path());
        let was = fs::metadata(fresh.at(closed)).expect("it is there").permissions();
        fs::set_permissions(fresh.at(closed), fs::Permissions::from_mode(mode)).expect("permissions can be set");
        let (code, said) = run(&mut command);
        fs::set_permissions(fresh.at(closed), was).expect("permissions can be set");
        assert_eq!(code, Some(2), "{closed} {mode:o}: {said}");
        assert!(said.starts_with("nothing was changed") && said.contains(says), "{closed} {mode:o}: {said}");
        assert_eq!(tree(fresh.path()), old, "{closed} {mode:o}: {said}");
    }
}

/// A small disk of its own that fills up, where this machine lets one be made.
#[test]
fn a_full_disk_changes_nothing() {
    let (old, new) = sides();
    let (mut kept, mut saved) = (0, 0);
    for room in (1..=24).map(|pages| pages * 4096) {
        let (fresh, disk) = (before(), Fresh::empty());
        let small = disk.at("small");
        fs::create_dir(&small).expect("a folder can be made");
        let command = child(&small, "five");
        let script = "mount -t tmpfs -o size=\"$1\",mode=700 none \"$COMMONS_SAVE_IN\" || exit 77
            cp -a \"$2/.\" \"$COMMONS_SAVE_IN\" || exit 78
            shift 2; \"$@\"; code=$?; cd /; ls -A \"$COMMONS_SAVE_IN\" | grep -q commons-save && exit 79
            find \"$COMMONS_SAVE_IN\" -name '.commons*' | grep -q . && exit 79
            cp -a \"$COMMONS_SAVE_IN\" \"$OUT\" && exit $code";
        let mut whole = Command::new("unshare");
        let out = disk.at("out");
        whole.args(["--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", &room.to_string()]).arg(fresh.path());
        whole.arg(command.get_program()).args(command.get_args()).env("OUT", &out);
        whole.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?)))).stdout(Stdio::null());
        let (code, said) = run(&mut whole);
        match code {
            Some(0) => {
                assert_eq!(tree(&out), new, "{room}");
                saved += 1;
            }
            Some(2) => {
                assert!(said.starts_with("nothing was changed") && said.contains("make room on the disk"), "{room}: {said}");
                assert_eq!(tree(&out), old, "{room}: {said}");
                kept += 1;
            }
            // It does not even hold the record.
            Some(78) => {}
            _ if said.contains("unshare") || code == Some(77) => {
                println!("no disk can be made here; full disks are tried by refusals only");
                return;
            }
            _ => panic!("{room}: {code:?} {said}"),
        }
    }
    assert!(kept > 2 && saved > 2, "{kept} {saved}");
    println!("disks of 24 sizes: full on {kept}, saved on {saved}, 0 lost");
}
