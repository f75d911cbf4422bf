//! The command line of `commons`: what is asked, and how it ends.

mod check;
mod context;
mod explain;
mod export;
mod schema;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::context::{Context, Options};

/// Checks, explains and uses the record of an open-source collaboration.
///
/// A record is a folder in git with a file `commons.toml` and small TOML files for participants, roles, tasks,
/// meetings and money. Nothing is sent anywhere: `commons` reads files, and git's own objects.
#[derive(Parser)]
#[command(name = "commons", version, arg_required_else_help = true, max_term_width = 100)]
struct Arguments {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(check::Check),
    Explain(explain::Explain),
    Export(export::Export),
    Schema(schema::Schema),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let context = Context::new(arguments.options);
    let result = match arguments.command {
        Command::Check(command) => command.run(&context),
        Command::Explain(command) => command.run(&context),
        Command::Export(command) => command.run(&context),
        Command::Schema(command) => command.run(&context),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            context.say(&format!("error: {error:#}"));
            ExitCode::from(2)
        }
    }
}
