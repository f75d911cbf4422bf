//! Figures of a year in the words of a treasurer: how far a contract goes, what is paid back, gifts, and years that are no calendar years.

use std::fs;

use crate::commits::{commit_on, git};
use crate::ledger::json;
use crate::program::Fresh;

const LEAST: &str = "format = 1\nname = \"Toets\"\nlead = \"a\"\n[finances]\niban = \"NL91ABNA0417164300\"\nvat = { treatment = 21 }\n";

fn with(files: &[(&str, &str)]) -> Fresh {
    let desk = Fresh::empty();
    desk.write("commons.toml", LEAST);
    for who in ["a", "b"] {
        desk.write(format!("participants/{who}.toml"), format!("name = \"{who}\"\nkind = \"other\"\njoined = 2020-01-01\n"));
    }
    for (path, text) in files {
        desk.write(path, text);
    }
    desk
}

/// What people read of a report, on one line.
fn said(desk: &Fresh, arguments: &[&str]) -> String {
    let ran = desk.run(&[arguments, &["--lang", "en"]].concat());
    assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.said());
    ran.shown().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_forecast_ends_where_the_contract_does() {
    let line = "[[cost]]\nid = \"x\"\namount = 600.00\nstructural = true\n";
    let contract = "supplier = \"b\"\nwhat = \"x\"\nyearly = 600.00\nfrom = 2026-01-01\nuntil = 2026-12-31\n";
    let expenses =
        "[[expense]]\non = 2026-03-31\nline = \"x\"\namount = 300.00\n[[expense]]\non = 2026-09-30\nline = \"x\"\namount = 300.00\n";
    for (with_contract, forecast) in [(true, "600.00"), (false, "750.00")] {
        let budget = if with_contract { format!("{line}contract = \"c\"\n") } else { line.to_owned() };
        let desk = with(&[
            ("finances/2026/budget.toml", &budget),
            ("finances/2026/expenses.toml", expenses),
            ("finances/contracts/c.toml", contract),
        ]);
        let figures = json(&desk, &["budget", "--year", "2026", "--on", "2026-12-31", "--format", "json"]);
        assert_eq!(figures["lines"][0]["forecast"], forecast, "{with_contract}");
    }
}

#[test]
fn a_later_invoice_of_a_supplier_is_not_yet_off_the_money() {
    let opening = "opening = { funds = 900.00, reserve = 900.00 }\n[[cost]]\nid = \"x\"\namount = 600.00\n";
    for (on, later) in [("2026-12-31", false), ("2027-01-20", true)] {
        let expense = format!("[[expense]]\non = {on}\nline = \"x\"\namount = 300.00\n");
        let desk = with(&[("finances/2026/budget.toml", opening), ("finances/2026/expenses.toml", &expense)]);
        let text = said(&desk, &["accounts", "--year", "2026", "--on", "2027-03-01"]);
        assert!(text.contains("of 31 December 2026 or before is taken off"), "{text}");
        assert_eq!(text.contains("it stands under costs still to be paid"), later, "{text}");
    }
}

#[test]
fn a_year_that_ends_in_the_next_is_called_by_both() {
    let budget = "period = { from = 2026-07-01, until = 2027-06-30 }\n[[cost]]\nid = \"x\"\namount = 600.00\n";
    let desk = with(&[("finances/2026/budget.toml", budget)]);
    let accounts = said(&desk, &["accounts", "--year", "2026", "--on", "2027-07-10"]);
    assert!(accounts.contains("Financial statement 2026/2027") && accounts.contains("Actual 2026/2027"), "{accounts}");
    assert!(said(&desk, &["budget", "--year", "2026", "--on", "2027-07-10"]).contains("Budget and figures 2026/2027"));
}

