//! Roles that go round: what is proposed is fair, and what is on record changes only where somebody leaves.

use std::collections::{BTreeMap, BTreeSet};

use commons::answers::rota::{Rota, Stands, rota};
use commons::date::Date;
use commons::record::load::load;
use commons::source::directory;
use proptest::prelude::*;

use crate::cases::{day, root};
use crate::program::Fresh;

/// The rota of a role in a record of these files.
fn found(fresh: &Fresh, role: &str, on: &str, number: usize) -> Rota {
    let source = directory::open(fresh.path()).expect("the record can be listed");
    let (record, _) = load(&source, day(on), &|| ());
    rota(&record, &record.roles[role], number)
}

fn with(parties: &[(String, String)], role: &str) -> Fresh {
    let fresh = Fresh::empty();
    fresh.write("commons.toml", "format = 1\nname = \"Proef\"\n");
    for (id, rest) in parties {
        fresh.write(format!("participants/{id}.toml"), format!("name = \"{id}\"\nkind = \"other\"\n{rest}"));
    }
    fresh.write("roles/host.toml", format!("title = \"Gastheer\"\nstaffing = \"rotating\"\n{role}"));
    fresh
}

fn joined(ids: &[&str]) -> Vec<(String, String)> {
    ids.iter().map(|id| ((*id).to_owned(), "joined = 2024-01-01\n".to_owned())).collect()
}

/// Who is proposed, and from when.
fn proposed(rota: &Rota) -> Vec<(String, String)> {
    rota.proposed.iter().map(|one| (one.slot.who.to_string(), one.slot.from.to_string())).collect()
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(who, from)| ((*who).to_owned(), (*from).to_owned())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn in_a_full_round_everybody_has_one_turn(
        parties in 1..9_usize,
        history in prop::collection::vec(0..9_usize, 0..14),
        leaving in 0..3_usize,
        rounds in 1..4_usize,
    ) {
        let all: Vec<(String, String)> = (0..parties + leaving)
            .map(|n| {
                let left = if n >= parties { "left = 2026-12-31\n" } else { "" };
                (format!("p{n}"), format!("joined = {}-01-01\n{left}", 2020 + n % 5))
            })
            .collect();
        let turns: String = history
            .iter()
            .enumerate()
            .map(|(n, who)| format!("[[turn]]\nwho = \"p{}\"\nfrom = {}\n", who % all.len(), day("2023-01-01").plus_months(6 * u32::try_from(n).expect("few"))))
            .collect();
        let fresh = with(&all, &format!("term_months = 6\n{turns}"));
        let rota = found(&fresh, "host", "2026-10-01", parties * rounds);
        prop_assert_eq!(&rota, &found(&fresh, "host", "2026-10-01", parties * rounds), "the same record gives the same turns");
        let next: Vec<String> = rota.proposed.iter().filter(|one| one.slot.stands == Stands::Next).map(|one| one.slot.who.to_string()).collect();
        prop_assert_eq!(next.len(), parties * rounds);
        for round in next.windows(parties) {
            prop_assert_eq!(round.iter().collect::<BTreeSet<_>>().len(), parties, "{:?}", next);
        }
        for length in 1..=next.len() {
            let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
            next[..length].iter().for_each(|who| *counts.entry(who).or_default() += 1);
            let most = counts.values().max().copied().unwrap_or(0);
            let least = if counts.len() < parties { 0 } else { counts.values().min().copied().unwrap_or(0) };
            prop_assert!(most - least <= 1, "{:?}", next);
        }
        // On record stays what it is, but for who leaves; nobody who leaves is proposed.
        let names: BTreeSet<String> = (0..parties).map(|n| format!("p{n}")).collect();
        for one in &rota.proposed {
            prop_assert!(names.contains(one.slot.who.as_str()));
            if let Stands::Instead(n, who) = &one.slot.stands {
                prop_assert!(!names.contains(who.as_str()) && rota.known.iter().any(|slot| slot.stands == Stands::Published(*n)));
            }
        }
    }
}

#[test]
fn a5b_turns_go_round_fairly_and_those_on_record_stay() {
    let example = |name: &str| {
        let source = directory::open(&root().join("examples").join(name)).expect("the example can be listed");
        let (record, _) = load(&source, day("2026-10-01"), &|| ());
        rota(&record, &record.roles["meeting-host"], 12)
    };
    let wijkwijzer = example("wijkwijzer");
    assert!(wijkwijzer.proposed.iter().all(|one| one.slot.stands == Stands::Next), "nobody on record leaves before their turn is over");
    let all: Vec<&str> = wijkwijzer.proposed.iter().map(|one| one.slot.who.as_str()).collect();
    assert!(!all.contains(&"wijdemeren"), "who leaves has no turn: {all:?}");
    // Hilversum and Kampen had theirs by one of their people, so they come after those who had none.
    let at = |id: &str| all.iter().position(|who| *who == id).unwrap_or_else(|| panic!("{id} in {all:?}"));
    assert!(at("deventer") < at("hilversum") && at("hilversum") < at("kampen") && at("kampen") < at("utrecht"), "{all:?}");
    assert_eq!(wijkwijzer.proposed[0].slot.from, day("2029-07-01"), "after the last on record, a year each");
    let loketplein = example("loketplein");
    assert_eq!(loketplein.proposed[1].slot.from, day("2028-07-01"), "half a year each");
}

