//! `commons diff`: what differs between two records, in sentences, and how much each change weighs.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;
use commons::changes::{
    between,
    files::{agreement, moved, relaid},
};
use commons::date::Date;
use commons::finding::{Finding, Severity};
use commons::record::Record;
use commons::record::load::load;
use commons::record::places::{key_of, locate};
use commons::reports::changes::reasons::judged_at;
use commons::reports::diff::{Findings, Found, Options, Side, diff, is_weighty};
use commons::rules::{self, Choice};
use commons::save;
use commons::source::git::{self, Commit};
use commons::source::{Source, revision};
use commons::text as said;
use commons::text::Text;

use crate::context::{Context, Opened, say};
use crate::form::Form;
use crate::past::{self, standing, zone};
use crate::pipeline;

/// Stands before the Markdown, so that whoever posts it finds the earlier one and puts this in its place: with the record's folder, for
/// a repository may hold several.
fn mark(after: &Opened) -> String {
    match pipeline::folder(&after.source).trim_end_matches('/') {
        "" => "<!-- commons diff -->\n".to_owned(),
        folder => format!("<!-- commons diff: {} -->\n", folder.replace("--", "__").replace(char::is_control, "_")),
    }
}

/// Show what changed in the record, what of it needs a decision, and why
///
/// Without a revision: the working folder against HEAD. With one: the working folder against that. With two: the second against the
/// first. A revision is a branch, a tag, a commit or a date; A..B and A...B mean what they mean to git (with three dots from where B
/// left A).
#[derive(clap::Args)]
#[command(after_help = "Examples:
  commons diff
  commons diff main
  commons diff origin/main...HEAD --format md
  commons diff 2026-01-01 2026-07-01 -o half-jaar.html
With --exit-code it ends with 1 where something needs a decision, or where `commons check` would deny what it did not deny before; \
with 0 for all other changes, and with 2 where nothing could be compared.")]
pub struct Diff {
    /// The revisions or dates that are compared: none, A, A B, A..B or A...B
    #[arg(value_name = "REV|DATE", num_args = 0..=2)]
    revisions: Vec<String>,
    /// End with 1 where a change needs a decision or an error appears
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    form: Form,
}

/// The two sides as they were typed; none for the working folder.
#[derive(Debug, PartialEq, Eq)]
struct Sides {
    before: String,
    after: Option<String>,
    /// From where the second left the first, rather than from the first itself.
    is_from_base: bool,
}

impl Diff {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        if context.options.at.is_some() {
            bail!("`diff` takes its revisions as arguments: commons diff A B");
        }
        let sides = sides(&self.revisions)?;
        let folder = context.folder()?;
        let (before, mut after) = opened(context, &sides, &folder)?;
        after.record.language = after.record.language.or(before.record.language);
        let findings = findings(&before, &after);
        let mut changes = between(&before.record, &after.record);
        changes.extend(agreement((&before.source, &before.record), (&after.source, &after.record)));
        let (from, to) = (pipeline::folder(&before.source), pipeline::folder(&after.source));
        if from != to && before.record.files > 0 && after.record.files > 0 {
            changes.push(moved(&from, &to));
        }
        changes.extend(relaid((&before.source, &before.record), (&after.source, &after.record), &changes));
        let options = Options {
            audience: self.form.audience(),
            before: side(Some(&sides.before), &before, sides.is_from_base),
            after: side(sides.after.as_deref(), &after, false),
            findings,
        };
        let (mut document, masks) = diff(&before.record, &after.record, &changes, &options);
        if let Some(at) = &sides.after {
            document.every_text(&|text| *text = judged_at(text, at));
        }
        let is_weighty = is_weighty(&changes, &options.findings);
        self.form.write_masked(document, &masks, &mark(&after), &after, context)?;
        // Nothing is taken apart again: the process ends here.
        std::mem::forget((before, after, changes));
        Ok(ExitCode::from(u8::from(self.exit_code && is_weighty)))
    }
}

