//! Leaving by hand: who leaves is taken out of the files of a copy, and `check`, the checklist and the contributions must say of that
//! copy what `without` says of the record itself.

mod by_hand;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use commons::answers::contribution::{Question, budgets, contribution};
use commons::answers::covered;
use commons::answers::presence::presence_of_role;
use commons::answers::without::broken::{OfThat, Then};
use commons::answers::without::hanging::{What as Hangs, hanging};
use commons::answers::without::losses::losses;
use commons::answers::without::worst::{Harm, harm, worst};
use commons::answers::without::{Without, without};
use commons::document::Mark;
use commons::money::Money;
use commons::record::Record;
use commons::record::load::load;
use commons::record::values::Id;
use commons::record::work::{Letter, RoleKind};
use commons::rules::{Choice, find, run};
use commons::source::directory;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_oneof, proptest};
use toml::{Table, Value};

use crate::cases::{DAY, day, lay, root};
use crate::judges::{own_schema, validate};
use crate::program::{Fresh, Ran, program};

/// The rules that say what a departure leaves behind.
const RULES: [&str; 17] = [
    "uncovered-duty",
    "vacant-role",
    "role-without-backup",
    "unfilled-seat",
    "majority-in-body",
    "seats-exceeded",
    "nobody-accountable",
    "nobody-responsible",
    "responsible-vacant",
    "orphan-task",
    "unrepresented-sub-body",
    "single-supplier",
    "lead-missing",
    "product-without-maintainer",
    "organiser-missing",
    "action-without-owner",
    "no-contact",
];

fn loaded(folder: &Path) -> Record {
    let source = directory::open(folder).expect("a record can be listed");
    load(&source, day(DAY), &|| ()).0
}

/// A rule, a file and what it is about.
type Found = BTreeSet<(&'static str, String, String, String)>;

fn found(record: &Record) -> Found {
    let choice = Choice {
        select: RULES.iter().map(|name| find(name).expect("the rule exists")).map(|rule| rule.name).collect(),
        ignore: Vec::new(),
    };
    let findings = run(record, Vec::new(), &choice, &|_| None);
    let one = |finding: commons::finding::Finding| {
        (finding.rule, finding.at.file.to_string(), finding.about.unwrap_or_default(), finding.message.en.into_owned())
    };
    findings.into_iter().map(one).collect()
}

/// What each pays, for each budget; the gaps where that is not known.
fn paid(record: &Record, question: &Question<'_>) -> BTreeMap<String, Result<Vec<(String, i64)>, String>> {
    let asked = |budget| match contribution(record, budget, question) {
        Ok(asked) => Ok(asked.iter().flat_map(|asked| &asked.payers).map(|payer| (payer.taking.id.to_string(), payer.amount.0)).collect()),
        Err(gaps) => Err(format!("{} gaps", gaps.len())),
    };
    record.budgets.iter().map(|budget| (budget.file.to_string(), asked(budget))).collect()
}

fn marks(record: &Record) -> BTreeMap<&'static str, Mark> {
    covered::duties(record).into_iter().map(|(duty, mark, _)| (duty.id, mark)).collect()
}

fn not_done(before: &Record, after: &Record) -> BTreeSet<&'static str> {
    let (before, after) = (marks(before), marks(after));
    before.into_iter().filter(|(duty, mark)| *mark == Mark::Done && after[duty] != Mark::Done).map(|(duty, _)| duty).collect()
}

/// Compares everything that can be compared for those who leave a record that stands in a folder.
fn compare(folder: &Path, record: &Record, who: &[Id]) {
    let said = without(record, who);
    let leaving: BTreeSet<String> = by_hand::leavers(folder, who);
    let ours: BTreeSet<String> = said.leaving.organisations.iter().chain(&said.leaving.people).map(ToString::to_string).collect();
    assert_eq!(leaving, ours, "who leaves with {who:?}");
    let copy = Fresh::empty();
    lay(folder, copy.path());
    by_hand::remove(copy.path(), &leaving, DAY);
    let by_hand = loaded(copy.path());
    assert_eq!(found(&by_hand), found(&said.gone), "{who:?}: what check finds");
    assert_eq!(paid(&by_hand, &Question::default()), paid(&said.gone, &Question::default()), "{who:?}: what the others pay");
    let fallen: BTreeSet<&str> = said.broken.duties.iter().map(|one| one.duty.id).collect();
    assert_eq!(not_done(record, &by_hand), fallen, "{who:?}: duties");
    by_hand::step_in(copy.path(), folder, DAY);
    let stepped = loaded(copy.path());
    let nobody: BTreeSet<&str> = said.broken.duties.iter().filter(|one| one.then == Then::Nobody).map(|one| one.duty.id).collect();
    assert_eq!(not_done(record, &stepped), nobody, "{who:?}: duties once back-ups stepped in");
    let new: Found = found(&by_hand).difference(&found(record)).cloned().collect();
    told(&said, &new, who);
}

