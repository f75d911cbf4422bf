//! What every command shares: the options, the terminal, the clock, and the record that is asked.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use commons::date::Date;
use commons::finding::Finding;
use commons::record::Record;
use commons::record::load::load;
use commons::save;
use commons::source::layout::{self, FileKind, Standing};
use commons::source::{Source, directory, git};
use commons::text::Lang;

use crate::language::{known_lang, lang_among};
use crate::past::{self, standing, zone};

/// The options of every command.
#[derive(clap::Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Options {
    /// The record; the nearest folder upwards with `commons.toml` where it is left out
    #[arg(short = 'C', long = "record", global = true, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub record: Option<PathBuf>,
    /// The record as it was known at a git revision or on a date
    #[arg(long, global = true, value_name = "REV|DATE")]
    pub at: Option<String>,
    /// The day on which the record is judged; today, or with --at the day of that revision
    #[arg(long, global = true, value_name = "DATE", value_parser = day)]
    pub on: Option<Date>,
    /// The language of what is shown
    #[arg(long, global = true, value_name = "nl|en", value_parser = lang, add = crate::complete::languages())]
    pub lang: Option<Lang>,
    /// Write to a file, whole or not at all; `-` is standard output
    #[arg(short, long, global = true, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Colours: auto, always, never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: clap::ColorChoice,
    /// Say less: no line that counts, no progress
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more: which record, which revision, which day
    #[arg(short, long, global = true)]
    verbose: bool,
}

pub fn day(text: &str) -> Result<Date, String> {
    let shaped = text.len() == 10 && text.split('-').map(str::len).eq([4, 2, 2]) && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let wrong = if shaped { "there is no such day" } else { "a date is written year-month-day, such as 2026-03-12" };
    Date::parse(text).ok_or_else(|| wrong.to_owned())
}

fn lang(text: &str) -> Result<Lang, String> {
    known_lang(text).ok_or_else(|| "the languages are nl and en".to_owned())
}

/// The options, and what the machine says of itself.
pub struct Context {
    pub options: Options,
    started: Instant,
}

/// A record that is open: its files, what they mean, what was wrong while reading.
pub struct Opened {
    pub source: Source,
    pub record: Record,
    pub loading: Vec<Finding>,
}

/// How the files of a record are opened at a revision.
type OpenAt = fn(&Path, &str) -> anyhow::Result<Source>;

impl Context {
    pub fn new(mut options: Options) -> Context {
        // As other programs have it, a hyphen is standard output.
        options.output = options.output.filter(|path| path != Path::new("-"));
        Context { options, started: Instant::now() }
    }

    /// Opens the record that is asked, from its folder or from git.
    pub fn open(&self) -> anyhow::Result<Opened> {
        self.opened(self.source()?, |_| true)
    }

    /// Opens the record that is asked for what its history says: in a repository without a work tree that of the last commit.
    pub fn open_history(&self) -> anyhow::Result<Opened> {
        self.opened(self.source_with_history(past::open)?, |_| true)
    }

    /// The same for what says itself who may be named, also where the record was none at that revision.
    pub fn read_history(&self) -> anyhow::Result<Opened> {
        self.read(self.source_with_history(past::open_any)?, |_| true)
    }

    fn source_with_history(&self, open: OpenAt) -> anyhow::Result<Source> {
        let (from, found) = self.found()?;
        let is_bare = self.options.at.is_none() && found.is_none() && git::is_bare(&from);
        if is_bare { open(&from, "HEAD") } else { self.source_by(open) }
    }

    /// Opens of the record only files of these kinds: what a report does not speak of need not be read, nor be right.
    pub fn open_only(&self, kinds: &[FileKind]) -> anyhow::Result<Opened> {
        self.opened(self.source()?, |kind| kinds.contains(&kind))
    }

    /// Whoever may no longer be named is not named of a past record either.
    fn opened(&self, source: Source, wanted: impl Fn(FileKind) -> bool) -> anyhow::Result<Opened> {
        let mut opened = self.read(source, wanted)?;
        past::name_as_now(&mut opened);
        Ok(opened)
    }

    /// Opens the record that is asked to judge what stands in its files, not to tell of it.
    pub fn open_to_judge(&self) -> anyhow::Result<Opened> {
        self.read(self.source()?, |_| true)
    }

