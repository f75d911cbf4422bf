//! The reports of `check`, each read with a reader that is not ours.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cases::root;
use crate::ci::runner;
use crate::judges::{head, tool, validate};
use crate::program::{Fresh, Ran};

/// One finding, as a reader of a report sees it.
#[derive(Debug, PartialEq, Eq)]
pub struct Seen {
    pub rule: String,
    pub path: String,
    pub line: Option<u64>,
}

/// What a report says is found, whatever its format; of a `JUnit` report, the tests of which there is something to say.
pub fn seen(format: &str, ran: &Ran) -> Vec<Seen> {
    let text = |value: &Value| value.as_str().expect("it is text").to_owned();
    match format {
        "github" => {
            let orders = ran.shown().lines().filter_map(runner::order);
            let one = |order: runner::Order| Seen {
                rule: order.property("title").expect("an annotation has a title").to_owned(),
                path: order.property("file").expect("an annotation names a file").to_owned(),
                line: order.property("line").map(|line| line.parse().expect("a line is a number")),
            };
            orders.map(one).collect()
        }
        "gitlab" => {
            let report = gitlab(ran);
            let one = |found: &Value| Seen {
                rule: text(&found["check_name"]),
                path: text(&found["location"]["path"]),
                line: found["location"]["lines"]["begin"].as_u64(),
            };
            report.as_array().expect("a report is a list").iter().map(one).collect()
        }
        "sarif" => {
            let report = sarif(ran);
            let one = |found: &Value| {
                let place = &found["locations"][0]["physicalLocation"];
                let uri = text(&place["artifactLocation"]["uri"]);
                Seen { rule: text(&found["ruleId"]), path: decoded(&uri), line: place["region"]["startLine"].as_u64() }
            };
            report["runs"][0]["results"].as_array().expect("results are a list").iter().map(one).collect()
        }
        _ => {
            let desk = Fresh::empty();
            let report = junit(&desk, &[ran.shown()]).remove(0);
            let tests = report["tests"].as_array().expect("tests are a list").iter();
            let told = tests.filter(|test| test["failures"] != Value::Array(Vec::new()) || test["output"] != Value::Null);
            told.map(|test| Seen { rule: String::new(), path: text(&test["file"]), line: None }).collect()
        }
    }
}

pub fn gitlab(ran: &Ran) -> Value {
    ran.json()
}

pub fn sarif(ran: &Ran) -> Value {
    ran.json()
}

/// The tests of `JUnit` reports, held to the schema and read by another program.
pub fn junit(desk: &Fresh, reports: &[&str]) -> Vec<Value> {
    let schema = root().join("tests/suite/ci/junit.xsd").display().to_string();
    list(read(desk, "junit", &[&schema], reports))
}

/// Pages of Markdown, as GitHub's own program shows them.
pub fn markdown(desk: &Fresh, pages: &[&str]) -> Vec<Value> {
    list(read(desk, "markdown", &[], pages))
}

/// A YAML file of this repository.
pub fn yaml(path: &str) -> Value {
    read_yaml(&root().join(path))
}

pub fn read_yaml(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    read(&Fresh::empty(), "yaml", &[], &[&text])
}

pub fn shown(value: &Value) -> String {
    value.to_string()
}

/// Holds Code Quality reports to what GitLab documents of them.
pub fn judged_by_gitlab(desk: &Fresh, reports: &[String]) {
    let schema = root().join("tests/suite/ci/gitlab.schema.json").display().to_string();
    validate(desk, &["--schemafile", &schema], reports);
}

/// Holds SARIF reports to the standard's schema, to its own rules and to those of code scanning.
pub fn judged_by_sarif(desk: &Fresh, reports: &[String]) {
    let of = |report: &String| -> Value {
        serde_json::from_slice(&fs::read(desk.at(report)).expect("it was written")).unwrap_or_else(|error| panic!("{report}: {error}"))
    };
    // It is slow to begin with a file, and code scanning takes twenty runs in one.
    let files: Vec<String> = (0..reports.len().div_ceil(20)).map(|n| format!("judged-{n}.sarif")).collect();
    for (file, reports) in files.iter().zip(reports.chunks(20)) {
        let mut all = of(&reports[0]);
        all["runs"] = reports.iter().flat_map(|report| list(of(report)["runs"].take())).collect();
        desk.write(file, serde_json::to_string_pretty(&all).expect("it is JSON"));
    }
    // Through the shell of its package `;` would end the command.
    let program = "node/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool";
    let mut judge = tool(desk, program);
    judge.env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1").env("DOTNET_CLI_TELEMETRY_OPTOUT", "1");
    judge.args(["validate", "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning", "--log", "ForceOverwrite", "-o", "judged"]);
    let output = judge.args(&files).output().expect("the validator can be started");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(said.contains(&format!("Done. {} files scanned.", files.len())), "{}", head(&said));
    // The package names no home yet, so there is none to show.
    let wrong =
        said.lines().filter(|line| [": error ", ": warning "].iter().any(|level| line.contains(level)) && !line.contains("SARIF2005"));
    let wrong: Vec<&str> = wrong.take(20).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn list(value: Value) -> Vec<Value> {
    let Value::Array(list) = value else { panic!("no list: {value}") };
    list
}

fn read(desk: &Fresh, what: &str, how: &[&str], texts: &[&str]) -> Value {
    let aside = Fresh::empty();
    let files: Vec<String> = (0..texts.len()).map(|n| aside.at(format!("{n}.xml")).display().to_string()).collect();
    for (file, text) in files.iter().zip(texts) {
        fs::write(file, text).expect("a file can be written");
    }
    let mut reader = tool(desk, "python/bin/python");
    let output =
        reader.arg(root().join("tests/suite/ci/read.py")).arg(what).args(how).args(&files).output().expect("python can be started");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{what}: {}", said.lines().rev().take(20).collect::<Vec<_>>().join("\n"));
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", head(&String::from_utf8_lossy(&output.stdout))))
}

/// A relative reference without its percent signs.
pub fn decoded(uri: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), uri.as_bytes());
    while let [first, after @ ..] = rest {
        if *first == b'%' {
            let number = std::str::from_utf8(&after[..2]).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok());
            bytes.push(number.expect("a percent sign has two digits after it"));
            rest = &after[2..];
        } else {
            assert!(first.is_ascii_alphanumeric() || b"/-._~".contains(first), "{uri}: not encoded");
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).expect("paths are UTF-8")
}