#[test]
fn what_is_paid_back_is_no_receipt() {
    let invoice =
        "number = \"n1\"\nkind = \"contribution\"\nparticipant = \"b\"\ndate = 2026-02-01\n[[line]]\nwhat = \"x\"\namount = 100.00\n";
    let payments = "[[payment]]\non = 2026-03-01\namount = 100.00\ninvoice = \"n1\"\n[[payment]]\non = 2026-03-02\namount = -100.00\ninvoice = \"n1\"\n";
    let desk = with(&[("finances/2026/invoices/n1.toml", invoice), ("finances/2026/payments.toml", payments)]);
    assert_eq!(desk.run(&["journal", "--on", "2026-06-30", "--lang", "en", "-o", "x.journal"]).code, Some(0));
    let journal = fs::read_to_string(desk.at("x.journal")).expect("it was written");
    let on = |day: &str| journal.lines().find(|line| line.starts_with(day)).unwrap_or_default().to_owned();
    assert!(on("2026-03-01").contains("receipt") && on("2026-03-02").contains("repayment"), "{journal}");
}

/// Whoever owes nothing in return pays no VAT, whatever the others do.
#[test]
fn there_is_no_vat_on_a_gift() {
    let budget = |obligation: &str| {
        format!("[[cost]]\nid = \"x\"\namount = 600.00\n[contribution]\nkey = \"equal\"\nobligation = \"{obligation}\"\n")
    };
    for (obligation, vat) in [("voluntary", "0.00"), ("agreed", "126.00")] {
        let desk = with(&[("finances/2026/budget.toml", &budget(obligation))]);
        let asked = json(&desk, &["invoice", "--year", "2026", "--dry-run", "--on", "2026-03-01", "--format", "json"]);
        assert_eq!(asked["budgets"][0]["vat"], vat, "{obligation}");
        let told = said(&desk, &["invoice", "--year", "2026", "--dry-run", "--on", "2026-03-01"]);
        assert_eq!(told.contains("no VAT (a gift)"), obligation == "voluntary", "{told}");
        let ran = desk.run(&["invoice", "--year", "2026", "--yes", "--on", "2026-03-01"]);
        assert_eq!(ran.code, Some(0), "{}", ran.said());
        let draft = fs::read_to_string(desk.at("finances/2026/invoices/draft-b.toml")).expect("it was drafted");
        assert_eq!(draft.contains("treatment = 21"), obligation == "agreed", "{draft}");
        let overview = said(&desk, &["announce", "--year", "2026", "--on", "2026-03-01"]);
        assert_eq!(overview.contains("Amounts in euros (incl. 21% VAT)."), obligation == "agreed", "{overview}");
    }
}

#[test]
fn budgeted_income_without_an_invoice_is_not_unknown() {
    let budget = "[[cost]]\nid = \"x\"\namount = 600.00\n[[income]]\nwhat = \"Subsidie\"\namount = 500.00\nfrom = [\"b\"]\n";
    let paid = |from: &str| format!("[[payment]]\non = 2026-03-01\namount = 500.00\nfrom = \"{from}\"\n");
    for (from, is_unknown) in [("b", false), ("a", true)] {
        let desk = with(&[("finances/2026/budget.toml", budget), ("finances/2026/payments.toml", &paid(from))]);
        let text = said(&desk, &["payments", "--on", "2026-06-30"]);
        assert_eq!(text.contains("1 payment is on record without a known invoice"), is_unknown, "{text}");
    }
}

#[test]
fn three_letters_are_no_amount() {
    let invoice =
        "number = \"n1\"\nkind = \"contribution\"\nparticipant = \"b\"\ndate = 2026-02-01\n[[line]]\nwhat = \"x\"\namount = 100.00\n";
    let desk = with(&[("finances/2026/invoices/n1.toml", invoice)]);
    for (typed, why) in [("abc", "`abc` is no amount"), ("USD12", "`USD12` is in another currency")] {
        let ran = desk.run(&["pay", "n1", typed, "--on", "2026-03-01"]);
        assert_eq!(ran.code, Some(2), "{}", ran.said());
        assert!(ran.said().contains(why), "{}", ran.said());
    }
}

