//! `commons fmt` as people use it: what it writes, what it leaves, and what git makes of two formatted branches.

use std::fs;
use std::process::Command;

use crate::cases::{files, lay, root};
use crate::commands::run;
use crate::commits::git;
use crate::program::{Fresh, assert_harmless};

#[test]
fn files_are_written_and_what_cannot_be_read_is_left() {
    let fresh = Fresh::new();
    lay(&root().join("tests/records/commands/fmt/in"), fresh.path());
    let before = files(fresh.path());
    let said = run(fresh.path(), "fmt");
    assert_eq!(
        said,
        "$ commons fmt\n--- stderr\n`tasks/kapot.toml` is niet te lezen en blijft zoals het is; zie `commons check`\n3 van 4 bestanden opgemaakt\n--- exit 2\n\n"
    );
    let after = files(fresh.path());
    let changed: Vec<&String> = after.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes)).map(|(path, _)| path).collect();
    assert_eq!(changed, ["commons.toml", "roles/beheerder.toml", "tasks/repository.toml"]);
    assert_eq!(before.len(), after.len());
    fs::remove_file(fresh.path().join("tasks/kapot.toml")).expect("it can be thrown away");
    let again = "$ commons fmt --lang en\n--- stderr\n4 files, all in canonical form\n--- exit 0\n\n";
    assert_eq!(run(fresh.path(), "fmt --lang en"), again);
    assert_eq!(run(fresh.path(), "fmt --check -q"), "$ commons fmt --check -q\n--- exit 0\n\n");
    assert!(after["tasks/repository.toml"].ends_with(b"accountable = \"zwolle\"\r\n"), "it keeps its line ends");
}

#[test]
fn only_what_is_named_is_written() {
    let fresh = Fresh::new();
    lay(&root().join("tests/records/commands/fmt/in"), fresh.path());
    let before = files(fresh.path());
    assert!(run(fresh.path(), "fmt roles --lang en").contains("1 file formatted\n--- exit 0"));
    let after = files(fresh.path());
    assert_ne!(before["roles/beheerder.toml"], after["roles/beheerder.toml"]);
    assert_eq!(before["tasks/repository.toml"], after["tasks/repository.toml"]);
}

