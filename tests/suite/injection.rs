//! Strings that steer terminals, pipelines, spreadsheets and pages, in every text of a record and in every option: shown harmless in every form.

mod reports;

use std::collections::BTreeSet;
use std::fs;

use commons::text::safe;

use crate::ci::read::{judged_by_gitlab, judged_by_sarif, junit, markdown, seen};
use crate::ci::runner;
use crate::commits::git;
use crate::program::{Fresh, Ran, assert_harmless, is_steering, program, without_colors};

/// What people who mean ill write where a name is asked.
pub const HOSTILE: [&str; 26] = [
    "\u{1b}[31mrood\u{1b}[0m",
    "\u{1b}]0;titel\u{7}",
    "\u{1b}]8;;https://kwaad.example\u{1b}\\koppeling",
    "\u{9b}2J\u{90}q\u{9c}",
    "\u{202e}gpj.exe\u{202c}",
    "\u{2066}\u{2067}\u{2069}\u{200e}\u{200f}\u{61c}",
    "a\u{200b}b\u{feff}c\u{2028}d\u{2029}e",
    "nul\u{0}teken",
    "a\nb\r\nc\rd",
    "\n::error file=x,line=1::kwaad",
    "een naam van een aantal woorden die breekt ::error::kwaad ::error::kwaad ::error::kwaad ::error::kwaad ##[error]kwaad ##[error]kwaad ##vso[task.complete]kwaad ::set-output name=x::y",
    "::error::kwaad",
    "##[error]kwaad",
    "midden in een regel ##[stop-commands]x ###[add-mask]e ##vso[task.complete]",
    "[[ATTACHMENT|commons.toml]] {0} {{1}} [1](2) &lt;b&gt; &#60;i> $x$ **vet** ~~weg~~ a|b\\|c",
    "a%0Ab%0D%25",
    "]]><script>alert(1)</script>",
    "<script>alert('x')</script><img src=x onerror=alert(1)>",
    "=cmd|'/C calc'!A0",
    "+1-1@SUM(A1)",
    "{{ 7*7 }}${7*7}`id`$(id)",
    "\\\\ \\n \\u0000 %s %n {} {0}",
    "`backtick` [koppeling](javascript:alert(1)) | cel |",
    "\u{8}\u{8}\u{8}\t\u{b}\u{c}\u{7f}\u{85}",
    "\"; DROP TABLE people; --",
    "\u{1f1f3}\u{1f1f1}\u{200d}\u{e0001}\u{0301}\u{0301}",
];

