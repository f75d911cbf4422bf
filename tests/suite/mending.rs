//! `check --fix`: what it mends, that it mends only that, and that each rule says so.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use commons::edit::{Edit, quoted};
use commons::finding::Cure;
use commons::keys;
use commons::rules;
use commons::rules::mending::mends;
use commons::text::Lang;
use commons::writing::mend::mended;

use crate::cases::{DAY, files, judge, judge_case, lay, names, records, root};
use crate::keeping::{cured, edited};
use crate::program::{Fresh, texts};

fn case(rule: &str, which: &str) -> PathBuf {
    records().join("rules").join(rule).join(which)
}

/// The case of a rule that can be mended: `mend/` where not all of `fail/` can.
fn mendable(rule: &str) -> PathBuf {
    let own = case(rule, "mend");
    if own.is_dir() { own } else { case(rule, "fail") }
}

/// What a rule says is mended is gone, nothing else is found, one file differs and in it only lines that were found wrong.
#[test]
fn what_a_rule_says_is_mended_and_nothing_else_changes() {
    let mut seen = 0;
    for rule in rules::all().filter(|rule| mends(rule.name).is_some()) {
        let name = rule.name;
        let case = mendable(name);
        let fresh = Fresh::new();
        lay(&case, fresh.path());
        let found = judge(fresh.path(), DAY);
        assert!(found.rules().iter().all(|one| *one == name) && !found.findings.is_empty(), "{name}: {}", found.shown(Lang::En));
        assert!(found.findings.iter().all(|one| one.finding.cure.is_some()), "{name}: not all of the case can be mended");
        let wrong: BTreeSet<String> = found.findings.iter().map(|one| one.finding.at.file.to_string()).collect();
        let before = files(fresh.path());
        let ran = fresh.run(&["check", "--fix", "--allow-dirty"]);
        assert_eq!(ran.code, Some(0), "{name}: {}{}", ran.shown(), ran.said());
        let after = files(fresh.path());
        let changed: BTreeSet<String> =
            before.keys().chain(after.keys()).filter(|path| before.get(*path) != after.get(*path)).cloned().collect();
        assert_eq!(changed, wrong, "{name}: other files changed");
        let after_it = judge(fresh.path(), DAY);
        assert!(after_it.findings.is_empty(), "{name}: {}", after_it.shown(Lang::En));
        for path in &changed {
            let text = |all: &std::collections::BTreeMap<String, Vec<u8>>| String::from_utf8(all[path].clone()).expect("it is text");
            let (old, new) = (text(&before), text(&after));
            let kept: Vec<&str> = new.lines().filter(|line| old.lines().any(|other| other == *line)).collect();
            let lines = found.findings.len().max(2);
            assert!(new.lines().count() - kept.len() <= lines, "{name}: more lines changed than were wrong\n{new}");
        }
        let again = fresh.run(&["check", "--fix", "--allow-dirty"]);
        assert_eq!(again.code, Some(0), "{name}: {}", again.said());
        assert!(after == files(fresh.path()), "{name}: a second time changed something");
        seen += 1;
    }
    assert!(seen > 10, "only {seen} rules");
}

/// What can be mended is of a rule that says so.
#[test]
fn what_has_a_cure_says_so() {
    let mut cured: BTreeSet<&str> = BTreeSet::new();
    let mut note = |judged: crate::cases::Judged| {
        cured.extend(judged.findings.iter().filter(|one| one.finding.cure.is_some()).map(|one| one.finding.rule));
    };
    for rule in rules::all() {
        for which in ["fail", "pass", "mend"].into_iter().filter(|which| case(rule.name, which).is_dir()) {
            note(judge_case(&case(rule.name, which), DAY));
        }
    }
    for (folder, inner) in [("tests/records/real", ""), ("tests/records/commands", "in"), ("examples", "")] {
        for name in names(&root().join(folder)) {
            let record = root().join(folder).join(name).join(inner);
            if record.is_dir() {
                note(judge(&record, DAY));
            }
        }
    }
    let said: BTreeSet<&str> = rules::all().map(|rule| rule.name).filter(|name| mends(name).is_some()).collect();
    assert_eq!(cured, said, "rules with a cure, and those that say so");
    for rule in rules::all() {
        let Some(what) = mends(rule.name) else { continue };
        assert!(what.en != what.nl && !what.en.ends_with('.') && !what.nl.ends_with('.'), "{}", rule.name);
    }
}

/// Changes, and what mends, at places of every text there is.
#[test]
fn every_text_is_changed_and_mended_without_loss() {
    for (n, (kind, path, text)) in texts().into_iter().enumerate() {
        let number = u8::try_from(n % 251).expect("it is small");
        for text in [text.clone(), text.replace('\n', "\r\n"), format!("\u{feff}{}", text.trim_end())] {
            edited(&text, [number, number.wrapping_mul(7)]).unwrap_or_else(|wrong| panic!("{path}: {wrong}"));
            cured(kind, &text).unwrap_or_else(|wrong| panic!("{path}: {wrong}"));
        }
    }
}

