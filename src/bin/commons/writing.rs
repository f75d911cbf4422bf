//! What every command that writes shares: what will change is shown, judged, asked about, and saved all or nothing.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::{anyhow, bail};
use commons::canonical::canonical;
use commons::diagnostics::{self, Style, Summary};
use commons::edit::{Edit, Refused};
use commons::finding::{Finding, Severity};
use commons::record::Record;
use commons::record::load::load;
use commons::record::places::{Located, key_of, locate};
use commons::rules::{self, Choice};
use commons::save::{Change, save};
use commons::source::layout::{Standing, standing};
use commons::source::{FilePath, Source, directory};
use commons::text;
use commons::text::{Lang, Text};
use commons::writing::add::draft::changed;

use crate::context::{Context, Opened, say};
use crate::unified::unified;

/// The options of every command that writes.
#[derive(clap::Args)]
pub struct Writing {
    /// Do not ask
    #[arg(short, long)]
    pub yes: bool,
    /// Show what would change, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Write also what `check` would deny
    #[arg(long)]
    pub force: bool,
}

/// The new text of each file; none where the file goes.
pub type Texts = BTreeMap<FilePath, Option<String>>;

/// The text of a file of the record.
pub fn text_of(source: &Source, path: &FilePath) -> anyhow::Result<String> {
    let Some(file) = source.file(path) else { bail!("there is no file `{path}` in this record") };
    let mut buffer = Vec::new();
    match source.read(file, &mut buffer).map(<[u8]>::to_vec).map(String::from_utf8) {
        Ok(Ok(text)) => Ok(text),
        _ => bail!("`{path}` cannot be read; `commons check` says why"),
    }
}

/// A file with edits made in it.
pub fn edited(source: &Source, path: &FilePath, edits: &[Edit]) -> anyhow::Result<String> {
    let text = text_of(source, path)?;
    changed(path, &text, edits).map_err(|why| refused(path, why))
}

/// Why a file cannot be changed so.
pub fn refused(path: &FilePath, why: Refused) -> anyhow::Error {
    match why {
        Refused::NotToml => anyhow!("`{path}` is no TOML, so it is left alone; `commons check` says what is wrong with it"),
        Refused::Nowhere(keys) => anyhow!("there is no place `{keys}` in `{path}`"),
        Refused::Unreadable(keys) => anyhow!("`{keys}` in `{path}` cannot have this value"),
    }
}

/// Knows what `check` denies in the record as it is, once that is asked, and so what a change would add.
pub struct Judge<'a> {
    pub opened: &'a Opened,
    before: OnceCell<BTreeSet<Identity>>,
}

impl Judge<'_> {
    pub fn of(opened: &Opened) -> Judge<'_> {
        Judge { opened, before: OnceCell::new() }
    }

    /// One that was asked before: these findings are known.
    pub fn knowing<'a>(opened: &'a Opened, known: &[Located]) -> Judge<'a> {
        Judge { opened, before: OnceCell::from(known.iter().map(identity).collect::<BTreeSet<_>>()) }
    }

    /// What `check` finds in the record as it would be, and does not find now. What was found before under another file or another id is
    /// not new: a thing that moves takes its findings along.
    pub fn added(&self, texts: &Texts) -> anyhow::Result<Vec<Located>> {
        let Opened { source, record, loading } = self.opened;
        let before = self.before.get_or_init(|| judged(source, record, loading.clone()).iter().map(identity).collect());
        let mut source = directory::open(&source.root)?;
        for (path, text) in texts {
            source.lay(path, text.as_ref().map(|text| text.as_bytes().to_vec()));
        }
        let (record, loading) = load(&source, record.on, &|| ());
        let after = judged(&source, &record, loading);
        let known: BTreeSet<Identity> = after.iter().map(identity).collect();
        let mut gone: Vec<&Identity> = before.difference(&known).collect();
        let mut moved = |one: &Located| {
            let (rule, file, about, key) = identity(one);
            let gone_from = |was: &str| texts.iter().any(|(path, text)| path.as_str() == was && text.is_none());
            // What is said once of many things stands at the first of them, and that may be another now.
            let at = gone.iter().position(|(other, was, of, at)| {
                *other == rule && (*was == file || *at == key && gone_from(was) || about.is_some() && *of == about)
            });
            at.map(|at| gone.swap_remove(at)).is_some()
        };
        Ok(after.into_iter().filter(|one| !before.contains(&identity(one)) && !moved(one)).collect())
    }
}

/// What `check` finds in a record, whatever was asked of it.
pub fn judged(source: &Source, record: &Record, loading: Vec<Finding>) -> Vec<Located> {
    locate(source, rules::run(record, loading, &Choice::default(), &key_of(source)))
}

