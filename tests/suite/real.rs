//! Real collaborations, as public sources describe them: what the program must and must not say of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use commons::answers::{Holding, Side, holders, municipalities, votes};
use commons::money::Money;
use commons::record::Record;
use commons::record::load::load;
use commons::record::participant::{OrganisationKind, Participant};
use commons::record::values::Id;
use commons::record::work::Role;
use commons::source::directory;

use crate::cases::{DAY, Judged, day, judge, lay, records};

fn real(name: &str) -> PathBuf {
    records().join("real").join(name)
}

fn loaded(folder: &Path, on: &str) -> Record {
    let source = directory::open(folder).expect("a record can be listed");
    let (record, findings) = load(&source, day(on), &|| ());
    assert!(findings.is_empty(), "{findings:?}");
    record
}

/// How often each rule speaks.
fn counts(judged: &Judged) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for rule in judged.rules() {
        *counts.entry(rule).or_default() += 1;
    }
    counts
}

/// A copy of a record in which one text is replaced by another.
fn broken(name: &str, edits: &[(&str, &str, &str)]) -> Judged {
    let fresh = tempfile::tempdir().expect("a directory can be made");
    lay(&real(name), fresh.path());
    for (file, from, to) in edits {
        let path = fresh.path().join(file);
        let text = fs::read_to_string(&path).unwrap_or_default();
        assert!(from.is_empty() || text.contains(from), "{file} does not hold `{from}`");
        let text = if from.is_empty() { format!("{text}{to}") } else { text.replacen(from, to, 1) };
        fs::write(&path, text).expect("a copy can be changed");
    }
    judge(fresh.path(), DAY)
}

fn about(judged: &Judged, rule: &str) -> BTreeSet<String> {
    judged.findings.iter().filter(|located| located.finding.rule == rule).filter_map(|located| located.finding.about.clone()).collect()
}

fn role<'a>(record: &'a Record, id: &str) -> &'a Role {
    record.roles.get(id).unwrap_or_else(|| panic!("there is a role {id}"))
}

fn ids<'a>(participants: impl Iterator<Item = &'a Participant>) -> BTreeSet<&'a str> {
    participants.map(|one| one.id.as_str()).collect()
}

#[test]
fn open_zaak_counts_parties_and_municipalities_apart() {
    let record = loaded(&real("open-zaak"), DAY);
    assert_eq!(record.parties().count(), 12);
    assert_eq!(municipalities(&record, record.on).len(), 13);
    let users = ids(record.participants.values().filter(|one| !one.uses.is_empty()));
    assert_eq!(users.len(), 8);
    let parties = ids(record.parties());
    let outsiders: Vec<&str> = users.difference(&parties).copied().collect();
    assert_eq!(outsiders.len(), 3, "{outsiders:?}");
    let not_using: BTreeSet<&str> = parties.difference(&users).copied().collect();
    assert!(not_using.contains("arnhem") && not_using.contains("delft") && not_using.contains("hoorn"), "{not_using:?}");
}

#[test]
fn open_zaak_knows_a_share_from_an_unknown() {
    let record = loaded(&real("open-zaak"), DAY);
    let team = role(&record, "technical-steering-team");
    let shares = votes(&record, team, record.on);
    assert_eq!(shares.values().sum::<usize>(), 5);
    assert_eq!(shares.values().max(), Some(&2), "the largest share is 40 %");
    let public = shares.keys().filter(|side| match side {
        Side::Organisation(id) => record.participants.get(*id).is_some_and(|one| {
            matches!(one.kind, Some(OrganisationKind::Municipality | OrganisationKind::JointBody | OrganisationKind::PublicBody))
        }),
        _ => false,
    });
    assert_eq!(public.count(), 0);
    assert_eq!(holders(&record, role(&record, "core-group"), record.on), Holding::Unknown, "not vacant, and not empty");
    let steward = role(&record, "codebase-steward");
    assert!(matches!(holders(&record, steward, day("2024-03-06")), Holding::Held(_)));
    assert!(!commons::answers::exists(steward, day("2024-03-07")));
}

