//! Findings as one JSON document, `commons/1`: only ever extended.

use serde::Serialize;

use crate::diagnostics::{Summary, replacement};
use crate::finding::{Class, Severity};
use crate::record::places::Located;
use crate::text::{Lang, json};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    findings: Vec<Entry<'a>>,
    summary: Counts,
}

#[derive(Serialize)]
struct Entry<'a> {
    rule: &'a str,
    code: &'a str,
    level: Severity,
    class: Class,
    about: Option<&'a str>,
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    key: Option<&'a str>,
    message: &'a str,
    help: Option<&'a str>,
    fix: Option<Fix<'a>>,
}

/// What `check --fix` does about it: what takes the place of the text from line and column to end, where that is all it takes.
#[derive(Serialize)]
struct Fix<'a> {
    replacement: Option<&'a str>,
}

#[derive(Serialize)]
struct Counts {
    files: usize,
    deny: usize,
    warn: usize,
}

/// Writes findings as JSON, with a newline at the end.
pub fn write(findings: &[Located], summary: Summary, lang: Lang) -> Vec<u8> {
    let entries = findings.iter().map(|located| {
        let finding = &located.finding;
        Entry {
            rule: finding.rule,
            code: finding.code,
            level: finding.level,
            class: finding.class,
            about: finding.about.as_deref(),
            file: finding.at.file.as_str(),
            line: located.line,
            column: located.column,
            end_line: located.end_line,
            end_column: located.end_column,
            key: located.key.as_deref(),
            message: finding.message.get(lang),
            help: finding.help.as_ref().map(|help| help.get(lang)),
            fix: finding.cure.as_ref().map(|_| Fix { replacement: replacement(located) }),
        }
    });
    let document = Document {
        schema: "commons/1",
        findings: entries.collect(),
        summary: Counts { files: summary.files, deny: summary.deny, warn: summary.warn },
    };
    json(&document)
}