/// Effort in kind is no cost that somebody pays, and the reserve is judged by the costs of the year that runs.
#[test]
fn costs_and_months_of_reserve_are_the_same_wherever_they_are_told() {
    let desk = with(&[]);
    desk.write("commons.toml", format!("{LEAST}reserve = {{ balance = 5000.00, on = 2025-01-01 }}\n"));
    let costs = |amount: &str| format!("[[cost]]\nid = \"x\"\namount = {amount}\nstructural = true\n");
    desk.write("finances/2025/budget.toml", costs("3000.00"));
    let effort = "[[cost]]\nid = \"y\"\namount = 4000.00\nstructural = true\nin_kind = true\n";
    desk.write("finances/2026/budget.toml", format!("{}{effort}", costs("6000.00")));
    let on = |line: &str, day: &str| said(&desk, &[line.split(' ').collect::<Vec<_>>().as_slice(), &["--on", day]].concat());
    let page = on("status", "2026-06-30");
    assert!(page.contains("costs €6,000.00") && page.contains("10.0 months of fixed costs (the handbook"), "{page}");
    assert!(on("budget --year 2026", "2026-06-30").contains("10.0 months: more than"));
    assert!(on("report --year 2026", "2026-06-30").contains("10.0 months"));
    assert!(
        on("without b", "2026-06-30").contains("10.0 months of fixed costs") || on("trend --only reserve", "2026-06-30").contains("10.0")
    );
    assert!(desk.run(&["check", "--on", "2026-06-30", "--lang", "en"]).shown().contains("covers 10.0 months of the fixed costs of 2026"));
    // A year without a budget is judged by the one before it.
    let page = on("status", "2027-06-30");
    assert!(page.contains("10.0 months of fixed costs of 2026"), "{page}");
    assert!(on("trend --only reserve", "2027-06-30").contains("10.0"));
}

/// Who left holds nothing any more, whatever the term says, and neither does who was hired through whom; each command says so.
#[test]
fn whoever_left_is_nowhere_still_there() {
    let desk = with(&[("participants/hire.toml", "name = \"hire\"\nkind = \"company\"\nsupplier = true\n")]);
    desk.write("commons.toml", format!("level = \"light\"\n{LEAST}"));
    desk.write(
        "participants/a.toml",
        "name = \"a\"\nkind = \"other\"\njoined = 2020-01-01\n[people.jo]\nname = \"Jo\"\n[people.rik]\nname = \"Rik\"\nworks_for = \"hire\"\n",
    );
    desk.write("roles/writer.toml", "title = \"Writer\"\n[[holder]]\nwho = \"rik\"\nfrom = 2020-01-01\n");
    desk.write(
        "roles/board.toml",
        "title = \"Board\"\nkind = \"body\"\nseats = 3\n[[holder]]\nwho = \"b\"\n[[holder]]\nwho = \"rik\"\n[[holder]]\nwho = \"jo\"\n",
    );
    desk.write("tasks/docs.toml", "title = \"Docs\"\ncovers = [\"documentation\"]\n[raci]\nresponsible = [\"writer\"]\n");
    let on = |line: &str| said(&desk, &[line.split(' ').collect::<Vec<_>>().as_slice(), &["--on", "2026-06-30"]].concat());
    let vacant = |page: &str| page.contains("Writer") && page.contains("Board (2 seats)");
    assert!(on("status").contains("1 of 10 covered"), "{}", on("status"));
    assert!(on("without b hire").contains("Board 1 of the 3 members is left; 2 seats are not"), "{}", on("without b hire"));
    for who in ["b", "hire"] {
        let path = format!("participants/{who}.toml");
        let text = fs::read_to_string(desk.at(&path)).expect("it was written");
        desk.write(path, format!("left = 2026-06-29\n{text}"));
    }
    let page = on("status");
    assert!(vacant(&page) && page.contains("0 of 10 covered") && !page.contains("becomes vacant"), "{page}");
    let held = json(&desk, &["list", "roles", "--on", "2026-06-30", "--format", "json"]);
    assert_eq!((&held["roles"][0]["held_by"], &held["roles"][1]["held_by"]), (&"jo".into(), &serde_json::Value::Null), "{held}");
    assert!(on("coverage").contains("on paper only"), "{}", on("coverage"));
    let trend = json(&desk, &["trend", "--only", "vacancies", "--on", "2026-06-30", "--format", "json"]);
    assert_eq!(trend["periods"].as_array().and_then(|all| all.last()).map(|last| &last["vacancies"]), Some(&3.into()), "{trend}");
    let check = desk.run(&["check", "--on", "2026-06-30", "--lang", "en"]);
    let found = check.shown();
    assert!(found.contains("2 of the 3 seats of “Board” are not filled") && found.contains("`rik` left on 29 June 2026"), "{found}");
}

