//! Content lines of a calendar: escaped, folded, and ended as RFC 5545 wants them.

use crate::text::{is_steering, unordered};

/// A line has so many bytes at most, without its end.
const LONGEST: usize = 75;

/// More spaces in a row say nothing.
const MOST_SPACES: usize = 8;

/// The lines of a calendar so far.
#[derive(Debug, Default)]
pub struct Lines {
    written: String,
}

impl Lines {
    /// A line of which every byte is the program's own or was checked before.
    pub fn line(&mut self, line: &str) {
        let mut rest = line;
        let mut room = LONGEST;
        while rest.len() > room {
            let at = fold(rest, room);
            self.written.push_str(&rest[..at]);
            self.written.push_str("\r\n ");
            rest = &rest[at..];
            // The space counts.
            room = LONGEST - 1;
        }
        self.written.push_str(rest);
        self.written.push_str("\r\n");
    }

    /// A property whose value is a text of one line; none where nothing is left of it.
    pub fn text(&mut self, name: &str, text: &str) {
        let text = plain(text).replace('\n', " ");
        if !text.trim().is_empty() {
            self.line(&format!("{name}:{}", escaped(text.trim())));
        }
    }

    /// A property whose value is a text of several lines.
    pub fn texts(&mut self, name: &str, lines: &[String]) {
        let lines: Vec<String> = lines.iter().map(|line| plain(line).trim_end().to_owned()).collect();
        if !lines.is_empty() {
            self.line(&format!("{name}:{}", escaped(&lines.join("\n"))));
        }
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.written.into_bytes()
    }
}

/// Where a line is folded: never inside a character, nor so that what follows begins like an order to a pipeline's machine.
fn fold(rest: &str, room: usize) -> usize {
    let mut at = room;
    while !rest.is_char_boundary(at) || rest[at..].trim_start().starts_with("::") {
        at -= 1;
    }
    at
}

/// A text without what steers, hides or gives orders.
fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let mut plain = String::with_capacity(text.len());
    // A row of spaces or colons would leave no place to fold at.
    let mut spaces = 0;
    for c in text.chars().filter(|c| *c == '\n' || !is_steering(*c)) {
        spaces = if c.is_whitespace() && c != '\n' { spaces + 1 } else { 0 };
        if spaces <= MOST_SPACES {
            plain.push(c);
        }
    }
    while plain.contains(":::") {
        plain = plain.replace(":::", "::");
    }
    unordered(&plain).into_owned()
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::Lines;

    fn written(name: &str, text: &str) -> String {
        let mut lines = Lines::default();
        lines.text(name, text);
        String::from_utf8(lines.into_bytes()).expect("lines are text")
    }

    #[test]
    fn a_text_is_escaped_and_nothing_in_it_steers() {
        assert_eq!(written("SUMMARY", "a, b; c\\d"), "SUMMARY:a\\, b\\; c\\\\d\r\n");
        assert_eq!(written("SUMMARY", "a\nBEGIN:VEVENT\r\nb\u{1b}[31m\u{202e}"), "SUMMARY:a BEGIN:VEVENT b[31m\r\n");
        assert_eq!(written("SUMMARY", "\u{7} \n"), "");
        let mut lines = Lines::default();
        lines.texts("DESCRIPTION", &["een".to_owned(), "twee\ndrie".to_owned()]);
        assert_eq!(lines.into_bytes(), b"DESCRIPTION:een\\ntwee\\ndrie\r\n");
    }

    #[test]
    fn lines_are_folded_at_75_bytes_and_never_inside_a_character() {
        for text in [
            "é".repeat(200),
            "€".repeat(200),
            "😀".repeat(99),
            format!("a{}", "é".repeat(200)),
            "::".repeat(300),
            format!("a{}::", " ".repeat(99)).repeat(9),
        ] {
            let written = written("SUMMARY", &text);
            let lines: Vec<&str> = written.trim_end().split("\r\n").collect();
            for line in &lines {
                assert!(line.len() <= 75 && line.len() > 50 || line.len() <= 75 && line == lines.last().expect("there is one"), "{line}");
                assert!(!line.trim_start().starts_with("::"), "{line}");
            }
            if !text.contains("::") {
                assert_eq!(written.replace("\r\n ", ""), format!("SUMMARY:{text}\r\n"));
            }
        }
        for before in 50..80 {
            let written = written("SUMMARY", &format!("{}  ::error::x", "a".repeat(before)));
            assert!(written.lines().all(|line| !line.trim_start().starts_with("::")), "{written}");
        }
    }
}
