//! The examples: each clean on its day, as large as its page says, and right to the cent; the small program beside them runs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use commons::answers::inhabitants::Inhabitants;
use commons::answers::municipalities;
use commons::handbook::Level;
use commons::money::Money;
use commons::record::Record;
use commons::record::finance::{Budget, Invoice, InvoiceKind, Key};
use commons::record::load::load;
use commons::record::participant::Participant;
use commons::record::values::Vat;
use commons::source::directory;
use commons::text::Lang;

use crate::cases::{DAY, day, judge, names, root};

/// Each example: how many municipalities take part on its day, and at which level they work together.
pub const EXAMPLES: [(&str, usize, Level); 3] =
    [("buurtkaart", 3, Level::Light), ("loketplein", 30, Level::Full), ("wijkwijzer", 12, Level::Structured)];

/// The examples in which money moves.
const WITH_MONEY: [&str; 2] = ["loketplein", "wijkwijzer"];

fn folder(name: &str) -> PathBuf {
    root().join("examples").join(name)
}

fn loaded(name: &str) -> Record {
    let source = directory::open(&folder(name)).expect("an example can be listed");
    let (record, findings) = load(&source, day(DAY), &|| ());
    assert!(findings.is_empty(), "{name}: {findings:?}");
    record
}

#[test]
fn each_is_clean_on_its_day_and_told_of() {
    let page = fs::read_to_string(root().join("examples/README.md")).expect("the examples have a page");
    let folders: Vec<String> = names(&root().join("examples")).into_iter().filter(|name| folder(name).is_dir()).collect();
    assert_eq!(folders, EXAMPLES.map(|(name, ..)| name));
    for (name, number, level) in EXAMPLES {
        let judged = judge(&folder(name), DAY);
        assert!(judged.findings.is_empty(), "{name} on {DAY}: {}", judged.shown(Lang::En));
        let record = loaded(name);
        assert_eq!(record.level(), Some(level), "{name}");
        assert_eq!(municipalities(&record, record.on).len(), number, "{name}");
        assert!(
            page.contains(&format!("commons check -C examples/{name} --on {DAY}")),
            "{name}: its page does not say on which day it is clean"
        );
    }
}

/// People, suppliers and addresses are invented: no address leads to somebody real.
#[test]
fn addresses_are_of_examples_only() {
    for (path, bytes) in crate::cases::files(&root().join("examples")) {
        let text = String::from_utf8(bytes).unwrap_or_else(|_| panic!("{path} is no text"));
        for (at, _) in text.match_indices('@') {
            let domain = text[at + 1..].split(|c: char| !c.is_alphanumeric() && c != '.' && c != '-').next().unwrap_or_default();
            assert!(domain.trim_end_matches('.').ends_with(".example"), "{path}: `{domain}` may be somebody's");
        }
    }
}

fn issued(record: &Record) -> impl Iterator<Item = (&str, &Invoice)> {
    record.invoices.iter().filter_map(|invoice| Some((invoice.number.as_deref()?, invoice)))
}

/// A part of an amount, rounded to the cent; half a cent goes away from zero.
fn percent(amount: i64, rate: i64) -> i64 {
    amount.signum() * ((amount.abs() * rate + 50) / 100)
}

#[test]
fn invoices_add_up() {
    for name in WITH_MONEY {
        let record = loaded(name);
        for (number, invoice) in issued(&record) {
            let lines: Money = invoice.line.iter().map(|line| line.amount).sum();
            let frozen = invoice.vat.as_ref().unwrap_or_else(|| panic!("{number}: the VAT is not frozen"));
            let vat = match frozen.treatment {
                Vat::Percent(_) => {
                    let amount = frozen.amount.unwrap_or_else(|| panic!("{number}: no amount of VAT"));
                    assert_eq!((frozen.base, amount), (Some(lines), Money(percent(lines.0, 21))), "{number}");
                    amount
                }
                _ => Money(0),
            };
            assert_eq!(invoice.total, Some(lines + vat), "{number}");
            if let Some(credited) = &invoice.credits {
                let (_, other) = issued(&record).find(|(number, _)| number == credited).expect("what is credited was issued");
                assert_eq!(other.total.map(|total| -total), invoice.total, "{number} credits {credited} as a whole");
                assert_eq!(other.participant, invoice.participant, "{number}");
            } else {
                let reference: String = invoice.payment_reference.iter().flat_map(|text| text.chars()).filter(|c| *c != ' ').collect();
                assert_eq!(remainder(&format!("{}{}", &reference[4..], &reference[..4])), 1, "{number}: {reference}");
            }
            let payer = &record.participants[&invoice.participant];
            let (billed, buyer) =
                (payer.billing.as_ref().expect("whoever is billed has an address"), invoice.buyer.as_ref().expect("frozen"));
            assert_eq!((&billed.oin, &billed.city, &billed.postcode), (&buyer.oin, &buyer.city, &buyer.postcode), "{number}");
        }
    }
}

/// Letters as 10 to 35, the whole modulo 97: one where the check digits of ISO 11649 fit.
fn remainder(text: &str) -> u32 {
    text.chars().fold(0, |rest, c| {
        let value = c.to_digit(36).expect("references are letters and digits");
        (rest * if value > 9 { 100 } else { 10 } + value) % 97
    })
}

