//! What people read, in both languages side by side, and the guard between a record's text and a terminal.

use std::borrow::Cow;

/// A language that results are shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    En,
    /// Dutch, what a record is written in unless it says otherwise.
    #[default]
    Nl,
}

/// One thing said in English and in Dutch; which of the two is shown is decided where it is shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Text {
    pub en: Cow<'static, str>,
    pub nl: Cow<'static, str>,
}

impl Text {
    /// A text that is known when the program is built.
    pub const fn new(en: &'static str, nl: &'static str) -> Text {
        Text { en: Cow::Borrowed(en), nl: Cow::Borrowed(nl) }
    }

    /// The same in both languages: names, ids, messages of other programs.
    pub fn same(text: impl Into<String>) -> Text {
        let text = text.into();
        Text { en: Cow::Owned(text.clone()), nl: Cow::Owned(text) }
    }

    /// The text in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Nl => &self.nl,
        }
    }

    /// The first letter as a capital: a name in the middle of a sentence becomes the beginning of one.
    #[must_use]
    pub fn capital(&self) -> Text {
        let raised = |text: &str| {
            let mut letters = text.chars();
            let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
            first + letters.as_str()
        };
        Text { en: raised(&self.en).into(), nl: raised(&self.nl).into() }
    }

    /// This text followed directly by another.
    #[must_use]
    pub fn then(self, more: &Text) -> Text {
        Text { en: Cow::Owned(format!("{}{}", self.en, more.en)), nl: Cow::Owned(format!("{}{}", self.nl, more.nl)) }
    }
}

/// What is written differently in each language: dates, amounts, texts.
pub trait Say {
    fn say(&self, lang: Lang) -> String;
}

impl Say for Text {
    fn say(&self, lang: Lang) -> String {
        self.get(lang).to_owned()
    }
}

impl<T: Say> Say for &T {
    fn say(&self, lang: Lang) -> String {
        (*self).say(lang)
    }
}

/// A text in both languages. `text!(en: "no person `{id}`", nl: "geen persoon `{id}`")`; names before a
/// semicolon are themselves said in each language: `text!(until; en: "until {until}", nl: "t/m {until}")`.
#[macro_export]
macro_rules! text {
    (en: $en:literal, nl: $nl:literal $(,)?) => {
        $crate::text::Text { en: format!($en).into(), nl: format!($nl).into() }
    };
    ($($arg:ident),+; en: $en:literal, nl: $nl:literal $(,)?) => {
        $crate::text::Text {
            en: { $(let $arg = $crate::text::Say::say(&$arg, $crate::text::Lang::En);)+ format!($en).into() },
            nl: { $(let $arg = $crate::text::Say::say(&$arg, $crate::text::Lang::Nl);)+ format!($nl).into() },
        }
    };
}

/// A number with two decimals at most, with the decimal mark of the language.
pub fn decimal(number: f64, lang: Lang) -> String {
    let plain = format!("{number:.2}");
    let plain = plain.trim_end_matches('0').trim_end_matches('.');
    // A sum of nothing is minus nothing.
    let plain = if plain == "-0" { "0" } else { plain };
    if lang == Lang::Nl { plain.replace('.', ",") } else { plain.to_owned() }
}

/// The same in both languages.
pub fn decimal_text(number: f64) -> Text {
    Text { en: decimal(number, Lang::En).into(), nl: decimal(number, Lang::Nl).into() }
}

/// A whole number with its thousands apart: `134.000` in Dutch, `134,000` in English.
pub fn grouped(number: i64, lang: Lang) -> String {
    let digits = number.unsigned_abs().to_string();
    let thousands = if lang == Lang::Nl { '.' } else { ',' };
    let mut whole = String::from(if number < 0 { "-" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            whole.push(thousands);
        }
        whole.push(digit);
    }
    whole
}

/// A list as people say it: `a, b and c`; at most `most` of them, then how many more.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>, most: usize) -> Text {
    let all: Vec<&str> = names.into_iter().collect();
    let shown: Vec<String> = all.iter().take(most).map(|name| format!("`{name}`")).collect();
    let rest = all.len() - shown.len();
    if rest > 0 {
        let head = shown.join(", ");
        return text!(en: "{head} and {rest} more", nl: "{head} en nog {rest}");
    }
    match shown.split_last() {
        None => Text::default(),
        Some((last, [])) => Text::same(last.as_str()),
        Some((last, head)) => {
            let head = head.join(", ");
            text!(en: "{head} and {last}", nl: "{head} en {last}")
        }
    }
}

