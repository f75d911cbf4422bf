//! E-invoices: what is written is accepted by others' programs, and what they would refuse is refused before it is written.

mod broken;
mod made;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use commons::exports::ubl::{Profile, refusals, write};
use commons::record::Record;
use commons::record::finance::Invoice;
use commons::record::load::load;
use commons::source::directory;

use crate::cases::{day, root};
use crate::einvoices::made::{EFFORTS, Effort, KEYS, RECIPIENTS, TREATMENTS, asked, invoice, record};
use crate::judges::tool;
use crate::program::{Dice, Fresh};

const PROFILES: [Profile; 2] = [Profile::Nlcius, Profile::Peppol];

/// What others' programs find wrong in each file of a folder, of all that have anything wrong.
pub fn judged(desk: &Fresh, folder: &str) -> BTreeMap<String, Vec<String>> {
    let mut judge = tool(desk, "einvoice/bin/python");
    let output = judge.arg(root().join("tests/suite/einvoice.py")).arg(folder).output().expect("the judge starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).expect("it prints text");
    let all: Vec<(String, Vec<String>)> = said.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    assert_eq!(all.len(), fs::read_dir(desk.at(folder)).expect("it is there").count(), "not every file was judged");
    all.into_iter().filter(|(_, wrong)| !wrong.is_empty()).collect()
}

fn written(record: &Record, invoice: &Invoice, profile: Profile) -> Vec<u8> {
    write(record, invoice, profile, None).unwrap_or_else(|refused| panic!("{refused:#?}\n{invoice:#?}"))
}

/// The amounts of an element, in cents, in the order in which they stand.
fn amounts(xml: &str, element: &str) -> Vec<i64> {
    let begins = format!("<cbc:{element} currencyID=\"EUR\">");
    let parts = xml.split(begins.as_str()).skip(1);
    parts.map(|part| part.split('<').next().unwrap_or_default().replace('.', "").parse().expect("it is an amount")).collect()
}

/// Of so many of the matrix the judges see one, for they take their time; every recipient goes with every treatment and every effort.
const JUDGED: usize = 5;

/// Everything that is written is laid before the judges in one run: the matrix, what chance makes of it, the examples, one with a PDF.
#[test]
fn everything_that_is_written_is_accepted() {
    let desk = Fresh::empty();
    let mut count = matrix(&desk);
    assert_eq!(count, TREATMENTS.len() * EFFORTS.len() * 2 * RECIPIENTS / JUDGED);
    count += by_chance(&desk);
    count += examples(&desk);
    let record = record(0, "nl");
    let with_pdf = invoice(4, asked(&record)[4], "21", Effort::None, false);
    let pdf: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    for (n, profile) in PROFILES.into_iter().enumerate() {
        let written = write(&record, &with_pdf, profile, Some(("factuur \"2026\" <1>.pdf", &pdf))).expect("it is right");
        desk.write(format!("all/pdf-{n}.xml"), written);
        count += 1;
    }
    let wrong = judged(&desk, "all");
    assert!(wrong.is_empty(), "{} of {count} are refused: {:#?}", wrong.len(), wrong.iter().take(10).collect::<Vec<_>>());
}

/// Every way of taxing, with every way of settling, as invoice and as credit note, to every recipient; keys, languages and profiles in turn.
fn matrix(desk: &Fresh) -> usize {
    let records: Vec<(Record, Vec<_>)> = (0..KEYS.len())
        .map(|key| {
            let record = record(key, if key % 2 == 0 { "nl" } else { "en" });
            let asked = asked(&record);
            (record, asked)
        })
        .collect();
    let mut count = 0;
    for (t, treatment) in TREATMENTS.into_iter().enumerate() {
        for (e, effort) in EFFORTS.into_iter().enumerate() {
            for is_credit in [false, true] {
                for n in 0..RECIPIENTS {
                    let (record, asked) = &records[(n + t + e) % KEYS.len()];
                    let one = invoice(n, asked[n], treatment, effort, is_credit);
                    let profile = PROFILES[(n / 2 + e + t + usize::from(is_credit)) % 2];
                    let bytes = written(record, &one, profile);
                    assert_eq!(bytes, written(record, &one, profile));
                    let xml = std::str::from_utf8(&bytes).expect("it is UTF-8");
                    says_what_it_comes_to(xml, &one);
                    if (n + t + 2 * e + usize::from(is_credit)).is_multiple_of(JUDGED) {
                        desk.write(format!("all/{t}-{effort:?}-{is_credit}-{n:02}.xml"), &bytes);
                        count += 1;
                    }
                }
            }
        }
    }
    count
}

/// What is written down in the record and what the e-invoice asks are the same.
fn says_what_it_comes_to(xml: &str, invoice: &Invoice) {
    let vat = invoice.vat.as_ref().expect("it is taxed");
    let total = invoice.total.expect("it says what it comes to");
    let sign = if invoice.credits.is_some() && (vat.base.expect("it says so") + vat.amount.expect("it says so")).0 < 0 { -1 } else { 1 };
    assert_eq!(amounts(xml, "PayableAmount"), [sign * total.0], "{xml}");
    assert_eq!(amounts(xml, "TaxAmount")[0], sign * vat.amount.expect("it says so").0, "{xml}");
    let lines = amounts(xml, "LineExtensionAmount");
    assert_eq!(lines[0], lines[1..].iter().sum::<i64>(), "{xml}");
    assert_eq!(lines[1..].to_vec(), invoice.line.iter().map(|line| sign * line.amount.0).collect::<Vec<_>>(), "{xml}");
    assert!(amounts(xml, "PriceAmount").iter().all(|price| *price >= 0), "{xml}");
    assert!(!xml.contains(|c: char| c.is_control() && c != '\n' || c == '\u{202e}' || c == '\u{ffff}'), "{xml}");
    assert!(!xml.contains("(-"), "{xml}");
    let names_vat = xml.contains("<cac:PartyTaxScheme>");
    assert_eq!(names_vat, vat.treatment.to_string() != "outside-scope", "{xml}");
}

/// Invoices spoilt at random: whatever is not refused must be accepted.
fn by_chance(desk: &Fresh) -> usize {
    let record = record(1, "nl");
    let asked = asked(&record);
    let (mut count, mut refused) = (0, 0);
    for seed in 0..300 {
        let mut dice = Dice::new(seed);
        let n = dice.below(RECIPIENTS);
        let treatment = *dice.one_of(&TREATMENTS);
        let mut one = invoice(n, asked[n], treatment, *dice.one_of(&EFFORTS), dice.below(4) == 0);
        for _ in 0..=dice.below(2) {
            broken::spoil(&mut one, &mut dice);
        }
        match write(&record, &one, PROFILES[dice.below(2)], None) {
            Ok(bytes) => {
                desk.write(format!("all/chance-{seed}.xml"), bytes);
                count += 1;
            }
            Err(said) => {
                assert!(!said.is_empty());
                refused += 1;
            }
        }
    }
    assert!(count > 80 && refused > 80, "{count} written, {refused} refused");
    count
}

fn loaded(folder: &Path) -> Record {
    load(&directory::open(folder).expect("it can be listed"), day("2026-10-01"), &|| ()).0
}

/// The issued invoices of the examples.
fn examples(desk: &Fresh) -> usize {
    let mut count = 0;
    for name in ["wijkwijzer", "loketplein"] {
        let record = loaded(&root().join("examples").join(name));
        for one in record.invoices.iter().filter(|one| one.number.is_some()) {
            let profile = PROFILES[count % 2];
            desk.write(format!("all/{name}-{}.xml", one.id), written(&record, one, profile));
            count += 1;
        }
    }
    assert!(count > 40, "only {count} invoices in the examples");
    count
}

/// The judges are awake: what is spoilt after it was written they refuse, each of them for its own reason.
#[test]
fn the_judges_refuse_what_is_wrong() {
    let (desk, record) = (Fresh::empty(), record(0, "nl"));
    let one = invoice(8, asked(&record)[8], "\"outside-scope\"", Effort::Line, false);
    let xml = String::from_utf8(written(&record, &one, Profile::Nlcius)).expect("it is UTF-8");
    let spoilt = [
        ("schema", "cbc:IssueDate", "cbc:IssuedOn", "schema: "),
        ("standard", "<cbc:PayableAmount currencyID=\"EUR\">", "<cbc:PayableAmount currencyID=\"EUR\">9", "fatal: BR-CO-16"),
        ("peppol", "cbc:BuyerReference>", "cbc:AccountingCost>", "fatal: PEPPOL-EN16931-R003"),
        ("register", "<cbc:CompanyID schemeID=\"0190\">", "<cbc:CompanyID schemeID=\"0088\">", "NLCIUS: BR-NL-1"),
        ("endpoint", "<cbc:EndpointID schemeID=\"0190\">", "<cbc:EndpointID schemeID=\"0190\">9", "warning: PEPPOL-COMMON-R055"),
        ("credit", "TypeCode>380", "TypeCode>381", "NLCIUS: BR-NL-8"),
        ("profile", "nlcius:v1.0", "nlcius:v9.9", "profile: "),
    ];
    for (name, from, to, _) in spoilt {
        assert!(xml.contains(from), "{from}");
        desk.write(format!("all/{name}.xml"), xml.replace(from, to));
    }
    let wrong = judged(&desk, "all");
    for (name, .., rule) in spoilt {
        let found = wrong.get(&format!("{name}.xml")).unwrap_or_else(|| panic!("{name} is accepted"));
        assert!(found.iter().any(|one| one.starts_with(rule)), "{name}: {found:?}");
    }
}

/// One that was just issued and one that is about to be are asked the same; a draft lacks its number.
#[test]
fn a_draft_is_no_invoice_yet() {
    let record = record(0, "nl");
    let mut one = invoice(0, asked(&record)[0], "21", Effort::None, false);
    assert!(PROFILES.iter().all(|profile| refusals(&record, &one, *profile).is_empty()));
    one.number = None;
    one.date = None;
    let said: Vec<String> = refusals(&record, &one, Profile::Nlcius).iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains("draft") && said[0].contains("commons invoice --issue"), "{said:?}");
}
