//! The entries of a statement, and the payments of a batch.

use super::tree::Node;
use super::{Line, plain};
use crate::date::Date;
use crate::money::{Currency, Money};

/// What an entry is.
pub enum Part {
    /// With what it moved, and its lines.
    Booked(Money, Vec<Line>),
    Pending,
    Foreign,
    Unclear,
}

/// What banks write where they have no reference.
const NO_REFERENCE: [&str; 5] = ["NOTPROVIDED", "NONREF", "NOREF", "NOTAVAILABLE", "EREF"];

pub fn read(node: &Node, account: Option<Currency>) -> Part {
    // Version 02 has the word itself, version 08 within `Cd`.
    let status = node.text_at(&["Sts", "Cd"]).or_else(|| node.text_at(&["Sts"]));
    match status {
        Some("BOOK") => {}
        Some("PDNG" | "INFO" | "FUTR") => return Part::Pending,
        _ => return Part::Unclear,
    }
    let Some((amount, currency)) = node.child("Amt").and_then(amount) else { return Part::Unclear };
    if account.is_some_and(|account| account != currency) {
        return Part::Foreign;
    }
    let day = |name: &str| {
        let day = node.text_at(&[name, "Dt"]).or_else(|| node.text_at(&[name, "DtTm"]))?;
        Date::parse(day.get(..10)?)
    };
    let (Some(signed), Some(on)) = (signed(node, amount), day("BookgDt").or_else(|| day("ValDt"))) else { return Part::Unclear };
    let is_reversal = matches!(node.text_at(&["RvslInd"]), Some("true" | "1"));
    let parts: Vec<&Node> = node.all("NtryDtls").flat_map(|details| details.all("TxDtls")).collect();
    let number = node.all("NtryDtls").filter_map(|details| details.text_at(&["Btch", "NbOfTxs"])?.parse::<usize>().ok()).sum::<usize>();
    let line = |amount: Money, parts: &[&Node]| {
        let mut line = blank(on, amount, currency, is_reversal);
        for part in parts {
            told(&mut line, part);
        }
        if parts.len() > 1 {
            (line.name, line.iban) = (None, None);
        }
        if line.structured.is_empty() && line.told.is_empty() {
            line.told.extend(node.text_at(&["AddtlNtryInf"]).map(str::to_owned));
        }
        line
    };
    let direction = if signed.0 < 0 { -1 } else { 1 };
    let amounts = split(&parts, amount, currency);
    let mut lines = match (parts.as_slice(), amounts) {
        ([_, _, ..], Some(amounts)) => {
            parts.iter().zip(amounts).map(|(part, amount)| line(Money(direction * amount.0), &[*part])).collect()
        }
        // What each of them paid is not said, so that the whole is nobody's.
        ([_, _, ..], None) => vec![Line { lump: Some(number.max(parts.len())), ..line(signed, &parts) }],
        _ => {
            let others = number > 1 || parts.first().and_then(|part| own_amount(part, currency)).is_some_and(|own| own != amount);
            vec![Line { lump: others.then_some(number), ..line(signed, &parts) }]
        }
    };
    let given = given_reference(node, &parts);
    let is_made_up = given.is_none();
    let own = given.unwrap_or_else(|| made_up(node, on, signed, &lines));
    let base = if is_reversal { format!("{own}/R") } else { own };
    let is_batch = lines.len() > 1;
    for (n, line) in lines.iter_mut().enumerate() {
        line.is_made_up = is_made_up;
        line.reference = if is_batch { format!("{base}/{}", n + 1) } else { base.clone() };
        line.batch = is_batch.then(|| (base.clone(), signed));
    }
    Part::Booked(signed, lines)
}

/// An amount with its currency.
pub fn amount(node: &Node) -> Option<(Money, Currency)> {
    Some((cents(&node.text)?, Currency::parse(node.currency.as_deref()?)?))
}

/// `1234.5`: digits, and a point with more behind it of which only noughts may follow the cents.
pub fn cents(text: &str) -> Option<Money> {
    let (whole, rest) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 13 || !is_digits(whole) || !is_digits(rest) {
        return None;
    }
    let (cents, beyond) = rest.split_at(rest.len().min(2));
    let cents: i64 = format!("{cents:0<2}").parse().ok()?;
    beyond.bytes().all(|b| b == b'0').then_some(Money(whole.parse::<i64>().ok()? * 100 + cents))
}

/// An amount with its direction.
pub fn signed(node: &Node, amount: Money) -> Option<Money> {
    match node.text_at(&["CdtDbtInd"])? {
        "CRDT" => Some(amount),
        "DBIT" => Some(-amount),
        _ => None,
    }
}

fn given<'a>(node: &'a Node, path: &[&str]) -> Option<&'a str> {
    node.text_at(path).filter(|text| !NO_REFERENCE.contains(&plain(text).as_str()) && !plain(text).is_empty())
}

