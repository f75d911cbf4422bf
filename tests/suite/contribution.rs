//! The contribution: published tables, real fee sheets, invoices that were sent, and what holds for every record, to the cent.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use commons::answers::contribution::gap::Gap;
use commons::answers::contribution::newcomer::joining;
use commons::answers::contribution::settled::Fee;
use commons::answers::contribution::{Asked, Joins, Question, contribution};
use commons::money::Money;
use commons::record::Record;
use commons::record::finance::{Invoice, InvoiceKind};
use commons::record::load::load;
use commons::record::participant::Participant;
use commons::record::values::Id;
use commons::source::directory;
use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, proptest};
use serde_json::Value;

use crate::cases::{day, records, root};
use crate::judges::{own_schema, validate};
use crate::program::Fresh;

fn loaded(folder: &Path, on: &str) -> Record {
    let source = directory::open(folder).expect("a record can be listed");
    let (record, findings) = load(&source, day(on), &|| ());
    assert!(findings.is_empty(), "{findings:?}");
    record
}

/// A record of these files, judged in the middle of 2026.
fn of(files: &[(&str, String)]) -> Record {
    let fresh = tempfile::tempdir().expect("a directory can be made");
    fs::write(fresh.path().join("commons.toml"), "name = \"x\"\n").expect("it can be written");
    for (path, text) in files {
        let path = fresh.path().join(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }
    loaded(fresh.path(), "2026-06-15")
}

/// A record in which these take part, each by its id and more keys, with this budget for 2026.
pub fn collaboration(budget: &str, participants: &[(&str, &str)]) -> Record {
    let mut files = vec![("finances/2026/budget.toml", budget.to_owned())];
    let paths: Vec<String> = participants.iter().map(|(id, _)| format!("participants/{id}.toml")).collect();
    for (path, (id, keys)) in paths.iter().zip(participants) {
        files.push((path, format!("name = \"{id}\"\nkind = \"other\"\n{keys}\n")));
    }
    of(&files)
}

pub fn asked<'a>(record: &'a Record, question: &Question<'a>) -> Result<Asked<'a>, Vec<Gap>> {
    contribution(record, &record.budgets[0], question).map(|asked| asked.expect("there is a contribution"))
}

/// What each is asked, before effort in kind and VAT.
fn amounts(record: &Record) -> BTreeMap<String, i64> {
    let asked = asked(record, &Question::default()).unwrap_or_else(|gaps| panic!("{gaps:?}"));
    asked.payers.iter().map(|payer| (payer.taking.id.to_string(), payer.amount.0)).collect()
}

pub fn amount(record: &Record, id: &str) -> i64 {
    amounts(record)[id]
}

pub fn gaps(record: &Record) -> Vec<String> {
    asked(record, &Question::default()).expect_err("something is missing").iter().map(ToString::to_string).collect()
}

pub fn divided(key: &str, more: &str) -> String {
    format!("status = \"adopted\"\n[contribution]\nkey = \"{key}\"\n{more}\n")
}

#[test]
fn published_marginal_rates() {
    let rates = "maximum = 15056\nbracket = [{ up_to = 5_000, rate = 0.0752 }, { up_to = 25_000, rate = 0.0623 }, { up_to = 200_000, rate = 0.0501 }, { rate = 0.0376 }]";
    for (inhabitants, cents) in [(60_000, 337_550), (400_000, 1_505_600), (5_000, 37_600), (0, 0), (1, 8)] {
        let record = collaboration(&divided("brackets", rates), &[("a", &format!("inhabitants = {inhabitants}"))]);
        assert_eq!(amount(&record, "a"), cents, "{inhabitants}");
    }
}

#[test]
fn published_classes() {
    let classes = "class = [{ name = \"a\", up_to = 25_000, amount = 23980 }, { name = \"b\", up_to = 60_000, amount = 34880 }, { name = \"c\", up_to = 120_000, amount = 45780 }, { name = \"d\", amount = 56680 }]";
    for (inhabitants, euros) in
        [(25_000, 23_980), (25_001, 34_880), (60_000, 34_880), (60_001, 45_780), (120_000, 45_780), (120_001, 56_680)]
    {
        let record = collaboration(&divided("classes", classes), &[("a", &format!("inhabitants = {inhabitants}"))]);
        assert_eq!(amount(&record, "a"), euros * 100, "{inhabitants}");
    }
}

#[test]
fn a_published_division() {
    let record = collaboration(
        &divided("inhabitants", "total = 100000.01"),
        &[("a", "inhabitants = 24312"), ("b", "inhabitants = 51877"), ("c", "inhabitants = 108470"), ("d", "inhabitants = 7003")],
    );
    assert_eq!(amounts(&record).into_values().collect::<Vec<_>>(), [1_268_483, 2_706_692, 5_659_443, 365_383]);
}

#[test]
fn the_fee_sheet_of_a_real_product() {
    let record = loaded(&records().join("real/os2-valghalla-fees"), "2023-06-01");
    let amounts = amounts(&record);
    assert_eq!(amounts.values().sum::<i64>() - amounts["boundary"], 15_834_000);
    assert_eq!(amounts["boundary"], 3_488_000);
    // Whoever joins pays the fee of its class once, unless that was waived.
    let text = |waived: &str| {
        format!("membership = [{{ product = \"p\", from = 2023-03-01{waived} }}]\ninhabitants = 30000\nkind = \"other\"\nname = \"x\"\n")
    };
    let sheet = fs::read_to_string(records().join("real/os2-valghalla-fees/finances/2023/os2valghalla/budget.toml")).expect("it is there");
    for (waived, fee) in [
        ("", Some(Fee::Asked { amount: Money(7_000_000), vat: Money(0) })),
        (", joining_fee_waived = true", Some(Fee::Waived(Money(7_000_000)))),
    ] {
        let record = of(&[
            ("finances/2023/p/budget.toml", sheet.clone()),
            ("participants/x.toml", text(waived)),
            ("products/p.toml", "name = \"P\"\n".to_owned()),
        ]);
        let asked = asked(&record, &Question::default()).expect("all is known");
        assert_eq!(asked.payers[0].settled.fee, fee);
    }
}

#[test]
fn the_voluntary_contribution_of_a_real_collaboration() {
    let record = loaded(&records().join("real/signalen-contribution"), "2026-06-01");
    let asked = asked(&record, &Question::default()).expect("all is known");
    assert_eq!((asked.sum(), asked.payers.len()), (Money(14_250_000), 16));
    assert!(asked.is_voluntary());
    assert_eq!(asked.difference(), None, "costs are not public, so nobody knows what is needed");
}

/// Both examples sent invoices for 2026: this asks the same, with VAT, the joining fees too.
#[test]
fn invoices_that_were_sent_ask_the_same() {
    for (name, count) in [("loketplein", 30), ("wijkwijzer", 10)] {
        let record = loaded(&root().join("examples").join(name), "2026-10-01");
        let budget = record.budgets.iter().find(|budget| budget.file.as_str() == "finances/2026/budget.toml").expect("it is there");
        let asked = contribution(&record, budget, &Question::default()).expect("all is known").expect("there is a contribution");
        assert_eq!(asked.payers.len(), count, "{name}");
        let credited: Vec<&str> = record.invoices.iter().filter_map(|one| one.credits.as_deref()).collect();
        let sent = |id: &Id, kind| -> Vec<&Invoice> {
            let is_it = |one: &&Invoice| {
                one.number.as_deref().is_some_and(|number| !credited.contains(&number)) && one.participant == *id && one.kind == Some(kind)
            };
            record.invoices.iter().filter(is_it).collect()
        };
        let mut fees = 0;
        for payer in &asked.payers {
            let id = payer.taking.id;
            let [invoice] = sent(id, InvoiceKind::Contribution)[..] else { panic!("{name}: {id} has one invoice") };
            let lines: Money = invoice.line.iter().map(|line| line.amount).sum();
            assert_eq!(payer.settled.net, lines, "{name}: {id}");
            assert_eq!(Some(payer.settled.with_vat), invoice.total, "{name}: {id}");
            let fee = sent(id, InvoiceKind::JoiningFee);
            if let Some(Fee::Asked { amount, vat }) = payer.settled.fee {
                assert_eq!(fee.iter().map(|one| one.total).collect::<Vec<_>>(), [Some(amount + vat)], "{name}: {id}");
                fees += 1;
            } else {
                assert!(fee.is_empty(), "{name}: {id}");
            }
        }
        assert_eq!(fees, if name == "loketplein" { 2 } else { 0 });
    }
}

#[test]
fn parts_of_the_period() {
    let of = |pro_rata: &str, dates: &str| {
        let record = collaboration(
            &divided("classes", &format!("pro_rata = \"{pro_rata}\"\nclass = [{{ name = \"a\", amount = 1200 }}]")),
            &[("a", dates)],
        );
        amount(&record, "a")
    };
    for (pro_rata, dates, cents) in [
        ("months", "joined = 2026-09-01", 40_000),
        ("months", "joined = 2026-09-30", 40_000),
        ("months", "joined = \"2026-09\"", 40_000),
        ("months", "left = 2026-03-01", 30_000),
        ("months", "joined = 2026-02-10\nleft = 2026-02-20", 10_000),
        ("half-year", "joined = 2026-06-30", 120_000),
        ("half-year", "joined = 2026-07-01", 60_000),
        ("days", "joined = 2026-12-31", 329),
        ("days", "left = 2026-01-01", 329),
        ("none", "joined = 2026-12-31", 120_000),
        ("days", "joined = 2020-01-01", 120_000),
    ] {
        assert_eq!(of(pro_rata, dates), cents, "{pro_rata}: {dates}");
    }
}

#[test]
fn who_joins_later_pays_the_same_rate_and_changes_nobody() {
    let budget = divided("inhabitants", "total = 100\npro_rata = \"months\"");
    let before = collaboration(&budget, &[("a", "inhabitants = 1000"), ("b", "inhabitants = 3000")]);
    let after = collaboration(
        &budget,
        &[("a", "inhabitants = 1000"), ("b", "inhabitants = 3000"), ("c", "inhabitants = 2000\njoined = 2026-07-01")],
    );
    assert_eq!((amount(&before, "a"), amount(&before, "b")), (2_500, 7_500));
    assert_eq!(amounts(&after).into_values().collect::<Vec<_>>(), [2_500, 7_500, 2_500]);
    // Where nobody takes part on the first day, all are divided over, each for its part.
    let none =
        collaboration(&budget, &[("a", "inhabitants = 1000\njoined = 2026-02-01"), ("b", "inhabitants = 1000\njoined = 2026-12-01")]);
    assert_eq!(amounts(&none).into_values().collect::<Vec<_>>(), [9_167, 833]);
}

#[test]
fn an_override_changes_what_one_is_asked_and_not_the_others() {
    let plain = collaboration(&divided("equal", "total = 100"), &[("a", ""), ("b", ""), ("c", "")]);
    assert_eq!(amounts(&plain).into_values().collect::<Vec<_>>(), [3_334, 3_333, 3_333]);
    let own = divided("equal", "total = 100\noverride = [{ participant = \"b\", amount = 1, reason = \"x\" }]");
    let own = collaboration(&own, &[("a", ""), ("b", ""), ("c", "")]);
    assert_eq!(amounts(&own).into_values().collect::<Vec<_>>(), [3_334, 100, 3_333]);
    assert_eq!(asked(&own, &Question::default()).expect("all is known").difference(), Some(Money(-3_233)));
    let agreed = collaboration(&divided("amounts", ""), &[("a", "membership = [{ amount = 12.34 }]")]);
    assert_eq!(amount(&agreed, "a"), 1_234);
    assert!(gaps(&collaboration(&divided("amounts", ""), &[("a", "")]))[0].contains("no amount was agreed for `a`"));
}

#[test]
fn joint_bodies_pay_a_sum_or_as_one() {
    let classes = |joint: &str| {
        divided("classes", &format!("{joint}\nclass = [{{ name = \"s\", up_to = 1000, amount = 10 }}, {{ name = \"l\", amount = 25 }}]"))
    };
    let members: [(&str, &str); 4] = [
        ("outer", "represents = [\"inner\", \"c\", \"GM0448\"]"),
        ("inner", "takes_part = false\nrepresents = [\"b\", \"c\"]"),
        ("b", "takes_part = false\ninhabitants = 900"),
        ("c", "takes_part = false\ninhabitants = 900"),
    ];
    // Texel (GM0448) has 13,979 inhabitants; `c` is represented twice and counts once.
    assert_eq!(amount(&collaboration(&classes(""), &members), "outer"), 1_000 + 1_000 + 2_500);
    assert_eq!(amount(&collaboration(&classes("joint_bodies = \"sum\""), &members), "outer"), 4_500);
    assert_eq!(amount(&collaboration(&classes("joint_bodies = \"one\""), &members), "outer"), 2_500);
}

#[test]
fn effort_in_kind_never_pays_out() {
    let budget = |settle: &str, value: i64| {
        format!(
            "{}[[in_kind]]\nparticipant = \"a\"\nvalue = {value}\nsettle = \"{settle}\"\n",
            divided("classes", "class = [{ name = \"x\", amount = 100 }]")
        )
    };
    let record = |text: String| {
        of(&[
            ("commons.toml", "name = \"x\"\n[finances]\nvat = { treatment = 21 }\n".to_owned()),
            ("finances/2026/budget.toml", text),
            ("participants/a.toml", "name = \"a\"\nkind = \"other\"\n".to_owned()),
        ])
    };
    for (settle, value, [net, vat, gross, unused]) in [
        ("line", 40, [6_000, 1_260, 7_260, 0]),
        ("set-off", 40, [10_000, 2_100, 8_100, 0]),
        ("line", 150, [0, 0, 0, 5_000]),
        ("set-off", 150, [10_000, 2_100, 0, 2_900]),
    ] {
        let record = record(budget(settle, value));
        let settled = asked(&record, &Question::default()).expect("all is known").payers.remove(0).settled;
        assert_eq!([settled.net.0, settled.vat.0, settled.gross.0, settled.unused.0], [net, vat, gross, unused], "{settle} {value}");
    }
}

#[test]
fn what_is_not_known_is_named_and_never_guessed() {
    let unknown = "[[cost]]\nid = \"x\"\namount = \"unknown\"\n";
    let record = collaboration(&format!("{unknown}{}", divided("equal", "").replace("status = \"adopted\"\n", "")), &[("a", "")]);
    assert!(gaps(&record)[0].contains("the amount of `x` is not known"), "{:?}", gaps(&record));
    let record = collaboration(&divided("inhabitants", "total = 10"), &[("a", ""), ("b", "inhabitants = 3")]);
    assert_eq!(gaps(&record).len(), 1);
    assert!(gaps(&record)[0].contains("the number of inhabitants of `a` is not known (participants/a.toml)"));
    for (budget, keys, what) in [
        (divided("brackets", "bracket = [{ up_to = 5, rate = 1 }]"), "inhabitants = 6", "more inhabitants than the last bracket"),
        (
            divided("classes", "class = [{ name = \"x\", up_to = 5, amount = 1 }]"),
            "inhabitants = 6",
            "more inhabitants than the largest class",
        ),
        (divided("classes", "class = [{ name = \"x\", amount = \"unknown\" }]"), "", "the amount of the class `x` is not known"),
        (divided("classes", "class = [{ name = \"x\", amount = 1 }, { name = \"y\", amount = 1 }]"), "", "the class of `a` is not known"),
        (divided("fixed-plus-inhabitants", "total = 10"), "inhabitants = 6", "`base`"),
        (divided("fixed-plus-inhabitants", "total = 10\nbase = 11"), "inhabitants = 6", "the fixed parts together are more"),
        (divided("equal", "total = 10\npro_rata = \"days\""), "joined = \"2026-03\"", "is not known well enough"),
        (divided("equal", "total = 10\nminimum = 2\nmaximum = 1"), "", "`minimum` is more than `maximum`"),
        (divided("equal", ""), "", "nothing to divide"),
        (divided("inhabitants", "total = 10"), "inhabitants = 0", "no inhabitants"),
    ] {
        let found = gaps(&collaboration(&budget, &[("a", keys)]));
        assert!(found.len() == 1 && found[0].contains(what), "{what}: {found:?}");
    }
}

#[test]
fn amendments_count_from_their_day_on() {
    let text = "[[cost]]\nid = \"x\"\namount = 100\n[[income]]\nid = \"y\"\nwhat = \"y\"\namount = 10\n[[amendment]]\non = 2026-05-01\nline = \"x\"\namount = 5.05\n[[amendment]]\non = 2026-09-01\nline = \"y\"\namount = 50\n[contribution]\nkey = \"equal\"\n";
    assert_eq!(amount(&collaboration(text, &[("a", "")]), "a"), 9_505);
}

/// What somebody is shown who asks what it would pay is what it pays once it has joined.
#[test]
fn who_would_join_pays_what_it_is_told() {
    for key in ["equal", "inhabitants", "fixed-plus-inhabitants"] {
        let budget = divided(key, "total = 1000\nbase = 10\npro_rata = \"months\"\njoining_fee = 7");
        let others = [("a", "inhabitants = 1111"), ("b", "inhabitants = 3333")];
        let record = collaboration(&budget, &others);
        let mut one: Participant = serde_json::from_value(serde_json::json!({ "name": "n", "inhabitants": 2222 })).expect("it is one");
        one.id = Id::new("n");
        joining(&mut one, record.on, &[]);
        let told = asked(&record, &Question { joining: Some((&one, Joins::Beside)), without: &[] }).expect("all is known");
        let really = collaboration(&budget, &[others[0], others[1], ("n", "inhabitants = 2222\njoined = 2026-06-15")]);
        let really = asked(&really, &Question::default()).expect("all is known");
        let line = |asked: &Asked<'_>| {
            asked.payers.iter().map(|payer| (payer.taking.id.to_string(), payer.amount, payer.settled.gross)).collect::<Vec<_>>()
        };
        assert_eq!(line(&told), line(&really), "{key}");
    }
}

