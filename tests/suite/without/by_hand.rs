//! Takes people and organisations out of the files of a record, as somebody with an editor would, and knows nothing of the library.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use commons::record::values::Id;
use toml::{Table, Value};

fn files(folder: &Path, below: &str) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder.join(below)).sort_by_file_name().into_iter().filter_map(Result::ok);
    entries.map(walkdir::DirEntry::into_path).filter(|path| path.extension().is_some_and(|ending| ending == "toml")).collect()
}

fn read(path: &Path) -> Table {
    fs::read_to_string(path).expect("it can be read").parse().expect("it is TOML")
}

fn change(path: &Path, with: impl FnOnce(&mut Table)) {
    let mut table = read(path);
    let before = table.clone();
    with(&mut table);
    if table != before {
        fs::write(path, toml::to_string(&table).expect("it can be written")).expect("it can be written");
    }
}

/// One value, or a list of them.
pub fn list(value: Option<&Value>) -> Vec<Value> {
    match value {
        None => Vec::new(),
        Some(Value::Array(all)) => all.clone(),
        Some(one) => vec![one.clone()],
    }
}

fn plain(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

fn names(value: Option<&Value>, gone: &BTreeSet<String>) -> bool {
    value.and_then(Value::as_str).is_some_and(|id| gone.contains(plain(id)) && !id.starts_with("roles/"))
}

/// Those who are named, and the people of organisations among them.
pub fn leavers(folder: &Path, who: &[Id]) -> BTreeSet<String> {
    let mut gone: BTreeSet<String> = who.iter().map(ToString::to_string).collect();
    let organisations = gone.clone();
    for path in files(folder, "participants").into_iter().chain([folder.join("people.toml")]).filter(|path| path.exists()) {
        let employer = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
        for (id, person) in read(&path).get("people").and_then(Value::as_table).into_iter().flatten() {
            if path.parent() != Some(folder) && organisations.contains(&employer) || names(person.get("works_for"), &organisations) {
                gone.insert(id.clone());
            }
        }
    }
    gone
}

/// The last day that a date may mean, as text that sorts.
fn last(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), |text| text.trim_start_matches("by ").to_owned());
    match text.len() {
        4 => format!("{text}-12-31"),
        7 => format!("{text}-31"),
        _ => text,
    }
}

fn first(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), |text| text.trim_start_matches("by ").to_owned());
    match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text,
    }
}

fn is(table: &Value, key: &str) -> bool {
    table.get(key).and_then(Value::as_bool) == Some(true)
}

fn is_over(entry: &Value, day: &str) -> bool {
    is(entry, "former") || entry.get("until").is_some_and(|until| last(until).as_str() < day)
}

fn is_now(entry: &Value, day: &str) -> bool {
    !is_over(entry, day) && entry.get("from").is_none_or(|from| first(from).as_str() <= day)
}

