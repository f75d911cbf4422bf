//! Agendas by the handbook: the seven items of a user meeting, the programme of a day, and money on every one (B7, B8, A15).

use serde_json::Value;

use crate::cases::root;
use crate::program::{Ran, program};

fn agenda(record: &str, arguments: &[&str]) -> Value {
    let folder = root().join("examples").join(record);
    Ran::of(program().arg("-C").arg(folder).args(["--on", "2026-10-01", "--lang", "nl", "agenda", "--format", "json"]).args(arguments))
        .json()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Each item: when it begins, which one it is, how it is called.
fn items(json: &Value) -> Vec<String> {
    let items = json["items"].as_array().expect("items are a list");
    items.iter().map(|one| format!("{} {} {}", text(&one["from"]), text(&one["id"]), one["minutes"])).collect()
}

fn points(json: &Value, number: i64) -> String {
    let points = json["points"].as_array().expect("points are a list").iter().filter(|one| one["number"] == number);
    points.map(|one| format!("{}\n", one["text"])).collect()
}

#[test]
fn b7_the_seven_items_of_a_user_meeting_take_the_time_there_is() {
    let json = agenda("wijkwijzer", &["2026-12-10"]);
    assert_eq!(
        items(&json),
        [
            "10:00 opening 15",
            "10:15 progress 20",
            "10:35 roadmap 35",
            "11:10 break 10",
            "11:20 use-case 25",
            "11:45 technical 20",
            "12:05 finance 15",
            "12:20 closing 10"
        ]
    );
    assert_eq!((&json["meeting"][0]["minutes"], &json["meeting"][0]["room"]), (&Value::from(150), &Value::from(150)));
    assert!(points(&json, 1).contains("Gemeente Wijdemeren treedt uit; de laatste dag is 31 december 2026"));
    assert!(points(&json, 2).contains("Thema van de communitydag is de melder centraal"));
    assert!(points(&json, 3).contains("Nieuwe wens: Kaartlaag met geplande werkzaamheden"));
    assert!(points(&json, 5).contains("ondersteund tot en met 31 december 2029"));
    assert_eq!(json["actions"][0]["who"], "community-manager");
}

#[test]
fn b7_whose_turn_it_is_was_longest_ago() {
    // Assen, Utrecht and Nijkerk told this year; Dalfsen has only just begun, and Wijdemeren leaves.
    let said = points(&agenda("wijkwijzer", &["2026-11-05"]), 3);
    assert!(said.contains("Aan de beurt: Gemeente Deventer") && said.contains("Daarna: Gemeente Kampen en Gemeente Zwolle"), "{said}");
    // Who is in turn on the community day is not in turn again the month after it.
    let said = points(&agenda("wijkwijzer", &["2026-12-10"]), 4);
    assert!(said.contains("Aan de beurt: Gemeente Kampen") && said.contains("Daarna: Gemeente Zwolle"), "{said}");
    // Who was asked takes the place of the standing item.
    let json = agenda("wijkwijzer", &["2026-06-11"]);
    assert_eq!(json["items"][4]["what"], "Uit de praktijk van Utrecht: terugkoppeling aan melders");
    assert!(!points(&json, 4).contains("Aan de beurt"));
}

#[test]
fn b8_a_community_day_has_six_elements_with_its_own_items_in_them() {
    let json = agenda("wijkwijzer", &["2026-11-05"]);
    // Together they fill the day from half past nine to five.
    assert_eq!(
        items(&json),
        [
            "09:30 plenary-opening 35",
            "10:05 workshops 130",
            "12:15 showcase 70",
            "13:25 marketplace 65",
            "14:30 open-space 85",
            "15:55 drinks 65"
        ]
    );
    assert!(json["items"].as_array().expect("items").iter().all(|one| !text(&one["purpose"]).is_empty()), "{}", json["items"]);
    assert!(points(&json, 2).contains("Workshop: koppelen met het zaaksysteem"));
    assert!(points(&json, 1).contains("Waar staat ons geld"), "what belongs nowhere else is for all together");
    assert!(points(&json, 4).contains("Stoeptegel Software"));
}

#[test]
fn a15_money_stands_on_the_agenda_of_users_and_of_the_steering_group() {
    for (record, event) in [("wijkwijzer", "gebruikersgroep"), ("wijkwijzer", "stuurgroep"), ("loketplein", "stuurgroep")] {
        let json = agenda(record, &[event]);
        let finance = json["items"].as_array().expect("items").iter().find(|one| one["id"] == "finance").expect("money is on it");
        let said = points(&json, finance["number"].as_i64().expect("it has a number"));
        assert!(said.contains("Begroting 2026: vastgesteld") && said.contains("Reserve: €"), "{record} {event}: {said}");
        // How many are open is for all; who owes it is not.
        assert!(said.contains("open") && !said.contains("Gemeente"), "{said}");
    }
}

#[test]
fn an_agenda_that_does_not_fit_says_so_and_is_made_shorter() {
    let json = agenda("wijkwijzer", &["stuurgroep"]);
    assert_eq!(items(&json)[3], "13:55 decisions 45", "its own items keep their time");
    assert_eq!(json["meeting"][0]["minutes"], 90);
    let folder = root().join("examples/wijkwijzer");
    let shown = Ran::of(program().arg("-C").arg(folder).args(["--on", "2026-10-01", "--lang", "nl", "agenda", "stuurgroep"]));
    let shown = String::from_utf8_lossy(&shown.out).into_owned();
    assert!(shown.contains("samen 105 minuten, 15 meer dan er zijn"), "{shown}");
}

#[test]
fn who_takes_part_is_asked_on_the_day_of_the_meeting() {
    let fresh = crate::program::Fresh::empty();
    crate::cases::lay(&root().join("examples/wijkwijzer"), fresh.path());
    let coming = "title = \"Kwartaaloverleg\"\nkind = \"user-meeting\"\nbody = \"user-group\"\nstarts = 2027-02-11T10:00:00\ninvited = [\"all-participants\"]\n";
    fresh.write("events/2027-02-11-gebruikersoverleg.toml", coming);
    let run = |arguments: &[&str]| {
        let ran = Ran::of(program().current_dir(fresh.path()).args(["--on", "2026-10-01", "--lang", "nl"]).args(arguments));
        ran.shown().to_owned()
    };
    // Wijdemeren leaves before it.
    let agenda = run(&["agenda", "2027-02-11", "--format", "md"]);
    assert!(agenda.contains("Alle deelnemers (9)"), "{agenda}");
    let mail = run(&["agenda", "2027-02-11", "--format", "mail"]);
    assert!(
        mail.contains("openbareruimte@hilversum")
            == run(&["agenda", "2026-12-10", "--format", "mail"]).contains("openbareruimte@hilversum")
    );
    assert!(!mail.contains("@wijdemeren"), "{mail}");
    // Nobody reproaches a meeting that has not been.
    assert!(agenda.contains("Verslag van 10 december 2026: dat overleg is nog niet geweest"), "{agenda}");
    // Dalfsen began in September.
    assert!(!run(&["minutes", "2026-03-12"]).contains("Dalfsen"));
    assert!(run(&["minutes", "2026-12-10"]).contains("Dalfsen"));
    // What came after a meeting is no news to it.
    let past = run(&["agenda", "2026-02-05", "--format", "md"]);
    assert!(!past.contains("Wijdemeren treedt uit") && !past.contains("30 juni 2026, goed voor"), "{past}");
}

#[test]
fn actions_are_in_the_order_of_their_days() {
    let json = agenda("wijkwijzer", &["2026-11-19"]);
    let days: Vec<&str> = json["actions"].as_array().expect("actions").iter().map(|one| text(&one["due"])).collect();
    assert_eq!(days, ["2026-11-05", "2026-11-12"]);
}