/// Two words, of which one reveals the other, and one that is not certain, in a file with its own line ends.
#[test]
fn one_cure_reveals_another_and_what_is_not_certain_stays() {
    let fresh = Fresh::new();
    fresh.write(
        "participants/utrecht.toml",
        "\u{feff}# Zij.\r\nnaam = “Gemeente Utrecht”  # voluit\r\nsoort = \"gemeente\"\r\nemail = \"x@utrecht.example\"\r\njoined = \"13-01-2026\"\r\nkleur = \"blauw\"\r\ninhabitants = \"7.500\"",
    );
    let ran = fresh.run(&["check", "--fix", "--allow-dirty", "--lang", "en"]);
    assert_eq!(ran.code, Some(1), "{}", ran.shown());
    let text = fs::read_to_string(fresh.at("participants/utrecht.toml")).expect("it is there");
    assert_eq!(
        text,
        "\u{feff}# Zij.\r\nname = \"Gemeente Utrecht\"  # voluit\r\nkind = \"municipality\"\r\nemail = \"x@utrecht.example\"\r\njoined = 2026-01-13\r\nkleur = \"blauw\"\r\ninhabitants = \"7.500\""
    );
    let said = ran.shown();
    assert!(said.contains("unknown-key") && said.contains("wrong-type") && !said.contains("--fix"), "{said}");
}

/// What a cure would make deniable is left to people, file by file; the other files are mended.
#[test]
fn what_would_be_denied_after_it_is_left_alone() {
    let fresh = Fresh::new();
    let participant = |email: &str| format!("name = \"Stichting Oever\"\nkind = \"foundation\"\n{email} = \"kadeplan@oever.example\"\n");
    fresh.write("participants/oever.toml", format!("{}\n[people.jo]\nname = \"Jo\"\n", participant("email")));
    let role = "title = \"Stuurgroep\"\nkind = \"body\"\nmin_term_months = 24\n\n[[holder]]\nwho = \"jo\"\nfrom = 2026-03-14\nuntil = 2026-01-12\n";
    fresh.write("roles/stuurgroep.toml", role);
    let task = "title = \"Nieuwsbrief\"\ncovers = [\"comunication\"]\n\n[raci]\nresponsible = [\"jo\"]\naccountable = \"oever\"\n";
    fresh.write("tasks/nieuwsbrief.toml", task);
    let ran = fresh.run(&["check", "--fix", "--allow-dirty", "--lang", "en"]);
    assert_eq!(ran.code, Some(1), "{}", ran.said());
    let now = |path: &str| fs::read_to_string(fresh.at(path)).expect("it is there");
    assert_eq!(now("roles/stuurgroep.toml"), role, "a term of two months is too short, so it was not the order of the dates");
    assert_eq!(now("tasks/nieuwsbrief.toml"), task.replace("comunication", "communication"));
    assert!(ran.shown().contains("dates-reversed") && !ran.shown().contains("term-too-short"), "{}", ran.shown());
}

/// An issued invoice is never changed, not even its form; a draft is.
#[test]
fn an_issued_invoice_is_never_mended() {
    let fresh = Fresh::new();
    let invoice = |number: &str, who: &str| {
        format!("{number}participant = \"{who}\"\ndate = 2026-02-01\n\n[[line]]\nwhat = \"Bijdrage\"\namount = 100.00\n")
    };
    fresh.write("participants/zwolle.toml", "name = \"Gemeente Zwolle\"\nkind = \"municipality\"\nemail = \"x@zwolle.example\"\n");
    let issued = invoice("number = \"2026-001\"\n", "zwole");
    fresh.write("finances/2026/invoices/2026-001.toml", &issued);
    fresh.write("finances/2026/invoices/concept.toml", invoice("", "zwole"));
    let misformed = invoice("numer = \"2026-002\"\n", "zwolle");
    fresh.write("finances/2026/invoices/2026-002.toml", &misformed);
    fresh.run(&["check", "--fix", "--allow-dirty"]);
    let now = |name: &str| fs::read_to_string(fresh.at(format!("finances/2026/invoices/{name}.toml"))).expect("it is there");
    assert_eq!((now("2026-001"), now("2026-002")), (issued, misformed));
    assert_eq!(now("concept"), invoice("", "zwolle"));
}

