//! Where a new record may stand: what is refused, what is left alone, and that nothing stays behind.

use std::fs;

use crate::beginning::init;
use crate::cases::{files, names, root};
use crate::docs::{arguments, blocks};
use crate::program::{Fresh, Ran, program};

#[test]
fn a_folder_is_made_where_it_is_missing() {
    for folder in ["nieuw", "diep/er/nog", "./met spatie/", "nieuw/../anders"] {
        let fresh = Fresh::empty();
        if folder.contains("..") {
            fs::create_dir(fresh.at("nieuw")).expect("a folder can be made");
        }
        let ran = init(&fresh, &[folder]);
        assert_eq!(ran.code, Some(0), "{folder}: {}", ran.said());
        assert!(ran.out.is_empty() && fresh.at(folder).join("commons.toml").is_file(), "{folder}");
        let hint = if folder.contains(' ') { "commons check -C './met spatie/'" } else { "commons check -C " };
        assert!(ran.said().contains(hint), "{}", ran.said());
    }
    let fresh = Fresh::empty();
    let ran = init(&fresh, &["-C", "via-optie"]);
    assert!(ran.code == Some(0) && fresh.at("via-optie/commons.toml").is_file(), "{}", ran.said());
    let quiet = init(&fresh, &["stil", "-q"]);
    assert!(quiet.code == Some(0) && quiet.said().is_empty(), "{}", quiet.said());
}

#[test]
fn what_is_in_the_way_is_refused_and_stays_as_it_is() {
    for (path, text, said) in [
        ("commons.toml", "name = \"x\"\n", "holds a record already"),
        ("commons.toml/x", "", "holds a record already"),
        ("roles/coordinator.toml", "title = \"x\"\n", "would become part of the record"),
        ("roles/x.toml", "", "would become part of the record"),
        ("deelnemers/x.toml", "", "would become part of the record"),
        ("comunity.toml", "", "would become part of the record"),
        ("tasks", "", "would become part of the record"),
        ("schemas/task.schema.json", "{}\n", "exists already, and nothing is overwritten"),
        // Found only on the way: what was made until then is taken away again.
        ("schemas", "", "cannot make the folder"),
        (".github", "", "cannot make the folder"),
    ] {
        let fresh = Fresh::empty();
        fresh.write(path, text);
        let before = files(fresh.path());
        let ran = init(&fresh, &["--ci", "github", "--pre-commit"]);
        assert_eq!(ran.code, Some(2), "{path}: {}", ran.said());
        assert!(
            ran.said().starts_with("error: ") && ran.said().contains(said) && !ran.said().contains("os error"),
            "{path}: {}",
            ran.said()
        );
        assert!(files(fresh.path()) == before && ran.out.is_empty(), "{path}: something was changed");
        let top = path.split('/').next().expect("a path has a beginning");
        assert_eq!(names(fresh.path()), [top], "{path}: something was left behind");
    }
}

#[test]
fn what_is_not_in_the_way_is_left_alone() {
    let fresh = Fresh::empty();
    for path in ["README.md", "LICENSE", "docs/plan.md", "src/main.rs", "pyproject.toml", "roles/README.md"] {
        fresh.write(path, "van iemand anders\n");
    }
    assert_eq!(Ran::of(program().current_dir(fresh.path()).args(["schema", "--write", "schemas"])).code, Some(0));
    let before = files(fresh.path());
    let ran = init(&fresh, &["--lang", "en"]);
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    assert!(ran.said().contains("README.md was there already and stays as it is"), "{}", ran.said());
    let after = files(fresh.path());
    assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)));
    assert_eq!(fresh.run(&["check"]).code, Some(0));
}

/// A repository has its own pipeline: the record is written, and what to add is said.
#[test]
fn what_runs_at_every_change_is_added_by_hand_where_a_file_is_there() {
    let fresh = Fresh::empty();
    let own = [".github/workflows/commons.yml", ".gitlab-ci.yml", ".pre-commit-config.yaml"];
    for path in own {
        fresh.write(path, "van iemand anders\n");
    }
    for (folder, more) in [("een", &[][..]), ("twee", &["-q"])] {
        fs::create_dir_all(fresh.at(".git")).expect("a folder can be made");
        let ran = init(&fresh, &[&[folder, "--ci", "github,gitlab", "--pre-commit"], more].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.said());
        assert!(own.iter().all(|path| fs::read(fresh.at(path)).is_ok_and(|bytes| bytes == b"van iemand anders\n")));
        assert_eq!(ran.said().matches("was er al en blijft zoals het is; voeg er deze regels aan toe:").count(), 3, "{}", ran.said());
        let (said, check) = (ran.said(), format!("commons check -C {folder}"));
        for line in [
            "name: commons",
            "commons:",
            "  - repo: local",
            &format!("        entry: {check}"),
            &format!("        run: ~/.cargo/bin/{check} --format github"),
        ] {
            assert!(said.lines().any(|shown| shown == line), "{line}: {said}");
        }
        assert!(!said.contains("\nrepos:"), "what such a file has already is not repeated: {said}");
    }
}

