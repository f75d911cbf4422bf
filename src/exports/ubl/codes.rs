//! Lists of codes that an e-invoice may hold.

use crate::answers::identifiers::{bare, kvk_fault, oin_fault, vat_fault};
use crate::text;
use crate::text::Text;

/// Register of the Dutch Chamber of Commerce (ISO 6523).
pub const KVK: &str = "0106";
/// Register of Dutch public bodies (ISO 6523).
pub const OIN: &str = "0190";

/// Whether a country has such a code (ISO 3166-1).
pub fn is_country(code: &str) -> bool {
    code.len() == 2 && COUNTRIES.split(' ').any(|one| one == code)
}

const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// Whether accounts of a country are paid by SEPA credit transfer.
pub fn is_sepa(iban: &str) -> bool {
    iban.get(..2).is_some_and(|country| SEPA.split(' ').any(|one| one == country))
}

const SEPA: &str = "AD AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MT NL NO PL PT RO SE SI SK SM VA";

/// Whether somebody can be reached under a scheme in the Peppol network. Of the schemes with a check of their own only those stand here
/// that [`address_fault`] knows.
fn is_scheme(code: &str) -> bool {
    code.len() == 4 && SCHEMES.split(' ').any(|one| one == code)
}

const SCHEMES: &str = "0002 0009 0060 0088 0097 0106 0130 0135 0142 0158 0183 0184 0188 0190 0191 0195 0199 0200 0204 0208 0209 0216 0218 0221 0225 0230 0235 0240 0242 0244 0245 0246 0248 9910 9913 9914 9915 9918 9919 9920 9922 9923 9924 9925 9926 9927 9928 9929 9930 9931 9932 9933 9934 9935 9936 9937 9938 9939 9940 9941 9942 9943 9944 9945 9946 9947 9948 9949 9950 9951 9952 9953 9957 9959";

/// An address in the Peppol network: the scheme, and what somebody is known by under it.
///
/// # Errors
/// What is wrong with it.
pub fn address(typed: &str) -> Result<(String, String), Text> {
    let (scheme, value) = typed.split_once(':').ok_or_else(|| {
        Text::new(
            "a Peppol address is four digits, a colon and a number, such as `0106:12345678`",
            "een Peppol-adres bestaat uit vier cijfers, een dubbele punt en een nummer, zoals `0106:12345678`",
        )
    })?;
    let (scheme, value) = (scheme.trim(), bare(value));
    if !is_scheme(scheme) {
        return Err(text!(en: "`{scheme}` is no register that is known here", nl: "`{scheme}` is geen register dat hier bekend is"));
    }
    match address_fault(scheme, &value) {
        Some(fault) => Err(fault),
        None => Ok((scheme.to_owned(), value)),
    }
}

/// What is wrong with a number under a scheme.
fn address_fault(scheme: &str, value: &str) -> Option<Text> {
    let digits = |length: usize| value.len() == length && value.bytes().all(|b| b.is_ascii_digit());
    let is_right = match scheme {
        KVK => return kvk_fault(value),
        OIN => return oin_fault(value),
        "9944" => return vat_fault(value),
        "0088" => gln(value),
        "0184" => digits(8) || value.strip_prefix("DK").is_some_and(|rest| rest.len() == 8 && rest.bytes().all(|b| b.is_ascii_digit())),
        "0208" => digits(10) && belgian(value),
        _ => !value.is_empty() && value.bytes().all(|b| b.is_ascii_graphic()),
    };
    (!is_right)
        .then(|| text!(en: "`{value}` cannot be a number of register {scheme}", nl: "`{value}` kan geen nummer van register {scheme} zijn"))
}

/// A location number (GS1): its last digit checks the others, which count three times and once from the right.
fn gln(value: &str) -> bool {
    let digits: Option<Vec<u32>> = value.chars().rev().map(|c| c.to_digit(10)).collect();
    let sum = |digits: Vec<u32>| digits.iter().enumerate().map(|(place, digit)| digit * if place % 2 == 1 { 3 } else { 1 }).sum::<u32>();
    value.len() == 13 && digits.is_some_and(|digits| sum(digits) % 10 == 0)
}

/// A Belgian enterprise number: the last two digits are 97 less the rest of the others.
fn belgian(value: &str) -> bool {
    let number = |range| value.get(range).and_then(|part: &str| part.parse::<u32>().ok());
    number(0..8).zip(number(8..10)).is_some_and(|(first, check)| check == 97 - first % 97)
}

#[cfg(test)]
mod tests {
    use super::{address, is_country};

    #[test]
    fn addresses_have_a_register_and_a_number_of_it() {
        for right in [
            "0106:99990193",
            "0190: 00000001 999991085 000",
            "9944:nl999991085b01",
            "0088:4012345000009",
            "0208:0202239951",
            "0184:DK12345674",
            "9930:DE123456789",
        ] {
            assert!(address(right).is_ok(), "{right}");
        }
        for wrong in [
            "",
            "99990193",
            "0106:9999019",
            "0106:",
            "0217:999901930000",
            "9999:1",
            "0190:00000001999991086000",
            "0088:4012345000008",
            "0208:0202239952",
            "9930:é",
            "EM:a@b.example",
        ] {
            assert!(address(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn countries_have_two_capitals() {
        for (code, is) in [("NL", true), ("BE", true), ("nl", false), ("N", false), ("", false), ("L ", false), ("Nederland", false)] {
            assert_eq!(is_country(code), is, "{code}");
        }
    }
}
