//! Records that nobody wrote: those of the examples with keys, items and files changed at random, the same for the same number.

use std::collections::BTreeMap;

use toml::Value;

use crate::program::Dice;

/// Changes some of a record's files, given by their paths.
pub fn mutate(files: &mut BTreeMap<String, String>, dice: &mut Dice) {
    for n in 0..=dice.below(10) {
        let path = files.keys().nth(dice.below(files.len())).expect("a record has files").clone();
        let text = files[&path].clone();
        match dice.below(20) {
            0 if path != "commons.toml" => drop(files.remove(&path)),
            1 | 2 if path.matches('/').count() == 1 => {
                let folder = path.split('/').next().expect("there is a folder");
                let moved = files.remove(&path).expect("it was there");
                files.insert(format!("{folder}/zz-{n}-{}.toml", dice.below(100)), moved);
            }
            3 if path.matches('/').count() == 1 => {
                let folder = path.split('/').next().expect("there is a folder");
                files.insert(format!("{folder}/kopie-{n}.toml"), text);
            }
            4 => drop(files.insert(path, format!("{text}\nniet = [\n"))),
            5 => drop(files.insert(path, format!("# een opmerking\n{text}"))),
            _ => {
                let Ok(mut table) = text.parse::<toml::Table>() else { continue };
                in_table(&mut table, dice);
                files.insert(path, table.to_string());
            }
        }
    }
}

fn in_table(table: &mut toml::Table, dice: &mut Dice) {
    if table.is_empty() {
        return;
    }
    let key = table.keys().nth(dice.below(table.len())).expect("it has keys").clone();
    if dice.below(8) == 0 {
        table.remove(&key);
        return;
    }
    if let Some(value) = table.get_mut(&key) {
        in_value(value, dice);
    }
}

fn in_value(value: &mut Value, dice: &mut Dice) {
    match value {
        Value::Table(table) => in_table(table, dice),
        Value::Array(all) if !all.is_empty() => {
            let (at, to) = (dice.below(all.len()), dice.below(all.len()));
            match dice.below(6) {
                0 => drop(all.remove(at)),
                1 => all.insert(to, all[at].clone()),
                2 => all.swap(at, to),
                3 => all.reverse(),
                _ => in_value(&mut all[at], dice),
            }
        }
        Value::String(text) => {
            let others = ["zwolle", "utrecht", "jdevries", "anders", "coordinator", "2027-01-01", "Iets heel anders dan er eerst stond"];
            *text = if dice.below(4) == 0 { format!("{text} en meer") } else { others[dice.below(others.len())].to_owned() };
        }
        Value::Integer(number) => *number += i64::try_from(dice.below(5)).expect("it is small"),
        Value::Float(number) => *number += 100.0,
        Value::Boolean(yes) => *yes = !*yes,
        Value::Datetime(day) => {
            let days = ["2025-01-01", "2026-12-31", "2027-06-01"];
            *day = days[dice.below(days.len())].parse().expect("it is a day");
        }
        Value::Array(_) => {}
    }
}
