//! Invoices that others would refuse: each lacks one thing or has one thing wrong, and is told so, with what mends it.

use commons::exports::ubl::{Profile, refusals, write};
use commons::record::finance::{Invoice, Party};
use commons::text::Lang;

use crate::einvoices::made::{parsed, record};
use crate::program::Dice;

/// An invoice that nobody would refuse.
const RIGHT: &str = r#"
number = "2026-0008"
kind = "contribution"
participant = "p08"
date = 2026-01-15
due = 2026-02-14
payment_reference = "RF18 5390 0754 7034"
order_number = "V-2026-118"
period = { from = 2026-01-01, until = 2026-12-31 }
total = 1452.00
[[line]]
what = "Communitybijdrage 2026"
amount = 1000.00
[[line]]
what = "Toetreding"
amount = 200.00
[buyer]
name = "Gemeente Dalfsen"
post_box = "Postbus 9000"
postcode = "7720 AL"
city = "Dalfsen"
country = "NL"
oin = "00000001999992235000"
[seller]
name = "Gemeente Zwolle"
street = "Voorbeeldplein 1"
postcode = "8000 AB"
city = "Zwolle"
kvk = "99990193"
vat_number = "NL999991085B01"
iban = "NL91ABNA0417164300"
[vat]
treatment = 21
base = 1200.00
amount = 252.00
"#;