/// Everything that `check` newly finds has a line.
fn told(said: &Without<'_>, new: &Found, who: &[Id]) {
    let broken = &said.broken;
    let role = |file: &str| file.trim_start_matches("roles/").trim_end_matches(".toml").to_owned();
    let mut roles: BTreeSet<String> = broken.roles.iter().map(|one| one.role.id.to_string()).collect();
    let to_come = hanging(said).into_iter().filter_map(|one| match one.what {
        Hangs::Term { role, .. } | Hangs::Turn { role, .. } => Some(role.id.to_string()),
        _ => None,
    });
    let to_come: BTreeSet<String> = to_come.collect();
    roles.extend(to_come.iter().cloned());
    let bodies: BTreeSet<String> = broken.bodies.iter().map(|one| one.role.id.to_string()).collect();
    for (rule, file, about, message) in new {
        let known = match *rule {
            "vacant-role" => {
                broken.roles.iter().any(|one| one.role.id.as_str() == role(file) && matches!(one.what, OfThat::Vacant | OfThat::SteppedIn))
                    || broken.bodies.iter().any(|one| one.role.id.as_str() == role(file) && one.is_vacant)
                    || to_come.contains(&role(file))
                    // Nobody who was there held it before either.
                    || !covered::is_done(presence_of_role(said.before, &said.before.roles[role(file).as_str()]))
                    // Who holds it was not on record before either: only a back-up was.
                    || said.before.roles[role(file).as_str()].holder.is_empty() && said.before.roles[role(file).as_str()].turn.is_empty()
            }
            "role-without-backup" | "unfilled-seat" => roles.contains(&role(file)) || bodies.contains(&role(file)),
            "majority-in-body" => {
                broken.bodies.iter().any(|one| one.role.id.as_str() == role(file) && one.majority.as_ref().is_some_and(|(_, limited)| *limited))
                    || said.before.roles[role(file).as_str()].kind != Some(RoleKind::Body)
                    // The numbers in the message differ; who has the majority does not.
                    || found(said.before).iter().any(|other| other.0 == *rule && other.1 == *file && other.2 == *about)
            }
            "unrepresented-sub-body" => broken.bodies.iter().any(|one| one.role.id.as_str() == role(file) && one.absent_from.is_some()),
            "nobody-accountable" | "nobody-responsible" | "responsible-vacant" => {
                let task = broken.tasks.iter().find(|one| one.task.id.as_str() == about);
                let was = said.before.tasks[about.as_str()].clone();
                let seen_to = |letter| covered::is_seen_to(said.before, &was, letter);
                match *rule {
                    "nobody-accountable" => task.is_some_and(|one| one.answered.is_some()) || !seen_to(Letter::Accountable),
                    _ => task.is_some_and(|one| one.carried.is_some()) || !seen_to(Letter::Responsible),
                }
            }
            "uncovered-duty" => false,
            _ => true,
        };
        assert!(known, "{who:?}: `{rule}` in {file}, about {about}, has no line: {message}");
    }
}

/// Everybody of a record, each alone.
fn everybody(record: &Record) -> Vec<Id> {
    record.participants.keys().chain(record.people.keys()).cloned().collect()
}

#[test]
fn leaving_by_hand_comes_out_the_same_for_everybody_of_the_examples() {
    let mut seen = 0;
    for name in ["buurtkaart", "wijkwijzer", "loketplein"] {
        let folder = root().join("examples").join(name);
        let record = loaded(&folder);
        for who in everybody(&record) {
            compare(&folder, &record, &[who]);
            seen += 1;
        }
    }
    assert!(seen > 80, "only {seen} were tried");
}

