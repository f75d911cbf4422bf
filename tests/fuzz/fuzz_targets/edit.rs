//! A text changed at places drawn from it, mended and formatted: nothing else changes, nothing is lost, and nobody panics.
//! The first byte says which kind it is, the two after it which places.
#![no_main]

#[path = "../../suite/keeping.rs"]
mod keeping;

use commons::source::layout::KINDS;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [first, one, other, rest @ ..] = data else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let kind = KINDS[usize::from(*first) % KINDS.len()].0;
    for held in [keeping::formatted(kind, text), keeping::edited(text, [*one, *other]), keeping::cured(kind, text)] {
        held.unwrap_or_else(|wrong| panic!("{kind:?}: {wrong}\n---\n{text}"));
    }
});