fn keys() -> impl Strategy<Value = (&'static str, &'static str)> {
    prop::sample::select(vec![
        ("equal", ""),
        ("inhabitants", ""),
        ("fixed-plus-inhabitants", "base = 0.37"),
        ("inhabitants", "minimum = 0.5"),
        ("equal", "pro_rata = \"months\""),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_division_is_its_total_whatever_the_record(
        (key, more) in keys(),
        cents in 10_000i64..100_000_000,
        sizes in prop::collection::vec(1u32..1_000_000, 1..12),
        turned in any::<bool>(),
    ) {
        let total = format!("total = {}\n{more}", Money(cents));
        let budget = divided(key, &total);
        let mut all: Vec<(String, String)> = sizes.iter().enumerate().map(|(n, size)| (format!("p{n:02}"), format!("inhabitants = {size}"))).collect();
        let of = |all: &[(String, String)]| collaboration(&budget, &all.iter().map(|(id, keys)| (id.as_str(), keys.as_str())).collect::<Vec<_>>());
        let first = amounts(&of(&all));
        prop_assert_eq!(first.values().sum::<i64>(), cents);
        prop_assert!(first.values().all(|amount| *amount >= 0));
        if turned {
            all.reverse();
            prop_assert_eq!(&amounts(&of(&all)), &first);
        }
        // Who is larger is not asked less; of equal ones the first by id gets the cent.
        let all: Vec<(i64, u32)> = first.into_values().zip(if key == "equal" { vec![1; sizes.len()] } else { sizes }).collect();
        for (n, (a, x)) in all.iter().enumerate() {
            for (b, y) in &all[n + 1..] {
                prop_assert!(if x == y { (0..=1).contains(&(a - b)) } else { (x < y) == (a < b) || a == b }, "{a} {x} {b} {y}");
            }
        }
    }
}

#[test]
fn contributions_are_what_their_schema_says() {
    let desk = Fresh::empty();
    let mut written = Vec::new();
    for (n, (record, more)) in [
        ("examples/loketplein", &["--year", "2026"][..]),
        ("examples/loketplein", &["--year", "2027", "--as", "GM0344"]),
        ("examples/wijkwijzer", &["--year", "2026", "--without", "zwolle"]),
        ("examples/wijkwijzer", &["--year", "2027", "--lang", "en", "zwolle"]),
        ("tests/records/real/os2-valghalla-fees", &["--year", "2023"]),
        ("tests/records/real/signalen-contribution", &["--year", "2026"]),
        ("tests/records/commands/invoice/in", &["--year", "2025"]),
    ]
    .iter()
    .enumerate()
    {
        let (record, name) = (root().join(record).display().to_string(), format!("{n}.json"));
        let ran = desk.run(&[&["-C", &record, "invoice", "--dry-run", "--on", "2026-10-01", "-o", &name], *more].concat());
        assert_eq!(ran.code, Some(0), "{record} {more:?}: {}", ran.said());
        let json: Value = serde_json::from_slice(&fs::read(desk.at(&name)).expect("it was written")).expect("it is JSON");
        assert!(json["contributions"].is_array(), "{name}");
        written.push(name);
    }
    validate(&desk, &["--schemafile", &own_schema("contributions").display().to_string()], &written);
}
