//! Statements of a bank as ISO 20022 writes them: CAMT.053, versions 02 and 08.

mod entries;
mod tree;

use std::collections::HashMap;

use crate::date::Date;
use crate::money::{Currency, Money};
use crate::text;
use crate::text::Text;

use entries::Part;
use tree::{Node, Nodes};

/// A statement longer than this is none that a bank hands out.
pub const MOST_BYTES: usize = 50_000_000;

/// The statement of one account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statement {
    /// The account, without spaces; none where it is not known by an IBAN.
    pub iban: Option<String>,
    pub lines: Vec<Line>,
    /// Entries that are not booked yet.
    pub pending: usize,
    /// Entries whose amount, day or direction cannot be read.
    pub unclear: usize,
    /// Entries in another currency than the account's.
    pub foreign: usize,
    /// What its own sums do not bear out.
    pub wrong: Vec<Text>,
}

/// One line that was booked: a whole entry, or one payment of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The bank's own reference; the part of a batch has its number behind a slash, what turns another back `/R`.
    pub reference: String,
    /// The day on which it was booked.
    pub on: Date,
    /// Less than zero where it was paid.
    pub amount: Money,
    pub currency: Currency,
    pub is_reversal: bool,
    /// References that stand in fields of their own.
    pub structured: Vec<String>,
    /// What was written with it, as free text.
    pub told: Vec<String>,
    /// Who paid, or was paid.
    pub name: Option<String>,
    pub iban: Option<String>,
    /// The batch that it is a part of: its reference, and what the whole came to.
    pub batch: Option<(String, Money)>,
    /// So many payments together, of which the bank does not say what each came to; nought where it does not say how many.
    pub lump: Option<usize>,
    /// Whether the bank gave no reference, so that it has one of its day, amount and texts.
    pub is_made_up: bool,
    /// Whether an earlier line of its statement has the same reference, day and amount.
    pub is_again: bool,
}

/// Why a file cannot be read. What stands in it is never repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    TooLong,
    TooDeep,
    /// In another encoding than UTF-8 and ISO-8859-1.
    Encoding,
    /// With definitions of its own, which are not followed.
    Definitions,
    /// Not well-formed: at about this byte.
    NotXml(u64),
    /// MT940, an archive, a page or another message: what it seems to be.
    Other(Text),
    /// Another version.
    Version(String),
}

/// The statements of a file.
///
/// # Errors
/// Where it is no statement, or one that is not to be trusted.
pub fn read(bytes: &[u8]) -> Result<Vec<Statement>, Refusal> {
    if bytes.len() > MOST_BYTES {
        return Err(Refusal::TooLong);
    }
    let seems = |text: &[u8]| bytes.trim_ascii_start().starts_with(text);
    if seems(b"PK\x03\x04") {
        return Err(Refusal::Other(Text::new("an archive; unpack it first", "een zipbestand; pak het eerst uit")));
    }
    if seems(b":20:") || seems(b"{1:") || seems(b":940:") {
        return Err(Refusal::Other(Text::new("MT940; ask the bank for CAMT.053", "MT940; vraag de bank om CAMT.053")));
    }
    let text = tree::decoded(bytes)?;
    let mut nodes = Nodes::of(&text)?;
    let mut all = Vec::new();
    let mut now: Option<Open> = None;
    while let Some(part) = nodes.next()? {
        match part {
            tree::Found::Begins => now = Some(Open::default()),
            tree::Found::Ends => all.extend(now.take().map(Open::closed)),
            tree::Found::Child(node) => {
                if let Some(open) = &mut now {
                    open.take(&node);
                }
            }
        }
    }
    Ok(all)
}

/// A statement that is being read.
#[derive(Default)]
struct Open {
    statement: Statement,
    currency: Option<Currency>,
    opening: Option<Money>,
    closing: Option<Money>,
    /// How many entries it says it has, and what they come to without their direction.
    said: (Option<usize>, Option<Money>),
    entries: usize,
    booked: Money,
    gross: Money,
    /// Whether an amount could not be read, so that nothing can be added up.
    is_partial: bool,
    /// How often a reference, day and amount occurred: what is told apart by nothing else is by its number.
    seen: HashMap<(String, Date, Money), usize>,
}

