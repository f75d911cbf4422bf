//! The one way in which a file of the record is written: order, spacing and quotes, so that a change is a change of one line.

mod layout;
mod order;
mod parts;
mod reading;
mod scalars;

use crate::source::layout::FileKind;

/// The canonical form of a file. Its values and its comments are what they were, and so are its line ends and its byte order mark.
/// None where the text is no TOML: then there is nothing to go by.
///
/// Keys and tables stand in the order of the format, unknown ones after them. What people put in order themselves keeps that order:
/// lists, and maps such as `[people.<id>]`. Sorting those would not keep two branches from adding at the same place, and who stands
/// first is often meant. Spaces before a comment at the end of a line stay too: aligning them would touch lines that nobody changed.
pub fn canonical(kind: FileKind, text: &str) -> Option<String> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mark = &text[..text.len() - body.len()];
    let before: toml::Table = toml::from_str(body).ok()?;
    let mut document = reading::read(body)?;
    let sections = order::sections(&mut document, kind);
    let written = layout::write(&document, &sections);
    let kept = toml::from_str(&written).is_ok_and(|after| same(&toml::Value::Table(before), &toml::Value::Table(after)));
    debug_assert!(kept, "a value changed:\n{text}\nbecame\n{written}");
    // A slip of ours must never spoil what somebody wrote.
    Some(if kept { format!("{mark}{written}") } else { text.to_owned() })
}

/// Whether two values are the same, also where they are `nan`, which does not equal itself.
fn same(one: &toml::Value, other: &toml::Value) -> bool {
    match (one, other) {
        (toml::Value::Float(one), toml::Value::Float(other)) => one.to_bits() == other.to_bits(),
        (toml::Value::Array(one), toml::Value::Array(other)) => one.len() == other.len() && one.iter().zip(other).all(|(a, b)| same(a, b)),
        (toml::Value::Table(one), toml::Value::Table(other)) => {
            one.len() == other.len() && one.iter().all(|(key, value)| other.get(key).is_some_and(|there| same(value, there)))
        }
        (one, other) => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::canonical;
    use crate::source::layout::FileKind;

    fn role(text: &str) -> String {
        canonical(FileKind::Role, text).expect("it is TOML")
    }

    #[test]
    fn keys_stand_in_the_order_of_the_format_with_their_comments() {
        let text = "#:schema x\n# Een rol.\n[[holder]]\nfrom=2026-01-01 # vast\n# wie\nwho='jo'\n[other]\nx=1\n";
        let plain = "#:schema x\n# Een rol.\n[[holder]]\n# wie\nwho = \"jo\"\nfrom = 2026-01-01 # vast\n\n[other]\nx = 1\n";
        assert_eq!(role(text), plain);
        let text = "zzz=1\n# over het soort\nkind = \"body\"\n# critical = true\ntitle = \"A\"\n";
        assert_eq!(role(text), "title = \"A\"\n# over het soort\nkind = \"body\"\n# critical = true\nzzz = 1\n");
    }

    #[test]
    fn tables_move_with_their_comments_and_the_end_stays_the_end() {
        let text = "# top\n\n# over b\n[[backup]]\nwho = \"a\"\n# from = 2026-01-01\n\n# los\n\n# over h\n[[holder]] # de houder\nwho = \"b\"\n\n# einde\n";
        let plain = "# top\n\n# over h\n[[holder]] # de houder\nwho = \"b\"\n\n# over b\n[[backup]]\nwho = \"a\"\n# from = 2026-01-01\n\n# los\n\n# einde\n";
        assert_eq!(role(text), plain);
    }

    #[test]
    fn strings_take_the_quotes_that_need_no_escapes() {
        let text = "title = 'a\"b'\nnote = \"a\\\"b\\\\\"\npurpose = 'x'\n\"kind\" = \"a\\u0062\"\n";
        assert_eq!(role(text), "title = 'a\"b'\nkind = \"a\\u0062\"\npurpose = \"x\"\nnote = 'a\"b\\'\n");
    }

    #[test]
    fn a_list_that_is_too_long_for_a_line_has_a_line_for_each_item() {
        let long = "x".repeat(50);
        let text = format!("a = ['{long}','{long}', '{long}']\nb = [ 1,2 ]\nc = [1, # een\n2]\n");
        let plain = format!("a = [\n  \"{long}\",\n  \"{long}\",\n  \"{long}\",\n]\nb = [1, 2]\nc = [\n  1, # een\n  2,\n]\n");
        assert_eq!(role(&text), plain);
        for (columns, breaks) in [(120, false), (121, true)] {
            let text = format!("ab = [{{ c.d = \"é\", e = {{}} }}, \"{}\"]\n", "y".repeat(columns - 32));
            assert_eq!(text.chars().count(), columns + 1);
            assert_eq!(role(&text) != text, breaks, "{text}");
        }
    }

    #[test]
    fn what_belongs_to_the_file_stays_as_it_was() {
        assert_eq!(role("\u{feff}title='A'\r\nnote = '''\r\nx  \n'''"), "\u{feff}title = \"A\"\r\nnote = '''\r\nx  \n'''\r\n");
        assert_eq!(role(""), "");
        assert_eq!(role("\n\n# niets  \n\n\n# meer\n\n"), "# niets\n\n# meer\n");
        assert_eq!(canonical(FileKind::Role, "title = "), None);
    }

    #[test]
    fn tables_below_an_item_stay_with_it() {
        let text = "title=\"x\"\n[[occurrence]]\non=2026-01-01\n[note]\n[[occurrence.action]]\nwhat=\"a\"\n[[occurrence]]\non=2026-02-01\n";
        let plain = "title = \"x\"\n\n[[occurrence]]\non = 2026-01-01\n[[occurrence.action]]\nwhat = \"a\"\n\n[[occurrence]]\non = 2026-02-01\n\n[note]\n";
        assert_eq!(canonical(FileKind::Event, text).as_deref(), Some(plain));
    }

    #[test]
    fn the_items_of_a_list_stand_apart_as_the_first_two_do() {
        let item = |gap: &str| format!("{gap}[[holder]]\nwho = \"a\"\n");
        let list = |gaps: [&str; 3]| gaps.map(item).concat();
        assert_eq!(role(&list(["", "", "\n"])), list(["", "", ""]));
        assert_eq!(role(&list(["", "\n\n", ""])), list(["", "\n", "\n"]));
    }
}
