//! What the rules of meetings and of the community say in cases beside their own two, and above all where they say nothing.

use std::fs;

use crate::cases::{DAY, judge, lay, records};

const LIGHT: (&str, &str) = ("commons.toml", "format = 1\nname = \"Proef\"\nlanguage = \"nl\"\nlevel = \"light\"\n");
const BODY: (&str, &str) = ("roles/stuurgroep.toml", "title = \"Stuurgroep\"\nkind = \"body\"\non_record = false\n");

/// What is found in the smallest clean record with these files, as `rule about`, of these rules only.
fn found(files: &[(&str, &str)], rules: &[&str], on: &str) -> Vec<String> {
    let fresh = tempfile::tempdir().expect("a directory can be made");
    lay(&records().join("base"), fresh.path());
    for (path, text) in files {
        let path = fresh.path().join(path);
        fs::create_dir_all(path.parent().expect("it stands in a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
    let judged = judge(fresh.path(), on);
    let unread: Vec<&str> =
        judged.rules().into_iter().filter(|rule| matches!(*rule, "syntax-error" | "unknown-key" | "wrong-type")).collect();
    assert!(unread.is_empty(), "{}", judged.shown(commons::text::Lang::En));
    let named = judged.findings.iter().filter(|located| rules.contains(&located.finding.rule));
    named.map(|located| format!("{} {}", located.finding.rule, located.finding.about.as_deref().unwrap_or_default())).collect()
}

fn event(more: &str) -> String {
    format!("title = \"Overleg\"\n{more}")
}

/// Two events, and whether they ask the same people at the same time.
fn clashes(first: &str, second: &str) -> usize {
    let (first, second) = (event(first), event(second));
    let files = [BODY, ("events/a.toml", first.as_str()), ("events/b.toml", second.as_str())];
    found(&files, &["same-time-same-people"], DAY).len()
}

#[test]
fn nobody_is_in_two_places() {
    let body = "body = \"stuurgroep\"\n";
    let at = |from: &str, until: &str| format!("{body}starts = 2026-11-05T{from}:00\nends = 2026-11-05T{until}:00\n");
    assert_eq!(clashes(&at("10:00", "12:00"), &at("11:00", "13:00")), 1);
    assert_eq!(clashes(&at("10:00", "12:00"), &at("12:00", "13:00")), 0, "one after the other");
    assert_eq!(clashes(&at("10:00", "12:00"), &format!("{}status = \"cancelled\"\n", at("11:00", "13:00"))), 0);
    assert_eq!(clashes(&at("10:00", "12:00"), &format!("{}kind = \"deadline\"\n", at("11:00", "13:00"))), 0, "a deadline is no meeting");
    assert_eq!(clashes(&at("10:00", "12:00"), &format!("{body}starts = 2026-11-05\n")), 0, "no hour is known");
    assert_eq!(clashes(&at("10:00", "12:00"), &format!("{body}starts = 2026-11-05T11:00:00\n")), 1, "without an end its beginning counts");
    let days = format!("{body}starts = 2026-11-04T10:00:00\nends = 2026-11-06T16:00:00\n");
    assert_eq!(clashes(&days, &at("11:00", "13:00")), 0, "what lasts for days has other meetings within it");
    let group = |from: &str| format!("invited = [\"everyone\"]\nstarts = 2026-11-05T{from}:00:00\nends = 2026-11-05T17:00:00\n");
    assert_eq!(clashes(&group("10"), &group("11")), 0, "a group can divide itself");
}

#[test]
fn series_clash_on_a_date_that_both_have() {
    let weekly = "body = \"stuurgroep\"\nstarts = 2026-01-01T10:00:00\nends = 2026-01-01T11:00:00\nrepeat = { every = \"week\" }\n";
    let once = |on: &str| format!("invited = [\"stuurgroep\"]\nstarts = {on}T10:30:00\nends = {on}T12:00:00\n");
    assert_eq!(clashes(weekly, &once("2026-11-05")), 1, "a Thursday");
    assert_eq!(clashes(weekly, &once("2026-11-06")), 0);
    assert_eq!(clashes(&weekly.replace("\"week\" }", "\"week\", except = [2026-11-05] }"), &once("2026-11-05")), 0);
    assert_eq!(clashes(&format!("{weekly}occurrence = [{{ on = 2026-11-05, status = \"cancelled\" }}]\n"), &once("2026-11-05")), 0);
    let monthly = weekly.replace("week", "month");
    assert_eq!(clashes(weekly, &monthly), 1, "once is enough to say");
}

#[test]
fn ends_and_beginnings() {
    let of = |more: &str| found(&[("events/a.toml", &event(more))], &["event-ends-before-start"], DAY).len();
    assert_eq!(of("starts = 2026-03-12\nends = 2026-03-11\n"), 1);
    assert_eq!(of("starts = 2026-03-12T10:00:00\nends = 2026-03-12\n"), 0, "some time that day");
    assert_eq!(of("starts = 2026-03-12T10:00:00\nends = 2026-03-12T10:00:00\n"), 0);
    assert_eq!(of("starts = \"2026\"\nends = 2026-03-12\n"), 0, "what is vague may be earlier");
    assert_eq!(of("starts = 2026-03-12\nrepeat = { every = \"week\", until = 2026-03-11 }\n"), 1);
}

const USERS: &str = "kind = \"user-meeting\"\nstarts = 2026-02-05\n";

fn municipalities(count: usize) -> Vec<(String, String)> {
    (0..count)
        .map(|n| {
            (
                format!("participants/m{n}.toml"),
                format!(
                    "name = \"M{n}\"\nkind = \"other\"\nrepresents = [\"GM{:04}\"]\njoined = 2024-01-01\n",
                    [14, 34, 37, 47, 50, 59][n]
                ),
            )
        })
        .collect()
}

#[test]
fn a_next_meeting_is_asked_for_by_phase() {
    let of = |count: usize, more: &[(&str, &str)], on: &str| {
        let parties = municipalities(count);
        let mut files: Vec<(&str, &str)> = parties.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        files.extend(more);
        found(&files, &["no-meeting-planned"], on).len()
    };
    let users = event(USERS);
    let meeting = [("events/a.toml", users.as_str())];
    assert_eq!(of(2, &meeting, "2026-06-05"), 0, "a quarter and some weeks are no break");
    assert_eq!(of(2, &meeting, "2026-07-01"), 1);
    assert_eq!(of(6, &meeting, "2026-07-01"), 0, "later two a year are enough");
    assert_eq!(of(6, &meeting, "2026-10-01"), 1);
    assert_eq!(of(0, &meeting, "2026-10-01"), 0, "without municipalities there is no community");
    assert_eq!(of(2, &[], "2026-10-01"), 0, "nobody began with meetings");
    let with_body = event(&format!("{USERS}body = \"gebruikers\"\n"));
    let role = ("roles/gebruikers.toml", "title = \"Gebruikers\"\nkind = \"body\"\non_record = false\nmeets = \"irregular\"\n");
    assert_eq!(of(2, &[("events/a.toml", &with_body), role], "2026-10-01"), 0, "it is agreed how often the body meets");
    assert_eq!(of(2, &[("events/a.toml", &users.replace("2026-02-05", "2026-11-05"))], "2026-10-01"), 0);
    let ended = ("commons.toml", "format = 1\nname = \"Proef\"\nended = 2026-03-01\n");
    assert_eq!(of(2, &[meeting[0], ended], "2026-10-01"), 0);
}

#[test]
fn minutes_are_missed_where_they_are_kept() {
    let kept = event("kind = \"steering\"\nstarts = 2026-05-07\nminutes = \"https://x.example/1\"\n");
    let of = |more: &str| {
        let bare = event(&format!("kind = \"steering\"\n{more}"));
        found(&[("events/a.toml", &kept), ("events/b.toml", &bare)], &["minutes-missing"], DAY).len()
    };
    assert_eq!(of("starts = 2026-08-06\n"), 1);
    assert_eq!(of("starts = 2026-09-03\n"), 0, "within the month");
    assert_eq!(of("starts = 2024-08-06\n"), 0, "they are not written any more");
    assert_eq!(of("starts = 2026-08-06\nstatus = \"cancelled\"\n"), 0);
    assert_eq!(of("starts = 2026-08-06\n[[decision]]\nwhat = \"Akkoord\"\n"), 0, "a list of decisions is enough");
    assert_eq!(of("starts = 2026-01-06\nrepeat = { every = \"month\" }\n"), 1, "one finding for the whole series");
    assert_eq!(of("starts = \"2026-05\"\n"), 0);
    let talk = event("kind = \"show-and-tell\"\nstarts = 2026-05-12\nattended = [\"everyone\"]\n");
    assert!(
        found(&[("events/a.toml", &kept), ("events/b.toml", &talk)], &["minutes-missing"], DAY).is_empty(),
        "nobody minutes a demonstration"
    );
    let never = event("kind = \"steering\"\nstarts = 2026-05-07\n");
    assert!(found(&[("events/a.toml", &never)], &["minutes-missing"], DAY).is_empty(), "nobody agreed to keep them");
}

#[test]
fn actions_are_asked_after_a_month() {
    let of = |due: &str, rules: &[&str]| {
        let late = event(&format!(
            "starts = 2026-06-01\n[[action]]\nwhat = \"A\"\nwho = \"everyone\"\ndue = {due}\n[[action]]\nwhat = \"B\"\ndue = {due}\n"
        ));
        found(&[("events/a.toml", &late)], rules, DAY)
    };
    assert_eq!(of("2026-08-31", &["action-overdue"]), ["action-overdue a"], "one for the event");
    assert!(of("2026-09-01", &["action-overdue"]).is_empty());
    assert_eq!(of("2026-12-01", &["action-without-owner"]), ["action-without-owner B"]);
    let dated = event(
        "starts = 2026-06-01\nrepeat = { every = \"week\" }\n[[occurrence]]\non = 2026-06-08\n[[occurrence.action]]\nwhat = \"C\"\ndue = 2026-07-01\n",
    );
    assert_eq!(found(&[("events/a.toml", &dated)], &["action-overdue", "action-without-owner"], DAY).len(), 2);
}

#[test]
fn money_is_missed_where_a_body_answers_for_it() {
    let task = ("tasks/budget-control.toml", "title = \"B\"\n[raci]\nresponsible = [\"kas\"]\naccountable = \"stuurgroep\"\n");
    let role = ("roles/kas.toml", "title = \"Kas\"\non_record = false\n");
    let budget = ("finances/2026/budget.toml", "[[cost]]\nid = \"a\"\namount = 1.00\n");
    let of = |more: &str, others: &[(&str, &str)]| {
        let text = event(&format!("starts = 2026-11-05\n{more}"));
        let mut files = vec![BODY, task, role, ("events/a.toml", text.as_str())];
        files.extend(others);
        found(&files, &["agenda-without-finance"], DAY).len()
    };
    let bare = "body = \"stuurgroep\"\nagenda = [{ what = \"Planning\" }]\n";
    assert_eq!(of(bare, &[budget]), 1);
    assert_eq!(of(bare, &[]), 0, "there is no money");
    assert_eq!(of(&format!("kind = \"steering\"\n{bare}"), &[budget]), 0, "it has the item by itself");
    assert_eq!(of("body = \"stuurgroep\"\n", &[budget]), 0, "no agenda is written down");
    assert_eq!(of("agenda = [{ what = \"Planning\" }]\n", &[budget]), 0);
    for item in ["Conceptbegroting 2027", "Stand van de financiën", "Ledenbijdrage", "Facturen"] {
        assert_eq!(of(&bare.replace("Planning", item), &[budget]), 0, "{item}");
    }
    assert_eq!(
        of("body = \"stuurgroep\"\nagenda = [{ what = \"Stand van zaken\", by = \"kas\" }]\n", &[budget]),
        0,
        "who keeps the money speaks"
    );
}

#[test]
fn names_and_organisers() {
    let of =
        |id: &str, more: &str| found(&[LIGHT, (&format!("events/{id}.toml"), &event(more))], &["misdated-event", "organiser-missing"], DAY);
    assert_eq!(of("2026-11-05-x", "starts = 2026-11-06\norganiser = \"everyone\"\n"), ["misdated-event 2026-11-05-x"]);
    assert_eq!(of("2026-11-31-x", "starts = 2026-11-30\norganiser = \"everyone\"\n").len(), 1, "there is no such day");
    assert!(of("2026-11-05-x", "starts = 2026-11-06\nsequence = 1\norganiser = \"everyone\"\n").is_empty(), "it was moved");
    assert!(of("2026-11-06-x", "starts = 2026-11-05\nends = 2026-11-06\norganiser = \"everyone\"\n").is_empty());
    assert!(of("2026-11-12-x", "starts = 2026-11-05\nrepeat = { every = \"week\" }\norganiser = \"everyone\"\n").is_empty());
    assert!(of("2030-visie", "starts = 2026-11-05\norganiser = \"everyone\"\n").is_empty(), "a year is no date");
    assert!(of("2026-10-jarig-bestaan", "starts = 2026-11-05\norganiser = \"everyone\"\n").is_empty());
    assert_eq!(of("x", "starts = 2026-11-05\n"), ["organiser-missing x"]);
    for more in [
        "kind = \"deadline\"\n",
        "status = \"held\"\n",
        "attended = [\"everyone\"]\n",
        "minutes = \"https://x.example\"\n",
        "body = \"x\"\n",
    ] {
        assert!(of("x", &format!("starts = 2026-11-05\n{more}")).is_empty(), "{more}");
    }
    assert!(found(&[("events/x.toml", &event("starts = 2026-11-05\n"))], &["organiser-missing"], DAY).is_empty(), "no level is agreed");
}

#[test]
fn channels_and_knowledge_grow_with_the_community() {
    let of = |count: usize, community: &str| {
        let parties = municipalities(count);
        let mut files: Vec<(&str, &str)> = parties.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        files.extend([LIGHT, ("community.toml", community)]);
        found(&files, &["missing-channel", "missing-knowledge"], DAY)
    };
    let chat = "[[channel]]\nid = \"c\"\nkind = \"chat\"\n";
    let news = "[[channel]]\nid = \"n\"\nkind = \"email\"\n";
    let manual = "[[knowledge]]\nid = \"m\"\nkind = \"manual\"\n";
    assert!(of(1, "").is_empty(), "one alone needs neither");
    assert_eq!(of(2, ""), ["missing-channel channel", "missing-knowledge knowledge"]);
    assert!(of(2, &format!("{chat}{manual}")).is_empty());
    assert_eq!(of(6, &format!("{chat}{manual}")), ["missing-channel one-way", "missing-knowledge knowledge"]);
    assert_eq!(of(6, &format!("{news}{manual}"))[0], "missing-channel two-way");
    let faq = "[[knowledge]]\nid = \"f\"\nkind = \"faq\"\n";
    assert!(of(6, &format!("{chat}{news}{manual}{faq}")).is_empty());
    assert!(of(6, "[[channel]]\nid = \"c\"\n[[knowledge]]\nid = \"k\"\n").is_empty(), "nobody said of which kind they are");
}

#[test]
fn silence_and_age_have_a_month_of_grace() {
    let of = |text: &str| found(&[("community.toml", text)], &["silent-channel", "stale-knowledge"], DAY).len();
    let channel = |kind: &str, last: &str| format!("[[channel]]\nid = \"c\"\nkind = \"{kind}\"\nrhythm = \"monthly\"\nlast = {last}\n");
    assert_eq!(of(&channel("newsletter", "2026-07-31")), 1, "31 and 30 days ago was 1 August");
    assert_eq!(of(&channel("newsletter", "2026-08-01")), 0);
    assert_eq!(of(&channel("chat", "2024-08-01")), 0, "only what goes one way");
    assert_eq!(of("[[channel]]\nid = \"c\"\nkind = \"website\"\nlast = 2020-01-01\n"), 0, "no rhythm was agreed");
    assert_eq!(of("[[channel]]\nid = \"c\"\nkind = \"website\"\nrhythm = \"irregular\"\nlast = 2020-01-01\n"), 0);
    assert_eq!(of("[[knowledge]]\nid = \"k\"\nchecked = 2025-08-31\n"), 1);
    assert_eq!(of("[[knowledge]]\nid = \"k\"\nchecked = 2025-09-01\n"), 0);
    assert_eq!(of("[[knowledge]]\nid = \"k\"\n"), 0);
}

#[test]
fn buddies_and_steps() {
    let rules = ["missing-buddy", "unavailable-buddy", "overdue-onboarding-step", "reference-to-departed"];
    let of = |head: &str, onboarding: &str| {
        let text =
            format!("name = \"N\"\nkind = \"other\"\n{head}[people.eigen]\nname = \"E\"\n[onboarding]\nfrom = 2026-08-01\n{onboarding}");
        let other = "name = \"Z\"\nkind = \"other\"\n[people.blijft]\nname = \"B\"\n[people.gaat]\nname = \"G\"\nuntil = 2026-09-15\n";
        found(&[("participants/n.toml", &text), ("participants/z.toml", other)], &rules, DAY)
    };
    let done = "[onboarding.done]\nwelcome-mail = 2026-08-03\nchannel-invitation = 2026-08-03\nmeet-coordinator = 2026-08-03\nbuddy = 2026-08-03\n";
    let rest = "onboarding-session = 2026-08-03\nfirst-meeting = 2026-08-03\n[onboarding.not_applicable]\naccess = \"x\"\n";
    assert!(of("", &format!("buddy = \"gaat\"\n{done}{rest}")).is_empty(), "the way in is behind them");
    let both = ["overdue-onboarding-step n", "unavailable-buddy n"];
    assert_eq!(of("", &format!("buddy = \"gaat\"\n{done}access = 2026-08-03\n")), both, "that the buddy left is said once");
    assert_eq!(of("", &format!("buddy = \"eigen\"\n{done}access = 2026-08-03\n")), both);
    assert!(of("", "").contains(&"missing-buddy n".to_owned()));
    assert_eq!(of("", "[onboarding.not_applicable]\nbuddy = \"kennen elkaar\"\n"), ["overdue-onboarding-step n"]);
    assert!(of("left = 2026-12-31\n", "").is_empty(), "it leaves");
    assert_eq!(of("", &format!("buddy = \"blijft\"\n{done}access = 2026-08-03\n")), ["overdue-onboarding-step n"], "the session alone");
}