#[test]
fn what_the_others_pay_is_what_invoice_says_without_them() {
    for name in ["wijkwijzer", "loketplein"] {
        let record = loaded(&root().join("examples").join(name));
        let mut asked = 0;
        for who in record.participants.keys() {
            let said = without(&record, std::slice::from_ref(who));
            for year in [2026, 2027] {
                for (before, after) in budgets(&record, year).into_iter().zip(budgets(&said.gone, year)) {
                    let one = [who.clone()];
                    let Ok(question) = contribution(&record, before, &Question { without: &one, joining: None }) else { continue };
                    let all = contribution(&record, before, &Question::default()).ok().flatten();
                    if !all.is_some_and(|all| all.payers.iter().any(|payer| payer.taking.id == who)) {
                        continue;
                    }
                    let gone = contribution(&said.gone, after, &Question::default()).expect("it can be worked out");
                    let amounts = |asked: Option<commons::answers::contribution::Asked<'_>>| -> Vec<(String, i64, i64)> {
                        asked
                            .iter()
                            .flat_map(|asked| &asked.payers)
                            .map(|one| (one.taking.id.to_string(), one.amount.0, one.settled.gross.0))
                            .collect()
                    };
                    assert_eq!(amounts(question), amounts(gone), "{name}, {year}, without {who}");
                    asked += 1;
                }
            }
        }
        assert!(asked > 10, "{name}: {asked}");
    }
}

#[test]
fn the_worst_are_ranked_by_what_each_breaks_alone() {
    for name in ["buurtkaart", "wijkwijzer", "loketplein"] {
        let record = loaded(&root().join("examples").join(name));
        let ranked = worst(&record);
        for list in [&ranked.organisations, &ranked.people] {
            for one in list {
                let said = without(&record, std::slice::from_ref(one.who));
                let alone = harm(&record, &said.leaving, &said.broken);
                let told = losses(&said).map(|losses| losses.told().budgets.clone().expect("the amounts are known"));
                let lost = told.as_ref().map_or(Money(0), |all| all.iter().map(|one| one.lost + one.income).sum());
                assert_eq!(Harm { money: one.harm.money, income: one.harm.income, ..alone }, one.harm, "{name}: {}", one.who);
                assert_eq!(lost, one.harm.money.unwrap_or_default(), "{name}: {}", one.who);
            }
            assert!(list.is_sorted_by(|a, b| a.harm >= b.harm), "{name}");
        }
    }
}

/// A slip of somebody's hand: something more in a role or a task.
#[derive(Debug, Clone)]
struct Change {
    role: usize,
    who: usize,
    what: What,
    from: Option<i32>,
    until: Option<i32>,
}

#[derive(Debug, Clone, Copy)]
enum What {
    Holder,
    Backup,
    Turn,
    Responsible,
    Accountable,
    OnlyResponsible,
    Critical,
    For(usize),
    Chair,
}

fn change() -> impl Strategy<Value = Change> {
    let what = prop_oneof![
        3 => Just(What::Holder),
        3 => Just(What::Backup),
        2 => Just(What::Turn),
        1 => Just(What::Responsible),
        1 => Just(What::Accountable),
        2 => Just(What::OnlyResponsible),
        1 => Just(What::Critical),
        1 => any::<usize>().prop_map(What::For),
        1 => Just(What::Chair),
    ];
    let year = || prop::option::of(2024i32..2029);
    (any::<usize>(), any::<usize>(), what, year(), year()).prop_map(|(role, who, what, from, until)| Change {
        role,
        who,
        what,
        from,
        until,
    })
}

