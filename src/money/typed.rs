//! Amounts as people type them on a command line: the Dutch way, the English way, or as TOML has them.

use super::Money;

/// Why an amount that was typed cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It may be either of these: thousands, or a fraction.
    Ambiguous(Money, String),
    /// It is no amount.
    NoAmount,
    /// It has more than two decimals.
    TooFine,
    /// It is in something else than the record's currency.
    Currency,
}

impl Money {
    /// The amount that was typed: `1250`, `1250.00`, `1.250,00`, `1,250.00`, `€ 12,50`, `1250,-`. One point or comma with three digits
    /// behind it may be either, and is refused.
    pub fn typed(text: &str, currency: &str) -> Result<Money, Fault> {
        let mut text: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| if c == '−' { '-' } else { c }).collect();
        let sign = if let Some(rest) = text.strip_prefix('-') {
            text = rest.to_owned();
            -1
        } else {
            1
        };
        for mark in [currency, "€"] {
            if let Some(rest) =
                text.strip_prefix(mark).or_else(|| text.strip_suffix(mark)).filter(|_| mark == currency || currency == "EUR")
            {
                text = rest.to_owned();
            }
        }
        let text = text.strip_suffix(",-").or_else(|| text.strip_suffix(",--")).unwrap_or(&text);
        let letters: String = text.chars().filter(char::is_ascii_alphabetic).collect();
        let is_mark = letters.len() == 3 && text.contains(|c: char| c.is_ascii_digit());
        if text.contains(['$', '£', '€']) || is_mark && (text.starts_with(&letters) || text.ends_with(&letters)) {
            return Err(Fault::Currency);
        }
        if text.is_empty() || text.len() > 24 || !text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',') {
            return Err(Fault::NoAmount);
        }
        amount(text).map(|money| Money(sign * money.0))
    }
}

fn amount(text: &str) -> Result<Money, Fault> {
    let marks: Vec<char> = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let (whole, decimals) = match marks.as_slice() {
        [] => (text.to_owned(), ""),
        // Of two kinds of mark the last one is that of the decimals.
        [.., first, last] if first != last && marks.iter().filter(|mark| *mark == last).count() == 1 => {
            let (whole, decimals) = text.rsplit_once(*last).expect("it was just found");
            (thousands(whole, *first)?, decimals)
        }
        [mark] => {
            let (whole, rest) = text.split_once(*mark).expect("it was just found");
            match rest.len() {
                1 | 2 => (whole.to_owned(), rest),
                3 if (1..=3).contains(&whole.len()) && whole != "0" => {
                    let many =
                        whole.parse::<i64>().and_then(|whole| Ok(whole * 1000 + rest.parse::<i64>()?)).map_err(|_| Fault::NoAmount)?;
                    return Err(Fault::Ambiguous(Money(many * 100), format!("{whole}.{rest}")));
                }
                0 => return Err(Fault::NoAmount),
                _ => return Err(Fault::TooFine),
            }
        }
        [mark, ..] if marks.iter().all(|other| other == mark) => (thousands(text, *mark)?, ""),
        _ => return Err(Fault::NoAmount),
    };
    if decimals.len() > 2 {
        return Err(Fault::TooFine);
    }
    let cents: i64 = format!("{decimals:0<2}").parse().map_err(|_| Fault::NoAmount)?;
    let whole: i64 = whole.parse().map_err(|_| Fault::NoAmount)?;
    Money::from_integer(whole).map(|money| Money(money.0 + cents)).ok_or(Fault::NoAmount)
}

/// The digits of a number whose thousands are set apart by one mark, each group of three.
fn thousands(text: &str, mark: char) -> Result<String, Fault> {
    let mut groups = text.split(mark);
    let first = groups.next().unwrap_or_default();
    if !(1..=3).contains(&first.len()) || groups.any(|group| group.len() != 3) || text.chars().any(|c| !c.is_ascii_digit() && c != mark) {
        return Err(Fault::NoAmount);
    }
    Ok(text.replace(mark, ""))
}

#[cfg(test)]
mod tests {
    use super::{Fault, Money};

    #[test]
    fn amounts_are_understood_or_refused() {
        for (text, cents) in [
            ("1250", 125_000),
            ("1250.00", 125_000),
            ("1250,00", 125_000),
            ("1.250,00", 125_000),
            ("1,250.00", 125_000),
            ("1.234.567,89", 123_456_789),
            ("1.234.567", 123_456_700),
            ("€ 1.250,50", 125_050),
            ("EUR 12,5", 1250),
            ("€\u{a0}12.5", 1250),
            ("1250,-", 125_000),
            ("-500", -50_000),
            ("-€ 4.000,00", -400_000),
            ("−0,05", -5),
        ] {
            assert_eq!(Money::typed(text, "EUR"), Ok(Money(cents)), "{text}");
        }
        assert_eq!(Money::typed("1.250", "EUR"), Err(Fault::Ambiguous(Money(125_000), "1.250".into())));
        assert_eq!(Money::typed("1,250", "EUR"), Err(Fault::Ambiguous(Money(125_000), "1.250".into())));
        for (text, fault) in [
            ("", Fault::NoAmount),
            ("€", Fault::NoAmount),
            ("12.", Fault::NoAmount),
            ("1.25,000", Fault::NoAmount),
            ("12.34.56", Fault::NoAmount),
            ("1.2500,00", Fault::NoAmount),
            ("--5", Fault::NoAmount),
            ("99999999999999", Fault::NoAmount),
            ("12,3456", Fault::TooFine),
            ("0.125", Fault::TooFine),
            ("1.250,005", Fault::TooFine),
            ("$12", Fault::Currency),
            ("12 DKK", Fault::Currency),
            ("1e3", Fault::NoAmount),
        ] {
            assert_eq!(Money::typed(text, "EUR"), Err(fault), "{text}");
        }
        assert_eq!(Money::typed("12 DKK", "DKK"), Ok(Money(1200)));
        assert_eq!(Money::typed("€ 12", "DKK"), Err(Fault::Currency));
    }
}
