//! Whether a number that others gave out can be right: IBAN, OIN, number of the Chamber of Commerce, VAT number, payment reference.

use crate::payment_reference::{is_betalingskenmerk, is_rf};
use crate::text;
use crate::text::Text;

/// What is wrong with an IBAN (ISO 13616): its length, or its check digits. Spaces and small letters are how people write it.
pub fn iban_fault(typed: &str) -> Option<Text> {
    let iban = bare(typed);
    let country = iban.get(..2).filter(|country| country.bytes().all(|b| b.is_ascii_uppercase()));
    let (Some(country), true) = (country, iban.bytes().all(|b| b.is_ascii_alphanumeric()) && (15..=34).contains(&iban.len())) else {
        return Some(Text::new(
            "an IBAN is two letters, two check digits and the account",
            "een IBAN bestaat uit twee letters, twee controlecijfers en de rekening",
        ));
    };
    if let Some((_, length)) = LENGTHS.iter().find(|(known, _)| *known == country)
        && iban.len() != *length
    {
        let typed = iban.len();
        return Some(
            text!(en: "an IBAN of {country} has {length} characters, this one {typed}", nl: "een IBAN uit {country} heeft {length} tekens, deze {typed}"),
        );
    }
    let turned = format!("{}{}", &iban[4..], &iban[..4]);
    (remainder_97(&turned) != Some(1)).then(|| {
        Text::new(
            "the check digits do not fit: a digit is wrong or two have changed places",
            "de controlecijfers kloppen niet: er is een cijfer fout of verwisseld",
        )
    })
}

/// The lengths of an IBAN in the countries from which money comes most.
const LENGTHS: [(&str, usize); 8] = [("NL", 18), ("BE", 16), ("DE", 22), ("DK", 18), ("FR", 27), ("GB", 22), ("LU", 20), ("SE", 24)];

/// What is wrong with an OIN (Logius): a prefix of eight digits, the number of a register, zeros. Of an RSIN the check digit counts.
pub fn oin_fault(typed: &str) -> Option<Text> {
    let oin = bare(typed);
    if oin.len() != 20 || !digits(&oin) {
        let length = oin.chars().count();
        return Some(
            text!(en: "an OIN is twenty digits and nothing else; this one is {length} long", nl: "een OIN bestaat uit twintig cijfers en niets anders; dit is {length} lang"),
        );
    }
    let (prefix, number) = oin.split_at(8);
    let (zeros, known) = match prefix {
        "00000001" if !elfproef(&number[..9]) => {
            return Some(Text::new(
                "the RSIN in it (digit 9 to 17) fails the eleven test: a digit is wrong",
                "het RSIN erin (cijfer 9 tot en met 17) haalt de elfproef niet: er is een cijfer fout",
            ));
        }
        "00000001" | "00000002" => (&number[9..], "000"),
        "00000003" => (&number[8..], "0000"),
        _ => return None,
    };
    (zeros != known)
        .then(|| text!(en: "an OIN that begins with {prefix} ends in {known}", nl: "een OIN dat met {prefix} begint, eindigt op {known}"))
}

/// What is wrong with a number of the Dutch Chamber of Commerce.
pub fn kvk_fault(typed: &str) -> Option<Text> {
    let kvk = bare(typed);
    let length = kvk.chars().count();
    (length != 8 || !digits(&kvk)).then(|| match length {
        12 => Text::new("this looks like the number of a branch; a KvK number has eight digits", "dit lijkt een vestigingsnummer; een KvK-nummer heeft acht cijfers"),
        _ => text!(en: "a KvK number is eight digits and nothing else; this one is {length} long", nl: "een KvK-nummer bestaat uit acht cijfers en niets anders; dit is {length} lang"),
    })
}

/// What is wrong with a Dutch VAT number: NL, nine digits, B and two digits, of which either the nine pass the eleven test or
/// the whole the test that the tax office has used since 2020.
pub fn vat_fault(typed: &str) -> Option<Text> {
    let number = bare(typed);
    let parts =
        number.strip_prefix("NL").filter(|rest| rest.len() == 12 && rest.is_ascii()).map(|rest| (&rest[..9], &rest[9..10], &rest[10..]));
    match parts {
        Some((nine, "B", two)) if digits(nine) && digits(two) => {
            let right = elfproef(nine) || remainder_97(&number) == Some(1);
            (!right).then(|| {
                Text::new(
                    "its check digit does not fit: a digit is wrong or two have changed places",
                    "het controlecijfer klopt niet: er is een cijfer fout of verwisseld",
                )
            })
        }
        _ => Some(Text::new(
            "a Dutch VAT number is NL, nine digits, B and two digits",
            "een btw-nummer bestaat uit NL, negen cijfers, B en twee cijfers",
        )),
    }
}