    fn read(&self, mut source: Source, wanted: impl Fn(FileKind) -> bool) -> anyhow::Result<Opened> {
        source.files.retain(|file| wanted(file.kind));
        self.spare(&source)?;
        let progress = self.progress(source.files.len());
        let unjudged = self.options.on.unwrap_or_else(|| Date(chrono::Utc::now().date_naive()));
        let (mut record, loading) = load(&source, unjudged, &|| progress.tick());
        progress.end();
        if self.options.on.is_none() {
            record.on = self.judged_on(&source, &record);
        }
        if self.options.verbose {
            let at = source.commit.as_ref().map_or_else(|| "as it is now".to_owned(), |commit| format!("at {}", commit.id));
            say(&format!("record {} {at}, judged on {}", source.root.display(), record.on));
        }
        Ok(Opened { source, record, loading })
    }

    /// Opens a record that is to be changed: as it is now.
    pub fn open_to_write(&self) -> anyhow::Result<Opened> {
        if self.options.at.is_some() {
            bail!("what was known at a revision cannot be changed; leave out --at");
        }
        if self.options.output.is_some() {
            bail!("this command writes the record itself; leave out --output, or use --dry-run to see what would change");
        }
        self.open_to_rewrite()
    }

    /// Opens a record of which is told what would be written: of any moment.
    pub fn open_to_rewrite(&self) -> anyhow::Result<Opened> {
        let opened = self.open()?;
        if opened.loading.iter().any(|finding| finding.rule == "newer-format") {
            bail!("this record has a newer format than this `commons` knows, so it cannot tell how the files are to be written");
        }
        Ok(opened)
    }

    /// Results never take the place of what they were made from.
    fn spare(&self, source: &Source) -> anyhow::Result<()> {
        let Some(output) = &self.options.output else { return Ok(()) };
        let folder = folder_of(output);
        let (Ok(folder), Ok(root)) = (folder.canonicalize(), source.root.canonicalize()) else { return Ok(()) };
        let whole = folder.join(output.file_name().unwrap_or_default());
        match whole.strip_prefix(&root).map(|path| layout::standing(&path.to_string_lossy())) {
            Ok(Standing::File(_)) => bail!("{} is a file of the record; write the results to another", output.display()),
            _ => Ok(()),
        }
    }

    /// The folder of the record that is asked, also where it holds none now, or is no longer there.
    pub fn folder(&self) -> anyhow::Result<PathBuf> {
        let (from, found) = self.found()?;
        Ok(found.unwrap_or(from))
    }

    /// From where a record is looked for, and the folder in which one stands.
    fn found(&self) -> anyhow::Result<(PathBuf, Option<PathBuf>)> {
        let from = match &self.options.record {
            // The file stands for its folder.
            Some(file) if file.file_name().is_some_and(|name| name == "commons.toml") && file.is_file() => folder_of(file).to_owned(),
            Some(folder) => folder.clone(),
            None => std::env::current_dir().context("the working directory is gone")?,
        };
        let found = match &self.options.record {
            Some(_) => from.join("commons.toml").symlink_metadata().is_ok().then(|| from.clone()),
            None => directory::find(&from),
        };
        Ok((from, found))
    }

    fn source(&self) -> anyhow::Result<Source> {
        self.source_by(past::open)
    }

    fn source_by(&self, open: OpenAt) -> anyhow::Result<Source> {
        let (from, found) = self.found()?;
        if let Some(rev) = &self.options.at {
            return open(&found.unwrap_or(from), rev);
        }
        standing(&from)?;
        let Some(root) = found else {
            match self.options.record {
                Some(_) => bail!(
                    "there is no `commons.toml` in {}; -C names the folder that holds it, and `commons init` begins a record",
                    from.display()
                ),
                None => bail!(
                    "there is no `commons.toml` in {} or above it; name the record's folder with -C DIR, or begin a record with `commons init`",
                    from.display()
                ),
            }
        };
        if let Some(done) = save::recover(&root)? {
            say(done.get(self.lang_near(Some(&root))));
        }
        past::working(&root)
    }

    /// Today where the record is kept, whatever day was asked about.
    pub fn today(record: &Record) -> Date {
        Date(chrono::Utc::now().with_timezone(&zone(record)).date_naive())
    }

    /// Today in the record's time zone, or the day of the revision.
    fn judged_on(&self, source: &Source, record: &Record) -> Date {
        Context::day_of(self.options.at.as_deref(), source, record)
    }

    /// The day of a source: the date that was typed, that of its revision in the record's time zone, or today.
    pub fn day_of(typed: Option<&str>, source: &Source, record: &Record) -> Date {
        match &source.commit {
            Some(commit) => match typed.and_then(Date::parse) {
                Some(date) => date,
                None => Date(commit.time.with_timezone(&zone(record)).date_naive()),
            },
            None => Context::today(record),
        }
    }

    /// The language of what is shown: asked, set, the record's, the machine's.
    pub fn lang(&self, record: &Record) -> Lang {
        self.chosen_lang(record.language)
    }

