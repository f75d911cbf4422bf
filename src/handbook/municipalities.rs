//! The municipalities of the Netherlands: codes, names, inhabitants, and the many ways in which a name is written.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::words::fold;

/// A municipality that exists, or did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Municipality {
    /// The code of Statistics Netherlands (CBS), `GM` and four digits.
    pub code: &'static str,
    /// The name in the government's register (TOOI).
    pub name: &'static str,
    /// On the day of [`INHABITANTS_ON`]; none for a municipality that was abolished.
    pub inhabitants: Option<u32>,
}

/// The day on which the inhabitants were counted: year, month, day. Source: CBS, CC BY 4.0.
pub const INHABITANTS_ON: (i32, u32, u32) = (2023, 1, 1);

/// Mergers that are announced: who is to be abolished, who is the successor, and from which day.
/// Wijdemeren is to join Hilversum.
pub const ANNOUNCED: &[(&str, &str, (i32, u32, u32))] = &[("GM1696", "GM0402", (2027, 1, 1))];

/// Which municipality took the place of which, for the mergers of 2021 to 2023.
#[rustfmt::skip]
const SUCCEEDED: &[(&str, &[&str])] = &[
    ("GM1979", &["GM0003", "GM0010", "GM0024"]),
    ("GM1980", &["GM0398", "GM0416"]),
    ("GM1982", &["GM0756", "GM0786", "GM0815", "GM1684", "GM1702"]),
    ("GM1991", &["GM0856", "GM1685"]),
    ("GM1992", &["GM0501", "GM0530", "GM0614"]),
    ("GM0363", &["GM0457"]),
    ("GM0439", &["GM0370"]),
];

/// The municipality that took the place of an abolished one, where that is known here.
pub fn successor(gone: &Municipality) -> Option<&'static Municipality> {
    let (successor, _) = SUCCEEDED.iter().find(|(_, before)| before.contains(&gone.code))?;
    by_code(successor)
}

/// Whether a text has the form of a municipality's code; there may be no municipality with it.
pub fn is_code(code: &str) -> bool {
    code.strip_prefix("GM").is_some_and(|digits| digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Every municipality by code: those that exist, then those that were abolished.
pub fn all() -> &'static [Municipality] {
    static ALL: LazyLock<Vec<Municipality>> = LazyLock::new(|| {
        let mut all = parse(include_str!("municipalities.csv"));
        all.extend(parse(include_str!("abolished.csv")));
        all
    });
    &ALL
}

/// The municipality with this code, abolished ones too.
pub fn by_code(code: &str) -> Option<&'static Municipality> {
    all().iter().find(|municipality| municipality.code == code)
}

/// The municipalities that go by this name, those that exist first. Case, accents, apostrophes, hyphens, spaces and the word
/// "gemeente" make no difference, and everyday names count (Den Bosch). A name may tell its province (`Bergen (L)`,
/// `Bergen NH`, `Hengelo (Overijssel)`); without it several may answer.
pub fn by_name(name: &str) -> Vec<&'static Municipality> {
    if too_long(name) {
        return Vec::new();
    }
    let found = |typed: &str, province| -> Vec<&'static Municipality> {
        let named = names().get(typed).map_or(&[][..], Vec::as_slice);
        named.iter().copied().filter(|municipality| lies_in(municipality, province)).collect()
    };
    let name = plain(name);
    let whole = found(&letters(&name), None);
    match without_province(&name) {
        Some((head, province)) if whole.is_empty() => found(&letters(head), province),
        _ => whole,
    }
}

/// The municipality whose name comes nearest, for a suggestion: the fewest mistakes (about one in four letters), else a name
/// that begins with the same words (`Alphen`). Of equally near ones the largest, an abolished one last.
pub fn nearest_name(name: &str) -> Option<&'static Municipality> {
    if too_long(name) {
        return None;
    }
    let name = plain(name);
    let without = || without_province(&name).and_then(|(head, province)| closest(&letters(head), province));
    closest(&letters(&name), None).or_else(without).or_else(|| beginning_with(&name))
}

/// No name is as long as this, and comparing takes time with the square of the length.
const LONGEST: usize = 64;

