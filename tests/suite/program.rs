//! The program as others run it, over a fresh record that a test may spoil, and what its output must never hold.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use commons::source::layout::{FileKind, KINDS};
use tempfile::TempDir;

use crate::cases::{DAY, lay, records, root};

/// A record in a directory of its own.
pub struct Fresh(TempDir);

impl Fresh {
    /// The smallest clean record.
    pub fn new() -> Fresh {
        let fresh = Fresh::empty();
        lay(&records().join("base"), fresh.path());
        fresh
    }

    /// A directory with nothing in it.
    pub fn empty() -> Fresh {
        Fresh(TempDir::new().expect("a directory can be made"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn at(&self, path: impl AsRef<Path>) -> PathBuf {
        self.path().join(path)
    }

    pub fn write(&self, path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("folders can be made");
        fs::write(&path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    /// Puts one text in a file in the place of another that is in it.
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.at(path)).expect("it is text");
        assert!(text.contains(from), "{path} holds {from}");
        self.write(path, text.replace(from, to));
    }

    /// Links a path of the record to whatever `to` names, as seen from there.
    pub fn link(&self, path: &str, to: impl AsRef<Path>) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("folders can be made");
        std::os::unix::fs::symlink(to, path).expect("a link can be made");
    }

    /// The program in this record, on the day of the cases, with nothing of this machine's settings.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program();
        command.current_dir(self.path()).args(["--on", DAY]).args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(&mut self.command(arguments))
    }

    /// What a check finds, as JSON: rule, file, line and column of each.
    pub fn found(&self) -> Vec<(String, String, u64, u64)> {
        let ran = self.run(&["check", "--format", "json"]);
        ran.json()["findings"].as_array().expect("findings are a list").iter().map(place).collect()
    }

    /// The rules that a check finds broken in one file.
    pub fn found_in(&self, file: &str) -> Vec<String> {
        self.found().into_iter().filter(|(_, at, ..)| at == file).map(|(rule, ..)| rule).collect()
    }
}

fn place(finding: &serde_json::Value) -> (String, String, u64, u64) {
    let text = |key: &str| finding[key].as_str().expect("it is text").to_owned();
    let number = |key: &str| finding[key].as_u64().expect("it is a number");
    (text("rule"), text("file"), number("line"), number("column"))
}

/// The program, with no settings but the language.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_commons"));
    command.env_clear().env("PATH", std::env::var_os("PATH").expect("there is a path")).env("COMMONS_LANG", "en").stdin(Stdio::null());
    command
}

/// How the program ended, and what it said.
pub struct Ran {
    pub code: Option<i32>,
    pub out: Vec<u8>,
    pub err: Vec<u8>,
}

impl Ran {
    pub fn of(command: &mut Command) -> Ran {
        let output = command.output().expect("the program can be started");
        let ran = Ran { code: output.status.code(), out: output.stdout, err: output.stderr };
        assert!(ran.code.is_some_and(|code| code <= 2), "{command:?} ended with {:?}: {}", output.status, ran.said());
        assert!(!ran.said().contains("panicked"), "{command:?}: {}", ran.said());
        ran
    }

    pub fn shown(&self) -> &str {
        std::str::from_utf8(&self.out).expect("results are UTF-8")
    }

    pub fn said(&self) -> String {
        String::from_utf8_lossy(&self.err).into_owned()
    }

    /// What was written, as one JSON document with nothing raw in it.
    pub fn json(&self) -> serde_json::Value {
        assert_harmless(self.shown(), "JSON");
        serde_json::from_str(self.shown()).unwrap_or_else(|error| panic!("{error}: {}\n{}", self.shown(), self.said()))
    }
}

/// A conversation at a terminal: what was shown in it, and how it ended.
pub fn conversation(fresh: &Fresh, line: &str, answers: &str) -> String {
    let mut command = Command::new("script");
    command.env_clear().env("PATH", std::env::var_os("PATH").expect("there is a path")).env("COMMONS", env!("CARGO_BIN_EXE_commons"));
    command.current_dir(fresh.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
    let line = format!("stty -echo; \"$COMMONS\" {line}; echo \"ended with $?\"");
    let mut child = command.args(["-qec", &line, "/dev/null"]).spawn().expect("there is a `script`");
    child.stdin.take().expect("it is piped").write_all(answers.as_bytes()).expect("answers can be given");
    let output = child.wait_with_output().expect("it ends");
    String::from_utf8(output.stdout).expect("what is said is UTF-8").replace("\r\n", "\n")
}

/// Whether a character steers a terminal, hides, or changes the order in which text is read.
pub fn is_steering(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Nothing but line ends steers, and no line is an order to the machine that runs a pipeline.
pub fn assert_harmless(text: &str, what: &str) {
    if let Some(at) = text.find(|c: char| c != '\n' && is_steering(c)) {
        let from = text[..at].rfind('\n').map_or(0, |end| end + 1);
        panic!("{what}: {:?} in {:?}", text[at..].chars().next(), text[from..].lines().next());
    }
    for line in text.lines() {
        let start = line.trim_start();
        // With `::: ` the renderer begins a line of its own; no order has such a name.
        let order = start.starts_with("::") && !start.starts_with("::: ");
        assert!(!order && !line.contains("##[") && !line.contains("##vso["), "{what}: a pipeline would obey {line:?}");
    }
}

/// A text without the colours that the program puts into it itself.
pub fn without_colors(text: &str) -> String {
    let mut plain = String::new();
    let mut parts = text.split("\u{1b}[");
    plain.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(part.len());
        if part[end..].starts_with('m') {
            plain.push_str(&part[end + 1..]);
        } else {
            plain.push_str("\u{1b}[");
            plain.push_str(part);
        }
    }
    plain
}

/// One path for every kind of file.
pub fn paths() -> Vec<(FileKind, String)> {
    KINDS.iter().map(|(kind, _, patterns)| (*kind, patterns[0].replace("[0-9][0-9][0-9][0-9]", "2026").replace('*', "x"))).collect()
}

/// Every TOML file of the examples and of the cases that is text, with its kind.
pub fn texts() -> Vec<(FileKind, String, String)> {
    let mut found = Vec::new();
    for folder in ["examples", "tests/records"] {
        for (path, bytes) in crate::cases::files(&root().join(folder)) {
            let Ok(text) = String::from_utf8(bytes) else { continue };
            let parts: Vec<&str> = path.split('/').collect();
            let kind = (0..parts.len()).find_map(|from| match commons::source::layout::standing(&parts[from..].join("/")) {
                commons::source::layout::Standing::File(kind) => Some(kind),
                _ => None,
            });
            if let Some(kind) = kind {
                found.push((kind, path, text));
            }
        }
    }
    assert!(found.len() > 400, "only {} files were found", found.len());
    found
}

/// Numbers that look random and are the same every time.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits fit") % most.max(1)
    }

    pub fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// Runs a command whose output nobody reads to its end.
pub fn run_into_closed_pipe(command: &mut Command, read: usize) -> (Option<i32>, String) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program can be started");
    let mut first = vec![0; read];
    let mut out = child.stdout.take().expect("it is piped");
    let _ = std::io::Read::read(&mut out, &mut first);
    drop(out);
    let output = child.wait_with_output().expect("it ends");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}
