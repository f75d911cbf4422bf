//! A process that is killed, or refused, at one of the calls with which it changes a folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::cases::root;

/// What happens at the call.
#[derive(Debug, Clone, Copy)]
pub enum How<'a> {
    Kill,
    /// Killed while writing, with half of it done.
    Half,
    /// This call fails with the operating system's number.
    Once(u32),
    /// This call fails and every later one.
    Ever(u32),
    /// Somebody else writes into a file.
    Meanwhile(&'a Path),
}

pub const FULL: u32 = 28;
pub const BROKEN: u32 = 5;
pub const READ_ONLY: u32 = 30;

/// Lets something happen at a call below a folder; the first is 1.
pub fn at(command: &mut Command, below: &Path, call: usize, how: How<'_>) {
    let how = match how {
        How::Kill => "kill".to_owned(),
        How::Half => "half".to_owned(),
        How::Once(error) => error.to_string(),
        How::Ever(error) => format!("{error}+"),
        How::Meanwhile(path) => path.display().to_string(),
    };
    below_only(command, below).env("FAULTS_AT", call.to_string()).env("FAULTS_HOW", how);
}

/// The calls of a command below a folder: the name of each, and the path it is about.
pub fn calls(command: &mut Command, below: &Path) -> Vec<(String, String)> {
    let fresh = TempDir::new().expect("a directory can be made");
    let log = fresh.path().join("log");
    let status = below_only(command, below).env("FAULTS_LOG", &log).status().expect("the program can be started");
    assert!(status.success(), "{status}");
    // Where nothing is changed, nothing is noted.
    let text = fs::read_to_string(log).unwrap_or_default();
    let calls = text.lines().map(|line| line.split_once(' ').expect("a line is a call and a path"));
    calls.map(|(call, path)| (call.trim_end_matches("64").to_owned(), path.trim_start_matches('/').to_owned())).collect()
}

fn below_only<'a>(command: &'a mut Command, below: &Path) -> &'a mut Command {
    command.env("LD_PRELOAD", library()).env("FAULTS_BELOW", below)
}

/// The library that stands in between, compiled once.
fn library() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("faults.so");
        let fresh = library.with_extension(std::process::id().to_string());
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&fresh).arg(root().join("tests/suite/save/faults.c")).arg("-ldl");
        let built = compiler.stdin(Stdio::null()).status().expect("there is a C compiler");
        assert!(built.success(), "the library cannot be compiled");
        fs::rename(fresh, &library).expect("the library can be put in its place");
        library
    })
}
