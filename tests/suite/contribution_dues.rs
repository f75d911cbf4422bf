//! Dues that change within a year, amounts agreed for a part of it, and what a bound is said to come from.

use commons::answers::contribution::{How, Note, Question};

use crate::contribution::{amount, asked, collaboration, divided, gaps};

#[test]
fn dues_that_change_within_the_period_count_each_for_its_part() {
    let of = |pro_rata: &str, dates: [&str; 2]| {
        let key = format!(
            "pro_rata = \"{pro_rata}\"\nclass = [{{ name = \"k\", amount = 100.00 }}, {{ name = \"g\", amount = 1200.00, joining_fee = 7.00 }}]"
        );
        let [until, from] = dates;
        let dues =
            format!("joined = 2020-01-01\n[[membership]]\nclass = \"k\"\nuntil = {until}\n[[membership]]\nclass = \"g\"\nfrom = {from}");
        collaboration(&divided("classes", &key), &[("a", &dues)])
    };
    assert_eq!(amount(&of("months", ["2026-06-30", "2026-07-01"]), "a"), 65_000);
    assert_eq!(amount(&of("half-year", ["2026-06-30", "2026-07-01"]), "a"), 65_000);
    // A month that has begun counts once.
    assert_eq!(amount(&of("months", ["2026-03-14", "2026-03-15"]), "a"), 2_500 + 90_000);
    let record = of("none", ["2026-06-30", "2026-07-01"]);
    let told = asked(&record, &Question::default()).expect("all is known");
    assert!(told.payers[0].amount.0 == 10_000 && told.notes.iter().any(|note| matches!(note, Note::Changing(_))), "{:?}", told.notes);
    // An amount that was agreed for a part says nothing of the rest.
    let part =
        [("a", "joined = 2020-01-01\n[[membership]]\nfrom = 2026-07-01\nuntil = 2026-12-31\namount = 10.00"), ("b", "joined = 2020-01-01")];
    let found = gaps(&collaboration(&divided("equal", "total = 100"), &part));
    assert!(found.len() == 1 && found[0].contains("for a part only"), "{found:?}");
    let agreed = divided("equal", "total = 100\noverride = [{ participant = \"a\", amount = 35.00 }]");
    assert_eq!(amount(&collaboration(&agreed, &part), "a"), 3_500);
}

#[test]
fn who_is_held_by_a_bound_is_told_what_would_have_been() {
    let record = collaboration(
        &divided("inhabitants", "total = 100000.01\nmaximum = 50000.00"),
        &[("a", "inhabitants = 24312"), ("b", "inhabitants = 51877"), ("c", "inhabitants = 108470"), ("d", "inhabitants = 7003")],
    );
    let asked = asked(&record, &Question::default()).expect("all is known");
    for payer in &asked.payers {
        let How::Share { share, divided, over, weight, .. } = &payer.units[0].how else { panic!("it is divided") };
        assert_eq!((share.cents, share.of), (i128::from(divided.0) * weight, *over));
        match payer.units[0].bound {
            Some(_) => assert!(share.cents > 5_000_000 * share.of && *over == 191_662, "{payer:?}"),
            None => assert!((share.cents - i128::from(payer.amount.0) * share.of).abs() < share.of && *over == 83_192, "{payer:?}"),
        }
    }
}
