//! The program among others: closed pipes, narrow and dumb terminals, wrong options, full disks, two at once, and how it ends.

use std::fs;
use std::process::{Command, Stdio};

use crate::cases::{DAY, lay, root};
use crate::commits::git;
use crate::program::{Fresh, Ran, assert_harmless, program, run_into_closed_pipe, without_colors};

/// A record with more findings than a pipe holds.
fn noisy() -> Fresh {
    let fresh = Fresh::new();
    for number in 0..400 {
        fresh.write(
            format!("roles/r{number}.toml"),
            "title = \"Coördinator\"\nkind = \"positie\"\nsoort = 1\n[[holder]]\nwho = \"niemand\"\n",
        );
    }
    fresh
}

/// The life-size example.
fn example() -> Fresh {
    let fresh = Fresh::empty();
    lay(&root().join("examples/wijkwijzer"), fresh.path());
    fresh
}

fn has_colors(text: &str) -> bool {
    text.contains("\u{1b}[")
}

#[test]
fn a_closed_pipe_is_no_error_and_keeps_the_code() {
    let fresh = noisy();
    for read in [0, 1, 100] {
        for (arguments, code) in [
            (&["check"][..], 1),
            (&["check", "--format", "json"], 1),
            (&["explain"], 0),
            (&["explain", "--format", "json"], 0),
            (&["schema", "event"], 0),
            (&["--help"], 0),
            (&["check", "--help"], 0),
            (&["--version"], 0),
        ] {
            let (ended, said) = run_into_closed_pipe(&mut fresh.command(arguments), read);
            assert_eq!((ended, said.as_str()), (Some(code), ""), "{arguments:?}");
        }
    }
    let (ended, said) = run_into_closed_pipe(&mut example().command(&["export", "json"]), 1);
    assert_eq!((ended, said.as_str()), (Some(0), ""));
}

#[test]
fn nobody_listens_to_what_is_said_beside_the_results() {
    let fresh = Fresh::new();
    for arguments in [&["check", "--at", "nooit"][..], &["check", "-v"], &["check", "--onbekend"], &["explain", "onbekend"]] {
        let mut child = fresh.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program can be started");
        drop(child.stderr.take());
        let code = child.wait().expect("it ends").code();
        assert_eq!(code, Some(if arguments.contains(&"-v") { 0 } else { 2 }), "{arguments:?}");
    }
}

#[test]
fn twenty_columns_are_enough() {
    let fresh = noisy();
    for columns in ["1", "20", "40", "0", "-1", "veel", "99999999999999999999", "65536"] {
        for arguments in [
            &["check", "--color", "always"][..],
            &["check", "--lang", "nl"],
            &["explain"],
            &["explain", "syntax-error"],
            &["--help"],
            &["check", "--help"],
        ] {
            let ran = Ran::of(fresh.command(arguments).env("COLUMNS", columns));
            assert_harmless(&without_colors(ran.shown()), columns);
            assert!(ran.said().is_empty() && !ran.out.is_empty(), "{columns}: {arguments:?}");
        }
    }
    let ran = Ran::of(fresh.command(&["explain", "syntax-error"]).env("COLUMNS", "20"));
    let widest = ran.shown().lines().filter(|line| line.contains(' ') && !line.starts_with("  ")).map(|line| line.chars().count()).max();
    assert!(widest.is_some_and(|widest| widest <= 60), "{}", ran.shown());
}

/// Runs a command line in a terminal of its own, with some columns and variables.
fn in_terminal(fresh: &Fresh, columns: u32, variables: &[(&str, &str)], line: &str) -> String {
    let mut command = Command::new("script");
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").expect("there is a path"))
        .env("COMMONS_LANG", "en")
        .env("COMMONS", env!("CARGO_BIN_EXE_commons"));
    command.envs(variables.iter().copied()).current_dir(fresh.path()).stdin(Stdio::null());
    let line = format!("stty cols {columns} rows 24; \"$COMMONS\" --on {DAY} {line}");
    let output = command.args(["-qec", &line, "/dev/null"]).output().expect("there is a `script`");
    String::from_utf8(output.stdout).expect("results are UTF-8").replace("\r\n", "\n")
}