#[test]
fn what_an_interrupted_run_left_is_taken_away() {
    let fresh = Fresh::empty();
    fresh.write(".commons-a1b2c3/commons-init", "");
    fresh.write(".commons-a1b2c3/record/roles/x.toml", "title = \"x\"\n");
    fresh.write(".commons-vreemd/roles/x.toml", "title = \"x\"\n");
    fresh.write(".commons-bezig/commons-init", "");
    let busy = fs::File::open(fresh.at(".commons-bezig/commons-init")).expect("it is there");
    busy.lock().expect("a file can be locked");
    let ran = init(&fresh, &["--lang", "en"]);
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    assert!(ran.said().contains(".commons-a1b2c3, which an interrupted `commons init` left behind"), "{}", ran.said());
    let left: Vec<String> = names(fresh.path()).into_iter().filter(|name| name.starts_with('.')).collect();
    assert_eq!(left, [".commons-bezig", ".commons-vreemd"], "what is somebody else's, or in use, stays");
}

#[test]
fn the_last_day_of_the_calendar_is_a_day_too() {
    let fresh = Fresh::empty();
    let ran = Ran::of(program().current_dir(fresh.path()).args([
        "init",
        "--level",
        "full",
        "--name",
        "x",
        "--lead",
        "Zwolle",
        "--on",
        "9999-12-31",
    ]));
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    for (path, bytes) in files(fresh.path()) {
        assert!(!String::from_utf8_lossy(&bytes).contains("10000-"), "{path}");
    }
}

#[test]
fn a_record_does_not_stand_in_another() {
    let fresh = Fresh::new();
    for folder in ["binnen", "binnen/dieper"] {
        let ran = init(&fresh, &[folder]);
        assert!(ran.code == Some(2) && ran.said().contains("a record does not stand in another"), "{}", ran.said());
        assert!(!fresh.at("binnen").exists());
    }
    // A repository of its own is no part of what lies around it.
    fs::create_dir_all(fresh.at("eigen/.git")).expect("a folder can be made");
    assert_eq!(init(&fresh, &["eigen"]).code, Some(0));
    // A link leads to where it leads.
    let elsewhere = Fresh::empty();
    elsewhere.link("koppeling", fresh.path());
    assert_eq!(init(&elsewhere, &["koppeling/binnen"]).code, Some(2));
    assert_eq!(init(&elsewhere, &["koppeling"]).code, Some(2));
}

#[test]
fn what_cannot_be_a_folder_is_said() {
    let fresh = Fresh::empty();
    fresh.write("bestand", "x");
    for (arguments, said) in [
        (&["bestand"][..], "bestand is not a folder"),
        (&["bestand/erin"], "cannot make the folder"),
        (&["/proc/nieuw"], "cannot make the folder /proc/nieuw: "),
        (&["een", "-C", "twee"], "the folder is named twice"),
        (&["--at", "HEAD"], "leave out --at and --output"),
        (&["-o", "x"], "leave out --at and --output"),
        (&["met spatie", "--ci", "github"], "a workflow cannot name"),
    ] {
        if arguments[0] == "met spatie" {
            fs::create_dir_all(fresh.at(".git")).expect("a folder can be made");
        }
        let ran = init(&fresh, arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.said());
        assert!(ran.said().contains(said) && !ran.said().contains("os error"), "{arguments:?}: {}", ran.said());
    }
    let left = names(fresh.path());
    assert!(left == ["bestand"] || left == [".git", "bestand"], "{left:?}");
}

/// What the README shows can be typed as it stands, in an empty folder, and leads to a record without errors.
#[test]
fn a_reader_of_the_readme_gets_a_record() {
    let page = fs::read_to_string(root().join("README.md")).expect("there is a README");
    let fresh = Fresh::empty();
    let mut ran = 0;
    for block in blocks(&page).iter().filter(|block| block.tag == "shell") {
        for line in block.text.lines() {
            let typed = arguments(line).unwrap_or_else(|| panic!("`{line}` runs something else"));
            let answer = Ran::of(program().current_dir(fresh.path()).args(typed));
            assert_eq!(answer.code, Some(0), "{line}: {}", answer.said());
            ran += 1;
        }
    }
    assert!(ran >= 2 && fresh.at("buurtapp/commons.toml").is_file());
}
