//! What a disk holds beside plain files: links, loops, pipes, devices, folders in the place of files. Nothing outside is read, nothing waits.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use commons::record::load::load;
use commons::source::{Refusal, directory};
use commons::text::Lang;

use crate::cases::{DAY, day};
use crate::program::{Fresh, Ran, assert_harmless, program};

const ROLE: &str = "title = \"Coordinator\"\n";

/// What no test wants to see: it stands outside the record.
const SECRET: &str = "title = \"GEHEIM\"\nnaam = \"GEHEIM\"\n= GEHEIM\n";

fn pipe(fresh: &Fresh, path: &str) {
    fs::create_dir_all(fresh.at(path).parent().expect("it is in a folder")).expect("folders can be made");
    let made = Command::new("mkfifo").arg(fresh.at(path)).status().expect("there is a mkfifo");
    assert!(made.success());
}

fn nothing_secret(ran: &Ran) {
    assert!(!ran.shown().contains("GEHEIM") && !ran.said().contains("GEHEIM"), "{}{}", ran.shown(), ran.said());
}

#[test]
fn links_that_lead_out_are_not_read() {
    let outside = Fresh::empty();
    outside.write("secret.toml", SECRET);
    outside.write("folder/secret.toml", SECRET);
    let secret = outside.at("secret.toml");
    let fresh = Fresh::new();
    fresh.link("roles/out.toml", &secret);
    fresh.link("roles/step.toml", "out.toml");
    fresh.link("roles/loop.toml", "loop.toml");
    fresh.link("roles/a.toml", "b.toml");
    fresh.link("roles/b.toml", "a.toml");
    fresh.link("roles/nowhere.toml", "not-there.toml");
    fresh.link("roles/device.toml", "/dev/zero");
    fresh.link("roles/terminal.toml", "/dev/tty");
    fresh.link("roles/process.toml", "/proc/self/environ");
    fresh.link("people.toml", Path::new("..").join(outside.path().file_name().expect("it has a name")).join("secret.toml"));
    fresh.link("tasks", outside.at("folder"));
    fresh.link("events/folder", outside.at("folder"));
    fresh.link("finances/2026", outside.at("folder"));
    for arguments in [&["check"][..], &["check", "--format", "json"], &["export", "json"], &["check", "roles/out.toml"]] {
        nothing_secret(&fresh.run(arguments));
    }
    for path in [
        "roles/out.toml",
        "roles/step.toml",
        "roles/loop.toml",
        "roles/a.toml",
        "roles/b.toml",
        "roles/nowhere.toml",
        "roles/device.toml",
        "roles/terminal.toml",
        "roles/process.toml",
        "people.toml",
        "tasks",
        "events/folder",
        "finances/2026",
    ] {
        assert_eq!(fresh.found_in(path), ["file-outside-record"], "{path}");
    }
}

#[test]
fn links_within_the_record_are_read_once_more() {
    let fresh = Fresh::new();
    fresh.write("texts/coordinator", ROLE);
    fresh.link("roles/coordinator.toml", "../texts/coordinator");
    fresh.link("roles/chain.toml", "coordinator.toml");
    fresh.link("roles/folder.toml", "../texts");
    fresh.link("products", "texts");
    fresh.link("events/folder", "../texts");
    fresh.link("events/up", "..");
    assert_eq!(fresh.found_in("roles/folder.toml"), ["stray-file"]);
    assert_eq!(fresh.found_in("products"), ["stray-file"]);
    assert_eq!(fresh.found_in("events/folder"), ["stray-file"]);
    assert_eq!(fresh.found_in("events/up"), ["stray-file"]);
    for path in ["roles/coordinator.toml", "roles/chain.toml"] {
        let found = fresh.found_in(path);
        assert!(!found.iter().any(|rule| rule.starts_with("file-") || rule == "stray-file"), "{path}: {found:?}");
    }
}