impl Open {
    fn take(&mut self, node: &Node) {
        match node.name.as_str() {
            "Acct" => {
                self.statement.iban = node.text_at(&["Id", "IBAN"]).map(plain);
                self.currency = node.text_at(&["Ccy"]).and_then(Currency::parse);
            }
            "Bal" => {
                let amount = node.child("Amt").and_then(entries::amount);
                let signed = amount.and_then(|(amount, _)| entries::signed(node, amount));
                // An account whose currency is not named has that of its balances.
                self.currency = self.currency.or(amount.map(|(_, currency)| currency));
                match node.text_at(&["Tp", "CdOrPrtry", "Cd"]) {
                    Some("OPBD" | "PRCD") if self.opening.is_none() => self.opening = signed,
                    Some("CLBD") => self.closing = signed,
                    _ => {}
                }
            }
            "TxsSummry" => {
                let total = node.child("TtlNtries");
                let text = |name: &str| total.and_then(|total| total.text_at(&[name]));
                self.said = (text("NbOfNtries").and_then(|text| text.parse().ok()), text("Sum").and_then(entries::cents));
            }
            "Ntry" => self.entry(node),
            _ => {}
        }
    }

    fn entry(&mut self, node: &Node) {
        self.entries += 1;
        let entry = entries::read(node, self.currency);
        if let Some((amount, _)) = node.child("Amt").and_then(entries::amount) {
            self.gross = self.gross + amount;
        }
        match entry {
            Part::Booked(amount, lines) => {
                self.booked = self.booked + amount;
                for mut line in lines {
                    let seen = self.seen.entry((line.reference.clone(), line.on, line.amount)).or_default();
                    *seen += 1;
                    if *seen > 1 {
                        line.is_again = true;
                        line.reference.push_str(&format!(" ({seen})"));
                    }
                    self.statement.lines.push(line);
                }
            }
            Part::Pending => self.statement.pending += 1,
            Part::Foreign => {
                self.statement.foreign += 1;
                self.is_partial = true;
            }
            Part::Unclear => {
                self.statement.unclear += 1;
                self.is_partial = true;
            }
        }
    }

    fn closed(self) -> Statement {
        let mut statement = self.statement;
        if let (Some(opening), Some(closing), false) = (self.opening, self.closing, self.is_partial)
            && opening + self.booked != closing
        {
            let by = closing - opening - self.booked;
            statement.wrong.push(text!(by; en: "the opening balance and its lines do not come to the closing balance: {by} differs", nl: "beginsaldo en regels komen niet uit op het eindsaldo: {by} verschil"));
        }
        if let Some(said) = self.said.0.filter(|said| *said != self.entries) {
            let entries = self.entries;
            statement.wrong.push(text!(en: "it says that it has {said} lines, and has {entries}", nl: "het afschrift noemt {said} regels en bevat er {entries}"));
        }
        if let Some(said) = self.said.1.filter(|said| *said != self.gross && !self.is_partial) {
            let gross = self.gross;
            statement.wrong.push(text!(said, gross; en: "it says that its lines come to {said}, and they come to {gross}", nl: "volgens het afschrift tellen de regels op tot {said}, maar het is {gross}"));
        }
        statement
    }
}

/// An account number without the spaces between its groups.
pub fn plain(iban: &str) -> String {
    crate::payment_reference::plain(iban)
}

impl Refusal {
    pub fn said(&self) -> Text {
        match self {
            Refusal::TooLong => {
                Text::new("it is longer than 50 MB; ask for a shorter period", "het is groter dan 50 MB; vraag een kortere periode op")
            }
            Refusal::TooDeep => Text::new("it is nested more deeply than a statement is", "het is dieper genest dan een afschrift"),
            Refusal::Encoding => Text::new(
                "it is in an encoding other than UTF-8 and ISO-8859-1",
                "het heeft een andere tekencodering dan UTF-8 of ISO-8859-1",
            ),
            Refusal::Definitions => Text::new(
                "it has definitions of its own (a DTD or entities), which a bank does not write",
                "het bevat eigen definities (een DTD of entiteiten); een bank schrijft die niet",
            ),
            Refusal::NotXml(at) => {
                text!(en: "it is no well-formed XML; it goes wrong near byte {at}: download it again", nl: "het is geen goed gevormde XML; bij byte {at} gaat het mis: download het opnieuw")
            }
            Refusal::Other(what) => text!(what; en: "it is no CAMT.053 but {what}", nl: "het is geen CAMT.053 maar {what}"),
            Refusal::Version(version) => {
                text!(en: "it is {version}; versions camt.053.001.02 and camt.053.001.08 are read", nl: "het is {version}; gelezen worden de versies camt.053.001.02 en camt.053.001.08")
            }
        }
    }
}
