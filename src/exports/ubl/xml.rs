//! Elements one after the other: what stands in them is escaped, and what XML 1.0 forbids is left out.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::money::Money;
use crate::text::is_steering;

/// The currency of every amount: no e-invoice is written in another.
pub const CURRENCY: &str = "EUR";

/// A document that is being written.
pub struct Xml(Writer<Vec<u8>>);

impl Xml {
    pub fn new() -> Xml {
        let mut xml = Xml(Writer::new_with_indent(Vec::new(), b' ', 2));
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
    }

    /// An element with others in it.
    pub fn within(&mut self, name: &str, inner: impl FnOnce(&mut Xml)) {
        self.within_with(name, &[], inner);
    }

    pub fn within_with(&mut self, name: &str, attributes: &[(&str, &str)], inner: impl FnOnce(&mut Xml)) {
        self.event(Event::Start(BytesStart::new(name).with_attributes(attributes.iter().copied())));
        inner(self);
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// An element with a text in it. What is empty is not written: empty elements are refused.
    pub fn leaf(&mut self, name: &str, text: &str) {
        self.leaf_with(name, &[], text);
    }

    pub fn leaf_with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        let Some(text) = clean(text) else { return };
        self.event(Event::Start(BytesStart::new(name).with_attributes(attributes.iter().copied())));
        self.event(Event::Text(BytesText::new(&text)));
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// The same, where there is a text.
    pub fn optional(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.leaf(name, text);
        }
    }

    pub fn amount(&mut self, name: &str, amount: Money) {
        self.leaf_with(name, &[("currencyID", CURRENCY)], &amount.to_string());
    }

    pub fn into_bytes(self) -> Vec<u8> {
        let mut bytes = self.0.into_inner();
        bytes.push(b'\n');
        bytes
    }

    fn event(&mut self, event: Event<'_>) {
        self.0.write_event(event).expect("memory can be written to");
    }
}

/// A text as an e-invoice holds it: on one line, without what XML 1.0 forbids and what changes the order of reading. None where
/// nothing is left.
pub fn clean(text: &str) -> Option<String> {
    let is_kept = |c: &char| c.is_whitespace() || !(is_steering(*c) || matches!(c, '\u{fffe}' | '\u{ffff}'));
    let kept: String = text.chars().filter(is_kept).collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    Some(words.join(" ")).filter(|text| !text.is_empty())
}

/// Bytes as text (RFC 4648).
pub fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let whole = three.iter().chain([0, 0].iter()).take(3).fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte));
        for place in 0..4 {
            let sign = SIGNS[(whole >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= three.len() { char::from(sign) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{base64, clean};

    #[test]
    fn bytes_are_written_as_the_standard_does() {
        let published =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy")];
        for (plain, written) in published {
            assert_eq!(base64(plain.as_bytes()), written);
        }
        assert_eq!(base64(&[0xff, 0xfe, 0xfb]), "//77");
    }

    #[test]
    fn texts_are_one_line_without_what_steers() {
        assert_eq!(clean(" a\u{0}\n\tb\u{1b}[31m \u{202e}c\u{ffff} ").as_deref(), Some("a b[31m c"));
        assert_eq!(clean("\u{a0}\u{200b}\n"), None);
    }
}