#[test]
fn payments_are_of_invoices_that_were_sent() {
    for name in WITH_MONEY {
        let record = loaded(name);
        let invoices: BTreeMap<&str, &Invoice> = issued(&record).collect();
        let mut paid: BTreeMap<&str, Money> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for payment in record.payments.iter().flat_map(|file| &file.payment) {
            let reference = payment.bank_reference.as_deref().expect("the bank gives each line a reference");
            assert!(seen.insert(reference), "{name}: {reference} is booked twice");
            let Some(number) = payment.invoice.as_deref() else { continue };
            let invoice = invoices.get(number).unwrap_or_else(|| panic!("{name}: there is no invoice {number}"));
            assert_eq!(payment.from.as_ref(), Some(&invoice.participant), "{number}");
            assert!(invoice.date <= Some(payment.on), "{number} was paid before it was sent");
            let so_far = paid.entry(number).or_default();
            *so_far = *so_far + payment.amount;
        }
        for (number, amount) in paid {
            assert!(Some(amount) <= invoices[number].total, "{name}: too much was paid of {number}");
        }
    }
}

/// A fixed amount each and the rest by inhabitants, worked out here without the program: what was invoiced is that, to the cent.
#[test]
fn the_large_example_divides_its_costs_to_the_cent() {
    let record = loaded("loketplein");
    let budget = record.budgets.iter().find(|budget| budget.year == 2026).expect("there is a budget");
    let contribution = budget.contribution.as_ref().expect("it is divided");
    assert_eq!(contribution.key, Key::FixedPlusInhabitants);
    let total = contribution.total.expect("the total is adopted");
    assert_eq!(total, wanted(budget), "costs less other income");
    // Who was to join in September had said so: what it was to bring stands in the budget as other income.
    let of_joiner = budget
        .income
        .iter()
        .find(|income| income.from.iter().any(|id| id.as_str() == "soest") && income.from.len() == 1)
        .expect("it was reckoned with");
    let total = total + of_joiner.amount.known().expect("it is known");
    assert_eq!(total, Money(87_000_000), "as the meeting of members decided");
    let shares = shares(&record, contribution.base.expect("there is a fixed part"), total);
    assert_eq!(shares.len(), 30);
    let credited: BTreeSet<&str> = issued(&record).filter_map(|(_, invoice)| invoice.credits.as_deref()).collect();
    let mut asked = BTreeMap::new();
    for (number, invoice) in issued(&record) {
        if invoice.kind == Some(InvoiceKind::Contribution) && !credited.contains(number) {
            let gross: Money = invoice.line.iter().map(|line| line.amount).filter(|amount| amount.0 > 0).sum();
            assert_eq!(asked.insert(invoice.participant.as_str(), gross), None, "{number} is asked twice");
            let own: Money = budget.in_kind.iter().filter(|one| one.participant == invoice.participant).map(|one| one.value).sum();
            let lines: Money = invoice.line.iter().map(|line| line.amount).sum();
            assert_eq!(lines, gross - own, "{number}: hours given lower the invoice");
        }
    }
    assert_eq!(asked, shares);
    assert_eq!(asked.values().copied().sum::<Money>(), total);
    let spent = record.expenses.iter().flat_map(|file| &file.expense);
    for expense in spent {
        assert!(budget.cost.iter().any(|cost| cost.id == expense.line), "nothing was budgeted for `{}`", expense.line);
    }
}

/// Costs less other income, as adopted.
fn wanted(budget: &Budget) -> Money {
    let costs: Money = budget.cost.iter().map(|cost| cost.amount.known().expect("it is known")).sum();
    let income: Money = budget.income.iter().map(|income| income.amount.known().expect("it is known")).sum();
    costs - income
}

/// What each is asked: the fixed part and a share by inhabitants, both by the months of taking part; what remains of the cents goes
/// to the largest remainders, and of equal ones to the first id.
fn shares(record: &Record, base: Money, total: Money) -> BTreeMap<&str, Money> {
    let numbers = Inhabitants::new(record);
    let months = |one: &Participant| {
        let joined = one.joined.expect("whoever takes part joined").first();
        if joined.year() < 2026 { 12 } else { (1..=12).filter(|month| commons::date::Date::of(2026, *month, 28) >= Some(joined)).count() }
    };
    let weighed: Vec<(&str, i128, i128)> = record
        .parties()
        .map(|one| {
            let months = i128::try_from(months(one)).expect("twelve fit");
            (one.id.as_str(), months, i128::from(numbers.of(one).expect("CBS counts them")) * months)
        })
        .collect();
    let fixed = |months: i128| i128::from(base.0) * months / 12;
    let rest = i128::from(total.0) - weighed.iter().map(|(_, months, _)| fixed(*months)).sum::<i128>();
    let all: i128 = weighed.iter().map(|(.., weight)| weight).sum();
    let mut order: Vec<(i128, &str)> = weighed.iter().map(|(id, _, weight)| (-(rest * weight % all), *id)).collect();
    order.sort_unstable();
    let left = rest - weighed.iter().map(|(.., weight)| rest * weight / all).sum::<i128>();
    let rounded_up: BTreeSet<&str> =
        order.iter().take(usize::try_from(left).expect("fewer than there are members")).map(|(_, id)| *id).collect();
    weighed
        .iter()
        .map(|(id, months, weight)| {
            let cents = fixed(*months) + rest * weight / all + i128::from(rounded_up.contains(id));
            (*id, Money(i64::try_from(cents).expect("a share fits")))
        })
        .collect()
}

/// The small program that uses the library, run as its first lines say.
#[test]
fn the_small_program_lists_vacancies() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(root()).args(["run", "--quiet", "--locked", "--offline", "--example", "vacatures", "--"]).stdin(Stdio::null());
    let output = command.args(["examples/loketplein", DAY]).output().expect("cargo can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "Coördinator privacy: vacant sinds 15 augustus 2026\n");
}
