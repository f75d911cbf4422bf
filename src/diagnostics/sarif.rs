//! Findings as SARIF 2.1.0, within the limits of GitHub's code scanning.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::diagnostics::fingerprint::fingerprints;
use crate::diagnostics::{EXAMPLE, FIX, Pipeline, WHY, is_whole, replacement, sentence, worst_first};
use crate::finding::Severity;
use crate::record::places::Located;
use crate::rules::{self, Rule, example};
use crate::text;
use crate::text::Lang;

/// Code scanning refuses a run of more results than this.
const MOST: usize = 25_000;

/// Where `commons` is at home, when its package says so.
const HOME: &str = env!("CARGO_PKG_REPOSITORY");

/// Writes findings as one run of one tool, with a newline at the end.
pub fn write(findings: &[Located], pipeline: &Pipeline<'_>) -> Vec<u8> {
    let mut kept: Vec<&Located> = findings.iter().collect();
    let more = kept.len().saturating_sub(MOST);
    if more > 0 {
        kept = worst_first(findings);
        kept.truncate(MOST);
    }
    let found: Vec<&Rule> = rules::all().filter(|rule| kept.iter().any(|located| located.finding.rule == rule.name)).collect();
    let results: Vec<Value> =
        kept.iter().zip(fingerprints(&kept, pipeline)).map(|(located, print)| result(located, &print, &found, pipeline)).collect();
    let mut driver = json!({
        "name": "commons",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": found.iter().map(|rule| descriptor(rule, pipeline.lang)).collect::<Vec<_>>(),
    });
    if !HOME.is_empty() {
        driver["informationUri"] = HOME.into();
    }
    let mut invocation = json!({ "executionSuccessful": true });
    if more > 0 {
        let said = text!(
            en: "{more} more findings are left out: a report holds {MOST} at most",
            nl: "nog {more} meldingen zijn weggelaten: in een rapport passen er hooguit {MOST}"
        );
        invocation["toolExecutionNotifications"] =
            json!([{ "level": "warning", "message": { "text": sentence(said.get(pipeline.lang)) } }]);
    }
    text::json(&json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "language": if pipeline.lang == Lang::Nl { "nl" } else { "en" },
            "columnKind": "unicodeCodePoints",
            // Two records in one repository are two analyses: neither takes the place of the other.
            "automationDetails": { "id": format!("commons/{}", uri(pipeline.folder)) },
            "invocations": [invocation],
            "results": results,
        }],
    }))
}

fn result(located: &Located, fingerprint: &str, found: &[&Rule], pipeline: &Pipeline<'_>) -> Value {
    let finding = &located.finding;
    let (message, help) = pipeline.said(located);
    let help = help.map(|help| format!(" {}", sentence(&help))).unwrap_or_default();
    let region = if is_whole(located) {
        // Of a file as a whole, the place before its first character: code scanning shows nothing without a region.
        json!({ "startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1 })
    } else {
        json!({
            "startLine": located.line, "startColumn": located.column,
            "endLine": located.end_line, "endColumn": located.end_column,
        })
    };
    let file = json!({ "uri": uri(&pipeline.path(located)), "uriBaseId": "SRCROOT" });
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": found.iter().position(|rule| rule.name == finding.rule),
        "level": level(finding.level),
        "message": { "text": plain(&format!("{}{help}", sentence(&message))) },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": file,
                "region": region,
            },
        }],
        "partialFingerprints": { "commonsFinding/v1": fingerprint },
    });
    if let Some(new) = replacement(located) {
        let change = json!({ "deletedRegion": region, "insertedContent": { "text": new } });
        result["fixes"] = json!([{ "artifactChanges": [{ "artifactLocation": file, "replacements": [change] }] }]);
    }
    result
}

fn descriptor(rule: &Rule, lang: Lang) -> Value {
    let (summary, why, fix) = (sentence(rule.summary.get(lang)), sentence(rule.why.get(lang)), sentence(rule.fix.get(lang)));
    let mut words = format!("{why} {fix}");
    let mut markdown = format!("**{}** {why}\n\n**{}** {fix}", WHY.get(lang), FIX.get(lang));
    if let Some(example) = example(rule.name) {
        let _ = write!(words, "\n\n{}\n\n{example}", sentence(EXAMPLE.get(lang)));
        let _ = write!(markdown, "\n\n{}\n\n```diff\n{example}\n```", sentence(EXAMPLE.get(lang)));
    }
    json!({
        "id": rule.name,
        "name": camel(rule.name),
        "shortDescription": { "text": summary },
        "fullDescription": { "text": format!("{summary} {why}") },
        "help": { "text": words, "markdown": markdown },
        // A rule that is off unless the record raises it has still a level for when it does.
        "defaultConfiguration": { "enabled": rule.level > Severity::Allow, "level": level(rule.level.max(Severity::Warn)) },
        "properties": {
            "code": rule.code,
            "tags": [rule.class],
            "problem.severity": level(rule.level.max(Severity::Warn)),
        },
    })
}

fn level(level: Severity) -> &'static str {
    match level {
        Severity::Deny => "error",
        Severity::Warn => "warning",
        Severity::Allow => "none",
    }
}

/// `unknown-reference` as `UnknownReference`.
fn camel(name: &str) -> String {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    name.split('-').filter(|word| !word.is_empty()).map(capital).collect()
}

/// A message in which nothing is a placeholder and nothing is a link: braces are doubled, and no bracket meets a parenthesis.
fn plain(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}").replace("](", "] (")
}

/// A path as a relative reference: every byte that could mean something else is written as its number.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
