//! References by which a payment is known again: the RF reference of ISO 11649 and the Dutch betalingskenmerk.

/// The longest that may follow `RF` and its two check digits.
const LONGEST: usize = 21;

/// What each digit before the check counts for, from the right; after ten it begins again.
const WEIGHTS: [u32; 10] = [2, 4, 8, 5, 10, 9, 7, 3, 6, 1];

/// A reference as it is compared: letters and digits, capitals, and nothing between them.
pub fn plain(reference: &str) -> String {
    reference.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}

/// The RF reference (ISO 11649) of what is told apart by a text: its letters and digits, with the two check digits of mod 97-10.
/// None where there are none of these, or more than 21.
pub fn rf(text: &str) -> Option<String> {
    let body = plain(text);
    let rest = mod_97(&format!("{body}RF00"));
    (1..=LONGEST).contains(&body.len()).then(|| format!("RF{:02}{body}", 98 - rest))
}

/// Whether a text is an RF reference with the right check digits. It may be in groups, with spaces between them.
pub fn is_rf(text: &str) -> bool {
    if text.chars().any(|letter| !letter.is_ascii_alphanumeric() && !letter.is_whitespace()) {
        return false;
    }
    let reference = plain(text);
    let Some(rest) = reference.strip_prefix("RF") else { return false };
    let Some((check, body)) = rest.split_at_checked(2) else { return false };
    let is_whole = check.bytes().all(|digit| digit.is_ascii_digit()) && (1..=LONGEST).contains(&body.len());
    is_whole && mod_97(&format!("{body}RF{check}")) == 1
}

/// The betalingskenmerk of sixteen digits of what is told apart by a text: its digits, noughts before them, and the check digit of the
/// weighted mod 11 in front (Betaalvereniging Nederland). None where there are no digits, or more than fifteen.
pub fn betalingskenmerk(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() || digits.len() > 15 {
        return None;
    }
    let body = format!("{digits:0>15}");
    Some(format!("{}{body}", mod_11(&body)))
}

/// Whether a text is a betalingskenmerk of sixteen digits with the right check digit. It may be in groups, with spaces or points
/// between them.
pub fn is_betalingskenmerk(text: &str) -> bool {
    if text.chars().any(|letter| !letter.is_ascii_digit() && !letter.is_whitespace() && letter != '.') {
        return false;
    }
    let reference = plain(text);
    reference.len() == 16 && reference.starts_with(&mod_11(&reference[1..]).to_string())
}

/// A reference as people read it: in groups of four.
pub fn grouped(reference: &str) -> String {
    let letters: Vec<char> = plain(reference).chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// What remains of a division by 97, where a letter stands for its number from 10 (ISO 7064).
fn mod_97(text: &str) -> u32 {
    text.chars().filter_map(|letter| letter.to_digit(36)).fold(0, |rest, value| {
        let shifted = if value > 9 { rest * 100 } else { rest * 10 };
        (shifted + value) % 97
    })
}

fn mod_11(digits: &str) -> u32 {
    let weighed = digits.chars().rev().filter_map(|digit| digit.to_digit(10)).zip(WEIGHTS.into_iter().cycle());
    match 11 - weighed.map(|(digit, weight)| digit * weight).sum::<u32>() % 11 {
        11 => 0,
        10 => 1,
        check => check,
    }
}

#[cfg(test)]
mod tests {
    use super::{betalingskenmerk, grouped, is_betalingskenmerk, is_rf, rf};

    #[test]
    fn rf_references_of_public_examples() {
        for (text, made) in [
            ("AB2G5", "RF68AB2G5"),
            ("12345 12345", "RF451234512345"),
            ("539007547034", "RF18539007547034"),
            ("tu06fx", "RF96TU06FX"),
            ("X2HU4TC28XTYLHASYWT91", "RF14X2HU4TC28XTYLHASYWT91"),
        ] {
            assert_eq!(rf(text).as_deref(), Some(made));
            assert!(is_rf(made), "{made}");
        }
        assert!(is_rf("rf18 5390 0754 7034") && is_rf("RF720HYA6"));
        for wrong in
            ["RF19GAX8WS5JYOOUJ87", "RF19539007547034", "RF18", "RF", "", "RF1é539007547034", "RF18-539007547034", "18539007547034"]
        {
            assert!(!is_rf(wrong), "{wrong}");
        }
        assert_eq!((rf(""), rf("--"), rf(&"1".repeat(22))), (None, None, None));
        assert_eq!(rf("2026-0001").as_deref().map(grouped).as_deref(), Some("RF31 2026 0001"));
    }

    #[test]
    fn payment_references_of_public_examples() {
        assert_eq!(betalingskenmerk("56789012345").as_deref(), Some("5000056789012345"));
        for right in ["5000056789012345", "5010.0021.6701.0010", "3010 0021 6704 2021", "0001041146910100", "9001041146812501"] {
            assert!(is_betalingskenmerk(right), "{right}");
        }
        for wrong in ["4000056789012345", "5000056789012354", "500005678901234", "50000567890123450", "5000056789O12345", ""] {
            assert!(!is_betalingskenmerk(wrong), "{wrong}");
        }
        assert_eq!((betalingskenmerk("F"), betalingskenmerk(&"1".repeat(16))), (None, None));
    }

    proptest::proptest! {
        #[test]
        fn what_is_made_is_right_and_one_wrong_digit_is_found(number in 1_u64..1_000_000_000, at in 0_usize..9, digit in 0_u8..10) {
            for (made, is_right) in [
                (rf(&number.to_string()), is_rf as fn(&str) -> bool),
                (betalingskenmerk(&number.to_string()), is_betalingskenmerk),
            ] {
                let made = made.expect("there are digits");
                proptest::prop_assert!(is_right(&made));
                let mut other = made.clone().into_bytes();
                let at = other.len() - 1 - at % (other.len() - 4);
                other[at] = b'0' + digit;
                let other = String::from_utf8(other).expect("digits are text");
                // A check digit of 10 and of 1 are written alike, so mod 11 does not tell these two apart.
                proptest::prop_assert!(other == made || made.starts_with('1') || !is_right(&other));
            }
        }
    }
}