#[test]
fn a_terminal_gets_colours_where_it_knows_them() {
    let fresh = noisy();
    assert!(has_colors(&in_terminal(&fresh, 80, &[("TERM", "xterm-256color")], "check")));
    for variables in [&[("TERM", "dumb")][..], &[("TERM", "xterm"), ("NO_COLOR", "1")], &[("TERM", "xterm"), ("CLICOLOR", "0")]] {
        let shown = in_terminal(&fresh, 80, variables, "check");
        assert!(!has_colors(&shown) && shown.contains("unknown-key"), "{variables:?}: {shown:?}");
    }
    assert!(!has_colors(&in_terminal(&fresh, 80, &[("TERM", "xterm")], "check --color never")));
    let narrow = without_colors(&in_terminal(&fresh, 20, &[("TERM", "xterm")], "check"));
    assert!(narrow.contains("unknown-key") && narrow.contains("more of `"), "{narrow}");
    assert!(in_terminal(&fresh, 20, &[("TERM", "xterm")], "explain").contains("syntax-error"));
}

#[test]
fn a_pipe_gets_colours_only_where_they_are_asked() {
    let fresh = noisy();
    let shown = |variables: &[(&str, &str)], arguments: &[&str]| {
        has_colors(Ran::of(fresh.command(arguments).envs(variables.iter().copied())).shown())
    };
    assert!(!shown(&[("TERM", "xterm")], &["check"]));
    assert!(shown(&[("CLICOLOR_FORCE", "1")], &["check"]));
    assert!(shown(&[], &["check", "--color", "always"]));
    assert!(shown(&[("NO_COLOR", "1")], &["check", "--color", "always"]), "who asks goes before what is set");
    assert!(!shown(&[("CLICOLOR_FORCE", "1")], &["check", "--color", "never"]));
    assert!(!shown(&[("CLICOLOR_FORCE", "1")], &["check", "--format", "json"]));
}

#[test]
fn the_locale_changes_nothing_but_the_language() {
    let fresh = noisy();
    let with = |variables: &[(&str, &str)], arguments: &[&str]| {
        Ran::of(fresh.command(arguments).env_remove("COMMONS_LANG").envs(variables.iter().copied()))
    };
    fresh.write("commons.toml", "name = \"Één\"\n");
    let english = with(&[("LC_ALL", "C")], &["check", "--lang", "en"]);
    for (variables, arguments) in [
        (&[("LC_ALL", "C")][..], &["check"][..]),
        (&[("LANG", "en_GB.UTF-8")], &["check"]),
        (&[], &["check"]),
        (&[("LC_ALL", ""), ("LANG", "en")], &["check"]),
        (&[("COMMONS_LANG", "en"), ("LC_ALL", "nl_NL")], &["check"]),
        (&[("TZ", "Pacific/Kiritimati")], &["check"]),
    ] {
        assert!(with(variables, arguments).out == english.out, "{variables:?} {arguments:?}");
    }
    assert!(english.shown().contains("Coördinator") || english.shown().contains("unknown key `soort`"));
    let dutch = with(&[("LC_ALL", "C")], &["check", "--lang", "nl"]);
    assert!(dutch.shown().contains("onbekende sleutel"));
    for variables in [&[("LC_ALL", "nl_NL.UTF-8")][..], &[("LC_MESSAGES", "nl_BE")], &[("LANG", "nl")], &[("COMMONS_LANG", "NL")]] {
        assert!(with(variables, &["check"]).out == dutch.out, "{variables:?}");
    }
}