/// Takes them out of every file that counts on them; what is over stays.
pub fn remove(folder: &Path, gone: &BTreeSet<String>, day: &str) {
    let clear = |table: &mut Table, key: &str| {
        if names(table.get(key), gone) {
            table.remove(key);
        }
    };
    let keep = |table: &mut Table, key: &str| {
        if let Some(Value::Array(all)) = table.get_mut(key) {
            all.retain(|one| !names(Some(one), gone) && !names(one.get("who"), gone) && !names(one.get("participant"), gone));
        }
    };
    for path in files(folder, "roles") {
        change(&path, |table| of_role(table, gone, day));
    }
    for path in files(folder, "tasks") {
        change(&path, |table| {
            let Some(raci) = table.get_mut("raci").and_then(Value::as_table_mut) else { return };
            for letter in ["responsible", "accountable", "consulted", "informed"] {
                if raci.contains_key(letter) {
                    let all = list(raci.get(letter));
                    let left: Vec<Value> =
                        all.iter().filter(|one| !names(Some(one), gone) && !names(one.get("who"), gone)).cloned().collect();
                    if left.len() < all.len() {
                        raci.insert(letter.into(), Value::Array(left));
                    }
                }
            }
        });
    }
    change(&folder.join("commons.toml"), |table| {
        clear(table, "lead");
        if let Some(finances) = table.get_mut("finances").and_then(Value::as_table_mut) {
            clear(finances, "fund_holder");
        }
    });
    for path in files(folder, "products") {
        change(&path, |table| ["owner", "maintainer", "repository_owner"].iter().for_each(|key| clear(table, key)));
    }
    for path in files(folder, "events") {
        change(&path, |table| {
            let coming = first(&table["starts"])[..10] >= *day
                || table.get("repeat").is_some_and(|repeat| repeat.get("until").is_none_or(|until| last(until).as_str() >= day));
            if coming {
                clear(table, "organiser");
                keep(table, "invited");
            }
            let mut dates: Vec<&mut Table> = Vec::new();
            let (mut own, mut of_dates) = (Vec::new(), Vec::new());
            for (key, value) in table.iter_mut() {
                match (key.as_str(), value) {
                    ("action", Value::Array(all)) => own.extend(all.iter_mut()),
                    ("occurrence", Value::Array(all)) => dates.extend(all.iter_mut().filter_map(Value::as_table_mut)),
                    _ => {}
                }
            }
            for date in dates {
                of_dates.extend(date.get_mut("action").and_then(Value::as_array_mut).into_iter().flatten());
            }
            for action in own.into_iter().chain(of_dates).filter_map(Value::as_table_mut) {
                if action.get("done").is_none_or(|done| last(done).as_str() > day) {
                    clear(action, "who");
                }
            }
        });
    }
    for path in files(folder, "finances").into_iter().filter(|path| path.ends_with("budget.toml")) {
        let below = path.strip_prefix(folder.join("finances")).expect("it stands there");
        let year = below.iter().next().expect("a year").to_string_lossy().into_owned();
        change(&path, |table| {
            keep(table, "in_kind");
            if let Some(contribution) = table.get_mut("contribution").and_then(Value::as_table_mut) {
                keep(contribution, "override");
            }
            of_income(table, &year, gone, day);
        });
    }
    for path in files(folder, "participants").into_iter().chain([folder.join("people.toml")]).filter(|path| path.exists()) {
        let id = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
        if gone.contains(&id) && path.parent() != Some(folder) {
            fs::remove_file(&path).expect("it can be removed");
            continue;
        }
        change(&path, |table| {
            if let Some(people) = table.get_mut("people").and_then(Value::as_table_mut) {
                people.retain(|id, _| !gone.contains(id));
            }
            clear(table, "contact");
            keep(table, "represents");
            for (key, field) in [("onboarding", "buddy"), ("interest", "by")] {
                if let Some(inner) = table.get_mut(key).and_then(Value::as_table_mut) {
                    clear(inner, field);
                }
            }
            if let Some(Value::Array(uses)) = table.get_mut("use") {
                uses.iter_mut().filter_map(Value::as_table_mut).for_each(|used| clear(used, "supplier"));
            }
        });
    }
}

/// Of a budget that is still to begin, the income that comes from them alone, and what amends it.
fn of_income(table: &mut Table, year: &str, gone: &BTreeSet<String>, day: &str) {
    let begins = table.get("period").and_then(|period| period.get("from")).map(first);
    if begins.unwrap_or_else(|| format!("{year}-01-01")).as_str() < day {
        return;
    }
    let mut lines = BTreeSet::new();
    if let Some(Value::Array(all)) = table.get_mut("income") {
        all.retain(|one| {
            let from = list(one.get("from"));
            let goes = !from.is_empty() && from.iter().all(|id| names(Some(id), gone));
            if goes {
                lines.extend(one.get("id").and_then(Value::as_str).map(ToOwned::to_owned));
            }
            !goes
        });
    }
    if let Some(Value::Array(all)) = table.get_mut("amendment") {
        all.retain(|one| !one["line"].as_str().is_some_and(|line| lines.contains(line)));
    }
}