#[test]
fn a_turn_goes_to_another_only_where_somebody_leaves() {
    let mut all = joined(&["a", "b", "c"]);
    all.push(("d".to_owned(), "joined = 2024-01-01\nleft = 2026-11-30\n".to_owned()));
    let turn = |who: &str, from: &str| format!("[[turn]]\nwho = \"{who}\"\nfrom = {from}\n");
    // In the middle of a turn the rest of it goes to who had none.
    let half = with(&all, &(turn("a", "2026-01-01") + &turn("d", "2026-07-01") + &turn("b", "2027-01-01")));
    let rota = found(&half, "host", "2026-10-01", 1);
    assert_eq!(proposed(&rota), pairs(&[("c", "2026-12-01"), ("a", "2027-07-01")]));
    assert!(matches!(&rota.proposed[0].slot.stands, Stands::Rest(who) if who.as_str() == "d"));
    assert_eq!(rota.proposed[0].slot.until, Some(day("2026-12-31")));
    // A turn to come goes as a whole, also where they leave in the middle of it.
    all[3].1 = "joined = 2024-01-01\nleft = 2027-03-31\n".to_owned();
    let whole = with(&all, &(turn("a", "2026-07-01") + &turn("d", "2027-01-01")));
    assert_eq!(proposed(&found(&whole, "host", "2026-10-01", 2)), pairs(&[("b", "2027-01-01"), ("c", "2027-07-01"), ("a", "2028-01-01")]));
    // Who gave notice and is still there keeps the turn that they have.
    all[3].1 = "joined = 2024-01-01\nnotice_given = 2026-09-01\nleft = 2027-12-31\n".to_owned();
    let kept = with(&all, &(turn("a", "2026-07-01") + &turn("d", "2027-01-01")));
    assert_eq!(proposed(&found(&kept, "host", "2026-10-01", 1)), pairs(&[("b", "2027-07-01")]));
}

#[test]
fn how_long_a_turn_lasts_comes_from_the_record() {
    let starts = |role: &str| {
        let found = found(&with(&joined(&["a", "b"]), role), "host", "2026-10-01", 2);
        found.proposed.iter().map(|one| one.slot.from.to_string()).collect::<Vec<_>>()
    };
    let turns = |days: &[&str]| days.iter().map(|from| format!("[[turn]]\nwho = \"a\"\nfrom = {from}\n")).collect::<String>();
    assert_eq!(starts(&turns(&["2026-07-31", "2026-10-31"])), ["2027-01-31", "2027-04-30"], "in months: the last day of a shorter one");
    assert_eq!(starts(&turns(&["2026-10-05", "2026-10-19"])), ["2026-11-02", "2026-11-16"], "two weeks");
    assert_eq!(starts(&("term_months = 12\n".to_owned() + &turns(&["2026-01-01"]))), ["2027-01-01", "2028-01-01"]);
    assert_eq!(
        starts(&("term_months = 6\n".to_owned() + &turns(&["2026-01-01", "2026-02-01", "2026-07-01"]))),
        ["2027-01-01", "2027-07-01"]
    );
    assert_eq!(starts(&(turns(&["2026-09-01"]) + "until = 2026-11-30\n")), ["2026-12-01", "2027-03-01"], "as long as the only one");
    assert_eq!(starts(&turns(&["2026-09-01"])), Vec::<String>::new(), "nobody can say");
    assert_eq!(starts("term_months = 3\n"), ["2026-11-01", "2027-02-01"], "from the next month on");
    assert_eq!(starts("term_months = 3\n[[holder]]\nwho = \"a\"\nfrom = 2026-01-01\nuntil = 2026-12-31\n"), ["2027-01-01", "2027-04-01"]);
    assert_eq!(starts(&("term_months = 12\nuntil = 2027-06-30\n".to_owned() + &turns(&["2026-01-01"]))), ["2027-01-01"], "the role ends");
    assert_eq!(starts(&turns(&["2019-01-01", "2020-01-01"])), ["2026-10-01", "2027-01-01"], "what is over is not made up for");
}

#[test]
fn only_those_who_take_part_then_have_a_turn() {
    let mut all = joined(&["a"]);
    all.push(("later".to_owned(), "joined = 2027-06-01\n".to_owned()));
    all.push(("asks".to_owned(), "status = \"interested\"\n".to_owned()));
    all.push(("sells".to_owned(), "supplier = true\njoined = 2024-01-01\n".to_owned()));
    let fresh = with(&all, "term_months = 6\n[[turn]]\nwho = \"a\"\nfrom = 2026-07-01\n");
    assert_eq!(
        proposed(&found(&fresh, "host", "2026-10-01", 3)),
        pairs(&[("a", "2027-01-01"), ("later", "2027-07-01"), ("a", "2028-01-01")])
    );
    let nobody = with(&[], "term_months = 6\n");
    assert!(found(&nobody, "host", "2026-10-01", 3).proposed.is_empty());
    assert_eq!(found(&fresh, "host", "2026-10-01", 0).proposed, []);
    assert!(found(&fresh, "host", "9999-10-01", 2).proposed.iter().all(|one| one.slot.from <= Date::LAST), "the calendar ends");
}

#[test]
fn where_nobody_has_the_turn_the_first_proposal_begins_today() {
    let role = "term_months = 6\n[[turn]]\nwho = \"a\"\nfrom = 2026-03-01\n";
    let fresh = with(&joined(&["a", "b"]), role);
    let gap = found(&fresh, "host", "2026-11-22", 2);
    assert_eq!(gap.known[0].until, Some(day("2026-08-31")), "a turn lasts as long as it was agreed, also when nobody follows");
    assert_eq!(proposed(&gap), pairs(&[("b", "2026-11-22"), ("a", "2027-03-01")]));
    assert_eq!(gap.proposed[0].slot.until, Some(day("2027-02-28")));
    let ran = fresh.run(&["rota", "host", "--on", "2026-11-22", "--lang", "nl"]);
    assert!(ran.shown().contains("Er is nu niemand aan de beurt: de beurt van a liep t/m 31 augustus 2026."), "{}", ran.shown());
}
