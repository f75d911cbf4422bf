//! Edits: what a change does to a text, and that it does nothing else.

use commons::edit::{Edit, Refused, apply, quoted};
use commons::finding::Keys;
use commons::keys;
use toml::{Table, Value};

use crate::program::texts;

/// The keys of `a.b` in no order of their own.
fn none(_: &[&str]) -> Vec<String> {
    Vec::new()
}

fn order(table: &[&str]) -> Vec<String> {
    let known: &[&str] = match table {
        [] => &["title", "kind", "hours", "raci", "holder"],
        ["holder"] => &["who", "from", "until"],
        _ => &[],
    };
    known.iter().map(|key| (*key).to_owned()).collect()
}

#[test]
fn an_edit_does_what_it_says() {
    let set = |keys, value: &str| Edit::Set(keys, value.to_owned());
    let pairs = |pairs: &[(&str, &str)]| pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>();
    let text = "#:schema x\n\n# A role.\ntitle = \"a\"  # why\nhours = 2\n\n# The first.\n[[holder]]\nwho = \"b\"\nfrom = 2026-01-01\n[[holder]]\nwho = \"c\"\n\n[raci]\nresponsible = [\n  \"x\",  # one\n  \"y\"   # two\n]\naccountable = \"z\"\ninformed = [{ who = \"p\", via = \"q\" }]\n";
    for (edit, old, new) in [
        (set(keys!["title"], "\"ü\""), "\"a\"  # why", "\"ü\"  # why"),
        (set(keys!["kind"], "\"body\""), "hours = 2\n", "kind = \"body\"\nhours = 2\n"),
        (set(keys!["holder", 0, "until"], "2027-01-01"), "from = 2026-01-01\n", "from = 2026-01-01\nuntil = 2027-01-01\n"),
        (set(keys!["holder", 1, "from"], "2027-01-01"), "who = \"c\"\n", "who = \"c\"\nfrom = 2027-01-01\n"),
        (set(keys!["raci", "responsible", 1], "\"w\""), "\"y\"", "\"w\""),
        (set(keys!["raci", "informed", 0, "for"], "\"r\""), "via = \"q\" }", "via = \"q\", for = \"r\" }"),
        (
            Edit::Append(keys!["holder"], pairs(&[("from", "2028-01-01"), ("who", "\"d\"")])),
            "who = \"c\"\n",
            "who = \"c\"\n[[holder]]\nwho = \"d\"\nfrom = 2028-01-01\n",
        ),
        (Edit::Append(keys!["raci", "informed"], pairs(&[("who", "\"r\"")])), "via = \"q\" }]", "via = \"q\" }, { who = \"r\" }]"),
        (Edit::Append(keys!["raci", "accountable"], pairs(&[("who", "\"r\"")])), "\"z\"", "[\"z\", { who = \"r\" }]"),
        (
            Edit::Append(keys!["raci", "responsible"], pairs(&[("who", "\"r\"")])),
            "\"y\"   # two\n]",
            "\"y\",   # two\n  { who = \"r\" },\n]",
        ),
        (Edit::Append(keys!["backup"], pairs(&[("who", "\"e\"")])), "via = \"q\" }]\n", "via = \"q\" }]\n\n[[backup]]\nwho = \"e\"\n"),
        (Edit::Push(keys!["raci", "accountable"], "\"r\"".to_owned()), "\"z\"", "[\"z\", \"r\"]"),
        (Edit::Push(keys!["raci", "responsible"], "\"r\"".to_owned()), "\"y\"   # two\n]", "\"y\",   # two\n  \"r\",\n]"),
        (Edit::Remove(keys!["hours"]), "hours = 2\n", ""),
        (Edit::Remove(keys!["holder", 1]), "[[holder]]\nwho = \"c\"\n", ""),
        // What is said right above a header is about it.
        (Edit::Remove(keys!["holder", 0]), "\n# The first.\n[[holder]]\nwho = \"b\"\nfrom = 2026-01-01\n", ""),
        (Edit::Remove(keys!["raci", "responsible", 0]), "  \"x\",  # one\n", ""),
        (Edit::Remove(keys!["raci", "responsible", 1]), "  \"y\"   # two\n", ""),
        (Edit::Remove(keys!["raci", "informed", 0, "via"]), "{ who = \"p\", via = \"q\" }", "{ who = \"p\" }"),
        (Edit::Rename(keys!["hours"], "uren per week".to_owned()), "hours = 2", "\"uren per week\" = 2"),
        (Edit::Rename(keys!["raci"], "rasci".to_owned()), "[raci]", "[rasci]"),
    ] {
        let expected = text.replacen(old, new, 1);
        assert_ne!(expected, text, "{edit:?}: nothing would change");
        let done = apply(text, std::slice::from_ref(&edit), &order).expect("it can be made");
        assert_eq!(done, expected, "{edit:?}");
        // Line ends, a byte-order mark and a missing last line end stay as they are.
        let other = |text: &str| format!("\u{feff}{}", text.trim_end().replace('\n', "\r\n"));
        assert_eq!(apply(&other(text), std::slice::from_ref(&edit), &order).expect("it can be made"), other(&expected), "{edit:?}");
    }
}