fn made(folder: &Path, record: &Record, changes: &[Change]) {
    let roles: Vec<&Id> = record.roles.keys().collect();
    let tasks: Vec<&Id> = record.tasks.keys().collect();
    let all = everybody(record);
    for change in changes {
        let who = all[change.who % all.len()].to_string();
        let task = matches!(change.what, What::Responsible | What::Accountable | What::OnlyResponsible);
        let file = if task {
            format!("tasks/{}.toml", tasks[change.role % tasks.len()])
        } else {
            format!("roles/{}.toml", roles[change.role % roles.len()])
        };
        let path = folder.join(file);
        let mut table: Table = fs::read_to_string(&path).expect("it can be read").parse().expect("it is TOML");
        let mut entry = Table::new();
        let date = |year: i32| -> Value { Value::Datetime(format!("{year}-07-01").parse().expect("it is a day")) };
        entry.insert("who".into(), Value::String(who.clone()));
        let from = change.from.map(date);
        if let Some(until) = change.until.filter(|until| change.from.is_none_or(|from| from < *until)) {
            entry.insert("until".into(), date(until));
        }
        entry.extend(from.clone().map(|from| ("from".to_owned(), from)));
        let list = match change.what {
            What::Backup => "backup",
            What::Turn => "turn",
            _ => "holder",
        };
        match change.what {
            What::Critical => {
                table.insert("critical".into(), Value::Boolean(true));
            }
            What::Responsible | What::Accountable | What::OnlyResponsible => {
                let key = if matches!(change.what, What::Accountable) { "accountable" } else { "responsible" };
                let raci = table.entry("raci").or_insert_with(|| Value::Table(Table::new())).as_table_mut().expect("it is a table");
                let mut all = if matches!(change.what, What::OnlyResponsible) { Vec::new() } else { by_hand::list(raci.get(key)) };
                all.push(Value::String(who));
                raci.insert(key.into(), Value::Array(all));
            }
            _ => {
                if let What::For(number) = change.what {
                    let organisations: Vec<&Id> = record.participants.keys().collect();
                    entry.insert("for_organisation".into(), Value::String(organisations[number % organisations.len()].to_string()));
                }
                if matches!(change.what, What::Chair) {
                    entry.insert("chair".into(), Value::Boolean(true));
                }
                if list == "turn" && from.is_none() {
                    entry.insert("from".into(), date(2026));
                }
                table.remove("vacant");
                table.remove("on_record");
                table
                    .entry(list)
                    .or_insert_with(|| Value::Array(Vec::new()))
                    .as_array_mut()
                    .expect("it is a list")
                    .push(Value::Table(entry));
            }
        }
        fs::write(&path, toml::to_string(&table).expect("it can be written")).expect("it can be written");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn leaving_by_hand_comes_out_the_same_for_any_record(
        large in any::<bool>(), changes in prop::collection::vec(change(), 0..24), leaving in prop::collection::vec(any::<usize>(), 1..4),
    ) {
        let copy = Fresh::empty();
        lay(&root().join("examples").join(if large { "wijkwijzer" } else { "buurtkaart" }), copy.path());
        made(copy.path(), &loaded(copy.path()), &changes);
        let record = loaded(copy.path());
        let all = everybody(&record);
        let mut who: Vec<Id> = leaving.iter().map(|n| all[n % all.len()].clone()).collect();
        who.dedup();
        compare(copy.path(), &record, &who);
    }
}

#[test]
fn whoever_holds_a_role_is_no_back_up_for_it() {
    let copy = Fresh::empty();
    lay(&root().join("examples/wijkwijzer"), copy.path());
    let role = "title = \"Coördinator\"\ncritical = true\n[[holder]]\nwho = \"jdevries\"\n[[backup]]\nwho = \"fterpstra\"\n[[backup]]\nwho = \"jdevries\"\n";
    copy.write("roles/coordinator.toml", role);
    let record = loaded(copy.path());
    let who = [Id::new("fterpstra")];
    compare(copy.path(), &record, &who);
    assert!(without(&record, &who).broken.roles.iter().any(|one| one.role.id.as_str() == "coordinator" && one.what == OfThat::NoBackup));
}

#[test]
fn what_is_written_for_programs_keeps_to_its_schema() {
    let desk = Fresh::empty();
    let mut written = Vec::new();
    for (record, arguments) in [
        ("wijkwijzer", &["zwolle"][..]),
        ("wijkwijzer", &["deventer", "abakker"]),
        ("wijkwijzer", &["--worst"]),
        ("buurtkaart", &["--worst", "2"]),
        ("loketplein", &["--worst", "99"]),
    ] {
        for lang in ["nl", "en"] {
            let name = format!("{}.json", written.len());
            let mut command = program();
            command.current_dir(desk.path()).arg("-C").arg(root().join("examples").join(record));
            command.args(["--on", DAY, "--lang", lang, "-o", &name, "without"]).args(arguments);
            let ran = Ran::of(&mut command);
            assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.said());
            written.push(name);
        }
    }
    validate(&desk, &["--schemafile", &own_schema("without").display().to_string()], &written);
}