fn of_role(table: &mut Table, gone: &BTreeSet<String>, day: &str) {
    let mut left = false;
    let was_held = is_held(table, day);
    for key in ["holder", "backup"] {
        if let Some(Value::Array(all)) = table.get_mut(key) {
            let before = all.len();
            all.retain(|one| is_over(one, day) || !names(one.get("who"), gone) && !names(one.get("for_organisation"), gone));
            left |= key == "holder" && all.len() < before;
        }
    }
    if let Some(Value::Array(turns)) = table.get_mut("turn") {
        let begins: Vec<String> = turns.iter().map(|turn| first(&turn["from"])).collect();
        // Each turn ends by itself, or on the day before the first that begins after it.
        let ends: Vec<Option<Value>> = turns
            .iter()
            .map(|turn| {
                let next = begins.iter().filter(|begin| **begin > first(&turn["from"])).min();
                let eve = next.map(|next| {
                    let eve = commons::date::Date::parse(next).expect("it is a day").plus_days(-1).to_string();
                    Value::Datetime(eve.parse().expect("it is a day"))
                });
                turn.get("until").cloned().or(eve)
            })
            .collect();
        let goes =
            |turn: &Value, end: &Option<Value>| names(turn.get("who"), gone) && end.as_ref().is_none_or(|end| last(end).as_str() >= day);
        if turns.iter().zip(&ends).any(|(turn, end)| goes(turn, end)) {
            left = true;
            let all: Vec<(Value, Option<Value>)> = turns.drain(..).zip(ends).filter(|(turn, end)| !goes(turn, end)).collect();
            for (mut turn, end) in all {
                if let (Some(end), Some(table)) = (end, turn.as_table_mut()) {
                    table.insert("until".into(), end);
                }
                turns.push(turn);
            }
        }
    }
    if names(table.get("hosted_by"), gone) {
        table.remove("hosted_by");
    }
    if was_held && left && table.get("on_record").and_then(Value::as_bool) != Some(false) && !is_held(table, day) {
        table.insert("vacant".into(), Value::Boolean(true));
    }
}

/// Whether a term or a turn runs on a day.
fn is_held(table: &Table, day: &str) -> bool {
    let empty = Vec::new();
    let all = |key: &str| table.get(key).and_then(Value::as_array).unwrap_or(&empty);
    let turn = all("turn").iter().filter(|turn| first(&turn["from"]).as_str() <= day).max_by_key(|turn| first(&turn["from"]));
    all("holder").iter().any(|one| is_now(one, day))
        || turn.is_some_and(|turn| turn.get("until").is_none_or(|until| last(until).as_str() >= day))
}

/// Lets back-ups hold the roles that became vacant: those who are still there. `before` is the record from before.
pub fn step_in(folder: &Path, before: &Path, day: &str) {
    let there = everybody(folder);
    for path in files(folder, "roles") {
        let was = read(&before.join("roles").join(path.file_name().expect("it has a name")));
        change(&path, |table| {
            if table.get("vacant").and_then(Value::as_bool) != Some(true) || !is_held(&was, day) {
                return;
            }
            let (ins, rest): (Vec<Value>, Vec<Value>) = list(table.get("backup"))
                .into_iter()
                .partition(|one| is_now(one, day) && one["who"].as_str().is_some_and(|who| there.contains(plain(who))));
            if ins.is_empty() {
                return;
            }
            let mut holders = list(table.get("holder"));
            holders.extend(ins);
            table.insert("holder".into(), Value::Array(holders));
            table.insert("backup".into(), Value::Array(rest));
            table.remove("vacant");
        });
    }
}

/// The organisations and people of a record who have not left.
fn everybody(folder: &Path) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for path in files(folder, "participants").into_iter().chain([folder.join("people.toml")]).filter(|path| path.exists()) {
        let table = read(&path);
        let day = crate::cases::DAY;
        let stays = |value: &Value| {
            value.get("until").is_none_or(|until| last(until).as_str() >= day)
                && value.get("from").is_none_or(|from| first(from).as_str() <= day)
        };
        all.extend(
            table
                .get("people")
                .and_then(Value::as_table)
                .into_iter()
                .flatten()
                .filter(|(_, person)| stays(person))
                .map(|(id, _)| id.clone()),
        );
        if path.parent() != Some(folder)
            && table.get("left").is_none_or(|left| last(left).as_str() >= day)
            && (table.get("status").and_then(Value::as_str) != Some("left") || table.contains_key("left"))
        {
            all.insert(path.file_stem().expect("it has a name").to_string_lossy().into_owned());
        }
    }
    all
}