/// Excel in Dutch takes a number with a point for a day.
#[test]
fn every_number_for_dutch_excel_has_a_comma() {
    let desk = with(&[("community.toml", "[[measurement]]\non = 2026-06-30\nwhat = \"satisfaction\"\nvalue = 7.1\n")]);
    desk.write("commons.toml", format!("{LEAST}reserve = {{ balance = 500.00 }}\n"));
    desk.write("finances/2026/budget.toml", "[[cost]]\nid = \"x\"\namount = 720.00\nstructural = true\n");
    let sheet = |line: &str, format: &str| {
        let ran = desk.run(&[line.split(' ').collect::<Vec<_>>().as_slice(), &["--on", "2026-06-30", "--format", format]].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.said());
        ran.shown().to_owned()
    };
    for (line, plain, dutch) in [("trend --only reserve", ",8.3", ";8,3"), ("list measurements", "7.1", "7,1")] {
        let (csv, excel) = (sheet(line, "csv"), sheet(line, "csv-excel"));
        assert!(csv.contains(plain) && excel.contains(dutch) && !excel.contains(plain.trim_start_matches(',')), "{line}: {excel}");
    }
}

#[test]
fn what_is_asked_for_and_not_on_record_is_said() {
    let desk = with(&[]);
    let text = said(&desk, &["trend", "--only", "reserve", "--on", "2026-06-30"]);
    assert!(text.contains("nothing to show of: reserve") && !text.contains("Months"), "{text}");
}

/// What a departure makes lacking is told beside what is lacking already, and no reserve is less than nothing.
#[test]
fn a_departure_is_told_by_what_it_changes() {
    let desk = with(&[]);
    desk.write("commons.toml", LEAST.replace("lead = \"a\"", "lead = \"goes\"") + "reserve = { balance = 4000.00 }\n");
    for who in ["a", "b"] {
        fs::remove_file(desk.at(format!("participants/{who}.toml"))).expect("it was written");
    }
    let one = |name: &str, more: &str| {
        let id = name.to_lowercase();
        let text = format!(
            "name = \"{name}\"\nkind = \"municipality\"\njoined = 2020-01-01\ninhabitants = 10000\ninhabitants_on = 2025-01-01\n{more}"
        );
        desk.write(format!("participants/{id}.toml"), text);
    };
    one("Goes", "");
    one("Kapelle", "takes_part = false\n");
    one("Tholen", "takes_part = false\n");
    desk.write(
        "participants/werk.toml",
        "name = \"Werk\"\nkind = \"joint-body\"\njoined = 2020-01-01\nrepresents = [\"kapelle\", \"tholen\"]\n",
    );
    desk.write("participants/hamer.toml", "name = \"Hamer\"\nkind = \"company\"\nsupplier = true\n");
    let budget = |costs: &str| {
        format!(
            "status = \"adopted\"\n[[cost]]\nid = \"x\"\namount = {costs}\nstructural = true\n[contribution]\nkey = \"classes\"\nobligation = \"agreed\"\ninhabitants_on = 2025-01-01\njoint_bodies = \"sum\"\nclass = [ {{ name = \"klein\", amount = 2500.00 }} ]\n"
        )
    };
    desk.write("finances/2026/budget.toml", budget("9500.00"));
    let without = |who: &str| said(&desk, &["without", who, "--on", "2026-06-30"]);
    // 2,000 is lacking as it is.
    let page = without("kapelle");
    assert!(page.contains("Werk pays €2,500.00 less, and what is lacking grows from €2,000.00 to €4,500.00."), "{page}");
    assert!(page.contains("it falls €2,500.00 short") && page.contains("€2,000.00 for 2026 and €4,500.00 for 2027"), "{page}");
    assert!(!page.contains("What goes on"), "{page}");
    let page = without("hamer");
    assert!(page.contains("do not change") && !page.contains("Lacking") && !page.contains("months"), "{page}");
    assert!(without("goes").contains("a new lead and fund holder is needed"), "{}", without("goes"));
    // Effort in kind counts as a contribution, and pays none of the costs.
    let effort = "[[in_kind]]\nparticipant = \"werk\"\nwhat = \"zaal\"\nvalue = 1000.00\nsettle = \"set-off\"\n";
    desk.write("finances/2026/budget.toml", budget("7500.00").replace("key =", "pro_rata = \"months\"\nkey =") + effort);
    let page = without("goes");
    assert!(page.contains("the €1,000.00 in kind comes on top of that"), "{page}");
}