/// What is put in whose place, and what is said of it: what is wrong, at which key, and what mends it.
type Broken = (&'static str, &'static str, &'static str, &'static str, &'static str);

const AGAIN: &str = "`commons invoice --credit 2026-0008 --again`";

const BROKEN: [Broken; 36] = [
    ("number = \"2026-0008\"", "", "a draft, without a number", "number", "commons invoice --issue"),
    ("date = 2026-01-15", "", "it has no date", "date", "commons invoice --issue"),
    ("\"contribution\"", "\"request\"", "a request is no invoice", "kind", "as a letter"),
    ("\"contribution\"", "\"credit\"", "does not say which invoice it credits", "credits", "git log -p -- "),
    ("\"contribution\"", "\"credit\"\ncredits = \"2026-0008\"", "it credits itself", "credits", "git log -p -- "),
    ("due = 2026-02-14", "", "by when it is to be paid", "due", AGAIN),
    ("RF18", "RF19", "payment reference do not fit", "payment_reference", AGAIN),
    (
        "order_number = \"V-2026-118\"",
        "order_number = \" \"",
        "no order number or reference",
        "buyer_reference",
        "commons set participants/p08 billing.buyer_reference",
    ),
    ("until = 2026-12-31", "until = 2025-12-31", "the period ends on 31 December 2025", "period", AGAIN),
    ("total = 1452.00", "total = 1452.01", "the total is €1,452.01, and its lines come to €1,452.00", "total", AGAIN),
    ("total = 1452.00", "currency = \"DKK\"", "in euros only", "currency", "another form"),
    ("\"Communitybijdrage 2026\"", "\"\\u202E \\n\"", "line 1 does not say what it is for", "line[0].what", AGAIN),
    ("amount = 200.00", "amount = 200.00\nvat = 9", "the VAT is €252.00, and its lines come to €228.00", "vat.amount", AGAIN),
    ("amount = 200.00", "amount = 200.00\nvat = 19", "19 % is no rate of the Netherlands", "line[1].vat", AGAIN),
    ("amount = 200.00", "amount = 200.00\nvat = \"outside-scope\"", "outside the scope of VAT", "line[1].vat", "two invoices"),
    ("base = 1200.00", "base = 1000.00", "the amount without VAT is €1,000.00", "vat.base", AGAIN),
    ("amount = 252.00", "amount = 25.20", "the VAT is €25.20", "vat.amount", AGAIN),
    (
        "[vat]\ntreatment = 21\nbase = 1200.00\namount = 252.00\n",
        "",
        "does not say how it is taxed",
        "vat",
        "commons set commons finances.vat",
    ),
    (
        "name = \"Gemeente Dalfsen\"",
        "name = \"\\u0000\"",
        "the recipient has no name",
        "buyer.name",
        "commons set participants/p08 billing.name",
    ),
    ("post_box = \"Postbus 9000\"", "", "the recipient has no street", "buyer.street", "commons set participants/p08 billing.street"),
    ("postcode = \"7720 AL\"", "", "the recipient has no postcode", "buyer.postcode", "commons set participants/p08 billing.postcode"),
    ("city = \"Dalfsen\"", "", "the recipient has no city", "buyer.city", "commons set participants/p08 billing.city"),
    (
        "country = \"NL\"",
        "country = \"Nederland\"",
        "is no code of a country",
        "buyer.country",
        "commons set participants/p08 billing.country NL",
    ),
    (
        "country = \"NL\"",
        "country = \"DE\"\npeppol = \"9930\"",
        "a Peppol address is",
        "buyer.peppol",
        "commons set participants/p08 billing.peppol",
    ),
    (
        "country = \"NL\"\noin = \"00000001999992235000\"",
        "country = \"DE\"",
        "the recipient has no Peppol address",
        "buyer.peppol",
        "commons set participants/p08 billing.peppol",
    ),
    ("00000001999992235000", "00000001999992236000", "fails the eleven test", "buyer.oin", "commons set participants/p08 billing.oin"),
    (
        "oin = \"00000001999992235000\"",
        "kvk = \"999902230000\"",
        "looks like the number of a branch",
        "buyer.kvk",
        "commons set participants/p08 billing.kvk",
    ),
    (
        "oin = \"00000001999992235000\"",
        "",
        "the recipient has no OIN or KvK number",
        "buyer.oin",
        "commons set participants/p08 billing.oin",
    ),
    (
        "street = \"Voorbeeldplein 1\"",
        "post_box = \"Postbus 1\"",
        "the seller has no street",
        "seller.street",
        "commons set participants/p00 billing.street",
    ),
    (
        "city = \"Zwolle\"",
        "city = \"Zwolle\"\ncountry = \"BE\"",
        "a seller in the Netherlands",
        "seller.country",
        "commons set participants/p00 billing.country NL",
    ),
    ("kvk = \"99990193\"", "", "the seller has no OIN or KvK number", "seller.oin", "commons set participants/p00 billing.oin"),
    (
        "kvk = \"99990193\"",
        "kvk = \"99990193\"\npeppol = \"0217:999901930000\"",
        "no register that is known",
        "seller.peppol",
        "commons set participants/p00 billing.peppol",
    ),
    (
        "vat_number = \"NL999991085B01\"",
        "",
        "the seller has no VAT number",
        "seller.vat_number",
        "commons set participants/p00 billing.vat_number",
    ),
    (
        "NL999991085B01",
        "NL999991086B01",
        "its check digit does not fit",
        "seller.vat_number",
        "commons set participants/p00 billing.vat_number",
    ),
    ("iban = \"NL91ABNA0417164300\"", "", "the seller has no IBAN", "seller.iban", "commons set commons finances.iban"),
    ("NL91ABNA0417164300", "NL91ABNA0417164301", "check digits do not fit", "seller.iban", "commons set commons finances.iban"),
];

#[test]
fn what_is_broken_is_refused_with_what_mends_it() {
    let record = record(0, "nl");
    assert_eq!(refusals(&record, &parsed(RIGHT), Profile::Nlcius), []);
    for (from, to, what, place, mend) in BROKEN {
        assert!(RIGHT.contains(from), "{from}");
        // What the lines come to then is not what is broken here.
        let mut text = RIGHT.replace(from, to);
        if to.contains("vat = ") || place == "vat" {
            text = text.replace("total = 1452.00\n", "").replace("base = 1200.00\n", "");
        }
        if to.contains("vat = ") && place != "vat.amount" {
            text = text.replace("amount = 252.00\n", "");
        }
        let one = parsed(&text);
        for profile in [Profile::Nlcius, Profile::Peppol] {
            let refused = write(&record, &one, profile, None).err().unwrap_or_else(|| panic!("{to:?} for {from:?} is written"));
            let said: Vec<String> = refused.iter().map(ToString::to_string).collect();
            assert_eq!(said.len(), 1, "{from:?} to {to:?}: {said:#?}");
            assert!(
                said[0].contains(what) && said[0].contains(&format!(" {place}): ")) && said[0].contains(mend),
                "{said:#?}\n{what}\n{place}\n{mend}"
            );
            let dutch = refused[0].say(Lang::Nl);
            assert!(dutch != said[0] && !dutch.contains(" the "), "{dutch}");
        }
    }
}

/// All that is wrong is said at once.
#[test]
fn everything_that_is_missing_is_said() {
    let record = record(0, "nl");
    let bare = parsed("participant = \"p08\"\n");
    let said: Vec<String> = refusals(&record, &bare, Profile::Peppol).iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 6, "{said:#?}");
}

