//! `commons check`: every rule over a record, and what it finds.

use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;
use commons::diagnostics::{Pipeline, Style, Summary, github, gitlab, json, junit, sarif, text};
use commons::finding::Severity;
use commons::record::places::{Located, key_of, locate};
use commons::rules::{self, Choice};
use commons::source::Source;
use commons::{text as said, words};

use crate::context::{Context, say};
use crate::{pipeline, without_numbers};

/// Judge the record by every rule and show what is found
#[derive(clap::Args)]
#[command(
    after_help = "Ends with 0 when nothing is denied, 1 when something is (with --strict also for warnings), 2 when the record could not be judged, as one in a newer format."
)]
pub struct Check {
    /// Show only what is found in these files or folders; everything is read all the same
    #[arg(value_name = "PATH", add = crate::complete::paths())]
    paths: Vec<String>,
    /// Only these rules, also when they are off
    #[arg(long, value_name = "RULE", value_delimiter = ',', add = crate::complete::rules())]
    select: Vec<String>,
    /// Leave these rules out
    #[arg(long, value_name = "RULE", value_delimiter = ',', add = crate::complete::rules())]
    ignore: Vec<String>,
    /// Warnings fail too
    #[arg(long)]
    strict: bool,
    /// How findings are written: for people, for other programs, or for a pipeline; where it is left out, the ending of the file
    /// after -o decides (`json`, `sarif`), and else it is text
    #[arg(long, value_enum)]
    format: Option<Format>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
    Github,
    Gitlab,
    Sarif,
    Junit,
}

impl Check {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let choice = Choice { select: named(&self.select)?, ignore: named(&self.ignore)? };
        let opened = context.open()?;
        let format = self.format.unwrap_or_else(|| by_ending(context));
        // A record in a newer format is not judged: what is found says so, and nothing else.
        let unjudged = opened.loading.iter().any(|finding| finding.rule == "newer-format");
        let found = rules::run(&opened.record, opened.loading, &choice, &key_of(&opened.source));
        let mut located = locate(&opened.source, found);
        let prefixes = self.paths.iter().map(|path| within(&opened.source, path)).collect::<anyhow::Result<Vec<_>>>()?;
        let asked = |file: &str| prefixes.is_empty() || prefixes.iter().any(|prefix| is_below(file, prefix));
        located.retain(|one| asked(one.finding.at.file.as_str()));
        let summary = Summary::of(&located, opened.record.files);
        let lang = context.lang(&opened.record);
        let folder = if matches!(format, Format::Text | Format::Json) { String::new() } else { pipeline::folder(&opened.source) };
        let fails = if self.strict { Severity::Warn } else { Severity::Deny };
        let pipeline = Pipeline { lang, folder: &folder, fails, quiet: context.options.quiet };
        let bytes = match format {
            Format::Github => github::write(&located, summary, &pipeline),
            Format::Gitlab => gitlab::write(&located, &pipeline),
            Format::Sarif => sarif::write(&located, &pipeline),
            Format::Junit => {
                let files: Vec<&str> = opened.source.files.iter().map(|file| file.path.as_str()).filter(|file| asked(file)).collect();
                junit::write(&located, &files, &pipeline)
            }
            Format::Json => json::write(&located, summary, lang),
            Format::Text => {
                let most = context.at_terminal().then_some(10);
                text::write(
                    &located,
                    summary,
                    &Style { lang, color: context.color(), width: context.width(), most, quiet: context.options.quiet },
                )
            }
        };
        context.write(&bytes)?;
        if format == Format::Github
            && let Err(error) = pipeline::summarize(|room| github::page(&located, summary, &pipeline, room))
        {
            // The annotations are written: a page less does not change how the check went.
            say(&without_numbers(&format!("warning: {error:#}")));
        }
        let (failed, warned) = (summary.deny > 0, self.strict && summary.warn > 0);
        if warned && !failed && !context.options.quiet {
            say(said!(en: "with --strict warnings fail too", nl: "met --strict tellen aandachtspunten als fout").get(lang));
        }
        // The record is not taken apart again: the process ends here.
        std::mem::forget((opened.record, opened.source, located as Vec<Located>));
        Ok(ExitCode::from(if unjudged { 2 } else { u8::from(failed || warned) }))
    }
}

/// The format that the name of the file asks for.
fn by_ending(context: &Context) -> Format {
    match context.ending().as_deref() {
        Some("json") => Format::Json,
        Some("sarif") => Format::Sarif,
        _ => Format::Text,
    }
}

/// The rules of these names or codes.
fn named(names: &[String]) -> anyhow::Result<Vec<&'static str>> {
    let known = names.iter().map(|name| match rules::find(name) {
        Some(rule) => Ok(rule.name),
        None => match words::nearest(name, rules::all().map(|rule| rule.name)) {
            Some(near) => bail!("there is no rule `{name}`; did you mean `{near}`?"),
            None => bail!("there is no rule `{name}`; `commons explain` lists them"),
        },
    });
    known.collect()
}

/// A path that was asked, relative to the record.
fn within(source: &Source, asked: &str) -> anyhow::Result<String> {
    let plain = asked.trim_start_matches("./").trim_end_matches('/');
    let known = |path: &str| {
        source.files.iter().map(|file| &file.path).chain(source.odd.iter().map(|odd| &odd.path)).any(|file| is_below(file.as_str(), path))
    };
    if let (Ok(path), Ok(root)) = (std::path::absolute(asked), std::path::absolute(&source.root)) {
        let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if let Ok(below) = real(&path).strip_prefix(real(&root)) {
            let below = below.to_string_lossy().replace('\\', "/");
            if known(&below) {
                return Ok(below);
            }
        }
    }
    if known(plain) {
        return Ok(plain.to_owned());
    }
    bail!("`{asked}` is no file or folder of this record")
}

fn is_below(file: &str, folder: &str) -> bool {
    folder.is_empty() || file == folder || file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}
