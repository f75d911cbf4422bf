//! Any bytes as files of a record: loaded, judged, located, and written in every form, without a panic.
#![no_main]

use commons::date::Date;
use commons::diagnostics::{Style, Summary, json, text};
use commons::exports;
use commons::record::load::load;
use commons::record::places::{key_of, locate};
use commons::rules::{Choice, run};
use commons::source::directory;
use commons::text::Lang;
use libfuzzer_sys::fuzz_target;

const FILES: [&str; 13] = [
    "commons.toml",
    "community.toml",
    "people.toml",
    "participants/a.toml",
    "participants/b.toml",
    "products/a.toml",
    "roles/a.toml",
    "roles/b.toml",
    "tasks/a.toml",
    "events/2026-01-01-a.toml",
    "finances/2026/budget.toml",
    "finances/2026/invoices/2026-0001.toml",
    "finances/contracts/a.toml",
];

fuzz_target!(|data: &[u8]| {
    let folder = tempfile::tempdir().expect("a directory can be made");
    // A byte 0xff divides files; the first byte of each says which.
    for part in data.split(|byte| *byte == 0xff) {
        let Some((which, bytes)) = part.split_first() else { continue };
        let path = folder.path().join(FILES[usize::from(*which) % FILES.len()]);
        std::fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder can be made");
        std::fs::write(path, bytes).expect("a file can be written");
    }
    let source = directory::open(folder.path()).expect("it can be listed");
    let (record, loading) = load(&source, Date::parse("2026-10-01").expect("a day"), &|| ());
    let find = key_of(&source);
    let findings = run(&record, loading, &Choice::default(), &find);
    let located = locate(&source, findings);
    let summary = Summary::of(&located, record.files);
    for lang in [Lang::En, Lang::Nl] {
        let written = text::write(&located, summary, &Style { lang, color: false, width: 60, most: None, quiet: false });
        let shown = String::from_utf8(written).expect("text is text");
        assert!(!shown.chars().any(|c| c.is_control() && c != '\n'), "a control character got through");
        serde_json::from_slice::<serde_json::Value>(&json::write(&located, summary, lang)).expect("JSON is JSON");
    }
    assert!(located.iter().all(|one| one.line >= 1 && one.column >= 1 && one.finding.about.is_some()));
    for audience in [exports::json::Audience::Public, exports::json::Audience::Record] {
        let _ = exports::json::write(&record, None, audience);
    }
});
