//! Findings for a terminal: the place, the line, a caret, what is wrong and what to do.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};

use crate::diagnostics::{HELP, Style, Summary, level_name};
use crate::finding::Severity;
use crate::record::places::{Located, Shown};
use crate::text;
use crate::text::{Text, broken, is_order, safe, unordered};

/// Writes findings one after another, and a line that counts them.
pub fn write(findings: &[Located], summary: Summary, style: &Style) -> Vec<u8> {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(style.width.max(20));
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    let mut out = String::new();
    for located in findings {
        let count = shown.entry(located.finding.rule).or_default();
        *count += 1;
        if style.most.is_none_or(|most| *count <= most) {
            out.push_str(&one(located, &renderer, style));
            out.push_str("\n\n");
        }
    }
    if let Some(most) = style.most {
        for (rule, count) in shown.iter().filter(|(_, count)| **count > most) {
            let more = count - most;
            let line = text!(en: "… and {more} more of `{rule}`", nl: "… en nog {more} van `{rule}`");
            let _ = writeln!(out, "{}", line.get(style.lang));
        }
        if shown.values().any(|count| *count > most) {
            out.push('\n');
        }
    }
    if !style.quiet {
        let _ = writeln!(out, "{}", counted(summary).get(style.lang));
        if let Some(mendable) = mendable(findings) {
            let _ = writeln!(out, "{}", mendable.get(style.lang));
        }
        if let Some(rule) = findings.first().map(|located| located.finding.rule) {
            let hint = text!(en: "`commons explain {rule}` says more", nl: "`commons explain {rule}` legt uit waarom en wat u kunt doen");
            let _ = writeln!(out, "{}", hint.get(style.lang));
        }
    }
    if let Cow::Owned(harmless) = unordered(&out) {
        return harmless.into_bytes();
    }
    out.into_bytes()
}

/// How many of the findings need nobody's thought.
fn mendable(findings: &[Located]) -> Option<Text> {
    match findings.iter().filter(|located| located.finding.cure.is_some()).count() {
        0 => None,
        1 => Some(Text::new("1 of these can be mended with `commons check --fix`", "1 hiervan herstelt u met `commons check --fix`")),
        count => Some(
            text!(en: "{count} of these can be mended with `commons check --fix`", nl: "{count} hiervan herstelt u met `commons check --fix`"),
        ),
    }
}

fn one(located: &Located, renderer: &Renderer, style: &Style) -> String {
    let finding = &located.finding;
    let name = level_name(finding.level);
    let level = if finding.level == Severity::Deny { Level::ERROR } else { Level::WARNING };
    // The title begins after `let op[rule-name]: `.
    let lead = name.get(style.lang).len() + finding.rule.len() + 4;
    let title = wrapped(&safe(finding.message.get(style.lang)), style.width, lead);
    let path = safe(finding.at.file.as_str()).into_owned();
    let mut elements: Vec<Element<'_>> = Vec::new();
    match &located.shown {
        Some(shown) => {
            let (line, span) = visible(shown);
            let snippet = Snippet::source(line).line_start(located.line).annotation(AnnotationKind::Primary.span(span));
            // Of a line that is cut, the column is not that of what is shown.
            if shown.cut {
                elements.push(Origin::path(path).line(located.line).char_column(located.column).into());
                elements.push(snippet.into());
            } else {
                elements.push(snippet.path(path).into());
            }
        }
        None => elements.push(Origin::path(path).line(located.line).char_column(located.column).into()),
    }
    if let Some(help) = &finding.help {
        let label = HELP.get(style.lang);
        let lead = located.line.to_string().len() + 3 + label.len() + 2;
        elements.push(Level::HELP.with_name(label).message(wrapped(&safe(help.get(style.lang)), style.width, lead)).into());
    }
    let group = level.with_name(name.get(style.lang).to_owned()).primary_title(title).id(finding.rule).elements(elements);
    renderer.render(&[group])
}

/// A line of a file that is safe to print, and what of it the finding is about. Tabs stay: the renderer makes spaces of them.
fn visible(shown: &Shown) -> (String, Range<usize>) {
    let safe_part = |part: &str| part.split('\t').map(safe).collect::<Vec<_>>().join("\t");
    let Range { start, end } = shown.span;
    let before = safe_part(&shown.text[..start]);
    let within = safe_part(&shown.text[start..end]);
    let span = before.len()..before.len() + within.len();
    (before + &within + &safe_part(&shown.text[end..]), span)
}

/// Breaks a text between words where it would pass the terminal's edge; `lead` columns are taken on every line.
/// A line never begins with what the machine that runs a pipeline takes for an order to itself.
fn wrapped(text: &str, width: usize, lead: usize) -> String {
    let mut whole = String::new();
    for line in broken(text, width.saturating_sub(lead).max(16)) {
        let order = is_order(&line);
        if !whole.is_empty() {
            whole.push(if order { ' ' } else { '\n' });
        }
        whole.push_str(&line);
    }
    whole
}

/// `2 fouten, 5 aandachtspunten in 43 bestanden`.
pub fn counted(summary: Summary) -> Text {
    let Summary { files, deny, warn } = summary;
    let files = if files == 1 { text!(en: "1 file", nl: "1 bestand") } else { text!(en: "{files} files", nl: "{files} bestanden") };
    let errors = if deny == 1 { text!(en: "1 error", nl: "1 fout") } else { text!(en: "{deny} errors", nl: "{deny} fouten") };
    let warnings =
        if warn == 1 { text!(en: "1 warning", nl: "1 aandachtspunt") } else { text!(en: "{warn} warnings", nl: "{warn} aandachtspunten") };
    match (deny, warn) {
        (0, 0) => text!(files; en: "no findings in {files}", nl: "geen meldingen in {files}"),
        (0, _) => text!(warnings, files; en: "{warnings} in {files}", nl: "{warnings} in {files}"),
        (_, 0) => text!(errors, files; en: "{errors} in {files}", nl: "{errors} in {files}"),
        _ => text!(errors, warnings, files; en: "{errors}, {warnings} in {files}", nl: "{errors}, {warnings} in {files}"),
    }
}
