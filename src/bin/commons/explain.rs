//! `commons explain`: what a rule finds, why it matters, what to do.

use std::fmt::Write;
use std::process::ExitCode;

use anyhow::bail;
use commons::diagnostics::{EXAMPLE, FIX, MENDS, WHY, class_name, level_name, sentence};
use commons::document::{Cell, Column, Table};
use commons::formats::{self, Style};
use commons::handbook::duties::DUTIES;
use commons::rules::mending::mends;
use commons::rules::{self, Rule};
use commons::text::{Lang, Text};
use commons::{text, words};
use serde_json::json;

use crate::context::Context;

/// Explain a rule: what it finds, why, what to do; without a name, list all rules
#[derive(clap::Args)]
pub struct Explain {
    /// The name or the code of a rule
    #[arg(add = crate::complete::rules())]
    rule: Option<String>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Md,
    Json,
}

impl Explain {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let lang = context.lang_without_record();
        let chosen: Vec<&Rule> = match &self.rule {
            None => rules::all().collect(),
            Some(name) => match rules::find(name) {
                Some(rule) => vec![rule],
                None => match words::nearest(name, rules::all().map(|rule| rule.name)) {
                    Some(near) => bail!("there is no rule `{name}`; did you mean `{near}`?"),
                    None => bail!("there is no rule `{name}`; `commons explain` lists them"),
                },
            },
        };
        let written = match (self.format, &self.rule) {
            (Format::Json, _) => as_json(&chosen, lang),
            (Format::Text, Some(_)) => one(chosen[0], lang, context.width()),
            (Format::Text, None) => table(&chosen, lang, context.width()),
            (Format::Md, _) => markdown(&chosen, lang),
        };
        context.end(written.as_bytes())
    }
}

/// The level and the class of a rule, in words.
fn standing(rule: &Rule, lang: Lang) -> String {
    format!("{}, {}", level_name(rule.level).get(lang), class_name(rule.class).get(lang))
}

fn one(rule: &Rule, lang: Lang, width: usize) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{} ({}, {})\n", rule.name, rule.code, standing(rule, lang));
    let parts = [(None, &rule.summary), (Some(&WHY), &rule.why), (Some(&FIX), &rule.fix)];
    for (heading, body) in parts.into_iter().chain(mends(rule.name).map(|what| (Some(&MENDS), what))) {
        let sentence = sentence(body.get(lang));
        match heading {
            None => out.push_str(&paragraph(&sentence, width, 0)),
            Some(heading) => {
                let _ = writeln!(out, "{}", heading.get(lang));
                out.push_str(&paragraph(&sentence, width, 2));
            }
        }
        out.push('\n');
    }
    if let Some(example) = rules::example(rule.name) {
        out.push_str(&paragraph(EXAMPLE.get(lang), width, 0));
        for line in example.lines() {
            let _ = writeln!(out, "  {line}");
        }
        out.push('\n');
    }
    if matches!(rule.name, "uncovered-duty" | "unknown-duty") {
        let _ = writeln!(out, "{}", text!(en: "The duties, from which level", nl: "De kerntaken, vanaf welk niveau").get(lang));
        for duty in DUTIES {
            let _ = writeln!(out, "  {:<26} {:<11} {}", duty.id, duty.level.id(), duty.name.get(lang));
        }
        out.push('\n');
    }
    let name = rule.name;
    let setting = text!(en: "In `commons.toml`: `[rules]`, then `{name} = \"allow\"`, `\"warn\"` or `\"deny\"`.", nl: "In `commons.toml`: `[rules]`, daaronder `{name} = \"allow\"` (uit), `\"warn\"` of `\"deny\"`.");
    out.push_str(&paragraph(setting.get(lang), width, 0));
    out
}

/// Words on lines no wider than the terminal.
fn paragraph(text: &str, width: usize, indent: usize) -> String {
    let room = width.clamp(20, 100).saturating_sub(indent);
    let mut out = String::new();
    for line in text::broken(text, room) {
        let _ = writeln!(out, "{:indent$}{line}", "");
    }
    out
}

fn table(chosen: &[&Rule], lang: Lang, width: usize) -> String {
    let heads = [
        Text::new("rule", "controle"),
        Text::new("code", "code"),
        Text::new("level", "niveau"),
        Text::new("kind", "soort"),
        Text::new("finds that", "meldt dat"),
    ];
    if width < 80 {
        // A table would break every word: below that a list reads better.
        let lines =
            chosen.iter().map(|rule| format!("{} ({})\n{}", rule.name, standing(rule, lang), paragraph(rule.summary.get(lang), width, 2)));
        return lines.collect();
    }
    let keys = ["rule", "code", "level", "kind", "summary"];
    let columns = keys.into_iter().zip(heads).map(|(key, head)| Column::words(key, head)).collect();
    let row = |rule: &&Rule| {
        let words = [level_name(rule.level), class_name(rule.class), rule.summary.clone()].map(Cell::Text);
        [Cell::same(rule.name), Cell::same(rule.code)].into_iter().chain(words).collect()
    };
    formats::one_table(&Table { name: "rules", columns, rows: chosen.iter().map(row).collect() }, &Style { lang, width, color: false })
}

fn markdown(chosen: &[&Rule], lang: Lang) -> String {
    let mut out = String::new();
    for rule in chosen {
        let _ = writeln!(out, "## {}\n\n`{}`, {}\n", rule.name, rule.code, standing(rule, lang));
        let _ = writeln!(out, "{}\n", sentence(rule.summary.get(lang)));
        let _ = writeln!(out, "**{}** {}\n", WHY.get(lang), sentence(rule.why.get(lang)));
        let _ = writeln!(out, "**{}** {}\n", FIX.get(lang), sentence(rule.fix.get(lang)));
        if let Some(what) = mends(rule.name) {
            let _ = writeln!(out, "**{}** {}\n", MENDS.get(lang), sentence(what.get(lang)));
        }
        if let Some(example) = rules::example(rule.name) {
            let _ = writeln!(out, "```diff\n{}\n```\n", example.trim_end());
        }
    }
    out
}

fn as_json(chosen: &[&Rule], lang: Lang) -> String {
    let rules: Vec<_> = chosen
        .iter()
        .map(|rule| {
            json!({
                "rule": rule.name, "code": rule.code, "level": rule.level, "class": rule.class, "summary": rule.summary.get(lang),
                "why": rule.why.get(lang), "fix": rule.fix.get(lang), "example": rules::example(rule.name),
                "mends": mends(rule.name).map(|what| what.get(lang)),
            })
        })
        .collect();
    let document = json!({ "schema": "commons/1", "rules": rules });
    serde_json::to_string_pretty(&document).expect("plain values are always JSON") + "\n"
}