/// A TOML string of a text: every steering character escaped, or as raw as TOML allows.
fn quoted(text: &str, raw: bool) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        let forbidden = c == '\u{7f}' || c < ' ' && c != '\t';
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if forbidden || !raw && !c.is_alphanumeric() && !c.is_ascii_graphic() && c != ' ' => {
                quoted.push_str(&format!("\\U{:08x}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// Files in which `@` stands for a hostile text: in every string, and in keys. `NOBODY` is one that names nothing.
const FILES: [(&str, &str); 16] = [
    (
        "participants/x.toml",
        "name = @\naliases = [@]\nformerly = [{ name = @, id = @ }]\ncbs_code = @\ncountry = @\nrepresents = [@]\nsuccessor = @\ncontact = @\nemail = @\nphone = @\nwebsite = @\nnote = @\nsource = @\nsignatory = { name = @, position = @ }\ninterest = { on = 2026-01-01, by = @ }\n[people.@]\nname = @\nposition = @\nemail = @\nphone = @\nhandle = @\nworks_for = @\n[billing]\nname = @\nstreet = @\npost_box = @\npostcode = @\ncity = @\ncountry = @\noin = @\nkvk = @\nvat_number = @\npeppol = @\nemail = @\niban = @\nbuyer_reference = @\nordered_by = @\norder_number = { @ = @ }\n[[membership]]\nclass = @\nproduct = @\nreason = @\n[[use]]\nproduct = @\nsupplier = @\n[onboarding]\nfrom = 2026-01-01\nbuddy = @\ndone = { @ = 2026-01-02 }\n[onboarding.not_applicable]\n@ = @\n[[contribution]]\non = 2026-01-01\nkind = @\nby = @\nwhat = @\nproduct = @\nurl = @\n",
    ),
    (
        "participants/y.toml",
        "name = @\nkind = @\nstatus = @\ninhabitants = @\njoined = @\nleft = @\ntakes_part = @\nlogo = @\n@ = 1\nlijst = [@]\n",
    ),
    ("participants/z.toml", "name = @\nnote = @ @\nsource = \n@\n[@]\n[[@]]\nx = [@\n"),
    (
        "roles/x.toml",
        "title = @\naliases = [@]\nformerly = [{ name = @, id = @ }]\npurpose = @\npart_of = @\nproduct = @\nhosted_by = @\ndecides = @\n[[seat]]\nid = @\nprofile = @\nclass = @\n[[holder]]\nwho = @\nfrom = 2027-01-01\nuntil = 2026-01-01\nseat = @\nuntil_when = @\nfor_organisation = @\ntitle = @\n[[backup]]\nwho = @\n[[turn]]\nwho = @\nfrom = 2026-01-01\n",
    ),
    (
        "roles/y.toml",
        "title = @\nkind = @\nstaffing = @\nhours = @\nmeets = @\nrequired_by = @\nseats = @\n@ = @\n[[holder]]\nwho = @\n@ = @\n",
    ),
    (
        "tasks/x.toml",
        "title = @\ncovers = [@]\nproduct = NOBODY\nprocess = @\n[raci]\nresponsible = [@, { who = @, for = @ }]\naccountable = @\nconsulted = [{ who = @, for = @ }]\ninformed = [{ who = @, via = @ }, NOBODY]\n",
    ),
    ("tasks/y.toml", "title = @\narea = @\nhours = @\nraci = @\n@.@ = @\n"),
    (
        "events/x.toml",
        "title = @\nbody = @\nproduct = @\nstarts = 2026-01-01\nplace = @\nurl = @\norganiser = @\ninvited = [@]\nagenda = [{ what = @, by = @, paper = @ }]\nattended = [@]\nexcused = [@]\nminutes = @\n[[decision]]\nid = @\nwhat = @\n[[action]]\nid = @\nwhat = @\nwho = @\n",
    ),
    ("events/y.toml", "title = @\nkind = @\nstarts = @\nrepeat = { every = @, until = @ }\nstatus = @\n"),
    (
        "products/x.toml",
        "name = @\nrepository = @\nlicence = @\ninitiator = @\nowner = @\ncopyright_holder = @\nrepository_owner = @\nmaintainer = @\n[[milestone]]\non = 2026-01-01\nwhat = @\n[[price]]\nwhat = @\n",
    ),
    (
        "finances/2026/budget.toml",
        "adopted = @\n[[cost]]\nid = @\nwhat = @\namount = 1\ncontract = @\nproduct = @\nrole = @\n[[income]]\nid = @\nwhat = @\namount = 1\nfrom = [@]\nearmarked = @\n[[amendment]]\non = 2026-01-01\ndecided = @\nline = @\namount = 1\nreason = @\n[contribution]\nkey = \"classes\"\nclass = [{ name = @, amount = 1 }]\noverride = [{ participant = @, amount = 1, reason = @ }]\n[[in_kind]]\nparticipant = @\nrole = @\nwhat = @\nvalue = 1\nagreed = @\n",
    ),
    (
        "finances/2026/expenses.toml",
        "[[expense]]\non = 2026-01-01\nline = @\nsupplier = @\namount = @\ninvoice = @\nwhat = @\n[[vat_return]]\non = @\namount = @\n",
    ),
    (
        "finances/2026/invoices/x.toml",
        "number = @\nparticipant = @\nproduct = @\npayment_reference = @\nbuyer_reference = @\norder_number = @\ncredits = @\ncurrency = @\n[[line]]\nwhat = @\namount = 1\nproduct = @\nrole = @\n[[reminder]]\non = 2026-01-01\nwhat = @\n[buyer]\nname = @\niban = @\noin = @\ncontact = @\n[seller]\nname = @\nstreet = @\nkvk = @\n[vat]\ntreatment = 21\nreason = @\n",
    ),
    (
        "finances/2026/payments.toml",
        "[[payment]]\non = 2026-01-01\namount = 1\nfrom = @\ninvoice = @\nbank_reference = @\n[[payment]]\non = @\nvat = @\n",
    ),
    (
        "community.toml",
        "[[channel]]\nid = @\nname = @\nurl = @\nowner = @\n[[knowledge]]\nid = @\nurl = @\nproduct = @\n[[step]]\nid = @\nwhat = @\nwho = @\n[[wish]]\non = 2026-01-01\nwhat = @\nby = @\n[[contribution_kind]]\nid = @\n",
    ),
    ("finances/contracts/x.toml", "supplier = @\nwhat = @\nproduct = @\ntotal = @\ndocument = @\n"),
];

/// The files that can be read whatever stands in them.
fn readable() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    FILES.iter().filter(|(path, _)| {
        !path.ends_with("y.toml")
            && !path.ends_with("z.toml")
            && !path.contains("contracts")
            && !path.contains("pay")
            && !path.contains("expenses")
    })
}

fn record<'a>(text: &str, raw: bool, files: impl Iterator<Item = &'a (&'a str, &'a str)>) -> Fresh {
    let fresh = Fresh::new();
    let (text, nobody) = (quoted(text, raw), quoted(&format!("{text}x"), raw));
    for (path, file) in files {
        fresh.write(path, file.replace('@', &text).replace("NOBODY", &nobody));
    }
    fresh.write("commons.toml", "format = 1\nname = @\npurpose = @\nlanguage = \"nl\"\nlead = @\nwebsite = @\nemail = @\nagreement = { file = @, version = @ }\nfinances = { currency = @, fund_holder = @, iban = @, invoice_number = @, in_words = @ }\nrules = { @ = \"warn\" }\n[[waiver]]\nrule = @\nat = @\nkey = @\nabout = @\nreason = @\ndecided = @\nby = @\n".replace('@', &text));
    fresh
}

#[test]
fn hostile_texts_are_harmless_in_every_form_of_a_check() {
    let mut rules = BTreeSet::new();
    for text in HOSTILE {
        for raw in [false, true] {
            for fresh in [record(text, raw, FILES.iter()), record(text, raw, readable())] {
                for (columns, arguments) in [
                    ("100", &["check"][..]),
                    ("20", &["check", "--lang", "nl"]),
                    ("20", &["check", "--color", "always"]),
                    ("60", &["check", "--color", "never", "--strict"]),
                ] {
                    let ran = Ran::of(fresh.command(arguments).env("COLUMNS", columns));
                    let plain = without_colors(ran.shown());
                    assert_harmless(&plain, text);
                    assert!(plain.lines().count() > 100, "{text:?}: {plain}");
                    assert_eq!((ran.code, ran.said().as_str()), (Some(1), ""));
                }
                let json = fresh.run(&["check", "--format", "json"]).json();
                let findings = json["findings"].as_array().expect("findings are a list");
                rules.extend(findings.iter().map(|finding| finding["rule"].as_str().expect("a rule has a name").to_owned()));
                let said = findings.iter().any(|finding| finding["message"].as_str().is_some_and(|message| message.contains(text)));
                assert!(said, "{text:?} reaches no message");
            }
        }
    }
    for rule in ["unknown-key", "bad-value", "wrong-type", "syntax-error", "bad-id", "unknown-reference", "unknown-rule"] {
        assert!(rules.contains(rule), "no `{rule}` among {rules:?}");
    }
}

/// What a page of Markdown may be made of, and no more.
const TAGS: [&str; 11] = ["a href", "br", "code", "h2", "p", "table", "tbody", "td", "th", "thead", "tr"];

#[test]
fn hostile_texts_are_harmless_in_every_form_for_pipelines() {
    let desk = Fresh::empty();
    let (mut pages, mut reports, mut written, mut texts) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (n, text) in HOSTILE.into_iter().enumerate() {
        for (raw, fresh) in [(false, record(text, false, FILES.iter())), (true, record(text, true, readable()))] {
            let name = |ending: &str| format!("{n}-{raw}.{ending}");
            let check = |format: &str| {
                let mut command = fresh.command(&["check", "--strict", "--lang", if raw { "nl" } else { "en" }, "--format", format]);
                let ran = Ran::of(command.env("GITHUB_STEP_SUMMARY", desk.at(name("md"))));
                assert_eq!((ran.code, ran.said().as_str()), (Some(1), ""), "{format}: {text:?}");
                ran
            };
            let github = check("github");
            let (mut orders, mut steering) = (0, github.shown().replace('\n', ""));
            for order in github.shown().lines().filter_map(runner::order) {
                assert!(matches!(order.name.as_str(), "error" | "warning"), "{text:?}: {order:?}");
                assert!(
                    order.properties.keys().all(|key| matches!(key.as_str(), "file" | "line" | "endLine" | "col" | "endColumn" | "title")),
                    "{order:?}"
                );
                assert!(order.property("file").is_some_and(|file| fresh.at(file).exists()), "{order:?}");
                steering += &order.data.replacen('\n', "", 1);
                steering.extend(order.properties.into_values());
                orders += 1;
            }
            assert!((11..=20).contains(&orders) && !steering.contains(is_steering), "{text:?}: {steering}");
            pages.push(fs::read_to_string(desk.at(name("md"))).expect("the page was written"));
            let report = check("junit");
            assert_harmless(report.shown(), text);
            reports.push(report.out);
            let mut found = 0;
            for format in ["gitlab", "sarif"] {
                let report = check(format);
                let json = report.json();
                let messages: Vec<&str> = match format {
                    "gitlab" => json.as_array().expect("a list").iter().filter_map(|one| one["description"].as_str()).collect(),
                    _ => json["runs"][0]["results"]
                        .as_array()
                        .expect("a list")
                        .iter()
                        .filter_map(|one| one["message"]["text"].as_str())
                        .collect(),
                };
                found = messages.len();
                assert!(found > 20 && !messages.iter().any(|message| message.contains(is_steering)), "{format}: {text:?}");
                assert!(format == "gitlab" || !messages.iter().any(|message| message.contains("](")), "a link of theirs: {messages:?}");
                desk.write(name(format), report.out);
                written.push((format, name(format)));
            }
            texts.push((text, found));
        }
    }
    let of = |which: &str| written.iter().filter(|(format, _)| *format == which).map(|(_, name)| name.clone()).collect::<Vec<_>>();
    judged_by_gitlab(&desk, &of("gitlab"));
    judged_by_sarif(&desk, &of("sarif"));
    let reports: Vec<&str> = reports.iter().map(|report| std::str::from_utf8(report).expect("reports are text")).collect();
    for (report, (text, _)) in junit(&desk, &reports).iter().zip(&texts) {
        let said = report["tests"].to_string();
        assert!(!said.contains("[[ATTACHMENT|"), "a link of theirs: {text:?}");
        assert!(report["tests"].as_array().is_some_and(|tests| tests.iter().any(|test| test["failures"] != serde_json::json!([]))));
    }
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    for (page, (text, found)) in markdown(&desk, &pages).iter().zip(&texts) {
        let rows = page["rows"].as_array().expect("a page has rows");
        assert_eq!(rows.len(), found + 1, "{text:?}");
        assert!(rows.iter().all(|row| row.as_array().is_some_and(|cells| cells.len() == 4)), "{text:?}");
        assert!(!rows.iter().any(|row| row.to_string().contains("raw HTML")), "{text:?}");
        let tags = page["tags"].as_array().expect("a page has tags").iter().map(|tag| tag.as_str().expect("a tag has a name"));
        for tag in tags {
            assert!(TAGS.contains(&tag), "{text:?}: <{tag}>");
        }
        for link in page["links"].as_array().expect("links are a list") {
            assert!(link.as_str().is_some_and(|link| !link.starts_with("javascript")), "{text:?}: {link}");
        }
        if !text.contains(is_steering) && !text.contains('`') {
            assert!(rows.iter().any(|row| row[2].as_str().is_some_and(|cell| cell.contains(text))), "{text:?} is not there as it is");
        }
    }
}

#[test]
fn hostile_texts_survive_an_export_whole() {
    for text in HOSTILE {
        for raw in [false, true] {
            let fresh = record(text, raw, readable());
            let ran = fresh.run(&["export", "json", "--audience", "record"]);
            assert_eq!(ran.code, Some(0), "{text:?}: {}", ran.said());
            let json = ran.json();
            assert_eq!(json["participants"][0]["note"], text);
            assert_eq!(json["tasks"][0]["raci"]["responsible"][1]["for"], text);
            assert_eq!(json["invoices"][0]["buyer"]["contact"], text);
            let fresh = Fresh::new();
            fresh.write("roles/y.toml", format!("title = {}\n= 1\n", quoted(text, raw)));
            assert_harmless(&fresh.run(&["export", "json"]).said(), text);
        }
    }
}

#[test]
fn hostile_options_are_harmless_in_errors() {
    let fresh = Fresh::new();
    for arguments in [&["init", "--quiet"][..], &["add", "--all"], &["commit", "--quiet", "-m", "eerste"]] {
        git(fresh.path(), arguments);
    }
    for text in HOSTILE.into_iter().filter(|text| !text.contains('\0')) {
        for arguments in [
            &["explain", "--", text][..],
            &["check", "--select", text],
            &["check", "--ignore", text],
            &["check", "--", text],
            &["check", "--at", text],
            &["check", "--on", text],
            &["check", "--lang", text],
            &["check", "--color", text],
            &["check", "--format", text],
            &["check", "--", "a", text],
            &["check", &format!("--{text}")],
            &["-C", text, "check"],
            &["schema", "--", text],
            &["raci", "--who", text],
            &["raci", "--task", text],
            &["raci", "--area", text],
            &["coverage", "--level", text],
            &["due", "--for", text],
            &["due", "--within", text],
            &["export", "--", text],
            &["check", "-o", &format!("not-there/{text}/x")],
            &["--", text],
        ] {
            for columns in ["20", "100"] {
                let mut command = program();
                let ran = Ran::of(command.current_dir(fresh.path()).env("COLUMNS", columns).args(arguments));
                assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.said());
                assert!(ran.out.is_empty(), "{arguments:?}: {}", ran.shown());
                assert!(ran.said().starts_with("error: "), "{arguments:?}: {}", ran.said());
                assert_harmless(&ran.said(), &format!("{arguments:?}"));
            }
        }
    }
}

