//! Pages that are written from the program and compared with it, and the examples of the README, run as a reader would.

mod format;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use commons::rules;
use serde_json::{Value, json};

use crate::cases::{blessing, expect_file, lay, root};
use crate::program::{Fresh, Ran, program};

/// What stands between a page's part by hand and the part that a test writes.
const MARKER: &str = "<!-- below: written by the test -->\n";

const RULES_HEAD: &str = "\
# The rules

What `commons check` looks at; `commons explain RULE` says of each why it matters and what to do about it. A record sets the level of a rule
(`allow`, `warn` or `deny`) under `[rules]` in its `commons.toml`, as in `vacant-role = \"deny\"`. A `[[waiver]]` in the same file lets one finding
pass: it names the `rule`, usually the file (`at`), always a `reason`, and either the last day on which it holds (`until`) or the event that
decided it (`decided`).

A *standing* rule says the same on every day, a *dated* one depends on the day that is asked (`--on`), and a *judgement* is a matter of opinion
that is off until a record turns it on.

# De controles

Waar `commons check` naar kijkt; `commons explain CONTROLE --lang nl` legt uit waarom een controle er is en wat u kunt doen. Het niveau van een
controle (`allow`: uit, `warn`: let op, `deny`: fout) stelt u in onder `[rules]` in `commons.toml`, bijvoorbeeld `vacant-role = \"deny\"`. Eén melding
laten passeren kan met een ontheffing, `[[waiver]]` in hetzelfde bestand: daarin staan de controle (`rule`), meestal het bestand (`at`), altijd
een reden (`reason`), en de laatste dag waarop de ontheffing geldt (`until`) of de bijeenkomst waarin ertoe is besloten (`decided`).

Een controle van de klasse *standing* geeft elke dag dezelfde uitkomst, bij *dated* hangt die af van de dag (`--on`), en een controle
van de klasse *judgement* is een kwestie van inzicht: die staat uit totdat u haar aanzet.

| name | code | level | class | finds that | meldt dat |
| --- | --- | --- | --- | --- | --- |
";

#[test]
fn the_list_of_rules() {
    let mut page = RULES_HEAD.to_owned();
    for rule in rules::all() {
        let word = |value: Value| value.as_str().expect("it is written as a word").to_owned();
        let (level, class) = (word(json!(rule.level)), word(json!(rule.class)));
        let row = [rule.name, rule.code, &level, &class, rule.summary.en.as_ref(), rule.summary.nl.as_ref()].map(cell);
        writeln!(page, "| {} |", row.join(" | ")).expect("text can be written to");
    }
    expect_file(&root().join("src/rules/README.md"), &page);
}

/// Text as it stands in a cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[test]
fn the_command_reference() {
    let mut page = String::from("# The commands\n\nWhat `commons --help` and the help of every command say.\n");
    describe(&[], &mut page);
    expect_file(&root().join("src/bin/commons/README.md"), &page);
}

/// Writes down the help of a command, then that of the commands below it.
fn describe(command: &[&str], page: &mut String) {
    let help = help_of(command);
    let name = [&["commons"][..], command].concat().join(" ");
    writeln!(page, "\n## {name}\n\n```\n{}\n```", help.trim_end()).expect("text can be written to");
    for below in commands_in(&help) {
        describe(&[command, &[below]].concat(), page);
    }
}

fn help_of(command: &[&str]) -> String {
    let ran = Ran::of(program().env_remove("COMMONS_LANG").env("COLUMNS", "80").env("LC_ALL", "C").args(command).arg("--help"));
    assert_eq!(ran.code, Some(0), "{command:?}: {}", ran.said());
    let lines: Vec<&str> = ran.shown().lines().map(str::trim_end).collect();
    for line in &lines {
        assert!(line.chars().count() <= 80, "{command:?}: wider than eighty columns: {line}");
    }
    lines.join("\n")
}

/// The names below `Commands:`, without the one that is the same everywhere.
fn commands_in(help: &str) -> impl Iterator<Item = &str> {
    let list = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = list.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names.filter(|name| !name.is_empty() && *name != "help")
}

#[test]
fn the_page_of_the_format() {
    let path = root().join("src/record/README.md");
    let text = fs::read_to_string(&path).expect("the page has a part by hand");
    let (by_hand, _) = text.split_once(MARKER).expect("the page says where its part by hand ends");
    expect_file(&path, &format!("{by_hand}{MARKER}{}", format::tables()));
}

/// A fenced block of a page: what it is tagged with, its text, where that begins.
pub struct Block<'a> {
    pub tag: &'a str,
    pub text: &'a str,
    start: usize,
}

