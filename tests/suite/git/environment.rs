//! Reading a revision under the environment of a hook, of a strange machine, and the root of a work tree.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use chrono_tz::UTC;
use commons::source::git::{read, resolve, toplevel};

use super::{Bench, names};

/// What another process, with these variables, makes of a folder and `HEAD`.
fn under(bench: &Bench, variables: &[(&str, &Path)], path: &str) -> String {
    let answer = bench.at("answer");
    let module = module_path!().split_once("::").expect("it is a module of the suite").1;
    let mut test = Command::new(std::env::current_exe().expect("this is a program"));
    test.args(["--exact", &format!("{module}::answer_under_an_environment"), "--ignored"]).current_dir(bench.dir.path());
    test.env("ASKED", bench.at(path)).env("ANSWER", &answer).envs(variables.iter().copied());
    assert!(test.output().expect("the suite can be run").status.success());
    fs::read_to_string(answer).expect("the answer was written")
}

#[test]
#[ignore = "the tests of environments run it in a process of its own"]
fn answer_under_an_environment() {
    let asked = PathBuf::from(std::env::var_os("ASKED").expect("a folder is asked about"));
    let commit = resolve(&asked, "HEAD", UTC);
    let answer = commit.and_then(|commit| Ok(names(&read(&asked, &commit, 1000, |_| true)?).join(" ")));
    let answer = answer.unwrap_or_else(|error| format!("{error:#}"));
    fs::write(std::env::var_os("ANSWER").expect("a file is named"), answer).expect("files can be written");
}

#[test]
fn the_environment_of_a_hook_does_not_lead_elsewhere() {
    let bench = Bench::new();
    bench.three();
    for (name, file) in [("other", "other.toml"), ("home/inner", "inner.toml"), ("home", "home.toml")] {
        bench.init(name);
        bench.write(&format!("{name}/{file}"), "");
        bench.commit(name, "01-01");
    }
    let other = bench.at("other/.git");
    for variables in [
        &[("GIT_DIR", other.as_path())][..],
        &[("GIT_DIR", Path::new("other/.git")), ("GIT_INDEX_FILE", Path::new("other/.git/index.lock")), ("GIT_PREFIX", Path::new("x/"))],
        &[("GIT_DIR", &other), ("GIT_WORK_TREE", &bench.at("other"))],
        &[("GIT_DIR", &other), ("GIT_OBJECT_DIRECTORY", Path::new("other/.git/objects")), ("GIT_NAMESPACE", Path::new("x"))],
        &[("GIT_INDEX_FILE", Path::new("/nowhere/index")), ("GIT_ICASE_PATHSPECS", Path::new("1"))],
    ] {
        assert_eq!(under(&bench, variables, "r"), "commons.toml", "{variables:?}");
    }

    // A work tree whose repository stands elsewhere is found, but not over one that lies deeper.
    fs::rename(bench.at("home/.git"), bench.at("apart")).expect("folders can be moved");
    bench.git("", &["--git-dir=apart", "config", "core.bare", "true"]);
    let (apart, home) = (bench.at("apart"), bench.at("home"));
    let named = [("GIT_DIR", Path::new("apart")), ("GIT_WORK_TREE", home.as_path())];
    assert_eq!(under(&bench, &named, "home"), "home.toml inner");
    assert_eq!(under(&bench, &named, "home/inner"), "inner.toml");
    let alone = [("GIT_DIR", apart.as_path())];
    assert!(under(&bench, &alone, "home").contains("set `GIT_WORK_TREE` beside `GIT_DIR`"));
    assert_eq!(under(&bench, &alone, "apart"), "home.toml inner");
    let explicit = [("GIT_CONFIG_COUNT", "1"), ("GIT_CONFIG_KEY_0", "safe.bareRepository"), ("GIT_CONFIG_VALUE_0", "explicit")];
    let explicit = explicit.map(|(name, value)| (name, Path::new(value)));
    assert!(under(&bench, &explicit, "apart").contains("`safe.bareRepository`"));
    assert_eq!(under(&bench, &[&explicit[..], &alone].concat(), "apart"), "home.toml inner");
}

#[test]
fn objects_of_a_push_that_is_being_received_are_read() {
    let bench = Bench::new();
    bench.three();
    bench.git("", &["clone", "-q", "--bare", "r", "bare.git"]);
    // The repository itself no longer has any object.
    fs::rename(bench.at("bare.git/objects"), bench.at("incoming")).expect("folders can be moved");
    fs::create_dir(bench.at("bare.git/objects")).expect("folders can be made");
    let bare = bench.at("bare.git");
    let variables = [("GIT_DIR", bare.as_path()), ("GIT_OBJECT_DIRECTORY", Path::new("incoming"))];
    assert_eq!(under(&bench, &variables, "bare.git"), "commons.toml");
}

#[test]
fn a_machine_that_does_not_let_git_read_says_what_to_do() {
    let bench = Bench::new();
    bench.three();
    let message = under(&bench, &[("PATH", &bench.at("empty"))], "r");
    assert!(message.starts_with("cannot find the `git` command") && message.contains("install git"), "{message}");
    let message = under(&bench, &[("GIT_TEST_ASSUME_DIFFERENT_OWNER", Path::new("1"))], "r");
    let root = bench.at("r").canonicalize().expect("it is there");
    let command = format!("`git config --global --add safe.directory '{}'`", root.display());
    assert!(message.contains("belongs to another user") && message.contains(&command), "{message}");
}

#[test]
fn the_root_of_the_work_tree_is_found_without_git() {
    let bench = Bench::new();
    bench.three();
    bench.git("", &["clone", "-q", "--bare", "r", "r/fixtures/bare.git"]);
    bench.git("r", &["worktree", "add", "-q", "../beside"]);
    bench.write("r/roles/x/a.toml", "");
    let real = |path: &str| bench.at(path).canonicalize().ok();
    for (dir, root) in [
        ("r", Some("r")),
        ("r/roles/x", Some("r")),
        ("beside", Some("beside")),
        ("r/.git/refs", None),
        ("r/fixtures/bare.git", None),
        ("", None),
        ("nowhere", None),
    ] {
        assert_eq!(toplevel(&bench.at(dir)), root.and_then(real), "{dir}");
    }
}