/// A folder whose own name is hostile stands in what `-v` and errors say.
#[test]
fn hostile_folders_are_harmless() {
    let mut reports = Vec::new();
    for text in HOSTILE.into_iter().filter(|text| !text.contains(['\0', '/'])) {
        let outer = Fresh::empty();
        git(outer.path(), &["init", "--quiet"]);
        outer.write(format!("{text}/commons.toml"), "name = \"x\"\n");
        let folder = outer.at(text);
        for arguments in
            [&["check", "-v"][..], &["check", "--at", "HEAD"], &["explain", "-v"], &["schema", "--write", "schemas"], &["check", "-o", "."]]
        {
            let mut command = program();
            let ran = Ran::of(command.current_dir(&folder).args(arguments));
            assert_harmless(&ran.said(), text);
        }
        outer.write(
            format!("{text}/roles/a.toml"),
            "title = \"x\"\n".to_owned() + &(0..12).map(|n| format!("s{n} = 1\n")).collect::<String>(),
        );
        let ran = Ran::of(program().current_dir(&folder).args(["check", "--format", "github"]));
        let orders: Vec<_> = ran.shown().lines().filter_map(runner::order).collect();
        assert!(orders.iter().filter(|order| order.name == "error").count() == 10, "{text:?}: {}", ran.shown());
        assert!(!orders.iter().any(|order| !matches!(order.name.as_str(), "error" | "warning")), "{text:?}: {}", ran.shown());
        assert!(!orders.iter().any(|order| order.properties.values().any(|value| value.contains(is_steering))), "{text:?}");
        for format in ["gitlab", "sarif", "junit"] {
            let ran = Ran::of(program().current_dir(&folder).args(["check", "--format", format]));
            assert_harmless(ran.shown(), text);
            if format == "junit" {
                reports.push((text, ran));
            } else {
                let expected = format!("{text}/roles/a.toml");
                assert!(seen(format, &ran).iter().any(|one| one.path == expected), "{format}: {text:?}: {}", ran.shown());
            }
        }
        let mut command = program();
        let ran = Ran::of(command.arg("-C").arg(outer.at(format!("{text}x"))).arg("check"));
        assert_eq!(ran.code, Some(2));
        assert_harmless(&ran.said(), text);
    } // XML cannot hold every name: there a stand-in is shown, and no link of theirs.
    let shown: Vec<&str> = reports.iter().map(|(_, ran)| ran.shown()).collect();
    for (report, (text, _)) in junit(&Fresh::empty(), &shown).iter().zip(&reports) {
        let expected = format!("{}/roles/a.toml", safe(text).replace("[[ATTACHMENT|", "[ [ATTACHMENT|"));
        let tests = report["tests"].as_array().expect("tests are a list");
        assert!(tests.iter().any(|test| test["name"] == expected && test["file"] == expected), "{text:?}: {report}");
    }
}
