//! The fast reader and the `toml` crate agree on what is accepted, and what is refused is explained.
#![no_main]

use commons::finding::Place;
use commons::record::diagnosis::diagnose;
use commons::record::reader::read;
use commons::record::{collaboration, event, finance, participant, work};
use commons::source::FilePath;
use commons::source::layout::{FileKind, KINDS};
use libfuzzer_sys::fuzz_target;
use std::fmt::Debug;

fn judge<T: serde_core::de::DeserializeOwned + PartialEq + Debug>(kind: FileKind, text: &str) {
    let (ours, theirs) = (read::<T>(text), toml::from_str::<T>(text));
    match (&ours, &theirs) {
        (Ok(ours), Ok(theirs)) => assert_eq!(ours, theirs),
        (Ok(_), Err(error)) => panic!("only ours accepts: {error}"),
        (Err(error), Ok(_)) => assert!(error.0.contains("more than two decimals") || text.contains('\u{feff}'), "only theirs accepts: {error}"),
        (Err(error), Err(_)) => {
            let found = diagnose(&FilePath::new("x.toml"), kind, text, &error.0);
            assert!(!found.is_empty());
            assert!(found.iter().all(|one| one.at.place != Place::File), "not explained: {error}");
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let Some((which, bytes)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let kind = KINDS[usize::from(*which) % KINDS.len()].0;
    match kind {
        FileKind::Collaboration => judge::<collaboration::Collaboration>(kind, text),
        FileKind::Community => judge::<event::Community>(kind, text),
        FileKind::People => judge::<participant::People>(kind, text),
        FileKind::Participant => judge::<participant::Participant>(kind, text),
        FileKind::Product => judge::<work::Product>(kind, text),
        FileKind::Role => judge::<work::Role>(kind, text),
        FileKind::Task => judge::<work::Task>(kind, text),
        FileKind::Event => judge::<event::Event>(kind, text),
        FileKind::Budget => judge::<finance::Budget>(kind, text),
        FileKind::Expenses => judge::<finance::Expenses>(kind, text),
        FileKind::Payments => judge::<finance::Payments>(kind, text),
        FileKind::Invoice => judge::<finance::Invoice>(kind, text),
        FileKind::Contract => judge::<finance::Contract>(kind, text),
    }
});