/// A document is looked for within the record only: a record that is not trusted learns nothing of the machine.
#[test]
fn documents_outside_the_record_do_not_exist() {
    let outside = Fresh::empty();
    outside.write("is-there.md", "");
    let fresh = Fresh::new();
    fresh.write("docs/is-there.md", "");
    fresh.link("docs/link.md", outside.at("is-there.md"));
    let out = outside.at("is-there.md").display().to_string();
    let up = format!("../{}/is-there.md", outside.path().file_name().expect("it has a name").display());
    for (number, path) in [
        out.as_str(),
        &up,
        "docs/link.md",
        "/etc/passwd",
        "docs/../../../../../../../../etc/passwd",
        "\\u0000",
        "docs/is-there.md\\u0000",
        "//etc/passwd",
    ]
    .into_iter()
    .enumerate()
    {
        fresh.write(format!("tasks/t{number}.toml"), format!("title = \"x\"\nprocess = \"{path}\"\n"));
        assert!(fresh.found_in(&format!("tasks/t{number}.toml")).iter().any(|rule| rule == "broken-process-link"), "{path}");
    }
    fresh.write("tasks/right.toml", "title = \"x\"\nprocess = \"docs/is-there.md\"\n");
    assert!(!fresh.found_in("tasks/right.toml").iter().any(|rule| rule == "broken-process-link"));
}

#[test]
fn nobody_waits_for_a_pipe() {
    let fresh = Fresh::new();
    pipe(&fresh, "roles/pipe.toml");
    pipe(&fresh, "roles/pipe");
    pipe(&fresh, "people.toml");
    pipe(&fresh, "finances/2026/budget.toml");
    fresh.link("roles/to-pipe.toml", "pipe.toml");
    fresh.write("tasks/t.toml", "title = \"x\"\nprocess = \"roles/pipe\"\n");
    for path in ["roles/pipe.toml", "people.toml", "finances/2026/budget.toml"] {
        assert_eq!(fresh.found_in(path), ["stray-file"], "{path}");
    }
    assert_eq!(fresh.found_in("roles/to-pipe.toml"), ["file-outside-record"]);
    fresh.run(&["export", "json"]);
}

/// `explain` and `schema` look at the settings only to learn the language.
#[test]
fn settings_that_are_no_file_stop_no_command() {
    let (piped, linked, folder) = (Fresh::empty(), Fresh::empty(), Fresh::empty());
    pipe(&piped, "commons.toml");
    linked.link("commons.toml", "/dev/zero");
    fs::create_dir(folder.at("commons.toml")).expect("a folder can be made");
    for (fresh, rule) in [(&piped, "missing-key"), (&linked, "file-outside-record"), (&folder, "missing-key")] {
        let place = fresh.path().to_str().expect("it is text");
        for arguments in
            [&["explain"][..], &["explain", "syntax-error"], &["schema"], &["check"], &["check", "--format", "json"], &["export", "json"]]
        {
            let mut command = program();
            command.env_remove("COMMONS_LANG").args(["-C", place]).args(arguments);
            let ran = Ran::of(&mut command);
            let expected = match arguments[0] {
                "check" => 1,
                "export" => 2,
                _ => 0,
            };
            assert_eq!(ran.code, Some(expected), "{arguments:?}: {}{}", ran.shown(), ran.said());
            if arguments == ["check"] {
                assert!(ran.shown().contains(rule), "{}", ran.shown());
            }
        }
    }
}

#[test]
fn folders_in_the_place_of_files_and_files_in_the_place_of_folders() {
    let fresh = Fresh::new();
    for path in ["people.toml", "roles/coordinator.toml", "finances/2026/budget.toml", "events/a.TOML"] {
        fs::create_dir_all(fresh.at(path)).expect("a folder can be made");
        assert_eq!(fresh.found_in(path), ["stray-file"], "{path}");
    }
    fresh.write("roles/coordinator.toml/inside.toml", ROLE);
    for path in ["tasks", "products", "finances/2027"] {
        fresh.write(path, "");
    }
    assert_eq!(fresh.found_in("tasks"), ["wrong-folder"]);
    assert_eq!(fresh.found().len(), 6, "{:?}", fresh.found());
    fresh.write("participants/nested/commons.toml", "name = \"een ander\"\n");
    fresh.write("participants/nested/participants/x.toml", "= niets");
    assert_eq!(fresh.found().len(), 6, "another record is not entered: {:?}", fresh.found());
}

