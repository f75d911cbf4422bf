//! The house: who may import whom, how long files are, how they begin.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::cases::root;

/// The floor of every module; a module imports from lower floors only.
const FLOORS: [(&str, u8); 24] = [
    ("keys", 0),
    ("text", 0),
    ("words", 0),
    ("date", 0),
    ("money", 0),
    ("payment_reference", 0),
    ("source", 1),
    ("edit", 1),
    ("document", 1),
    ("finding", 2),
    ("handbook", 3),
    ("record", 3),
    ("imports", 3),
    ("answers", 4),
    ("canonical", 4),
    ("changes", 4),
    ("beginning", 5),
    ("rules", 5),
    ("formats", 5),
    ("reports", 5),
    ("writing", 5),
    ("exports", 5),
    ("diagnostics", 6),
    ("save", 6),
];

/// Within a floor these may be imported by their neighbours: what is simpler goes first.
const BENEATH: [(&str, &str); 5] = [("words", "text"), ("date", "text"), ("money", "text"), ("record", "handbook"), ("changes", "answers")];

/// Every Rust file below a folder, with its text.
fn rust_files(folder: &str) -> BTreeMap<String, String> {
    let below = root().join(folder);
    let entries = walkdir::WalkDir::new(&below)
        .into_iter()
        .filter_entry(|entry| entry.file_name() != "target")
        .map(|entry| entry.expect("the sources can be listed"));
    let files = entries.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "rs"));
    files
        .map(|entry| {
            (
                entry.path().strip_prefix(root()).expect("it is below").display().to_string(),
                fs::read_to_string(entry.path()).expect("sources are text"),
            )
        })
        .collect()
}

fn module_of(path: &str) -> &str {
    let inner = path.trim_start_matches("src/");
    inner.split('/').next().unwrap_or(inner).trim_end_matches(".rs")
}

#[test]
fn modules_import_from_lower_floors_only() {
    let floor = |module: &str| FLOORS.iter().find(|(name, _)| *name == module).map(|(_, floor)| *floor);
    let mut seen = 0;
    for (path, text) in rust_files("src") {
        let module = module_of(&path);
        if module == "lib" || module == "bin" {
            continue;
        }
        let own = floor(module).unwrap_or_else(|| panic!("{path}: the module `{module}` has no floor"));
        for (n, line) in text.lines().enumerate() {
            for (at, _) in line.match_indices("crate::") {
                let rest = &line[at + "crate::".len()..];
                let imported: Vec<&str> = match rest.strip_prefix('{') {
                    Some(list) => list
                        .split(['}', ';'])
                        .next()
                        .unwrap_or_default()
                        .split(',')
                        .map(|one| one.trim().split("::").next().unwrap_or_default())
                        .collect(),
                    None => vec![rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()],
                };
                for other in imported.into_iter().filter(|other| *other != module && !matches!(*other, "text" | "keys")) {
                    let Some(theirs) = floor(other) else { panic!("{path}:{}: `{other}` has no floor", n + 1) };
                    let beneath = BENEATH.contains(&(module, other));
                    assert!(theirs < own || beneath, "{path}:{}: `{module}` (floor {own}) imports `{other}` (floor {theirs})", n + 1);
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 40, "only {seen} imports were looked at");
}

#[test]
fn only_source_save_and_the_binary_touch_the_disk_and_only_the_binary_the_clock() {
    for (path, text) in rust_files("src") {
        for word in ["Utc::now", "Local::now", "SystemTime"] {
            assert!(!path.starts_with("src/save") || !text.contains(word), "{path}: `{word}` belongs in the binary");
        }
        if path.starts_with("src/source") || path.starts_with("src/save") || path.starts_with("src/bin") {
            continue;
        }
        for word in ["std::fs", "std::process", "std::env", "Utc::now", "Local::now", "SystemTime", "std::net", "println!", "eprintln!"] {
            assert!(!text.contains(word), "{path}: `{word}` belongs in `source`, in `save` or in the binary");
        }
    }
    for (path, text) in rust_files("src") {
        for word in ["std::net", "TcpStream", "UdpSocket", "reqwest", "ureq", "use super::*", "unsafe {", "unsafe fn"] {
            assert!(!text.contains(word), "{path}: `{word}`");
        }
    }
}

#[test]
fn files_say_what_they_are_for_and_stay_short() {
    let mut wrong = Vec::new();
    for folder in ["src", "tests"] {
        for (path, text) in rust_files(folder) {
            if !text.starts_with("//! ") {
                wrong.push(format!("{path}: begins with no `//!` line"));
            }
            let lines = text.lines().count();
            let is_list = path.starts_with("src/rules/") || path.starts_with("src/words/");
            if lines > 400 && !is_list {
                wrong.push(format!("{path}: {lines} lines; 400 at most"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_top_level_holds_what_was_agreed() {
    let agreed = ["Cargo.toml", "Cargo.lock", "src", "examples", "tests", "README.md", "CONTRIBUTING.md", "LICENSE", "target"];
    for entry in fs::read_dir(root()).expect("the package can be listed") {
        let name = entry.expect("the package can be listed").file_name().to_string_lossy().into_owned();
        assert!(name.starts_with('.') || agreed.contains(&name.as_str()), "`{name}` does not belong on the top level");
    }
}

/// Nothing that is committed names the machine it was made on.
#[test]
fn no_machine_paths() {
    for entry in
        walkdir::WalkDir::new(root()).into_iter().filter_entry(|entry| !matches!(entry.file_name().to_str(), Some("target" | ".git")))
    {
        let entry = entry.expect("the package can be listed");
        let Ok(text) = fs::read_to_string(entry.path()) else { continue };
        if entry.path().ends_with(Path::new("Cargo.lock")) || entry.path().ends_with(Path::new("house.rs")) {
            continue;
        }
        for word in ["/work/", "/home/", "/farm/", "/root/"] {
            assert!(!text.contains(word), "{}: `{word}`", entry.path().display());
        }
    }
}
