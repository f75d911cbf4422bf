//! What is checked: every rule by name, and how they are run over a record.

pub mod amounts;
pub mod balance;
pub mod collaboration;
pub mod community;
pub mod contracts;
pub mod dates;
pub mod expenses;
pub mod files;
pub mod finance;
pub mod invoices;
pub mod meetings;
pub mod mending;
pub mod municipalities;
pub mod numbers;
pub mod onboarding;
pub mod openings;
pub mod participants;
pub mod past;
pub mod payments;
pub mod people;
pub mod products;
pub mod references;
pub mod roles;
pub mod series;
pub mod settings;
pub mod staffing;
pub mod tasks;
pub mod terms;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::finding::{Class, Finding, Severity};
use crate::record::Record;
use crate::source::layout::FileKind;
use crate::text::Text;

/// A rule: what it finds, why that matters, what to do.
pub struct Rule {
    /// Its identity; "allow `role-without-backup`" must read as English.
    pub name: &'static str,
    /// A short code that is never used again.
    pub code: &'static str,
    /// What a finding leads to unless the record says otherwise.
    pub level: Severity,
    pub class: Class,
    pub summary: Text,
    pub why: Text,
    pub fix: Text,
    pub check: Check,
}

/// How a rule is checked.
pub enum Check {
    /// Found while reading.
    Loading,
    /// Said by the history of the record, to whoever asks it; brought along as what was found while reading.
    History,
    /// About things that are there.
    Each(fn(&Record) -> Vec<Finding>),
    /// Concludes from absence or totals: silent while a file of these kinds cannot be read.
    Whole(&'static [FileKind], fn(&Record) -> Vec<Finding>),
    /// About the findings themselves, and how often each waiver let one pass.
    Afterwards(fn(&Record, &[usize]) -> Vec<Finding>),
}

/// Every rule, by subject.
pub static RULES: &[&[Rule]] = &[
    files::RULES,
    references::RULES,
    settings::RULES,
    collaboration::RULES,
    balance::RULES,
    participants::RULES,
    municipalities::RULES,
    numbers::RULES,
    dates::RULES,
    people::RULES,
    products::RULES,
    roles::RULES,
    terms::RULES,
    staffing::RULES,
    tasks::RULES,
    finance::RULES,
    contracts::RULES,
    openings::RULES,
    series::RULES,
    amounts::RULES,
    invoices::RULES,
    past::RULES,
    payments::RULES,
    expenses::RULES,
    meetings::RULES,
    community::RULES,
    onboarding::RULES,
];

/// Every rule, in the order in which they are listed.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().flatten()
}

/// The rule with a name or a code.
pub fn find(name: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.name == name || rule.code.eq_ignore_ascii_case(name))
}

/// What a rule finds and what is right, as the lines in which its two cases differ.
pub fn example(name: &str) -> Option<&'static str> {
    let (_, rest) = EXAMPLES.split_once(&format!("=== {name}\n"))?;
    Some(rest.split("\n=== ").next().unwrap_or(rest).trim_end())
}

/// Made from the cases in `tests/records/rules` by the test that compares them.
static EXAMPLES: &str = include_str!("rules/examples.txt");

/// Which rules one run looks at.
#[derive(Debug, Default, Clone)]
pub struct Choice {
    /// Only these, and at least as warnings; all where it is empty.
    pub select: Vec<&'static str>,
    pub ignore: Vec<&'static str>,
}

/// The level of a rule in a record: its own, or what the record says.
fn level_in(rule: &Rule, record: &Record) -> Severity {
    let set = record.collaboration.as_ref().and_then(|settings| settings.rules.get(rule.name)).copied();
    if is_fixed(rule) { rule.level } else { set.unwrap_or(rule.level) }
}

/// Whether a rule cannot be turned off or waived: what cannot be read is not judged, and a setting that does nothing must be said.
pub fn is_fixed(rule: &Rule) -> bool {
    matches!(rule.check, Check::Loading) && rule.level == Severity::Deny || matches!(rule.name, "unknown-rule" | "waiver-without-reason")
}

/// Whether a waiver lets a finding pass; that its rule is off only keeps it unsaid.
pub fn is_waived(record: &Record, finding: &Finding) -> bool {
    settings::waiver_for(record, finding, &|_| None).is_some()
}

/// Judges a record: every finding that is not allowed, ignored or waived. `loading` are the findings of the reader, and of the history;
/// `key_of` says how the key of a finding is written, for waivers that name one.
pub fn run(record: &Record, loading: Vec<Finding>, choice: &Choice, key_of: &dyn Fn(&Finding) -> Option<String>) -> Vec<Finding> {
    let levels: BTreeMap<&str, Severity> = all().map(|rule| (rule.name, chosen(rule, record, choice))).collect();
    let newer = loading.iter().any(|finding| finding.rule == "newer-format");
    let mut findings: Vec<Finding> = loading.into_iter().map(stamped).collect();
    if !newer {
        // Made before the threads begin: it takes all of them itself.
        record.astray();
        let rules: Vec<&Rule> = all().filter(|rule| levels[rule.name] > Severity::Allow).collect();
        let found: Vec<Vec<Finding>> = rules
            .par_iter()
            .with_max_len(1)
            .map(|rule| {
                let found = match &rule.check {
                    Check::Each(check) => check(record),
                    Check::Whole(kinds, check) if !record.is_unread(kinds) => check(record),
                    _ => Vec::new(),
                };
                found.into_iter().map(|finding| stamp(finding, rule)).collect()
            })
            .collect();
        findings.extend(found.into_iter().flatten());
    }
    for finding in &mut findings {
        finding.level = levels[finding.rule];
        // What a file is wrong about is what the file is about.
        finding.about.get_or_insert_with(|| finding.at.file.stem().to_owned());
        if finding.cure.is_some() && !mending::may_be_mended(record, finding) {
            finding.cure = None;
        }
    }
    findings.retain(|finding| finding.level > Severity::Allow);
    // Without settings nobody knows what was agreed to be put up with: only what is wrong in any record is said.
    if record.is_unread(&[FileKind::Collaboration]) {
        findings.retain(|finding| finding.level == Severity::Deny);
    }
    let mut waived = vec![0; record.collaboration.as_ref().map_or(0, |settings| settings.waiver.len())];
    findings.retain(|finding| match settings::waiver_for(record, finding, key_of) {
        Some(n) => {
            waived[n] += 1;
            false
        }
        None => true,
    });
    if !newer && choice.select.is_empty() {
        for rule in all().filter(|rule| levels[rule.name] > Severity::Allow) {
            if let Check::Afterwards(check) = &rule.check {
                findings
                    .extend(check(record, &waived).into_iter().map(|finding| Finding { level: levels[rule.name], ..stamp(finding, rule) }));
            }
        }
    }
    findings.sort_by(|a, b| (&a.at, a.rule, &a.about).cmp(&(&b.at, b.rule, &b.about)));
    findings
}

fn chosen(rule: &Rule, record: &Record, choice: &Choice) -> Severity {
    if choice.ignore.contains(&rule.name) || !choice.select.is_empty() && !choice.select.contains(&rule.name) {
        return Severity::Allow;
    }
    let level = level_in(rule, record);
    if choice.select.is_empty() { level } else { level.max(Severity::Warn) }
}

/// Puts a rule's name, code and class on its finding.
fn stamp(finding: Finding, rule: &Rule) -> Finding {
    Finding { rule: rule.name, code: rule.code, class: rule.class, ..finding }
}

fn stamped(finding: Finding) -> Finding {
    let rule = find(finding.rule).expect("the reader and the history name rules of the list");
    stamp(finding, rule)
}