/// The bank's own reference of an entry.
fn given_reference(node: &Node, parts: &[&Node]) -> Option<String> {
    let of_part = || match parts {
        [part] => given(part, &["Refs", "AcctSvcrRef"]),
        _ => None,
    };
    given(node, &["AcctSvcrRef"]).or_else(of_part).map(short)
}

/// Where the bank has no reference, what tells the entry apart from the others of its day: who paid, and what was written with it, as a
/// mark in which nobody reads that.
fn made_up(node: &Node, on: Date, amount: Money, lines: &[Line]) -> String {
    let mut texts: Vec<String> = Vec::new();
    for line in lines {
        let own = line.name.iter().chain(&line.iban).chain(&line.structured).chain(&line.told);
        texts.extend(own.map(|text| plain(text)));
    }
    let mut all = vec![on.to_string(), amount.to_string()];
    all.extend(given(node, &["NtryRef"]).map(short));
    all.push(mark(&texts.join("\n")));
    all.join(" ")
}

/// A short mark of a text, the same on every machine (FNV-1a).
fn mark(text: &str) -> String {
    let mark = text.bytes().fold(0x811c_9dc5_u32, |mark, byte| (mark ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("{mark:08x}")
}

fn blank(on: Date, amount: Money, currency: Currency, is_reversal: bool) -> Line {
    Line {
        reference: String::new(),
        on,
        amount,
        currency,
        is_reversal,
        structured: Vec::new(),
        told: Vec::new(),
        name: None,
        iban: None,
        batch: None,
        lump: None,
        is_made_up: false,
        is_again: false,
    }
}

/// A reference on one line, no longer than a bank makes one.
fn short(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(70).collect()
}

/// What each payment of a batch came to, where that is said of all of them in the account's currency and adds up.
fn split(parts: &[&Node], whole: Money, currency: Currency) -> Option<Vec<Money>> {
    let amounts: Vec<Money> = parts.iter().map(|part| own_amount(part, currency)).collect::<Option<_>>()?;
    (amounts.iter().copied().sum::<Money>() == whole).then_some(amounts)
}

/// What a payment came to, where that is said in the account's currency.
fn own_amount(part: &Node, currency: Currency) -> Option<Money> {
    let (amount, of) = part.child("Amt").or_else(|| part.at(&["AmtDtls", "TxAmt", "Amt"])).and_then(amount)?;
    (of == currency).then_some(amount)
}

/// What the details of a payment say: references, text, who it was.
fn told(line: &mut Line, part: &Node) {
    for remittance in part.all("RmtInf") {
        let texts: Vec<&str> = remittance.all("Ustrd").map(|node| node.text.trim()).collect();
        line.told.extend(texts.iter().map(|text| (*text).to_owned()));
        // A text that was too long for one element goes on in the next, halfway a word or a number.
        if texts.len() > 1 {
            line.told.push(texts.concat());
        }
        for structured in remittance.all("Strd") {
            line.structured.extend(structured.all("CdtrRefInf").filter_map(|node| node.text_at(&["Ref"])).map(str::to_owned));
            line.told.extend(structured.all("RfrdDocInf").filter_map(|node| node.text_at(&["Nb"])).map(str::to_owned));
            line.told.extend(structured.all("AddtlRmtInf").map(|node| node.text.trim().to_owned()));
        }
    }
    // What somebody else's system numbered is a text like any other.
    line.told.extend(part.text_at(&["Refs", "EndToEndId"]).map(str::to_owned));
    line.told.extend(part.text_at(&["AddtlTxInf"]).map(str::to_owned));
    line.told.retain(|text| !text.is_empty() && !NO_REFERENCE.contains(&plain(text).as_str()));
    let (party, account) = if line.amount.0 < 0 { ("Cdtr", "CdtrAcct") } else { ("Dbtr", "DbtrAcct") };
    // What is turned back has the parties of what it turns back.
    let (party, account) = match (line.is_reversal, line.amount.0 < 0) {
        (true, true) => ("Dbtr", "DbtrAcct"),
        (true, false) => ("Cdtr", "CdtrAcct"),
        _ => (party, account),
    };
    let Some(parties) = part.child("RltdPties") else { return };
    let is_there = parties.child(account).is_some() || !line.is_reversal;
    let (party, account) = match (is_there, party) {
        (true, _) => (party, account),
        (false, "Dbtr") => ("Cdtr", "CdtrAcct"),
        (false, _) => ("Dbtr", "DbtrAcct"),
    };
    line.name = parties.text_at(&[party, "Pty", "Nm"]).or_else(|| parties.text_at(&[party, "Nm"])).map(str::to_owned);
    line.iban = parties.text_at(&[account, "Id", "IBAN"]).map(plain);
}
