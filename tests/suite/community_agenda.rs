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
    let said = points(&agenda("wijkwijzer", &["2026-12-10"]), 4);
    assert!(said.contains("Aan de beurt: Gemeente Deventer") && said.contains("Daarna: Gemeente Kampen en Gemeente Zwolle"), "{said}");
    // Who was asked takes the place of the standing item.
    let json = agenda("wijkwijzer", &["2026-06-11"]);
    assert_eq!(json["items"][4]["what"], "Uit de praktijk van Utrecht: terugkoppeling aan melders");
    assert!(!points(&json, 4).contains("Aan de beurt"));
}

#[test]
fn b8_a_community_day_has_six_elements_with_its_own_items_in_them() {
    let json = agenda("wijkwijzer", &["2026-11-05"]);
    let ids: Vec<&str> = json["items"].as_array().expect("items").iter().map(|one| text(&one["id"])).collect();
    assert_eq!(ids, ["plenary-opening", "workshops", "showcase", "marketplace", "open-space", "drinks"]);
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
