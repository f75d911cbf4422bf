//! Ids made from names: small letters and digits, with a hyphen where words stand apart.

use unicode_normalization::UnicodeNormalization;

/// A name as an id: `'s-Hertogenbosch` is `s-hertogenbosch`, `Coördinator` is `coordinator`. Empty where nothing of it can be typed.
pub fn slug(name: &str) -> String {
    let mut id = String::new();
    for letter in name.chars().flat_map(spelled).nfkd() {
        match letter {
            '\'' | '’' | '‘' | '`' | '.' => {}
            letter if letter.is_ascii_alphanumeric() => id.push(letter.to_ascii_lowercase()),
            // What is left of an accent stands apart from its letter and ends no word.
            letter if unicode_normalization::char::is_combining_mark(letter) => {}
            _ if id.is_empty() || id.ends_with('-') => {}
            _ => id.push('-'),
        }
    }
    id.truncate(LONGEST_ID);
    id.trim_matches('-').to_owned()
}

/// Ids are typed: what is longer is cut.
const LONGEST_ID: usize = 60;

/// Letters that no decomposition takes apart.
fn spelled(letter: char) -> impl Iterator<Item = char> {
    let plain = match letter {
        'ø' | 'Ø' => "o",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ß' | 'ẞ' => "ss",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        _ => "",
    };
    plain.chars().chain(plain.is_empty().then_some(letter))
}