/// A table that is written with dots stays so, and goes with all of its pairs.
#[test]
fn dotted_keys_are_changed_where_they_stand() {
    let text = "title = \"a\"\nraci.responsible = \"x\" # why\nraci . accountable = [\"y\"]\nhours = 2\n\n[covers]\na.b = 1\n";
    let added = "raci.informed = [\"z\"]\n";
    let with = |name: &str, value: &str| Edit::Set(Keys::default().then("raci").then(name.to_owned()), value.to_owned());
    for (edit, old, new) in [
        (with("responsible", "[]"), "\"x\"", "[]"),
        (with("informed", "[\"z\"]"), "hours", &*format!("{added}hours")),
        (Edit::Set(keys!["raci", "more", "deep"], "1".to_owned()), "hours", "raci.more.deep = 1\nhours"),
        (Edit::Push(keys!["raci", "responsible"], "\"z\"".to_owned()), "\"x\"", "[\"x\", \"z\"]"),
        (
            Edit::Append(keys!["raci", "consulted"], vec![("who".to_owned(), "\"z\"".to_owned())]),
            "hours",
            "raci.consulted = [{ who = \"z\" }]\nhours",
        ),
        (Edit::Remove(keys!["raci"]), "raci.responsible = \"x\" # why\nraci . accountable = [\"y\"]\n", ""),
        (Edit::Remove(keys!["raci", "responsible"]), "raci.responsible = \"x\" # why\n", ""),
        (Edit::Set(keys!["covers", "a", "c"], "2".to_owned()), "a.b = 1\n", "a.b = 1\na.c = 2\n"),
        (Edit::Remove(keys!["covers", "a"]), "a.b = 1\n", ""),
        (Edit::Remove(keys!["covers"]), "\n[covers]\na.b = 1\n", ""),
        (Edit::Rename(keys!["raci"], "rasci".to_owned()), "raci.r", "rasci.r"),
    ] {
        let mut expected = text.replacen(old, new, 1);
        if matches!(edit, Edit::Rename(..)) {
            expected = expected.replace("raci .", "rasci .");
        }
        assert_eq!(apply(text, std::slice::from_ref(&edit), &none).as_ref(), Ok(&expected), "{edit:?}");
    }
    let both = "a.b = 1\n\n[[a.list]]\nx = 1\n";
    let more = apply(both, &[Edit::Append(keys!["a", "list"], vec![("x".to_owned(), "2".to_owned())])], &none);
    assert!(more.is_ok_and(|more| more.ends_with("[[a.list]]\nx = 2\n")));
    assert_eq!(apply(both, &[Edit::Remove(keys!["a"])], &none).as_deref(), Ok(""));
}

/// The remarks of a table go with it, but not those of the file, of another table, or of a pair above.
#[test]
fn a_section_goes_with_the_remarks_that_are_about_it() {
    for (text, left) in [
        ("a = 1\n\n# b,\n# really\n[b]\nc = 1\n", "a = 1\n"),
        ("a = 1\n# about b\n[b]\nc = 1\n", "a = 1\n"),
        ("a = 1\n# d = 2\n# about b\n[b]\nc = 1\n", "a = 1\n# d = 2\n"),
        ("a = 1\n\n# far\n\n[b]\nc = 1\n", "a = 1\n\n# far\n"),
        ("# The file.\n[b]\nc = 1\n", "# The file.\n"),
        ("#:schema s\n\n# about b\n[b]\nc = 1\n\n# about d\n[d]\n", "#:schema s\n\n# about d\n[d]\n"),
    ] {
        assert_eq!(apply(text, &[Edit::Remove(keys!["b"])], &none).as_deref(), Ok(left), "{text}");
    }
}

