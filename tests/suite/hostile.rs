//! Files that nobody wrote in good faith: other encodings, huge, deep, odd names and values. Each is a finding, none a panic.

use std::fs;
use std::path::PathBuf;

use commons::record::load::load;
use commons::source::{LARGEST, directory};

use crate::cases::{DAY, day};
use crate::commits::git;
use crate::program::{Fresh, Ran, assert_harmless, paths, without_colors};

/// Checks a record in every form; what is found, as rule and file.
fn checked(fresh: &Fresh, what: &str) -> Vec<(String, String)> {
    for arguments in [
        &["check"][..],
        &["check", "--lang", "nl", "--color", "always"],
        &["export", "json"],
        &["check", "--strict", "--quiet", "--select", "syntax-error"],
    ] {
        let ran = fresh.run(arguments);
        assert_harmless(&without_colors(ran.shown()), what);
        assert_harmless(&ran.said(), what);
    }
    fresh
        .found()
        .into_iter()
        .map(|(rule, file, line, column)| {
            assert!(line >= 1 && column >= 1, "{what}: {rule} stands nowhere");
            (rule, file)
        })
        .collect()
}

fn has(found: &[(String, String)], rule: &str, file: &str) -> bool {
    found.iter().any(|(one, at)| one == rule && at == file)
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    let mark = std::iter::once(0xfeff);
    mark.chain(text.encode_utf16()).flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

#[test]
fn what_is_not_utf8_is_found_where_it_begins() {
    let role = "title = \"Coordinator\"\nnote = \"één\"\n";
    let latin: Vec<u8> = role.chars().map(|c| u8::try_from(u32::from(c)).expect("it is Latin-1")).collect();
    let with = |bytes: &[u8]| [b"title = \"", bytes, b"\"\n"].concat();
    for (bytes, line, column, what) in [
        (latin.clone(), 2, 9, "Latin-1"),
        ([b"\xef\xbb\xbf", &latin[..]].concat(), 2, 9, "Latin-1 after a byte order mark"),
        ([b"\xef\xbb\xbf", &with(b"\xff")[..]].concat(), 1, 10, "a wrong byte in the first line after a byte order mark"),
        (utf16(role, false), 1, 1, "UTF-16, little end first"),
        (utf16(role, true), 1, 1, "UTF-16, big end first"),
        (with(b"\xc0\x80"), 1, 10, "an overlong NUL"),
        (with(b"\xe0\x80\xaf"), 1, 10, "an overlong slash"),
        (with(b"\xed\xa0\x80"), 1, 10, "half of a pair of surrogates"),
        (with(b"\xf4\x90\x80\x80"), 1, 10, "more than Unicode has"),
        (with(b"ab\x80"), 1, 12, "a continuation of nothing"),
        (with("é".as_bytes()).into_iter().chain(*b"\xff").collect(), 2, 1, "a byte at the very end"),
        (b"title = \"\xe2\x82".to_vec(), 1, 10, "a character that is cut off"),
    ] {
        let fresh = Fresh::new();
        fresh.write("roles/coordinator.toml", bytes);
        checked(&fresh, what);
        let found: Vec<_> = fresh.found().into_iter().filter(|(_, file, ..)| file == "roles/coordinator.toml").collect();
        assert_eq!(found, [("file-not-utf8".to_owned(), "roles/coordinator.toml".to_owned(), line, column)], "{what}");
    }
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    let text = "title = \"Coördinator\"\nkind = \"positie\"\n# één\n[[holder]]\nwho = \"niemand\"\nsinds = 2025-01-01\n";
    let found = |bytes: String| {
        let fresh = Fresh::new();
        fresh.write("roles/coordinator.toml", bytes);
        checked(&fresh, text);
        fresh.found()
    };
    let plain = found(text.to_owned());
    assert!(plain.iter().any(|(rule, _, line, column)| rule == "unknown-key" && (*line, *column) == (6, 1)), "{plain:?}");
    assert!(plain.iter().any(|(rule, _, line, column)| rule == "bad-value" && (*line, *column) == (2, 8)), "{plain:?}");
    assert_eq!(found(text.replace('\n', "\r\n")), plain);
    assert_eq!(found(format!("\u{feff}{text}")), plain);
    assert_eq!(found(format!("\u{feff}{}", text.replace('\n', "\r\n"))), plain);
    assert_eq!(found(text.trim_end().to_owned()), plain);
    let old_macs = found(text.replace('\n', "\r"));
    assert!(old_macs.iter().any(|(rule, ..)| rule == "syntax-error"), "{old_macs:?}");
}

#[test]
fn nothing_in_a_file_is_said_to_be_missing() {
    for text in ["", "\n", "# alleen een opmerking\n", "\u{feff}", "\r\n\r\n", "   \n\t\n"] {
        let fresh = Fresh::new();
        for (_, path) in paths() {
            fresh.write(path, text);
        }
        let found = checked(&fresh, text);
        for path in [
            "commons.toml",
            "participants/x.toml",
            "roles/x.toml",
            "tasks/x.toml",
            "events/x.toml",
            "products/x.toml",
            "finances/contracts/x.toml",
            "finances/2026/invoices/x.toml",
        ] {
            assert!(has(&found, "missing-key", path), "{text:?} as {path}: {found:?}");
        }
        // These may be empty: nothing in them is required.
        for path in ["people.toml", "community.toml", "finances/2026/budget.toml", "finances/2026/payments.toml"] {
            assert!(!has(&found, "missing-key", path) && !has(&found, "syntax-error", path), "{text:?} as {path}: {found:?}");
        }
    }
}

#[test]
fn an_empty_folder_is_no_record_and_a_record_without_files_is_incomplete() {
    let fresh = Fresh::empty();
    let ran = fresh.run(&["check"]);
    assert_eq!(ran.code, Some(2), "{}", ran.said());
    assert!(ran.out.is_empty() && ran.said().starts_with("error: there is no `commons.toml`"), "{}", ran.said());
    let source = directory::open(fresh.path()).expect("an empty folder can be listed");
    let (record, findings) = load(&source, day(DAY), &|| ());
    assert_eq!((record.files, findings.len(), findings[0].rule), (0, 1, "missing-key"));
    fresh.write("commons.toml", "name = \"Leeg\"\n");
    assert_eq!(fresh.run(&["check"]).code, Some(0));
}

#[test]
fn a_file_beyond_the_limit_is_not_read() {
    let fresh = Fresh::new();
    for (path, size) in [("roles/huge.toml", 50 * 1024 * 1024), ("roles/just.toml", LARGEST + 1), ("tasks/endless.toml", 1 << 40)] {
        fresh.write(path, "");
        fs::OpenOptions::new().write(true).open(fresh.at(path)).and_then(|file| file.set_len(size)).expect("a file can have a hole");
    }
    let mut most = "# vol\n".repeat(usize::try_from(LARGEST).expect("it fits") / 6);
    most.push_str("title = \"Vol\"\n");
    most.drain(..most.len() - usize::try_from(LARGEST).expect("it fits"));
    fresh.write("roles/most.toml", format!("#{}", &most[1..]));
    let found = checked(&fresh, "a huge file");
    for path in ["roles/huge.toml", "roles/just.toml", "tasks/endless.toml"] {
        assert!(has(&found, "file-too-large", path), "{found:?}");
    }
    assert!(
        !found.iter().any(|(rule, file)| file == "roles/most.toml" && (rule == "file-too-large" || rule == "syntax-error")),
        "{found:?}"
    );
}

#[test]
fn very_many_keys_and_very_long_lines_are_judged() {
    let many = |line: &dyn Fn(usize) -> String| (0..20_000).map(line).collect::<String>();
    let long = "x".repeat(3 * 1024 * 1024);
    for (path, text, rule) in [
        ("roles/x.toml", format!("title = \"x\"\n{}", (0..100_000).map(|n| format!("k{n} = {n}\n")).collect::<String>()), "unknown-key"),
        ("roles/x.toml", format!("title = \"x\"\naliases = [{}]\n", many(&|n| format!("{n}, "))), "wrong-type"),
        ("roles/x.toml", format!("title = \"x\"\nkind = [{}]\n", many(&|_| "[],".to_owned())), "wrong-type"),
        ("roles/x.toml", format!("title = \"x\"\n[\"{}\"]\n", many(&|n| n.to_string())), "unknown-key"),
        ("roles/x.toml", "title = \"x\"\nnote = = \n".repeat(10_000), "syntax-error"),
        ("roles/x.toml", "\"\n".repeat(20_000), "syntax-error"),
        ("roles/x.toml", format!("title = \"x\"\nkind = \"{long}\"\n"), "bad-value"),
        ("commons.toml", format!("name = \"x\"\ntime_zone = \"{long}\"\n"), "bad-value"),
        ("roles/x.toml", format!("title = \"x\"\n{long} = 1\n"), "unknown-key"),
        ("roles/x.toml", format!("title = \"x\"\nnote = {long}\n"), "syntax-error"),
        ("roles/x.toml", format!("title = \"x\"\nhours = {}\n", "9".repeat(1_000_000)), "bad-value"),
        ("roles/x.toml", format!("title = \"x\"\nterm_months = {}\n", "9".repeat(1_000_000)), "wrong-type"),
        ("roles/x.toml", format!("title = \"x\"\n[[holder]]\nwho = \"{long}\"\n"), "unknown-reference"),
        ("participants/x.toml", format!("name = \"x\"\n[people.\"{long}\"]\nname = \"x\"\n"), "bad-id"),
        ("participants/x.toml", format!("name = \"x\"\n{}", many(&|n| format!("[people.P{n}]\nname=\"x\"\n"))), "bad-id"),
        ("finances/2026/payments.toml", many(&|_| "[[payment]]\non=2026-01-01\namount=1\nx=1\n".to_owned()), "unknown-key"),
        ("finances/2026/payments.toml", many(&|_| "[[payment]]\non=2026-01-01\namount=\"\"\n".to_owned()), "wrong-type"),
    ] {
        let fresh = Fresh::new();
        fresh.write(path, &text);
        let what = text.chars().take(60).collect::<String>();
        let found = fresh.found_in(path);
        assert!(found.iter().any(|one| one == rule), "{what}: {:?}", found.first());
    }
}

/// Findings about many items of one list, each with a key of its own to be named, and a waiver that names one of them.
#[test]
fn very_many_findings_are_named_and_waived() {
    let fresh = Fresh::new();
    let payments: String = (0..20_000).map(|_| "[[payment]]\non = 2026-01-01\namount = 1.00\nfrom = \"niemand\"\n".to_owned()).collect();
    fresh.write("finances/2026/payments.toml", payments);
    let found = fresh.found_in("finances/2026/payments.toml");
    assert_eq!(found.iter().filter(|rule| *rule == "unknown-reference").count(), 20_000);
    let waiver = "[[waiver]]\nrule = \"unknown-reference\"\nkey = \"payment[niemand#7].from\"\nreason = \"oud\"\nuntil = 2027-01-01\n";
    fresh.write("commons.toml", format!("name = \"x\"\n{waiver}"));
    let ran = fresh.run(&["check"]);
    assert_eq!(ran.code, Some(1), "{}", ran.said());
}

/// A text that is nested so deep.
type Nested = fn(usize) -> String;

#[test]
fn what_is_nested_without_end_is_found() {
    let kinds: [(&str, Nested); 9] = [
        ("lists", |deep| format!("note = {}{}\n", "[".repeat(deep), "]".repeat(deep))),
        ("lists without end", |deep| format!("note = {}\n", "[".repeat(deep))),
        ("tables within braces", |deep| format!("note = {}1{}\n", "{a=".repeat(deep), "}".repeat(deep))),
        ("tables without end", |deep| format!("note = {}\n", "{a=".repeat(deep))),
        ("a key with dots", |deep| format!("a{} = 1\n", ".a".repeat(deep))),
        ("a header with dots", |deep| format!("[a{}]\n", ".a".repeat(deep))),
        ("a header of a list with dots", |deep| format!("[[a{}]]\n", ".a".repeat(deep))),
        ("longer and longer headers", |deep| (1..deep.min(1000)).map(|n| format!("[a{}]\n", ".a".repeat(n))).collect()),
        ("lists and tables in turn", |deep| format!("note = {}{}\n", "[{a=".repeat(deep / 2), "}]".repeat(deep / 2))),
    ];
    for (what, text) in kinds {
        for deep in [10, 64, 65, 80, 81, 256, 257, 10_000, 900_000] {
            let fresh = Fresh::new();
            let mut text = text(deep);
            if text.len() as u64 >= LARGEST {
                text.truncate(usize::try_from(LARGEST).expect("it fits") - 1);
            }
            let paths = if deep < 1_000 { &["roles/deep.toml", "commons.toml"][..] } else { &["roles/deep.toml"] };
            for path in paths {
                fresh.write(path, &text);
            }
            let found = fresh.found();
            for path in paths {
                assert!(found.iter().any(|(_, file, ..)| file == *path), "{what}, {deep} deep: {path} is accepted");
            }
        }
    }
}

#[test]
fn odd_dates_and_numbers_are_judged() {
    let dates = [
        "2024-02-29",
        "2023-02-29",
        "2000-02-29",
        "1900-02-29",
        "0000-01-01",
        "0001-01-01",
        "9999-12-31",
        "2026-12-31T23:59:60",
        "2026-12-31T24:00:00",
        "2026-00-10",
        "2026-13-01",
        "1970-01-01T00:00:00.123456789123",
    ];
    let numbers = [
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "340282366920938463463374607431768211456",
        "4294967295",
        "4294967296",
        "-1",
        "-0",
        "inf",
        "-inf",
        "nan",
        "1e308",
        "1e309",
        "5e-324",
        "-0.0",
        "0.12345678901234567",
        "12345678901234567.0",
        "0.1000000000000000055511151231257827",
        "9999999999999.99",
        "9999999999999.994",
        "1e13",
        "0xFFFFFFFFFFFFFFFF",
    ];
    for value in dates.iter().chain(&numbers) {
        let fresh = Fresh::new();
        fresh.write("participants/x.toml", format!("name = \"x\"\ninhabitants = {value}\ninhabitants_on = {value}\njoined = {value}\nleft = {value}\n[[membership]]\nfrom = {value}\namount = {value}\n[onboarding]\nfrom = {value}\n"));
        fresh.write("roles/x.toml", format!("title = \"x\"\nhours = {value}\nterm_months = {value}\nseats = {value}\n[[holder]]\nwho = \"all-participants\"\nfrom = {value}\nuntil = {value}\n[[turn]]\nwho = \"x\"\nfrom = {value}\n"));
        fresh.write(
            "events/x.toml",
            format!(
                "title = \"x\"\nstarts = {value}\nends = {value}\nrepeat = {{ every = \"yearly\", until = {value}, except = [{value}] }}\n"
            ),
        );
        fresh.write("finances/2026/budget.toml", format!("indexation = {value}\n[[cost]]\nid = \"a\"\namount = {value}\n[contribution]\nkey = \"classes\"\ninhabitants_on = {value}\ntotal = {value}\nclass = [{{ name = \"a\", up_to = {value}, amount = {value} }}]\nbracket = [{{ rate = {value} }}]\n"));
        // Each of these alone is whole where the value fits, so that the rules look at it too.
        fresh.write("roles/term.toml", format!("title = \"x\"\n[[holder]]\nwho = \"x\"\nfrom = {value}\n"));
        fresh.write("roles/length.toml", format!("title = \"x\"\nterm_months = {value}\n[[holder]]\nwho = \"x\"\nfrom = 9999-12-31\n"));
        fresh.write("participants/y.toml", format!("name = \"x\"\nleft = {value}\n[people.z]\nname = \"z\"\nuntil = {value}\n"));
        fresh.write("products/x.toml", format!("name = \"x\"\nsupported_until = {value}\nnotice_months = 4294967295\n"));
        fresh.write(
            "finances/2026/invoices/x.toml",
            format!("participant = \"x\"\ntotal = {value}\n[[line]]\nwhat = \"x\"\namount = {value}\n"),
        );
        fresh.write("people.toml", format!("[people.w]\nname = \"w\"\norganisation = \"independent\"\nuntil = {value}\n"));
        fresh.write("commons.toml", format!("name = \"x\"\nstarted = {value}\n"));
        checked(&fresh, value);
        fresh.write(
            "commons.toml",
            "name = \"x\"\n[privacy]\nkeep_people_months = 4294967295\n[agreement]\nnotice_months = 4294967295\nfrom = 9999-12-31\n",
        );
        for on in ["0000-01-01", "1970-01-01", "2024-02-29", "9999-12-31"] {
            let mut command = crate::program::program();
            let ran = Ran::of(command.current_dir(fresh.path()).args(["check", "--on", on, "--format", "json"]));
            ran.json();
        }
    }
}

#[test]
fn ids_that_differ_by_case_or_form_are_one() {
    for (one, other) in [
        ("zwolle", "Zwolle"),
        ("zwolle", "ZWOLLE"),
        ("s\u{fa}dwest", "su\u{301}dwest"),
        ("\u{212a}", "k"),
        ("\u{fb01}n", "fin"),
        ("a b", "a_b"),
        ("i", "\u{130}"),
    ] {
        let fresh = Fresh::new();
        fresh.write(format!("participants/{one}.toml"), "name = \"Een\"\n");
        fresh.write(format!("participants/{other}.toml"), "name = \"Ander\"\n");
        let found = checked(&fresh, other);
        let about: Vec<&str> =
            found.iter().filter(|(rule, _)| rule == "duplicate-id" || rule == "bad-id").map(|(rule, _)| rule.as_str()).collect();
        assert!(about.contains(&"duplicate-id") || about.len() == 2, "{one} and {other}: {found:?}");
    }
}

#[test]
fn file_names_are_shown_harmless() {
    use std::os::unix::ffi::OsStringExt;
    let names: [&[u8]; 12] = [
        b"a\x1b[31m.toml",
        b"a\nb.toml",
        b"a\r\n::error::b.toml",
        b"\n::error file=x::b.toml",
        "a\u{202e}b.toml".as_bytes(),
        "a\u{9b}31m.toml".as_bytes(),
        b"a\xff\xfe.toml",
        b"a\x07\x08\x7f.toml",
        b"`backtick`.toml",
        b" .toml",
        b".toml",
        b"a.TOML\x1b[2J",
    ];
    for folder in ["", "roles", "participants", "finances", "finances/2026", "finances/2026/invoices"] {
        let fresh = Fresh::new();
        for name in names {
            let path = PathBuf::from(folder).join(PathBuf::from(std::ffi::OsString::from_vec(name.to_vec())));
            fresh.write(&path, "title = \"x\"\n= 1\n");
        }
        let found = checked(&fresh, folder);
        assert!(folder.is_empty() || found.len() > 4, "{folder}: {found:?}");
        // What git holds under such names is judged the same.
        for arguments in [&["init", "--quiet"][..], &["add", "--all"], &["commit", "--quiet", "-m", "eerste"]] {
            git(fresh.path(), arguments);
        }
        let ran = fresh.run(&["check", "--format", "json", "--at", "HEAD"]);
        let committed = ran.json()["findings"].as_array().map(Vec::len);
        assert_eq!(committed, Some(found.len()), "{folder}: {}", ran.shown());
        assert_harmless(&without_colors(fresh.run(&["check", "--at", "HEAD", "--color", "always"]).shown()), folder);
    }
    let fresh = Fresh::new();
    for name in names {
        let folder = PathBuf::from(std::ffi::OsString::from_vec(name.to_vec()));
        fresh.write(PathBuf::from("roles").join(&folder).join("x.toml"), "title = \"x\"\n");
        fresh.write(PathBuf::from("finances").join(&folder).join("budget.toml"), "");
    }
    checked(&fresh, "folders");
}
