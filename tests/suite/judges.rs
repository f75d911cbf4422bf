//! Other programs as judges: two TOML linters hold files to the schemas that `commons` writes, a validator its JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use commons::rules::{self, Check};
use commons::source::layout::{KINDS, Standing, standing};
use serde_json::Value;

use crate::cases::{DAY, files, judge, lay, names, records, root};
use crate::examples::EXAMPLES;
use crate::program::Fresh;

/// Faults that a linter cannot see: who, in which case, and why.
const UNSEEN: [(&str, &str, &str); 5] = [
    ("taplo", "commons/bad-value.quoted-date", "gives a date to the schema as text, so one in quotes looks the same"),
    ("taplo", "participant/bad-value.quoted-date", "as above"),
    ("taplo", "event/bad-value.date", "does not know the format `partial-date-time`, so every text is one"),
    ("taplo", "commons/bad-value.zone", "no schema lists the world's time zones, which change"),
    ("tombi", "commons/bad-value.zone", "as above"),
];

/// What every kind of file must have a broken example of.
const FAULTS: [&str; 4] = ["unknown-key", "wrong-type", "missing-key", "bad-value"];

#[test]
fn linters_accept_every_valid_file() {
    let desk = desk("*/");
    let mut laid = 0;
    for (name, ..) in EXAMPLES {
        laid += put_record(&desk, &format!("example-{name}"), &root().join("examples").join(name));
    }
    for name in names(&records().join("real")) {
        laid += put_record(&desk, &format!("real-{name}"), &records().join("real").join(name));
    }
    for rule in rules::all() {
        let case = records().join("rules").join(rule.name);
        laid += put_record(&desk, &format!("{}-pass", rule.name), &case.join("pass"));
        // What only a rule finds is no fault of form: a schema must not say more than the reader does.
        if !matches!(rule.check, Check::Loading) {
            laid += put_record(&desk, &format!("{}-fail", rule.name), &case.join("fail"));
        }
    }
    assert!(laid > 600, "only {laid} files were laid before the linters");
    for (linter, refused) in linted(&desk, laid) {
        assert!(refused.is_empty(), "{linter} refuses valid files: {refused:#?}");
    }
}

#[test]
fn linters_refuse_what_the_reader_refuses() {
    let desk = desk("*/");
    let mut cases = BTreeMap::new();
    for (case, path, bytes) in broken() {
        let file = format!("{}/{path}", case.replace('/', "-"));
        desk.write(&file, bytes);
        cases.insert(file, case);
    }
    for (linter, refused) in linted(&desk, cases.len()) {
        let unseen: BTreeSet<&str> = UNSEEN.iter().filter(|(who, ..)| *who == linter).map(|(_, case, _)| *case).collect();
        let accepted: BTreeSet<&str> = cases.iter().filter(|(file, _)| !refused.contains(*file)).map(|(_, case)| case.as_str()).collect();
        assert_eq!(accepted, unseen, "what {linter} accepts, and what it is known not to see");
    }
}

#[test]
fn a_broken_file_gives_the_rule_that_it_is_named_after() {
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (case, path, bytes) in broken() {
        let fresh = Fresh::new();
        fresh.write(&path, bytes);
        let (kind, name) = case.split_once('/').expect("a case stands in its kind's folder");
        let rule = name.split('.').next().unwrap_or(name);
        assert_eq!(judge(fresh.path(), DAY).rules(), [rule], "{case}");
        seen.entry(kind.to_owned()).or_default().insert(rule.to_owned());
    }
    for (_, kind, _) in KINDS {
        for fault in FAULTS {
            assert!(seen.get(kind).is_some_and(|faults| faults.contains(fault)), "`{kind}` has no broken file for {fault}");
        }
    }
}

/// The patterns of `commons schema`, put into a linter's settings as they are, reach every file of a record.
#[test]
fn the_listed_patterns_reach_every_file() {
    let desk = desk("");
    let laid = put_record(&desk, "", &root().join("examples/wijkwijzer"));
    let record: Vec<String> = files(desk.path()).into_keys().filter(|path| matches!(standing(path), Standing::File(_))).collect();
    let kinds: BTreeSet<_> = record
        .iter()
        .map(|path| standing(path))
        .filter_map(|standing| if let Standing::File(kind) = standing { Some(kind) } else { None })
        .collect();
    assert_eq!(kinds.len(), KINDS.len(), "the example has not every kind of file: {kinds:?}");
    for path in &record {
        let text = fs::read_to_string(desk.at(path)).expect("examples are text");
        desk.write(path, text + "\n[no_such_table]\nkey = 1\n");
    }
    for (linter, refused) in linted(&desk, laid) {
        let missed: Vec<_> = record.iter().filter(|path| !refused.contains(*path)).collect();
        assert!(missed.is_empty(), "{linter} holds these to no schema: {missed:?}");
    }
}

