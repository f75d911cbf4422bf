//! Published tables and fee sheets of real collaborations, asked of the program as a treasurer asks it.

use std::fs;

use serde_json::Value;

use crate::cases::{lay, records};
use crate::commits::git;
use crate::program::{Fresh, Ran, program};

fn ran(fresh: &Fresh, line: &str) -> Ran {
    let ran = Ran::of(program().current_dir(fresh.path()).args(line.split(' ')));
    assert_eq!(ran.code, Some(0), "{line}: {}", ran.said());
    ran
}

/// What each is asked, joining fee and all, as the explanation of a year says.
fn explained(fresh: &Fresh, year: &str) -> Value {
    ran(fresh, &format!("invoice --year {year} --dry-run --on {year}-06-01 --format json")).json()
}

fn amounts(explained: &Value, key: &str) -> Vec<String> {
    let each = explained["contributions"].as_array().expect("it is a list").iter();
    each.map(|one| one[key].as_str().unwrap_or("nothing").to_owned()).collect()
}

/// A record with this contribution and participants of these sizes.
fn collaboration(contribution: &str, sizes: &[u32]) -> Fresh {
    let fresh = Fresh::empty();
    fresh.write("commons.toml", "name = \"x\"\n");
    fresh.write("finances/2026/budget.toml", format!("status = \"adopted\"\n[contribution]\n{contribution}\n"));
    for (n, size) in sizes.iter().enumerate() {
        fresh.write(format!("participants/p{n}.toml"), format!("name = \"p{n}\"\nkind = \"other\"\ninhabitants = {size}\n"));
    }
    fresh
}

#[test]
fn published_tables() {
    let rates = "key = \"brackets\"\nmaximum = 15056\nbracket = [{ up_to = 5_000, rate = 0.0752 }, { up_to = 25_000, rate = 0.0623 }, { up_to = 200_000, rate = 0.0501 }, { rate = 0.0376 }]";
    // 376,00 + 1.246,00 + 1.753,50; the second would be 17.909,00.
    let asked = amounts(&explained(&collaboration(rates, &[60_000, 400_000]), "2026"), "amount");
    assert_eq!(asked, ["3375.50", "15056.00"]);
    let classes = "key = \"classes\"\nclass = [{ name = \"a\", up_to = 25_000, amount = 23980 }, { name = \"b\", up_to = 60_000, amount = 34880 }, { name = \"c\", up_to = 120_000, amount = 45780 }, { name = \"d\", amount = 56680 }]";
    let asked = amounts(&explained(&collaboration(classes, &[25_000, 25_001, 60_001, 120_001]), "2026"), "amount");
    assert_eq!(asked, ["23980.00", "34880.00", "45780.00", "56680.00"]);
    let divided = "key = \"inhabitants\"\ntotal = 100000.01";
    let asked = amounts(&explained(&collaboration(divided, &[24_312, 51_877, 108_470, 7_003]), "2026"), "amount");
    assert_eq!(asked, ["12684.83", "27066.92", "56594.43", "3653.83"]);
}

/// One of the four largest, two large, three middling, ten small: 40.000 + 40.000 + 37.500 + 25.000. What is not paid is no debt.
#[test]
fn a_voluntary_contribution_by_class() {
    let fresh = Fresh::empty();
    lay(&records().join("real/signalen-contribution"), fresh.path());
    let sheet = explained(&fresh, "2026");
    assert_eq!((&sheet["budgets"][0]["asked"], &sheet["budgets"][0]["obligation"]), (&"142500.00".into(), &"voluntary".into()));
    let asked = amounts(&sheet, "amount");
    let times = |amount: &str| asked.iter().filter(|one| *one == amount).count();
    assert_eq!((times("40000.00"), times("20000.00"), times("12500.00"), times("2500.00"), asked.len()), (1, 2, 3, 10, 16));
    let address = "\n[billing]\nstreet = \"Plein 1\"\npostcode = \"1234 AB\"\ncity = \"Stad\"\nkvk = \"99990193\"\n";
    for entry in fs::read_dir(fresh.at("participants")).expect("there are participants") {
        let path = entry.expect("it can be listed").path();
        fs::write(&path, fs::read_to_string(&path).expect("it is text") + address).expect("it can be written");
    }
    fresh.write("participants/gastheer.toml", format!("name = \"Gastheer\"\nkind = \"association\"\ntakes_part = false\n{address}"));
    let settings = fs::read_to_string(fresh.at("commons.toml")).expect("it is text");
    let more = "[finances]\nfund_holder = \"gastheer\"\niban = \"NL91ABNA0417164300\"\nvat = { treatment = \"outside-scope\" }";
    fresh.write("commons.toml", settings.replace("[finances]", more));
    git(fresh.path(), &["init", "-q"]);
    ran(&fresh, "invoice --year 2026 --on 2026-02-01 --yes");
    ran(&fresh, "invoice --year 2026 --issue --on 2026-02-01 --yes");
    let requests = fs::read_dir(fresh.at("finances/2026/invoices")).expect("they were written").count();
    assert_eq!(requests, 16);
    assert_eq!(ran(&fresh, "payments --on 2026-12-01 --format json").json()["open"].as_array().map(Vec::len), Some(0));
    let said = ran(&fresh, "remind --on 2026-12-01");
    assert!(said.shown().contains("Nothing is overdue."), "{}", said.shown());
}

/// Three small members and two middling ones that are no member: 3 × 23.980 + 2 × 43.200 = 158.340; exactly 25.000 inhabitants is the
/// middle class, 34.880. Who joins pays the fee of its class once, unless that was waived.
#[test]
fn a_fee_sheet_by_class_and_membership() {
    let fresh = Fresh::empty();
    lay(&records().join("real/os2-valghalla-fees"), fresh.path());
    let sheet = explained(&fresh, "2023");
    let asked = amounts(&sheet, "amount");
    assert_eq!(asked, ["34880.00", "43200.00", "43200.00", "23980.00", "23980.00", "23980.00"]);
    assert_eq!((&sheet["budgets"][0]["asked"], &sheet["budgets"][0]["currency"]), (&"193220.00".into(), &"DKK".into()), "158.340 + 34.880");
    let joining = |id: &str, inhabitants: u32, more: &str| {
        let dues = format!("[[membership]]\nproduct = \"os2valghalla\"\nfrom = 2023-03-01\n{more}");
        let text = format!("name = \"{id}\"\nkind = \"other\"\ncountry = \"DK\"\ninhabitants = {inhabitants}\n{dues}\n");
        fresh.write(format!("participants/{id}.toml"), text);
    };
    joining("new-1", 24_000, "");
    joining("new-2", 59_000, "");
    joining("new-3", 119_000, "");
    joining("new-4", 121_000, "member = false");
    joining("new-5", 119_000, "joining_fee_waived = true");
    let sheet = explained(&fresh, "2023");
    assert_eq!(&amounts(&sheet, "amount")[3..8], ["23980.00", "34880.00", "45780.00", "70200.00", "45780.00"]);
    assert_eq!(&amounts(&sheet, "joining_fee")[3..8], ["35000.00", "70000.00", "190000.00", "350000.00", "nothing"]);
    assert_eq!(sheet["budgets"][0]["joining_fees"], "645000.00");
}