#[test]
fn an_edit_that_cannot_be_made_changes_nothing() {
    let text = "a = 1\n[b]\nc = [1, 2]\n";
    for (edit, why) in [
        (Edit::Set(keys!["a", "x"], "1".to_owned()), Refused::Nowhere(keys!["a", "x"])),
        (Edit::Set(keys!["b", "c", 5], "1".to_owned()), Refused::Nowhere(keys!["b", "c", 5])),
        (Edit::Set(keys!["a"], "een".to_owned()), Refused::Unreadable(keys!["a"])),
        (Edit::Set(keys!["a"], "1\nb = 2".to_owned()), Refused::Unreadable(keys!["a"])),
        (Edit::Remove(keys!["z"]), Refused::Nowhere(keys!["z"])),
        (Edit::Push(keys!["z"], "1".to_owned()), Refused::Nowhere(keys!["z"])),
        (Edit::Rename(keys!["a"], "b".to_owned()), Refused::Unreadable(keys!["a"])),
        (Edit::Rename(keys!["z"], "b".to_owned()), Refused::Nowhere(keys!["z"])),
    ] {
        assert_eq!(apply(text, std::slice::from_ref(&edit), &none), Err(why), "{edit:?}");
    }
    assert_eq!(apply("a = \n", &[], &none), Err(Refused::NotToml));
}

#[test]
fn a_first_pair_stands_above_the_tables() {
    let one = |text: &str| apply(text, &[Edit::Set(keys!["title"], "\"t\"".to_owned())], &none).expect("it can be made");
    assert_eq!(one(""), "title = \"t\"\n");
    assert_eq!(one("# only a remark"), "# only a remark\ntitle = \"t\"");
    assert_eq!(one("#:schema s\n\n[a]\nb = 1\n"), "#:schema s\n\ntitle = \"t\"\n\n[a]\nb = 1\n");
    assert_eq!(one("# about a\n[a]\nb = 1\n"), "title = \"t\"\n\n# about a\n[a]\nb = 1\n");
}

/// The way to every value of a table, and to every table in it.
fn ways(value: &Value, keys: &Keys, values: &mut Vec<(Keys, Value)>, tables: &mut Vec<Keys>) {
    match value {
        Value::Table(table) => {
            tables.push(keys.clone());
            table.iter().for_each(|(name, value)| ways(value, &keys.then(name.clone()), values, tables));
        }
        Value::Array(items) => items.iter().enumerate().for_each(|(n, item)| ways(item, &keys.then(n), values, tables)),
        value => values.push((keys.clone(), value.clone())),
    }
}

/// In every text of the examples and of the cases, in several forms: a change and its inverse leave the same bytes, and what is
/// read differs in that one place only.
#[test]
fn every_edit_can_be_undone_to_the_byte() {
    let mut made = 0;
    for (_, path, plain) in texts() {
        let Ok(table) = toml::from_str::<Table>(plain.trim_start_matches('\u{feff}')) else { continue };
        let (mut values, mut tables) = (Vec::new(), Vec::new());
        ways(&Value::Table(table), &Keys::default(), &mut values, &mut tables);
        for text in [
            plain.clone(),
            plain.replace("\r\n", "\n").replace('\n', "\r\n"),
            format!("\u{feff}{}", plain.trim_start_matches('\u{feff}').trim_end()),
        ] {
            let step = (values.len() / 6).max(1);
            for (keys, value) in values.iter().step_by(step) {
                let away = apply(&text, &[Edit::Set(keys.clone(), quoted("…"))], &none).expect("every value can be changed");
                let back = old_value(&text, keys).expect("it has a value");
                assert_eq!(apply(&away, &[Edit::Set(keys.clone(), back)], &none).as_ref(), Ok(&text), "{path}: {keys}");
                let differing = away.lines().zip(text.lines()).filter(|(one, other)| one != other).count();
                assert!(differing <= 1 || value.as_str().is_some_and(|text| text.contains('\n')), "{path}: {keys}");
                made += 1;
            }
            for table in tables.iter().step_by((tables.len() / 4).max(1)) {
                let keys = table.then("zz-nieuw".to_owned());
                let with = apply(&text, &[Edit::Set(keys.clone(), "1".to_owned())], &none);
                let Ok(with) = with else { panic!("{path}: {keys}: {with:?}") };
                // A table that is there only through those below it gets a header of its own, which stays.
                let headed = with.matches('[').count() > text.matches('[').count();
                let without = apply(&with, &[Edit::Remove(keys.clone())], &none);
                assert!(headed || without.as_ref() == Ok(&text), "{path}: {keys}\n{with}\n{without:?}");
                let renamed = apply(&with, &[Edit::Rename(keys.clone(), "zz ü".to_owned())], &none).expect("it can have another name");
                let again = apply(&renamed, &[Edit::Rename(table.then("zz ü".to_owned()), "zz-nieuw".to_owned())], &none);
                assert_eq!(again.as_ref(), Ok(&with), "{path}: {keys}");
                made += 1;
            }
        }
    }
    assert!(made > 5_000, "only {made} edits were made");
}

/// A value as it is written.
fn old_value(text: &str, keys: &Keys) -> Option<String> {
    let body = text.trim_start_matches('\u{feff}');
    let table = toml::de::DeTable::parse(body).ok()?;
    commons::edit::walk(&table, keys).map(|(_, value)| body[value].to_owned())
}
