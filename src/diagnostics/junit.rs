//! Findings as a `JUnit` report: each file that was judged is a test, which fails where the file makes the check fail.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write;

use crate::diagnostics::{HELP, Pipeline, is_whole, level_name};
use crate::finding::Severity;
use crate::record::places::Located;
use crate::text;
use crate::text::safe;

/// Writes the report over `files`, those that were judged. What does not fail stands in the output of a test that passes.
///
/// One test for each file and not for each finding: test tabs take tests of one name for one, and show which of them
/// were mended since; so the name must be the same before and after.
pub fn write(findings: &[Located], files: &[&str], pipeline: &Pipeline<'_>) -> Vec<u8> {
    let mut tests: BTreeMap<&str, Vec<&Located>> = files.iter().map(|file| (*file, Vec::new())).collect();
    for located in findings {
        tests.entry(located.finding.at.file.as_str()).or_default().push(located);
    }
    let fails = |found: &[&Located]| found.iter().any(|located| located.finding.level >= pipeline.fails);
    let failures = tests.values().filter(|found| fails(found)).count();
    let counts = format!("name=\"commons check\" tests=\"{}\" failures=\"{failures}\" errors=\"0\"", tests.len());
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(out, "<testsuites {counts}>\n  <testsuite {counts} skipped=\"0\">");
    for (file, found) in &tests {
        let path = xml(&safe(&format!("{}{file}", pipeline.folder)));
        let class = file.split_once('/').map_or("commons", |(folder, _)| folder);
        let _ = write!(out, "    <testcase classname=\"{}\" name=\"{path}\" file=\"{path}\"", xml(class));
        if found.is_empty() {
            out.push_str("/>\n");
            continue;
        }
        let lines: String = found.iter().map(|located| line(located, pipeline)).collect();
        let body = if fails(found) {
            let (message, kind) = (xml(&headline(found, pipeline)), worst(found));
            format!("<failure message=\"{message}\" type=\"{kind}\">{}</failure>", xml(&lines))
        } else {
            format!("<system-out>{}</system-out>", xml(&lines))
        };
        let _ = writeln!(out, ">\n      {body}\n    </testcase>");
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
    out.into_bytes()
}

/// What stands beside a test's name: the gravest of what is wrong, and how much more there is.
fn headline(found: &[&Located], pipeline: &Pipeline<'_>) -> String {
    let Some(first) = found.iter().max_by_key(|located| (located.finding.level, Reverse(located.line))) else { return String::new() };
    let (message, _) = pipeline.said(first);
    let more = found.len() - 1;
    if more == 0 {
        return message;
    }
    message + text!(en: " (and {more} more)", nl: " (en nog {more})").get(pipeline.lang)
}

fn worst(found: &[&Located]) -> &'static str {
    if found.iter().any(|located| located.finding.level == Severity::Deny) { "error" } else { "warning" }
}

/// `4:7: fout[unknown-reference]: …`, and below it what to do.
fn line(located: &Located, pipeline: &Pipeline<'_>) -> String {
    let (message, help) = pipeline.said(located);
    let place = if is_whole(located) { String::new() } else { format!("{}:{}: ", located.line, located.column) };
    let level = level_name(located.finding.level);
    let help = help.map(|help| format!("  {}: {help}\n", HELP.get(pipeline.lang))).unwrap_or_default();
    format!("{place}{}[{}]: {message}\n{help}", level.get(pipeline.lang), located.finding.rule)
}

/// A text as XML 1.0 may hold it, in an element or an attribute. What no XML may hold is left out.
fn xml(text: &str) -> String {
    // GitLab takes this for a link to a file of its own, whoever wrote it.
    let text = text.replace("[[ATTACHMENT|", "[ [ATTACHMENT|");
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Two of these begin an order to the machine that shows its log.
            '#' if out.ends_with('#') => out.push_str("&#35;"),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() && letter != '\n' => {}
            letter => out.push(letter),
        }
    }
    out
}
