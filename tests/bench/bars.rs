//! What is compared with what, the bar for each, and the table of how it went.

use crate::generate::{self, DAY};
use crate::history;
use crate::pairs::{Run, ratio};
use anyhow::Result;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub struct Options {
    /// Files in a record; each has its own rows in the table.
    pub sizes: Vec<usize>,
    /// Pairs of runs of which the median is taken, at least one.
    pub pairs: usize,
}

/// Any seed will do; with always the same one the tables of two days can be compared.
const SEED: u64 = 1;

/// The size for which the bars of findings and of revisions are set: the largest up to it is measured.
const LARGE: usize = 10_000;

/// The size for which the bars of reports and of histories are set.
const SMALL: usize = 1_000;

/// The commits of a history.
const COMMITS: usize = 1_000;

pub fn measure(options: &Options) -> Result<()> {
    let temporary = tempfile::tempdir()?;
    let bench = Bench {
        commons: PathBuf::from(env!("CARGO_BIN_EXE_commons")),
        itself: std::env::current_exe()?,
        records: temporary.path().to_owned(),
        pairs: options.pairs,
    };
    row("what", "N", "ratio (min–max)", "bar", "within")?;
    bench.start()?;
    for &files in &options.sizes {
        bench.check(files)?;
    }
    let largest = |bar: usize| options.sizes.iter().copied().filter(|&files| files <= bar).max();
    if let Some(files) = largest(SMALL) {
        bench.reports(files)?;
        bench.history(files)?;
    }
    if let Some(files) = largest(LARGE) {
        bench.findings(files)?;
        bench.revision(files)?;
    }
    Ok(())
}

struct Bench {
    commons: PathBuf,
    /// This program: the floor, and the least that a process costs.
    itself: PathBuf,
    records: PathBuf,
    pairs: usize,
}

impl Bench {
    /// What `commons` costs before it has read anything.
    fn start(&self) -> Result<()> {
        let minimal = Run::new(&self.records, &self.itself, &["minimal"]);
        for arguments in [&["--version"][..], &["--help"], &["completions", "bash"]] {
            let run = Run::new(&self.records, &self.commons, arguments);
            self.compare(&format!("{} / minimal", arguments.join(" ")), None, &run, &minimal, Bar::Must(1.5))?;
        }
        // A tab key: the same, started as a shell does it, through a program that sets the variable.
        let env = Path::new("env");
        let [commons, itself] = [&self.commons, &self.itself].map(|path| path.display().to_string());
        let tab = ["COMMONS_COMPLETE=fish", &commons, "--", "commons", "explain", "vac"];
        let tab = Run::new(&self.records, env, &tab);
        self.compare("a tab key / minimal", None, &tab, &Run::new(&self.records, env, &[&itself, "minimal"]), Bar::Must(1.5))
    }

    fn check(&self, files: usize) -> Result<()> {
        let dir = self.clean(files)?;
        // With `--strict` a warning counts too: a record that is not clean measures something else.
        let strict = Run::new(&dir, &self.commons, &["check", "--on", DAY, "--strict", "-q"]);
        if let Err(error) = strict.seconds() {
            row("record is clean", &files.to_string(), &format!("failed: {error:#}"), "", "no")?;
        }
        let check = self.check_of(&dir);
        let floor = Run::new(&dir, &self.itself, &["floor", "."]);
        let must = match files {
            0..=100 => 2.0,
            101..=1_000 => 3.0,
            1_001..=10_000 => 4.0,
            _ => 4.5,
        };
        self.compare("check / floor", Some(files), &check, &floor, Bar::Must(must))?;
        if is_there("rg") {
            let count = Run::new(&dir, Path::new("rg"), &["-c", "", "-uuu", "-j", "2", "."]);
            self.compare("check / rg -c ''", Some(files), &check, &count, Bar::Wish(1.0))?;
        } else {
            row("check / rg -c ''", &files.to_string(), "skipped: no rg", "", "")?;
        }
        let memory = match check.memory() {
            Ok(memory) => memory,
            Err(error) => return row("memory of check", &files.to_string(), &format!("failed: {error:#}"), "", "no"),
        };
        let bar = match files {
            ..=10_000 => 40.0,
            _ => 350.0,
        };
        let size = format!("{memory:.1} MiB");
        row("memory of check", &files.to_string(), &size, &format!("≤ {bar} MiB"), yes(memory <= bar))
    }

