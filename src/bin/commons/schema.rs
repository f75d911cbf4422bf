//! `commons schema`: JSON Schemas of every kind of file, for editors and validators.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use commons::exports;
use commons::record::schema::plain;
use commons::source::layout::KINDS;
use commons::words;
use serde_json::{Value, json};

use crate::context::{Context, write_whole};

/// Show the JSON Schema (draft-07) of a kind of file, or write all of them
#[derive(clap::Args)]
pub struct Schema {
    /// A kind of file, or `export` for what `commons export json` writes; without it, which kinds there are
    #[arg(add = crate::complete::schemas())]
    kind: Option<String>,
    /// Write the schema of every kind into this folder, as `<kind>.schema.json`
    #[arg(long, value_name = "DIR", conflicts_with = "kind")]
    write: Option<PathBuf>,
}

impl Schema {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        if let Some(folder) = &self.write {
            std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
            for (name, schema) in all() {
                write_whole(&folder.join(format!("{name}.schema.json")), pretty(&schema).as_bytes())?;
            }
            if !context.options.quiet {
                crate::context::say(&format!("{} schemas written to {}", KINDS.len() + 1, folder.display()));
            }
            return Ok(ExitCode::SUCCESS);
        }
        let Some(kind) = self.kind else {
            let kinds: Vec<Value> = KINDS
                .iter()
                .map(|(_, name, paths)| json!({ "kind": name, "files": paths, "schema": format!("{name}.schema.json") }))
                .collect();
            return context.end(pretty(&json!({ "schema": "commons/1", "kinds": kinds })).as_bytes());
        };
        match all().find(|(name, _)| *name == kind) {
            Some((_, schema)) => context.end(pretty(&schema).as_bytes()),
            None => match words::nearest(&kind, all_names()) {
                Some(near) => bail!("there is no kind of file `{kind}`; did you mean `{near}`?"),
                None => bail!("there is no kind of file `{kind}`; there are {}", all_names().collect::<Vec<_>>().join(", ")),
            },
        }
    }
}

fn all_names() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(_, name, _)| *name).chain(["export"])
}

fn all() -> impl Iterator<Item = (&'static str, Value)> {
    KINDS.iter().map(|(kind, name, _)| (*name, plain(*kind))).chain(std::iter::once_with(|| ("export", exports::json::schema())))
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("a schema is plain JSON") + "\n"
}
