//! Two texts that differ: every place where they part is shown, and of what is the same only a little around it.

/// The most words of which places are looked for; of longer texts the middle is shown as one.
const MOST: usize = 600;

/// So many words stay on each side of a place.
const AROUND: usize = 3;

/// Both sides in full where that is short, else without long stretches that are the same.
pub(super) fn apart(from: &str, to: &str) -> (String, String) {
    const SHORT: usize = 70;
    let (was, is): (Vec<&str>, Vec<&str>) = (from.split_whitespace().collect(), to.split_whitespace().collect());
    if was.join(" ").chars().count().max(is.join(" ").chars().count()) <= SHORT {
        return (was.join(" "), is.join(" "));
    }
    let same = same(&was, &is);
    let shown = shown(&same, (was.len(), is.len()));
    let one: Vec<usize> = same.iter().map(|(n, _)| *n).collect();
    let other: Vec<usize> = same.iter().map(|(_, n)| *n).collect();
    (cut(&was, &one, &shown), cut(&is, &other, &shown))
}

/// Which of the words that are the same stand near a place where the sides part; on both sides the same, so that what one side has
/// more is seen on the other by what stands around it.
fn shown(same: &[(usize, usize)], (was, is): (usize, usize)) -> Vec<bool> {
    let mut shown = vec![false; same.len()];
    let mut next = (0, 0);
    for (n, one) in same.iter().copied().chain([(was, is)]).enumerate() {
        if one != next {
            shown[n.saturating_sub(AROUND)..(n + AROUND).min(same.len())].fill(true);
        }
        next = (one.0 + 1, one.1 + 1);
    }
    // In the place of one word a sign that words are left out says less than the word.
    for n in 0..shown.len() {
        shown[n] |= (n == 0 || shown[n - 1]) && shown.get(n + 1).is_none_or(|next| *next);
    }
    shown
}

/// The words of a side, less those that are the same and not shown.
fn cut(words: &[&str], same: &[usize], shown: &[bool]) -> String {
    let mut said: Vec<&str> = Vec::new();
    let mut next = 0;
    for (n, is_shown) in same.iter().zip(shown) {
        said.extend(&words[next..*n]);
        if *is_shown {
            said.push(words[*n]);
        } else if said.last() != Some(&"…") {
            said.push("…");
        }
        next = n + 1;
    }
    said.extend(&words[next..]);
    said.join(" ")
}

/// The words that stand on both sides in the same order, by their numbers on each.
fn same(was: &[&str], is: &[&str]) -> Vec<(usize, usize)> {
    let begin = was.iter().zip(is).take_while(|(one, other)| one == other).count();
    let end = was[begin..].iter().rev().zip(is[begin..].iter().rev()).take_while(|(one, other)| one == other).count();
    let (a, b) = (&was[begin..was.len() - end], &is[begin..is.len() - end]);
    let mut found: Vec<(usize, usize)> = (0..begin).map(|n| (n, n)).collect();
    if a.len().max(b.len()) <= MOST {
        found.extend(longest(a, b).into_iter().map(|(n, m)| (n + begin, m + begin)));
    }
    found.extend((0..end).rev().map(|n| (was.len() - 1 - n, is.len() - 1 - n)));
    found
}

/// The longest row of words that both have.
fn longest(a: &[&str], b: &[&str]) -> Vec<(usize, usize)> {
    let mut table = vec![vec![0_usize; b.len() + 1]; a.len() + 1];
    for n in (0..a.len()).rev() {
        for m in (0..b.len()).rev() {
            table[n][m] = if a[n] == b[m] { table[n + 1][m + 1] + 1 } else { table[n + 1][m].max(table[n][m + 1]) };
        }
    }
    let (mut n, mut m, mut found) = (0, 0, Vec::new());
    while n < a.len() && m < b.len() {
        if a[n] == b[m] {
            found.push((n, m));
            (n, m) = (n + 1, m + 1);
        } else if table[n + 1][m] >= table[n][m + 1] {
            n += 1;
        } else {
            m += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn every_place_is_shown_on_both_sides() {
        let long = "een zin die lang genoeg is om niet in zijn geheel te worden getoond, want hij gaat maar door en door tot het eind";
        let more = format!("{long} toe");
        assert_eq!(apart(long, &more), ("… tot het eind".to_owned(), "… tot het eind toe".to_owned()));
        let other = long.replace("zin", "tekst").replace("door en door", "door");
        let (was, is) = apart(long, &other);
        assert_eq!(was, "een zin die lang genoeg … hij gaat maar door en door tot het eind");
        assert_eq!(is, "een tekst die lang genoeg … hij gaat maar door tot het eind");
        assert_eq!(apart("kort", "korter"), ("kort".to_owned(), "korter".to_owned()));
    }
}
