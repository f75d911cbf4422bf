//! The words that hands type where the format has its own: Dutch and English synonyms, and the nearest known word.

mod duties;
mod keys;
pub mod names;
pub mod slug;
mod values;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// The keys of the format that a word may stand for, the likeliest first: `soort` is `kind`, `titel` is `title`, `name` or
/// `what`. Which of them a table has is for the caller to say. Empty where the word is not known.
pub fn keys_for(word: &str) -> &'static [&'static str] {
    static INDEX: LazyLock<Index> = LazyLock::new(|| index(keys::KEYS));
    find(&INDEX, word)
}

/// The values of the format that a word may stand for, the likeliest first: `actief` is `active`, `jaarlijks` is `yearly`
/// or `year`. Empty where the word is not known.
pub fn values_for(word: &str) -> &'static [&'static str] {
    static INDEX: LazyLock<Index> = LazyLock::new(|| index(values::VALUES));
    find(&INDEX, word)
}

/// The duties that a word speaks of: `factuur` is `invoicing`. Empty where the word is not known.
pub fn duties_for(word: &str) -> &'static [&'static str] {
    static INDEX: LazyLock<Index> = LazyLock::new(|| index(duties::DUTIES));
    find(&INDEX, word)
}

/// Other words for what a word stands for, where titles of roles and tasks use now the one and now the other.
pub fn alike(word: &str) -> impl Iterator<Item = &'static str> {
    let folded = fold(word);
    let group = duties::ALIKE.iter().find(|group| !folded.is_empty() && group.split(' ').any(|one| fold(one) == folded));
    group.into_iter().flat_map(|group| group.split(' ')).filter(move |one| fold(one) != folded)
}

/// The folder of a record that a folder's name stands for: `deelnemers` is `participants`.
pub fn folder_for(word: &str) -> Option<&'static str> {
    static INDEX: LazyLock<Index> = LazyLock::new(|| index(FOLDERS));
    find(&INDEX, word).first().copied()
}

/// The file of a record that a file's name stands for, with or without its ending: `mensen.toml` is `people.toml`.
pub fn file_for(name: &str) -> Option<&'static str> {
    static INDEX: LazyLock<Index> = LazyLock::new(|| index(FILES));
    let stem = name.rsplit_once('.').filter(|(_, ending)| ending.eq_ignore_ascii_case("toml")).map_or(name, |(stem, _)| stem);
    find(&INDEX, stem).first().copied()
}

/// The known word that was probably meant: the same but for case, hyphens and underscores; else the one with the fewest
/// mistakes (about one in three letters); else one that begins or ends like it, or has it as a part (`meeting`,
/// `user-meeting`). Equally near: the first.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed(word)?;
    let known = known.into_iter().filter(|candidate| !longer_than(candidate, LONGEST));
    known
        .filter_map(|candidate| distance(&typed, &Spelling::of(candidate)).map(|distance| (distance, candidate)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The same among spellings that are kept, each with what it stands for: for whoever asks more than once.
pub fn nearest_spelling<'a, T>(word: &str, known: impl IntoIterator<Item = (&'a Spelling, T)>) -> Option<T> {
    let typed = typed(word)?;
    known
        .into_iter()
        .filter_map(|(candidate, meant)| distance(&typed, candidate).map(|distance| (distance, meant)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, meant)| meant)
}

/// The known word that was meant without a doubt: the same but for case, accents and hyphens; else a word of which this is the only
/// translation; else one slip of the hand away (two in a long word), where no other is near. `translations` are what it may stand for.
pub fn surely<'a>(word: &str, translations: &[&str], known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(word);
    let known: Vec<&str> = known.into_iter().collect();
    let alone = |fits: &dyn Fn(&str) -> bool| {
        let mut fitting = known.iter().copied().filter(|known| fits(known));
        (fitting.next(), fitting.next())
    };
    let same = |known: &str| fold(known) == folded && !folded.is_empty();
    let translated = |known: &str| translations.contains(&known);
    for fits in [&same as &dyn Fn(&str) -> bool, &translated] {
        match alone(fits) {
            (Some(_), Some(_)) => return None,
            (Some(one), None) => return Some(one),
            _ => {}
        }
    }
    let spellings: Vec<Spelling> = known.iter().copied().map(Spelling::of).collect();
    slip(word, spellings.iter().zip(known))
}

