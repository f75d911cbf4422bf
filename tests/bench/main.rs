//! The bars of speed and memory, measured in pairs; also makes records of any size, and is the floor itself.

mod activities;
mod bars;
mod finances;
mod floor;
mod generate;
mod history;
mod pairs;
mod parties;

use anyhow::{Context, Result, bail};
use std::io::{Write, stdout};
use std::path::Path;

const USAGE: &str = "\
usage: cargo bench --bench bars -- [MODE]
  [--sizes 100,1000,10000,100000] [--pairs 11]    measure, and print the table
  generate DIR N SEED                             write a clean record of N files
  generate-dirty DIR N SEED FINDINGS              the same, with so many references to nothing
  history DIR COMMITS SEED                        put it into git, with so many commits
  floor DIR                                       read every file on two threads, print the bytes
  minimal                                         do nothing: what starting a process costs";

fn main() -> Result<()> {
    // Before anything else: this is what starting `commons` is compared with.
    if std::env::args_os().nth(1).is_some_and(|mode| mode == "minimal") {
        return Ok(());
    }
    // Cargo adds `--bench` of its own.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["generate", dir, files, seed] => generate::record(Path::new(dir), number(files)?, number(seed)? as u64, 0),
        ["generate-dirty", dir, files, seed, findings] => {
            generate::record(Path::new(dir), number(files)?, number(seed)? as u64, number(findings)?)
        }
        ["history", dir, commits, seed] => history::write(Path::new(dir), number(commits)?, number(seed)? as u64),
        ["floor", dir] => {
            let bytes = floor::bytes(Path::new(dir))?;
            writeln!(stdout(), "{bytes}")?;
            Ok(())
        }
        _ => bars::measure(&options(&arguments)?),
    }
}

fn options(arguments: &[&str]) -> Result<bars::Options> {
    let mut options = bars::Options { sizes: vec![100, 1_000, 10_000, 100_000], pairs: 11 };
    for pair in arguments.chunks(2) {
        match *pair {
            ["--sizes", sizes] => {
                options.sizes = sizes.split(',').map(number).collect::<Result<_>>()?;
            }
            ["--pairs", pairs] => options.pairs = number(pairs)?.max(1),
            _ => bail!("{USAGE}"),
        }
    }
    Ok(options)
}

fn number(text: &str) -> Result<usize> {
    text.parse().with_context(|| format!("`{text}` is no number"))
}