/// Whether a character could steer a terminal or change the order in which text is read.
pub fn is_steering(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// One line of text that is safe to print: control and direction characters become visible stand-ins.
pub fn safe(text: &str) -> Cow<'_, str> {
    if !text.contains(is_steering) {
        return Cow::Borrowed(text);
    }
    let visible = |c: char| match c {
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        c if is_steering(c) => '\u{fffd}',
        c => c,
    };
    Cow::Owned(text.chars().map(visible).collect())
}

/// Whether a line begins with what the machines of a pipeline take for an order to themselves.
pub fn is_order(line: &str) -> bool {
    line.trim_start().starts_with("::")
}

/// A text in which nothing is an order that the machines of a pipeline obey wherever in a line it stands.
pub fn unordered(text: &str) -> Cow<'_, str> {
    if !ORDERS.iter().any(|order| text.contains(order)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace(ORDERS[0], "# #[").replace(ORDERS[1], "# #vso["))
}

const ORDERS: [&str; 2] = ["##[", "##vso["];

/// A value as JSON over several lines, ended by a newline. Characters that steer are written as escapes, so that it may be shown too.
pub fn json(value: &impl serde::Serialize) -> Vec<u8> {
    let mut plain = serde_json::to_string_pretty(value).expect("plain values are always JSON") + "\n";
    for order in ORDERS.iter().filter(|order| plain.contains(**order)).collect::<Vec<_>>() {
        plain = plain.replace(*order, &order.replacen("##", "#\\u0023", 1));
    }
    let steers = |c: char| c != '\n' && is_steering(c);
    if !plain.contains(steers) {
        return plain.into_bytes();
    }
    let mut escaped = String::with_capacity(plain.len() + 64);
    for c in plain.chars() {
        if steers(c) {
            // They all lie in the first plane, and within strings: JSON has no other place for them.
            escaped.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            escaped.push(c);
        }
    }
    escaped.into_bytes()
}

/// Breaks a text between words into lines of at most so many characters, where words allow.
pub fn broken(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut column = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > room {
            lines.push(String::new());
            column = 0;
        }
        let line = lines.last_mut().expect("there is always a line");
        if column > 0 {
            line.push(' ');
            column += 1;
        }
        line.push_str(word);
        column += length;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Lang, decimal, json, listed, safe, unordered};

    #[test]
    fn nothing_that_steers_a_terminal_survives() {
        assert_eq!(safe("a\u{1b}[31mb\r\nc\u{202e}d\u{9b}e"), "a␛[31mb␍␊c\u{fffd}d\u{fffd}e");
        assert_eq!(safe("gewoon, ’s-Hertogenbosch"), "gewoon, ’s-Hertogenbosch");
    }

    #[test]
    fn nothing_is_never_minus_nothing() {
        let none: [f64; 0] = [];
        assert_eq!(decimal(none.iter().sum(), Lang::Nl), "0");
        assert_eq!((decimal(-0.001, Lang::Nl), decimal(-0.5, Lang::Nl)), ("0".to_owned(), "-0,5".to_owned()));
    }

    #[test]
    fn no_line_holds_an_order() {
        assert_eq!(unordered("a ##[x] ###[y] ##vso[z] ## [w]"), "a # #[x] ## #[y] # #vso[z] ## [w]");
        let written = String::from_utf8(json(&"a ###[x] ##vso[z]")).expect("JSON is text");
        assert!(!written.contains("##[") && !written.contains("##vso["), "{written}");
        assert_eq!(serde_json::from_str::<String>(&written).expect("it is JSON"), "a ###[x] ##vso[z]");
    }

    #[test]
    fn lists_end_in_and() {
        assert_eq!(listed(["a", "b", "c"], 3).get(Lang::Nl), "`a`, `b` en `c`");
        assert_eq!(listed(["a", "b", "c"], 2).get(Lang::En), "`a`, `b` and 1 more");
        assert_eq!(listed(["a"], 2).get(Lang::En), "`a`");
    }
}