const LINE: &str = "[[cost]]\nid = \"x\"\namount = 1200.00\nstructural = true\n";

/// What a year begins with is a balance too: wherever the reserve is told it is the newest that is on record.
#[test]
fn the_reserve_is_the_newest_balance_on_record_wherever_it_is_told() {
    let settings = format!("{LEAST}reserve = {{ balance = 1000.00, on = 2023-12-31, held_as = \"provision\" }}\n");
    let opening = |much: &str| format!("opening = {{ funds = {much}, reserve = {much} }}\n{LINE}");
    let (last, this) = (opening("900.00") + "[[income]]\nwhat = \"y\"\namount = 1500.00\n", opening("1200.00"));
    let desk = with(&[("commons.toml", &settings), ("finances/2025/budget.toml", &last), ("finances/2026/budget.toml", &this)]);
    let on = |line: &str| said(&desk, &[line.split(' ').collect::<Vec<_>>().as_slice(), &["--on", "2026-11-01"]].concat());
    for asked in ["status", "budget --year 2026", "report --year 2026 --format table", "report --year 2026 --for b --format table"] {
        let words = on(asked);
        assert!(words.contains("1,200.00") && words.contains("12.0 months") && !words.contains("1,000.00"), "{asked}: {words}");
    }
    assert!(on("budget --year 2026").contains("Balance on 1 January 2026: €1,200.00 Held as: provision"));
    let trend = on("trend --only reserve --by year");
    assert!(trend.contains("1,200.00") && trend.contains("that of 1 January 2026 for the last period"), "{trend}");
    let earlier = on("trend --only reserve --by year --until 2025-12-31");
    assert!(!earlier.contains("that of 1 January 2026"), "{earlier}");
    let idle = desk.run(&["check", "--select", "idle-reserve", "--on", "2026-11-01"]);
    assert!(idle.shown().contains("finances/2026/budget.toml"), "{}", idle.shown());
    // What a year ended with is what it began with and what was added, whatever came later.
    let report = on("report --year 2025 --format table");
    assert!(report.contains("On 1 January 2025: €900.00") && report.contains("After appropriation: €900.00"), "{report}");
    // Before the year begins it is the one before it; of the day before, the settings are as good.
    let before = said(&desk, &["status", "--on", "2025-11-01"]);
    assert!(before.contains("€900.00 on 1 January 2025"), "{before}");
    desk.write("commons.toml", settings.replace("1000.00, on = 2023", "1200.00, on = 2025"));
    assert!(on("status").contains("€1,200.00 on 31 December 2025"));
}

