//! Walking a history: whatever the repository is like, each commit says what it changed below the record's folder.

use std::fs;

use chrono_tz::UTC;
use commons::source::git::resolve;
use commons::source::git::walk::{Begin, Walk, every, walk};

use super::Bench;

fn walked(bench: &Bench, path: &str) -> Walk {
    let tip = bench.find(path, "HEAD");
    walk(&bench.at(path), &tip, |_| false).unwrap_or_else(|error| panic!("{path}: {error:#}"))
}

/// Day of the commit, and the paths that it changed.
fn told(walk: &Walk) -> Vec<String> {
    let paths = |step: &commons::source::git::walk::Step| {
        let paths: Vec<String> = step.changes.iter().map(|one| String::from_utf8_lossy(&one.path).into_owned()).collect();
        format!("{} {}", step.subject, paths.join(" ")).trim_end().to_owned()
    };
    walk.steps.iter().map(paths).collect()
}

#[test]
fn each_commit_says_what_it_changed_below_the_folder() {
    let bench = Bench::new();
    bench.init("r");
    bench.write("r/record/commons.toml", "name = \"x\"\n");
    bench.write("r/other/a.toml", "x = 1\n");
    bench.commit("r", "01-01");
    bench.write("r/other/a.toml", "x = 2\n");
    bench.commit("r", "01-02");
    bench.write("r/record/roles/ü.toml", "x = 1\n");
    let last = bench.commit("r", "01-03");
    let expected = ["01-01 commons.toml", "01-02", "01-03 roles/ü.toml"];
    assert_eq!(told(&walked(&bench, "r/record")), expected);

    bench.git("r", &["worktree", "add", "-q", "--detach", "../beside", "HEAD"]);
    assert_eq!(told(&walked(&bench, "beside/record")), expected);
    bench.git("", &["clone", "-q", "--bare", "r", "bare.git"]);
    assert_eq!(told(&walked(&bench, "bare.git"))[2], "01-03 record/roles/ü.toml");
    bench.git("r", &["checkout", "-q", "--detach", "HEAD~1"]);
    assert_eq!(told(&walked(&bench, "r/record")), expected[..2]);

    let tip = resolve(&bench.at("r/record"), &last, UTC).expect("it is there");
    let since = walk(&bench.at("r/record"), &tip, |time| time.to_rfc3339().as_str() < "2026-01-03").expect("it can be read");
    assert!(
        told(&since) == expected[2..] && matches!(&since.begin, Begin::After(commit) if commit.time.to_rfc3339().starts_with("2026-01-02"))
    );
}

#[test]
fn settings_replacements_and_strange_names_do_not_lead_astray() {
    let bench = Bench::new();
    let [first, _, third] = bench.three();
    bench.git("r", &["replace", &third, &first]);
    for (name, value) in [
        ("log.showSignature", "true"),
        ("log.showRoot", "false"),
        ("log.follow", "true"),
        ("log.diffMerges", "remerge"),
        ("diff.renames", "copies"),
        ("diff.relative", "true"),
        ("log.date", "iso"),
        ("format.pretty", "oneline"),
        ("format.notes", "true"),
        ("log.decorate", "full"),
        ("color.ui", "always"),
    ] {
        bench.git("r", &["config", name, value]);
    }
    bench.git("r", &["notes", "add", "-m", "a note"]);
    std::os::unix::fs::symlink("commons.toml", bench.at("r/link.toml")).expect("a link can be made");
    let name: &std::ffi::OsStr = std::os::unix::ffi::OsStrExt::from_bytes(b"\xff.toml");
    fs::write(bench.at("r").join(name), "x").expect("it can be written");
    bench.git("r", &["add", "--all"]);
    bench.git("r", &["commit", "-q", "--author", "J\u{1b}[2Jo <jo@zwolle.example>", "-m", ":100644 subject"]);
    let walk = walked(&bench, "r");
    assert_eq!(walk.steps.iter().map(|step| step.changes.len()).collect::<Vec<_>>(), [1, 1, 1, 2]);
    let last = &walk.steps[3];
    assert_eq!((last.subject.as_str(), last.parents.as_slice()), (":100644 subject", [third].as_slice()));
    assert!(last.author.starts_with('J') && last.changes.iter().any(|one| one.path == b"\xff.toml"), "{last:?}");
    assert_eq!(walk.begin, Begin::Nothing);
}

#[test]
fn a_shallow_clone_says_where_its_history_was_cut() {
    let bench = Bench::new();
    bench.three();
    let url = format!("file://{}", bench.at("r").display());
    bench.git("", &["clone", "-q", "--depth", "2", &url, "cut"]);
    let walk = walked(&bench, "cut");
    assert_eq!((told(&walk), walk.begin), (vec!["02-01 commons.toml".to_owned(), "03-01 commons.toml".to_owned()], Begin::Cut));
}

#[test]
fn a_record_that_moved_is_followed_and_a_copy_is_not() {
    let bench = Bench::new();
    bench.init("r");
    for file in ["commons.toml", "roles/a.toml", "roles/b.toml"] {
        bench.write(&format!("r/{file}"), format!("name = \"{file}\"\n"));
    }
    bench.commit("r", "01-01");
    fs::create_dir(bench.at("r/record")).expect("a folder can be made");
    bench.git("r", &["mv", "commons.toml", "roles", "record"]);
    bench.write("r/record/roles/b.toml", "name = \"c\"\n");
    bench.commit("r", "01-02");
    bench.git("r", &["mv", "record", "dossier"]);
    bench.commit("r", "01-03");
    let walk = walked(&bench, "r/dossier");
    assert_eq!(told(&walk), ["01-01 commons.toml roles/a.toml roles/b.toml", "01-02 roles/b.toml", "01-03"]);
    let from: Vec<Option<&str>> = walk.steps.iter().map(|step| step.moved_from.as_deref()).collect();
    assert_eq!(from, [None, Some(""), Some("record/")]);
    let tip = bench.find("r/dossier", "HEAD");
    assert_eq!(told(&every(&bench.at("r/dossier"), &tip, |_| false).expect("it can be read")), told(&walk));

    fs::create_dir(bench.at("r/second")).expect("a folder can be made");
    fs::copy(bench.at("r/dossier/commons.toml"), bench.at("r/second/commons.toml")).expect("it can be copied");
    bench.commit("r", "01-04");
    assert_eq!(told(&walked(&bench, "r/second")), ["01-01", "01-02", "01-03", "01-04 commons.toml"]);
}
