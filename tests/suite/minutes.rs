//! Minutes that go round: a form that is read back changes nothing, and one that is filled in says afterwards what was filled in.

use std::fs;

use commons::answers::audience::{Audience, hidden};
use commons::answers::meetings::{Meeting, dates};
use commons::date::Date;
use commons::edit::{Edit, apply, quoted};
use commons::formats::{Format, Style, render};
use commons::keys;
use commons::record::Record;
use commons::record::load::load;
use commons::reports::minutes::of;
use commons::source::directory;
use commons::text::Lang;
use commons::writing::minutes::read;
use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

use crate::cases::{DAY, day, root};

fn opened(folder: &std::path::Path) -> Record {
    load(&directory::open(folder).expect("a record can be listed"), day(DAY), &|| ()).0
}

/// The form of a meeting as an audience gets it.
fn form(record: &Record, meeting: &Meeting<'_>, audience: Audience, lang: Lang) -> String {
    let mut document = of(record, meeting, audience);
    let hidden = hidden(record, audience);
    document.each_text(&|text| {
        for (lang, words) in [(Lang::En, &mut text.en), (Lang::Nl, &mut text.nl)] {
            if let Some(masked) = hidden.masked(words, lang) {
                *words = masked.into();
            }
        }
    });
    String::from_utf8(render(&document, Format::Md, &Style { lang, width: 100, color: false })).expect("a form is text")
}

fn every_date(record: &Record) -> Vec<Meeting<'_>> {
    record.events.values().flat_map(|event| dates(event, Date(chrono::NaiveDate::MIN), day("2027-12-31"), record.on)).collect()
}

#[test]
fn a_form_that_is_read_back_changes_nothing() {
    let mut read_back = 0;
    for name in ["wijkwijzer", "loketplein", "buurtkaart"] {
        let record = opened(&root().join("examples").join(name));
        for meeting in every_date(&record) {
            for (audience, lang) in [(Audience::Public, Lang::Nl), (Audience::Participants, Lang::En), (Audience::Record, Lang::Nl)] {
                for ends in ["\n", "\r\n"] {
                    let page = form(&record, &meeting, audience, lang).replace('\n', ends);
                    let reading = read(&record, &meeting, &page, None).unwrap_or_else(|unclear| panic!("{unclear:?}\n{page}"));
                    assert_eq!(reading.edits, [], "{name} {} {}\n{page}", meeting.event.id, meeting.on);
                    read_back += 1;
                }
            }
        }
    }
    assert!(read_back > 300, "only {read_back} forms");
}

/// The form of a record in which something stands, read into the same record without it, gives the same form.
#[test]
fn what_is_filled_in_stands_in_the_record_and_in_the_next_form() {
    let mut filled = 0;
    for name in ["wijkwijzer", "loketplein", "buurtkaart"] {
        let folder = root().join("examples").join(name);
        let record = opened(&folder);
        for meeting in every_date(&record).into_iter().filter(|meeting| !meeting.decisions().is_empty() || !meeting.actions().is_empty()) {
            let page = form(&record, &meeting, Audience::Record, Lang::Nl);
            let fresh = tempfile::tempdir().expect("a directory can be made");
            crate::cases::lay(&folder, fresh.path());
            let path = fresh.path().join(meeting.event.file.as_str());
            let text = fs::read_to_string(&path).expect("it is text");
            let own = meeting.occurrence.map_or(keys![], |(n, _)| keys!["occurrence", n]);
            let mut bare = text.clone();
            for key in ["attended", "excused", "decision", "action"] {
                bare = apply(&bare, &[Edit::Remove(own.then(key))], &|_| Vec::new()).unwrap_or(bare);
            }
            assert_ne!(bare, text);
            fs::write(&path, &bare).expect("a file can be written");
            let before = opened(fresh.path());
            let event = &before.events[meeting.event.id.as_str()];
            let there = dates(event, meeting.on, meeting.on, before.on);
            // What is new has no key yet.
            let own = meeting.occurrence.map_or(format!("| {}/", event.id), |(_, date)| format!("| {}/{}/", event.id, date.on));
            let is_own =
                |line: &str| line.rfind(&own).is_some_and(|at| line[at + own.len()..].trim_end_matches(" |").parse::<u32>().is_ok());
            let new = page.lines().map(|line| if is_own(line) { &line[..line.rfind(&own).expect("it is there")] } else { line });
            let new = new.collect::<Vec<_>>().join("\n");
            let reading = read(&before, &there[0], &new, None).unwrap_or_else(|unclear| panic!("{unclear:?}\n{page}"));
            let after = apply(&bare, &reading.edits, &|_| Vec::new()).expect("the edits can be made");
            fs::write(&path, after).expect("a file can be written");
            let after = opened(fresh.path());
            let event = &after.events[meeting.event.id.as_str()];
            let there = dates(event, meeting.on, meeting.on, after.on);
            assert_eq!(form(&after, &there[0], Audience::Record, Lang::Nl), page, "{name} {}", meeting.event.id);
            filled += 1;
        }
    }
    assert!(filled > 20, "only {filled} were filled in");
}

