//! Which line of minutes is about what stands on record already: by its key, by its words, or by nearly the same words.

use crate::words::fold;
use crate::writing::minutes::names::Names;

/// What a line says, and the key that it has.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub key: Option<&'a str>,
    pub what: &'a str,
}

/// How something was known again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    Key,
    /// Its key stands between brackets behind its words, which are this long.
    Behind(usize),
    Words,
    /// Words that are nearly the same, of what would else be no longer in the minutes.
    Nearly,
}

/// For each line the number of what it is about. `known` are keys and words, of which the first `own` are of this meeting; where two have
/// the same words, `theirs` says whether those who do it are the same.
pub fn known_again(
    names: &Names<'_>,
    known: &[(String, &str)],
    asked: &[Asked<'_>],
    theirs: &dyn Fn(usize, usize) -> bool,
    own: usize,
) -> Vec<Option<(usize, How)>> {
    let mut found: Vec<Option<(usize, How)>> = vec![None; asked.len()];
    let mut used = vec![false; known.len()];
    let same = |n: usize, at: usize| names.is_same(known[at].1, asked[n].what);
    let mut pass = |of: &dyn Fn(usize, usize) -> Option<How>| {
        for (n, found) in found.iter_mut().enumerate().filter(|(_, found)| found.is_none()) {
            let first = (0..known.len()).filter(|at| !used[*at]).find_map(|at| Some((at, of(n, at)?)));
            if let Some((at, _)) = first {
                used[at] = true;
                *found = first;
            }
        }
    };
    // A number in a list is a key only as long as nobody changed the list: the same words elsewhere are surer.
    let is_moved = |n: usize, at: usize| known[at].0.contains('/') && !same(n, at) && (0..own).any(|other| other != at && same(n, other));
    pass(&|n, at| {
        let key = known[at].0.as_str();
        if asked[n].key.is_some() {
            return (asked[n].key == Some(key) && !is_moved(n, at)).then_some(How::Key);
        }
        let (text, id) = asked[n].what.strip_suffix(')')?.rsplit_once(" (")?;
        (id.trim() == key).then(|| How::Behind(text.trim_end().len()))
    });
    // A name in a key may have been left out.
    pass(&|n, at| asked[n].key.is_some_and(|key| key.contains('/') && names.is_same(&known[at].0, key) && same(n, at)).then_some(How::Key));
    pass(&|n, at| (same(n, at) && theirs(n, at)).then_some(How::Words));
    pass(&|n, at| (at < own && same(n, at)).then_some(How::Words));
    pass(&|n, at| (at < own && asked[n].key.is_none() && is_near(known[at].1, asked[n].what)).then_some(How::Nearly));
    found
}

/// Whether most of the words are the same, or nearly all of the letters.
fn is_near(one: &str, other: &str) -> bool {
    const LONGEST: usize = 400;
    let words =
        |text: &str| -> Vec<String> { text.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|word| !word.is_empty()).collect() };
    if one.len() > LONGEST || other.len() > LONGEST {
        return false;
    }
    let (a, mut b) = (words(one), words(other));
    let all = a.len() + b.len();
    let shared = a.iter().filter(|word| b.iter().position(|other| other == *word).map(|at| b.swap_remove(at)).is_some()).count();
    shared >= 2 && shared * 10 >= all * 3 || all > 0 && strsim::normalized_levenshtein(&fold(one), &fold(other)) >= 0.75
}

#[cfg(test)]
mod tests {
    use super::is_near;

    #[test]
    fn a_correction_is_nearly_the_same() {
        for (was, is, near) in [
            ("De begroting 2027 is vastgesteld", "De begroting voor 2027 is vastgesteld met één wijziging", true),
            ("Toetreding van Meppel", "Toetreding van Meppel per 1 januari", true),
            ("De begroting 2027 is vastgesteld", "Wijdemeren treedt uit per 31 december", false),
            ("geen", "wel", false),
        ] {
            assert_eq!(is_near(was, is), near, "{was} / {is}");
        }
    }
}
