//! Findings for GitHub's runner: commands that mark lines of files, and a page of Markdown for the summary of the step.

use std::fmt::Write;

use crate::diagnostics::text::counted;
use crate::diagnostics::{HELP, Pipeline, Summary, is_whole, level_name, sentence, worst_first};
use crate::finding::Severity;
use crate::record::places::Located;
use crate::text;
use crate::text::{Text, safe, unordered};

/// GitHub shows so many annotations of each level, of one step. What comes after them is lost but for its message.
const SHOWN: usize = 10;

/// The summary of one step holds so many bytes; of a larger one nothing at all is shown.
pub const LARGEST_PAGE: usize = 1024 * 1024;

/// Writes a command for each finding that GitHub shows, a line of the log for each of the others, and a line that counts.
pub fn write(findings: &[Located], summary: Summary, pipeline: &Pipeline<'_>) -> Vec<u8> {
    let mut out = String::new();
    let mut rest = Vec::new();
    let mut given = [0, 0];
    for located in worst_first(findings) {
        let count = &mut given[usize::from(located.finding.level == Severity::Warn)];
        *count += 1;
        if *count <= SHOWN { command(located, pipeline, &mut out) } else { rest.push(located) }
    }
    for located in rest {
        let level = level_name(located.finding.level);
        let (message, _) = pipeline.said(located);
        let place = place(located, pipeline);
        // A line of the log begins with words of our own: nothing in it is an order.
        let line = format!("{}[{}] {place}: {message}", level.get(pipeline.lang), located.finding.rule);
        let _ = writeln!(out, "{}", unordered(&line));
    }
    if !pipeline.quiet {
        let _ = writeln!(out, "{}", counted(summary).get(pipeline.lang));
    }
    out.into_bytes()
}

fn command(located: &Located, pipeline: &Pipeline<'_>, out: &mut String) {
    let finding = &located.finding;
    let name = if finding.level == Severity::Deny { "error" } else { "warning" };
    let _ = write!(out, "::{name} file={}", property(&safe(&pipeline.path(located))));
    if !is_whole(located) {
        let _ = write!(out, ",line={},endLine={}", located.line, located.end_line);
        // Of more than one line the runner takes no columns.
        if located.line == located.end_line {
            let _ = write!(out, ",col={},endColumn={}", located.column, located.end_column);
        }
    }
    let (message, help) = pipeline.said(located);
    let help = help.map(|help| format!("\n{}: {help}", HELP.get(pipeline.lang))).unwrap_or_default();
    let _ = writeln!(out, ",title={}::{}", property(finding.rule), data(&format!("{message}{help}")));
}

/// `roles/beheerder.toml:4:7`; of a file as a whole, its name.
fn place(located: &Located, pipeline: &Pipeline<'_>) -> String {
    let path = pipeline.path(located);
    let path = safe(&path);
    if is_whole(located) { path.into_owned() } else { format!("{path}:{}:{}", located.line, located.column) }
}

/// What stands behind the second `::` of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What stands behind a `=` of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Writes all findings as one table of Markdown in at most so many bytes; what does not fit is counted in its last line.
pub fn page(findings: &[Located], summary: Summary, pipeline: &Pipeline<'_>, room: usize) -> Vec<u8> {
    let lang = pipeline.lang;
    let mut out = format!("## commons check: {}\n\n", counted(summary).get(lang));
    if findings.is_empty() {
        return if out.len() <= room { out.into_bytes() } else { Vec::new() };
    }
    let heads =
        [Text::new("level", "niveau"), Text::new("place", "plaats"), Text::new("finding", "melding"), Text::new("rule", "controle")];
    let _ = writeln!(out, "| {} |\n| --- | --- | --- | --- |", heads.map(|head| head.get(lang).to_owned()).join(" | "));
    let all = worst_first(findings);
    // The line that says what is missing needs a place too.
    let reserve = left_out(all.len()).get(lang).len();
    for (n, located) in all.iter().enumerate() {
        let row = row(located, pipeline);
        let last = n + 1 == all.len();
        if out.len() + row.len() + if last { 0 } else { reserve } > room {
            out.push_str(left_out(all.len() - n).get(lang));
            break;
        }
        out.push_str(&row);
    }
    if out.len() <= room { out.into_bytes() } else { Vec::new() }
}

fn left_out(more: usize) -> Text {
    text!(
        en: "\n… and {more} more: GitHub shows no larger summary; the log of this step has the rest\n",
        nl: "\n… en nog {more}: een grotere samenvatting toont GitHub niet; de rest staat in de log van deze stap\n"
    )
}

fn row(located: &Located, pipeline: &Pipeline<'_>) -> String {
    let level = level_name(located.finding.level);
    let (message, help) = pipeline.said(located);
    let help = help.map(|help| format!("<br>{}", cell(&sentence(&help)))).unwrap_or_default();
    let (level, place, message) = (level.get(pipeline.lang), literal(&place(located, pipeline)), cell(&sentence(&message)));
    format!("| {level} | <code>{place}</code> | {message}{help} | <code>{}</code> |\n", located.finding.rule)
}

/// A text in a cell of a table: names between backticks in the type of code, all else as it is.
fn cell(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let last = parts.len() - 1;
    let shown = parts.iter().enumerate().map(|(n, part)| match (n % 2, n == last) {
        (0, _) => literal(part),
        // A backtick that nothing closes is one.
        (_, true) => format!("&#96;{}", literal(part)),
        (_, false) => format!("<code>{}</code>", literal(part)),
    });
    shown.collect()
}

/// A text in which nothing is markup: whatever could begin some is written as its number.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '&' | '<' | '>' | '"' | '\'' | '|' | '\\' | '`' | '*' | '_' | '~' | '[' | ']' | '!' | '#' | '$' | '@' | ':') {
            let _ = write!(out, "&#{};", u32::from(letter));
        } else {
            out.push(letter);
        }
    }
    out
}