/// A small record with a meeting of which this is on record.
fn meeting_with(texts: &[String]) -> tempfile::TempDir {
    let fresh = tempfile::tempdir().expect("a directory can be made");
    let write = |path: &str, text: String| {
        let path = fresh.path().join(path);
        fs::create_dir_all(path.parent().expect("it stands in a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    };
    write("commons.toml", "format = 1\nname = \"Proef\"\nlanguage = \"nl\"\n".to_owned());
    write("people.toml", "[people.jan]\nname = \"Jan Jansen\"\nvisibility = \"record\"\n[people.jan2]\nname = \"Jan Jansen\"\n[people.els]\nname = \"Els Bos\"\n".to_owned());
    let listed = texts.iter().map(|text| format!("[[decision]]\nwhat = {0}\n[[action]]\nwhat = {0}\nwho = \"jan2\"\n", quoted(text)));
    let event = "title = \"Overleg\"\nstarts = 2026-09-03T10:00:00\ninvited = [\"jan\", \"jan2\", \"els\"]\nattended = [\"jan2\"]\n";
    write("events/overleg.toml", format!("{event}{}", listed.collect::<String>()));
    fresh
}

/// Texts with a letter or a digit at least: points and strokes alone are what a form has where nothing was filled in.
fn said() -> impl Strategy<Value = String> {
    let any_text = prop_oneof![
        3 => prop::sample::select(vec!["Besluit: ja", "- [x] a | b", "## Acties", "| a | b |", "1. een", "geen", "x\ny", "`x` *y* __z__", "<b>", "a\\|b\\", "Jan Jansen: bellen (12 maart 2026)", "a – b – 12-03-2026", "\u{202e}x", "::error::x", "##[x]", "\"\"\"", "a (b)"]).prop_map(str::to_owned),
        1 => "\\PC{1,40}",
        1 => any::<String>(),
    ];
    any_text.prop_filter("there is something to read", |text| text.chars().any(char::is_alphanumeric))
}

/// A page that calls nobody at a platform is read as what it says.
#[test]
fn a_sign_that_calls_somebody_is_read_back() {
    let texts = ["Vraag @utrecht-team om een reactie", "@karel, /close en @&#8203;zo", "a@b.example"].map(str::to_owned);
    let fresh = meeting_with(&texts);
    let record = opened(fresh.path());
    let event = record.events.values().next().expect("there is a meeting");
    let there = dates(event, day("2026-09-03"), day("2026-09-03"), record.on);
    let page = form(&record, &there[0], Audience::Participants, Lang::Nl);
    assert!(page.contains("@&#8203;utrecht"), "{page}");
    assert_eq!(read(&record, &there[0], &page, None).map(|reading| reading.edits), Ok(vec![]), "{page}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 96, ..ProptestConfig::default() })]

    /// Whatever stands in a record is known again in its own form.
    #[test]
    fn any_text_is_known_again(texts in prop::collection::vec(said(), 0..4), public in any::<bool>()) {
        let fresh = meeting_with(&texts);
        let record = opened(fresh.path());
        if let Some(event) = record.events.values().next() {
            let there = dates(event, day("2026-09-03"), day("2026-09-03"), record.on);
            let audience = if public { Audience::Public } else { Audience::Participants };
            let page = form(&record, &there[0], audience, Lang::Nl);
            let reading = read(&record, &there[0], &page, None);
            prop_assert!(reading.is_ok(), "{reading:?}\n{page}");
            prop_assert_eq!(reading.map(|reading| reading.edits).unwrap_or_default(), vec![], "{}", page);
        }
    }

    /// No page makes it fall over, and what is read twice is read once.
    #[test]
    fn any_page_is_read_or_refused(lines in prop::collection::vec(prop_oneof![said(), prop::sample::select(vec!["## Aanwezig", "## Besluiten", "## Actielijst", "| Actie | Wie | Uiterlijk |", "|--|--|--|", "- Els Bos", "- [x] Els Bos", "**Afwezig:** Els Bos", "Actie: Els belt (12 mei 2027)", ""]).prop_map(str::to_owned)], 0..14)) {
        let fresh = meeting_with(&[]);
        let record = opened(fresh.path());
        let event = &record.events["overleg"];
        let there = dates(event, day("2026-09-03"), day("2026-09-03"), record.on);
        let page = lines.join("\n");
        if let Ok(reading) = read(&record, &there[0], &page, None) {
            let path = fresh.path().join("events/overleg.toml");
            let text = fs::read_to_string(&path).expect("it is text");
            let after = apply(&text, &reading.edits, &|_| Vec::new());
            prop_assert!(after.is_ok(), "{after:?}\n{page}");
            fs::write(&path, after.unwrap_or_default()).expect("a file can be written");
            let record = opened(fresh.path());
            let event = &record.events["overleg"];
            let there = dates(event, day("2026-09-03"), day("2026-09-03"), record.on);
            let again = read(&record, &there[0], &page, None).map(|reading| reading.edits);
            prop_assert_eq!(again, Ok(vec![]), "{}", page);
        }
    }
}
