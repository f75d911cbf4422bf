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
        (".github/workflows/commons.yml", "x", "exists already"),
        (".pre-commit-config.yaml", "repos: []\n", "exists already"),
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
