//! The command line of `commons`: what is asked, and how it ends.

mod accounts;
mod actions;
mod add;
mod agenda;
mod announce;
mod asking;
mod assign;
mod books;
mod budget;
mod calendar;
mod check;
mod complete;
mod completions;
mod context;
mod coverage;
mod decisions;
mod diff;
mod due;
mod explain;
mod export;
mod files;
mod fitting;
mod fix;
mod fmt;
mod forget;
mod form;
mod handover;
mod init;
mod invoice;
mod journal;
mod language;
mod list;
mod log;
mod meeting;
mod minutes;
mod named;
mod newsletter;
mod onboard;
mod past;
mod pay;
mod payments;
mod pipeline;
mod raci;
mod remind;
mod rename;
mod report;
mod retire;
mod rota;
mod schema;
mod set;
mod show;
mod status;
mod thanks;
mod trend;
mod unified;
mod who;
mod without;
mod writing;

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue};
use clap::{CommandFactory, Parser, Subcommand};
use commons::text::{safe, unordered};

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
    Accounts(accounts::Accounts),
    Actions(actions::Actions),
    Add(add::Add),
    Agenda(agenda::Agenda),
    Announce(announce::Announce),
    Assign(assign::Assign),
    Budget(budget::Budget),
    Calendar(calendar::Calendar),
    Check(check::Check),
    Completions(completions::Completions),
    Coverage(coverage::Coverage),
    Decisions(decisions::Decisions),
    Diff(diff::Diff),
    Due(due::Due),
    Explain(explain::Explain),
    Export(export::Export),
    Fmt(fmt::Fmt),
    Forget(forget::Forget),
    Handover(handover::Handover),
    Init(init::Init),
    Invoice(invoice::Invoice),
    Journal(journal::Journal),
    List(list::List),
    Log(log::Log),
    Minutes(minutes::Minutes),
    Newsletter(newsletter::Newsletter),
    Onboard(onboard::Onboard),
    Pay(pay::Pay),
    Payments(payments::Payments),
    Raci(raci::Raci),
    Remind(remind::Remind),
    Rename(rename::Rename),
    Report(report::Report),
    Retire(retire::Retire),
    Rota(rota::Rota),
    Schema(schema::Schema),
    Set(set::Set),
    Show(show::Show),
    Status(status::Status),
    Thanks(thanks::Thanks),
    Trend(trend::Trend),
    Who(who::Who),
    Without(without::Without),
}

fn main() -> ExitCode {
    if complete::answered(Arguments::command) {
        return ExitCode::SUCCESS;
    }
    let arguments = Arguments::try_parse().unwrap_or_else(|error| harmless(error).exit());
    let context = Context::new(arguments.options);
    let result = match arguments.command {
        Command::Accounts(command) => command.run(&context),
        Command::Actions(command) => command.run(&context),
        Command::Add(command) => command.run(&context),
        Command::Agenda(command) => command.run(&context),
        Command::Announce(command) => command.run(&context),
        Command::Assign(command) => command.run(&context),
        Command::Budget(command) => command.run(&context),
        Command::Calendar(command) => command.run(&context),
        Command::Check(command) => command.run(&context),
        Command::Completions(command) => command.run(&context),
        Command::Coverage(command) => command.run(&context),
        Command::Decisions(command) => command.run(&context),
        Command::Diff(command) => command.run(&context),
        Command::Due(command) => command.run(&context),
        Command::Explain(command) => command.run(&context),
        Command::Export(command) => command.run(&context),
        Command::Fmt(command) => command.run(&context),
        Command::Forget(command) => command.run(&context),
        Command::Handover(command) => command.run(&context),
        Command::Init(command) => command.run(&context),
        Command::Invoice(command) => command.run(&context),
        Command::Journal(command) => command.run(&context),
        Command::List(command) => command.run(&context),
        Command::Log(command) => command.run(&context),
        Command::Minutes(command) => command.run(&context),
        Command::Newsletter(command) => command.run(&context),
        Command::Onboard(command) => command.run(&context),
        Command::Pay(command) => command.run(&context),
        Command::Payments(command) => command.run(&context),
        Command::Raci(command) => command.run(&context),
        Command::Remind(command) => command.run(&context),
        Command::Rename(command) => command.run(&context),
        Command::Report(command) => command.run(&context),
        Command::Retire(command) => command.run(&context),
        Command::Rota(command) => command.run(&context),
        Command::Schema(command) => command.run(&context),
        Command::Set(command) => command.run(&context),
        Command::Show(command) => command.run(&context),
        Command::Status(command) => command.run(&context),
        Command::Thanks(command) => command.run(&context),
        Command::Trend(command) => command.run(&context),
        Command::Who(command) => command.run(&context),
        Command::Without(command) => command.run(&context),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            crate::context::say(&format!(
                "error: {}",
                past::judging(&without_numbers(&format!("{error:#}")), context.options.at.as_deref())
            ));
            ExitCode::from(2)
        }
    }
}

/// An error about the command line, in which what was typed steers nothing.
fn harmless(mut error: clap::Error) -> clap::Error {
    let typed = error.context().filter_map(|(kind, value)| match value {
        ContextValue::String(text) => Some((kind, ContextValue::String(inert(text)))),
        ContextValue::Strings(all) => Some((kind, ContextValue::Strings(all.iter().map(|text| inert(text)).collect()))),
        _ => None,
    });
    for (kind, value) in typed.collect::<Vec<_>>() {
        if error.insert(kind, value.clone()).is_some_and(|before| before != value) {
            // A suggestion would repeat it as it was typed.
            error.remove(ContextKind::Suggested);
        }
    }
    error
}

/// One line that neither a terminal nor the machine of a pipeline obeys.
fn inert(text: &str) -> String {
    unordered(&safe(text)).into_owned()
}

/// The operating system's words without its numbers, which tell nobody anything.
fn without_numbers(text: &str) -> String {
    let mut parts = text.split(" (os error ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |said, part| said + part.split_once(')').map_or("", |(_, rest)| rest))
}
