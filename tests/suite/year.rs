//! A treasurer's year from budget to accounts, every step in git, every sum reckoned by hand beforehand.

mod desk;

use std::fs;

use serde_json::Value;

use crate::einvoices::judged;
use crate::ledger::{accepted_as_journals, hledger_sums};
use crate::year::desk::{Desk, Sums, given, signed, without_reminders};

/// Of 90.000,00 Duiven pays the minimum of 2.500,00. The other 87.500,00 goes over 445.035 inhabitants: Assen 70.007 (13.764,3387),
/// Ede 120.003 (23.594,2397), Hoorn 75.011 (14.748,1939), Weert 50.013 (9.833,2434), Zwolle 130.001 (25.559,9840). Rounded down that
/// is three cents too little; they go to Ede, Assen and Zwolle, whose remainders are the largest.
const DIVIDED: [(&str, i64); 6] =
    [("assen", 1_376_434), ("duiven", 250_000), ("ede", 2_359_424), ("hoorn", 1_474_819), ("weert", 983_324), ("zwolle", 2_555_999)];

/// Of 92.000,00 Texel pays the minimum, and 89.500,00 goes over 529.041 inhabitants; Assen and Zwolle get the two cents.
const DIVIDED_2026: [(&str, i64); 8] = [
    ("assen", 1_184_337),
    ("ede", 2_030_139),
    ("goes", 609_060),
    ("hoorn", 1_268_991),
    ("soest", 812_103),
    ("texel", 250_000),
    ("weert", 846_090),
    ("zwolle", 2_199_280),
];

/// What each is asked for a year, without VAT, as the explanation says; and that it comes to what is needed.
fn asked(desk: &Desk, on: &str, year: &str, wanted: &[(&str, i64)], needed: i64) {
    let explained = desk.json(on, &["invoice", "--year", year, "--dry-run"]);
    let each = explained["contributions"].as_array().expect("it is a list");
    let each: Vec<(&str, i64)> = each.iter().map(|one| (one["participant"].as_str().expect("an id"), signed(&one["amount"]))).collect();
    assert_eq!(each, wanted);
    assert_eq!(wanted.iter().map(|(_, cents)| cents).sum::<i64>(), needed);
    let budget = &explained["budgets"][0];
    assert_eq!((signed(&budget["wanted"]), signed(&budget["asked"]), signed(&budget["difference"])), (needed, needed, 0));
}

/// Nothing is found, and the sums are these.
fn stands(desk: &Desk, on: &str, sums: Sums) {
    assert_eq!(desk.findings(on), Vec::<String>::new(), "{on}");
    assert_eq!(desk.sums(on), sums, "{on}");
}

fn bank(name: &str) -> String {
    given("bank").join(name).display().to_string()
}

#[test]
fn a_year_is_played_through() {
    let desk = Desk::new();
    budget_and_drafts(&desk);
    spring(&desk);
    summer(&desk);
    autumn(&desk);
    accounts(&desk);
    next_year(&desk);
    history(&desk);
}