/// Everyday and foreign names, where the register has another.
#[rustfmt::skip]
const EVERYDAY: &[(&str, &str)] = &[
    ("'s-Gravenhage", "GM0518"), ("Gravenhage", "GM0518"), ("The Hague", "GM0518"),
    ("Den Bosch", "GM0796"), ("Hertogenbosch", "GM0796"),
    ("Alphen aan de Rijn", "GM0484"), ("Alphen a/d Rijn", "GM0484"),
    ("Capelle a/d IJssel", "GM0502"), ("Capelle aan de IJssel", "GM0502"), ("Capelle", "GM0502"),
    ("Krimpen a/d IJssel", "GM0542"), ("Krimpen aan de IJssel", "GM0542"), ("Krimpen", "GM0542"),
    ("Nuenen", "GM0820"), ("Nuenen c.a.", "GM0820"), ("Valkenburg", "GM0994"), ("Valkenburg a/d Geul", "GM0994"),
    ("Horst a/d Maas", "GM1507"),
    ("Fryske Marren", "GM1940"), ("Friese Meren", "GM1940"), ("De Friese Meren", "GM1940"),
    ("Zuidwest-Friesland", "GM1900"), ("Noordoost-Friesland", "GM1970"), ("Noordoost-Fryslân", "GM1970"),
    ("Tietjerksteradeel", "GM0737"), ("Dantumadeel", "GM1891"),
    ("Ljouwert", "GM0080"), ("It Hearrenfean", "GM0074"), ("Harns", "GM0072"), ("It Amelân", "GM0060"),
    ("Skylge", "GM0093"), ("Flylân", "GM0096"), ("Skiermûntseach", "GM0088"), ("Opsterlân", "GM0086"),
    ("Eaststellingwerf", "GM0085"),
    ("Flushing", "GM0718"),
];

/// The provinces, with the ways in which names tell them.
#[rustfmt::skip]
const PROVINCES: &[(&str, &[&str])] = &[
    ("gr", &["gr", "gn", "groningen"]), ("fr", &["fr", "fryslan", "friesland"]), ("dr", &["dr", "drenthe"]),
    ("ov", &["o", "ov", "overijssel"]), ("fl", &["fl", "flevoland"]), ("gld", &["gld", "ge", "gelderland"]),
    ("ut", &["u", "ut", "utr", "utrecht"]), ("nh", &["nh", "noordholland"]), ("zh", &["zh", "zuidholland"]),
    ("zld", &["z", "zl", "zld", "zeeland"]), ("nb", &["nb", "noordbrabant", "brabant"]), ("l", &["l", "lb", "limburg"]),
];

/// Where those municipalities lie whose name is told with a province, because another place has the same name.
#[rustfmt::skip]
const LIES_IN: &[(&str, &str)] = &[
    ("GM0373", "nh"), ("GM0893", "l"),
    ("GM0164", "ov"), ("GM0417", "nh"), ("GM0603", "zh"), ("GM0687", "zld"), ("GM0888", "l"), ("GM0971", "l"), ("GM0994", "l"), ("GM0619", "zh"),
    ("GM0014", "gr"), ("GM0344", "ut"),
];

/// A name without what is written around it: spaces, "gemeente", an article put behind it as sorted lists do (`Haag, Den`).
fn plain(name: &str) -> String {
    let name = name.trim();
    let begins = |prefix: &str| name.get(..prefix.len()).filter(|head| head.eq_ignore_ascii_case(prefix)).map(|_| &name[prefix.len()..]);
    let name = ["gemeente ", "gem. ", "municipality of "].into_iter().find_map(begins).unwrap_or(name).trim();
    match name.rsplit_once(',') {
        Some((head, article)) if matches!(fold(article).as_str(), "de" | "den" | "het" | "s" | "t") => format!("{} {head}", article.trim()),
        _ => name.to_owned(),
    }
}

/// The words of a name, folded. Apostrophes end no word (`'s-Hertogenbosch`), and `St.` is `Sint`.
fn words(name: &str) -> impl Iterator<Item = String> {
    let folded = name.split([' ', '\u{a0}', '-', '\u{2010}', '\u{2011}', '\u{2013}', '/', '.', ',', '(', ')']).map(fold);
    let saint = |word: String| if word == "st" { "sint".to_owned() } else { word };
    folded.filter(|word| !word.is_empty()).map(saint)
}

/// A name as it is compared: its letters and digits.
fn letters(name: &str) -> String {
    words(name).collect()
}

/// A name and the province that is told at its end, in parentheses or as a last word; `(gemeente)` tells a town from its province.
fn without_province(name: &str) -> Option<(&str, Option<&'static str>)> {
    let in_parentheses = name.strip_suffix(')').and_then(|name| name.rsplit_once('('));
    let (head, told) = in_parentheses.or_else(|| name.rsplit_once([' ', ',']))?;
    let told = fold(told);
    if told == "gemeente" {
        return Some((head, None));
    }
    let (province, _) = PROVINCES.iter().find(|(_, names)| names.contains(&told.as_str()))?;
    Some((head, Some(province)))
}

/// Whether a municipality can be the one that is told with this province.
fn lies_in(municipality: &Municipality, province: Option<&str>) -> bool {
    let own = LIES_IN.iter().find(|(code, _)| *code == municipality.code).map(|(_, province)| *province);
    province.is_none() || own.is_none() || own == province
}

