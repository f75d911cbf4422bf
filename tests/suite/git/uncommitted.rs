//! Which files git could not give back, in every state that a file can have; and that nothing which a repository names is run.

use std::fs;

use commons::source::git::uncommitted;

use crate::git::Bench;
use crate::program::Ran;

fn asked(bench: &Bench, path: &str, files: &[&str]) -> Option<Vec<String>> {
    uncommitted(&bench.at(path), files).unwrap_or_else(|error| panic!("{path}: {error:#}"))
}

const FILES: [&str; 7] = ["a.toml", "staged.toml", "changed.toml", "new.toml", "added.toml", "back.toml", "gone.toml"];

/// A repository whose files have been committed, staged, changed, made, and changed back.
fn states(bench: &Bench, path: &str) {
    let file = |name: &str| format!("{path}/{name}");
    for name in ["a.toml", "staged.toml", "changed.toml", "back.toml", "gone.toml"] {
        bench.write(&file(name), "x = 1\n");
    }
    bench.write(&file(".gitignore"), "ignored.toml\n");
    bench.commit(path, "01-01");
    bench.write(&file("staged.toml"), "x = 2\n");
    bench.write(&file("added.toml"), "x = 1\n");
    bench.write(&file("back.toml"), "x = 2\n");
    bench.git(path, &["add", "staged.toml", "added.toml", "back.toml"]);
    // In the index it is another; on the disk it is what was committed.
    bench.write(&file("back.toml"), "x = 1\n");
    bench.write(&file("changed.toml"), "x = 2\n");
    bench.write(&file("new.toml"), "x = 1\n");
    bench.write(&file("ignored.toml"), "x = 1\n");
    fs::remove_file(bench.at(&file("gone.toml"))).expect("it is there");
}

#[test]
fn whatever_git_could_not_give_back_is_named() {
    let bench = Bench::new();
    bench.init("r");
    states(&bench, "r");
    let all = ["staged.toml", "changed.toml", "new.toml", "added.toml", "back.toml", "gone.toml"].map(str::to_owned).to_vec();
    assert_eq!(asked(&bench, "r", &FILES), Some(all));
    assert_eq!(asked(&bench, "r", &["ignored.toml"]), Some(vec!["ignored.toml".to_owned()]));
    assert_eq!(asked(&bench, "r", &["a.toml"]), Some(Vec::new()));
    assert_eq!(asked(&bench, "r", &[]), Some(Vec::new()));
}

#[test]
fn a_folder_a_worktree_and_a_submodule_answer_for_themselves() {
    let bench = Bench::new();
    bench.init("r");
    bench.write("r/other.toml", "x = 1\n");
    bench.commit("r", "01-01");
    bench.write("r/sub/record/ü.toml", "x = 1\n");
    bench.commit("r", "01-02");
    assert_eq!(asked(&bench, "r/sub/record", &["ü.toml"]), Some(Vec::new()));
    bench.write("r/sub/record/ü.toml", "x = 2\n");
    assert_eq!(asked(&bench, "r/sub/record", &["ü.toml", "other.toml"]), Some(vec!["ü.toml".to_owned(), "other.toml".to_owned()]));

    bench.git("r", &["worktree", "add", "-q", "../w", "HEAD"]);
    assert_eq!(asked(&bench, "w/sub/record", &["ü.toml"]), Some(Vec::new()));

    bench.init("inner");
    bench.write("inner/x.toml", "x = 1\n");
    bench.commit("inner", "01-01");
    let from = bench.at("inner").display().to_string();
    bench.git("r", &["submodule", "--quiet", "add", &from, "roles"]);
    bench.commit("r", "01-03");
    assert_eq!(asked(&bench, "r/roles", &["x.toml"]), Some(Vec::new()), "the submodule has its own commits");
    assert_eq!(asked(&bench, "r", &["roles/x.toml"]), Some(vec!["roles/x.toml".to_owned()]), "the one around it has not");
}