#[test]
fn schemas_are_draft_07() {
    let desk = desk("");
    let schemas: Vec<String> = names(&desk.at("schemas")).into_iter().map(|name| format!("schemas/{name}")).collect();
    assert_eq!(schemas.len(), KINDS.len() + 1);
    for path in &schemas {
        let schema: Value = serde_json::from_slice(&fs::read(desk.at(path)).expect("it was written")).expect("a schema is JSON");
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#", "{path}");
    }
    let own = ["check", "explain"].map(|name| own_schema(name).display().to_string());
    validate(&desk, &["--check-metaschema"], schemas.iter().chain(&own));
}

#[test]
fn exports_are_what_their_schema_says() {
    let desk = desk("");
    let mut written = Vec::new();
    let real = names(&records().join("real")).into_iter().map(|name| records().join("real").join(name));
    let examples = EXAMPLES.map(|(name, ..)| root().join("examples").join(name));
    for record in real.chain(examples).chain([records().join("base")]) {
        for audience in ["public", "participants", "record"] {
            let name = format!("{}-{audience}.json", record.file_name().expect("a record has a name").to_string_lossy());
            let ran =
                desk.run(&["-C", record.to_str().expect("paths here are text"), "export", "json", "--audience", audience, "-o", &name]);
            assert_eq!(ran.code, Some(0), "{name}: {}", ran.said());
            written.push(name);
        }
    }
    validate(&desk, &["--schemafile", "schemas/export.schema.json"], &written);
}

#[test]
fn findings_and_rules_as_json_keep_their_shape() {
    let desk = Fresh::empty();
    let mut written = Vec::new();
    for rule in rules::all() {
        let (record, name) = (desk.at(rule.name), format!("{}.json", rule.name));
        fs::create_dir(&record).expect("a folder can be made");
        lay(&records().join("base"), &record);
        lay(&records().join("rules").join(rule.name).join("fail"), &record);
        let ran = desk.run(&["-C", rule.name, "check", "--format", "json", "-o", &name]);
        assert!(ran.code.is_some_and(|code| code < 2 || rule.name == "newer-format"), "{name}: {}", ran.said());
        written.push(name);
    }
    validate(&desk, &["--schemafile", &own_schema("check").display().to_string()], &written);

    let mut written = Vec::new();
    for (name, arguments) in [("all", &["explain"][..]), ("one", &["explain", "vacant-role"]), ("dutch", &["explain", "--lang", "nl"])] {
        let ran = desk.run(&[arguments, &["--format", "json", "-o", name]].concat());
        assert_eq!(ran.code, Some(0), "{name}: {}", ran.said());
        written.push(name.to_owned());
    }
    validate(&desk, &["--schemafile", &own_schema("explain").display().to_string()], &written);
}

/// The shape of what a command writes as JSON.
pub fn own_schema(name: &str) -> PathBuf {
    root().join(format!("tests/suite/{name}.schema.json"))
}

/// The broken files, one fault each: case, path in a record, text. A case is named after its kind and the rule that it breaks.
fn broken() -> Vec<(String, String, Vec<u8>)> {
    let mut all = Vec::new();
    for (_, kind, patterns) in KINDS {
        let path = patterns[0].replace("[0-9][0-9][0-9][0-9]", "2026").replace('*', "voorbeeld");
        for (name, bytes) in files(&records().join("schemas").join(kind)) {
            all.push((format!("{kind}/{}", name.trim_end_matches(".toml")), path.clone(), bytes));
        }
    }
    all
}