#[test]
fn a_reserve_of_a_day_to_come_counts_nowhere_until_then() {
    let settings = format!("{LEAST}reserve = {{ balance = 1200.00, on = 2026-12-31, held_as = \"provision\" }}\n");
    let budget = format!("{LINE}[contribution]\nkey = \"equal\"\nobligation = \"agreed\"\n");
    let desk = with(&[("commons.toml", &settings), ("finances/2026/budget.toml", &budget)]);
    let asked: [&[&str]; 5] = [
        &["status"],
        &["budget", "--year", "2026"],
        &["without", "b"],
        &["report", "--year", "2026", "--format", "table"],
        &["report", "--year", "2026", "--for", "b", "--format", "table"],
    ];
    for arguments in asked {
        let before = said(&desk, &[arguments, &["--on", "2026-11-01"]].concat());
        assert!(before.contains("he reserve on record is that of 31 December 2026: what it is now is not known"), "{before}");
        assert!(!before.contains("12.0"), "{before}");
        let then = said(&desk, &[arguments, &["--on", "2026-12-31"]].concat());
        assert!(then.contains("12.0") && !then.contains("what it is now"), "{then}");
    }
    let idle = |on| desk.run(&["check", "--select", "idle-reserve", "--on", on]).shown().contains("idle-reserve");
    assert!(!idle("2026-11-01") && idle("2026-12-31"));
}

#[test]
fn a_lead_that_has_left_is_asked_about() {
    let desk = with(&[
        ("participants/a.toml", "name = \"a\"\nkind = \"other\"\njoined = 2020-01-01\nleft = 2026-10-31\n"),
        ("finances/2026/budget.toml", LINE),
        ("roles/r.toml", "title = \"Keeper\"\n[[holder]]\nwho = \"p\"\nfrom = 2025-01-01\n"),
        ("people.toml", "[people.p]\nname = \"Piet Vis\"\nworks_for = \"a\"\n"),
    ]);
    let lead = "Lead and fund holder: a left on 31 October 2026, and nobody has taken over";
    for command in [&["status"][..], &["report", "--year", "2026", "--format", "table"]] {
        let text = said(&desk, &[command, &["--on", "2026-11-01"]].concat());
        assert!(text.contains(lead), "{text}");
        assert!(!said(&desk, &[command, &["--on", "2026-10-31"]].concat()).contains("nobody has taken over"));
    }
    assert!(said(&desk, &["status", "--on", "2026-11-01"]).contains("a lead that has left"));
    // What is behind a name stands between one pair of brackets.
    let text = said(&desk, &["handover", "r", "--on", "2026-11-01"]);
    assert!(text.contains("Piet Vis (a, has left)"), "{text}");
}

#[test]
fn two_empty_seats_are_two_vacancies() {
    let desk =
        with(&[("roles/sg.toml", "title = \"Steering group\"\nkind = \"body\"\nseats = 3\n[[holder]]\nwho = \"a\"\nfrom = 2025-01-01\n")]);
    git(desk.path(), &["init", "-q"]);
    commit_on("2026-10-01", desk.path());
    let status = said(&desk, &["status", "--on", "2026-11-01"]);
    assert!(status.contains("2 vacancies") && status.contains("Steering group (2 seats)"), "{status}");
    let trend = json(&desk, &["trend", "--only", "vacancies", "--on", "2026-11-01", "--format", "json"]);
    assert!(trend.to_string().contains("\"vacancies\":2"), "{trend}");
}

#[test]
fn income_that_did_not_come_in_is_lost_in_the_year_that_runs_too() {
    let income = "[[income]]\nid = \"gift\"\nwhat = \"Gift\"\namount = 900.00\nfrom = [\"b\"]\n";
    let budget = format!("status = \"adopted\"\n{LINE}{income}[contribution]\nkey = \"equal\"\nobligation = \"agreed\"\n");
    let payment = "[[payment]]\non = 2026-03-01\namount = 300.00\nfrom = \"b\"\n";
    for (payments, lost) in [("", "900.00"), (payment, "600.00")] {
        let desk = with(&[("finances/2026/budget.toml", &budget), ("finances/2026/payments.toml", payments)]);
        let found = json(&desk, &["without", "b", "--on", "2026-11-01", "--format", "json"]);
        let running = found["money"][0].clone();
        assert_eq!((&running["year"], &running["other_income_lost"]), (&2026.into(), &lost.into()), "{found}");
        assert_eq!(running["lacking_after"], lost, "{found}");
    }
}
