//! `commons fmt`: every file of the record in its canonical form.

use std::process::ExitCode;

use commons::canonical::canonical;
use commons::save::{Change, save};
use commons::text;
use commons::text::{Text, safe, unordered};

use crate::context::{Context, say};
use crate::named::Named;
use crate::past;
use crate::unified::unified;

/// Write every file in its canonical form: order, spacing and quotes; values and comments stay
#[derive(clap::Args)]
#[command(
    after_help = "Ends with 0 when all is well, 1 when --check found a file in another form, 2 when a file could not be formatted. A file that is no TOML is left as it is; the others are formatted."
)]
pub struct Fmt {
    /// Only these files or folders
    #[arg(value_name = "PATH", add = crate::complete::paths())]
    paths: Vec<String>,
    /// Write nothing: name the files that have another form
    #[arg(long)]
    check: bool,
    /// Write nothing: show what would change
    #[arg(long)]
    dry_run: bool,
}

impl Fmt {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let mut opened = if self.check || self.dry_run { context.open_to_rewrite()? } else { context.open_to_write()? };
        let named = Named::among(&opened.source, &self.paths)?;
        let lang = context.lang(&opened.record);
        // What is shown of a past revision names nobody whom the record does not name now.
        let hidden = past::hidden_in(&mut opened);
        let seen = |text: &str| hidden.as_ref().and_then(|hidden| hidden.masked(text, lang)).unwrap_or_else(|| text.to_owned());
        let (mut changes, mut left, mut count) = (Vec::new(), 0, 0);
        let mut buffer = Vec::new();
        for file in opened.source.files.iter().filter(|file| named.has(file.path.as_str())) {
            let path = file.path.as_str();
            let before = opened.source.read(file, &mut buffer).ok().and_then(|bytes| std::str::from_utf8(bytes).ok());
            match before.and_then(|before| Some((before, canonical(file.kind, before)?))) {
                None => {
                    left += 1;
                    let path = seen(path);
                    let said = text!(en: "`{path}` cannot be read and is left as it is; see `commons check`", nl: "`{path}` is niet te lezen en blijft zoals het is; zie `commons check`");
                    say(said.get(lang));
                }
                Some((before, after)) => {
                    count += 1;
                    if after != before {
                        changes.push((path.to_owned(), before.to_owned(), after));
                    }
                }
            }
        }
        let shown: Vec<String> = match (self.dry_run, self.check) {
            (true, _) => changes.iter().map(|(path, before, after)| seen(&unified(path, Some(before), Some(after)))).collect(),
            (false, true) => changes.iter().map(|(path, ..)| unordered(&safe(&seen(path))).into_owned() + "\n").collect(),
            (false, false) => {
                let bytes = |text: &String| Some(text.clone().into_bytes());
                let all: Vec<Change> = changes
                    .iter()
                    .map(|(path, before, after)| Change { path: path.clone(), before: bytes(before), after: bytes(after) })
                    .collect();
                save(&opened.source.root, &all)?;
                Vec::new()
            }
        };
        context.write(shown.concat().as_bytes())?;
        if !context.options.quiet {
            let is_written = !self.check && !self.dry_run;
            say(if is_written { written(changes.len(), count) } else { to_write(changes.len(), count) }.get(lang));
        }
        let code = match left {
            0 => u8::from(self.check && !changes.is_empty()),
            _ => 2,
        };
        Ok(ExitCode::from(code))
    }
}

fn written(changed: usize, count: usize) -> Text {
    match (changed, count) {
        (0, _) => to_write(changed, count),
        (1, 1) => Text::new("1 file formatted", "1 bestand opgemaakt"),
        (1, _) => text!(en: "1 of {count} files formatted", nl: "1 van {count} bestanden opgemaakt"),
        _ => text!(en: "{changed} of {count} files formatted", nl: "{changed} van {count} bestanden opgemaakt"),
    }
}

fn to_write(changed: usize, count: usize) -> Text {
    match (changed, count) {
        (0, 0) => Text::new("no file to format", "geen bestand om op te maken"),
        (0, 1) => Text::new("1 file, already in canonical form", "1 bestand, al in de vaste vorm"),
        (0, _) => text!(en: "{count} files, all in canonical form", nl: "{count} bestanden, alle in de vaste vorm"),
        (1, 1) => Text::new(
            "1 file has another form; `commons fmt` writes it anew",
            "1 bestand heeft een andere vorm; `commons fmt` maakt het op",
        ),
        (1, _) => {
            text!(en: "1 of {count} files has another form; `commons fmt` writes it anew", nl: "1 van {count} bestanden heeft een andere vorm; `commons fmt` maakt het op")
        }
        _ => {
            text!(en: "{changed} of {count} files have another form; `commons fmt` writes them anew", nl: "{changed} van {count} bestanden hebben een andere vorm; `commons fmt` maakt ze op")
        }
    }
}