/// What a word stands for that was mistyped by one slip of the hand, or by two where it is long; nothing where several are near.
pub fn slip<'a, T>(word: &str, known: impl IntoIterator<Item = (&'a Spelling, T)>) -> Option<T> {
    let typed = typed(word)?.folded;
    let length = typed.chars().count();
    let number = |word: &str| word.chars().filter(char::is_ascii_digit).collect::<String>();
    let most = (length / 3).max(1);
    let mut near =
        known.into_iter().filter(|(known, _)| known.folded.chars().count().abs_diff(length) <= most).filter_map(|(known, meant)| {
            let mistakes = strsim::osa_distance(&typed, &known.folded);
            (mistakes <= most).then_some((mistakes, known, meant))
        });
    let (mistakes, known, meant) = near.next()?;
    let few = mistakes <= 1 + usize::from(length > 8);
    // Another number is another thing, and three letters have too many neighbours.
    (near.next().is_none() && few && length > 3 && number(&typed) == number(&known.folded)).then_some(meant)
}

fn typed(word: &str) -> Option<Spelling> {
    let typed = (!longer_than(word, LONGEST)).then(|| Spelling::of(word))?;
    (!typed.folded.is_empty()).then_some(typed)
}

/// A word as it is compared: lower case, without diacritics, and nothing but letters and digits (`e-mail`, `E_mail`, `email`).
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.bytes().filter(u8::is_ascii_alphanumeric).map(|b| char::from(b.to_ascii_lowercase())).collect();
    }
    word.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whoever typed more than this did not mistype a word, and comparing takes time with the square of the length.
const LONGEST: usize = 64;

/// A word with its parts told apart by hyphens, and its letters only.
#[derive(Debug, Clone)]
pub struct Spelling {
    parts: String,
    folded: String,
}

impl Spelling {
    pub fn of(word: &str) -> Spelling {
        let parts: Vec<String> = word.split(['-', '_', ' ']).map(fold).collect();
        Spelling { parts: format!("-{}-", parts.join("-")), folded: parts.concat() }
    }
}

fn longer_than(word: &str, most: usize) -> bool {
    word.chars().nth(most).is_some()
}

/// How far apart two words are, smaller is nearer; nothing where they have too little in common.
fn distance(typed: &Spelling, candidate: &Spelling) -> Option<usize> {
    if typed.parts == candidate.parts {
        return Some(0);
    }
    if typed.folded == candidate.folded {
        return Some(1);
    }
    let (ours, theirs) = (typed.folded.chars().count(), candidate.folded.chars().count());
    let mistakes = strsim::osa_distance(&typed.folded, &candidate.folded);
    if mistakes <= (ours / 3).max(1) && mistakes < ours.max(theirs) {
        return Some(1 + mistakes);
    }
    // A shared beginning, ending or part weighs as two mistakes: a word with one mistake is more likely than a part of another.
    (ours.min(theirs) >= 3 && share(typed, candidate)).then_some(3)
}

/// Whether one word is a part of the other between hyphens, or its beginning or end. Less than half a word counts only where the
/// known one begins with it: it was not typed to the end.
fn share(typed: &Spelling, candidate: &Spelling) -> bool {
    let half = |long: &str, short: &str| short.len() * 2 >= long.len() && (long.starts_with(short) || long.ends_with(short));
    candidate.folded.starts_with(&typed.folded)
        || candidate.parts.contains(&typed.parts)
        || typed.parts.contains(&candidate.parts)
        || half(&candidate.folded, &typed.folded)
        || half(&typed.folded, &candidate.folded)
}

/// Folded word to what it may stand for.
type Index = BTreeMap<String, Vec<&'static str>>;

