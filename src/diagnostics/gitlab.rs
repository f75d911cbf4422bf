//! Findings as GitLab's Code Quality report: a JSON array, which the merge request compares with that of its target.

use serde::Serialize;

use crate::diagnostics::fingerprint::fingerprints;
use crate::diagnostics::{Pipeline, sentence};
use crate::finding::Severity;
use crate::record::places::Located;
use crate::text::json;

#[derive(Serialize)]
struct Violation {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// Writes the report, with a newline at the end; of a record without findings it is `[]`.
pub fn write(findings: &[Located], pipeline: &Pipeline<'_>) -> Vec<u8> {
    let all: Vec<&Located> = findings.iter().collect();
    let violations = all.iter().zip(fingerprints(&all, pipeline)).map(|(located, fingerprint)| {
        let (message, help) = pipeline.said(located);
        let help = help.map(|help| format!(" {}", sentence(&help))).unwrap_or_default();
        Violation {
            description: sentence(&message) + &help,
            check_name: located.finding.rule,
            fingerprint,
            severity: if located.finding.level == Severity::Deny { "major" } else { "minor" },
            location: Location { path: pipeline.path(located), lines: Lines { begin: located.line } },
        }
    });
    json(&violations.collect::<Vec<_>>())
}