/// The municipality with the fewest mistakes in its name, where they are few.
fn closest(typed: &str, province: Option<&str>) -> Option<&'static Municipality> {
    let length = typed.chars().count();
    let most = (length / 4).clamp(1, 4);
    let near = names().iter().filter_map(|(known, municipalities)| {
        let mistakes = strsim::osa_distance(typed, known);
        (mistakes <= most && mistakes < length).then_some((mistakes, municipalities))
    });
    near.flat_map(|(mistakes, municipalities)| municipalities.iter().map(move |municipality| (mistakes, *municipality)))
        .filter(|(_, municipality)| lies_in(municipality, province))
        .min_by_key(|(mistakes, municipality)| (*mistakes, Reverse(municipality.inhabitants)))
        .map(|(_, municipality)| municipality)
}

/// The largest municipality whose name begins with these words, which must be more than an article.
fn beginning_with(name: &str) -> Option<&'static Municipality> {
    let typed: Vec<String> = words(name).collect();
    if typed.iter().all(|word| word.len() <= 3) {
        return None;
    }
    let begins = |municipality: &&Municipality| words(municipality.name).take(typed.len()).eq(typed.iter().cloned());
    all().iter().filter(begins).max_by_key(|municipality| municipality.inhabitants)
}

fn too_long(name: &str) -> bool {
    name.chars().nth(LONGEST).is_some()
}

/// Every name as it is compared, with who goes by it.
fn names() -> &'static BTreeMap<String, Vec<&'static Municipality>> {
    static NAMES: LazyLock<BTreeMap<String, Vec<&'static Municipality>>> = LazyLock::new(|| {
        let everyday = EVERYDAY.iter().filter_map(|(name, code)| Some((*name, by_code(code)?)));
        let mut names: BTreeMap<String, Vec<&Municipality>> = BTreeMap::new();
        for (name, municipality) in all().iter().map(|municipality| (municipality.name, municipality)).chain(everyday) {
            // `Bergen (NH)` goes by `Bergen` too.
            for name in [Some(name), name.split_once('(').map(|(head, _)| head)].into_iter().flatten() {
                let known = names.entry(letters(name)).or_default();
                if !known.contains(&municipality) {
                    known.push(municipality);
                }
            }
        }
        for municipalities in names.values_mut() {
            municipalities.sort_by_key(|municipality| Reverse(municipality.inhabitants));
        }
        names
    });
    &NAMES
}

/// The rows of a list: code, name, inhabitants where it has them. The first line names the columns.
fn parse(csv: &'static str) -> Vec<Municipality> {
    csv.trim_start_matches('\u{feff}').lines().skip(1).filter_map(row).collect()
}

/// One row. A name may stand in quotes because it has a comma; none has a quote in it.
fn row(line: &'static str) -> Option<Municipality> {
    let (code, rest) = line.split_once(',')?;
    let (name, inhabitants) = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"')?,
        None => rest.split_once(',').unwrap_or((rest, "")),
    };
    Some(Municipality { code, name, inhabitants: inhabitants.trim_start_matches(',').trim().parse().ok() })
}

#[cfg(test)]
mod tests {
    use super::{ANNOUNCED, EVERYDAY, LIES_IN, Municipality, SUCCEEDED, all, by_code, by_name, is_code, nearest_name, parse};