fn sides(typed: &[String]) -> anyhow::Result<Sides> {
    // In a pipeline it is a variable that nobody set; HEAD against itself would say that nothing changed.
    if typed.iter().any(String::is_empty) {
        bail!("a revision is empty; give a branch, a tag, a commit or a date such as `2026-01-31`");
    }
    let or_head = |rev: &str| if rev.is_empty() { "HEAD".to_owned() } else { rev.to_owned() };
    let of = |before: &str, after: Option<&str>, is_from_base| Sides { before: or_head(before), after: after.map(or_head), is_from_base };
    Ok(match typed {
        [] => of("", None, false),
        // A search in messages takes all that follows as the text.
        [one] if one.starts_with(":/") => of(one, None, false),
        [one] => match (one.split_once("..."), one.split_once("..")) {
            (Some((before, after)), _) => of(before, Some(after), true),
            (None, Some((before, after))) => of(before, Some(after), false),
            (None, None) => of(one, None, false),
        },
        [before, after] => of(before, Some(after), false),
        _ => bail!("at most two revisions are compared"),
    })
}

/// Both sides, judged on the day of the newer one.
fn opened(context: &Context, sides: &Sides, folder: &Path) -> anyhow::Result<(Opened, Opened)> {
    let resolve = |rev: &str| {
        past::warn_of_day(folder, rev);
        past::resolve(folder, rev)
    };
    let newer: Option<Commit> = sides.after.as_deref().map(resolve).transpose()?;
    let mut older = resolve(&sides.before)?;
    if let Some(newer) = newer.as_ref().filter(|_| sides.is_from_base) {
        older = git::common(folder, &older, newer)?;
    }
    let after = if let Some(commit) = newer {
        revision::open(folder, commit)?
    } else {
        if git::is_bare(folder) {
            bail!("{} is in a repository without a working folder; name both revisions: commons diff A B", folder.display());
        }
        standing(folder)?;
        if let Some(done) = save::recover(folder)? {
            say(done.get(context.lang_without_record()));
        }
        past::working(folder)?
    };
    let before = revision::open(folder, older)?;
    let progress = context.progress(before.files.len() + after.files.len());
    let unjudged = context.options.on.unwrap_or(Date::FIRST);
    let (mut record, loading) = load(&after, unjudged, &|| progress.tick());
    if context.options.on.is_none() {
        record.on = Context::day_of(sides.after.as_deref(), &after, &record);
    }
    let (mut old, old_loading) = load(&before, record.on, &|| progress.tick());
    let naming = past::Naming::of(folder);
    past::named_now(&mut record, &after, &naming);
    past::named_now(&mut old, &before, &naming);
    let commits: Vec<&Commit> = [&before, &after].into_iter().filter_map(|source| source.commit.as_ref()).collect();
    record.gone = past::unnamed(&naming, &[&record, &old], &commits);
    old.gone.clone_from(&record.gone);
    progress.end();
    if record.files + old.files == 0 {
        bail!("there is no record in {} on either side; name its folder with -C", folder.display());
    }
    Ok((Opened { source: before, record: old, loading: old_loading }, Opened { source: after, record, loading }))
}

fn side(typed: Option<&str>, opened: &Opened, is_base: bool) -> Side {
    let made = |commit: &Commit| Date(commit.time.with_timezone(&zone(&opened.record)).date_naive());
    let commit = opened.source.commit.as_ref().map(|commit| (commit.id.clone(), made(commit)));
    Side { called: called(typed, &opened.source, is_base), commit }
}