/// Two cures of one place: the first is made, the other waits; what goes out of a list does not lead those behind it astray.
#[test]
fn cures_that_touch_wait_for_each_other() {
    let order = |_: &[&str]| Vec::new();
    let text = "[[waiver]]\nrule = \"a\"\n\n[[waiver]]\nrule = \"b\"\n\n[[waiver]]\nrule = \"c\"\n";
    let remove = |n: usize| Cure::Edits(vec![Edit::Remove(keys!["waiver", n])]);
    let set = |n: usize, value: &str| Cure::set(keys!["waiver", n, "rule"], quoted(value));
    let cures = [remove(0), set(0, "x"), set(2, "z"), remove(1), set(2, "y")];
    let (now, made) = mended(text, &cures.iter().collect::<Vec<_>>(), &order);
    assert_eq!((now.as_str(), made), ("\n[[waiver]]\nrule = \"z\"\n", 3));
    let bytes = [Cure::Bytes(0, 3, "A".to_owned()), Cure::Bytes(2, 4, "B".to_owned()), Cure::Bytes(5, 99, "C".to_owned())];
    let (now, made) = mended("\u{feff}abc = é = 1\n", &bytes.iter().collect::<Vec<_>>(), &order);
    assert_eq!((now.as_str(), made), ("\u{feff}abB= é = 1\n", 1));
}

/// Where somebody can be asked they are, and who says no keeps the record, its findings and the way to mend them.
#[test]
fn at_a_terminal_it_asks_first() {
    let fresh = Fresh::new();
    let text = "name = \"Gemeente Zwolle\"\nkind = \"gemeente\"\nemail = \"x@zwolle.example\"\n";
    fresh.write("participants/zwolle.toml", text);
    let now = || fs::read_to_string(fresh.at("participants/zwolle.toml")).expect("it is there");
    let asked = |answer: &str, options: &str| {
        let mut command = Command::new("script");
        command.env_clear().env("PATH", std::env::var_os("PATH").expect("there is a path")).env("COMMONS", env!("CARGO_BIN_EXE_commons"));
        command.current_dir(fresh.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let line = format!("stty -echo; \"$COMMONS\" check --fix --on {DAY} --lang nl {options}; echo \"ended with $?\"");
        let mut child = command.args(["-qec", &line, "/dev/null"]).spawn().expect("there is a `script`");
        child.stdin.take().expect("it is piped").write_all(answer.as_bytes()).expect("an answer can be given");
        String::from_utf8_lossy(&child.wait_with_output().expect("it ends").stdout).into_owned()
    };
    let refused = asked("", "");
    assert!(refused.contains("there is no git here to go back to") && refused.contains("ended with 2"), "{refused}");
    let declined = asked("n\n", "--allow-dirty");
    assert!(declined.contains("Dit schrijven? [j/N]") && declined.contains("1 hiervan herstelt u met"), "{declined}");
    assert!(declined.contains("ended with 1") && now() == text, "{declined}");
    let agreed = asked("j\n", "--allow-dirty");
    assert!(agreed.contains("geen meldingen in 2 bestanden") && agreed.contains("ended with 0"), "{agreed}");
    assert_eq!(now(), text.replace("\"gemeente\"", "\"municipality\""));
    fresh.write("participants/zwolle.toml", text);
    let unasked = asked("", "--allow-dirty --yes");
    assert!(!unasked.contains("[j/N]") && now() != text, "{unasked}");
}

/// A hint can be typed as it stands; where nobody can know what was meant, both are named.
#[test]
fn a_hint_is_what_was_meant_or_says_what_can_be() {
    let fresh = Fresh::new();
    let assen = "name = \"Gemeente Assen\"\nkind = \"municipality\"\njoined = 2026-01-01\ncontact = \"x1\"\ninhabitants = \"69 414\"\ninhabitants_on = 2025-01-01\n\n[people.x1]\nname = \"Bo\"\n";
    fresh.write("participants/assen.toml", assen);
    fresh.write("roles/spil.toml", "title = \"Spil\"\naliases = '[\"a\", \"b'\ncritical = \"misschien\"\nvacant = true\n");
    fresh.write("events/overleg.toml", "title = \"Overleg\"\nstarts = \"12-03-2027 10:00\"\n");
    fresh.write("events/dag.toml", "title = \"Dag\"\nstarts = 12-03-2027 10:00\n");
    let ran = fresh.run(&["check", "--lang", "en"]);
    for hint in [
        "write `aliases = [\"a\", \"b\"]`",
        "write `critical = true` or `critical = false`",
        "write `inhabitants = 69414`",
        "`2027-03-12T10:00:00`",
    ] {
        assert!(ran.shown().contains(hint), "{hint}: {}", ran.shown());
    }
    fresh.run(&["check", "--fix", "--allow-dirty"]);
    let after = files(fresh.path());
    for (path, now) in [
        ("participants/assen.toml", "inhabitants = 69414\n"),
        ("events/overleg.toml", "starts = 2027-03-12T10:00:00\n"),
        ("events/dag.toml", "starts = 2027-03-12T10:00:00\n"),
        ("roles/spil.toml", "aliases = '[\"a\", \"b'\ncritical = \"misschien\"\n"),
    ] {
        let text = String::from_utf8_lossy(&after[path]);
        assert!(text.contains(now), "{path}: {text}");
    }
}
