//! Addresses in running text that can be followed: of pages, and of mailboxes.

/// A piece of a text: as it stands, or an address with what it leads to.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Plain(&'a str),
    Link { shown: &'a str, to: String },
}

/// A text in its pieces. What is no plain address of a page or a mailbox stays text: nothing else is ever followed.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut plain = 0;
    for (start, word) in words(text) {
        let word = word.trim_start_matches(['(', '<', '‘', '“', '"', '\'']);
        let start = start + (text[start..].find(word).unwrap_or_default());
        let shown = address(word);
        let Some(to) = target(shown) else { continue };
        if plain < start {
            found.push(Piece::Plain(&text[plain..start]));
        }
        found.push(Piece::Link { shown, to });
        plain = start + shown.len();
    }
    if plain < text.len() {
        found.push(Piece::Plain(&text[plain..]));
    }
    found
}

/// Where the addresses of a text stand in it.
pub fn places(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut at = 0;
    let mut found = Vec::new();
    for piece in pieces(text) {
        let (shown, leads) = match piece {
            Piece::Plain(text) => (text, false),
            Piece::Link { shown, .. } => (shown, true),
        };
        found.extend(leads.then(|| at..at + shown.len()));
        at += shown.len();
    }
    found
}

/// The words of a text, each with where it begins.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace().map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// A word without what ends the sentence around it.
fn address(word: &str) -> &str {
    let mut word = word;
    loop {
        let shorter = word.trim_end_matches(['.', ',', ';', ':', '!', '?', '’', '”', '"', '\'', '>']);
        let closes = shorter.matches(')').count() > shorter.matches('(').count();
        let shorter = if closes { shorter.strip_suffix(')').unwrap_or(shorter) } else { shorter };
        if shorter.len() == word.len() {
            return word;
        }
        word = shorter;
    }
}

/// Where an address leads; nothing for what is not an address, or for one that does something else than open a page or a message.
pub fn target(address: &str) -> Option<String> {
    // Longer ones open nowhere, and both standards have a limit to texts.
    if address.len() > 2000 {
        return None;
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    if let Some(rest) = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")) {
        let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
        let whole = !host.is_empty() && host.chars().all(plain);
        return whole.then(|| address.chars().map(|c| if c.is_ascii_graphic() { c.to_string() } else { percent(c) }).collect());
    }
    let (name, host) = address.split_once('@')?;
    let whole = !name.is_empty() && host.contains('.') && !host.starts_with('.') && name.chars().all(plain) && host.chars().all(plain);
    whole.then(|| format!("mailto:{address}"))
}

/// A character as an address has it that may hold only plain letters.
fn percent(c: char) -> String {
    let mut buffer = [0; 4];
    c.encode_utf8(&mut buffer).bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces, target};

    fn links(text: &str) -> Vec<(String, String)> {
        let all = pieces(text);
        let whole: String = all
            .iter()
            .map(|one| match one {
                Piece::Plain(text) | Piece::Link { shown: text, .. } => *text,
            })
            .collect();
        assert_eq!(whole, text, "nothing is lost");
        let link = |one: Piece<'_>| if let Piece::Link { shown, to } = one { Some((shown.to_owned(), to)) } else { None };
        all.into_iter().filter_map(link).collect()
    }

    #[test]
    fn addresses_are_found_without_the_sentence_around_them() {
        let one = |text: &str| links(text).into_iter().map(|(_, to)| to).collect::<Vec<_>>();
        assert_eq!(one("Kijk op https://a.example/x_(y)."), ["https://a.example/x_(y)"]);
        assert_eq!(one("(zie https://a.example), of mail jo.de-vries@b.example!"), ["https://a.example", "mailto:jo.de-vries@b.example"]);
        assert_eq!(one("‘https://a.example’; “http://b.example/?q=1&r=2”"), ["https://a.example", "http://b.example/?q=1&r=2"]);
    }

    #[test]
    fn nothing_else_is_followed() {
        for text in [
            "javascript:alert(1)",
            "https://",
            "https://a.example@evil.example",
            "data:text/html,x",
            "@jo",
            "jo@",
            "jo@host",
            "ftp://a.example",
            "a\"@b.example",
            "https://a\"onclick=x",
            "",
        ] {
            assert_eq!(links(text), [], "{text}");
        }
    }

    #[test]
    fn only_pages_and_mailboxes_are_links() {
        assert_eq!(target("https://a.example/é?x=1").as_deref(), Some("https://a.example/%C3%A9?x=1"));
        assert_eq!(target("jo@zwolle.example").as_deref(), Some("mailto:jo@zwolle.example"));
        for text in [
            "javascript:alert(1)",
            "https://",
            "jo@zwolle",
            "a@b@c.nl",
            "file:///etc",
            "jo@x.nl?subject=a",
            "mailto:jo@x.nl",
            "https://a b.nl",
        ] {
            assert_eq!(target(text), None, "{text}");
        }
    }
}