/// What a side is called: as it was typed, with its commit where that says more.
fn called(typed: Option<&str>, source: &Source, is_base: bool) -> Text {
    let Some((typed, commit)) = typed.zip(source.commit.as_ref()) else {
        return Text::new("the working folder", "de werkmap");
    };
    let short = commit.id.get(..10).unwrap_or(&commit.id);
    if is_base {
        return said!(en: "where it left {typed} ({short})", nl: "het punt waar het van {typed} is afgetakt ({short})");
    }
    if commit.id.starts_with(typed) { Text::same(short) } else { Text::same(format!("{typed} ({short})")) }
}

/// What the rules find on one side only, judged on the same day: by rule, file, what it is about and key, so that a line that moved is
/// no change.
fn findings(before: &Opened, after: &Opened) -> Findings {
    let is_newer = |side: &Opened| side.loading.iter().any(|finding| finding.rule == "newer-format");
    if [before, after].into_iter().any(|side| side.record.files > 0 && is_newer(side)) {
        return Findings { is_unjudged: true, ..Findings::default() };
    }
    let (was, is) = (found(&before.source, &before.record, &before.loading), found(&after.source, &after.record, &after.loading));
    let only = |these: &Judged, others: &Judged| {
        let left = these.iter().filter(|(known, _)| !others.contains_key(*known));
        let mut left: Vec<Found> = left.map(|(_, one)| one.clone()).collect();
        left.sort_by(|a, b| (b.level, &a.file, a.rule).cmp(&(a.level, &b.file, b.rule)));
        left
    };
    let gone = only(&was, &is);
    // What stands in a file that is not read is found no more, and is there all the same.
    let is_whole = after.record.unread.is_empty() && after.record.collaboration.is_some();
    let (gone, are_gone_unknown) = if is_whole { (gone, false) } else { (Vec::new(), !gone.is_empty()) };
    Findings { new: only(&is, &was), gone, are_gone_unknown, is_unjudged: false }
}

/// Findings by what they are known by.
type Judged = BTreeMap<(&'static str, String, String, String, usize), Found>;

fn found(source: &Source, record: &Record, loading: &[Finding]) -> Judged {
    // Where there is no record nothing is missing from it.
    if record.files == 0 {
        return Judged::new();
    }
    let mut judged = Judged::new();
    let mut twins: BTreeMap<(&'static str, String, String, String), usize> = BTreeMap::new();
    for one in locate(source, rules::run(record, loading.to_vec(), &Choice::default(), &key_of(source))) {
        let finding = one.finding;
        if finding.level == Severity::Allow {
            continue;
        }
        let (rule, file) = (finding.rule, finding.at.file.to_string());
        let known = (rule, file.clone(), finding.about.unwrap_or_default(), one.key.unwrap_or_default());
        let count = twins.entry(known.clone()).or_default();
        *count += 1;
        judged.insert((known.0, known.1, known.2, known.3, *count), Found { rule, level: finding.level, file, message: finding.message });
    }
    judged
}

#[cfg(test)]
mod tests {
    use super::{Sides, sides};

    #[test]
    fn revisions_are_typed_as_git_takes_them() {
        let read = |typed: &[&str]| sides(&typed.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>());
        let of = |typed: &[&str]| read(typed).expect("there are two at most");
        let side = |before: &str, after: Option<&str>, is_from_base| Sides {
            before: before.into(),
            after: after.map(str::to_owned),
            is_from_base,
        };
        assert_eq!(of(&[]), side("HEAD", None, false));
        assert_eq!(of(&["main"]), side("main", None, false));
        assert_eq!(of(&["main", "work"]), side("main", Some("work"), false));
        assert_eq!(of(&["main..work"]), side("main", Some("work"), false));
        assert_eq!(of(&["main...work"]), side("main", Some("work"), true));
        assert_eq!(of(&["main..."]), side("main", Some("HEAD"), true));
        assert_eq!(of(&["..work"]), side("HEAD", Some("work"), false));
        for empty in [&[""][..], &["", "HEAD"], &["HEAD", ""]] {
            assert!(read(empty).is_err_and(|error| error.to_string().contains("a revision is empty")), "{empty:?}");
        }
    }
}