/// The budget is proposed, announced, adopted, drafted twice and invoiced once.
fn budget_and_drafts(desk: &Desk) {
    assert_eq!(desk.findings("2024-04-20"), Vec::<String>::new());
    let announced = desk.asked("2024-04-20", &["announce", "--year", "2025"]);
    // With VAT: 13.764,34 + 2.890,51; Ede 23.594,24 + 4.954,79 - 6.000,00; Hoorn (14.748,19 - 2.000,00) + 2.677,12.
    for part in ["finances/2025/budget.toml is a draft", "€16,654.85", "€3,025.00", "€22,549.03", "€15,425.31", "€11,898.22", "€30,927.59"]
    {
        assert!(announced.contains(part), "{part}: {announced}");
    }
    assert!(announced.contains("€100,480.00"), "90.000,00 - 2.000,00 + 18.480,00 VAT - 6.000,00: {announced}");
    desk.write_down("adopted");
    desk.commit();
    assert_eq!(desk.findings("2024-12-01"), Vec::<String>::new());
    asked(desk, "2024-12-01", "2025", &DIVIDED, 9_000_000);
    let said = desk.done("2024-12-01", &["invoice", "--year", "2025"]);
    assert!(said.contains("written: 7 files") && said.contains("draft-weert-advance-2"), "Weert pays in two parts: {said}");
    assert!(desk.asked("2024-12-01", &["invoice", "--year", "2025"]).contains("nothing changes"));
    let said = desk.done("2025-01-15", &["invoice", "--year", "2025", "--issue"]);
    assert!(said.contains("2025-0006: `zwolle`, €30,927.59") && !said.contains("2025-0007"), "{said}");
    // 16.654,85 + 3.025,00 + 22.549,03 + 15.425,31 + 5.949,11 (half of Weert: 4.916,62 and 1.032,49 VAT) + 30.927,59.
    let sums = Sums { invoiced: 9_453_089, credited: 0, paid: 0, open: 9_453_089, vat: 1_744_751 };
    stands(desk, "2025-01-15", sums);
}

/// Payments by hand and by the bank, twice and overlapping; who joins; two reminders.
fn spring(desk: &Desk) {
    let (invoiced, credited, vat) = (9_453_089, 0, 1_744_751);
    // Assen and Zwolle pay all, Weert its first part: 16.654,85 + 30.927,59 + 5.949,11. A resident who names a number is no payer.
    let said = desk.done("2025-02-12", &["payments", "import", &bank("februari-1.xml")]);
    assert!(said.contains("3 new payments: €53,531.55") && !said.contains("Jansen"), "{said}");
    stands(desk, "2025-02-12", Sums { invoiced, credited, paid: 5_353_155, open: 4_099_934, vat });
    let said = desk.done("2025-02-12", &["payments", "import", &bank("februari-1.xml")]);
    assert!(said.contains("no new payments") && said.contains("on record already: 3"), "{said}");
    // Ede pays in parts: 10.000,00 and 12.000,00; 549,03 is left.
    desk.done("2025-02-13", &["pay", "2025-0003", "10000"]);
    stands(desk, "2025-02-13", Sums { invoiced, credited, paid: 6_353_155, open: 3_099_934, vat });
    let said = desk.done("2025-02-15", &["payments", "import", &bank("februari-2.xml")]);
    assert!(said.contains("1 new payment: €12,000.00") && said.contains("on record already: 2"), "{said}");
    stands(desk, "2025-02-15", Sums { invoiced, credited, paid: 7_553_155, open: 1_899_934, vat });
    // To be paid by 14 February, so the first reminder is due on the 28th.
    assert!(desk.asked("2025-02-27", &["remind"]).contains("No reminder is due."));
    assert_eq!(desk.findings("2025-03-01"), ["reminder-due invoices"]);
    let said = desk.done("2025-02-28", &["remind", "--sent"]);
    assert!(said.contains("reminded of 3 invoices on 28 February 2025"), "{said}");
    // Goes joins in March: ten months of 7.078,49, and 1.500,00 once; 5.898,74 + 1.238,74 and 1.500,00 + 315,00 VAT.
    desk.write_down("goes");
    desk.commit();
    let said = desk.done("2025-03-12", &["invoice", "--year", "2025"]);
    assert!(said.contains("`draft-goes`: €7,137.48") && said.contains("`draft-goes-joining-fee`: €1,815.00"), "{said}");
    desk.done("2025-03-12", &["invoice", "--year", "2025", "--issue"]);
    let (invoiced, vat) = (10_348_337, 1_900_125);
    stands(desk, "2025-03-12", Sums { invoiced, credited, paid: 7_553_155, open: 2_795_182, vat });
    desk.done("2025-03-20", &["pay", "2025-0003", "549,03"]);
    stands(desk, "2025-03-20", Sums { invoiced, credited, paid: 7_608_058, open: 2_740_279, vat });
    // The second is due six weeks past the day of payment, to those two that have not paid.
    assert!(desk.asked("2025-03-27", &["remind"]).contains("No reminder is due."));
    let said = desk.done("2025-03-28", &["remind", "--sent"]);
    assert!(said.contains("reminded of 2 invoices on 28 March 2025"), "{said}");
    assert_eq!(desk.findings("2025-03-28"), Vec::<String>::new());
    // The hours of Hoorn turn out fewer: 14.748,19 - 1.500,00 = 13.248,19 and 2.782,12 VAT, instead of 15.425,31.
    desk.write_down("hoorn");
    desk.commit();
    let said = desk.asked("2025-04-01", &["invoice", "--year", "2025"]);
    assert!(said.contains("`hoorn` was invoiced €12,748.19 for 2025 and is asked €13,248.19 now"), "{said}");
    desk.done("2025-04-01", &["invoice", "--credit", "2025-0004", "--again", "--reason", "uren bijgesteld"]);
    let said = desk.done("2025-04-01", &["invoice", "--year", "2025", "--issue"]);
    assert!(said.contains("2025-0009: `hoorn`, -€15,425.31") && said.contains("2025-0010: `hoorn`, €16,030.31"), "{said}");
    let (invoiced, credited, vat) = (11_951_368, 1_542_531, 1_910_625);
    stands(desk, "2025-04-01", Sums { invoiced, credited, paid: 7_608_058, open: 2_800_779, vat });
    // Duiven pays 100,00 too much, Goes two invoices at once, Hoorn the new one: 3.125,00 + 8.952,48 + 16.030,31.
    let said = desk.done("2025-04-28", &["payments", "import", &bank("voorjaar.xml")]);
    assert!(said.contains("3 new payments: €28,107.79") && said.contains("more came in for 2025-0002 than was asked: €100.00"), "{said}");
    assert_eq!(desk.findings("2025-04-28"), ["payment-too-much 2025-0002"]);
    assert_eq!(desk.sums("2025-04-28"), Sums { invoiced, credited, paid: 10_418_837, open: 0, vat });
}

