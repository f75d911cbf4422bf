//! `commons check`: every rule over a record, and what it finds.

use std::process::ExitCode;

use anyhow::bail;
use commons::diagnostics::hidden::{conceal, conceal_file};
use commons::diagnostics::{Pipeline, Style, Summary, github, gitlab, json, junit, sarif, text};
use commons::finding::Severity;
use commons::record::places::{Located, key_of, locate};
use commons::rules::{self, Choice};
use commons::{text as said, words};

use crate::context::{Context, say};
use crate::fix::{Asked, Fixing};
use crate::invoice::past;
use crate::named::Named;
use crate::{past as record_past, pipeline, without_numbers};

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
    #[command(flatten)]
    fixing: Fixing,
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
        let choice = Choice { select: rules_of(&self.select)?, ignore: rules_of(&self.ignore)? };
        let mut opened = self.fixing.open(context)?;
        let format = self.format.unwrap_or_else(|| by_ending(context));
        // A record in a newer format is not judged: what is found says so, and nothing else.
        let unjudged = opened.loading.iter().any(|finding| finding.rule == "newer-format");
        let named = Named::among(&opened.source, &self.paths)?;
        if !unjudged {
            opened.loading.extend(past::odd(&opened, context.lang(&opened.record)).findings);
        }
        let mut found = rules::run(&opened.record, std::mem::take(&mut opened.loading), &choice, &key_of(&opened.source));
        if self.fixing.is_asked() {
            let beside = format != Format::Text || context.options.output.is_some();
            (opened, found) = self.fixing.fix(context, opened, found, &Asked { choice: &choice, named: &named, beside })?;
        } else if opened.source.commit.is_some() {
            // What was known at a revision cannot be mended.
            for finding in &mut found {
                finding.cure = None;
            }
        }
        let mut located = locate(&opened.source, found);
        located.retain(|one| named.has(one.finding.at.file.as_str()));
        let mut files: Vec<String> = opened.source.files.iter().map(|file| file.path.to_string()).filter(|file| named.has(file)).collect();
        if !located.is_empty() || format == Format::Junit {
            // Whom the record does not name now no finding of then names either.
            if let Some(hidden) = record_past::hidden_in(&mut opened) {
                for one in &mut located {
                    conceal(one, &hidden);
                }
                for file in &mut files {
                    conceal_file(file, &hidden);
                }
            }
        }
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
                let files: Vec<&str> = files.iter().map(String::as_str).collect();
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
fn rules_of(names: &[String]) -> anyhow::Result<Vec<&'static str>> {
    let known = names.iter().map(|name| match rules::find(name) {
        Some(rule) => Ok(rule.name),
        None => match words::nearest(name, rules::all().map(|rule| rule.name)) {
            Some(near) => bail!("there is no rule `{name}`; did you mean `{near}`?"),
            None => bail!("there is no rule `{name}`; `commons explain` lists them"),
        },
    });
    known.collect()
}
