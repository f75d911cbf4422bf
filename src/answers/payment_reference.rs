//! References by which a payment finds its invoice back: the international one (ISO 11649) and the Dutch betalingskenmerk.

/// The longest text that a reference of ISO 11649 can carry behind its check digits.
const LONGEST: usize = 21;

/// The reference of ISO 11649 for a number, in groups of four as people read it: `RF31 2026 0001`. None where the number has no letters
/// or digits, or too many.
pub fn rf(number: &str) -> Option<String> {
    let body: String = number.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    if body.is_empty() || body.len() > LONGEST {
        return None;
    }
    let check = 98 - rest_of_97(&format!("{body}RF00"))?;
    let whole = format!("RF{check:02}{body}");
    let groups: Vec<&str> = (0..whole.len()).step_by(4).map(|at| &whole[at..whole.len().min(at + 4)]).collect();
    Some(groups.join(" "))
}

/// The betalingskenmerk of sixteen digits for a number (Betaalvereniging Nederland): its digits behind a check digit, weighted modulus 11. None where it has no digits, or more than fifteen.
pub fn betalingskenmerk(number: &str) -> Option<String> {
    const WEIGHTS: [u32; 10] = [2, 4, 8, 5, 10, 9, 7, 3, 6, 1];
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() || digits.len() > 15 {
        return None;
    }
    let body = format!("{digits:0>15}");
    let sum: u32 = body.bytes().rev().zip(WEIGHTS.into_iter().cycle()).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let check = match 11 - sum % 11 {
        10 => 1,
        11 => 0,
        check => check,
    };
    Some(format!("{check}{body}"))
}

/// Whether the check digits of an account number (IBAN) are right.
pub fn is_iban(typed: &str) -> bool {
    let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    plain.is_ascii() && (15..=34).contains(&plain.len()) && rest_of_97(&format!("{}{}", &plain[4..], &plain[..4])) == Some(1)
}

/// The remainder after division by 97 of a text in which A stands for 10 and Z for 35 (ISO 7064).
fn rest_of_97(text: &str) -> Option<u32> {
    text.chars().try_fold(0, |rest, c| {
        let value = c.to_digit(36)?;
        Some((if value < 10 { rest * 10 + value } else { rest * 100 + value }) % 97)
    })
}

#[cfg(test)]
mod tests {
    use super::{betalingskenmerk, is_iban, rf};

    #[test]
    fn references_carry_their_check_digits() {
        for (number, reference) in [
            ("2026-0001", "RF31 2026 0001"),
            ("26-00372", "RF15 2600 372"),
            ("2348236", "RF33 2348 236"),
            ("539007547034", "RF18 5390 0754 7034"),
        ] {
            assert_eq!(rf(number).as_deref(), Some(reference));
        }
        assert_eq!((rf("-/"), rf(&"1".repeat(22))), (None, None));
        for (number, reference) in [("56789012345", "5000056789012345"), ("2026-0001", "2000000020260001"), ("0", "0000000000000000")] {
            assert_eq!(betalingskenmerk(number).as_deref(), Some(reference));
        }
        assert_eq!((betalingskenmerk("F"), betalingskenmerk("1234567890123456")), (None, None));
        assert!(is_iban("NL91 ABNA 0417 1643 00") && !is_iban("NL92ABNA0417164300") && !is_iban("NL91") && !is_iban("é91ABNA0417164300"));
    }
}
