//! Invoices as TOML for e-invoices to be made of: thirty recipients that differ, and every way of taxing and settling.

use commons::answers::contribution::{Question, contribution};
use commons::answers::invoiced::{gross, payable};
use commons::money::Money;
use commons::record::Record;
use commons::record::finance::Invoice;
use commons::record::load::load;
use commons::source::directory;

use crate::cases::day;
use crate::program::Fresh;

/// How many recipients there are.
pub const RECIPIENTS: usize = 30;

/// Each key of the format, with what else its budget needs.
pub const KEYS: [(&str, &str); 6] = [
    ("equal", "total = 100000.01"),
    ("inhabitants", "total = 100000.01"),
    ("classes", "class = [{ name = \"a\", up_to = 25_000, amount = 2500.00 }, { name = \"b\", amount = 7512.33 }]"),
    ("brackets", "bracket = [{ up_to = 5_000, rate = 0.0752 }, { rate = 0.0376 }]\nmaximum = 1505.60"),
    ("fixed-plus-inhabitants", "base = 1000.00\ntotal = 77777.77"),
    ("amounts", ""),
];

/// Each way of taxing; of the last every line has its own.
pub const TREATMENTS: [&str; 7] = ["\"outside-scope\"", "\"exempt\"", "\"reverse-charge\"", "21", "9", "0", "several"];

/// Each way of settling effort in kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    None,
    /// A line that lowers the invoice.
    Line,
    /// A line that lowers it to nothing.
    WholeLine,
    /// A line that lowers it below zero.
    MoreThanWhole,
    /// A part of it is set off.
    SetOff,
    /// All of it is set off: nothing is to be paid.
    WholeSetOff,
}

pub const EFFORTS: [Effort; 6] =
    [Effort::None, Effort::Line, Effort::WholeLine, Effort::MoreThanWhole, Effort::SetOff, Effort::WholeSetOff];

/// A record in which all of them pay by one key, in one language.
pub fn record(key: usize, language: &str) -> Record {
    let fresh = Fresh::empty();
    let (word, more) = KEYS[key];
    fresh.write("commons.toml", format!("name = \"x\"\nlanguage = \"{language}\"\nlead = \"p00\"\n"));
    let amounts: String = (0..RECIPIENTS).map(|n| format!("{{ participant = \"p{n:02}\", amount = {} }},", n * 37)).collect();
    let overrides = if word == "amounts" { format!("override = [{amounts}]") } else { String::new() };
    fresh.write("finances/2026/budget.toml", format!("status = \"adopted\"\n[contribution]\nkey = \"{word}\"\n{more}\n{overrides}\n"));
    for n in 0..RECIPIENTS {
        let text = format!("name = \"p{n:02}\"\nkind = \"other\"\ninhabitants = {}\n", 900 + n * n * 211);
        fresh.write(format!("participants/p{n:02}.toml"), text);
    }
    let (record, findings) = load(&directory::open(fresh.path()).expect("it can be listed"), day("2026-06-15"), &|| ());
    assert!(findings.is_empty(), "{findings:?}");
    record
}

/// What each of them is asked by the key of a record.
pub fn asked(record: &Record) -> Vec<Money> {
    let asked = contribution(record, &record.budgets[0], &Question::default()).expect("nothing is missing").expect("all are asked");
    let amounts: Vec<Money> = asked.payers.iter().map(|payer| payer.amount).collect();
    assert_eq!(amounts.len(), RECIPIENTS);
    amounts
}

/// The one who sends them.
pub const SELLER: &str = "[seller]\nname = \"Gemeente Zwolle, Financiën\"\nstreet = \"Voorbeeldplein 1\"\npost_box = \"Postbus 1000\"\npostcode = \"8000 AB\"\ncity = \"Zwolle\"\ncountry = \"NL\"\noin = \"00000001999991085000\"\nkvk = \"99990193\"\nvat_number = \"NL999991085B01\"\nemail = \"facturen@zwolle.example\"\niban = \"NL91 ABNA 0417 1643 00\"\n";