    fn chosen_lang(&self, of_record: Option<Lang>) -> Lang {
        lang_among(self.options.lang, of_record)
    }

    /// The language where no record is judged; one that is near says which.
    pub fn lang_without_record(&self) -> Lang {
        let folder = self.options.record.clone().or_else(|| directory::find(&std::env::current_dir().ok()?));
        self.lang_near(folder.as_deref())
    }

    /// The language where the record of a folder is not read yet.
    fn lang_near(&self, folder: Option<&Path>) -> Lang {
        let text = folder.and_then(|folder| directory::text_of(folder, "commons.toml"));
        self.chosen_lang(text.and_then(|text| commons::record::diagnosis::language_of(&text)))
    }

    /// The ending of the file to which results go, in small letters.
    pub fn ending(&self) -> Option<String> {
        let ending = self.options.output.as_ref()?.extension()?;
        Some(ending.to_string_lossy().to_lowercase())
    }

    /// Whether results are written in colour.
    pub fn color(&self) -> bool {
        match self.options.color {
            clap::ColorChoice::Always => true,
            clap::ColorChoice::Never => false,
            clap::ColorChoice::Auto => {
                self.options.output.is_none() && anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
            }
        }
    }

    /// Whether results go to somebody who is looking.
    pub fn at_terminal(&self) -> bool {
        self.options.output.is_none() && std::io::stdout().is_terminal()
    }

    /// Columns of the terminal; eighty for a file, and a hundred where nobody says.
    pub fn width(&self) -> usize {
        let set = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|columns| *columns > 0);
        let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)).filter(|width| *width > 0);
        set.or_else(|| self.at_terminal().then(terminal).flatten()).unwrap_or(100)
    }

    /// Writes results to where they were asked. A reader who stops reading is no error.
    pub fn write(&self, bytes: &[u8]) -> anyhow::Result<()> {
        if let Some(path) = &self.options.output {
            return write_whole(path, bytes);
        }
        let mut out = std::io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error).context("the results could not be written"),
            _ => Ok(()),
        }
    }

    /// Writes results and ends well.
    pub fn end(&self, bytes: &[u8]) -> anyhow::Result<ExitCode> {
        self.write(bytes)?;
        Ok(ExitCode::SUCCESS)
    }

    /// A bar for so many files or commits.
    pub fn progress(&self, files: usize) -> Progress {
        let visible = !self.options.quiet && std::io::stderr().is_terminal();
        let bar = visible.then(|| indicatif::ProgressBar::with_draw_target(Some(files as u64), indicatif::ProgressDrawTarget::stderr()));
        Progress { bar, read: AtomicU64::new(0), started: self.started }
    }
}

/// Says something beside the results, on the error stream.
pub fn say(text: &str) {
    // What was typed or found stands in it, so it is one line, whatever that was. Nothing can be done about a closed stream.
    let _ = writeln!(std::io::stderr().lock(), "{}", crate::inert(text));
}

/// A bar that appears when reading takes more than a second.
pub struct Progress {
    bar: Option<indicatif::ProgressBar>,
    read: AtomicU64,
    started: Instant,
}

impl Progress {
    pub fn tick(&self) {
        let Some(bar) = &self.bar else { return };
        let read = self.read.fetch_add(1, Ordering::Relaxed);
        if read.is_multiple_of(256) && self.started.elapsed() > Duration::from_secs(1) {
            bar.set_position(read);
        }
    }

    /// So many files at once.
    pub fn done(&self, files: usize) {
        let Some(bar) = &self.bar else { return };
        let read = self.read.fetch_add(files as u64, Ordering::Relaxed);
        if self.started.elapsed() > Duration::from_secs(1) {
            bar.set_position(read);
        }
    }

    pub fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Writes a file whole or not at all: beside its target first, then put in its place.
pub fn write_whole(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let folder = folder_of(path);
    let failed = || format!("cannot write {}", path.display());
    if path.symlink_metadata().is_ok_and(|target| !target.is_file()) {
        // A device or a pipe such as /dev/stdout cannot be replaced; it is written to.
        return std::fs::write(path, bytes).with_context(failed);
    }
    if !folder.exists() {
        bail!("cannot write {}: there is no folder {}", path.display(), folder.display());
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".commons-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = path.metadata().map_or(0o666, |target| target.permissions().mode());
        builder.permissions(std::fs::Permissions::from_mode(mode));
    }
    // The system's words would name a file that nobody asked for.
    let mut file = builder.tempfile_in(folder).map_err(|error| std::io::Error::from(error.kind())).with_context(failed)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).with_context(failed)?;
    file.persist(path).map_err(|error| error.error).with_context(failed)?;
    Ok(())
}

/// The folder in which a file stands or is to stand.
fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