#[test]
fn open_zaak_is_told_what_is_true_and_nothing_else() {
    let judged = judge(&real("open-zaak"), DAY);
    let counts = counts(&judged);
    assert_eq!(counts.get("uncovered-duty"), Some(&19), "{counts:?}");
    assert_eq!(counts.get("no-contact"), Some(&12), "{counts:?}");
    let others: Vec<_> = counts.keys().filter(|rule| !matches!(**rule, "uncovered-duty" | "no-contact")).collect();
    assert!(others.is_empty(), "{others:?}");
    for duty in ["contact", "minutes-and-actions", "financial-administration"] {
        assert!(about(&judged, "uncovered-duty").contains(duty), "{duty} is not covered");
    }
}

#[test]
fn a_misspelt_municipality_is_found_with_the_right_name() {
    let file = "participants/drechterland.toml";
    let judged = broken("open-zaak", &[(file, "name = \"Drechterland\"", "name = \"Drechteland\"")]);
    let found = judged.findings.iter().find(|located| located.finding.rule == "unknown-municipality").expect("it is found");
    assert!(found.finding.help.as_ref().is_some_and(|help| help.nl.contains("Drechterland")), "{found:?}");
    let judged = broken("open-zaak", &[("participants/sed.toml", "\"drechterland\"", "\"drechteland\"")]);
    assert_eq!(about(&judged, "unknown-reference"), BTreeSet::from(["drechteland".to_owned()]));
    let found = judged.findings.iter().find(|located| located.finding.rule == "unknown-reference").expect("it is found");
    assert!(found.finding.help.as_ref().is_some_and(|help| help.nl.contains("`drechterland`")));
}

#[test]
fn one_company_with_most_of_the_votes_is_named() {
    let exxellence = fs::read_to_string(real("open-zaak/participants/exxellence.toml")).expect("it is there");
    assert!(exxellence.contains("[people.p1]"));
    let judged = broken(
        "open-zaak",
        &[
            ("participants/exxellence.toml", "[people.p1]", "[people.p9]"),
            ("participants/maykin.toml", "", "\n[people.p1]\nname = \"P1\"\n"),
        ],
    );
    assert_eq!(about(&judged, "majority-in-body").len(), 1, "{}", judged.shown(commons::text::Lang::En));
}