#[test]
fn without_a_commit_or_without_git_there_is_nothing_to_go_back_to() {
    let bench = Bench::new();
    bench.write("plain/a.toml", "x = 1\n");
    assert_eq!(asked(&bench, "plain", &["a.toml"]), None);
    bench.init("r");
    bench.write("r/a.toml", "x = 1\n");
    assert_eq!(asked(&bench, "r", &["a.toml"]), Some(vec!["a.toml".to_owned()]));
    fs::create_dir(bench.at("bare")).expect("a folder can be made");
    bench.git("bare", &["init", "--quiet", "--bare"]);
    bench.write("bare/record/a.toml", "x = 1\n");
    assert_eq!(asked(&bench, "bare/record", &["a.toml"]), None);
}

#[test]
fn line_ends_alone_are_no_change_and_links_are() {
    let bench = Bench::new();
    bench.init("r");
    bench.write("r/a.toml", "x = 1\ny = 2\n");
    std::os::unix::fs::symlink("a.toml", bench.at("r/link.toml")).expect("a link can be made");
    bench.commit("r", "01-01");
    bench.write("r/a.toml", "x = 1\r\ny = 2\r\n");
    assert_eq!(asked(&bench, "r", &["a.toml", "link.toml"]), Some(vec!["link.toml".to_owned()]));
}

/// A repository may come from anywhere, with settings of its own that name programs.
#[test]
fn nothing_that_a_repository_names_is_run() {
    let bench = Bench::new();
    bench.init("r");
    bench.write("r/commons.toml", "format = 1\nnaam = \"x\"\n");
    bench.write("r/.gitattributes", "* filter=evil diff=evil merge=evil text=auto working-tree-encoding=UTF-8\n");
    bench.git("r", &["add", "--all"]);
    bench.git("r", &["commit", "--quiet", "-m", "begin"]);
    let ran = bench.at("ran");
    let program = bench.at("evil.sh");
    fs::write(&program, format!("#!/bin/sh\ntouch '{}'\ncat\n", ran.display())).expect("files can be written");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(&program, mode).expect("it can be made to run");
    let evil = program.display().to_string();
    for name in [
        "core.fsmonitor",
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.evil.process",
        "diff.evil.textconv",
        "diff.evil.command",
        "diff.external",
        "core.pager",
        "core.editor",
        "core.sshCommand",
        "core.alternateRefsCommand",
        "credential.helper",
        "gpg.program",
        "merge.evil.driver",
        "core.askPass",
        "sequence.editor",
    ] {
        bench.git("r", &["config", name, &evil]);
    }
    bench.git("r", &["config", "filter.evil.required", "true"]);
    for hook in ["post-index-change", "pre-commit", "post-checkout", "reference-transaction", "fsmonitor-watchman", "query-watchman"] {
        let hook = bench.at(&format!("r/.git/hooks/{hook}"));
        fs::create_dir_all(hook.parent().expect("it is in a folder")).expect("folders can be made");
        fs::copy(&program, hook).expect("a hook can be put there");
    }
    // The same bytes at another time: `git status` would compare them, through the filter.
    fs::write(bench.at("r/commons.toml"), "format = 1\nnaam = \"x\"\n").expect("files can be written");
    let _ = fs::remove_file(&ran);
    let git = |args: &[&str]| Ran::of(std::process::Command::new(env!("CARGO_BIN_EXE_commons")).arg("-C").arg(bench.at("r")).args(args));
    let fixed = git(&["check", "--fix", "--lang", "en"]);
    assert!(!ran.exists(), "something of the repository was run");
    assert_eq!(fixed.code, Some(0), "{}{}", fixed.shown(), fixed.said());
    let refused = {
        bench.write("r/commons.toml", "format = 1\nnaam = \"y\"\n");
        git(&["check", "--fix", "--lang", "en"])
    };
    assert_eq!(refused.code, Some(2), "{}", refused.said());
    assert!(refused.said().contains("what was changed in `commons.toml` is not committed"), "{}", refused.said());
    assert!(!ran.exists(), "something of the repository was run");
    bench.write("r/commons.toml", "format = 1\nname = \"y\"\n");
    for args in [&["raci", "--annex"][..], &["check", "--at", "HEAD"], &["raci", "--annex", "--at", "HEAD"]] {
        let ran_by = git(args);
        assert!(!ran.exists(), "{args:?} ran something of the repository: {}", ran_by.said());
    }
    // It would have been: git itself runs it.
    let _ = std::process::Command::new("git").arg("-C").arg(bench.at("r")).arg("status").output();
    assert!(ran.exists(), "nothing would have been run anyway");
}
