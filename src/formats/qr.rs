//! QR codes: a text as dark and light modules.

use qrcode::{Color, EcLevel, QrCode};

/// More bytes than this no code holds at level M.
const LONGEST: usize = 2331;

/// The modules of a text, row by row, dark or not, and how many a row has; nothing for a text that is too long for any code.
/// A sixth of it may be unreadable (level M), as the guideline for credit transfers asks.
pub fn modules(text: &str) -> Option<(Vec<bool>, usize)> {
    if text.len() > LONGEST {
        return None;
    }
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok()?;
    let count = code.width();
    Some((code.into_colors().into_iter().map(|color| color == Color::Dark).collect(), count))
}