#[cfg(unix)]
#[test]
fn permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let fresh = Fresh::new();
    lay(&root().join("tests/records/commands/fmt/in"), fresh.path());
    let path = fresh.path().join("roles/beheerder.toml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("it is ours");
    run(fresh.path(), "fmt roles");
    assert_eq!(path.metadata().expect("it is there").permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_record_of_a_newer_format_is_left() {
    let fresh = Fresh::new();
    fresh.write("commons.toml", "format=2\nname='x'\n");
    let said = run(fresh.path(), "fmt");
    assert!(said.contains("newer format") && said.contains("--- exit 2"), "{said}");
    assert_eq!(fs::read_to_string(fresh.path().join("commons.toml")).expect("it is text"), "format=2\nname='x'\n");
}

#[test]
fn a_new_record_is_in_its_canonical_form() {
    for lang in ["nl", "en"] {
        for level in ["sharing", "light", "structured", "full"] {
            let fresh = Fresh::empty();
            run(fresh.path(), &format!("init r --level {level} --name Samen --lead zwolle --on 2026-01-01 --lang {lang}"));
            let said = run(fresh.path(), "fmt --dry-run -C r");
            assert!(said.ends_with("--- exit 0\n\n") && !said.contains("@@"), "{level}, {lang}: {said}");
        }
    }
}

#[test]
fn hostile_texts_are_harmless_in_a_diff() {
    for text in ["\u{202e}x", "\u{9b}31m", "\u{1b}]0;x\u{7}", "::set-output name=x::y", "##[group]x", "##vso[x]y", "\u{2028}"] {
        let fresh = Fresh::new();
        let escaped = if text.chars().any(|c| c < ' ') { "x" } else { text };
        fresh.write(
            "roles/x.toml",
            format!("title='{escaped}'\nnote = \"\"\"\n{escaped}\n\n  {escaped}\"\"\"\n # {escaped}\nkind='body'\r\n"),
        );
        fresh.write(format!("roles/{}.toml", text.replace('/', "")), "title='x'");
        fresh.write(format!("tasks/{}.toml", text.replace('/', "")), "title=");
        for arguments in [&["fmt", "--dry-run"][..], &["fmt", "--check"], &["fmt", "--lang", "nl"]] {
            let ran = fresh.run(arguments);
            assert_harmless(ran.shown(), text);
            assert_harmless(&ran.said(), text);
            assert!(arguments.len() > 2 || ran.shown().contains("roles/x.toml"), "{}", ran.shown());
        }
    }
}

const BASE: &str = r#"name = "Gemeente Zwolle"
kind = "municipality"
joined = 2023-05-01
contact = "jdevries"

[people.jdevries]
name = "Jo de Vries"
position = "informatiemanager"

[people.abakker]
name = "A. Bakker"

[billing]
name = "Gemeente Zwolle"
city = "Zwolle"

[[membership]]
class = "groot"
from = 2026-01-01

[[use]]
product = "wijkwijzer"
status = "live"

[onboarding]
from = 2023-05-01

[onboarding.done]
welcome-mail = 2023-05-02

[[contribution]]
on = 2026-03-11
kind = "docs"
by = "jdevries"
what = "Handleiding"
"#;

/// Something added to each table of a file, as hastily as people do: right below a header, or at the end of the file.
const ADDED: [(&str, &str); 9] = [
    ("name = \"Gemeente Zwolle\"\nkind", "website='https://zwolle.example'"),
    ("[people.jdevries]\n", "email='jo@zwolle.example'\n"),
    ("[people.abakker]\n", "email = 'a@zwolle.example'\nposition='jurist'   # nieuw\n"),
    ("[billing]\n", "# het loket\nstreet='Plein 1'\n"),
    ("", "[[membership]]\nfrom=2027-01-01\nclass='groot'\n"),
    ("", "\n\n[[use]]\nstatus='building'\nproduct='wijkwijzer-app'\n"),
    ("[onboarding]\n", "buddy='abakker'\n"),
    ("[onboarding.done]\n", "access=2023-06-01\n"),
    ("", "# Met dank\n[[contribution]]\nkind='docs'\non=2026-04-01\nby='abakker'\nwhat='Vertaling'\n"),
];

fn with(added: (&str, &str)) -> String {
    match added {
        ("", text) => format!("{BASE}{text}"),
        (header, text) if header.ends_with("kind") => BASE.replacen("kind = ", &format!("{text}\nkind = "), 1),
        (header, text) => BASE.replace(header, &format!("{header}{text}")),
    }
}

/// Every two additions to different tables, formatted, are merged without a conflict, and the result is in its canonical form.
#[test]
fn additions_to_different_tables_never_conflict() {
    let fresh = Fresh::new();
    let record = fresh.path().join("r");
    fresh.write("r/commons.toml", "format = 1\nname = \"Samen\"\nlanguage = \"nl\"\n");
    let formatted = |text: &str| {
        fresh.write("r/participants/zwolle.toml", text);
        run(&record, "fmt");
        fs::read_to_string(record.join("participants/zwolle.toml")).expect("it is text")
    };
    assert_eq!(formatted(BASE), BASE, "the base is canonical");
    let all: Vec<String> = ADDED.into_iter().map(|added| formatted(&with(added))).collect();
    for (at, ours) in all.iter().enumerate() {
        for theirs in &all[at + 1..] {
            fresh.write("base", BASE);
            fresh.write("ours", ours);
            fresh.write("theirs", theirs);
            let merged = Command::new("git").current_dir(fresh.path()).args(["merge-file", "-p", "ours", "base", "theirs"]).output();
            let merged = merged.expect("git is installed");
            let text = String::from_utf8(merged.stdout).expect("it is text");
            assert!(merged.status.success(), "a conflict:\n{text}");
            assert_eq!(formatted(&text), text, "what was merged is canonical");
            assert_eq!(text.len() + BASE.len(), ours.len() + theirs.len(), "nothing is lost:\n{text}");
        }
    }
}

/// The same as people do it, with branches: files of their own, and tables of one file.
#[test]
fn formatted_branches_merge() {
    let fresh = Fresh::new();
    let folder = fresh.path();
    lay(&root().join("examples/wijkwijzer"), folder);
    git(folder, &["init", "-q"]);
    let commit = |message: &str| {
        run(folder, "fmt -q");
        git(folder, &["add", "--all"]);
        git(folder, &["commit", "-q", "-m", message]);
    };
    commit("begin");
    let append = |path: &str, text: &str| {
        let before = fs::read_to_string(folder.join(path)).expect("it is text");
        fresh.write(path, before + text);
    };
    git(folder, &["checkout", "-q", "-b", "een"]);
    fresh.write("tasks/een.toml", "[raci]\naccountable='coordinator'\nresponsible=['coordinator']\n[other]\n");
    append("community.toml", "[[channel]]\nkind='chat'\nid='een'\n");
    append("finances/2026/budget.toml", "[[cost]]\namount=1.00\nid='een'\n");
    commit("een");
    git(folder, &["checkout", "-q", "main"]);
    git(folder, &["checkout", "-q", "-b", "twee"]);
    fresh.write("tasks/twee.toml", "[raci]\naccountable='coordinator'\n");
    append("community.toml", "[[lesson]]\nwhat='x'\non=2026-01-01\n[[step]]\nid='twee'\nwhat='x'\n");
    append("finances/2026/budget.toml", "[[income]]\namount=1.00\nwhat='twee'\n");
    commit("twee");
    git(folder, &["merge", "-q", "--no-edit", "een"]);
    assert!(run(folder, "fmt --check -q").ends_with("--check -q\n--- exit 0\n\n"));
    let community = fs::read_to_string(folder.join("community.toml")).expect("it is text");
    assert!(community.contains("id = \"een\"") && community.contains("id = \"twee\""));
}