pub fn blocks(page: &str) -> Vec<Block<'_>> {
    let (mut found, mut open, mut at) = (Vec::new(), None, 0);
    for line in page.split_inclusive('\n') {
        if let Some(tag) = line.trim_end().strip_prefix("```") {
            match open.take() {
                None => open = Some((tag, at + line.len())),
                Some((tag, start)) => found.push(Block { tag, text: &page[start..at], start }),
            }
        }
        at += line.len();
    }
    assert!(open.is_none(), "a block is not closed");
    found
}

/// The arguments of a line that runs the program, written as to a shell.
pub fn arguments(line: &str) -> Option<Vec<String>> {
    let rest =
        line.strip_prefix("commons ").or_else(|| line.strip_prefix("cargo run ").and_then(|rest| Some(rest.split_once("-- ")?.1)))?;
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    for letter in rest.split("  #").next().unwrap_or(rest).trim_end().chars().chain([' ']) {
        match (letter, quote) {
            ('\'' | '"', None) => quote = Some(letter),
            (_, Some(open)) if letter == open => quote = None,
            (' ', None) => words.extend(Some(std::mem::take(&mut word)).filter(|word| !word.is_empty())),
            _ => word.push(letter),
        }
    }
    assert!(quote.is_none(), "a quotation does not end: {line}");
    Some(words)
}

/// The program as the README runs it: eighty columns, no colour, the root of the repository.
fn as_read(folder: &Path) -> Command {
    let mut command = program();
    command.env_remove("COMMONS_LANG").env("COLUMNS", "80").env("LC_ALL", "C.UTF-8").current_dir(folder);
    command
}

/// Blocks tagged `console` show what the program answers: `$ commons …`, then exactly what comes back.
#[test]
fn the_examples_answer_as_the_readme_says() {
    let mut ran = 0;
    for name in ["README.md", "CONTRIBUTING.md"] {
        let path = root().join(name);
        let page = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut anew = page.clone();
        for block in blocks(&page).iter().rev().filter(|block| block.tag == "console") {
            let commands: Vec<&str> = block.text.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
            let mut text = String::new();
            for command in &commands {
                let arguments = arguments(command).unwrap_or_else(|| panic!("{name}: a console block runs `commons`, not `{command}`"));
                let answer = Ran::of(as_read(&root()).args(arguments));
                writeln!(text, "$ {command}\n{}{}", answer.shown(), answer.said()).expect("text can be written to");
                text.truncate(text.trim_end().len());
                text.push('\n');
            }
            assert!(!commands.is_empty(), "{name}: a console block without `$ commons …`:\n{}", block.text);
            anew.replace_range(block.start..block.start + block.text.len(), &text);
            ran += commands.len();
        }
        if anew != page || blessing() {
            expect_file(&path, &anew);
        }
    }
    assert!(ran > 0, "the README shows no example");
}

/// Blocks tagged `sh` are typed by readers: every line that runs the program is understood, in a record and beside the examples.
#[test]
fn the_commands_of_the_readme_can_be_typed() {
    let fresh = Fresh::empty();
    lay(&root().join("examples/wijkwijzer"), fresh.path());
    fs::create_dir_all(fresh.at("examples/wijkwijzer")).expect("a folder can be made");
    lay(&root().join("examples/wijkwijzer"), &fresh.at("examples/wijkwijzer"));
    for name in ["README.md", "CONTRIBUTING.md"] {
        let page = fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        for block in blocks(&page).iter().filter(|block| block.tag == "sh") {
            for line in block.text.lines() {
                let Some(arguments) = arguments(line) else { continue };
                let ran = Ran::of(as_read(fresh.path()).args(arguments));
                assert!(ran.code.is_some_and(|code| code < 2), "{name}: `{line}` ends with {:?}: {}", ran.code, ran.said());
            }
        }
    }
}

/// A page that the README links to is there, and so is every other one that the tests write.
#[test]
fn links_lead_somewhere() {
    let pages =
        ["README.md", "CONTRIBUTING.md", "examples/README.md", "src/rules/README.md", "src/record/README.md", "src/bin/commons/README.md"];
    let mut broken = BTreeSet::new();
    for name in pages {
        let page = fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        for part in page.split("](").skip(1) {
            let target = part.split(')').next().unwrap_or_default();
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let path = root().join(name).parent().expect("a page stands in a folder").join(file);
            let text = if file.is_empty() { page.clone() } else { fs::read_to_string(&path).unwrap_or_default() };
            let headings = text.lines().filter(|line| line.starts_with('#')).map(|line| slug(line.trim_start_matches('#')));
            if !file.is_empty() && !path.exists() || !anchor.is_empty() && !headings.into_iter().any(|heading| heading == anchor) {
                broken.insert(format!("{name}: {target}"));
            }
        }
    }
    assert!(broken.is_empty(), "links that lead nowhere: {broken:#?}");
}

/// The name under which code platforms let one link to a heading.
fn slug(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'));
    kept.map(|letter| if letter == ' ' { '-' } else { letter.to_ascii_lowercase() }).collect()
}