#[test]
fn a_file_that_vanishes_or_changes_is_named() {
    let fresh = Fresh::new();
    for name in ["gone", "grown", "folder", "linked"] {
        fresh.write(format!("roles/{name}.toml"), ROLE);
    }
    let source = directory::open(fresh.path()).expect("a record can be listed");
    for name in ["gone", "folder", "linked"] {
        fs::remove_file(fresh.at(format!("roles/{name}.toml"))).expect("a file can vanish");
    }
    fs::create_dir(fresh.at("roles/folder.toml")).expect("a folder can be made");
    fresh.link("roles/linked.toml", "linked.toml");
    fs::OpenOptions::new()
        .write(true)
        .open(fresh.at("roles/grown.toml"))
        .and_then(|file| file.set_len(1 << 30))
        .expect("a file can have a hole");
    let (record, findings) = load(&source, day(DAY), &|| ());
    let of = |name: &str| findings.iter().find(|finding| finding.at.file.stem() == name).map(|finding| finding.rule);
    assert_eq!([of("gone"), of("folder"), of("linked")], [Some("file-unreadable"); 3], "{findings:?}");
    assert_eq!(of("grown"), Some("file-too-large"));
    assert_eq!(record.unread.len(), 4);
    let mut buffer = Vec::new();
    let gone = source.files.iter().find(|file| file.path.stem() == "gone").expect("it was listed");
    assert!(matches!(source.read(gone, &mut buffer), Err(Refusal::Failed(words)) if words.get(Lang::En) == "it is no longer there"));
}

/// The superuser may read everything, so there is nothing to be seen then.
fn may_read_everything(path: &Path) -> bool {
    fs::read(path).is_ok()
}

#[test]
fn what_may_not_be_read_is_named() {
    let fresh = Fresh::new();
    fresh.write("roles/closed.toml", ROLE);
    fresh.write("tasks/t.toml", "title = \"x\"\n");
    let mode = |path: &str, mode| fs::set_permissions(fresh.at(path), fs::Permissions::from_mode(mode)).expect("permissions can be set");
    mode("roles/closed.toml", 0o000);
    if may_read_everything(&fresh.at("roles/closed.toml")) {
        mode("roles/closed.toml", 0o600);
        return;
    }
    assert_eq!(fresh.found_in("roles/closed.toml"), ["file-unreadable"]);
    mode("tasks", 0o000);
    assert_eq!(fresh.found_in("tasks"), ["file-unreadable"]);
    mode("tasks", 0o700);
    mode(".", 0o000);
    let ran = Ran::of(program().args(["-C", fresh.path().to_str().expect("it is text"), "check"]));
    mode(".", 0o700);
    assert_eq!(ran.code, Some(2), "{}", ran.said());
}

#[test]
fn a_working_directory_that_is_gone_is_said() {
    let fresh = Fresh::new();
    let script = "mkdir gone && cd gone && rmdir ../gone && exec \"$0\" check";
    let mut command = Command::new("sh");
    command.env_clear().env("PATH", std::env::var_os("PATH").expect("there is a path")).current_dir(fresh.path()).stdin(Stdio::null());
    let ran = Ran::of(command.args(["-c", script, env!("CARGO_BIN_EXE_commons")]));
    assert_eq!(ran.code, Some(2), "{}", ran.said());
    assert!(ran.said().starts_with("error: the working directory is gone"), "{}", ran.said());
    assert_harmless(&ran.said(), "the error");
}
