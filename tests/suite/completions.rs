//! Completion, asked by the shells themselves: what is offered, that nothing is ever said, and that a typed tab becomes a word.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use crate::cases::{lay, root};
use crate::program::{Fresh, Ran, is_steering, program};

/// The life-size example in a directory of its own, with the program where a shell looks for it.
fn desk() -> Fresh {
    let desk = Fresh::empty();
    lay(&root().join("examples/wijkwijzer"), desk.path());
    fs::create_dir(desk.at("bin")).expect("a folder can be made");
    desk.link("bin/commons", env!("CARGO_BIN_EXE_commons"));
    desk
}

/// A shell with nothing of this machine's settings.
fn shell(desk: &Fresh, name: &str) -> Command {
    let mut command = Command::new(name);
    let path = format!("{}:{}", desk.at("bin").display(), std::env::var("PATH").expect("there is a path"));
    command.env_clear().env("PATH", path).env("HOME", desk.path()).env("TERM", "dumb").env("COMMONS_LANG", "en").env("LC_ALL", "C.UTF-8");
    command.current_dir(desk.path()).stdin(Stdio::null());
    command
}

fn ran(command: &mut Command) -> (String, String) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}; tests/run installs the shells"));
    (String::from_utf8(output.stdout).expect("words are UTF-8"), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// What bash offers for the last word of a line, by the function that the script defines.
fn in_bash(desk: &Fresh, words: &[&str]) -> Vec<String> {
    let (last, before) = (words.len() - 1, words.get(words.len().wrapping_sub(2)).copied().unwrap_or_default());
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let line = format!(
        "source <(commons completions bash); compopt() {{ :; }}; COMP_WORDS=({}); COMP_CWORD={last}; COMP_TYPE=9
        _clap_complete_commons commons '{}' '{before}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        quoted.join(" "),
        words[last],
    );
    let (out, said) = ran(shell(desk, "bash").args(["--norc", "--noprofile", "-c", &line]));
    assert_eq!(said, "", "{words:?}");
    out.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// What fish offers for a line: words and, behind a tab, their meaning.
fn in_fish(desk: &Fresh, line: &str) -> Vec<String> {
    let script = format!("commons completions fish | source; complete -C '{line}'");
    let (out, said) = ran(shell(desk, "fish").args(["--no-config", "-c", &script]));
    assert_eq!(said, "", "{line}");
    out.lines().map(str::to_owned).collect()
}

/// What the program offers a shell, each word with its meaning.
fn offered(desk: &Fresh, line: &str) -> Vec<String> {
    let words: Vec<&str> = line.split(' ').collect();
    let mut command = program();
    command.env("COMMONS_COMPLETE", "fish").current_dir(desk.path()).arg("--").args(words);
    let answer = Ran::of(&mut command);
    assert!(answer.code == Some(0) && answer.err.is_empty(), "{line}: {}", answer.said());
    answer.shown().lines().map(str::to_owned).collect()
}

#[test]
fn a_shell_offers_commands_rules_paths_and_words() {
    let desk = desk();
    for (line, among) in [
        ("commons ex", &["explain", "export"][..]),
        ("commons explain vac", &["vacant-role"]),
        ("commons check --select vacant-role,unfi", &["vacant-role,unfilled-seat"]),
        ("commons check roles/c", &["roles/coordinator.toml", "roles/controller.toml"]),
        ("commons -C examples check roles/c", &[]),
        ("commons schema bu", &["budget"]),
        ("commons --lang ", &["nl", "en"]),
        ("commons init --level ", &["sharing", "light", "structured", "full"]),
        ("commons init --lead s-h", &["s-hertogenbosch"]),
        ("commons init --lead-kind jo", &["joint-body"]),
        ("commons completions ", &["bash", "zsh", "fish"]),
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        let (bash, fish, asked) = (in_bash(&desk, &words), in_fish(&desk, line), offered(&desk, line));
        let plain =
            |lines: &[String]| lines.iter().map(|line| line.split('\t').next().unwrap_or_default().trim().to_owned()).collect::<Vec<_>>();
        for word in among {
            assert!(plain(&bash).iter().any(|one| one == word), "{line}: {word} is not among {bash:?}");
            assert!(plain(&fish).iter().any(|one| one == word), "{line}: {word} is not among {fish:?}");
        }
        assert!(!among.is_empty() || asked.is_empty() && bash.is_empty(), "{line}: {asked:?}");
    }
}

/// The record that `-C` names, wherever it stands in the line, is the one whose files are offered; and rules are told in its language.
#[test]
fn the_record_that_was_typed_is_the_one_that_is_meant() {
    let desk = Fresh::empty();
    fs::create_dir(desk.at("elders")).expect("a folder can be made");
    lay(&root().join("examples/wijkwijzer"), &desk.at("elders"));
    for line in [
        "commons -C elders check roles/coo",
        "commons check -C elders roles/coo",
        "commons -Celders check roles/coo",
        "commons --record elders check roles/coo",
        "commons --record=elders check roles/coo",
        "commons -C \"elders\" check roles/coo",
        "commons -C elders/commons.toml check roles/coo",
    ] {
        assert_eq!(offered(&desk, line), ["roles/coordinator.toml"], "{line}");
    }
    let told = |line: &str| {
        let mut command = program();
        command.env_remove("COMMONS_LANG").env("COMMONS_COMPLETE", "fish").env("LC_ALL", "C").current_dir(desk.path());
        Ran::of(command.arg("--").args(line.split(' '))).shown().to_owned()
    };
    assert!(told("commons -C elders explain vacant").contains("vacant-role\teen rol is vacant"));
    assert!(told("commons -C elders --lang en explain vacant").contains("vacant-role\tnobody holds a role"));
    assert!(told("commons explain vacant").contains("vacant-role\tnobody holds a role"));
}

#[test]
fn completing_never_fails_and_never_speaks() {
    let desk = Fresh::empty();
    desk.write("commons.toml", "name = \n[[");
    desk.write("roles/a\u{1b}[31mb.toml", "");
    desk.write("roles/a*.toml", "");
    desk.write("roles/a b.toml", "");
    desk.write("roles/ac.toml", "title = ");
    for line in [
        "",
        "commons",
        "commons ",
        "commons check --select",
        "commons check --select ",
        "commons onbekend ",
        "commons -C",
        "commons -C ",
        "commons -C niet-hier explain v",
        "commons --lang xx explain v",
        "commons explain \u{1b}",
        "commons check -- ",
        "commons --onbekend ",
    ] {
        for shell in ["bash", "zsh", "fish", "tcsh", "/bin/zsh", ""] {
            for index in ["0", "1", "2", "99", "-1", "x"] {
                let mut command = program();
                command.env("COMMONS_COMPLETE", shell).env("_CLAP_COMPLETE_INDEX", index).env("_CLAP_IFS", "\n").current_dir(desk.path());
                let words: Vec<&str> = line.split(' ').collect();
                let answer = Ran::of(command.arg("--").args(words));
                if shell.is_empty() {
                    // Nothing is asked, so this is an ordinary line: `--` is no command.
                    assert_eq!(answer.code, Some(2));
                    continue;
                }
                assert!(answer.code == Some(0) && answer.err.is_empty(), "{shell} {line:?} {index}: {}", answer.said());
                assert!(!answer.shown().contains(|c: char| !matches!(c, '\n' | '\t') && is_steering(c)), "{line:?}");
            }
        }
    }
    let files = offered(&desk, "commons check roles/a");
    assert!(files.contains(&"roles/ac.toml".to_owned()) && !files.iter().any(|file| file.contains(['*', '\u{1b}'])), "{files:?}");
    // The program has gone: a line that is being typed is not the place to say so.
    let gone = Fresh::empty();
    let script = Ran::of(program().args(["completions", "bash"]));
    gone.write("script", script.out);
    let line = "source ./script; COMP_WORDS=(commons ex); COMP_CWORD=1; PATH=; _clap_complete_commons commons ex commons; echo \"${#COMPREPLY[@]}\"";
    let (out, said) = ran(shell(&gone, "bash").args(["--norc", "-c", line]));
    assert_eq!((out.as_str(), said.as_str()), ("0\n", ""));
}

/// A person at a keyboard: the script is read, a line is begun, the tab key completes it, and the line is run.
#[test]
fn a_tab_becomes_a_word() {
    let desk = desk();
    for (name, line, setup) in [
        ("bash", "bash --norc --noprofile -i", "source <(commons completions bash)"),
        // Its owner never set up completion: the script does.
        ("zsh", "zsh -f -i", "source <(commons completions zsh)"),
    ] {
        let mut child = shell(&desk, "script")
            .args(["-qec", line, "/dev/null"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("there is a `script`");
        let mut keys = child.stdin.take().expect("it is piped");
        for (typed, wait) in [(format!("{setup}\n"), 1500), ("commons explain vaca\t\n".to_owned(), 1500), ("exit\n".to_owned(), 0)] {
            keys.write_all(typed.as_bytes()).expect("keys can be typed");
            keys.flush().expect("keys can be typed");
            // A shell that is starting takes what was typed before for text.
            std::thread::sleep(std::time::Duration::from_millis(wait));
        }
        drop(keys);
        let output = child.wait_with_output().expect("it ends");
        let shown = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(shown.contains("vacant-role (H01, "), "{name}: {shown}");
    }
}

#[test]
fn a_script_names_nothing_of_the_machine_it_was_made_on() {
    for shell in ["bash", "zsh", "fish"] {
        let script = Ran::of(program().args(["completions", shell]));
        assert!(script.code == Some(0) && script.err.is_empty());
        let text = script.shown();
        assert!(text.contains("commons") && text.contains("COMMONS_COMPLETE") && !text.contains("target/"), "{text}");
        assert!(text.ends_with('\n') && !text.starts_with('\n'));
    }
    assert!(Ran::of(program().args(["completions", "bash"])).shown().contains("2>/dev/null"));
}

#[test]
fn invoices_are_offered_by_number_and_drafts_by_name() {
    let desk = desk();
    for line in ["commons pay 2026-000", "commons invoice --show 2026-000", "commons invoice --credit 2026-000"] {
        let found = offered(&desk, line);
        assert_eq!(found.len(), 9, "{line}: {found:?}");
        assert!(found.iter().any(|one| one.starts_with("2026-0003\tGemeente ")), "{line}: {found:?}");
    }
    desk.write("finances/2026/invoices/draft-zwolle.toml", "kind = \"extra\"\nparticipant = \"zwolle\"\n");
    assert!(offered(&desk, "commons invoice --show dr").contains(&"draft-zwolle\tGemeente Zwolle".to_owned()));
    // What a shell would take for something else is not offered.
    desk.write("finances/2026/invoices/2026-0013.toml", "number = \"2026-0013; x\"\nparticipant = \"zwolle\"\n");
    assert_eq!(offered(&desk, "commons pay 2026-0013"), [""; 0]);
}
