//! One text before two readers and the diagnosis: whether they agree on what it says, and whether a refusal is explained.

use std::fmt::Debug;

use commons::finding::Place;
use commons::record::collaboration::Collaboration;
use commons::record::diagnosis::diagnose;
use commons::record::event::{Community, Event};
use commons::record::finance::{Budget, Contract, Expenses, Invoice, Payments};
use commons::record::participant::{Participant, People};
use commons::record::reader;
use commons::record::work::{Product, Role, Task};
use commons::source::FilePath;
use commons::source::layout::FileKind;
use serde::de::DeserializeOwned;

/// What is wrong with how a text is treated, if anything: a class, and the details.
pub fn disagreement(kind: FileKind, text: &str) -> Option<(&'static str, String)> {
    match kind {
        FileKind::Collaboration => judged::<Collaboration>(kind, text),
        FileKind::Community => judged::<Community>(kind, text),
        FileKind::People => judged::<People>(kind, text),
        FileKind::Participant => judged::<Participant>(kind, text),
        FileKind::Product => judged::<Product>(kind, text),
        FileKind::Role => judged::<Role>(kind, text),
        FileKind::Task => judged::<Task>(kind, text),
        FileKind::Event => judged::<Event>(kind, text),
        FileKind::Budget => judged::<Budget>(kind, text),
        FileKind::Expenses => judged::<Expenses>(kind, text),
        FileKind::Payments => judged::<Payments>(kind, text),
        FileKind::Invoice => judged::<Invoice>(kind, text),
        FileKind::Contract => judged::<Contract>(kind, text),
    }
}

fn judged<T: DeserializeOwned + PartialEq + Debug>(kind: FileKind, text: &str) -> Option<(&'static str, String)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let ours = reader::read::<T>(text);
    let theirs = toml::from_str::<T>(text);
    match (&ours, &theirs) {
        (Ok(ours), Ok(theirs)) if ours != theirs => return Some(("two values", format!("{ours:?}\n{theirs:?}"))),
        (Ok(_), Err(error)) => return Some(("only ours accepts", error.message().to_owned())),
        // A float does not show how it was typed, so only ours can refuse `18.000` as an amount.
        // Of two byte order marks the `toml` crate, which expects one itself, sees only the second.
        (Err(error), Ok(_)) if !text.starts_with('\u{feff}') && !error.0.contains("more than two decimals") => {
            return Some(("only theirs accepts", error.0.clone()));
        }
        _ => {}
    }
    let findings = diagnose(&FilePath::new("file.toml"), kind, text, "");
    // What nothing explains is said of the file as a whole.
    let explained = !findings.iter().any(|finding| finding.at.place == Place::File);
    match &ours {
        Ok(_) if explained => Some(("accepted and yet found wrong", format!("{}: {}", findings[0].rule, findings[0].message.en))),
        Err(error) if !explained => Some(("refused and not explained", error.0.clone())),
        _ => None,
    }
}
