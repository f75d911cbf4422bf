//! Lists the vacant roles of a record, and since when nobody holds them: the library in one small program.
//!
//! ```sh
//! cargo run --example vacatures -- examples/loketplein
//! cargo run --example vacatures -- examples/loketplein 2026-10-01
//! ```
//!
//! Without a day it is today. A record with faults is read as far as it can be, as every report of `commons` does.

use std::env;
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use commons::answers::{Holding, exists, holders};
use commons::date::{Date, VagueDate};
use commons::record::load::load;
use commons::record::work::Role;
use commons::source::directory;
use commons::text::{Lang, Say, safe};

fn main() -> anyhow::Result<()> {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().context("name the folder of a record, such as `examples/loketplein`")?;
    let day = match arguments.next() {
        Some(typed) => Date::parse(&typed).with_context(|| format!("`{typed}` is no day; write it as 2026-10-01"))?,
        None => Date(chrono::Local::now().date_naive()),
    };
    let source = directory::open(Path::new(&folder))?;
    let (record, faults) = load(&source, day, &|| ());
    if !faults.is_empty() {
        eprintln!("let op: {} meldingen bij het lezen; zie `commons check`", faults.len());
    }
    // Whoever closes the pipe has read enough, so that is an error like any other and no panic.
    let mut out = std::io::stdout().lock();
    for role in record.roles.values().filter(|role| exists(role, day) && holders(&record, role, day) == Holding::Vacant) {
        // Titles come from a file that anybody may have written: what steers a terminal is made visible.
        let title = safe(&role.title);
        match vacant_since(role, day) {
            Some(since) => writeln!(out, "{title}: vacant sinds {}", since.say(Lang::Nl))?,
            None => writeln!(out, "{title}: vacant")?,
        }
    }
    Ok(())
}

/// The day after the last term ended. Of a role that nobody ever held, or of which no end is on record, it is not known.
fn vacant_since(role: &Role, day: Date) -> Option<Date> {
    let ended = role.holder.iter().filter_map(|holder| holder.until).map(VagueDate::last);
    ended.filter(|until| *until < day).max().map(|until| until.plus_days(1))
}