/// Who leaves halfway is credited half and paid back; who joins halfway pays half; the second part of who pays in two.
fn summer(desk: &Desk) {
    desk.write_down("duiven");
    desk.commit();
    let said = desk.asked("2025-05-21", &["invoice", "--year", "2025"]);
    assert!(said.contains("`commons invoice --credit 2025-0002 --amount 1250.00` takes back the difference"), "{said}");
    desk.done("2025-05-21", &["invoice", "--credit", "2025-0002", "--amount", "1.250,00", "--reason", "uitgetreden op 30 juni 2025"]);
    let said = desk.done("2025-05-21", &["invoice", "--year", "2025", "--issue"]);
    assert!(said.contains("2025-0011: `duiven`, -€1,512.50"), "{said}");
    assert!(desk.asked("2025-05-21", &["invoice", "--year", "2025"]).contains("nothing changes"));
    let (invoiced, credited, vat) = (11_951_368, 1_693_781, 1_884_375);
    assert_eq!(desk.findings("2025-05-21"), ["payment-too-much 2025-0002"]);
    assert_eq!(desk.sums("2025-05-21"), Sums { invoiced, credited, paid: 10_418_837, open: 0, vat });
    // 1.250,00 and 262,50 VAT, and the 100,00 that was too much.
    desk.done("2025-06-10", &["pay", "2025-0002", "-1612.50"]);
    stands(desk, "2025-06-10", Sums { invoiced, credited, paid: 10_257_587, open: 0, vat });
    // Soest: half of 9.438,25 is 4.719,13, and 991,02 VAT. Weert: its other half.
    desk.write_down("soest");
    desk.commit();
    desk.done("2025-07-01", &["invoice", "--year", "2025"]);
    let said = desk.done("2025-07-01", &["invoice", "--year", "2025", "--issue"]);
    assert!(said.contains("2025-0013: `soest`, €5,710.15") && said.contains("2025-0014: `weert`, €5,949.11"), "{said}");
    let (invoiced, vat) = (13_298_794, 2_118_226);
    stands(desk, "2025-07-01", Sums { invoiced, credited, paid: 10_257_587, open: 1_347_426, vat });
    desk.done("2025-07-28", &["payments", "import", &bank("zomer.xml")]);
    stands(desk, "2025-07-28", Sums { invoiced, credited, paid: 11_605_013, open: 0, vat });
    // Every statement once more, the last first.
    let all = ["zomer.xml", "voorjaar.xml", "februari-2.xml", "februari-1.xml"].map(bank);
    let words: Vec<&str> = ["payments", "import"].into_iter().chain(all.iter().map(String::as_str)).collect();
    let said = desk.done("2025-07-29", &words);
    assert!(said.contains("no new payments") && said.contains("on record already: 9"), "{said}");
    stands(desk, "2025-07-29", Sums { invoiced, credited, paid: 11_605_013, open: 0, vat });
}

