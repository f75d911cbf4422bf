//! `commons check --fix`: what has one right reading is written so, until nothing of the kind is left; the rest is for people.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::bail;
use commons::finding::{Cure, Finding, Severity};
use commons::record::load::load;
use commons::record::places::{key_of, locate};
use commons::rules::{self, Check, Choice};
use commons::source::{FilePath, Source, directory, git};
use commons::text;
use commons::text::{Text, listed};
use commons::writing::add::draft::order;
use commons::writing::mend::mended;

use crate::context::{Context, Opened, say};
use crate::invoice::past;
use crate::named::Named;
use crate::writing::{Identity, Judge, Outcome, Texts, Writing, identity, judged, text_of};

/// The options of `check` that mend.
#[derive(clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub struct Fixing {
    /// Mend what has one right reading, show how, and then what remains; `commons explain RULE` says what is mended
    #[arg(long)]
    fix: bool,
    /// With --fix: also files that differ from the last commit, and where there is no git
    #[arg(long, requires = "fix")]
    allow_dirty: bool,
    /// With --fix: do not ask
    #[arg(short, long, requires = "fix")]
    yes: bool,
    /// With --fix: show what would change and what would remain, and change nothing
    #[arg(long, requires = "fix")]
    dry_run: bool,
}

/// What is to be mended, and where it is shown.
pub struct Asked<'a> {
    pub choice: &'a Choice,
    pub named: &'a Named,
    /// Whether the diff goes beside the results: they are for a program, or go to a file.
    pub beside: bool,
}

/// One cure can reveal another fault; so many times is looked again.
const ROUNDS: usize = 20;

/// The record as it would be.
struct State {
    opened: Opened,
    found: Vec<Finding>,
    denied: BTreeSet<Identity>,
}

impl Fixing {
    pub fn is_asked(&self) -> bool {
        self.fix
    }

    /// Opens the record that is judged, and perhaps changed.
    pub fn open(&self, context: &Context) -> anyhow::Result<Opened> {
        if self.fix && context.options.at.is_some() {
            bail!("what was known at a revision cannot be changed; leave out --at, or --fix");
        }
        context.open_to_judge()
    }

    /// Mends what can be mended: the record as it is afterwards, and what is still found in it.
    pub fn fix(&self, context: &Context, opened: Opened, found: Vec<Finding>, asked: &Asked<'_>) -> anyhow::Result<(Opened, Vec<Finding>)> {
        let lang = context.lang(&opened.record);
        let (texts, made, state) = mend(&opened, asked)?;
        if texts.is_empty() {
            if !context.options.quiet && !state.found.is_empty() {
                say(Text::new(
                    "nothing here has one right reading: what is found is for people to mend",
                    "hier valt niets vanzelf te herstellen: wat er gemeld wordt, vraagt om een besluit van mensen",
                )
                .get(lang));
            }
            return Ok((opened, uncured(state.found)));
        }
        if !self.dry_run && !self.allow_dirty {
            refuse_uncommitted(&opened.source, &texts)?;
        }
        let what = match made {
            1 => Text::new("mends 1 finding", "herstelt 1 melding"),
            _ => text!(en: "mends {made} findings", nl: "herstelt {made} meldingen"),
        };
        let show = |shown: &str| {
            if asked.beside {
                shown.lines().for_each(say);
                return Ok(());
            }
            context.write(format!("{shown}\n").as_bytes())
        };
        let known = judged(&state.opened.source, &state.opened.record, state.opened.loading.clone());
        let writing = Writing { yes: self.yes, dry_run: self.dry_run, force: false };
        match writing.carried_out_showing(context, &Judge::knowing(&opened, &known), &texts, &[what], &show)? {
            Outcome::Declined => Ok((opened, found)),
            Outcome::Nothing | Outcome::Shown | Outcome::Written => Ok((state.opened, uncured(state.found))),
        }
    }
}

/// What could not be mended now cannot be mended by asking again.
fn uncured(found: Vec<Finding>) -> Vec<Finding> {
    found.into_iter().map(|finding| Finding { cure: None, ..finding }).collect()
}

/// Mends a record round by round: the files that change, how many cures were made, and the record as it would be.
fn mend(opened: &Opened, asked: &Asked<'_>) -> anyhow::Result<(Texts, usize, State)> {
    let mut texts = Texts::new();
    let mut made = 0;
    let mut state = judge(opened, texts.clone(), asked.choice)?;
    for _ in 0..ROUNDS {
        let Some((changed, count, next)) = round(opened, &texts, &state, asked)? else { break };
        texts.extend(changed);
        made += count;
        state = next;
    }
    Ok((texts, made, state))
}