/// What is wrong with a creditor reference (ISO 11649) or a Dutch betalingskenmerk of sixteen digits. Another reference, of which
/// nobody said what it is made of, has nothing wrong with it.
pub fn reference_fault(typed: &str) -> Option<Text> {
    let reference = bare(typed);
    let is_right = if reference.starts_with("RF") && reference[2..].starts_with(|c: char| c.is_ascii_digit()) {
        is_rf(&reference)
    } else {
        reference.len() != 16 || !digits(&reference) || is_betalingskenmerk(&reference)
    };
    (!is_right).then(|| {
        Text::new(
            "the check digits of this payment reference do not fit: a digit is wrong or two have changed places",
            "de controlecijfers van dit betalingskenmerk kloppen niet: er is een cijfer fout of verwisseld",
        )
    })
}

/// A number as others compare it: without spaces and dots, in capitals.
pub fn bare(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace() && *c != '.').flat_map(char::to_uppercase).collect()
}

fn digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// The eleven test of RSIN and BSN: weights 9 to 2, the last digit counts off.
fn elfproef(nine: &str) -> bool {
    let values: Vec<i32> = nine.bytes().map(|b| i32::from(b) - i32::from(b'0')).collect();
    let sum: i32 = values.iter().zip([9, 8, 7, 6, 5, 4, 3, 2, -1]).map(|(value, weight)| value * weight).sum();
    values.len() == 9 && sum % 11 == 0 && values.iter().any(|value| *value > 0)
}

/// Letters as 10 to 35, the whole modulo 97 (ISO 7064).
fn remainder_97(text: &str) -> Option<u32> {
    text.chars().try_fold(0, |rest, c| {
        let value = c.to_digit(36)?;
        Some((rest * if value > 9 { 100 } else { 10 } + value) % 97)
    })
}

#[cfg(test)]
mod tests {
    use super::{iban_fault, kvk_fault, oin_fault, reference_fault, vat_fault};

    #[test]
    fn an_iban_has_check_digits() {
        for right in [
            "NL91ABNA0417164300",
            "nl91 abna 0417 1643 00",
            "BE68539007547034",
            "DE89370400440532013000",
            "GB29NWBK60161331926819",
            "DK5000400440116243",
            "MT84MALT011000012345MTLCAST001S",
        ] {
            assert_eq!(iban_fault(right), None, "{right}");
        }
        for wrong in [
            "NL91ABNA0417164301",
            "NL19ABNA0417164300",
            "NL91ABNA041716430",
            "0417164300",
            "",
            "NL91",
            "NL91ABNA04171643é0",
            "🦀🦀🦀🦀🦀🦀🦀🦀",
        ] {
            assert!(iban_fault(wrong).is_some(), "{wrong}");
        }
    }

    #[test]
    fn an_oin_is_judged_by_its_prefix() {
        for right in
            ["00000001999991085000", "00000001 999991085 000", "00000003999901930000", "00000004000000123000", "00000099000000000000"]
        {
            assert_eq!(oin_fault(right), None, "{right}");
        }
        for wrong in [
            "00000001999991086000",
            "00000001999991085001",
            "00000003999901930001",
            "0000000199999108500",
            "0000000199999108500x",
            "00000001000000000000",
            "",
            "ééééééééééééééééééé1",
        ] {
            assert!(oin_fault(wrong).is_some(), "{wrong}");
        }
    }

    #[test]
    fn a_kvk_number_has_eight_digits() {
        assert_eq!(kvk_fault("99990193"), None);
        for wrong in ["9999019", "999901930000", "9999019a", "", "٩٩٩٩٠١٩٣"] {
            assert!(kvk_fault(wrong).is_some(), "{wrong}");
        }
    }

    #[test]
    fn a_vat_number_passes_one_of_two_tests() {
        for right in ["NL999991085B01", "nl9999.91.085.b01", "NL000099998B57"] {
            assert_eq!(vat_fault(right), None, "{right}");
        }
        for wrong in ["NL999991086B01", "NL999991085B1", "999991085B01", "NL999991085C01", "NL99999108éB0", ""] {
            assert!(vat_fault(wrong).is_some(), "{wrong}");
        }
    }

    #[test]
    fn a_payment_reference_has_check_digits() {
        // The published examples: of ISO 11649 and of the Dutch banks' acceptgiro.
        for right in ["RF18 5390 0754 7034", "rf18539007547034", "RF18000000000539007547034", "5000 0567 8901 2345", "2026-0001", "", "RF"]
        {
            assert_eq!(reference_fault(right), None, "{right}");
        }
        for wrong in ["RF19 5390 0754 7034", "RF1", "RF18é390075470", "5000 0567 8901 2354"] {
            assert!(reference_fault(wrong).is_some(), "{wrong}");
        }
    }
}
