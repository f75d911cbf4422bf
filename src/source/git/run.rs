//! Starts the `git` command so that it answers for the folder it is asked about, and never locks, fetches or asks.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf, absolute};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread::{self, JoinHandle};

use anyhow::{Error, Result, anyhow};

pub struct Answer {
    pub success: bool,
    pub out: Vec<u8>,
    pub err: String,
}

/// A process's standard error, read while it runs.
pub type Errors = JoinHandle<Vec<u8>>;

/// The root of the work tree that `dir` lies in, with links resolved; none in a bare repository.
/// No process is started: it is asked for at every start of the program.
#[must_use]
pub fn toplevel(dir: &Path) -> Option<PathBuf> {
    if let Some(named) = named_by_environment(dir) {
        return named.work_tree.and_then(|tree| tree.canonicalize().ok());
    }
    work_tree(&dir.canonicalize().ok()?)
}

/// Whether `dir` is, or would be, in a repository that has no work tree.
#[must_use]
pub fn is_bare(dir: &Path) -> bool {
    let (dir, _) = standing(dir);
    toplevel(dir).is_none() && dir.canonicalize().is_ok_and(|dir| repository(&dir).is_some())
}

/// Runs git to its end, with nothing to read.
pub fn ask(dir: &Path, args: &[&str]) -> Result<Answer> {
    let output = command(dir).args(args).stdin(Stdio::null()).output().map_err(|error| not_started(&error))?;
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    Ok(Answer { success: output.status.success(), out: output.stdout, err })
}

/// Starts git, and gives what it says on both its outputs.
pub fn start(dir: &Path, args: &[&str], stdin: Stdio) -> Result<(Child, ChildStdout, Errors)> {
    let mut command = command(dir);
    command.args(args).stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| not_started(&error))?;
    let stdout = child.stdout.take().expect("it is piped");
    let mut stderr = child.stderr.take().expect("it is piped");
    let errors = thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before a failure is still the best there is to show.
        let _ = stderr.read_to_end(&mut bytes);
        bytes
    });
    Ok((child, stdout, errors))
}

pub fn finish(errors: Errors) -> String {
    String::from_utf8_lossy(&errors.join().expect("reading bytes does not panic")).into_owned()
}

/// Variables that tie git to one repository, index or way of reading paths. A hook has some of them set, for the
/// repository that it runs in, which need not be the one of the record.
const TIES: [&str; 13] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_NAMESPACE",
    "GIT_SHALLOW_FILE",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
];

/// The folder itself, or the nearest above it that is there, and what is missing below that: a past record may have stood where no
/// folder is now, and in a bare repository there are none.
pub fn standing(dir: &Path) -> (&Path, &Path) {
    let found = dir.ancestors().find(|folder| folder.as_os_str().is_empty() || folder.is_dir()).unwrap_or(dir);
    let missing = dir.strip_prefix(found).unwrap_or(Path::new(""));
    (if found.as_os_str().is_empty() { Path::new(".") } else { found }, missing)
}

fn command(dir: &Path) -> Command {
    let (dir, _) = standing(dir);
    let mut git = Command::new("git");
    let named = named_by_environment(dir);
    for name in TIES {
        git.env_remove(name);
    }
    if let Some(Named { git_dir, work_tree }) = named {
        git.env("GIT_DIR", git_dir);
        if let Some(work_tree) = work_tree {
            git.env("GIT_WORK_TREE", work_tree);
        }
    }
    // While a push is received its objects stand in a folder of their own. It is added, so that it can do no harm
    // where the record is in another repository.
    if let Some(objects) = env::var_os("GIT_OBJECT_DIRECTORY").and_then(|path| absolute(path).ok()) {
        let mut all = OsString::from(objects);
        if let Some(others) = env::var_os("GIT_ALTERNATE_OBJECT_DIRECTORIES") {
            all.push(if cfg!(windows) { ";" } else { ":" });
            all.push(others);
        }
        git.env_remove("GIT_OBJECT_DIRECTORY").env("GIT_ALTERNATE_OBJECT_DIRECTORIES", all);
    }
    git.env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_LITERAL_PATHSPECS", "1");
    // Nobody waits for one line.
    git.env("GIT_FLUSH", "0");
    // A partial clone fetches what it misses: git before 2.45 knows no other way to stop it than allowing no protocol.
    git.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "none");
    // Not `current_dir`: its failure cannot be told from a missing git.
    // A repository may name a program that watches its files; what it is asked about here is looked at.
    git.arg("-C").arg(dir).args(["--no-optional-locks", "-c", "core.quotepath=off", "-c", "core.fsmonitor=false"]);
    git
}

struct Named {
    git_dir: PathBuf,
    work_tree: Option<PathBuf>,
}

/// The repository that the environment names, where it is that of `dir`: `dir` lies in the named work tree and in none
/// within that, or it is the named repository itself. `GIT_DIR` alone says nothing about the folders around it.
fn named_by_environment(dir: &Path) -> Option<Named> {
    let git_dir = absolute(env::var_os("GIT_DIR")?).ok()?;
    let dir = dir.canonicalize().ok()?;
    let Some(work_tree) = env::var_os("GIT_WORK_TREE") else {
        return (git_dir.canonicalize().ok()? == dir).then_some(Named { git_dir, work_tree: None });
    };
    let work_tree = absolute(work_tree).ok()?;
    let root = work_tree.canonicalize().ok()?;
    let nearer = self::work_tree(&dir).is_some_and(|found| found != root && found.starts_with(&root));
    (dir.starts_with(&root) && !nearer).then_some(Named { git_dir, work_tree: Some(work_tree) })
}

/// The nearest folder upwards that git would take for a work tree.
fn work_tree(dir: &Path) -> Option<PathBuf> {
    for folder in dir.ancestors() {
        let git = folder.join(".git");
        if git.is_file() || is_repository(&git) {
            return Some(folder.to_owned());
        }
        if is_repository(folder) {
            return None;
        }
    }
    None
}

/// Where the repository of a folder keeps its objects, as far as that can be told without asking git.
pub fn objects(dir: &Path) -> Option<PathBuf> {
    let git_dir = git_dir(dir)?;
    // A work tree beside another one has its objects there.
    let common = fs::read_to_string(git_dir.join("commondir")).map_or(git_dir.clone(), |common| git_dir.join(common.trim_end()));
    Some(common.join("objects"))
}

/// Where a folder's work tree keeps what is its own.
pub fn git_dir(dir: &Path) -> Option<PathBuf> {
    let (dir, _) = standing(dir);
    match named_by_environment(dir) {
        Some(named) => Some(named.git_dir),
        None => repository(&dir.canonicalize().ok()?),
    }
}

fn repository(dir: &Path) -> Option<PathBuf> {
    for folder in dir.ancestors() {
        let git = folder.join(".git");
        if git.is_file() {
            return Some(folder.join(fs::read_to_string(git).ok()?.strip_prefix("gitdir: ")?.trim_end()));
        }
        if is_repository(&git) {
            return Some(git);
        }
        if is_repository(folder) {
            return Some(folder.to_owned());
        }
    }
    None
}

fn is_repository(folder: &Path) -> bool {
    folder.join("HEAD").symlink_metadata().is_ok() && folder.join("objects").is_dir() && folder.join("refs").is_dir()
}

fn not_started(error: &std::io::Error) -> Error {
    if error.kind() == ErrorKind::NotFound {
        return anyhow!("cannot find the `git` command, which reads past revisions; install git, or ask for the record as it is now");
    }
    anyhow!("cannot start the `git` command: {error}")
}