/// What a round changes, how many cures it made, and the record after it.
type Round = (Texts, usize, State);

/// Mends once. The form of files goes first: what a file that could not be read hid comes to light by that, and is nobody's fault. What
/// else is mended may not lead to anything that is denied; where it does, that file is left to people.
fn round(opened: &Opened, texts: &Texts, state: &State, asked: &Asked<'_>) -> anyhow::Result<Option<Round>> {
    let curable: Vec<(&Finding, &Cure)> = state
        .found
        .iter()
        .filter(|finding| asked.named.has(finding.at.file.as_str()))
        .filter_map(|finding| finding.cure.as_deref().map(|cure| (finding, cure)))
        .collect();
    let (form, others): (Vec<_>, Vec<_>) = curable.into_iter().partition(|(finding, _)| is_form(finding));
    let source = &state.opened.source;
    let (changed, count) = changes(source, &form, &BTreeSet::new())?;
    if !changed.is_empty() {
        return Ok(Some((changed.clone(), count, judge(opened, laid(texts, &changed), asked.choice)?)));
    }
    let mut left: BTreeSet<FilePath> = BTreeSet::new();
    loop {
        let (changed, count) = changes(source, &others, &left)?;
        if changed.is_empty() {
            return Ok(None);
        }
        let next = judge(opened, laid(texts, &changed), asked.choice)?;
        let worse: BTreeSet<FilePath> = next.denied.difference(&state.denied).map(|(_, file, ..)| FilePath::new(file)).collect();
        if worse.is_empty() {
            return Ok(Some((changed, count, next)));
        }
        let before = left.len();
        left.extend(worse.into_iter().filter(|file| changed.contains_key(file)));
        if left.len() == before {
            // It came to stand elsewhere, and which of the changes did it cannot be told.
            return Ok(None);
        }
    }
}

fn is_form(finding: &Finding) -> bool {
    rules::find(finding.rule).is_some_and(|rule| matches!(rule.check, Check::Loading))
}

fn laid(texts: &Texts, changed: &Texts) -> Texts {
    let mut all = texts.clone();
    all.extend(changed.clone());
    all
}

/// The files with cures made in them, but for those that are left alone.
fn changes(source: &Source, cures: &[(&Finding, &Cure)], left: &BTreeSet<FilePath>) -> anyhow::Result<(Texts, usize)> {
    let mut by_file: BTreeMap<&FilePath, Vec<&Cure>> = BTreeMap::new();
    for (finding, cure) in cures.iter().filter(|(finding, _)| !left.contains(&finding.at.file)) {
        by_file.entry(&finding.at.file).or_default().push(cure);
    }
    let (mut texts, mut made) = (Texts::new(), 0);
    for (file, cures) in by_file {
        let before = text_of(source, file)?;
        let (after, count) = mended(&before, &cures, &|table| order(file, table));
        if after != before {
            made += count;
            texts.insert(file.clone(), Some(after));
        }
    }
    Ok((texts, made))
}

/// The record with other texts laid over it, judged.
fn judge(opened: &Opened, texts: Texts, choice: &Choice) -> anyhow::Result<State> {
    let mut source = directory::open(&opened.source.root)?;
    for (path, text) in texts {
        source.lay(&path, text.map(String::into_bytes));
    }
    let (record, mut loading) = load(&source, opened.record.on, &|| ());
    loading.extend(past::findings(&source, &record));
    let found = rules::run(&record, loading.clone(), choice, &key_of(&source));
    let mut denied = rules::run(&record, loading.clone(), &Choice::default(), &key_of(&source));
    denied.retain(|finding| finding.level == Severity::Deny);
    let denied = locate(&source, denied).iter().map(identity).collect();
    Ok(State { opened: Opened { source, record, loading }, found, denied })
}

/// What git could not give back is not changed unasked.
fn refuse_uncommitted(source: &Source, texts: &Texts) -> anyhow::Result<()> {
    let files: Vec<&str> = texts.keys().map(FilePath::as_str).collect();
    let Some(changed) = git::uncommitted(&source.root, &files)? else {
        bail!("nothing is written: there is no git here to go back to; --allow-dirty mends the files all the same");
    };
    if changed.is_empty() {
        return Ok(());
    }
    let names = listed(changed.iter().map(String::as_str), 10);
    bail!(
        "nothing is written: what was changed in {} is not committed; commit it first, or mend all the same with --allow-dirty",
        names.en
    );
}