/// A word of the format, the words that mean just that, and the words that may also mean it. Words stand apart by spaces;
/// a word of several words is written with hyphens.
type Row = (&'static str, &'static str, &'static str);

fn index(rows: &[Row]) -> Index {
    let mut index = Index::new();
    let first = rows.iter().map(|(target, words, _)| (*target, *words));
    let also = rows.iter().map(|(target, _, words)| (*target, *words));
    for (target, words) in first.chain(also) {
        for word in words.split(' ').filter(|word| !word.is_empty()) {
            index.entry(fold(word)).or_default().push(target);
        }
    }
    index
}

fn find(index: &'static Index, word: &str) -> &'static [&'static str] {
    if longer_than(word, LONGEST) {
        return &[];
    }
    index.get(&fold(word)).map_or(&[], Vec::as_slice)
}

#[rustfmt::skip]
static FOLDERS: &[Row] = &[
    ("participants", "participants participant deelnemers deelnemer gemeenten gemeente organisaties organisatie organisations organizations members", "leveranciers suppliers"),
    ("products", "products product producten applicaties", ""),
    ("roles", "roles role rollen rol functies gremia", ""),
    ("tasks", "tasks task taken taak kerntaken", ""),
    ("events", "events event bijeenkomsten bijeenkomst overleggen overleg vergaderingen agenda kalender calendar meetings meeting evenementen", ""),
    ("finances", "finances finance financiën financieel geld money", ""),
    ("invoices", "invoices invoice facturen factuur rekeningen", ""),
    ("contracts", "contracts contract contracten overeenkomsten", ""),
];

#[rustfmt::skip]
static FILES: &[Row] = &[
    ("commons.toml", "commons common samenwerking collaboration dossier", ""),
    ("community.toml", "community gemeenschap communities", ""),
    ("people.toml", "people mensen personen persoon person persons contactpersonen", ""),
    ("budget.toml", "budget begroting begrotingen budgets", ""),
    ("payments.toml", "payments payment betalingen betaling ontvangsten", ""),
    ("expenses.toml", "expenses expense uitgaven uitgave lasten bestedingen", ""),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::keys::KEYS;
    use super::values::VALUES;
    use super::{FILES, FOLDERS, Row, file_for, fold, folder_for, keys_for, nearest, surely, values_for};

    /// Every key of the format that a hand may have another word for.
    const FORMAT: &str = "format name purpose level language time_zone lead started website email agreement file status version from
        notice_months finances currency fund_holder cost_centre iban vat treatment reason numbering invoice_number payment_days reserve
        balance on held_as in_words limits seats_per_organisation majority_of_one tasks_per_person privacy keep_people_months rules waiver
        rule at until decided by aliases formerly kind cbs_code country represents takes_part supplier inhabitants inhabitants_on joined
        notice_given left successor contact logo signatory position people phone visibility handle works_for billing street post_box
        postcode city oin kvk vat_number peppol buyer_reference order_number ordered_by membership class amount use product onboarding
        buddy done not_applicable contribution what organisation note source repository licence initiator owner maintainer supported_until
        milestone title staffing critical hours term_months compensation part_of on_record meets decides seats max_seats required_by seat
        id profile holder who chair voting interim until_when former backup turn vacant covers process raci responsible accountable
        consulted informed for via body starts ends place organiser invited agenda minutes paper sequence repeat every except attended
        excused decision action due occurrence adopted indexation cost structural contract income earmarked amendment line key obligation
        total joint_bodies pro_rata instalments up_to non_member joining_fee bracket rate minimum maximum base override participant in_kind
        role value agreed settle period number date payment_reference reminder buyer seller credits channel url rhythm last knowledge
        checked step after_days evaluation outcome next measurement lesson wish contribution_kind points payment invoice bank_reference
        expense vat_return accounts to_reserve notice_date extensions processing_agreement ended claims_municipalities bic about represents_number interest answered
        member joining_fee_waived copyright_holder end_announced hosted_by for_organisation max area yearly document unit deductible reminder_days opening funds";

    fn holds(rows: &[Row]) {
        let mut targets = BTreeSet::new();
        for (target, words, also) in rows {
            assert!(!target.is_empty());
            assert!(targets.insert(target), "`{target}` has two rows");
            let mut seen = BTreeSet::new();
            for word in words.split(' ').chain(also.split(' ')).filter(|word| !word.is_empty()) {
                assert!(!fold(word).is_empty(), "`{word}` of `{target}`");
                assert!(seen.insert(fold(word)), "`{word}` stands twice at `{target}`");
            }
            assert!(!seen.is_empty(), "`{target}` has no words");
        }
    }

    #[test]
    fn tables_are_sound() {
        for rows in [KEYS, VALUES, FOLDERS, FILES] {
            holds(rows);
        }
        for key in FORMAT.split_whitespace() {
            assert!(KEYS.iter().any(|(target, ..)| *target == key), "no words for `{key}`");
        }
        for (key, ..) in KEYS {
            assert!(FORMAT.split_whitespace().any(|known| known == *key) || ["budget", "rota"].contains(key), "no key `{key}`");
        }
    }

    #[test]
    fn dutch_words_are_known() {
        assert_eq!(keys_for("soort"), ["kind"]);
        assert_eq!(keys_for("Sinds"), ["from", "started", "joined"]);
        assert_eq!(keys_for("t/m"), ["until", "up_to"]);
        assert_eq!(keys_for("titel"), ["title", "name", "what", "position"]);
        assert_eq!(keys_for("naam")[..2], ["name", "title"]);
        assert_eq!(keys_for("Cost Center"), ["cost_centre"]);
        assert_eq!(keys_for("inwoners"), ["inhabitants"]);
        assert_eq!(keys_for("start_date")[0], "from");
        assert_eq!(keys_for("kleur"), [""; 0]);
        assert_eq!(values_for("actief"), ["active"]);
        assert_eq!(values_for("Per kwartaal"), ["quarterly", "quarter"]);
        assert_eq!(values_for("leverancier"), ["supplier", "company"]);
        assert_eq!(values_for("vastgesteld"), ["adopted", "signed"]);
        assert_eq!(values_for("coöperatie"), ["cooperative"]);
        assert_eq!(values_for("verlegd"), ["reverse-charge"]);
        assert_eq!(values_for(""), [""; 0]);
    }

    #[test]
    fn folders_and_files_are_known() {
        assert_eq!(folder_for("Deelnemers"), Some("participants"));
        assert_eq!(folder_for("financiën"), Some("finances"));
        assert_eq!(folder_for("role"), Some("roles"));
        assert_eq!(folder_for("docs"), None);
        assert_eq!(file_for("mensen.toml"), Some("people.toml"));
        assert_eq!(file_for("Personen"), Some("people.toml"));
        assert_eq!(file_for("mensen.txt"), None);
    }

    #[test]
    fn what_is_meant_without_a_doubt() {
        let keys = ["name", "title", "responsible", "accountable", "from", "for", "notice_months"];
        let key = |word: &str| surely(word, keys_for(word), keys);
        assert_eq!(key("Notice-Months"), Some("notice_months"));
        assert_eq!(key("respnsible"), Some("responsible"));
        assert_eq!(key("accuontabel"), Some("accountable"));
        assert_eq!(key("sinds"), Some("from"));
        // Two of what it may stand for, two that are as near, a part only, three letters, another number.
        for word in ["titel", "frm", "months", "fro", "xyz", ""] {
            assert_eq!(key(word), None, "{word}");
        }
        assert_eq!(surely("person-7", &[], ["person-8"]), None);
        assert_eq!(surely("jdevris", &[], ["jdevries", "jdevos"]), None);
        assert_eq!(surely("jdevris", &[], ["jdevries", "abakker"]), Some("jdevries"));
        assert_eq!(surely("ab", &[], ["a_b", "a-b"]), None);
    }

    #[test]
    fn the_nearest_word_is_the_one_meant() {
        let keys = ["name", "responsible", "accountable", "email", "part_of", "website", "notice_months"];
        assert_eq!(nearest("responsib", keys), Some("responsible"));
        assert_eq!(nearest("respnsible", keys), Some("responsible"));
        assert_eq!(nearest("mail", keys), Some("email"));
        assert_eq!(nearest("E-mail", keys), Some("email"));
        assert_eq!(nearest("part-of", keys), Some("part_of"));
        assert_eq!(nearest("months", keys), Some("notice_months"));
        assert_eq!(nearest("email_address", keys), Some("email"));
        assert_eq!(nearest("emailadres", keys), Some("email"));
        assert_eq!(nearest("accountability", keys), Some("accountable"));
        assert_eq!(nearest("de-dag", ["2026-03-12-dag", "2026-03-12-de-dag"]), Some("2026-03-12-de-dag"));
        assert_eq!(nearest("foremost", ["for"]), None);
        assert_eq!(nearest("colour", keys), None);
        assert_eq!(nearest("", keys), None);
        assert_eq!(nearest("x", ["y", "z"]), None);
        assert_eq!(nearest("ab", ["a_b", "a-b", "AB"]), Some("AB"));
        assert_eq!(nearest("stuurgrope", ["stuurbroek", "stuurgroep"]), Some("stuurgroep"));
        assert_eq!(nearest("bats", ["cats", "hats"]), Some("cats"));
        assert_eq!(nearest(&"name".repeat(17), keys), None);
    }
}