#[test]
fn what_cannot_be_done_is_said_and_ends_with_two() {
    let fresh = Fresh::new();
    let repository = Fresh::new();
    git(repository.path(), &["init", "--quiet"]);
    for (arguments, said) in [
        (&["-C", "niet-hier", "check"][..], "niet-hier is not a folder"),
        (&["-C", "", "check"], "a value is required"),
        (
            &["-C", "docs", "check"],
            "there is no `commons.toml` in docs; -C names the folder that holds it, and `commons init` begins a record",
        ),
        (&["check", "--onbekend"], "--onbekend"),
        (&["check", "--select", "syntaxerror"], "did you mean `syntax-error`?"),
        (&["check", "niet-hier.toml"], "`niet-hier.toml` is no file or folder of this record"),
        (&["check", "/etc/passwd"], "is no file or folder of this record"),
        (&["check", "--on", "2026-02-30"], "2026-02-30"),
        (&["check", "--on", "12-03-2026"], "a date is written year-month-day"),
        (&["check", "--on", ""], "a date is written year-month-day"),
        (&["check", "--lang", "fr"], "the languages are nl and en"),
        (&["check", "--lang", "é"], "the languages are nl and en"),
        (&["check", "--at", "HEAD"], "is not in a git repository"),
        (&["check", "--at", ""], "a revision is a branch, a tag, a commit or a date"),
        (&["check", "-o", "/dev/full"], "cannot write /dev/full: "),
        (&["check", "-o", "/proc/commons"], "cannot write /proc/commons: "),
        (&["check", "-o", "commons.toml/x"], "cannot write commons.toml/x: "),
        (&["check", "-o", "niet-hier/x"], "cannot write niet-hier/x: there is no folder niet-hier"),
        (&["check", "-o", "docs"], "cannot write docs: "),
        (&["check", "-o", ""], "a value is required"),
        (&["schema", "--write", "commons.toml"], "cannot make the folder commons.toml: "),
        (&["explain", "rol-zonder-reserve"], "there is no rule `rol-zonder-reserve`"),
        (&["onbekend"], "onbekend"),
    ] {
        fs::create_dir_all(fresh.at("docs")).expect("a folder can be made");
        let ran = Ran::of(program().current_dir(fresh.path()).args(arguments));
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}{}", ran.shown(), ran.said());
        assert!(ran.said().contains(said) && ran.said().starts_with("error: "), "{arguments:?}: {}", ran.said());
        assert!(ran.out.is_empty(), "{arguments:?}: {}", ran.shown());
        assert_harmless(&ran.said(), said);
        assert!(!ran.said().contains("os error"), "{}", ran.said());
    }
    let ran = repository.run(&["check", "--at", "HEAD"]);
    assert!(ran.code == Some(2) && ran.said().contains("the repository has no commits yet"), "{}", ran.said());
    let left = crate::cases::names(fresh.path());
    assert!(left.iter().all(|name| matches!(name.as_str(), "commons.toml" | "docs")), "something was left behind: {left:?}");
}

#[test]
fn a_full_disk_behind_the_results_is_said() {
    for arguments in [&["check"][..], &["check", "--format", "json"], &["export", "json"], &["explain"], &["schema"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("there is a full device");
        let fresh = Fresh::new();
        let output = fresh.command(arguments).stdout(full).output().expect("the program can be started");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.starts_with("error: the results could not be written: "), "{said}");
    }
}

#[test]
fn codes_say_how_it_went() {
    let fresh = Fresh::new();
    let code = |arguments: &[&str]| fresh.run(arguments).code;
    assert_eq!((code(&["check"]), code(&["check", "--strict"])), (Some(0), Some(0)));
    fresh.write("roles/a.toml", "title = \"x\"\n[[holder]]\nwho = \"all-participants\"\n");
    fresh.write("commons.toml", "name = \"x\"\n[rules]\nunused-role = \"warn\"\n");
    assert_eq!((code(&["check"]), code(&["check", "--strict"])), (Some(0), Some(1)), "{:?}", fresh.found());
    assert_eq!(code(&["check", "--strict", "--ignore", "unused-role"]), Some(0));
    assert_eq!(code(&["check", "--strict", "commons.toml"]), Some(0), "what is filtered away does not fail");
    fresh.write("commons.toml", "name = \"x\"\n[rules]\nunused-role = \"deny\"\n");
    assert_eq!(code(&["check"]), Some(1));
    assert_eq!(code(&["check", "-q", "-o", "out.txt"]), Some(1));
    assert!(fs::read_to_string(fresh.at("out.txt")).is_ok_and(|text| text.contains("unused-role")));
    assert_eq!(code(&["export", "json"]), Some(0), "findings do not keep an export from being made");
    fresh.write("roles/a.toml", "title = \n");
    assert_eq!((code(&["check"]), code(&["export", "json"])), (Some(1), Some(2)));
    fresh.write("commons.toml", "format = 2\nname = \"x\"\n");
    assert_eq!((code(&["check"]), code(&["check", "--ignore", "newer-format"])), (Some(2), Some(2)), "nothing was judged");
    let bare = Ran::of(&mut program());
    assert_eq!(bare.code, Some(2));
}