/// Who owes the VAT must be known by the number for it, and nobody may be named by one where nothing is taxed.
#[test]
fn numbers_for_vat_stand_where_they_must_and_nowhere_else() {
    let record = record(0, "nl");
    let taxed = |treatment: &str, more: &str| {
        let text = RIGHT.replace("treatment = 21\nbase = 1200.00\namount = 252.00", &format!("treatment = {treatment}"));
        parsed(&text.replace("total = 1452.00", "total = 1200.00").replace("country = \"NL\"\n", more))
    };
    let shifted = refusals(&record, &taxed("\"reverse-charge\"", ""), Profile::Nlcius);
    assert!(shifted.len() == 1 && shifted[0].to_string().contains("the recipient has no VAT number"), "{shifted:?}");
    let number = "vat_number = \"NL 999992235.B01\"\n";
    for (treatment, names, says) in [
        ("\"reverse-charge\"", 2, "Btw verlegd naar NL999992235B01."),
        ("\"outside-scope\"", 0, "Geen btw berekend: verdeling van kosten voor gemene rekening."),
        ("\"exempt\"", 2, "Vrijgesteld van btw"),
        ("0", 2, "<cbc:ID>Z</cbc:ID>"),
    ] {
        let written = write(&record, &taxed(treatment, number), Profile::Nlcius, None).expect("it is right");
        let xml = String::from_utf8(written).expect("it is UTF-8");
        assert_eq!(xml.matches("<cac:PartyTaxScheme>").count(), names, "{xml}");
        assert!(xml.contains(says) && !xml.contains("VATEX"), "{xml}");
    }
    let peppol = write(&record, &taxed("\"outside-scope\"", ""), Profile::Peppol, None).expect("it is right");
    assert!(
        String::from_utf8(peppol).expect("it is UTF-8").contains("<cbc:TaxExemptionReasonCode>VATEX-EU-O</cbc:TaxExemptionReasonCode>")
    );
}

/// Texts that are missing, empty, hostile, or of another kind than is meant.
const ODD: [Option<&str>; 12] = [
    None,
    Some(""),
    Some(" \u{a0}\t"),
    Some("\u{0}\u{202e}\u{fffe}"),
    Some("<x>&]]>\"'"),
    Some("NL"),
    Some("0106:99990193"),
    Some("NL91ABNA0417164300"),
    Some("00000001999991085000"),
    Some("NL999991085B01"),
    Some("EL123456789"),
    Some("🦀 Åå"),
];

/// Spoils one field of an invoice.
pub fn spoil(one: &mut Invoice, dice: &mut Dice) {
    let odd = dice.one_of(&ODD).map(str::to_owned);
    match dice.below(12) {
        0 => one.number = odd,
        1 => one.payment_reference = odd,
        2 => one.buyer_reference = odd,
        3 => one.order_number = odd,
        4 => one.credits = odd,
        5 => one.line.iter_mut().for_each(|line| line.what = odd.clone().unwrap_or_default()),
        6 => one.due = None,
        7 => one.vat.iter_mut().for_each(|vat| vat.reason.clone_from(&odd)),
        8 | 9 => one.buyer.iter_mut().for_each(|party| spoil_party(party, odd.clone(), dice)),
        _ => one.seller.iter_mut().for_each(|party| spoil_party(party, odd.clone(), dice)),
    }
}

fn spoil_party(party: &mut Party, odd: Option<String>, dice: &mut Dice) {
    let place = match dice.below(14) {
        0 => return party.name = odd.unwrap_or_default(),
        1 => &mut party.street,
        2 => &mut party.post_box,
        3 => &mut party.postcode,
        4 => &mut party.city,
        5 => &mut party.country,
        6 => &mut party.oin,
        7 => &mut party.kvk,
        8 => &mut party.vat_number,
        9 => &mut party.peppol,
        10 => &mut party.email,
        11 => &mut party.iban,
        12 => &mut party.contact,
        _ => &mut party.ordered_by,
    };
    *place = odd;
}
