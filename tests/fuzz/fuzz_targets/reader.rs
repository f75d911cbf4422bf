//! A text as one kind of file: both readers and the diagnosis agree, and nobody panics. The first byte says which kind.
#![no_main]

#[path = "../../suite/agreement.rs"]
mod agreement;

use commons::source::layout::KINDS;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let kind = KINDS[usize::from(*first) % KINDS.len()].0;
    if let Some((class, details)) = agreement::disagreement(kind, text) {
        panic!("{class} as {kind:?}: {details}\n{text}");
    }
});