#[test]
fn what_fails_for_its_warnings_alone_says_so() {
    let fresh = Fresh::new();
    fresh.write("roles/a.toml", "title = \"x\"\nvacant = true\n");
    for format in ["text", "json", "github"] {
        let said = |arguments: &[&str]| fresh.run(&[&["check", "--lang", "en", "--format", format], arguments].concat()).said();
        assert_eq!(said(&["--strict"]), "with --strict warnings fail too\n");
        assert_eq!((said(&["--strict", "-q"]), said(&[])), (String::new(), String::new()));
    }
    fresh.write("roles/b.toml", "title = \n");
    assert_eq!(fresh.run(&["check", "--strict"]).said(), "", "an error speaks for itself");
}

#[test]
fn the_name_of_a_file_tells_the_format() {
    let fresh = noisy();
    let written = |arguments: &[&str], path: &str| {
        assert_eq!(fresh.run(&[&["check", "-o", path], arguments].concat()).code, Some(1));
        fs::read(fresh.at(path)).expect("it was written")
    };
    let shown = |format: &str| fresh.run(&["check", "--format", format]).out;
    for (path, format) in [("x.json", "json"), ("x.SARIF", "sarif")] {
        assert!(written(&[], path) == shown(format), "{path}");
        assert!(written(&["--format", "gitlab"], path) == shown("gitlab"), "what is asked goes before the ending");
    }
    assert!(written(&[], "x.txt").starts_with(b"error["));
    let out = fresh.run(&["check", "--format", "json", "-o", "-"]);
    assert!(out.out == shown("json") && !fresh.at("-").exists(), "{}", out.said());
}

#[test]
fn an_output_is_written_whole_and_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let fresh = noisy();
    fresh.write("out.json", "oud");
    fs::set_permissions(fresh.at("out.json"), fs::Permissions::from_mode(0o640)).expect("permissions can be set");
    let expected = fresh.run(&["check", "--format", "json"]).out;
    let running: Vec<_> = (0..6)
        .map(|_| fresh.command(&["check", "--format", "json", "-o", "out.json"]).spawn().expect("the program can be started"))
        .collect();
    for mut child in running {
        assert_eq!(child.wait().expect("it ends").code(), Some(1));
    }
    assert!(fs::read(fresh.at("out.json")).expect("it is there") == expected);
    assert_eq!(fs::metadata(fresh.at("out.json")).expect("it is there").permissions().mode() & 0o777, 0o640);
    let left: Vec<String> = crate::cases::names(fresh.path()).into_iter().filter(|name| name.starts_with('.')).collect();
    assert!(left.is_empty(), "{left:?}");
    let out = Ran::of(&mut fresh.command(&["check", "--format", "json", "-o", "/dev/stdout"]));
    assert!(out.out == expected && out.code == Some(1), "{}", out.said());
}

#[test]
fn the_same_twice_is_the_same_bytes() {
    for fresh in [noisy(), example()] {
        for arguments in [
            &["check"][..],
            &["check", "--format", "json"],
            &["export", "json"],
            &["check", "--color", "always", "--lang", "nl"],
            &["explain"],
            &["schema", "export"],
        ] {
            let (one, other) = (fresh.run(arguments), fresh.run(arguments));
            assert!((one.code, one.out, one.err) == (other.code, other.out, other.err), "{arguments:?}");
        }
    }
}