/// Who joins last pays a quarter of the minimum, and pays it late; no letter goes out around New Year.
fn autumn(desk: &Desk) {
    desk.write_down("texel");
    desk.commit();
    desk.done("2025-10-15", &["invoice", "--year", "2025"]);
    // 2.500,00 / 4 = 625,00 and 131,25 VAT; 1.500,00 and 315,00 VAT.
    let said = desk.done("2025-10-15", &["invoice", "--year", "2025", "--issue"]);
    assert!(said.contains("2025-0015: `texel`, €1,815.00") && said.contains("2025-0016: `texel`, €756.25"), "{said}");
    let sums = Sums { invoiced: 13_555_919, credited: 1_693_781, paid: 11_605_013, open: 257_125, vat: 2_162_851 };
    stands(desk, "2025-10-15", sums);
    desk.done("2025-11-28", &["remind", "--sent"]);
    stands(desk, "2025-11-28", sums);
    // Six weeks past 14 November is 26 December.
    assert!(desk.asked("2026-01-06", &["remind"]).contains("Around New Year no letters are sent, until 6 January 2026. 2 invoices wait"));
    let said = desk.done("2026-01-07", &["remind", "--sent"]);
    assert!(said.contains("reminded of 2 invoices on 7 January 2026"), "{said}");
    stands(desk, "2026-01-07", sums);
}

