//! A record of a few files: loaded, judged, located and written in every form, with nothing raw in what is written.
//! Files stand apart by the byte 0x1E; the first byte of each says which kind it is.
#![no_main]

use std::fs;
use std::sync::LazyLock;

use commons::answers::audience::Audience;
use commons::date::Date;
use commons::diagnostics::{Style, Summary, json, text};
use commons::document::Readers;
use commons::exports::json::write;
use commons::formats::{self, Format, render};
use commons::record::load::load;
use commons::record::places::{key_of, locate};
use commons::reports::{coverage, raci};
use commons::rules::{Choice, run};
use commons::source::directory;
use commons::source::layout::KINDS;
use commons::text::{Lang, Text};
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

/// One directory for all runs of a process; each leaves it empty.
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().expect("a directory can be made"));

fn is_raw(c: char) -> bool {
    c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fuzz_target!(|data: &[u8]| {
    let root = FOLDER.path();
    let mut laid = Vec::new();
    for (number, file) in data.split(|byte| *byte == 0x1e).take(6).enumerate() {
        let Some((first, bytes)) = file.split_first() else { continue };
        let pattern = KINDS[usize::from(*first) % KINDS.len()].2[0];
        let path = root.join(pattern.replace("[0-9][0-9][0-9][0-9]", "2026").replace('*', &format!("x{number}")));
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("folders can be made");
        fs::write(&path, bytes).expect("files can be written");
        laid.push(path);
    }
    let source = directory::open(root).expect("a folder can be listed");
    let on = Date::of(2026, 10, 1).expect("it is a day");
    let (record, findings) = load(&source, on, &|| ());
    let found = run(&record, findings, &Choice::default(), &key_of(&source));
    let located = locate(&source, found);
    let summary = Summary::of(&located, record.files);
    for lang in [Lang::Nl, Lang::En] {
        let bytes = json::write(&located, summary, lang);
        serde_json::from_slice::<serde_json::Value>(&bytes).expect("it is JSON");
        for (color, width) in [(false, 20), (false, 100), (true, 60)] {
            let bytes = text::write(&located, summary, &Style { lang, color, width, most: None, quiet: false });
            let text = std::str::from_utf8(&bytes).expect("text is text");
            assert!(color || !text.contains(is_raw), "{text:?}");
        }
    }
    for audience in [Audience::Public, Audience::Record] {
        if let Some(bytes) = write(&record, None, audience) {
            serde_json::from_slice::<serde_json::Value>(&bytes).expect("it is JSON");
        }
    }
    let annex = Some(raci::Annex { version: Text::default(), signatures: raci::Signatures::With });
    let reports = [
        raci::raci(&record, &raci::Options { columns: raci::Columns::People, annex, ..Default::default() }),
        raci::raci(
            &record,
            &raci::Options { who: record.roles.keys().chain(record.participants.keys()).next().cloned(), ..Default::default() },
        ),
        raci::raci(&record, &raci::Options { readers: Readers::Spreadsheets, ..Default::default() }),
        raci::raci(&record, &raci::Options { readers: Readers::Programs, ..Default::default() }),
        coverage::coverage(&record, &coverage::Options::default()),
    ];
    for report in &reports {
        for format in [Format::Table, Format::Md, Format::Html, Format::Mail, Format::Csv, Format::Excel, Format::Json] {
            for width in [20, 80] {
                let bytes = render(report, format, &formats::Style { lang: Lang::Nl, width, color: false });
                let text = String::from_utf8(bytes).expect("every form is text").replace("\r\n", "\n");
                assert!(!text.contains(is_raw), "{text:?}");
            }
        }
    }
    for path in laid {
        // Two files of one path were one.
        let _ = fs::remove_file(path);
    }
});
