//! Whole processes: timed in pairs A B A B …, and their peak memory.

use anyhow::{Context, Result, ensure};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A program run in a folder, or two of which the second reads what the first writes; the output goes nowhere.
#[derive(Clone)]
pub struct Run {
    steps: Vec<Step>,
    dir: PathBuf,
    /// The exit code that says that the work was done.
    code: i32,
}

#[derive(Clone)]
struct Step {
    program: PathBuf,
    arguments: Vec<String>,
}

impl Step {
    fn new(program: &Path, arguments: &[&str]) -> Step {
        let arguments = arguments.iter().map(|&argument| argument.to_owned()).collect();
        Step { program: program.to_owned(), arguments }
    }
}

impl Run {
    pub fn new(dir: &Path, program: &Path, arguments: &[&str]) -> Run {
        Run { steps: vec![Step::new(program, arguments)], dir: dir.to_owned(), code: 0 }
    }

    pub fn piped_to(mut self, program: &Path, arguments: &[&str]) -> Run {
        self.steps.push(Step::new(program, arguments));
        self
    }

    /// Done when it ends with this exit code, and not with 0.
    pub fn ending(self, code: i32) -> Run {
        Run { code, ..self }
    }

    /// The seconds from the first start to the last end.
    ///
    /// # Errors
    /// When a program cannot be started or ends with another exit code.
    pub fn seconds(&self) -> Result<f64> {
        let start = Instant::now();
        let mut children: Vec<Child> = Vec::new();
        for (number, step) in self.steps.iter().enumerate() {
            let input = children.last_mut().and_then(|child| child.stdout.take());
            let mut command = self.command(step);
            command.stdin(input.map_or_else(Stdio::null, Stdio::from));
            if number + 1 < self.steps.len() {
                command.stdout(Stdio::piped());
            }
            children.push(command.spawn().with_context(|| format!("cannot start {self}"))?);
        }
        for (number, child) in children.iter_mut().enumerate() {
            let code = child.wait()?.code();
            let expected = if number + 1 < self.steps.len() { 0 } else { self.code };
            ensure!(code == Some(expected), "{self} ended with {code:?}, not with {expected}");
        }
        Ok(start.elapsed().as_secs_f64())
    }

    /// The most memory that the program held at one time, in MiB: by `time` where there is one, else by watching `/proc`.
    pub fn memory(&self) -> Result<f64> {
        let step = &self.steps[0];
        let time = Path::new("/usr/bin/time");
        let kib = if time.exists() {
            let noted = tempfile::NamedTempFile::new()?;
            let mut command = self.command(&Step { program: time.to_owned(), arguments: Vec::new() });
            command.arg("-o").arg(noted.path()).args(["-f", "%M"]).arg(&step.program).args(&step.arguments);
            command.status()?;
            // A line before it says so when the exit code is not 0.
            fs::read_to_string(noted.path())?.lines().last().and_then(|line| line.trim().parse().ok())
        } else {
            let mut child = self.command(step).spawn()?;
            let status = format!("/proc/{}/status", child.id());
            let mut peak = None;
            while child.try_wait()?.is_none() {
                let text = fs::read_to_string(&status).unwrap_or_default();
                let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
                peak = line.and_then(|line| line.split_whitespace().next()?.parse().ok()).or(peak);
                thread::sleep(Duration::from_micros(200));
            }
            peak
        };
        let kib: f64 = kib.with_context(|| format!("nothing tells the memory of {self}"))?;
        Ok(kib / 1024.0)
    }

    fn command(&self, step: &Step) -> Command {
        let mut command = Command::new(&step.program);
        command.args(&step.arguments).current_dir(&self.dir).env("RAYON_NUM_THREADS", "2");
        // Who develops asks for backtraces, who uses does not.
        command.env_remove("RUST_BACKTRACE").env_remove("RUST_LIB_BACKTRACE");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }
}

impl fmt::Display for Run {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        for (number, step) in self.steps.iter().enumerate() {
            let pipe = if number == 0 { "" } else { " | " };
            write!(formatter, "{pipe}`{} {}`", step.program.display(), step.arguments.join(" "))?;
        }
        write!(formatter, " in `{}`", self.dir.display())
    }
}

/// How many times as long one took as the other.
pub struct Ratio {
    pub median: f64,
    pub least: f64,
    pub most: f64,
}

/// A run shorter than this, in seconds, is mostly chance: it takes more of them to see anything.
const SHORT: f64 = 0.005;

/// How many times as many pairs there are of short runs.
const OFTEN: usize = 9;

/// Each is run once before anything counts, so that the files are in memory.
pub fn ratio(a: &Run, b: &Run, pairs: usize) -> Result<Ratio> {
    let first = a.seconds()?.max(b.seconds()?);
    let pairs = if first < SHORT { pairs * OFTEN } else { pairs };
    let mut ratios = Vec::new();
    for _ in 0..pairs {
        ratios.push(a.seconds()? / b.seconds()?);
    }
    ratios.sort_by(f64::total_cmp);
    let median = f64::midpoint(ratios[pairs / 2], ratios[(pairs - 1) / 2]);
    Ok(Ratio { median, least: ratios[0], most: ratios[pairs - 1] })
}
