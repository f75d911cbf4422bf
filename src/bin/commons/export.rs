//! `commons export`: the whole record for other programs.

use std::process::ExitCode;

use anyhow::bail;
use commons::exports::json;

use crate::context::Context;
use crate::form::For;

/// Write the whole record as one document for other programs
#[derive(clap::Args)]
pub struct Export {
    /// The form
    #[arg(value_enum)]
    form: Form,
    /// For whom: people who are less visible are left nameless
    #[arg(long, value_enum, default_value_t = For::Participants)]
    audience: For,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// One JSON document, `commons/1`; its schema is `commons schema export`
    Json,
}

impl Export {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let Form::Json = self.form;
        let opened = context.open()?;
        let record = &opened.record;
        if let Some(unread) = record.unread.first() {
            bail!(
                "{} of {} files cannot be read, so the export would not be whole; the first is {}: see `commons check`",
                record.unread.len(),
                record.files,
                unread.file
            );
        }
        let commit = opened.source.commit.as_ref().map(|commit| commit.id.as_str());
        match json::write(record, commit, self.audience.into()) {
            Some(bytes) => context.end(&bytes),
            None => bail!("this record has no `commons.toml`, so there is nothing that it would be the record of"),
        }
    }
}