/// Rule, file, what it is about, key.
pub type Identity = (&'static str, String, Option<String>, Option<String>);

/// By what a finding is known again, wherever in its file it has gone.
pub fn identity(one: &Located) -> Identity {
    (one.finding.rule, one.finding.at.file.to_string(), one.finding.about.clone(), one.key.clone())
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is so already.
    Nothing,
    /// Somebody only wanted to see it.
    Shown,
    /// Somebody was asked and did not want it.
    Declined,
    Written,
}

impl Writing {
    pub fn is_forced(&self) -> bool {
        self.force
    }

    /// Shows what will change, asks where somebody can answer, and writes it, all or nothing.
    pub fn carry_out(&self, context: &Context, judge: &Judge<'_>, texts: &Texts, what: &[Text]) -> anyhow::Result<ExitCode> {
        self.carried_out(context, judge, texts, what).map(|_| ExitCode::SUCCESS)
    }

    /// The same, for whoever has more to say where it is written.
    pub fn carried_out(&self, context: &Context, judge: &Judge<'_>, texts: &Texts, what: &[Text]) -> anyhow::Result<Outcome> {
        self.carried_out_showing(context, judge, texts, what, &|shown| context.write(shown.as_bytes()))
    }

    /// The same, for whoever has results of their own, and so says where the diff goes.
    pub fn carried_out_showing(
        &self,
        context: &Context,
        judge: &Judge<'_>,
        texts: &Texts,
        what: &[Text],
        show: &dyn Fn(&str) -> anyhow::Result<()>,
    ) -> anyhow::Result<Outcome> {
        let opened = judge.opened;
        let lang = context.lang(&opened.record);
        let mut changes = Vec::new();
        let mut shown = String::new();
        for (path, text) in texts {
            let before = opened.source.file(path).map(|_| text_of(&opened.source, path)).transpose()?;
            let after = text.as_ref().map(|text| in_form(path, before.as_deref(), text));
            if before == after {
                continue;
            }
            shown.push_str(&unified(path.as_str(), before.as_deref(), after.as_deref()));
            changes.push(Change { path: path.to_string(), before: before.map(String::into_bytes), after: after.map(String::into_bytes) });
        }
        if changes.is_empty() {
            say(Text::new("nothing changes: it is so already", "er verandert niets: zo staat het er al").get(lang));
            return Ok(Outcome::Nothing);
        }
        if !context.options.quiet {
            for line in what {
                say(line.get(lang));
            }
        }
        show(&shown)?;
        let added = judge.added(texts)?;
        let (denied, warned): (Vec<Located>, Vec<Located>) = added.into_iter().partition(|one| one.finding.level == Severity::Deny);
        if !denied.is_empty() {
            complain(&denied, opened, context, lang);
            if !self.force {
                bail!("nothing is written, for `check` would deny the record; --force writes it all the same");
            }
        }
        if !context.options.quiet {
            remark(&warned, lang);
        }
        if self.dry_run {
            say(Text::new("nothing is written: --dry-run only shows", "niets geschreven: --dry-run laat alleen zien").get(lang));
            return Ok(Outcome::Shown);
        }
        if !self.yes && !agreed(lang)? {
            say(Text::new("nothing is written", "er is niets geschreven").get(lang));
            return Ok(Outcome::Declined);
        }
        save(&opened.source.root, &changes)?;
        if !context.options.quiet {
            let number = changes.len();
            say(match number {
                1 => Text::new("written: 1 file", "geschreven: 1 bestand"),
                _ => text!(en: "written: {number} files", nl: "geschreven: {number} bestanden"),
            }
            .get(lang));
        }
        Ok(Outcome::Written)
    }
}

/// A text as it is to be written: a file that is in the one form stays so, one that is not keeps its own.
fn in_form(path: &FilePath, before: Option<&str>, after: &str) -> String {
    let Standing::File(kind) = standing(path.as_str()) else { return after.to_owned() };
    let keeps = before.is_some_and(|before| canonical(kind, before).as_deref() == Some(before));
    keeps.then(|| canonical(kind, after)).flatten().unwrap_or_else(|| after.to_owned())
}

/// Says what `check` will warn of that it did not warn of before.
fn remark(warned: &[Located], lang: Lang) {
    const MOST: usize = 5;
    for one in warned.iter().take(MOST) {
        let (message, rule) = (&one.finding.message, one.finding.rule);
        say(text!(message; en: "new warning: {message} ({rule})", nl: "nieuw aandachtspunt: {message} ({rule})").get(lang));
    }
    if let more @ 1.. = warned.len().saturating_sub(MOST) {
        say(text!(en: "and {more} more; see `commons check`", nl: "en nog {more}; zie `commons check`").get(lang));
    }
}

/// Says what would be denied.
pub fn complain(denied: &[Located], opened: &Opened, context: &Context, lang: Lang) {
    let style = Style { lang, color: false, width: context.width(), most: Some(10), quiet: true };
    let text = diagnostics::text::write(denied, Summary::of(denied, opened.record.files), &style);
    String::from_utf8_lossy(&text).lines().for_each(say);
}

/// Whether somebody says yes; where nobody can be asked, the command itself is the answer.
fn agreed(lang: Lang) -> anyhow::Result<bool> {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Ok(true);
    }
    let question = Text::new("Write this? [y/N] ", "Dit schrijven? [j/N] ");
    let mut err = std::io::stderr().lock();
    write!(err, "{}", question.get(lang))?;
    err.flush()?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "j" | "ja"))
}