#[test]
fn signalen_has_a_product_owner_with_a_history() {
    let record = loaded(&real("signalen"), DAY);
    let owner = role(&record, "product-owner");
    let who = |on: &str| match holders(&record, owner, day(on)) {
        Holding::Held(held) => held.iter().map(|seated| seated.who.as_str().to_owned()).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(who("2024-10-15"), ["p1"]);
    assert_eq!(who("2026-06-30"), ["p2"]);
    assert_eq!(record.parties().count(), 0, "nobody is named");
    assert_eq!(record.participants.values().filter(|one| one.supplier).count(), 4);
    let task = record.tasks.get("facturering").expect("there is a task");
    let raci = task.raci.as_ref().expect("it is divided");
    let accountable = raci.accountable.as_slice()[0].who();
    let host = record.participants.get(accountable).expect("an organisation answers for it");
    assert!(!host.is_party(record.on), "and takes no part itself");
}

#[test]
fn signalen_is_told_what_is_true_and_nothing_else() {
    let judged = judge(&real("signalen"), DAY);
    let counts = counts(&judged);
    assert_eq!(counts, BTreeMap::from([("uncovered-duty", 12), ("nobody-accountable", 1)]), "{}", judged.shown(commons::text::Lang::En));
    assert_eq!(about(&judged, "nobody-accountable"), BTreeSet::from(["verkenning-en-demo".to_owned()]));
}

#[test]
fn a_term_under_a_calendar_year_is_found() {
    let term = |until: &str| format!("\n[[holder]]\nwho = \"p1\"\nseat = \"klein\"\nfrom = 2026-01-01\nuntil = {until}\n");
    let judged = broken("signalen", &[("roles/regiegroep.toml", "", &term("2026-06-30"))]);
    assert_eq!(about(&judged, "term-too-short").len(), 1, "{}", judged.shown(commons::text::Lang::En));
    let judged = broken("signalen", &[("roles/regiegroep.toml", "", &term("2026-12-31"))]);
    assert!(about(&judged, "term-too-short").is_empty());
}

#[test]
fn classes_set_by_hand_add_up() {
    let record = loaded(&real("signalen-contribution"), DAY);
    let contribution = record.budgets[0].contribution.as_ref().expect("there is a contribution");
    let price = |class: &str| {
        contribution.class.iter().find(|one| one.name == class).and_then(|one| one.amount.known()).expect("every class has a price")
    };
    let asked: Money = record.parties().map(|one| price(one.membership[0].class.as_deref().expect("a class is set"))).sum();
    assert_eq!((record.parties().count(), asked), (16, Money(14_250_000)));
    assert!(judge(&real("signalen-contribution"), DAY).rules().is_empty());
    let judged = broken("signalen-contribution", &[("participants/middelgroot-1.toml", "class = \"Middelgroot\"", "class = \"Middel\"")]);
    let found = judged.findings.iter().find(|located| located.finding.rule == "unknown-class").expect("it is found");
    assert!(found.finding.help.as_ref().is_some_and(|help| help.nl.contains("Middelgroot")));
}

#[test]
fn the_danish_association_counts_its_own() {
    let record = loaded(&real("os2"), DAY);
    assert_eq!(record.parties().count(), 5);
    assert_eq!(
        record.collaboration.as_ref().and_then(|settings| settings.finances.as_ref()).and_then(|finances| finances.currency.as_deref()),
        Some("DKK")
    );
    let judged = judge(&real("os2"), DAY);
    assert_eq!(counts(&judged), BTreeMap::from([("no-contact", 5)]), "{}", judged.shown(commons::text::Lang::En));
}

#[test]
fn one_seat_for_each_organisation_in_the_board_only() {
    let people = "\n[people.x1]\nname = \"X1\"\n\n[people.x2]\nname = \"X2\"\n";
    let two = "\n[[holder]]\nwho = \"x1\"\n\n[[holder]]\nwho = \"x2\"\n";
    let judged = broken("os2", &[("participants/ballerup.toml", "", people), ("roles/board.toml", "", two)]);
    assert_eq!(about(&judged, "seats-exceeded").len(), 1, "{}", judged.shown(commons::text::Lang::En));
}

#[test]
fn the_fee_sheet_of_a_product() {
    let record = loaded(&real("os2-valghalla-fees"), DAY);
    let contribution = record.budgets[0].contribution.as_ref().expect("there is a contribution");
    let class = |inhabitants: u32| {
        contribution.class.iter().find(|class| class.up_to.is_none_or(|most| inhabitants <= most)).expect("the last class has no end")
    };
    let price = |one: &Participant| {
        let class = class(one.inhabitants.expect("the number is given"));
        let member = one.membership[0].member != Some(false);
        if member { class.amount.known() } else { class.non_member }.expect("both prices are published")
    };
    let asked = |only: &dyn Fn(&Id) -> bool| -> Money { record.participants.values().filter(|one| only(&one.id)).map(price).sum() };
    assert_eq!(asked(&|id| id.as_str().starts_with("small") || id.as_str().starts_with("medium")), Money(15_834_000));
    assert_eq!(
        asked(&|id| !id.as_str().starts_with("small") && !id.as_str().starts_with("medium")),
        Money(3_488_000),
        "exactly 25,000 falls in the middle class"
    );
    assert!(judge(&real("os2-valghalla-fees"), DAY).rules().is_empty());
}