/// One of the recipients: no two of them have the same on record, and some have what nobody should.
pub fn buyer(n: usize) -> String {
    let name = match n {
        3 => "Gemeente \\\"<b>&amp;</b>\\\" ]]> 'x'".to_owned(),
        11 => "\\u202EGemeente\\u0000 \\u001b[31mÅå 🦀\\n\\tTweede regel\\uFFFF".to_owned(),
        _ => format!("Gemeente Nummer {n}"),
    };
    let mut text = format!("[buyer]\nname = \"{name}\"\n");
    let mut has = |is: bool, line: &str| {
        if is {
            text += line;
            text.push('\n');
        }
    };
    let abroad = match n {
        7 => Some("country = \"BE\"\npeppol = \"0208:0202239951\"\nvat_number = \"BE0202239951\"\nkvk = \"BE 0202.239.951\""),
        19 => Some("country = \"de\"\npeppol = \"9930:DE123456789\"\nvat_number = \"DE123456789\"\ncity = \"Münster\""),
        _ => None,
    };
    has(abroad.is_some(), abroad.unwrap_or_default());
    if abroad.is_none() {
        has(n.is_multiple_of(4), "country = \"NL\"");
        has(n % 3 != 1, "street = \"Voorbeeldstraat 12\"");
        has(!n.is_multiple_of(3), "post_box = \"Postbus 1000\"");
        has(true, "postcode = \"8000 AB\"\ncity = \"Zwolle\"\nvat_number = \"NL999991085B01\"");
        let (is_public, is_listed) = (n.is_multiple_of(2), n % 2 == 1 || n.is_multiple_of(6));
        has(is_public, &format!("oin = \"00000003 9999{n:04} 0000\""));
        has(is_listed, &format!("kvk = \"9999{n:04}\""));
        has(n % 5 == 1, &format!("peppol = \"0106:9999{n:04}\""));
        has(n % 5 == 2, "peppol = \"0088:4012345000009\"");
    }
    has(n % 5 == 3, "contact = \"A. Bakker\"");
    has(n.is_multiple_of(4) || n % 7 == 2, "email = \"facturen@gemeente.example\"");
    // Without an order number and a reference of their own, what is known is who ordered it.
    has(n % 4 != 1, &format!("ordered_by = \"Afdeling {n} & team <x>\""));
    text
}

/// An invoice to one of them, or the note that credits it, with what it comes to written down.
pub fn invoice(n: usize, asked: Money, treatment: &str, effort: Effort, is_credit: bool) -> Invoice {
    let signed = |amount: Money| if is_credit { -amount } else { amount };
    let mut text = format!("number = \"2026-{n:04}\"\nparticipant = \"p{n:02}\"\ndate = 2026-01-15\ndue = 2026-02-14\n");
    text += if is_credit { "kind = \"credit\"\ncredits = \"2025-0007\"\n" } else { "kind = \"contribution\"\n" };
    text += if n.is_multiple_of(2) { "payment_reference = \"RF18 5390 0754 7034\"\n" } else { "payment_reference = \"2026/ 77\"\n" };
    if n % 4 == 1 || n.is_multiple_of(6) {
        text += "order_number = \"V-2026-118\"\n";
    }
    if n.is_multiple_of(3) {
        text += "buyer_reference = \"6410\"\n";
    }
    if n % 5 != 4 {
        text += "period = { from = 2026-01-01, until = 2026-12-31 }\n";
    }
    let (common, own) = if treatment == "several" { ("21", ["9", "\"exempt\"", "\"reverse-charge\"", "0"]) } else { (treatment, [""; 4]) };
    let of = |own: &str| if own.is_empty() { String::new() } else { format!("vat = {own}\n") };
    let mut line = |what: &str, amount: Money, own: &str| {
        text += &format!("[[line]]\nwhat = \"{what}\"\namount = {}\n{}", signed(amount), of(own));
    };
    line("Communitybijdrage 2026, \\\"<groot>\\\" & meer", asked, "");
    if treatment == "several" {
        for (nth, own) in own.iter().enumerate() {
            line("Ander werk", Money(1_003 + 777 * i64::try_from(nth).expect("there are few")), own);
        }
    }
    match effort {
        Effort::Line => line("In natura: Coördinator, 80 uur", Money(-asked.0 * 2 / 5), ""),
        Effort::WholeLine => line("In natura: Coördinator, 80 uur", -asked, ""),
        Effort::MoreThanWhole => line("In natura: Coördinator, 80 uur", Money(-asked.0 - 12_345), ""),
        Effort::None | Effort::SetOff | Effort::WholeSetOff => {}
    }
    let parties = format!("{}{SELLER}[vat]\ntreatment = {common}\n", buyer(n));
    let before = parsed(&format!("{text}{parties}"));
    let whole = gross(&before);
    let set_off = match effort {
        Effort::SetOff => Some(Money(whole.0 / 3)),
        Effort::WholeSetOff => Some(whole),
        _ => None,
    };
    if let Some(amount) = set_off {
        text += &format!("[[set_off]]\nwhat = \"In natura: Coördinator\"\namount = {amount}\n");
    }
    let before = parsed(&format!("{text}{parties}"));
    let base: Money = before.line.iter().map(|line| line.amount).sum();
    let vat = gross(&before) - base;
    let total = payable(&before);
    parsed(&format!("total = {total}\n{text}{parties}base = {base}\namount = {vat}\n"))
}

/// An invoice as it is written down.
pub fn parsed(text: &str) -> Invoice {
    toml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}