    fn codes(name: &str) -> Vec<&'static str> {
        by_name(name).iter().map(|municipality| municipality.code).collect()
    }

    #[test]
    fn the_lists_are_whole() {
        let existing: Vec<u32> = all().iter().filter_map(|municipality| municipality.inhabitants).collect();
        assert_eq!((existing.len(), existing.iter().sum::<u32>()), (342, 17_811_291));
        assert_eq!(all().len(), 342 + 263);
        for Municipality { code, name, .. } in all() {
            assert!(is_code(code) && !name.is_empty() && !name.contains('"'), "{code} {name}");
        }
        let told = EVERYDAY.iter().chain(LIES_IN).map(|(_, code)| code).chain(LIES_IN.iter().map(|(code, _)| code));
        for code in told.filter(|code| is_code(code)) {
            assert!(by_code(code).is_some(), "{code}");
        }
        for (code, before) in SUCCEEDED {
            assert!(by_code(code).is_some_and(|one| one.inhabitants.is_some()), "{code}");
            assert!(before.iter().all(|code| by_code(code).is_some_and(|one| one.inhabitants.is_none())), "{before:?}");
        }
        for (code, successor, _) in ANNOUNCED {
            assert!(by_code(code).is_some() && by_code(successor).is_some());
        }
    }

    #[test]
    fn marks_line_ends_and_quotes_of_a_list_are_understood() {
        let rows = parse("\u{feff}code,naam,inwoners\r\nGM0820,\"Nuenen, Gerwen en Nederwetten\",24015\r\nGM0003,Appingedam\r\n");
        assert_eq!(rows[0], Municipality { code: "GM0820", name: "Nuenen, Gerwen en Nederwetten", inhabitants: Some(24_015) });
        assert_eq!(rows[1], Municipality { code: "GM0003", name: "Appingedam", inhabitants: None });
    }

    #[test]
    fn every_municipality_is_found_by_code_and_name() {
        for municipality in all() {
            assert_eq!(by_code(municipality.code), Some(municipality));
            for name in [municipality.name.to_owned(), format!("Gemeente {}", municipality.name), municipality.name.to_uppercase()] {
                assert!(by_name(&name).contains(&municipality), "{name}");
            }
        }
    }

    #[test]
    fn a_name_is_written_in_many_ways() {
        for name in [
            "'s-Hertogenbosch",
            "’s Hertogenbosch",
            "s-hertogenbosch",
            "‘S-HERTOGENBOSCH",
            "`s Hertogenbosch",
            "Den Bosch",
            "Hertogenbosch, 's-",
        ] {
            assert_eq!(codes(name), ["GM0796"], "{name}");
        }
        for name in ["Den Haag", "gemeente 's-Gravenhage", "'s-Gravenhage (gemeente)", "Haag, Den", "The Hague"] {
            assert_eq!(codes(name), ["GM0518"], "{name}");
        }
        for name in ["Bergen (NH)", "Bergen (NH.)", "Bergen NH", "Bergen N.H.", "Bergen, Noord-Holland"] {
            assert_eq!(codes(name), ["GM0373"], "{name}");
        }
        for name in ["Bergen (L)", "Bergen (L.)", "Bergen (Limburg)", "Bergen Lb"] {
            assert_eq!(codes(name), ["GM0893"], "{name}");
        }
        assert_eq!(codes("Bergen"), ["GM0373", "GM0893"]);
        for (name, code) in [
            ("Hengelo (O)", "GM0164"),
            ("Hengelo (O.)", "GM0164"),
            ("Hengelo Overijssel", "GM0164"),
            ("Laren (NH.)", "GM0417"),
            ("Middelburg (Z.)", "GM0687"),
            ("Rijswijk (ZH.)", "GM0603"),
            ("Stein (L)", "GM0971"),
            ("Beek (L.)", "GM0888"),
            ("Utrecht (gemeente)", "GM0344"),
            ("Utrecht", "GM0344"),
            ("Groningen", "GM0014"),
            ("Sudwest Fryslan", "GM1900"),
            ("St. Michielsgestel", "GM0845"),
            ("Nuenen", "GM0820"),
            ("ĲSSELSTEIN", "GM0353"),
            ("De Fryske Marren", "GM1940"),
            ("Capelle a/d IJssel", "GM0502"),
        ] {
            assert_eq!(codes(name), [code], "{name}");
        }
        assert_eq!(codes("Valkenburg"), ["GM0994", "GM0619"]);
        assert_eq!(codes("Rijswijk (NB)"), [""; 0]);
        assert_eq!(codes("gemeente"), [""; 0]);
        assert_eq!(codes(&"Den ".repeat(40)), [""; 0]);
    }

    #[test]
    fn the_abolished_have_no_inhabitants() {
        assert_eq!(by_name("Naarden").first().map(|municipality| (municipality.code, municipality.inhabitants)), Some(("GM0425", None)));
        assert_eq!(by_code("GM0425").and_then(|municipality| municipality.inhabitants), None);
    }

    #[test]
    fn a_mistyped_name_has_a_nearest() {
        let nearest = |name| nearest_name(name).map(|municipality| municipality.name);
        for (typed, meant) in [
            ("Drechteland", "Drechterland"),
            ("Utrect", "Utrecht"),
            ("Zwole", "Zwolle"),
            ("Den Hag", "Den Haag"),
            ("Gemeente Amsterdm", "Amsterdam"),
            ("Sudwest Fryslân", "Súdwest-Fryslân"),
            ("Zuidwest-Fryslan", "Súdwest-Fryslân"),
            ("Noord-Oost Fryslan", "Noardeast-Fryslân"),
            ("Hardinxveld", "Hardinxveld-Giessendam"),
            ("Alphen", "Alphen aan den Rijn"),
            ("Ysselstein", "IJsselstein"),
        ] {
            assert_eq!(nearest(typed), Some(meant), "{typed}");
        }
        for typed in ["", "Provincie Utrecht", "Londen", "Rebel Alliance", "gemeente", "Waterschap Vallei en Veluwe"] {
            assert_eq!(nearest(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_code_is_gm_and_four_digits() {
        assert!(is_code("GM0193"));
        for code in ["GM193", "gm0193", "GM01933", "0193", "GM01a3", "", "GM٠١٢٣"] {
            assert!(!is_code(code), "{code}");
        }
    }
}