/// Budget, accounts and journals of the year say the same.
fn accounts(desk: &Desk) {
    desk.write_down("spent");
    let path = desk.fresh.at("finances/2025/payments.toml");
    let subsidy = "\n[[payment]]\non = 2025-11-03\namount = 4000.00\nfrom = \"provincie\"\n";
    fs::write(&path, fs::read_to_string(&path).expect("payments were written") + subsidy).expect("it can be written");
    desk.commit();
    let on = "2026-01-10";
    assert_eq!(desk.findings(on), Vec::<String>::new());
    let budget = desk.json(on, &["budget", "--year", "2025"]);
    let total = |side: &str, key: &str| {
        let rows = budget["totals"].as_array().expect("totals");
        signed(&rows.iter().find(|row| row["side"] == side).expect("it is there")[key])
    };
    // Contributions without VAT: 90.000,00 - 1.250,00 (Duiven) - 1.500,00 (Hoorn, in kind) + 5.898,74 + 4.719,13 + 625,00 = 98.492,87;
    // joining fees 4.500,00; subsidy 4.000,00. Costs: 49.500,50 + 36.000,00 + 5.250,25, and the hours of Ede, 6.000,00.
    assert_eq!((total("income", "realised"), total("costs", "realised")), (10_699_287, 9_675_075));
    let accounts = desk.json(on, &["accounts", "--year", "2025"]);
    let end = |what: &str| {
        let rows = accounts["balance"].as_array().expect("a balance");
        rows.iter().find(|row| row["what"] == what).map_or(0, |row| signed(&row["end"]))
    };
    // Held: 20.000,00 + 116.050,13 + 4.000,00 - 90.750,75 - 17.955,11 VAT. VAT: 21.628,51 charged - 17.955,11 on purchases.
    assert_eq!((end("funds"), end("receivable")), (3_134_427, 257_125));
    assert_eq!((end("reserve"), end("result"), end("vat")), (2_000_000, 1_024_212, 367_340), "{}", accounts["balance"]);
    assert_eq!(end("funds") + end("receivable"), end("reserve") + end("result") + end("vat"));
    let invoiced = accounts["invoiced"].as_array().expect("a list");
    let sum = |key: &str| invoiced.iter().map(|row| signed(&row[key])).sum::<i64>();
    // 135.559,19 invoiced - 16.937,81 credited; the hours of Ede are paid with, and taxed all the same.
    assert_eq!((sum("net"), sum("vat"), sum("gross")), (10_299_287, 2_162_851, 12_462_138));
    assert_eq!((sum("set_off"), sum("to_pay")), (-600_000, 11_862_138));
    // The budget counts on 90.000,00 less the hours of Hoorn, whoever joined or left since.
    let statement = accounts["statement"].as_array().expect("a statement");
    let dues = statement.iter().find(|row| row["kind"] == "contribution").expect("contributions came in");
    assert_eq!((signed(&dues["amended"]), signed(&dues["realised"])), (8_850_000, 9_849_287));
    let record = desk.fresh.path().display().to_string();
    accepted_as_journals(&desk.out, &record, on, &["--year", "2025"]);
    let sums = hledger_sums(&desk.out.at("x.journal").display().to_string());
    let of = |root: &str| -> i64 {
        sums.iter().filter(|(name, _)| name.starts_with(root)).map(|(_, sum)| signed(&Value::from(sum.as_str()))).sum()
    };
    assert_eq!((of("expenses"), -of("income")), (9_675_075, 10_699_287));
}

/// What the next year asks: nothing of who left, a whole year of who joined.
fn next_year(desk: &Desk) {
    desk.write_down("2026");
    desk.commit();
    asked(desk, "2026-01-10", "2026", &DIVIDED_2026, 9_200_000);
    let said = desk.done("2026-01-10", &["invoice", "--year", "2026"]);
    assert!(said.contains("written: 8 files") && !said.contains("duiven"), "{said}");
    // Zwolle: 21.992,80 and 4.618,49 VAT.
    assert!(said.contains("`draft-zwolle`: €26,611.29, to be sent on 15 January 2026"), "{said}");
    assert!(desk.asked("2026-01-10", &["invoice", "--year", "2026"]).contains("nothing changes"));
    assert!(desk.asked("2026-01-10", &["invoice", "--year", "2025"]).contains("nothing changes"));
    assert_eq!(desk.findings("2026-01-10"), Vec::<String>::new());
}

/// No issued file was ever changed but by the reminders in it, the numbers have no gap, and every invoice is a good e-invoice.
fn history(desk: &Desk) {
    let versions = desk.versions();
    let paths: Vec<String> = (1..=16).map(|n| format!("finances/2025/invoices/2025-{n:04}.toml")).collect();
    assert_eq!(versions.keys().cloned().collect::<Vec<_>>(), paths);
    let mut reminded = 0;
    for (path, all) in &versions {
        let now = fs::read_to_string(desk.fresh.at(path)).expect("it is there");
        assert_eq!(all.last(), Some(&now), "{path}");
        for later in &all[1..] {
            assert_eq!(without_reminders(later), all[0], "{path}");
            reminded += 1;
        }
    }
    // Duiven and Hoorn twice, Ede once; Texel two invoices twice.
    assert_eq!(reminded, 9);
    fs::create_dir(desk.out.at("all")).expect("a folder can be made");
    for n in 1..=16 {
        let (number, file) = (format!("2025-{n:04}"), desk.out.at(format!("all/{n}.xml")).display().to_string());
        desk.asked("2026-01-10", &["invoice", "--show", &number, "--format", "ubl", "-o", &file]);
    }
    assert_eq!(judged(&desk.out, "all"), std::collections::BTreeMap::new());
}