/// A directory with the schemas and settings by which both linters hold files to them, where records lie below `prefix`.
fn desk(prefix: &str) -> Fresh {
    let desk = Fresh::empty();
    let ran = desk.run(&["schema", "--write", "schemas"]);
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    let (mut taplo, mut tombi) = (String::new(), String::from("toml-version = \"v1.0.0\"\n"));
    for kind in desk.run(&["schema"]).json()["kinds"].as_array().expect("kinds are a list") {
        let text = |value: &Value| value.as_str().expect("it is text").to_owned();
        let patterns: Vec<String> =
            kind["files"].as_array().expect("patterns are a list").iter().map(|pattern| format!("{prefix}{}", text(pattern))).collect();
        let schema = format!("schemas/{}", text(&kind["schema"]));
        writeln!(taplo, "[[rule]]\ninclude = {patterns:?}\n[rule.schema]\nenabled = true\npath = {schema:?}")
            .expect("text can be written to");
        writeln!(tombi, "[[schemas]]\npath = {schema:?}\ninclude = {patterns:?}").expect("text can be written to");
    }
    desk.write("taplo.toml", taplo);
    desk.write("tombi.toml", tombi);
    desk
}

/// Lays the files of a record that `commons` reads into a folder of the desk, and counts them.
fn put_record(desk: &Fresh, below: &str, record: &Path) -> usize {
    let read: Vec<_> =
        files(record).into_iter().filter(|(path, _)| matches!(standing(path), Standing::File(_)) && is_plain(&record.join(path))).collect();
    for (path, bytes) in &read {
        desk.write(Path::new(below).join(path), bytes);
    }
    read.len()
}

/// Whether a path is a file itself, and no link to one.
fn is_plain(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|metadata| metadata.is_file())
}

/// What each linter refuses of the files on a desk; both must have looked at all of them, and at their two settings.
pub fn linted(desk: &Fresh, laid: usize) -> [(&'static str, BTreeSet<String>); 2] {
    let root = fs::canonicalize(desk.path()).expect("the desk is there").display().to_string();
    let said = said_by(tool(desk, "node/node_modules/.bin/taplo").args(["lint", "--colors", "never"]));
    assert!(said.contains(&format!("total={} ", laid + 2)), "taplo looked at other files than the {laid} laid before it: {}", head(&said));
    let refused =
        said.lines().filter(|line| line.contains("invalid file")).filter_map(|line| line.split_once("path=\"")?.1.split('"').next());
    let by_taplo = refused.map(|path| path.trim_start_matches(&root).trim_start_matches('/').to_owned()).collect();

    let report = "tombi.jsonl";
    let said = said_by(tool(desk, "python/bin/tombi").args([
        "lint",
        "--offline",
        "--diagnostics-format",
        "json-lines",
        "--diagnostics-file",
        report,
    ]));
    let counted = said.lines().filter(|line| line.contains(" linted")).filter_map(|line| line.split(' ').next()?.parse::<usize>().ok());
    assert_eq!(counted.sum::<usize>(), laid + 2, "tombi looked at other files than the {laid} laid before it: {}", head(&said));
    let lines = fs::read_to_string(desk.at(report)).unwrap_or_default();
    let diagnostics = lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("each line is JSON"));
    let errors = diagnostics.filter(|diagnostic| diagnostic["level"] == "error");
    let by_tombi = errors.map(|error| error["path"].as_str().expect("it names a file").to_owned()).collect();
    [("taplo", by_taplo), ("tombi", by_tombi)]
}

/// Holds JSON files to a schema, or schemas to theirs.
pub fn validate<'a>(desk: &Fresh, how: &[&str], which: impl IntoIterator<Item = &'a String>) {
    let mut judge = tool(desk, "python/bin/check-jsonschema");
    let output = judge.args(how).args(which).output().expect("the validator can be started");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}", head(&said));
}

/// A judge, about to work on a desk, without this machine's settings.
pub fn tool(desk: &Fresh, place: &str) -> Command {
    let path = root().join("target/judges").join(place);
    assert!(path.exists(), "{} is missing: run tests/run first, it installs the judges", path.display());
    let mut command = Command::new(path);
    command.env_clear().env("PATH", std::env::var_os("PATH").expect("there is a path")).env("HOME", desk.path());
    command.current_dir(desk.path()).stdin(Stdio::null());
    command
}

/// The first lines of what a judge said.
pub fn head(said: &str) -> String {
    said.lines().take(20).collect::<Vec<_>>().join("\n")
}

fn said_by(command: &mut Command) -> String {
    let output = command.output().expect("a judge can be started");
    assert!(output.status.code().is_some_and(|code| code <= 1), "{command:?} ended with {:?}", output.status);
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}