    /// Reports must cost little more than what checks the same record.
    fn reports(&self, files: usize) -> Result<()> {
        let dir = self.clean(files)?;
        let check = self.check_of(&dir);
        for arguments in [&["raci"][..], &["status"], &["who", "coordinator"]] {
            let run = Run::new(&dir, &self.commons, &[arguments, &["--on", DAY]].concat());
            self.compare(&format!("{} / check", arguments[0]), Some(files), &run, &check, Bar::Must(1.2))?;
        }
        Ok(())
    }

    fn findings(&self, files: usize) -> Result<()> {
        let dirty = self.records.join(format!("dirty-{files}"));
        generate::record(&dirty, files, SEED, files)?;
        let arguments = ["check", "--on", DAY, "--format", "json"];
        let many = Run::new(&dirty, &self.commons, &arguments).ending(1);
        let none = Run::new(&self.clean(files)?, &self.commons, &arguments);
        self.compare("check with N findings / clean", Some(files), &many, &none, Bar::Must(3.0))
    }

    fn revision(&self, files: usize) -> Result<()> {
        if !is_there("git") {
            return row("check --at HEAD", &files.to_string(), "skipped: no git", "", "");
        }
        let dir = self.records.join(format!("committed-{files}"));
        generate::record(&dir, files, SEED, 0)?;
        for arguments in [&["init", "-q"][..], &["add", "-A"], &["commit", "-q", "-m", "record"], &["gc", "-q"]] {
            history::git(&dir, arguments, &[])?;
        }
        let git = Path::new("git");
        let check = Run::new(&dir, &self.commons, &["check", "--at", "HEAD", "--on", DAY, "-q"]);
        let archive = Run::new(&dir, git, &["archive", "HEAD"]).piped_to(Path::new("wc"), &["-c"]);
        let blobs = Run::new(&dir, git, &["ls-tree", "-r", "--object-only", "HEAD"]).piped_to(git, &["cat-file", "--batch", "--buffer"]);
        self.compare("check --at HEAD / git archive", Some(files), &check, &archive, Bar::Must(1.0))?;
        self.compare("check --at HEAD / git cat-file", Some(files), &check, &blobs, Bar::Wish(0.6))
    }

    /// What changed over a history, beside what git itself lists of it.
    fn history(&self, files: usize) -> Result<()> {
        if !is_there("git") {
            return row("log", &files.to_string(), "skipped: no git", "", "");
        }
        let dir = self.records.join(format!("history-{files}"));
        generate::record(&dir, files, SEED, 0)?;
        history::write(&dir, COMMITS, SEED)?;
        let git = Run::new(&dir, Path::new("git"), &["log", "--raw"]);
        for arguments in [&["log"][..], &["trend", "--since", "2024-01-01"]] {
            let run = Run::new(&dir, &self.commons, &[arguments, &["--on", DAY]].concat());
            self.compare(&format!("{} / git log --raw", arguments[0]), Some(files), &run, &git, Bar::Must(3.0))?;
        }
        Ok(())
    }

    /// The clean record of this size, written when it is first asked for.
    fn clean(&self, files: usize) -> Result<PathBuf> {
        let dir = self.records.join(format!("clean-{files}"));
        if !dir.exists() {
            generate::record(&dir, files, SEED, 0)?;
        }
        Ok(dir)
    }

    fn check_of(&self, dir: &Path) -> Run {
        Run::new(dir, &self.commons, &["check", "--on", DAY, "-q"])
    }

    /// A row for the two; a command that does not work, or does not exist yet, gets a row that says so.
    fn compare(&self, what: &str, files: Option<usize>, a: &Run, b: &Run, bar: Bar) -> Result<()> {
        let files = files.map_or_else(String::new, |files| files.to_string());
        let found = match ratio(a, b, self.pairs) {
            Ok(found) => found,
            Err(error) => return row(what, &files, &format!("failed: {error:#}"), "", "no"),
        };
        let figure = format!("{:.2} ({:.2}–{:.2})", found.median, found.least, found.most);
        let (bar, most) = match bar {
            Bar::Must(most) => (format!("≤ {most}"), most),
            Bar::Wish(most) => (format!("wish ≤ {most}"), most),
        };
        row(what, &files, &figure, &bar, yes(found.median <= most))
    }
}

/// The most that the ratio may be, or that we would like it to be.
#[derive(Clone, Copy)]
enum Bar {
    Must(f64),
    Wish(f64),
}

fn yes(within: bool) -> &'static str {
    if within { "yes" } else { "no" }
}

/// Rows are shown as they come: a whole table takes minutes.
fn row(what: &str, files: &str, figure: &str, bar: &str, within: &str) -> Result<()> {
    let line = format!("{what:<32}{files:>8}  {figure:<20}  {bar:<12}  {within}");
    writeln!(stdout(), "{}", line.trim_end())?;
    Ok(())
}

fn is_there(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
