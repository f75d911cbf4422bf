//! The money of two years: budgets, invoices, payments, expenses, and the contracts with suppliers.

use crate::generate::{File, Plan, Random};
use crate::parties::{Party, product, supplier};

/// The years that are invoiced, each with the meeting that adopted its budget.
pub const YEARS: [(u32, &str); 2] = [(2025, "2024-11-21-stuurgroep"), (2026, "2025-11-20-stuurgroep")];

/// Budget, payments and expenses.
pub const FILES_A_YEAR: usize = 3;

/// What every member pays in a year, in whole euros.
const SHARE: usize = 7500;

/// What every contract costs in a year, in whole euros: less than a share, so that something is left.
const CONTRACT: usize = 5000;

/// Four and a half months of the costs of a year, all of which are fixed (handbook A12 asks three to six).
pub fn reserve(plan: &Plan) -> String {
    let cents = plan.members * SHARE * 100 * 9 / 24;
    format!("{}.{:02}", cents / 100, cents % 100)
}

pub fn files(plan: &Plan, parties: &[Party]) -> Vec<File> {
    let mut files: Vec<File> = (0..plan.contracts).map(|number| contract_file(plan, number)).collect();
    for (year, adopted) in YEARS {
        files.push(budget(plan, year, adopted));
        files.push(payments(plan, parties, year));
        files.push(expenses(plan, year));
        files.extend((0..plan.members).map(|number| invoice(plan, parties, year, number)));
    }
    files
}

fn contract(number: usize) -> String {
    format!("onderhoud-{number:04}")
}

fn contract_file(plan: &Plan, number: usize) -> File {
    let mut random = Random::new(plan.seed, 9, number);
    let text = format!(
        r#"supplier = "{supplier}"
what = "Onderhoud en doorontwikkeling {number}"
product = "{product}"
total = 20000.00
vat = 21
from = 2025-01-01
until = 2028-12-31
notice_date = 2028-06-30
extensions = 2
note = "{note}"
"#,
        supplier = supplier(number % plan.suppliers),
        product = product(number % plan.products),
        note = random.sentences(2),
    );
    File { path: format!("finances/contracts/{}.toml", contract(number)), text }
}

/// The costs are what the shares bring in, to the cent; so much is divided, too.
fn budget(plan: &Plan, year: u32, adopted: &str) -> File {
    let total = plan.members * SHARE;
    let rest = total - plan.contracts * CONTRACT;
    let mut parts = vec![format!(
        r#"status = "adopted"
adopted = "{adopted}"

[contribution]
key = "equal"
obligation = "agreed"
total = {total}.00
pro_rata = "none"

[[cost]]
id = "coordination"
what = "Coördinatie en beheer"
amount = {rest}.00
structural = true
"#
    )];
    for number in 0..plan.contracts {
        let id = contract(number);
        parts.push(format!(
            r#"
[[cost]]
id = "{id}"
what = "Onderhoud {number}"
amount = {CONTRACT}.00
structural = true
contract = "{id}"
"#
        ));
    }
    File { path: format!("finances/{year}/budget.toml"), text: parts.concat() }
}

fn payments(plan: &Plan, parties: &[Party], year: u32) -> File {
    let mut parts = Vec::new();
    for (number, party) in parties.iter().take(plan.members).enumerate() {
        let line = number + 1;
        parts.push(format!(
            "[[payment]]\non = {year}-02-03\namount = {SHARE}.00\nfrom = \"{}\"\ninvoice = \"{year}-{line:04}\"\n",
            party.id
        ));
    }
    File { path: format!("finances/{year}/payments.toml"), text: parts.concat() }
}

/// A quarter of every contract's costs, after the first and the second quarter.
fn expenses(plan: &Plan, year: u32) -> File {
    let mut parts = Vec::new();
    for number in 0..plan.contracts {
        for (quarter, on) in ["03-31", "06-30"].iter().enumerate() {
            parts.push(format!(
                r#"[[expense]]
on = {year}-{on}
line = "{line}"
supplier = "{supplier}"
amount = {amount}.00
vat = {vat}.50
invoice = "F{year}-{number:04}-{quarter}"
"#,
                line = contract(number),
                supplier = supplier(number % plan.suppliers),
                amount = CONTRACT / 4,
                vat = CONTRACT / 4 * 21 / 100,
            ));
        }
    }
    File { path: format!("finances/{year}/expenses.toml"), text: parts.concat() }
}

fn invoice(plan: &Plan, parties: &[Party], year: u32, number: usize) -> File {
    let mut random = Random::new(plan.seed, 10, number);
    let id = format!("{year}-{:04}", number + 1);
    let (text_of_line, note) = (format!("Communitybijdrage {year}"), random.sentences(1));
    let text = format!(
        r#"number = "{id}"
kind = "contribution"
participant = "{participant}"
date = {year}-01-15
due = {year}-02-14
payment_reference = "{reference}"
period = {{ from = {year}-01-01, until = {year}-12-31 }}
note = "{note}"

[[line]]
what = "{text_of_line}"
amount = {SHARE}.00
"#,
        participant = parties[number].id,
        reference = reference(&id.replace('-', "")),
    );
    File { path: format!("finances/{year}/invoices/{id}.toml"), text }
}

/// The creditor reference of these digits (ISO 11649): `RF`, two check digits, the digits in groups of four.
fn reference(digits: &str) -> String {
    // R is 27 and F is 15; the check digits themselves count as zeros.
    let rest = format!("{digits}271500").chars().filter_map(|digit| digit.to_digit(10)).fold(0, |rest, digit| (rest * 10 + digit) % 97);
    let mut written = format!("RF{:02}", 98 - rest);
    for (place, digit) in digits.chars().enumerate() {
        if place % 4 == 0 {
            written.push(' ');
        }
        written.push(digit);
    }
    written
}
